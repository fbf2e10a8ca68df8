"""Adopting rules and hours, one after the other and two at once."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import OperationalError, transaction

from apps.publication import services
from apps.publication.enums import DecisionBody, ReadyMade
from apps.publication.errors import AdoptionError
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import Opening, OpeningError, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from apps.schools.models import School
from tests.at_once import impatient, problems_at_once
from tests.factories.accounts import UserFactory
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import RENTREE, SchoolFactory, since

pytestmark = pytest.mark.django_db

NOVEMBER = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def decision(**changes):
    return {
        "by": None,
        "at": NOVEMBER,
        "body": DecisionBody.PEDAGOGIC_COUNCIL,
        "decided_on": dt.date(2026, 11, 17),
        "reason": "Pour que l’enfant parle lui-même de sa copie.",
        **changes,
    }


def test_a_principal_adopts_a_rule_with_who_when_and_why():
    school, principal = SchoolFactory(), UserFactory()

    version = services.adopt_rule(school, ONCE_A_WEEK, **decision(by=principal))

    version.refresh_from_db()
    assert version.as_rule() == ONCE_A_WEEK
    assert version.during == since(NOVEMBER)
    assert (version.name, version.author) == (ReadyMade.ONCE_A_WEEK, principal)
    assert (version.body, version.decided_on) == (
        DecisionBody.PEDAGOGIC_COUNCIL,
        dt.date(2026, 11, 17),
    )


def test_adopting_a_rule_ends_the_one_before_at_the_same_instant():
    before = RuleVersionFactory()
    elsewhere = RuleVersionFactory()

    after = services.adopt_rule(before.school, WITH_BULLETIN, **decision())

    before.refresh_from_db()
    elsewhere.refresh_from_db()
    assert before.during == since(RENTREE, NOVEMBER)
    assert after.during == since(NOVEMBER)
    assert elsewhere.during == since(RENTREE)


def test_an_exception_leaves_the_rule_of_the_school_in_force():
    school_rule = RuleVersionFactory()

    exception = services.adopt_rule(
        school_rule.school,
        ONCE_A_WEEK,
        **decision(kind="common", kind_label=" les évaluations communes "),
    )

    school_rule.refresh_from_db()
    assert school_rule.during == since(RENTREE)
    assert exception.kind_label == "les évaluations communes"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "  "}, "Dites pourquoi"),
        ({"decided_on": dt.date(2026, 11, 19)}, "jour à venir"),
    ],
)
@pytest.mark.parametrize(
    "act",
    [
        lambda school, terms: services.adopt_rule(school, COPY_FIRST, **terms),
        lambda school, terms: services.set_opening(school, OpeningHours(school.time_zone), **terms),
    ],
    ids=["rule", "hours"],
)
def test_a_decision_without_reason_or_from_the_future_is_refused(act, changes, words):
    with pytest.raises(AdoptionError, match=words):
        act(SchoolFactory(), decision(**changes))

    assert not RuleVersion.objects.exists()
    assert not OpeningVersion.objects.exists()


def test_an_exception_without_words_is_refused():
    with pytest.raises(AdoptionError, match="en toutes lettres"):
        services.adopt_rule(SchoolFactory(), COPY_FIRST, **decision(kind="common"))


@pytest.mark.parametrize("start", [NOVEMBER, LATER])
def test_a_decision_is_never_slipped_in_before_a_recorded_one(start):
    recorded = RuleVersionFactory(during=since(start))

    with pytest.raises(AdoptionError, match="plus récente"):
        services.adopt_rule(recorded.school, ONCE_A_WEEK, **decision())


def test_a_rule_that_would_always_be_silent_is_refused_and_nothing_changes():
    before = RuleVersionFactory()
    night = replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(22)))

    with pytest.raises(OpeningError, match="heures de silence"):
        services.adopt_rule(before.school, night, **decision())

    before.refresh_from_db()
    assert before.during == since(RENTREE)


def test_hours_follow_one_another():
    before = OpeningVersionFactory()
    hours = OpeningHours(before.school.time_zone, quiet_from=dt.time(19), holidays_open=False)

    after = services.set_opening(before.school, hours, **decision())

    before.refresh_from_db()
    assert before.during == since(RENTREE, NOVEMBER)
    assert OpeningVersion.objects.for_school(before.school, at=NOVEMBER) == after
    assert after.as_hours() == hours


def test_hours_that_would_silence_the_rule_in_force_are_refused():
    school = RuleVersionFactory().school  # the parents at 17:00
    hours = OpeningHours(school.time_zone, quiet_from=dt.time(16))

    with pytest.raises(OpeningError, match="heures de silence"):
        services.set_opening(school, hours, **decision())

    assert not OpeningVersion.objects.exists()


def test_a_rule_is_judged_by_the_hours_of_its_own_school():
    late = OpeningHours(SchoolFactory().time_zone, quiet_from=dt.time(23))
    OpeningVersionFactory(hours=late)
    evening = replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(22)))
    open_late = OpeningVersionFactory(hours=late).school

    services.adopt_rule(open_late, evening, **decision())
    with pytest.raises(OpeningError):
        services.adopt_rule(SchoolFactory(), evening, **decision())

    assert RuleVersion.objects.get().school == open_late


# --- Before anything was decided ---------------------------------------------------------------


def test_the_ministry_frame_is_recorded_once_when_a_result_needs_a_rule():
    school = SchoolFactory()

    first = services.rule_in_force(school, "written", at=NOVEMBER)
    again = services.rule_in_force(school, at=LATER)
    opening = services.opening_in_force(school, at=NOVEMBER)

    assert (first.pk, first.body) == (again.pk, DecisionBody.MINISTRY)
    assert first.during == since(NOVEMBER)
    assert services.opening_in_force(school, at=LATER) == opening


def test_an_adopted_rule_is_the_one_in_force():
    version, opening = RuleVersionFactory(), OpeningVersionFactory()

    assert services.rule_in_force(version.school, at=NOVEMBER) == version
    assert services.opening_in_force(opening.school, at=NOVEMBER) == opening


def test_the_ministry_frame_fills_only_the_time_before_the_first_decision():
    decided = RuleVersionFactory(during=since(LATER))

    frame = services.rule_in_force(decided.school, at=NOVEMBER)

    assert frame.during == since(NOVEMBER, LATER)


# --- Two at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "act",
    [
        lambda school: services.adopt_rule(school, ONCE_A_WEEK, **decision()),
        lambda school: services.set_opening(
            school, OpeningHours(school.time_zone, holidays_open=False), **decision()
        ),
        lambda school: services.rule_in_force(school, at=NOVEMBER),
    ],
    ids=["rule", "hours", "frame"],
)
def test_a_decision_waits_for_another_one_of_its_school_only(act):
    here, elsewhere = SchoolFactory(), SchoolFactory()

    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=here.pk)
        outcomes = problems_at_once(impatient(lambda: act(here)), impatient(lambda: act(elsewhere)))

    assert [type(outcome) for outcome in outcomes] == [OperationalError, type(None)]


@pytest.mark.django_db(transaction=True)
def test_two_principals_adopting_at_the_same_instant_make_one_decision():
    school = RuleVersionFactory().school

    outcomes = problems_at_once(
        lambda: services.adopt_rule(school, ONCE_A_WEEK, **decision()),
        lambda: services.adopt_rule(school, WITH_BULLETIN, **decision()),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AdoptionError", "NoneType"]
    assert RuleVersion.objects.filter(school=school).count() == 2
    assert RuleVersion.objects.in_force(at=LATER).filter(school=school).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_results_entered_at_once_record_one_frame():
    school = SchoolFactory()

    outcomes = problems_at_once(
        *[lambda: services.rule_in_force(school, at=NOVEMBER)] * 4,
    )

    assert outcomes == [None] * 4
    assert RuleVersion.objects.filter(school=school).count() == 1


def test_the_rule_in_force_is_not_adopted_again_by_the_same_decision():
    school = SchoolFactory()
    services.adopt_rule(school, ONCE_A_WEEK, **decision())

    with pytest.raises(AdoptionError, match="déjà la règle en vigueur"):
        services.adopt_rule(school, ONCE_A_WEEK, **decision(at=LATER))

    assert RuleVersion.objects.filter(school=school).count() == 1


def test_another_decision_about_the_rule_in_force_is_kept():
    school = SchoolFactory()
    services.adopt_rule(school, ONCE_A_WEEK, **decision())

    services.adopt_rule(school, ONCE_A_WEEK, **decision(at=LATER, body=DecisionBody.BOARD))

    assert RuleVersion.objects.filter(school=school).count() == 2
