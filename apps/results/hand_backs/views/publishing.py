"""Copies awaited for too long: the list of the head, and publishing them with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.publication import explained
from apps.publication.instants import Facts
from apps.results import policies
from apps.results.assessments.presenters.staff import assessment_line
from apps.results.errors import ResultError
from apps.results.hand_backs.forms.publishing import PublishForm
from apps.results.lookups import assessment_or_404, team_or_404
from apps.results.release.presenters.awaited import overdue_in, too_early
from apps.results.release.rules.patience import Patience
from apps.results.release.services.instants import RuleAndHours
from apps.results.release.services.patience import (
    PatienceCalendar,
    is_teacher_notified,
    publish_unreturned,
)
from coeduc.access import require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once


@require_safe
def overdue_list(request: Request) -> HttpResponse:
    """Every class that waits beyond the rule, last year's too, for who may publish."""
    team_or_404(request)
    schools = policies.schools_to_publish(request.reader)
    require(bool(schools))
    lines = [
        line
        for school in schools
        for line in overdue_in(request, school, least=Patience.TEACHER, all_years=True)
    ]
    return render(request, "results/overdue_list.html", {"lines": lines})


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def assessment_publish(request: Request, public_id: UUID) -> HttpResponse:
    """Asked once more before: what follows is the same as after a tap."""
    assessment = assessment_or_404(request, public_id)
    require(policies.can_publish(request.reader, assessment))
    back = reverse("results:assessment_detail", args=[assessment.public_id])
    line = assessment_line(assessment, at=request.now)
    if line.is_handed_back:
        return redirect(back)
    refusal = too_early(PatienceCalendar.of(assessment.school, at=request.now), assessment)
    form = PublishForm(
        request.POST or None, cancel_url=back, kept=f"publication:{assessment.public_id}"
    )
    if form.is_valid() and not refusal:
        try:
            fact = publish_unreturned(
                assessment,
                by=request.user,
                at=request.now,
                reason=form.cleaned_data["reason"],
            )
        except ResultError as error:
            form.add_error(None, str(error))
        else:
            sentence = _("C’est publié.")
            if is_teacher_notified(fact):
                sentence += " " + _("Un e-mail va prévenir le professeur.")
            messages.success(request, sentence)
            return redirect(back)
    plan = RuleAndHours.to_read(assessment, at=request.now).planned(
        Facts(handed_back_at=request.now, recorded_at=request.now)
    )
    zone = assessment.school.time_zone
    return render(
        request,
        "results/assessment_publish.html",
        {
            "line": line,
            "form": form,
            "back": back,
            "refusal": refusal,
            "preview": explained.tap_preview(plan, at=request.now, zone=zone),
        },
    )
