"""Note, correct and take back the absence of a teacher; follow a timetable that changes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.homework.errors import AbsenceError
from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.queries import (
    ProposedLesson,
    key_of,
    lessons_of_span,
    rows_of_absence,
    span_of,
)
from apps.homework.teacher_absences.rules import LONGEST, AbsenceSpan, is_over
from apps.schools.days import today_of
from apps.schools.history import recorded
from apps.schools.models import Staff, Teaching
from coeduc.french import delay, of_name, typeset
from coeduc.locks import hold_row


@transaction.atomic
def note_absence(staff: Staff, wish: AbsenceWish, *, by: User, at: dt.datetime) -> TeacherAbsence:
    """AbsenceError where nothing is missing, or an absence of these days is noted already."""
    staff, at = _held(staff, at=at)
    proposed = _proposed(staff, wish, at=at)
    _refuse_twice(staff, wish.span, but=None)
    with recorded(by=by, at=at):
        absence = TeacherAbsence.objects.create(
            school_id=staff.school_id, staff=staff, during=_during(staff, wish.span), by=by, at=at
        )
        CancelledLesson.objects.bulk_create(
            _row(absence, one, is_held=one.key not in wish.missing, at=at) for one in proposed
        )
    return absence


@transaction.atomic
def correct_absence(
    absence: TeacherAbsence, wish: AbsenceWish, *, by: User, at: dt.datetime
) -> TeacherAbsence:
    """Other days, or other lessons: what was told and is not so any more is told to be held.

    What is over when other days are said stays as it was; where all of it is over, all of it may be
    said to have been held.
    """
    staff, at = _held(absence.staff, at=at)
    absence = TeacherAbsence.objects.select_related("school", "staff").get(pk=absence.pk)
    _refuse_taken_back(absence)
    is_past = absence.during.upper <= at
    proposed = {one.key: one for one in _proposed(staff, wish, at=at, may_be_none=is_past)}
    _refuse_twice(staff, wish.span, but=absence)
    with recorded(by=by, at=at):
        absence.during, absence.by, absence.at = _during(staff, wish.span), by, at
        absence.save(update_fields=["during", "by", "at"])
        for row in rows_of_absence(absence):
            one = proposed.pop(key_of(row.teaching, row), None)
            if one is None and is_over(row, at=at, zone=staff.school.time_zone):
                continue
            _settle(row, is_missing=one is not None and one.key in wish.missing, at=at)
        CancelledLesson.objects.bulk_create(
            _row(absence, one, is_held=one.key not in wish.missing, at=at)
            for one in proposed.values()
        )
    return absence


@transaction.atomic
def withdraw_absence(absence: TeacherAbsence, *, by: User, at: dt.datetime) -> None:
    """The teacher is there after all: every lesson that is not over is held. Twice is once.

    What was missed was: AbsenceError for an absence that is over, whose lessons are corrected.
    """
    __, at = _held(absence.staff, at=at)
    absence = TeacherAbsence.objects.select_related("staff__school").get(pk=absence.pk)
    if absence.withdrawn_at is not None:
        return
    if absence.during.upper <= at:
        raise AbsenceError(over_sentence())
    with recorded(by=by, at=at):
        absence.withdrawn_at, absence.by, absence.at = at, by, at
        absence.save(update_fields=["withdrawn_at", "by", "at"])
        for row in rows_of_absence(absence):
            if not is_over(row, at=at, zone=absence.staff.school.time_zone):
                _settle(row, is_missing=False, at=at)


@transaction.atomic
def follow_timetable(teachings: Sequence[Teaching], *, by: User, at: dt.datetime) -> None:
    """These classes have other hours: absences from today on take the lessons of the new week.

    What somebody else took on a day stays taken that day; what is over is left as it was.
    """
    rows = CancelledLesson.objects.filter(teaching__in=teachings)
    standing = TeacherAbsence.objects.standing().filter(
        pk__in=rows.values("absence"), during__endswith__gt=at
    )
    for absence in standing.select_related("staff__school", "school").order_by("pk"):
        today = today_of(absence.school, at=at)
        changed = {teaching.pk for teaching in teachings}
        proposed = {
            one.key: one
            for one in lessons_of_span(absence.staff, span_of(absence), today=today)
            if one.teaching.pk in changed and one.lesson.day >= today
        }
        before: dict[tuple[int, dt.date], list[CancelledLesson]] = defaultdict(list)
        with recorded(by=by, at=at):
            for row in rows_of_absence(absence):
                if row.teaching_id in changed and row.day >= today:
                    before[row.teaching_id, row.day].append(row)
                    if proposed.pop(key_of(row.teaching, row), None) is None:
                        row.delete()
            CancelledLesson.objects.bulk_create(
                _row(absence, one, is_held=_was_held(before, one), at=at)
                for one in proposed.values()
            )


def settle_two_rows(kept: Staff, taken: Staff, *, by: User, at: dt.datetime) -> None:
    """Two rows of one person, away twice at once: one absence, with every missing lesson."""
    standing = TeacherAbsence.objects.standing()
    for absence in standing.filter(staff=taken).order_by("during"):
        same = standing.filter(staff=kept, during__overlap=absence.during).order_by("during")
        first, *others = [*same, absence]
        for other in others:
            _move_lessons(other, first)
            other.delete()
        if others:
            spans = [one.during for one in (first, *others)]
            first.during = DateTimeTZRange(
                min(span.lower for span in spans), max(span.upper for span in spans)
            )
            first.by, first.at = by, at
            first.save(update_fields=["during", "by", "at"])


def _move_lessons(source: TeacherAbsence, target: TeacherAbsence) -> None:
    """Of one lesson that both have, the row that says it is missing: that is what was read."""
    known = {key_of(row.teaching, row): row for row in rows_of_absence(target)}
    for row in rows_of_absence(source):
        same = known.get(key_of(row.teaching, row))
        if same is not None and _is_missing(row) and not _is_missing(same):
            same.delete()
        elif same is not None:
            row.delete()
            continue
        row.absence = target
        row.save(update_fields=["absence"])


def _is_missing(row: CancelledLesson) -> bool:
    return not row.is_held and row.restored_at is None


def _was_held(
    before: dict[tuple[int, dt.date], list[CancelledLesson]], one: ProposedLesson
) -> bool:
    """Where the day was already told, as it was told; else as on the first day: by who else is
    there."""
    known = before.get((one.teaching.pk, one.lesson.day))
    if known:
        return all(row.is_held or row.restored_at is not None for row in known)
    return bool(one.others)


def _held(staff: Staff, *, at: dt.datetime) -> tuple[Staff, dt.datetime]:
    """Two colleagues of the office who note the same absence: one after the other."""
    rows = Staff.objects.filter(pk=staff.pk).select_related("school")
    found, at = hold_row(rows, at=at, no_key=True)
    return found, at


def _proposed(
    staff: Staff, wish: AbsenceWish, *, at: dt.datetime, may_be_none: bool = False
) -> list[ProposedLesson]:
    refuse_too_long(wish.span)
    found = lessons_of_span(staff, wish.span, today=today_of(staff.school, at=at))
    if not may_be_none and not any(one.key in wish.missing for one in found):
        raise AbsenceError(_("Cochez un cours au moins : sans cours annulé, il n’y a rien à dire."))
    return found


def over_sentence() -> str:
    """Why what is over is not taken back, and what is done instead."""
    return typeset(_("Cette absence est passée : décochez plutôt les cours qui ont eu lieu."))


def refuse_too_long(span: AbsenceSpan) -> None:
    """AbsenceError."""
    if not span.is_in_order:
        raise AbsenceError(_("Le dernier jour vient avant le premier."))
    if span.last - span.first > LONGEST:
        raise AbsenceError(
            _("Une absence se note pour %(days)s au plus : notez la suite plus tard.")
            % {"days": delay(LONGEST)}
        )


def _refuse_twice(staff: Staff, span: AbsenceSpan, *, but: TeacherAbsence | None) -> None:
    standing = TeacherAbsence.objects.standing().filter(
        staff=staff, during__overlap=_during(staff, span)
    )
    if but is not None:
        standing = standing.exclude(pk=but.pk)
    if standing.exists():
        raise AbsenceError(
            typeset(_("Une absence %(of_person)s est déjà notée sur ces jours : corrigez-la."))
            % {"of_person": of_name(staff.polite_name)}
        )


def _refuse_taken_back(absence: TeacherAbsence) -> None:
    if absence.withdrawn_at is not None:
        raise AbsenceError(_("Cette absence a été retirée : notez-la de nouveau."))


def _during(staff: Staff, span: AbsenceSpan) -> DateTimeTZRange:
    return DateTimeTZRange(*span.instants(staff.school.time_zone))


def _row(
    absence: TeacherAbsence, one: ProposedLesson, *, is_held: bool, at: dt.datetime
) -> CancelledLesson:
    return CancelledLesson(
        school_id=absence.school_id,
        absence=absence,
        teaching=one.teaching,
        day=one.lesson.day,
        half=one.lesson.half,
        starts_at=one.lesson.starts_at,
        ends_at=one.lesson.ends_at,
        is_held=is_held,
        at=at,
    )


def _settle(row: CancelledLesson, *, is_missing: bool, at: dt.datetime) -> None:
    if is_missing == _is_missing(row):
        return
    if is_missing:
        row.is_held, row.restored_at, row.at = False, None, at
    else:
        row.restored_at = at
    row.save(update_fields=["is_held", "restored_at", "at"])
