"""A rule changes: what waits moves in one batch, what was read stays."""

import datetime as dt
import re
import threading
from dataclasses import replace

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from apps.publication import services as rules
from apps.publication.enums import DecisionBody, Trigger
from apps.publication.opening import ANY_MINUTE, Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, Shows
from apps.results.assessments.services import assessments
from apps.results.enums import ChangeCause
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds import services as holds_services
from apps.results.models import (
    Assessment,
    ClassFigures,
    Recomputation,
    ResultVersion,
)
from apps.results.release.services.recompute import preview, recompute
from apps.schools.models import School, Term
from apps.schools.settings.services import calendar
from coeduc.access import Capacity
from tests.at_once import impatient, problems_at_once
from tests.factories.results import HoldFactory, enter
from tests.queries import statements
from tests.results.decisions import NOON, adopt, instants, version_of
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db

# Tuesday 9:05 in Paris, before the pupils read.
JUST_AFTER = HANDED_BACK_AT + dt.timedelta(minutes=5)
FRIDAY_17 = dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
AT_ONCE = replace(COPY_FIRST, guardian_delay=dt.timedelta(), guardian_opening=ANY_MINUTE)


def term_of(world, reports_on=None):
    return Term.objects.create(
        school=world.school,
        year=world.teaching.year,
        index=1,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 12, 4),
        reports_on=reports_on,
    )


def previewed(world, rule, *, at):
    """As the page asks it: with what is in force already read."""
    versions, opening = rules.to_read(world.school, at=at)
    standing = {version.kind: version.as_rule() for version in versions}
    return rules.preview_rule(world.school, rule, rules=standing, hours=opening.as_hours(), at=at)


def test_a_waiting_family_is_moved_to_the_new_rule(db):
    world = build_world()

    rule = adopt(world.school, ONCE_A_WEEK, NOON)

    assert instants(world.result) == (STUDENT_AT, FRIDAY_17)
    assert version_of(world.result).rule == rule
    batch = Recomputation.objects.get()
    assert (batch.cause, batch.rule, batch.at) == (ChangeCause.RULE, rule, NOON)
    assert (batch.earlier, batch.later, batch.unchanged) == (0, 2, 0)


def test_what_a_family_could_read_never_moves(db):
    world = build_world()
    before = version_of(world.result).rule

    adopt(world.school, ONCE_A_WEEK, GUARDIAN_AT)

    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)
    assert version_of(world.result).rule == before
    assert world.reader("guardian", Capacity.FAMILY, GUARDIAN_AT)
    assert Recomputation.objects.get().later == 0


def test_a_pupil_who_has_read_goes_on_reading_when_the_rule_waits_for_the_bulletin(db):
    world = build_world()
    term_of(world, dt.date(2026, 12, 4))

    adopt(world.school, WITH_BULLETIN, NOON)

    student_at, guardian_at = instants(world.result)
    assert student_at == STUDENT_AT
    assert guardian_at == dt.datetime(2026, 12, 5, 16, tzinfo=dt.UTC) + dt.timedelta(days=2)


def test_a_pupil_keeps_the_mark_they_have_read_under_a_rule_that_hides_it(db):
    world = build_world()
    shown = version_of(world.result).rule
    hides = replace(ONCE_A_WEEK, shows=Shows(mark=False))

    adopt(world.school, hides, NOON)

    assert instants(world.result)[1] == FRIDAY_17
    assert version_of(world.result).rule == shown


def test_a_result_nobody_has_read_is_shown_as_the_new_rule_says(db):
    world = build_world()
    hides = replace(COPY_FIRST, shows=Shows(mark=False))

    rule = adopt(world.school, hides, JUST_AFTER)

    assert version_of(world.result).rule == rule
    assert Recomputation.objects.get().unchanged == 2


def test_nothing_is_shown_before_the_change(db):
    """The shorter rule would have shown it this morning: it shows it now."""
    world = build_world()

    adopt(world.school, AT_ONCE, NOON)

    assert instants(world.result) == (STUDENT_AT, NOON)
    assert Recomputation.objects.get().earlier == 2


@pytest.mark.parametrize("marked", [True, False])
def test_a_waiting_family_reads_the_very_instant_of_the_batch(client, marked):
    """Under the shorter rule it would have come on Wednesday: it comes at the next 17:00."""
    world = build_world(rule=ONCE_A_WEEK, marked=marked)
    thursday = dt.datetime(2026, 11, 19, 9, tzinfo=dt.UTC)
    adopt(world.school, COPY_FIRST, thursday)
    address = reverse("results:family_result_detail", args=[world.result.public_id])

    with time_machine.travel(thursday + dt.timedelta(hours=1), tick=False):
        client.force_login(world.people["guardian"])
        body = client.get(address).content.decode().replace("\u00a0", " ")

    assert "visible à partir du jeudi 19 novembre à 17 h" in body
    if marked:
        assert instants(world.result)[1] == dt.datetime(2026, 11, 19, 16, tzinfo=dt.UTC)


