"""Pages of the team: create an assessment, enter marks, hand the copies back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.results import policies
from apps.results.assessments import queries
from apps.results.assessments.forms import AssessmentFilter, AssessmentForm
from apps.results.assessments.presenters.beside import beside
from apps.results.assessments.presenters.rewordings import edited_sentence, rewordings
from apps.results.assessments.presenters.staff import (
    assessment_line,
    journey,
    plan_of,
    student_line,
)
from apps.results.assessments.services.assessments import (
    create_assessment,
    delete_assessment,
    edit_assessment,
    why_it_stays,
)
from apps.results.assessments.services.wording import is_read
from apps.results.errors import ReasonNeededError, ResultError
from apps.results.lookups import assessment_or_404, team_or_404
from apps.results.models import Assessment
from apps.results.release.services.instants import RuleAndHours
from apps.schools import policies as schools_policies
from apps.schools.models import Teaching
from apps.schools.people.queries import teachings_taught
from coeduc.access import require
from coeduc.days import day_of
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

PAGE = 20


@require_safe
def assessment_list(request: Request) -> HttpResponse:
    """What this person teaches or follows, what is to hand back first; filters in the address."""
    team_or_404(request)
    whose = queries.whose_teachings(request.reader)
    form = AssessmentFilter(request.GET, asks_whose=len(whose) > 1)
    is_searching = any(request.GET.get(name) for name in form.fields)
    assessments: Any = queries.EveryAssessment(request.reader)
    if is_searching:
        assessments = queries.assessments_found(request.reader, form.search())
    page = Paginator(assessments, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "results/assessment_list.html",
        {
            "form": form,
            "page": page,
            "lines": [assessment_line(assessment, at=request.now) for assessment in page],
            "is_searching": is_searching,
            "can_create": True in whose,
            "follows": bool(whose) or schools_policies.follows_somebody(request.reader),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def assessment_create(request: Request) -> HttpResponse:
    """A new one, empty, of a class («classe» in the address) or after another («modele»)."""
    team_or_404(request)
    teachings = teachings_taught(request.reader)
    require(bool(teachings))
    model = _model(request)
    form = AssessmentForm(
        request.POST or None,
        teachings=teachings,
        submit=_("Créer l’évaluation"),
        cancel_url=reverse("results:assessment_list"),
        initial={
            "held_on": day_of(request.now, _zone(teachings)),
            **_of_class(request, teachings),
            **_copied(model, teachings),
        },
        model=model.public_id if model else None,
    )
    if form.is_valid():
        fields = dict(form.cleaned_data)
        teaching = fields.pop("teaching")
        author = get_object_or_404(queries.signing_job(request.reader, teaching))
        assessment = create_assessment(teaching, author=author, at=request.now, **fields)
        messages.success(request, _("L’évaluation est créée. Les familles ne voient aucune note."))
        return redirect("results:assessment_marks", assessment.public_id)
    return render(request, "results/assessment_create.html", {"form": form})


@require_safe
def assessment_detail(request: Request, public_id: UUID) -> HttpResponse:
    """Where the results stand, pupil by pupil, and what families can see of them."""
    assessment = assessment_or_404(request, public_id)
    can_mark = policies.can_mark(request.reader, assessment)
    roster = queries.roster_of(request.reader, assessment)
    plan = plan_of(assessment, RuleAndHours.to_read(assessment, at=request.now), at=request.now)
    lines = [
        student_line(result, version, assessment=assessment, plan=plan, at=request.now)
        for result, version in roster
    ]
    return render(
        request,
        "results/assessment_detail.html",
        {
            "line": assessment_line(assessment, at=request.now),
            "steps": journey(assessment, plan, at=request.now),
            "lines": lines,
            "rewordings": rewordings(assessment, at=request.now),
            "beside": beside(request, assessment, roster, can_mark=can_mark),
            "words": [(row.student, row.word_text) for row, _version in roster if row.word_text],
            "can_mark": can_mark,
            "can_care": policies.answers_for_pupils(request.reader),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(request: Request, public_id: UUID) -> HttpResponse:
    assessment = assessment_or_404(request, public_id)
    require(policies.can_edit(request.reader, assessment))
    back = reverse("results:assessment_detail", args=[assessment.public_id])
    form = AssessmentForm(
        request.POST or None,
        instance=assessment,
        is_entered=assessment.entered_count > 0,
        is_read=is_read(assessment, at=request.now),
        teachings=teachings_taught(request.reader),
        submit=_("Enregistrer"),
        cancel_url=back,
    )
    if form.is_valid():
        fields = dict(form.cleaned_data)
        fields.pop("teaching")
        try:
            edit_assessment(assessment, by=request.user, at=request.now, **fields)
        except ReasonNeededError as error:  # somebody has been able to read it meanwhile
            form.add_error(None, str(error))
        except ResultError as error:
            form.add_error("held_on" if "held_on" in form.changed_data else "scale", str(error))
        else:
            changed = queries.newest_wording(request.reader, assessment, since=request.now)
            zone = assessment.school.time_zone
            messages.success(request, edited_sentence(changed, at=request.now, zone=zone))
            return redirect(back)
    return render(
        request,
        "results/assessment_edit.html",
        {
            "form": form,
            "back": back,
            "public_id": assessment.public_id,
            "can_delete": assessment.handed_back_at is None
            and not why_it_stays(assessment, at=request.now),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_delete(request: Request, public_id: UUID) -> HttpResponse:
    """Ask once, saying how many results go with it, then remove what nobody has read."""
    assessment = assessment_or_404(request, public_id)
    require(policies.can_edit(request.reader, assessment))
    back = reverse("results:assessment_detail", args=[assessment.public_id])
    if request.method != "POST" and (why := why_it_stays(assessment, at=request.now)):
        messages.error(request, why)
        return redirect(back)
    if request.method == "POST":
        try:
            delete_assessment(assessment, at=request.now)
        except ResultError as error:
            messages.error(request, str(error))
            return redirect(back)
        messages.success(request, _("L’évaluation est supprimée."))
        return redirect("results:assessment_list")
    line = assessment_line(assessment, at=request.now)
    return render(
        request,
        "results/assessment_delete.html",
        {"line": line, "back": back, "entered": assessment.entered_count},
    )


def _model(request: Request) -> Assessment | None:
    try:
        asked = UUID(request.GET.get("modele", ""))
    except ValueError:
        return None
    return queries.model_of(request.reader, asked)


def _of_class(request: Request, teachings: Iterable[Teaching]) -> dict[str, int]:
    """«classe» in the address: the lesson from which one comes, if it is theirs."""
    asked = request.GET.get("classe", "")
    found = [teaching.pk for teaching in teachings if str(teaching.public_id) == asked]
    return {"teaching": found[0]} if found else {}


def _copied(known: Assessment | None, teachings: Any) -> dict[str, Any]:
    """What a parallel class is given again: all but the class and the day."""
    if known is None:
        return {}
    names = ("title", "kind", "scale", "coefficient", "skills", "progress")
    copied = {name: getattr(known, name) for name in names}
    parallel = [
        teaching
        for teaching in teachings
        if teaching.pk != known.teaching_id and teaching.subject_id == known.teaching.subject_id
    ]
    return copied | ({"teaching": parallel[0].pk} if len(parallel) == 1 else {})


def _zone(teachings: Any) -> dt.tzinfo:
    return teachings[0].school.time_zone
