"""Pages of the CPE and the heads: hold a result, take it back, answer a pupil who asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.results import policies
from apps.results.errors import ResultError
from apps.results.holds import presenters as holds_presenters
from apps.results.holds import queries
from apps.results.holds import rules as holds_rules
from apps.results.holds import services as holds_services
from apps.results.holds.forms import HoldForm, PupilFilter, WithdrawForm
from apps.results.lookups import team_or_404
from apps.results.models import Result, TalkRequest
from apps.results.words.presenters.requests import request_lines
from apps.results.words.services import talk
from apps.schools.days import today_of
from coeduc.access import require, visible
from coeduc.days import midnight
from coeduc.forms import secret
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

PAGE = 20


@require_safe
def result_decisions(request: Request, public_id: UUID) -> HttpResponse:
    """Where one result stands, and what may be done about it."""
    result = _result_or_404(request, public_id)
    holds = queries.holds_of(request.reader, result)
    withdrawals = queries.withdrawals_of(request.reader, result)
    standing = [hold for hold in holds if (hold.lifted_at or hold.until) > request.now]
    return render(
        request,
        "results/result_decisions.html",
        {
            "care": holds_presenters.result_decisions(result, at=request.now),
            "standing": standing[0] if standing else None,
            "holds": [holds_presenters.hold_line(hold, at=request.now) for hold in holds],
            "withdrawals": [
                holds_presenters.withdrawal_line(withdrawal, at=request.now)
                for withdrawal in withdrawals
            ],
            "back": reverse("results:student_decisions", args=[result.student.public_id]),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def result_hold(request: Request, public_id: UUID) -> HttpResponse:
    """Until when and why, with what the family will read shown before."""
    result = _result_or_404(request, public_id)
    back = reverse("results:result_decisions", args=[public_id])
    zone = result.assessment.school.time_zone
    form = HoldForm(
        request.POST or None,
        cancel_url=back,
        kept=secret(f"retenue:{public_id}"),
        initial={"until": _proposed_day(request, result)},
    )
    if form.is_valid():
        try:
            holds_services.hold(
                result,
                until=midnight(form.cleaned_data["until"], zone),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.now,
            )
        except ResultError as error:
            form.add_error("until", str(error))
        else:
            messages.success(
                request,
                holds_presenters.held_sentence(
                    result, form.cleaned_data["until"], at=request.now, zone=zone
                ),
            )
            return redirect(back)
    day = form.day()
    sentence = holds_presenters.family_sentence(day, at=request.now, zone=zone) if day else ""
    shown = holds_presenters.result_decisions(result, at=request.now)
    if shown.is_held and request.method != "POST":
        messages.info(request, _("Ce résultat est déjà retenu : voici jusqu’à quand, et par qui."))
        return redirect(back)
    context = {
        "form": form,
        "care": shown,
        "back": back,
        "sentence": "" if shown.is_held else sentence,
    }
    return render(request, "results/hold.html", context)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def result_withdraw(request: Request, public_id: UUID) -> HttpResponse:
    """The reason first; then, before the act, what it does not undo."""
    result = _result_or_404(request, public_id)
    back = reverse("results:result_decisions", args=[public_id])
    standing = holds_presenters.result_decisions(result, at=request.now)
    kept = secret(f"retrait:{public_id}")
    form = WithdrawForm(
        request.POST or None, cancel_url=back, kept=kept, pupil_only=not standing.parents_read
    )
    context = {"form": form, "care": standing, "back": back, "draft": kept}
    if not form.is_valid():
        return render(request, "results/withdraw.html", context)
    if "sure" not in request.POST:
        context |= {
            "said": form.cleaned_data["reason_for_family"],
            "fields": {name: form.cleaned_data[name] for name in form.fields} | {"sure": "1"},
            "mails": holds_services.mails_sent(result),
        }
        return render(request, "results/withdraw_confirm.html", context)
    fields = form.cleaned_data
    try:
        holds_services.withdraw(
            result,
            fields["audience"],
            fields["reason_for_family"],
            by=request.user,
            at=request.now,
        )
    except ResultError as error:
        form.add_error(None, str(error))
        return render(request, "results/withdraw.html", context)
    messages.success(request, holds_presenters.withdrawn_sentence(standing, fields["audience"]))
    return redirect(back)


@act_of_power
@require_POST
def result_publish_again(request: Request, public_id: UUID) -> HttpResponse:
    """What was withdrawn was right: the same state again, by the rule."""
    result = _result_or_404(request, public_id)
    try:
        holds_services.publish_again(result, by=request.user, at=request.now)
    except ResultError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C’est fait : il paraîtra de nouveau, à l’heure de la règle."))
    return redirect("results:result_decisions", public_id)


@require_safe
def hold_list(request: Request) -> HttpResponse:
    """What stands, what ends soon, what is over."""
    form = _filter(request)
    standing = list(queries.standing_holds(request.reader, form.words))
    soon_at = request.now + holds_presenters.SOON
    page = _page(request, queries.past_holds(request.reader, form.words))
    lines = {
        "soon": [hold for hold in standing if hold.until <= soon_at],
        "standing": [hold for hold in standing if hold.until > soon_at],
        "past": page,
    }
    in_words = {
        name: [holds_presenters.hold_line(hold, at=request.now) for hold in found]
        for name, found in lines.items()
    }
    return render(request, "results/hold_list.html", _around(request, form, page) | in_words)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def hold_lift(request: Request, public_id: UUID) -> HttpResponse:
    """One confirmation: what follows is said before."""
    _filter(request)
    hold = get_object_or_404(queries.holds(request.reader), public_id=public_id)
    back = reverse("results:result_decisions", args=[hold.result.public_id])
    if request.method != "POST":
        line = holds_presenters.hold_line(hold, at=request.now)
        return render(request, "results/hold_lift.html", {"line": line, "back": back})
    try:
        holds_services.lift(hold, by=request.user, at=request.now)
    except ResultError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("C’est levé : plus rien ne le retient, il suit la règle du collège.")
        )
    return redirect(back)


@require_safe
def withdrawal_list(request: Request) -> HttpResponse:
    form = _filter(request)
    page = _page(request, queries.withdrawals(request.reader, form.words))
    lines = [holds_presenters.withdrawal_line(withdrawal, at=request.now) for withdrawal in page]
    context = _around(request, form, page) | {"lines": lines}
    return render(request, "results/withdrawal_list.html", context)


@require_safe
def request_list(request: Request) -> HttpResponse:
    """Pupils who ask for somebody to talk first; counted nowhere."""
    form = _filter(request)
    waiting = queries.waiting_requests(request.reader, form.words)
    page = _page(request, queries.past_requests(request.reader, form.words))
    context = _around(request, form, page) | {
        "waiting": request_lines(waiting, at=request.now),
        "past": [
            holds_presenters.request_line(
                asked,
                at=request.now,
                can_reopen=talk.may_reopen(asked, by=request.user, at=request.now),
            )
            for asked in page
        ],
    }
    return render(request, "results/request_list.html", context)


@require_POST
def request_answer(request: Request, public_id: UUID) -> HttpResponse:
    """«Vu avec l’élève»: closes all that this pupil asked; no date moves."""
    _filter(request)
    asked = get_object_or_404(visible(request, TalkRequest), public_id=public_id)
    talk.see(asked, by=request.user, at=request.now)
    messages.success(request, _("C’est noté. La date des parents ne change pas."))
    return redirect("results:request_list")


@require_POST
def request_reopen(request: Request, public_id: UUID) -> HttpResponse:
    """«Ce n’était pas fait»: the opposite, for whoever said it was seen; no date moves."""
    _filter(request)
    asked = get_object_or_404(queries.requests(request.reader), public_id=public_id)
    if talk.reopen(asked, by=request.user, at=request.now):
        messages.success(request, _("C’est rouvert. La date des parents ne change pas."))
    else:
        messages.error(request, _("Cette demande ne se rouvre plus d’ici."))
    return redirect("results:request_list")


@require_safe
def student_decisions(request: Request, public_id: UUID) -> HttpResponse:
    """The results of one pupil, to find the one that matters."""
    _filter(request)
    student = get_object_or_404(queries.pupils(request.reader), public_id=public_id)
    require(policies.can_answer_for(request.reader, student))
    page = _page(request, queries.results_of(request.reader, student))
    cares = [holds_presenters.result_decisions(row, at=request.now) for row in page]
    return render(
        request,
        "results/student_decisions.html",
        {
            "cares": cares,
            "page": page,
            "student": student,
            "back": reverse("schools:student_detail", args=[student.public_id]),
        },
    )


def _filter(request: Request) -> PupilFilter:
    """These lists are for those who answer for pupils; others of the team are refused."""
    team_or_404(request)
    require(policies.answers_for_pupils(request.reader))
    return PupilFilter(request.GET)


def _around(request: Request, form: PupilFilter, page: Any) -> dict[str, Any]:
    """What the three lists of the desk have in common."""
    return {"form": form, "page": page, "searched": request.GET.get("q", "")}


def _page(request: Request, rows: Any) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def _result_or_404(request: Request, public_id: UUID) -> Result:
    result: Result = get_object_or_404(queries.results(request.reader), public_id=public_id)
    require(policies.can_answer_for(request.reader, result.student))
    return result


def _proposed_day(request: Request, result: Result) -> Any:
    school = result.assessment.school
    today = today_of(school, at=request.now)
    closed = queries.days_closed(request.reader, school, since=today)
    return holds_rules.proposed_day(today, closed)
