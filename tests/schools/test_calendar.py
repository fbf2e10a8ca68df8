"""The calendar: what the packages know, weeks A and B, and the writes of the settings."""

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.schools.calendar import (
    alternate,
    breaks_between,
    start_year_of,
    teaching_mondays,
)
from apps.schools.days import every_day
from apps.schools.enums import ClosureSource, WeekLabel
from apps.schools.errors import CalendarError
from apps.schools.models import Closure, SchoolWeek, SchoolYear, Term
from apps.schools.settings.services import calendar
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, SchoolYearFactory

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 7, 3)
NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
TRIMESTERS = [
    (FIRST, dt.date(2026, 12, 4)),
    (dt.date(2026, 12, 7), dt.date(2027, 3, 12)),
    (dt.date(2027, 3, 15), LAST),
]
SEMESTERS = [(FIRST, dt.date(2027, 1, 23)), (dt.date(2027, 1, 25), LAST)]
LESSON = dt.date(2026, 11, 27)


# --- Pure ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "winter"),
    [("A", dt.date(2027, 2, 13)), ("B", dt.date(2027, 2, 20)), ("C", dt.date(2027, 2, 6))],
)
def test_each_zone_has_its_own_winter_holidays(zone, winter):
    breaks = breaks_between(FIRST, LAST, zone=zone)

    assert [found.starts_on for found in breaks if "hiver" in found.label] == [winter]


def test_a_public_holiday_inside_the_holidays_is_not_said_twice():
    breaks = breaks_between(FIRST, LAST, zone="C")

    days = [day for found in breaks for day in every_day(found.starts_on, found.ends_on)]
    assert len(days) == len(set(days))
    assert dt.date(2026, 11, 11) in days


def test_a_year_that_nobody_has_published_is_said_to_be_unknown():
    with pytest.raises(LookupError):
        breaks_between(dt.date(2060, 9, 1), dt.date(2061, 7, 1), zone="C")


def test_the_package_that_reads_all_its_years_is_asked_once(monkeypatch):
    before = breaks_between(FIRST, LAST, zone="B")
    monkeypatch.setattr("apps.schools.calendar.SchoolHolidayDates", None)

    assert breaks_between(FIRST, LAST, zone="B") == before


def closed_days(zone="C"):
    breaks = breaks_between(FIRST, LAST, zone=zone)
    return {day for found in breaks for day in every_day(found.starts_on, found.ends_on)}


def letters():
    mondays = teaching_mondays(FIRST, LAST, closed=closed_days())
    return dict(alternate(mondays, first=WeekLabel.A))


def test_the_turn_goes_on_across_christmas_where_two_odd_weeks_follow_each_other():
    before, after = dt.date(2026, 12, 14), dt.date(2027, 1, 4)

    assert (before.isocalendar().week, after.isocalendar().week) == (51, 1)
    assert letters()[before] != letters()[after]


def test_a_week_of_holidays_has_no_letter_and_a_week_with_one_day_of_lessons_has_one():
    assert dt.date(2026, 10, 19) not in letters()
    assert dt.date(2026, 8, 31) in letters()  # lessons begin on the Tuesday


@given(st.sets(st.dates(FIRST, LAST)), st.sampled_from(WeekLabel))
def test_letters_always_take_turns_whatever_is_closed(closed, first):
    mondays = teaching_mondays(FIRST, LAST, closed=closed)

    labels = [label for __, label in alternate(mondays, first=first)]

    assert labels[:1] == [first][: len(labels)]
    assert all(one != other for one, other in itertools.pairwise(labels))
    assert all(monday.weekday() == 0 for monday in mondays)


# --- Writes --------------------------------------------------------------------------------------


@pytest.fixture
def year(db):
    return SchoolYearFactory()


@pytest.fixture
def person(db):
    return UserFactory()


def save(year, terms, person, days=(FIRST, LAST)):
    return calendar.save_year(year.school, year, days=days, terms=terms, by=person, at=NOON)


def terms_of(year):
    rows = Term.objects.filter(year=year).order_by("index")
    return [(term.starts_on, term.ends_on) for term in rows]


def test_a_principal_gives_a_year_its_trimesters(year, person):
    save(year, TRIMESTERS, person)

    assert terms_of(year) == TRIMESTERS


