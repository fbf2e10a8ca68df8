"""«J’ai rendu les copies», later for those who were away, and its undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.results import policies
from apps.results.errors import ResultError
from apps.results.hand_backs import queries
from apps.results.hand_backs import services as hand_backs_services
from apps.results.hand_backs.forms.hand_back import HandBackForm
from apps.results.hand_backs.presenters import HandBackPage, hand_back_page
from apps.results.lookups import assessment_or_404
from apps.results.models import Assessment, Result
from apps.results.release.presenters.awaited import first_names
from apps.results.release.services.instants import RuleAndHours
from apps.results.words.services.help import without_help
from apps.support.devices.queries import proposed_devices
from coeduc.access import require
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.results.assessments.queries import AssessmentOfPage


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_hand_back(request: Request, public_id: UUID) -> HttpResponse:
    """«J’ai rendu les copies»: what follows is told before, and can be undone for ten minutes."""
    assessment = _to_hand_back(request, public_id)
    frame = RuleAndHours.to_read(assessment, at=request.now)
    pupils = list(queries.pupils_of(request.reader, assessment))
    missed = [row for row in pupils if row.missed_hand_back]
    page = hand_back_page(assessment, frame, missed, at=request.now)
    if page.is_done:
        return render(request, "results/assessment_hand_back.html", {"page": page})
    weak = without_help(assessment, frame.rule, at=request.now)
    absent = queries.absent_of(request.reader, assessment)
    away = [row for row in pupils if row.pk in absent]
    form = HandBackForm(
        request.POST or None,
        moments=[(choice.key, choice.label) for choice in page.choices],
        pupils=pupils,
        weak=weak,
        devices=list(proposed_devices(request.reader, assessment.school_id)),
        asks_progress=page.asks_progress,
        initial={"when": HandBackForm.NOW, "later": [str(row.public_id) for row in away]},
    )
    if form.is_valid() and _tap(request, assessment, page, form):
        messages.success(request, _("C’est fait."))
        return redirect("results:assessment_hand_back", assessment.public_id)
    return render(
        request,
        "results/assessment_hand_back.html",
        {
            "page": page,
            "form": form,
            "draft": f"copies:{assessment.public_id}",
            "away": first_names(away),
            "weak": first_names([version.result for version in weak]),
        },
    )


def _tap(request: Request, assessment: Assessment, page: HandBackPage, form: HandBackForm) -> bool:
    """Record the tap; False when a rule refuses, its sentence then standing above the form."""
    try:
        hand_backs_services.hand_back(
            assessment,
            by=request.user,
            at=request.now,
            handed_back_at=page.instant_of(form.cleaned_data["when"]),
            **form.said(),
        )
    except ResultError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
def hand_back_undo(request: Request, public_id: UUID) -> HttpResponse:
    """Of the class, or of the one pupil whose copy came later; of the head's publication."""
    assessment = assessment_or_404(request, public_id)
    require(policies.can_undo_hand_back(request.reader, assessment))
    result = _named_result(request, assessment)
    try:
        hand_backs_services.undo_hand_back(
            assessment, by=request.user, at=request.now, result=result
        )
    except ResultError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("C’est annulé. Cette copie reste à rendre.")
            if result
            else _("C’est annulé. Les copies ne sont plus marquées comme rendues."),
        )
    if not policies.can_hand_back(request.reader, assessment):
        return redirect("results:assessment_detail", assessment.public_id)
    return redirect("results:assessment_hand_back", assessment.public_id)


@require_POST
def hand_back_later(request: Request, public_id: UUID) -> HttpResponse:
    """A copy for a pupil who was away, or for all of them."""
    assessment = _to_hand_back(request, public_id)
    result = _named_result(request, assessment)
    try:
        hand_backs_services.hand_back_later(
            assessment, by=request.user, at=request.now, result=result
        )
    except ResultError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C’est fait."))
    return redirect("results:assessment_hand_back", assessment.public_id)


def _to_hand_back(request: Request, public_id: UUID) -> AssessmentOfPage:
    assessment = assessment_or_404(request, public_id)
    require(policies.can_hand_back(request.reader, assessment))
    return assessment


def _named_result(request: Request, assessment: Assessment) -> Result | None:
    """The pupil named in the form; None for the class. What is not of this assessment is a 404."""
    public_id = request.POST.get("result")
    if not public_id:
        return None
    rows = queries.pupils_of(request.reader, assessment)
    for row in rows:
        if str(row.public_id) == public_id:
            return row
    raise Http404
