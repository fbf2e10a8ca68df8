"""A pupil's own results, their word to their parents, their request to the CPE."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.results.errors import ResultError
from apps.results.models import PupilWord, Result, TalkRequest
from apps.results.reading import queries
from apps.results.reading.presenters.result import in_sentence
from apps.results.reading.presenters.wording import as_worded
from apps.results.reading.views.all_read import mark_all, undo_all
from apps.results.reading.views.paper import print_context, results_pdf
from apps.results.reading.views.shared import (
    detail_context,
    keep_mark,
    list_context,
    open_or_404,
)
from apps.results.words.forms import SAFEGUARD, STARTERS, TalkForm, WordForm
from apps.results.words.presenters.talk import TalkPage, talk_page
from apps.results.words.services import talk, words
from apps.schools.models import Student
from coeduc.forms import secret
from coeduc.http import Request
from coeduc.once import once

STARTER = "debut"


@require_safe
def student_results(request: Request) -> HttpResponse:
    return render(
        request, "results/student_results.html", list_context(request, _me_or_404(request))
    )


@require_safe
def student_results_print(request: Request) -> HttpResponse:
    return render(
        request, "results/student_results_print.html", print_context(request, _me_or_404(request))
    )


@require_safe
def student_results_pdf(request: Request) -> HttpResponse:
    student = _me_or_404(request)
    return results_pdf(request, student, back=reverse("results:student_results_print"))


@require_safe
def student_result_detail(request: Request, public_id: UUID) -> HttpResponse:
    opened = open_or_404(request, public_id)
    context = detail_context(request, opened)
    address = reverse("results:student_results")
    subject = context["subject"]
    may_write = opened.version is not None and not words.parents_may_read(
        opened.row, at=request.now
    )
    return render(
        request,
        "results/result_detail.html",
        {
            **context,
            "back_url": address,
            "back_label": _("Tes résultats"),
            "list_url": f"{address}?matiere={subject.code}",
            "list_label": _("Tes progrès en %(subject)s") % {"subject": in_sentence(subject.label)},
            "rules_url": reverse("publication:student_rules"),
            "may_write": may_write,
            "safeguard": SAFEGUARD,
            "starters": _starters(public_id) if may_write else (),
            "talk": _talk_or_none(request, opened.row) if opened.version is not None else None,
        },
    )


@require_POST
def student_results_read(request: Request) -> HttpResponse:
    """All their results are read by the pupil, who alone knows."""
    mark_all(request, _me_or_404(request))
    return redirect("results:student_results")


@require_POST
def student_results_unread(request: Request) -> HttpResponse:
    """Undo that gesture: what it marked, and nothing else, is to be read again."""
    undo_all(request, _me_or_404(request))
    return redirect("results:student_results")


@require_POST
def student_result_read(request: Request, public_id: UUID) -> HttpResponse:
    """Read by the pupil, who alone knows."""
    return keep_mark(request, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def student_result_word(request: Request, public_id: UUID) -> HttpResponse:
    """Write, or write again; too late, the sentence says so and what was typed stays there."""
    row = _read_or_404(request, public_id)
    back = reverse("results:student_result_detail", args=[public_id])
    word = queries.word_on(request.reader, row)
    form = WordForm(
        request.POST or None,
        kept=f"mot:{public_id}",
        initial={"text": _beginning(request, word)},
    )
    is_late = words.parents_may_read(row, at=request.now)
    if form.is_valid():
        try:
            words.write_word(row, form.cleaned_data["text"], at=request.now)
        except ResultError:
            is_late = True
        else:
            messages.success(request, _("Ton mot est gardé. Tu peux encore le changer."))
            return redirect(back)
    return render(
        request,
        "results/student_result_word.html",
        {
            "form": form,
            "about": row.assessment.title,
            "back": back,
            "word": word,
            "is_late": is_late,
            "typed": request.POST.get("text", "") if is_late else "",
            "talk": None if is_late else _talk_or_none(request, row),
            "starters": () if word or STARTER in request.GET else _starters(public_id),
            "public_id": public_id,
        },
    )


@require_POST
def student_word_remove(request: Request, public_id: UUID) -> HttpResponse:
    row = _read_or_404(request, public_id)
    try:
        words.remove_word(row, at=request.now)
    except ResultError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ton mot est retiré. Le portail n’en garde rien."))
    return redirect("results:student_result_detail", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def student_result_talk(request: Request, public_id: UUID) -> HttpResponse:
    """Ask the CPE to talk with the parents first; the answer stands on this page alone."""
    row = _read_or_404(request, public_id)
    back = reverse("results:student_result_detail", args=[public_id])
    form = TalkForm(
        request.POST if request.method == "POST" else None,
        cancel_url=back,
        kept=secret(f"demande:{public_id}"),
    )
    if form.is_valid():
        try:
            talk.ask_to_talk(row, words=form.cleaned_data["words"], at=request.now)
        except ResultError:
            pass  # the page says what stands now, with what was typed and no dead button
        else:
            return redirect("results:student_result_talk", public_id)
    return render(
        request,
        "results/student_result_talk.html",
        {
            "form": form,
            "about": row.assessment.title,
            "back": back,
            "page": _talk_page(request, row, queries.request_about(request.reader, row)),
            "typed": request.POST.get("words", ""),
            "public_id": public_id,
        },
    )


@require_POST
def student_talk_remove(request: Request, public_id: UUID) -> HttpResponse:
    """«Finalement, pas besoin»: the page says what came of it."""
    talk.take_back(_read_or_404(request, public_id), at=request.now)
    return redirect("results:student_result_talk", public_id)


def _talk_or_none(request: Request, row: Result) -> TalkPage | None:
    """What the other pages say of a request; the rest is read only where there is one."""
    asked = queries.request_about(request.reader, row)
    return _talk_page(request, row, asked) if asked else None


def _talk_page(request: Request, row: Result, asked: TalkRequest | None) -> TalkPage:
    stands = asked if asked and asked.answered_at is None and asked.taken_back_at is None else None
    return talk_page(
        asked,
        talk.foresee(row, at=request.now),
        is_late=words.parents_may_read(row, at=request.now),
        without_at=talk.without_request(stands, at=request.now) if stands else None,
        at=request.now,
        zone=row.assessment.school.time_zone,
    )


def _me_or_404(request: Request) -> Student:
    return get_object_or_404(queries.pupils(request.reader))


def _read_or_404(request: Request, public_id: UUID) -> Result:
    """A result this pupil can read: before that there is nothing to write about."""
    return as_worded(get_object_or_404(queries.read_rows(request.reader), public_id=public_id))


def _starters(public_id: UUID) -> list[tuple[str, str]]:
    """Three ways to begin, each an address: the page needs no script."""
    address = reverse("results:student_result_word", args=[public_id])
    return [
        (f"{str(starter).strip()}…", f"{address}?{STARTER}={n}")
        for n, starter in enumerate(STARTERS, start=1)
    ]


def _beginning(request: Request, word: PupilWord | None) -> str:
    if word:
        return word.text
    typed = request.GET.get(STARTER, "")
    known = {str(n): str(starter) for n, starter in enumerate(STARTERS, start=1)}
    return known.get(typed, "")