def test_a_date_once_promised_is_never_lost(db):
    """«Avec le bulletin» gave a date without a hand-back; «la copie d’abord» cannot."""
    world = build_world(handed_back=False)
    term_of(world)
    bulletin = adopt(world.school, WITH_BULLETIN, NOON)
    promised = instants(world.result)

    adopt(world.school, COPY_FIRST, NOON + dt.timedelta(days=1))

    assert None not in promised
    assert instants(world.result) == promised
    assert version_of(world.result).rule == bulletin


def test_a_result_without_a_date_gets_one_where_the_rule_asks_no_copy(db):
    world = build_world(handed_back=False)

    adopt(world.school, replace(COPY_FIRST, trigger=Trigger.ON_ENTRY), NOON)

    assert instants(world.result)[0] == NOON
    assert Recomputation.objects.get().earlier == 2


def test_a_copy_not_handed_back_still_waits_for_it(db):
    world = build_world(handed_back=False)

    adopt(world.school, ONCE_A_WEEK, NOON)

    assert instants(world.result) == (None, None)
    assert Recomputation.objects.get().unchanged == 2


def test_a_held_result_stays_held(db):
    world = build_world()
    until = dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC)
    HoldFactory(result=world.result, since=JUST_AFTER, until=until)

    adopt(world.school, AT_ONCE, NOON)

    assert instants(world.result) == (STUDENT_AT, until)
    assert instants(world.other_result) == (STUDENT_AT, NOON)


def test_an_exception_moves_its_kind_only_and_the_school_s_rule_leaves_it_alone(db):
    world = build_world()
    scope = {"kind": "oral", "kind_label": "les oraux"}

    adopt(world.school, ONCE_A_WEEK, JUST_AFTER, **scope)
    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)

    adopt(world.school, AT_ONCE, NOON, kind="test", kind_label="les contrôles")
    assert instants(world.result) == (STUDENT_AT, NOON)


def test_the_school_s_rule_leaves_the_exceptions_alone(db):
    world = build_world()
    adopt(world.school, ONCE_A_WEEK, JUST_AFTER, kind="test", kind_label="les contrôles")

    adopt(world.school, AT_ONCE, NOON)

    assert instants(world.result) == (STUDENT_AT, FRIDAY_17)


def test_the_end_of_an_exception_brings_its_kind_back_to_the_school_s_rule(db):
    world = build_world()
    adopt(world.school, ONCE_A_WEEK, JUST_AFTER, kind="test", kind_label="les contrôles")

    end = rules.end_exception(
        world.school,
        "test",
        by=None,
        at=NOON,
        body=DecisionBody.BOARD,
        decided_on=NOON.date(),
        reason="Une seule règle, plus simple à lire.",
    )

    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)
    assert rules.rule_in_force(world.school, "test", at=NOON).kind == ""
    assert version_of(world.result).rule.kind == ""
    assert (end.follows_school, end.kind_label) == (True, "les contrôles")


def test_longer_nights_move_what_would_have_come_before_noon(db):
    world = build_world()

    rules.set_opening(
        world.school,
        OpeningHours(world.school.time_zone, quiet_from=dt.time(18), quiet_until=dt.time(12)),
        by=None,
        at=JUST_AFTER,
        body=DecisionBody.HEAD,
        decided_on=JUST_AFTER.date(),
        reason="Le matin est à l’école.",
    )

    noon = dt.datetime(2026, 11, 17, 11, tzinfo=dt.UTC)
    assert instants(world.result) == (noon, GUARDIAN_AT)
    batch = Recomputation.objects.get()
    assert (batch.cause, batch.later) == (ChangeCause.OPENING, 2)


def closed_holidays(world, at):
    rules.set_opening(
        world.school,
        OpeningHours(world.school.time_zone, holidays_open=False),
        by=None,
        at=at,
        body=DecisionBody.HEAD,
        decided_on=at.date(),
        reason="Des vacances sans nouvelle.",
    )


def test_a_day_off_moves_what_would_have_come_that_day(db):
    world = build_world()
    closed_holidays(world, JUST_AFTER)
    wednesday = dt.date(2026, 11, 18)

    calendar.save_local_closures(
        world.school,
        [("Journée pédagogique", (wednesday, wednesday))],
        by=world.people["principal"],
        at=NOON,
    )

    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT + dt.timedelta(days=1))
    batch = Recomputation.objects.latest("pk")
    assert (batch.cause, batch.later) == (ChangeCause.CALENDAR, 2)


