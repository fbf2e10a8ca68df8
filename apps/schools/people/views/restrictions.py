"""Cut accesses: one person cuts, two give back. Nothing here is ever read by a family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.schools import policies
from apps.schools.entrusted import shut_with
from apps.schools.errors import RestrictionError
from apps.schools.lookups import team_or_404
from apps.schools.models import Guardian, Restriction, Student
from apps.schools.people import queries, services
from apps.schools.people.forms import LiftForm, RestrictionForm
from apps.schools.people.presenters import (
    cut_lines,
    cut_since,
    history,
    of_student,
    second_sentence,
    seen_by_others,
)
from coeduc.access import require
from coeduc.forms import secret
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

PAGE = 40


@require_safe
def restriction_list(request: Request) -> HttpResponse:
    """What waits for a second person, what is cut; for the heads, what was given back."""
    team_or_404(request)
    require(policies.can_restrict_somebody(request.reader))
    standing = list(queries.standing_restrictions(request.reader))
    ended = queries.ended_restrictions(request.reader)
    page = Paginator(ended, PAGE).get_page(request.GET.get("page"))
    several = queries.sees_several_schools(request.reader)
    asked = [restriction for restriction in standing if restriction.lift_asked_at]
    cut = [restriction for restriction in standing if not restriction.lift_asked_at]
    return render(
        request,
        "schools/restriction_list.html",
        {
            "asked": cut_lines(asked, several=several),
            "cut": cut_lines(cut, several=several),
            "ended": cut_lines(page, several=several),
            "page": page,
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def restriction_create(request: Request, public_id: UUID, guardian_id: UUID) -> HttpResponse:
    """Why, and yes: effective at the next request of the person."""
    student, guardian = _pair_or_404(request, public_id, guardian_id)
    require(policies.can_restrict(request.reader, student))
    detail = reverse("schools:restriction_detail", args=[public_id, guardian_id])
    back = reverse("schools:student_detail", args=[public_id])
    form = RestrictionForm(
        request.POST or None, cancel_url=back, kept=secret(f"coupure:{public_id}:{guardian_id}")
    )
    if form.is_valid():
        restriction, created = services.restrict(
            student, guardian, reason=form.cleaned_data["reason"], by=request.user, at=request.now
        )
        if created:
            sentence = _("C’est fait : %(person)s n’a plus accès aux pages %(of_student)s.")
            messages.success(
                request,
                sentence % {"person": guardian.polite_name, "of_student": of_student(student)},
            )
        else:
            messages.info(
                request,
                _("C’était déjà fait. %(sentence)s.") % {"sentence": cut_since(restriction)},
            )
        return redirect(detail)
    return render(
        request,
        "schools/restriction_create.html",
        {
            "form": form,
            "guardian": guardian,
            "of_student": of_student(student),
            "back": back,
            "seen": seen_by_others(shut_with(student, guardian, at=request.now)),
        },
    )


@require_safe
def restriction_detail(request: Request, public_id: UUID, guardian_id: UUID) -> HttpResponse:
    """Where the access of one person to one pupil stands, and the way back."""
    student, guardian = _pair_or_404(request, public_id, guardian_id)
    require(policies.can_restrict(request.reader, student))
    standing = queries.standing_between(request.reader, student, guardian)
    return render(
        request,
        "schools/restriction_detail.html",
        {
            "student": student,
            "guardian": guardian,
            "of_student": of_student(student),
            "restriction": standing,
            "cut_since": cut_since(standing) if standing else "",
            "can_answer": standing and policies.can_answer_lift(request.reader, standing),
            "second": _second(standing, at=request.now),
            "history": _history(request, student, guardian),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def restriction_lift(request: Request, public_id: UUID, guardian_id: UUID) -> HttpResponse:
    """The first of two people asks."""
    restriction = _standing_or_404(request, public_id, guardian_id)
    back = reverse("schools:restriction_detail", args=[public_id, guardian_id])
    form = LiftForm(
        request.POST or None, cancel_url=back, kept=secret(f"retablir:{public_id}:{guardian_id}")
    )
    if form.is_valid():
        try:
            services.ask_lift(
                restriction, reason=form.cleaned_data["reason"], by=request.user, at=request.now
            )
        except RestrictionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La demande est notée."))
            return redirect(back)
    return render(
        request,
        "schools/restriction_lift.html",
        {
            "form": form,
            "guardian": restriction.guardian,
            "of_student": of_student(restriction.student),
            "back": back,
        },
    )


@act_of_power
@require_POST
def restriction_confirm(request: Request, public_id: UUID, guardian_id: UUID) -> HttpResponse:
    """The second of two people confirms."""
    restriction = _standing_or_404(request, public_id, guardian_id)
    require(policies.can_answer_lift(request.reader, restriction))
    _answer(request, services.confirm_lift, restriction, _("C’est fait : l’accès est rétabli."))
    return redirect("schools:restriction_detail", public_id, guardian_id)


@act_of_power
@require_POST
def restriction_refuse(request: Request, public_id: UUID, guardian_id: UUID) -> HttpResponse:
    """Withdrawn by who asked, or refused by another: cut it stays."""
    restriction = _standing_or_404(request, public_id, guardian_id)
    _answer(
        request,
        services.refuse_lift,
        restriction,
        _("La demande est écartée : l’accès reste coupé."),
    )
    return redirect("schools:restriction_detail", public_id, guardian_id)


def _answer(request: Request, act: Any, restriction: Restriction, done: str) -> None:
    try:
        act(restriction, by=request.user, at=request.now)
    except RestrictionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def _pair_or_404(request: Request, public_id: UUID, guardian_id: UUID) -> tuple[Student, Guardian]:
    """A pupil and a guardian this reader sees linked, today or before, or cut from each other."""
    found = queries.pair(request.reader, public_id, guardian_id)
    if found is None:
        raise Http404
    return found


def _standing_or_404(request: Request, public_id: UUID, guardian_id: UUID) -> Restriction:
    student, guardian = _pair_or_404(request, public_id, guardian_id)
    require(policies.can_restrict(request.reader, student))
    restriction = queries.standing_between(request.reader, student, guardian)
    if restriction is None:
        raise Http404
    return restriction


def _second(restriction: Restriction | None, *, at: Any) -> str:
    if restriction is None or restriction.lift_asked_at is None:
        return ""
    return second_sentence(services.second_people(restriction, at=at))


def _history(request: Request, student: Student, guardian: Guardian) -> list[Any]:
    if not policies.can_read_history(request.reader, student):
        return []
    states = queries.states_between(request.reader, student, guardian)
    return history(states, zone=student.school.time_zone)
