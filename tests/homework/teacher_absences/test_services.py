"""What an absence takes, what it leaves, and what becomes of it: no reason is kept anywhere."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from apps.homework.errors import AbsenceError
from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.homework.notebook.queries.days import lessons_ahead
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.queries import lessons_of_span
from apps.homework.teacher_absences.rules import LONGEST
from apps.homework.teacher_absences.services import (
    correct_absence,
    note_absence,
    withdraw_absence,
)
from apps.homework.timetable.rules.weeks import LearntSlot
from apps.homework.timetable.services import set_timetable
from apps.schools.enums import ClosureSource, HalfDay
from apps.schools.models import Closure, Post
from tests.factories.schools import StaffFactory, TeachingStaffFactory, since
from tests.homework.absences import away, everything, hour, span
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, write

pytestmark = pytest.mark.django_db
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
FRIDAY = THURSDAY + DAY
LATER = TUESDAY + dt.timedelta(minutes=5)


def missing():
    rows = CancelledLesson.objects.not_held().order_by("day", "half", "starts_at")
    return [(row.day, row.half, row.starts_at) for row in rows]


def test_a_day_away_takes_the_lessons_of_that_day_and_no_other(office):
    hour(office.teaching, 4)
    hour(office.french, 3)  # of a colleague

    away(office)

    assert missing() == [(THURSDAY, "AM", dt.time(9))]


@pytest.mark.parametrize(
    ("half", "taken"), [(HalfDay.MORNING, [dt.time(9)]), (HalfDay.AFTERNOON, [dt.time(14)])]
)
def test_a_half_day_away_takes_the_lessons_of_that_half(office, half, taken):
    hour(office.teaching, 3, dt.time(14), dt.time(15))

    away(office, span(starts=half, ends=half))

    assert [starts for _day, _half, starts in missing()] == taken


def test_several_days_take_their_lessons_but_those_of_days_without_school(office):
    for weekday in (0, 2, 4):
        hour(office.teaching, weekday)
    Closure.objects.create(
        school=office.school,
        label="Pont",
        starts_on=THURSDAY,
        ends_on=FRIDAY,
        source=ClosureSource.LOCAL,
    )

    away(office, span(TODAY + DAY, TODAY + 6 * DAY))  # Wednesday to Monday

    assert [day for day, _half, _starts in missing()] == [TODAY + DAY, TODAY + 6 * DAY]


def test_one_lesson_alone_is_taken_where_the_others_are_held(office):
    hour(office.teaching, 3, dt.time(14), dt.time(15))
    at_two = next(key for key in everything(office.teacher, span()) if key.endswith("14:00"))

    away(office, but=[at_two])

    assert [starts for _day, _half, starts in missing()] == [dt.time(9)]
    assert CancelledLesson.objects.filter(is_held=True).count() == 1


def test_without_a_timetable_half_days_are_taken_on_the_days_usually_taught(office):
    for weeks in (1, 2, 3):
        write(office, office.french, by=office.colleague, day=TODAY - weeks * WEEK)

    away(office, span(TODAY + 6 * DAY, TODAY + 8 * DAY), staff=office.colleague)

    assert missing() == [(TODAY + WEEK, "AM", None), (TODAY + WEEK, "PM", None)]


def test_nothing_is_known_of_a_class_and_every_half_day_of_school_is_taken(office):
    away(office, span(TODAY + DAY, THURSDAY), staff=office.colleague)

    # Wednesday has no afternoon.
    assert missing() == [
        (TODAY + DAY, "AM", None),
        (THURSDAY, "AM", None),
        (THURSDAY, "PM", None),
    ]


def test_who_is_away_twice_on_one_half_day_is_noted_once(office):
    away(office)

    with pytest.raises(AbsenceError, match="déjà notée"):
        away(office, span(THURSDAY - DAY, THURSDAY))

    assert TeacherAbsence.objects.count() == 1


def test_the_database_refuses_the_second_too(office):
    absence = away(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        TeacherAbsence.objects.create(
            school=office.school, staff=office.teacher, during=absence.during, at=TUESDAY
        )


def test_morning_and_afternoon_of_one_day_are_two_absences(office):
    hour(office.teaching, 3, dt.time(14), dt.time(15))
    away(office, span(ends=HalfDay.MORNING))

    away(office, span(starts=HalfDay.AFTERNOON))

    assert len(missing()) == 2


@pytest.mark.parametrize(
    "when",
    [
        span(THURSDAY, THURSDAY - DAY),
        span(starts=HalfDay.AFTERNOON, ends=HalfDay.MORNING),
        span(THURSDAY, THURSDAY + LONGEST + DAY),
    ],
)
def test_days_in_disorder_or_too_many_are_refused(office, when):
    with pytest.raises(AbsenceError):
        note_absence(office.teacher, AbsenceWish(when, {"x"}), by=office.secretary.user, at=TUESDAY)


def test_an_absence_that_cancels_nothing_is_refused(office):
    with pytest.raises(AbsenceError, match="un cours au moins"):
        note_absence(
            office.teacher, AbsenceWish(span(), set()), by=office.secretary.user, at=TUESDAY
        )


def test_other_days_end_what_was_told_and_tell_the_others(office):
    hour(office.teaching, 4)
    absence = away(office)

    when = span(FRIDAY)
    wish = AbsenceWish(when, everything(office.teacher, when))
    correct_absence(absence, wish, by=office.secretary.user, at=LATER)

    assert [day for day, _half, _starts in missing()] == [FRIDAY]
    page = CancelledLesson.objects.get(day=THURSDAY)
    assert page.restored_at == LATER


def test_what_was_held_by_mistake_is_cancelled_then_given_back(office):
    hour(office.teaching, 3, dt.time(14), dt.time(15))
    every = everything(office.teacher, span())
    absence = away(office, but=[key for key in every if key.endswith("14:00")])
    by = office.secretary.user

    correct_absence(absence, AbsenceWish(span(), every), by=by, at=LATER)
    assert len(missing()) == 2

    kept = {key for key in every if key.endswith("09:00")}
    correct_absence(absence, AbsenceWish(span(), kept), by=by, at=LATER)
    assert [starts for _day, _half, starts in missing()] == [dt.time(9)]


def test_an_absence_taken_back_gives_every_lesson_back_and_may_be_noted_again(office):
    absence = away(office)

    withdraw_absence(absence, by=office.secretary.user, at=LATER)
    withdraw_absence(absence, by=office.secretary.user, at=LATER + DAY)

    assert missing() == []
    absence.refresh_from_db()
    assert absence.withdrawn_at == LATER
    assert CancelledLesson.objects.get().restored_at == LATER
    away(office, at=LATER)
    assert len(missing()) == 1


FRIDAY_AT_EIGHT = dt.datetime(2026, 11, 20, 7, tzinfo=dt.UTC)


def test_taken_back_once_begun_what_was_missed_stays_missed(office):
    """Thursday was not held; the teacher comes back on Friday."""
    hour(office.teaching, 4)
    absence = away(office, span(THURSDAY, FRIDAY))

    withdraw_absence(absence, by=office.secretary.user, at=FRIDAY_AT_EIGHT)

    assert [day for day, _half, _starts in missing()] == [THURSDAY]
    assert CancelledLesson.objects.get(day=FRIDAY).restored_at == FRIDAY_AT_EIGHT


@pytest.mark.parametrize(
    ("hour_there", "is_missed"), [(dt.time(9, 59), False), (dt.time(10), True)]
)
def test_a_lesson_is_missed_when_its_hour_is_over(office, hour_there, is_missed):
    hour(office.teaching, 3, dt.time(14), dt.time(15))
    absence = away(office)
    zone = office.school.time_zone

    withdraw_absence(
        absence,
        by=office.secretary.user,
        at=dt.datetime.combine(THURSDAY, hour_there, zone),
    )

    assert [starts for _day, _half, starts in missing()] == ([dt.time(9)] if is_missed else [])


def test_an_absence_that_is_over_is_taken_back_no_more_and_its_lessons_are_corrected(office):
    absence = away(office)
    by = office.secretary.user

    with pytest.raises(AbsenceError, match="décochez"):
        withdraw_absence(absence, by=by, at=FRIDAY_AT_EIGHT)
    assert len(missing()) == 1

    correct_absence(absence, AbsenceWish(span(), set()), by=by, at=FRIDAY_AT_EIGHT)
    assert missing() == []


def test_other_days_said_afterwards_leave_what_was_missed(office):
    hour(office.teaching, 4)
    absence = away(office, span(THURSDAY, FRIDAY))
    wish = AbsenceWish(span(FRIDAY), everything(office.teacher, span(FRIDAY)))

    correct_absence(absence, wish, by=office.secretary.user, at=FRIDAY_AT_EIGHT)

    assert [day for day, _half, _starts in missing()] == [THURSDAY, FRIDAY]


def test_what_was_taken_back_is_corrected_no_more(office):
    absence = away(office)
    withdraw_absence(absence, by=office.secretary.user, at=LATER)

    with pytest.raises(AbsenceError, match="a été retirée"):
        correct_absence(
            absence,
            AbsenceWish(span(), everything(office.teacher, span())),
            by=office.secretary.user,
            at=LATER,
        )


def test_a_colleague_who_teaches_the_class_too_is_proposed_to_hold_the_lesson(office):
    TeachingStaffFactory(teaching=office.teaching, staff=office.colleague)

    [one] = lessons_of_span(office.teacher, span(), today=TODAY)
    assert one.others == (office.colleague,)

    away(office, staff=office.colleague, but=[one.key], at=TUESDAY)
    [one] = lessons_of_span(office.teacher, span(), today=TODAY)
    assert one.others == (), "away as well"


def test_a_substitute_who_has_the_class_holds_the_lesson(office):
    away(office)
    substitute = StaffFactory(school=office.school)
    link = TeachingStaffFactory(
        teaching=office.teaching, staff=substitute, during=since(start=LATER)
    )
    assert len(missing()) == 1, "somebody else who teaches there replaces nobody"

    Post.objects.filter(staff=substitute).update(replaces=office.teacher)
    assert missing() == []

    link.during = since(start=TUESDAY + 3 * DAY)
    link.save()
    assert len(missing()) == 1, "from another day on"


# --- A timetable that changes ---------------------------------------------------------------------


def learnt(weekday, starts, ends):
    return LearntSlot(weekday, "", dt.time(starts), dt.time(ends))


def test_an_import_after_the_absence_keeps_it_and_follows_the_new_hours(office):
    away(office)

    set_timetable(
        {office.teaching: [learnt(3, 14, 15), learnt(1, 8, 9)]}, by=office.secretary.user, at=LATER
    )

    assert missing() == [(THURSDAY, "PM", dt.time(14))]


def test_a_timetable_that_comes_gives_hours_to_half_days(office):
    away(office, staff=office.colleague)
    assert {starts for _day, _half, starts in missing()} == {None}

    set_timetable({office.french: [learnt(3, 11, 12)]}, by=office.secretary.user, at=LATER)

    assert missing() == [(THURSDAY, "AM", dt.time(11))]


def test_a_lesson_that_somebody_took_stays_taken_at_its_new_hour(office):
    hour(office.teaching, 4)
    when = span(THURSDAY, FRIDAY)
    held = {key for key in everything(office.teacher, when) if "2026-11-19" in key}
    away(office, when, but=held)

    set_timetable(
        {office.teaching: [learnt(3, 14, 15), learnt(4, 14, 15)]},
        by=office.secretary.user,
        at=LATER,
    )

    assert missing() == [(FRIDAY, "PM", dt.time(14))]


def test_what_is_over_is_not_written_again_by_an_import(office):
    away(office)
    after = TUESDAY + 5 * DAY

    set_timetable({office.teaching: [learnt(3, 14, 15)]}, by=office.secretary.user, at=after)

    assert missing() == [(THURSDAY, "AM", dt.time(9))]


def test_no_work_is_proposed_for_a_lesson_that_is_not_held(office):
    away(office)

    assert lessons_ahead(office.teaching, after=TODAY)[0] == THURSDAY + WEEK


# --- What is kept ---------------------------------------------------------------------------------


def test_no_column_could_hold_a_reason():
    texts = {"CharField", "TextField", "JSONField"}
    kept = {
        field.name
        for model in (TeacherAbsence, CancelledLesson)
        for field in model._meta.get_fields()
        if field.get_internal_type() in texts
    }

    assert kept == {"half"}


def test_every_state_is_kept_with_who_wrote_it(office):
    absence = away(office)
    withdraw_absence(absence, by=office.colleague.user, at=LATER)

    states = TeacherAbsence.pgh_event_model.objects.filter(pgh_obj=absence).order_by("pgh_id")
    assert [(state.by, state.withdrawn_at) for state in states] == [
        (office.secretary.user, None),
        (office.colleague.user, LATER),
    ]