def test_a_day_off_does_not_make_parents_wait_for_a_second_day_of_the_pupils(db):
    """Pupils read on Tuesday at 17:00, and have: their next Tuesday is nobody's to wait for."""
    rule = replace(
        COPY_FIRST,
        shows=Shows(class_average=True),
        student_opening=Opening.weekly(1, dt.time(17)),
        guardian_opening=Opening.weekly(4, dt.time(17)),
    )
    world = build_world(rule=rule)
    read_at = instants(world.result)[0]
    closed_holidays(world, read_at + dt.timedelta(hours=1))
    monday = dt.date(2026, 11, 23)

    calendar.save_local_closures(
        world.school,
        [("Journée pédagogique", (monday, monday))],
        by=world.people["principal"],
        at=read_at + dt.timedelta(hours=2),
    )

    figures = ClassFigures.objects.filter(assessment=world.assessment)
    assert read_at == dt.datetime(2026, 11, 17, 16, tzinfo=dt.UTC)
    assert instants(world.result) == (read_at, FRIDAY_17)
    assert [(row.student_release_at, row.guardian_release_at) for row in figures] == [
        (read_at, FRIDAY_17)
    ]


def test_a_hold_once_the_pupil_has_read_waits_for_the_parents_hour_alone(db):
    rule = replace(COPY_FIRST, student_opening=Opening.weekly(1, dt.time(17)))
    world = build_world(rule=rule)
    read_at = instants(world.result)[0]
    thursday = dt.datetime(2026, 11, 19, 9, tzinfo=dt.UTC)

    holds_services.hold(
        world.result,
        until=thursday,
        reason="Voir la mère d’abord.",
        by=world.people["cpe"],
        at=read_at + dt.timedelta(hours=1),
    )

    at_five = thursday.replace(hour=16)
    assert instants(world.result) == (read_at, at_five)


def test_a_day_off_that_moves_nothing_leaves_no_trace(db):
    world = build_world()
    wednesday = dt.date(2026, 11, 18)

    calendar.save_local_closures(
        world.school,
        [("Journée pédagogique", (wednesday, wednesday))],
        by=world.people["principal"],
        at=NOON,
    )

    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)
    assert not Recomputation.objects.exists()


def test_another_day_for_the_reports_moves_what_waits_for_them(db):
    world = build_world()
    adopt(world.school, WITH_BULLETIN, JUST_AFTER)
    year = world.teaching.year
    term_of(world, dt.date(2026, 12, 4))
    recompute(world.school, cause=ChangeCause.CALENDAR, by=None, at=JUST_AFTER)
    term = Term.objects.get()

    calendar.save_year(
        world.school,
        year,
        days=(year.starts_on, year.ends_on),
        terms=[(term.starts_on, term.ends_on)],
        reports=[dt.date(2026, 12, 8)],
        by=world.people["principal"],
        at=NOON,
    )

    assert instants(world.result)[1] == dt.datetime(2026, 12, 9, 16, tzinfo=dt.UTC)


def test_a_neighbour_s_results_do_not_move(db):
    world = build_world()

    adopt(world.neighbour, AT_ONCE, NOON)

    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)
    assert Recomputation.objects.get().unchanged == 0


def test_a_state_replaced_before_its_time_is_not_brought_back(db):
    world = build_world()
    enter(
        world.assessment,
        {world.student: "14"},
        by=world.people["teacher"],
        at=NOON,
        reason="Une question oubliée.",
    )
    first, second = world.result.versions.order_by("n")

    adopt(world.school, AT_ONCE, NOON + dt.timedelta(minutes=30))

    first.refresh_from_db()
    assert first.guardian_release_at is None
    assert instants(world.result)[1] == NOON + dt.timedelta(minutes=30)
    assert second.n == 2


def test_the_preview_says_what_the_batch_then_does(db):
    world = build_world(classmates=3)
    enter(
        world.assessment,
        {world.student: "14"},
        by=world.people["teacher"],
        at=NOON,
        reason="Une question oubliée.",
    )
    at = NOON + dt.timedelta(minutes=1)

    preview_found = previewed(world, ONCE_A_WEEK, at=at)
    adopt(world.school, ONCE_A_WEEK, at)

    batch = Recomputation.objects.get()
    assert (preview_found.earlier, preview_found.later, preview_found.unchanged) == (
        batch.earlier,
        batch.later,
        batch.unchanged,
    )
    assert preview_found.later == 5


def test_the_preview_writes_nothing(db):
    world = build_world()
    with statements() as asked:
        previewed(world, AT_ONCE, at=NOON)

    assert not [sql for sql in asked if not sql.startswith("SELECT") or "FOR " in sql[-40:]]
    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)


