"""The results of one's children."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.results.reading.presenters.place import place_sentence
from apps.results.reading.presenters.result import Opened, in_sentence, proposed_device
from apps.results.reading.presenters.rule_history import ReaderMoment
from apps.results.reading.views.all_read import mark_all, undo_all
from apps.results.reading.views.paper import print_context, results_pdf
from apps.results.reading.views.shared import (
    detail_context,
    keep_mark,
    list_context,
    moment_of,
    open_or_404,
)
from apps.results.words.forms import HelpAnswerForm
from apps.results.words.presenters.talks import keepers_sentence, talked_sentence
from apps.results.words.services import talks, words
from apps.schools.links import LEGAL, children_of
from apps.schools.models import Guardianship
from apps.support.enums import Answer
from coeduc.http import Request
from coeduc.ui import Link

if TYPE_CHECKING:
    from apps.schools.links import ChildLink

CHILD = "enfant"


@require_safe
def family_results(request: Request) -> HttpResponse:
    """The assessments of one child; tabs change child."""
    links = _links_or_404(request)
    link = _chosen(links, request.GET.get(CHILD))
    address = reverse("results:family_results")
    tabs = [
        Link(
            other.student.first_name,
            f"{address}?{CHILD}={other.student.public_id}",
            other is link,
        )
        for other in links
    ]
    context = list_context(request, link.student)
    return render(
        request,
        "results/family_results.html",
        {
            **context,
            "tabs": tabs,
            "place": place_sentence(link, moment=moment_of(request, link.student.school)),
        },
    )


@require_safe
def family_results_print(request: Request) -> HttpResponse:
    """One child's released results on paper."""
    link = _chosen(_links_or_404(request), request.GET.get(CHILD))
    back_url = f"{reverse('results:family_results')}?{CHILD}={link.student.public_id}"
    context = {**print_context(request, link.student), "back_url": back_url}
    return render(request, "results/family_results_print.html", context)


@require_safe
def family_results_pdf(request: Request) -> HttpResponse:
    """The same, to keep."""
    link = _chosen(_links_or_404(request), request.GET.get(CHILD))
    return results_pdf(request, link.student, back=reverse("results:family_results_print"))


@require_safe
def family_result_detail(request: Request, public_id: UUID) -> HttpResponse:
    opened = open_or_404(request, public_id)
    context = detail_context(request, opened)
    address = reverse("results:family_results")
    student = opened.row.student
    return render(
        request,
        "results/result_detail.html",
        {
            **context,
            "back_url": f"{address}?{CHILD}={student.public_id}",
            "back_label": _("Résultats %(of_name)s") % {"of_name": context["of_student"]},
            "list_url": f"{address}?{CHILD}={student.public_id}&matiere={context['subject'].code}",
            "list_label": _("Ses résultats en %(subject)s")
            % {"subject": in_sentence(context["subject"].label)},
            "rules_url": reverse("publication:family_rules"),
            "answers": _answers(request, opened),
        },
    )


@require_POST
def family_result_answer(request: Request, public_id: UUID) -> HttpResponse:
    """One guardian's answer to the help proposed; the other's is neither asked nor shown."""
    opened = open_or_404(request, public_id)
    device = proposed_device(opened.version) if opened.version else None
    if device is None:
        raise Http404
    link = _legal_link(request, opened)
    if link is None:
        raise PermissionDenied
    form = HelpAnswerForm(request.POST)
    if form.is_valid():
        words.answer_help(
            opened.row,
            link.guardian,
            device=device,
            answer=form.cleaned_data["answer"],
            at=request.now,
        )
        messages.success(request, _("C’est noté. Vous pouvez changer d’avis quand vous voulez."))
    else:
        messages.error(request, _("Choisissez l’une des trois réponses."))
    return redirect("results:family_result_detail", public_id)


@require_POST
def family_result_read(request: Request, public_id: UUID) -> HttpResponse:
    """Read by this very guardian; the other one, the pupil and the school never know."""
    return keep_mark(request, public_id, child=CHILD)


@require_POST
def family_results_read(request: Request) -> HttpResponse:
    """All the results of one child are read by this guardian; nobody else ever knows."""
    link = _chosen(_links_or_404(request), request.POST.get(CHILD))
    mark_all(request, link.student)
    return redirect(f"{reverse('results:family_results')}?{CHILD}={link.student.public_id}")


@require_POST
def family_results_unread(request: Request) -> HttpResponse:
    """Undo that gesture: what it marked, and nothing else, is to be read again."""
    link = _chosen(_links_or_404(request), request.POST.get(CHILD))
    undo_all(request, link.student)
    return redirect(f"{reverse('results:family_results')}?{CHILD}={link.student.public_id}")


def _links_or_404(request: Request) -> list[ChildLink]:
    """One link a child, the one in force before an ended one, in the order of ages."""
    links = children_of(request.reader, at=request.now)
    if not links:
        raise Http404
    return links


def _chosen(links: list[ChildLink], public_id: str | None) -> ChildLink:
    if public_id is None:
        return links[0]
    for link in links:
        if str(link.student.public_id) == public_id:
            return link
    raise Http404


def _legal_link(request: Request, opened: Opened) -> Guardianship | None:
    """The link by which this person answers for the child today."""
    for link in children_of(request.reader, at=request.now):
        if link.student_id == opened.row.student_id:
            return link if LEGAL.opens(link, request.now) else None
    return None


def _answers(request: Request, opened: Opened) -> dict[str, Any] | None:
    """The three keys, and which one this guardian chose; None where nothing is proposed."""
    device = proposed_device(opened.version) if opened.version else None
    if device is None or device.closed_on is not None:
        return None
    if _legal_link(request, opened) is None:
        return None
    given = opened.row.answered
    moment = moment_of(request, opened.row.assessment.school)
    return {
        "keys": [(key.value, key.label) for key in Answer],
        "given": given,
        "label": Answer(given).label if given else "",
        "who": _who_has_it(opened, moment) if given == Answer.TALK else "",
    }


def _who_has_it(opened: Opened, moment: ReaderMoment) -> str:
    """Whom «J’aimerais en parler» reached, as it is now: no hour, nobody has promised one."""
    talked = opened.row.talked
    if talked and talked["at"]:
        return talked_sentence(talked, day=moment.day_of)
    return keepers_sentence(talks.keepers(opened.row, at=moment.at))
