"""Who reads a rule, what the database refuses, and the values rows turn into."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given, settings

from apps.publication.enums import DecisionBody, ReadyMade, Trigger
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from apps.schools.enums import Role, Scope
from apps.schools.models import Closure
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import (
    GuardianshipFactory,
    RestrictionFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    since,
)
from tests.publication import strategies as some

pytestmark = pytest.mark.django_db

SEPTEMBER = dt.datetime(2026, 9, 3, 16, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


# --- Who reads it ------------------------------------------------------------------------------


def guardian(school, **link):
    return GuardianshipFactory(student__school=school, **link).guardian.user


def blocked_guardian(school):
    link = GuardianshipFactory(student__school=school)
    RestrictionFactory(student=link.student, guardian=link.guardian)
    return link.guardian.user


def pupil(school):
    return StudentFactory(school=school, with_account=True).user


def staff(school, **link):
    return StaffFactory(school=school, **link).user


HERE, ELSEWHERE = True, False
ACTORS = {
    "guardian": (guardian, {}, HERE, Capacity.FAMILY, True),
    "guardian on the staff page": (guardian, {}, HERE, Capacity.STAFF, False),
    "guardian outside the spaces": (guardian, {}, HERE, None, False),
    "guardian with surveillance": (
        guardian, {"scope": Scope.SURVEILLANCE}, HERE, Capacity.FAMILY, True,
    ),
    "contact": (guardian, {"scope": Scope.CONTACT}, HERE, Capacity.FAMILY, False),
    "former guardian": (
        guardian, {"during": since(end=SEPTEMBER)}, HERE, Capacity.FAMILY, True,
    ),
    "blocked guardian": (blocked_guardian, {}, HERE, Capacity.FAMILY, False),
    "guardian of another school": (guardian, {}, ELSEWHERE, Capacity.FAMILY, False),
    "pupil": (pupil, {}, HERE, Capacity.STUDENT, True),
    "pupil on the family page": (pupil, {}, HERE, Capacity.FAMILY, False),
    "pupil of another school": (pupil, {}, ELSEWHERE, Capacity.STUDENT, False),
    "teacher": (staff, {}, HERE, Capacity.STAFF, True),
    "teacher on the family page": (staff, {}, HERE, Capacity.FAMILY, False),
    "former teacher": (staff, {"during": since(end=SEPTEMBER)}, HERE, Capacity.STAFF, False),
    "principal of another school": (
        staff, {"role": Role.PRINCIPAL}, ELSEWHERE, Capacity.STAFF, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("actor", [*ACTORS, "stranger"])
@pytest.mark.parametrize("factory", [RuleVersionFactory, OpeningVersionFactory])
def test_whoever_belongs_to_the_school_reads_its_decisions(factory, actor):
    version = factory()
    if actor == "stranger":
        user, capacity, expected = UserFactory(), Capacity.FAMILY, False
    else:
        make, link, here, capacity, expected = ACTORS[actor]
        user = make(version.school if here else SchoolFactory(), **link)
    reader = Reader(user, capacity, NOVEMBER)

    seen = type(version).objects.visible_to(reader, at=NOVEMBER)

    assert list(seen) == ([version] if expected else [])


def test_a_parent_of_two_pupils_reads_each_version_once():
    first = GuardianshipFactory()
    GuardianshipFactory(guardian=first.guardian, student__school=first.school)
    version = RuleVersionFactory(school=first.school)
    reader = Reader(first.guardian.user, Capacity.FAMILY, NOVEMBER)

    assert list(RuleVersion.objects.visible_to(reader, at=NOVEMBER)) == [version]


def test_a_family_reads_past_versions_but_not_those_to_come():
    school = SchoolFactory()
    past = RuleVersionFactory(school=school, during=since(end=SEPTEMBER))
    RuleVersionFactory(school=school, during=since(LATER))
    reader = Reader(guardian(school), Capacity.FAMILY, NOVEMBER)

    assert list(RuleVersion.objects.visible_to(reader, at=NOVEMBER)) == [past]


# --- Which one applies -------------------------------------------------------------------------


def test_the_rule_is_the_one_in_force_in_that_school():
    version = RuleVersionFactory(during=since(SEPTEMBER))
    RuleVersionFactory(school=version.school, during=since(end=SEPTEMBER), rule=WITH_BULLETIN)
    RuleVersionFactory(rule=ONCE_A_WEEK)

    assert RuleVersion.objects.for_kind(version.school, at=NOVEMBER) == version


def test_an_exception_prevails_for_its_kind_only():
    school_rule = RuleVersionFactory()
    exception = RuleVersionFactory(
        school=school_rule.school, kind="common", kind_label="les évaluations communes"
    )
    found = RuleVersion.objects.for_kind

    assert found(school_rule.school, "common", at=NOVEMBER) == exception
    assert found(school_rule.school, "written", at=NOVEMBER) == school_rule
    assert found(school_rule.school, at=NOVEMBER) == school_rule


def test_an_exception_that_ended_no_longer_prevails():
    school_rule = RuleVersionFactory()
    RuleVersionFactory(
        school=school_rule.school,
        kind="common",
        kind_label="les évaluations communes",
        during=since(end=SEPTEMBER),
    )

    assert RuleVersion.objects.for_kind(school_rule.school, "common", at=NOVEMBER) == school_rule


def test_a_school_that_decided_nothing_follows_the_ministry():
    school = SchoolFactory()
    RuleVersionFactory(rule=ONCE_A_WEEK)

    rule = RuleVersion.objects.for_kind(school, at=NOVEMBER)
    opening = OpeningVersion.objects.for_school(school, at=NOVEMBER)

    assert (rule.pk, opening.pk) == (None, None)
    assert rule.as_rule() == COPY_FIRST
    assert rule.body == DecisionBody.MINISTRY
    assert opening.as_hours() == OpeningHours(school.time_zone)


# --- Values ------------------------------------------------------------------------------------


@given(some.hours_and_rule())
@settings(max_examples=30)
def test_a_rule_is_read_back_as_it_was_adopted(school):
    _hours, rule = school

    with transaction.atomic():
        version = RuleVersionFactory(rule=rule)
        version.refresh_from_db()

        assert version.as_rule() == rule
        transaction.set_rollback(True)


@pytest.mark.parametrize("rule", [COPY_FIRST, ONCE_A_WEEK, replace(COPY_FIRST, support_below=None)])
def test_a_version_bears_the_name_its_content_deserves(rule):
    expected = {COPY_FIRST: ReadyMade.COPY_FIRST, ONCE_A_WEEK: ReadyMade.ONCE_A_WEEK}

    assert RuleVersionFactory(rule=rule).name == expected.get(rule, ReadyMade.CUSTOM)


def test_hours_are_read_back_with_the_zone_and_the_holidays_of_their_school():
    school = SchoolFactory(zone_name="Indian/Reunion")
    Closure.objects.create(
        school=school,
        label="Pont",
        starts_on=dt.date(2027, 5, 6),
        ends_on=dt.date(2027, 5, 8),
    )
    Closure.objects.create(
        school=SchoolFactory(),
        label="Ailleurs",
        starts_on=dt.date(2027, 1, 4),
        ends_on=dt.date(2027, 1, 4),
    )
    hours = OpeningHours(
        school.time_zone,
        quiet_from=dt.time(21, 30),
        weekend_until=(1, dt.time(8)),
        holidays_open=False,
    )
    OpeningVersionFactory(school=school, hours=hours)

    found = OpeningVersion.objects.for_school(school, at=NOVEMBER).as_hours()

    bridge = frozenset(dt.date(2027, 5, day) for day in (6, 7, 8))
    assert found == replace(hours, closed_days=bridge)


def test_closures_cost_nothing_where_holidays_are_open(django_assert_num_queries):
    school = OpeningVersionFactory().school

    with django_assert_num_queries(1):
        OpeningVersion.objects.for_school(school, at=NOVEMBER).as_hours()


# --- What the database refuses -----------------------------------------------------------------


@pytest.mark.parametrize("factory", [RuleVersionFactory, OpeningVersionFactory])
def test_two_versions_never_apply_together(factory):
    version = factory()

    with pytest.raises(IntegrityError, match=r"one_(rule|opening)_at_a_time"):
        factory(school=version.school, during=since(NOVEMBER))


@pytest.mark.parametrize("factory", [RuleVersionFactory, OpeningVersionFactory])
def test_a_version_follows_another_or_lives_beside_it_in_another_school(factory):
    version = factory(during=since(end=SEPTEMBER))

    factory(school=version.school, during=since(SEPTEMBER))
    factory()

    assert type(version).objects.count() == 3


@pytest.mark.parametrize(
    ("factory", "columns", "constraint"),
    [
        (RuleVersionFactory, {"reason": ""}, "rule_says_why"),
        (RuleVersionFactory, {"during": since(None)}, "rule_period_begins"),
        (RuleVersionFactory, {"during": since(SEPTEMBER, SEPTEMBER)}, "rule_period_begins"),
        (RuleVersionFactory, {"kind": "common"}, "exception_named"),
        (RuleVersionFactory, {"kind_label": "les dictées"}, "exception_named"),
        (RuleVersionFactory, {"patience_days": 0}, "rule_patience_counts_days"),
        (RuleVersionFactory, {"student_opening_weekday": 4}, "rule_student_opening_whole"),
        (RuleVersionFactory, {"guardian_opening_clock": None}, "rule_guardian_opening_whole"),
        (RuleVersionFactory, {"guardian_opening_kind": "weekly"}, "rule_guardian_opening_whole"),
        (RuleVersionFactory, {"student_delay_minutes": -1}, "student_delay_minutes_check"),
        (OpeningVersionFactory, {"reason": ""}, "opening_says_why"),
        (OpeningVersionFactory, {"during": since(None)}, "opening_period_begins"),
        (OpeningVersionFactory, {"weekend_from_day": 7}, "opening_weekdays"),
    ],
)
def test_a_version_that_makes_no_sense_is_refused(factory, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        factory(**columns)


@pytest.mark.parametrize(
    ("factory", "change"),
    [
        (RuleVersionFactory, {"guardian_delay_minutes": 0}),
        (RuleVersionFactory, {"trigger": Trigger.ON_ENTRY}),
        (RuleVersionFactory, {"reason": "Autre chose"}),
        (RuleVersionFactory, {"decided_on": dt.date(2026, 9, 2)}),
        (RuleVersionFactory, {"author": None}),
        (OpeningVersionFactory, {"quiet_from": dt.time(23)}),
        (OpeningVersionFactory, {"body": DecisionBody.BOARD}),
    ],
)
def test_what_was_decided_is_never_rewritten(factory, change):
    version = factory()

    with pytest.raises(ProgrammingError, match="Cannot update"):
        type(version).objects.filter(pk=version.pk).update(**change)


@pytest.mark.parametrize("factory", [RuleVersionFactory, OpeningVersionFactory])
def test_a_version_may_be_closed_once(factory):
    version = factory()
    versions = type(version).objects.filter(pk=version.pk)

    versions.update(during=since(end=SEPTEMBER))

    assert versions.get().during == since(end=SEPTEMBER)


@pytest.mark.parametrize("factory", [RuleVersionFactory, OpeningVersionFactory])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (since(end=NOVEMBER), since(end=LATER)),
        (since(end=NOVEMBER), since()),
        (since(), since(SEPTEMBER)),
        (since(), since(SEPTEMBER, NOVEMBER)),
        (since(SEPTEMBER), since(SEPTEMBER, SEPTEMBER)),
    ],
    ids=["prolonged", "reopened", "begun later", "closed and moved", "emptied"],
)
def test_the_dates_of_a_version_are_not_rewritten_otherwise(factory, before, after):
    version = factory(during=before)

    with pytest.raises(ProgrammingError, match="Cannot update"):
        type(version).objects.filter(pk=version.pk).update(during=after)


@pytest.mark.parametrize("factory", [RuleVersionFactory, OpeningVersionFactory])
def test_a_version_is_never_deleted(factory):
    version = factory()

    with pytest.raises(ProgrammingError, match="Cannot delete"):
        type(version).objects.filter(pk=version.pk).delete()


def test_a_weekly_rule_keeps_its_weekday():
    version = RuleVersionFactory(rule=ONCE_A_WEEK)

    assert version.as_rule().guardian_opening == Opening.weekly(4, dt.time(17))
