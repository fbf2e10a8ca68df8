"""The absence of a teacher: who and when, which lessons, then yes; corrected and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.homework import policies
from apps.homework.errors import AbsenceError
from apps.homework.lookups import me_or_404
from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.homework.teacher_absences import queries, services
from apps.homework.teacher_absences.forms import AbsenceForm, SpanForm, initial_of
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.presenters import office
from apps.homework.teacher_absences.presenters.office import AbsenceLook, TakeBack
from apps.homework.teacher_absences.rules import AbsenceSpan, first_day_proposed
from apps.schools.days import NOON, today_of
from apps.schools.models import Staff
from coeduc.access import require
from coeduc.http import Request
from coeduc.once import once

LESSONS, CHANGE = "cours", "modifier"
# Nothing ticked, for who keeps one lesson of many.
TICK, NONE = "cocher", "aucun"


@require_safe
def absence_list(request: Request) -> HttpResponse:
    """Those that last or come first; then what is over or was taken back."""
    _keeper_or_refused(request)
    found = list(queries.absences_at_hand(request.reader))
    rows = queries.rows_of_absences(found)
    lines = [office.absence_line(one, rows[one.pk], at=request.now) for one in found]
    return render(
        request,
        "homework/absence_list.html",
        {
            "lines": [line for line in lines if not line.state],
            "past": [line for line in reversed(lines) if line.state],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def absence_add(request: Request) -> HttpResponse:
    """Who and when, in the address; the lessons to tick; then it is kept and families read it."""
    _keeper_or_refused(request)
    teachers = list(queries.teachers(request.reader))
    asked = request.POST or request.GET
    form = AbsenceForm(
        asked if "professeur" in asked or "du" in asked else None,
        teachers=teachers,
        initial={"du": _first_day(request, teachers)},
        cancel_url=reverse("homework:absence_list"),
    )
    if not form.is_valid() or CHANGE in request.GET:
        return render(
            request, "homework/absence_add.html", {"form": form, "has_teachers": bool(teachers)}
        )
    staff, span = form.staff, form.span()
    if request.method == "POST":
        wish = AbsenceWish(span, set(request.POST.getlist(LESSONS)))
        try:
            absence = services.note_absence(staff, wish, by=request.user, at=request.now)
        except AbsenceError as refusal:
            messages.error(request, str(refusal))
            return _look_page(request, _look(request, staff, span, form, wish.missing))
        messages.success(request, _("C’est noté.") + _reading(request, absence))
        return redirect("homework:absence_detail", absence.public_id)
    return _look_page(request, _look(request, staff, span, form))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def absence_detail(request: Request, public_id: UUID) -> HttpResponse:
    """Its lessons, to correct; other days, asked in the address, propose others."""
    absence = _absence_or_404(request, public_id)
    rows = queries.rows_of_absence(absence)
    kept = queries.span_of(absence)
    here = reverse("homework:absence_detail", args=[public_id])
    asked = request.POST or request.GET
    form = SpanForm(
        asked if "du" in asked else None,
        initial=initial_of(kept),
        cancel_url=here,
        submit=_("Changer les jours"),
    )
    span = form.span() if form.is_bound and form.is_valid() else kept
    missing = office.missing_of(rows)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        missing = set(request.POST.getlist(LESSONS))
        try:
            services.correct_absence(
                absence, AbsenceWish(span, missing), by=request.user, at=request.now
            )
        except AbsenceError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("C’est corrigé.") + _reading(request, absence))
            return redirect(here)
    typed = form.typed() if form.is_bound else []
    take_back = office.take_back_of(absence, rows, at=request.now)
    return render(
        request,
        "homework/absence_detail.html",
        {
            "line": office.absence_line(absence, rows, at=request.now),
            "look": _look_again(request, absence, rows, span, missing, typed),
            "form": form,
            "written": office.written_by(absence),
            "none_url": _none_url(here, typed),
            "withdraw_label": office.take_back_label(take_back),
            "withdraw_url": reverse("homework:absence_withdraw", args=[public_id]),
            "is_open": absence.withdrawn_at is None,
            "has_other_days": span != kept,
        },
    )


@require_POST
@once
def absence_withdraw(request: Request, public_id: UUID) -> HttpResponse:
    absence = _absence_or_404(request, public_id)
    rows = queries.rows_of_absence(absence)
    take_back = office.take_back_of(absence, rows, at=request.now)
    try:
        if take_back is TakeBack.NOTHING:
            raise AbsenceError(services.over_sentence())
        services.withdraw_absence(absence, by=request.user, at=request.now)
    except AbsenceError as refusal:
        messages.error(request, str(refusal))
        return redirect("homework:absence_detail", public_id)
    messages.success(request, office.taken_back(take_back) + _reading(request, absence))
    return redirect("homework:absence_list")


def _look(
    request: Request,
    staff: Staff,
    span: AbsenceSpan,
    form: AbsenceForm,
    ticked: Collection[str] | None = None,
) -> AbsenceLook:
    proposed = _proposed(request, staff, span)
    given = queries.given_already(proposed, staff.school, at=request.now)
    missing = _ticked_first(proposed, given) if ticked is None else ticked
    if ticked is None and request.GET.get(TICK) == NONE:
        missing = set()
    return office.look_of(
        staff.polite_name,
        span,
        proposed,
        missing=missing,
        given=given,
        typed=form.typed(),
        at=request.now,
        zone=staff.school.time_zone,
    )


def _look_again(
    request: Request,
    absence: TeacherAbsence,
    rows: Iterable[CancelledLesson],
    span: AbsenceSpan,
    missing: Collection[str],
    typed: Sequence[tuple[str, str]],
) -> AbsenceLook:
    """Of an absence already noted: what other days bring is proposed as on the first day."""
    known = {queries.key_of(row.teaching, row) for row in rows}
    proposed = _proposed(request, absence.staff, span)
    given = queries.given_already(proposed, absence.school, at=request.now)
    ticked = {*missing, *(_ticked_first(proposed, given) - known)}
    if request.method != "POST" and request.GET.get(TICK) == NONE:
        ticked = set()
    return office.look_of(
        absence.staff.polite_name,
        span,
        proposed,
        missing=ticked,
        given=given,
        typed=typed,
        at=request.now,
        zone=absence.school.time_zone,
    )


def _look_page(request: Request, look: AbsenceLook) -> HttpResponse:
    add = reverse("homework:absence_add")
    change = f"{add}?{urlencode([*look.typed, (CHANGE, '1')])}"
    return render(
        request,
        "homework/absence_look.html",
        {
            "look": look,
            "add_url": add,
            "change_url": change,
            "none_url": _none_url(add, look.typed),
        },
    )


def _none_url(page: str, typed: Iterable[tuple[str, str]]) -> str:
    return f"{page}?{urlencode([*typed, (TICK, NONE)])}"


def _ticked_first(
    proposed: Iterable[queries.ProposedLesson], given: queries.GivenAlready
) -> set[str]:
    """Those that nobody else may hold, and that were not given before anybody noted it."""
    return {
        one.key
        for one in proposed
        if not one.others and one.key not in given.begun and one.key not in given.written
    }


def _reading(request: Request, absence: TeacherAbsence) -> str:
    """After a sentence: when families read what was just written."""
    rows = queries.rows_of_absence(absence)
    zone = absence.school.time_zone
    return " " + office.reading_sentence(rows, at=request.now, zone=zone)


def _proposed(request: Request, staff: Staff, span: AbsenceSpan) -> list[queries.ProposedLesson]:
    today = today_of(staff.school, at=request.now)
    return queries.lessons_of_span(staff, span, today=today)


def _first_day(request: Request, teachers: list[Staff]) -> dt.date:
    school = teachers[0].school if teachers else queries.schools_kept(request.reader)[0]
    clock = request.now.astimezone(school.time_zone).time()
    return first_day_proposed(
        today_of(school, at=request.now),
        is_afternoon=clock >= NOON,
        closed=queries.closed_around(school, at=request.now),
    )


def _keeper_or_refused(request: Request) -> None:
    """404 for who works nowhere, 403 for a colleague who keeps no school's day."""
    me_or_404(request)
    require(policies.can_keep_absences(request.reader))


def _absence_or_404(request: Request, public_id: UUID) -> TeacherAbsence:
    me_or_404(request)
    return get_object_or_404(queries.absences(request.reader), public_id=public_id)
