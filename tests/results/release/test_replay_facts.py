"""The facts of last term, as the simulator of rules receives them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from apps.publication.simulator.presenters.summary import term_label
from apps.publication.sources import AssessmentName, PastAssessment, last_term, named, weigh
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import MissedHandBack
from apps.schools.models import Term
from tests.factories.results import AssessmentFactory, HandBackFactory, ResultFactory, enter
from tests.factories.schools import SchoolFactory, SchoolYearFactory, TeachingFactory
from tests.queries import statements
from tests.world import CANARY, GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MARKED_AT = HANDED_BACK_AT - dt.timedelta(days=1)


def term(school, *, index=1, count=3, starts_on, ends_on, reports_on=None):
    year = school.schoolyear_set.first() or SchoolYearFactory(school=school)
    return Term.objects.create(
        school=school,
        year=year,
        index=index,
        count=count,
        starts_on=starts_on,
        ends_on=ends_on,
        reports_on=reports_on,
    )


def autumn(school, **changes):
    days = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2026, 11, 28)}
    return term(school, **{**days, **changes})


@pytest.fixture
def world():
    made = build_world(classmates=3)
    autumn(made.school, reports_on=dt.date(2026, 12, 4))
    return made


def label(world, *, at):
    return term_label(last_term(world.school, at=at).term, world.school, at=at)


def test_a_class_that_shares_its_facts_is_one_group(world):
    found = last_term(world.school, at=LONG_AFTER)

    (past,) = found.pasts
    assert (past.assessment, past.kind) == (world.assessment.pk, "test")
    assert (past.weight, past.pupils) == (5, 0b11111)
    assert past.handed_back_at == past.recorded_at == HANDED_BACK_AT
    assert past.marked_at == MARKED_AT
    assert past.bulletin_at == dt.datetime(2026, 12, 4, tzinfo=PARIS)


def test_a_pupil_who_was_absent_waits_apart_until_their_own_copy(world):
    tap = world.assessment.hand_backs.get()
    MissedHandBack.objects.create(
        school=world.school, assessment=world.assessment, hand_back=tap, result=world.result
    )

    absent, others = sorted(last_term(world.school, at=LONG_AFTER).pasts, key=lambda p: p.weight)

    assert (absent.missed, absent.handed_back_at, absent.weight) == (True, None, 1)
    assert (others.missed, others.weight) == (False, 4)
    assert absent.pupils ^ others.pupils == 0b11111

    own = HandBackFactory(assessment=world.assessment, result=world.result, at=GUARDIAN_AT)
    absent = min(last_term(world.school, at=LONG_AFTER).pasts, key=lambda p: p.weight)
    assert absent.handed_back_at == own.at


def test_a_correction_moves_nothing_only_the_first_entry_counts(world):
    teacher = world.people["teacher"]
    before = last_term(world.school, at=LONG_AFTER)
    enter(world.assessment, {world.student: "3"}, by=teacher, at=GUARDIAN_AT, reason="Total.")

    assert last_term(world.school, at=LONG_AFTER) == before


def test_a_tap_that_was_undone_never_happened(world):
    world.assessment.hand_backs.update(undone_at=HANDED_BACK_AT, undone_by=world.people["teacher"])

    (past,) = last_term(world.school, at=LONG_AFTER).pasts

    assert past.handed_back_at is None


def test_what_is_entered_later_is_not_known_yet(world):
    assert last_term(world.school, at=MARKED_AT - dt.timedelta(minutes=1)) is None


def test_another_school_never_counts(world):
    autumn(world.neighbour)

    assert last_term(world.neighbour, at=LONG_AFTER) is None
    assert last_term(SchoolFactory(), at=LONG_AFTER) is None


def test_the_current_term_stands_in_until_one_is_complete(world):
    term(world.school, index=2, starts_on=dt.date(2026, 11, 30), ends_on=dt.date(2027, 3, 6))
    during = label(world, at=LONG_AFTER)
    after = label(world, at=dt.datetime(2026, 12, 10, 12, tzinfo=dt.UTC))

    assert during == "1er trimestre en cours, depuis le 1er septembre"
    assert after == "1er trimestre, du 1er septembre au 28 novembre"


def test_an_old_term_in_which_nothing_was_entered_gives_way_to_the_current_one(world):
    term(world.school, index=3, starts_on=dt.date(2026, 4, 6), ends_on=dt.date(2026, 7, 4))

    assert "en cours" in label(world, at=LONG_AFTER)


def test_a_school_of_two_semesters_is_told_so():
    world = build_world()
    autumn(world.school, count=2)

    assert label(world, at=LONG_AFTER).startswith("1er semestre")


def test_nothing_of_a_mark_travels(world):
    words = repr(last_term(world.school, at=LONG_AFTER))

    assert str(CANARY) not in words
    assert "DIALLO" not in words
    assert "Inès" not in words


def test_the_statements_do_not_depend_on_how_much_there_is(world):
    def asked():
        with statements() as seen:
            last_term(world.school, at=LONG_AFTER)
        return len(seen)

    with_one = asked()
    for _n in range(2):
        teaching = TeachingFactory(school=world.school, year=world.teaching.year)
        result = ResultFactory(assessment=AssessmentFactory(teaching=teaching))
        enter(result.assessment, {result.student: "12"}, by=world.people["teacher"], at=MARKED_AT)
        hand_backs_services.hand_back(
            result.assessment, by=world.people["teacher"], at=HANDED_BACK_AT
        )

    assert (with_one, asked()) == (4, 4)
    assert len(last_term(world.school, at=LONG_AFTER).pasts) == 3


def test_what_a_work_is_called_is_asked_for_where_it_is_shown(world):
    work = PastAssessment(world.assessment.pk, world.result.division_id)

    assert named(world.school, [work]) == {work: AssessmentName("Fractions", "4eB")}
    assert named(world.neighbour, [work]) == {}


def test_a_school_is_weighed_no_further_than_asked(world):
    assert weigh(world.school, at=LONG_AFTER, most=100) == 5
    assert weigh(world.school, at=LONG_AFTER, most=2) == 2
    assert weigh(world.neighbour, at=LONG_AFTER, most=100) == 0
