"""A school overseas: its year, its terms and its days are those of its own clock.

At 13:30 UTC it is already the next day in Nouméa, at 5:00 UTC still the day before in Papeete.
"""

import datetime as dt

import pytest

from apps.results.models import ResultVersion, talks_waiting
from apps.results.reading.services import unanswered
from apps.results.release.services.patience import not_handed_back, of_this_year
from apps.results.words.services import words
from apps.schools.models import School, SchoolYear
from apps.support.enums import Answer
from coeduc.access import Capacity, Reader
from tests.factories.results import AssessmentFactory
from tests.factories.schools import SchoolYearFactory, TermFactory
from tests.factories.support import HelpDeviceFactory
from tests.world import GUARDIAN_AT, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LAST = dt.date(2026, 12, 10)
EVENING = dt.datetime(2026, 12, 10, 13, 30, tzinfo=dt.UTC)
NEXT_MORNING = dt.datetime(2026, 12, 11, 5, tzinfo=dt.UTC)
# Where, when, and whether the day after the last one has begun there.
OVERSEAS = [
    ("Pacific/Noumea", EVENING, True),
    ("Pacific/Noumea", EVENING - DAY, False),
    ("Europe/Paris", EVENING, False),
    ("Europe/Paris", NEXT_MORNING, True),
    ("Pacific/Tahiti", NEXT_MORNING, False),
    ("Pacific/Tahiti", NEXT_MORNING + DAY, True),
]
overseas = pytest.mark.parametrize(("zone", "at", "has_begun"), OVERSEAS)


@pytest.fixture
def world():
    built = build_world()
    built.assessment.device = HelpDeviceFactory(school=built.school)
    built.assessment.save()
    return built


def settle(world, zone):
    School.objects.filter(pk=world.school.pk).update(zone_name=zone)


def end_the_year(world):
    SchoolYear.objects.filter(school=world.school).update(ends_on=LAST)


def begin_the_next_year(world):
    end_the_year(world)
    SchoolYearFactory(
        school=world.school,
        start_year=2027,
        starts_on=LAST + DAY,
        ends_on=LAST + 200 * DAY,
    )


def reader(world, name, capacity, at):
    return Reader(world.people[name], capacity, at, memo={})


@overseas
def test_a_talk_waits_until_the_last_day_of_the_school_s_year(world, zone, at, has_begun):
    settle(world, zone)
    end_the_year(world)
    guardian = world.people["guardian"].guardians.get()
    device = world.assessment.device
    words.answer_help(world.result, guardian, device=device, answer=Answer.TALK, at=GUARDIAN_AT)

    waiting = talks_waiting(reader(world, "lead_teacher", Capacity.STAFF, at), at=at)

    assert waiting.exists() is not has_begun


@overseas
def test_a_help_waits_for_an_answer_until_the_last_day_of_the_year(world, zone, at, has_begun):
    settle(world, zone)
    end_the_year(world)

    (waiting,) = unanswered(reader(world, "guardian", Capacity.FAMILY, at))

    assert bool(waiting) is not has_begun


@overseas
def test_a_result_is_past_from_the_first_day_of_the_next_term(world, zone, at, has_begun):
    settle(world, zone)
    year = SchoolYear.objects.get(school=world.school)
    TermFactory(year=year, index=2, starts_on=LAST + DAY, ends_on=LAST + 60 * DAY)
    family = reader(world, "guardian", Capacity.FAMILY, at)

    versions = ResultVersion.objects.visible_to(family, at=at).with_opened(family, at=at)

    assert versions.get(result=world.result).is_past is has_begun


@pytest.mark.parametrize(
    ("zone", "hour", "is_past"),
    [
        # Wednesday 22:00 UTC is Thursday in Nouméa, the first day of the term: read within it.
        ("Pacific/Noumea", 22, False),
        ("Europe/Paris", 20, True),
        # Thursday 5:00 UTC is still Wednesday in Papeete: read before the term.
        ("Pacific/Tahiti", 29, True),
        ("Europe/Paris", 29, False),
    ],
)
def test_a_result_that_appeared_on_the_first_day_of_a_term_is_of_it(world, zone, hour, is_past):
    settle(world, zone)
    midnight = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
    appeared = midnight + dt.timedelta(hours=hour)
    ResultVersion.objects.filter(result=world.result).update(
        student_release_at=GUARDIAN_AT - DAY, guardian_release_at=appeared
    )
    year = SchoolYear.objects.get(school=world.school)
    TermFactory(year=year, index=2, starts_on=dt.date(2026, 11, 19), ends_on=dt.date(2027, 2, 1))
    later = midnight + 23 * DAY
    family = reader(world, "guardian", Capacity.FAMILY, later)

    versions = ResultVersion.objects.visible_to(family, at=later).with_opened(family, at=later)

    assert versions.get(result=world.result).is_past is is_past


@overseas
def test_copies_of_a_year_wait_until_the_next_one_begins(world, zone, at, has_begun):
    settle(world, zone)
    begin_the_next_year(world)
    world.school.refresh_from_db()
    AssessmentFactory(teaching=world.teaching, held_on=LAST - 5 * DAY)

    waiting = of_this_year(not_handed_back(world.school, at=at), at=at)

    assert waiting.exists() is not has_begun