def test_no_statement_of_the_batch_reads_a_value_to_place_an_instant(db):
    world = build_world()
    with statements() as asked:
        preview(
            world.school,
            rules={"": AT_ONCE},
            hours=OpeningHours(world.school.time_zone),
            kind="",
            at=NOON,
        )

    versions = [sql for sql in asked if "results_resultversion" in sql]
    assert versions
    # That a cell was emptied is no value: such a state is placed nowhere.
    emptied = re.compile(r'"results_resultversion"\."value" IS (NOT )?NULL')
    assert not [sql for sql in versions if '"value"' in emptied.sub("", sql)]


# --- Class figures -------------------------------------------------------------------------------


def test_the_class_figures_move_with_their_cohort_and_keep_their_values(db):
    world = build_world(classmates=4)
    before = ClassFigures.objects.get()

    adopt(world.school, ONCE_A_WEEK, NOON)

    after = ClassFigures.objects.get()
    assert (after.average, after.count) == (before.average, before.count)
    assert (after.student_release_at, after.guardian_release_at) == (STUDENT_AT, FRIDAY_17)


def test_class_figures_that_nobody_has_read_are_computed_again(db):
    world = build_world(classmates=4)
    later = replace(COPY_FIRST, student_delay=dt.timedelta(hours=2))

    adopt(world.school, later, JUST_AFTER)

    figures = ClassFigures.objects.get()
    assert figures.student_release_at == HANDED_BACK_AT + dt.timedelta(hours=2)
    assert figures.count == 6


# --- How much it costs, and who waits for whom ---------------------------------------------------


@pytest.mark.parametrize("more", [0, 3])
def test_the_batch_costs_the_same_whatever_the_number_of_assessments(db, more):
    world = build_world()
    for n in range(more):
        _another(world, n)

    with statements() as asked:
        adopt(world.school, ONCE_A_WEEK, NOON)

    assert len(asked) == ADOPTION_STATEMENTS, asked.listed()


# Adoption: lock, hours, the same in force, newer decision, version to close, its closing, the new
# one. Batch: rule,
# exceptions, hours, lock of the assessments, versions, hand-backs, absents, holds, pauses, terms,
# former rules, the write, figures (read, written: their marks were frozen), wordings, the record.
ADOPTION_STATEMENTS = 23


def _another(world, n):
    teacher = world.people["teacher"].staff_links.get()
    assessment = assessments.create_assessment(
        world.teaching,
        author=teacher,
        at=HANDED_BACK_AT - dt.timedelta(days=5),
        title=f"Volumes {n}",
        held_on=world.assessment.held_on,
        progress="Refaire l’exercice 4.",
    )
    at = HANDED_BACK_AT - dt.timedelta(days=1)
    enter(assessment, {world.student: "8.41"}, by=teacher.user, at=at)
    hand_backs_services.hand_back(
        assessment, by=teacher.user, at=HANDED_BACK_AT + dt.timedelta(minutes=n + 1)
    )
    return assessment


@pytest.mark.django_db(transaction=True)
def test_teachers_who_enter_and_hand_back_during_an_adoption_never_lock_it():
    world = build_world()
    others = [_another(world, n) for n in range(4)]
    teacher = world.people["teacher"]

    def correct(assessment, mark):
        return lambda: enter(
            assessment, {world.student: mark}, by=teacher, at=NOON, reason="Relue ensemble."
        )

    outcomes = problems_at_once(
        lambda: adopt(world.school, ONCE_A_WEEK, NOON),
        *(correct(assessment, "10") for assessment in others),
        lambda: adopt(world.neighbour, ONCE_A_WEEK, NOON),
    )

    assert outcomes == [None] * 6
    waiting = ResultVersion.objects.latest().filter(guardian_release_at__gt=NOON)
    assert {version.rule.as_rule() for version in waiting} == {ONCE_A_WEEK}
    assert {version.guardian_release_at for version in waiting} == {FRIDAY_17}


@pytest.mark.django_db(transaction=True)
def test_marks_that_waited_for_an_adoption_follow_the_new_rule():
    """Their request began just before it: they would be in no batch."""
    world = build_world(marked=False)
    entered = threading.Event()

    def enter_late():
        entered.wait(timeout=10)
        enter(
            world.assessment,
            {world.student: "10"},
            by=world.people["teacher"],
            at=NOON - dt.timedelta(seconds=1),
        )

    def adopt_slowly():
        with transaction.atomic():
            adopt(world.school, ONCE_A_WEEK, NOON)
            entered.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")

    assert problems_at_once(adopt_slowly, enter_late) == [None, None]
    assert instants(world.result)[1] == FRIDAY_17


@pytest.mark.django_db(transaction=True)
def test_the_assessments_are_locked_in_the_order_of_their_keys():
    world = build_world()
    last = _another(world, 0)

    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=last.pk)
        outcomes = problems_at_once(impatient(lambda: adopt(world.school, ONCE_A_WEEK, NOON)))

    assert [type(outcome).__name__ for outcome in outcomes] == ["OperationalError"]
    assert School.objects.filter(pk=world.school.pk).exists()
    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AT)
