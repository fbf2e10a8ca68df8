"""The parts of the demo that know neither rows nor clock."""

import datetime as dt
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.demo.theatre.abilities import draw, outcome
from apps.demo.theatre.calendar import (
    again_at,
    breaks_of,
    opening_of,
    school_days,
    school_year_of,
)
from apps.demo.theatre.plan import PlannedTeaching, PlayedDays, plan_term
from apps.demo.theatre.timetable import slots_of_class
from apps.demo.theatre.words import TABLES, progress_line, themes_of, words_for
from apps.results.enums import AssessmentKind
from apps.results.marks.rules.doubts import doubts
from apps.results.models import Assessment, ResultVersion

LEVELS = ("6e", "5e", "4e", "3e")


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (dt.date(2026, 8, 31), 2025),
        (dt.date(2026, 9, 1), 2026),
        (dt.date(2027, 1, 1), 2026),
        (dt.date(2027, 6, 30), 2026),
    ],
)
def test_a_school_year_lasts_until_the_end_of_august(today, year):
    assert school_year_of(today) == year


def test_nobody_goes_to_school_at_toussaint_nor_on_11_november():
    days = set(school_days(2026, breaks_of(2026, "C")))
    assert dt.date(2026, 10, 16) in days
    assert dt.date(2026, 10, 19) not in days
    assert dt.date(2026, 11, 2) in days
    assert dt.date(2026, 11, 11) not in days
    assert 170 <= len(days) <= 180


@pytest.mark.parametrize("level", LEVELS)
def test_a_class_never_has_two_lessons_at_one_time(level):
    slots = [slot for mine in slots_of_class(1, f"{level}A", level).values() for slot in mine]
    assert len(slots) == len(set(slots)) >= 25


@pytest.mark.parametrize("level", LEVELS)
def test_a_class_has_about_thirty_assessments_by_late_november(level):
    subjects = [code for code in TABLES if themes_of(code, level) and code not in {"020300"}]
    subjects = [code for code in subjects if code != "030402"]  # one second language is enough
    term = PlayedDays(tuple(school_days(2026, breaks_of(2026, "C"))), dt.date(2026, 11, 22))
    planned = plan_term(1, [PlannedTeaching(f"{level}A", code, level) for code in subjects], term)
    held = [found for found in planned if found.held.day <= term.today]
    assert 22 <= len(held) <= 34
    days = [found.held.day for found in planned]
    assert max(days.count(day) for day in days) <= 2


@given(
    eleve=st.integers(9000001, 9002000).map(str),
    progress=st.floats(0, 1),
    scale=st.sampled_from([5, 10, 20]),
    kind=st.sampled_from(AssessmentKind.values),
)
def test_a_pupil_gets_half_points_inside_the_scale_or_a_status(eleve, progress, scale, kind):
    got = outcome(1, eleve, "061300", "k", kind=kind, scale=scale, progress=progress, in_gap=True)
    assert (got.value is None) == bool(got.status)
    if got.value is not None:
        assert 0 <= got.value <= scale
        assert got.value % Decimal("0.5") == 0


def test_every_title_and_sentence_fits_its_column():
    longest = {
        name: ResultVersion._meta.get_field(name).max_length
        for name in ("achieved", "to_review", "progress")
    }
    for subject, levels in TABLES.items():
        for level in levels:
            for theme in themes_of(subject, level):
                assert len(theme.title) <= Assessment._meta.get_field("title").max_length
                for share in (0.1, 0.4, 0.6, 0.9):
                    said = words_for(theme, share, draw(subject, share), always=True)
                    assert said.achieved
                    assert all(len(getattr(said, name)) <= longest[name] for name in longest)
            assert len(progress_line(subject, draw(subject))) <= 280


@pytest.mark.parametrize("subject", sorted(TABLES))
def test_no_skill_is_said_both_reached_and_to_review(subject):
    """The question that the portal asks a teacher is one that the demo never needs."""
    for level in TABLES[subject]:
        for theme in themes_of(subject, level):
            for share, seed in product((0.1, 0.35, 0.5, 0.8, 0.95), range(2)):
                for levels in ((), *product((2, 3), repeat=3)):
                    rng = draw(subject, share, seed)
                    said = words_for(theme, share, rng, levels=levels, always=True)
                    assert doubts(said.achieved, said.to_review, theme.skills, levels) == ()
                    assert said.achieved


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("begun", "opens"),
    [
        ("2026-08-15 10:00", "2026-06-15 18:40"),  # summer: the June before
        ("2026-09-09 10:00", "2026-06-15 18:40"),  # the second week of a year
        ("2026-11-24 10:00", "2026-11-23 18:40"),  # a Tuesday morning: the evening before
        ("2026-11-24 20:00", "2026-11-24 18:40"),
        ("2026-11-29 09:00", "2026-11-26 18:40"),  # a Sunday: Friday is before no day of school
        ("2026-12-27 15:00", "2026-12-17 18:40"),  # holidays
        ("2027-02-20 10:00", "2027-02-04 18:40"),
        ("2027-07-10 10:00", "2027-06-15 18:40"),
        ("2028-02-29 23:59", "2028-02-29 18:40"),
        ("2031-08-01 12:00", "2031-06-12 18:40"),  # beyond what the package of holidays knows
    ],
)
def test_the_demonstration_opens_on_an_evening_before_school_never_ahead(begun, opens):
    at = dt.datetime.fromisoformat(begun).replace(tzinfo=PARIS)

    opening = opening_of(at, PARIS, "C")

    assert opening.astimezone(PARIS).strftime("%Y-%m-%d %H:%M") == opens
    assert opening <= at


@pytest.mark.parametrize(
    ("left", "again"),
    [
        ("2026-11-26 17:05", "2026-11-26 18:40"),  # a Thursday: its evening
        ("2026-11-26 18:40", "2026-11-26 18:40"),
        ("2026-11-26 19:20", "2026-11-26 19:20"),  # bells rang while it was looked at
        ("2026-11-27 09:00", "2026-11-30 18:40"),  # moved to the Friday, before no day of school
        ("2027-07-03 10:00", "2027-07-03 10:00"),
    ],
)
def test_the_clock_opens_again_where_nothing_lies_ahead(left, again):
    since = dt.datetime.fromisoformat(left).replace(tzinfo=PARIS)

    found = again_at(since, PARIS, "C")

    assert found.astimezone(PARIS).strftime("%Y-%m-%d %H:%M") == again
    assert found >= since