def test_a_principal_who_chooses_semesters_keeps_the_first_period(year, person):
    save(year, TRIMESTERS, person)
    first = Term.objects.get(year=year, index=1).pk

    save(year, SEMESTERS, person)

    assert terms_of(year) == SEMESTERS
    assert Term.objects.get(year=year, index=1).pk == first


def test_a_school_without_files_gets_its_year_from_the_settings(person):
    school = SchoolFactory()

    calendar.save_year(school, None, days=(FIRST, LAST), terms=SEMESTERS, by=person, at=NOON)

    assert SchoolYear.objects.get(school=school).start_year == 2026


@pytest.mark.parametrize(
    ("day", "expected"), [(dt.date(2026, 9, 1), 2026), (dt.date(2027, 1, 4), 2026)]
)
def test_a_school_year_is_named_after_its_september(day, expected):
    assert start_year_of(day) == expected


def test_a_year_that_has_ended_is_not_the_one_to_set(year):
    later = dt.datetime(2027, 8, 20, 8, tzinfo=dt.UTC)

    assert calendar.year_at(year.school, at=NOON) == year
    assert calendar.year_at(year.school, at=later) is None


def test_two_years_of_one_school_never_share_a_day(year, person):
    days = (dt.date(2027, 6, 1), dt.date(2028, 7, 1))

    with pytest.raises(CalendarError, match="autre année"):
        calendar.save_year(year.school, None, days=days, terms=[days], by=person, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_two_terms_on_one_day():
    year = SchoolYearFactory()
    overlapping = [(FIRST, dt.date(2027, 1, 30)), (dt.date(2027, 1, 30), LAST)]

    with pytest.raises(IntegrityError), transaction.atomic():
        save(year, overlapping, UserFactory())


def test_every_change_of_a_term_is_kept_with_its_author(year, person):
    save(year, TRIMESTERS, person)
    save(year, SEMESTERS, person)

    gone = Term.pgh_event_model.objects.get(pgh_label="delete")
    assert (gone.index, gone.pgh_context.metadata["user"]) == (3, person.pk)


def labels(school, source):
    return set(Closure.objects.filter(school=school, source=source).values_list("label", flat=True))


def test_filling_the_calendar_twice_adds_nothing(year, person):
    added = calendar.fill_closures(year.school, year, by=person, at=NOON)

    assert added == 10
    assert calendar.fill_closures(year.school, year, by=person, at=NOON) == 0
    assert "Armistice" in labels(year.school, ClosureSource.PUBLIC)


def test_filling_after_a_change_of_zone_moves_the_holidays_and_spares_the_schools_own(year, person):
    calendar.fill_closures(year.school, year, by=person, at=NOON)
    calendar.save_local_closures(
        year.school, [("Journée pédagogique", (LESSON, LESSON))], by=person, at=NOON
    )

    calendar.save_zone(year.school, "A", by=person, at=NOON)
    calendar.fill_closures(year.school, year, by=person, at=NOON)

    winter = Closure.objects.get(school=year.school, label="Vacances d’hiver")
    assert winter.starts_on == dt.date(2027, 2, 13)
    assert labels(year.school, ClosureSource.LOCAL) == {"Journée pédagogique"}


def test_a_closure_taken_off_the_list_is_gone_and_the_others_stay(year, person):
    kept = ("Pont", (LESSON, LESSON))
    calendar.save_local_closures(
        year.school, [kept, ("Brevet blanc", (LESSON, LESSON))], by=person, at=NOON
    )

    calendar.save_local_closures(year.school, [kept], by=person, at=NOON)

    assert labels(year.school, ClosureSource.LOCAL) == {"Pont"}


def test_proposed_weeks_replace_the_ones_before_and_can_be_changed_by_hand(year):
    calendar.propose_weeks(year.school, year, first=WeekLabel.A)
    count = calendar.propose_weeks(year.school, year, first=WeekLabel.B)
    first = SchoolWeek.objects.filter(school=year.school).order_by("monday").first()

    changed = calendar.save_weeks(year.school, {first.monday: WeekLabel.A})

    assert first.label == WeekLabel.B
    assert changed == 1
    assert SchoolWeek.objects.filter(school=year.school).count() == count


def test_the_database_refuses_a_week_that_begins_on_a_tuesday(year):
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolWeek.objects.create(school=year.school, monday=FIRST, label=WeekLabel.A)
    connection.check_constraints()
