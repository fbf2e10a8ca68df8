"""Facts kept for the simulator: what makes them old, who reads them again, and when."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from apps.publication import services as publication_services
from apps.publication.models import KeptFacts, PastChange
from apps.publication.opening import OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, READY_MADE, WITH_BULLETIN, rule_for
from apps.publication.simulator import queries, services, tasks
from apps.publication.simulator.rules.kept import kept_facts
from apps.publication.simulator.rules.replay import replay
from apps.publication.sources import last_term
from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import MissedHandBack, Result
from apps.schools.models import Term
from apps.schools.settings.services import calendar
from coeduc.access import Capacity
from tests.factories.results import HandBackFactory, HoldFactory, enter
from tests.factories.schools import DivisionFactory
from tests.queries import statements
from tests.results.decisions import adopt
from tests.world import HANDED_BACK_AT, HELD_ON, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
MARKED_AT = HANDED_BACK_AT - dt.timedelta(days=1)
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
ENDS_ON = dt.date(2026, 11, 28)


def term(world, **changes):
    days = {"index": 1, "starts_on": dt.date(2026, 9, 1), "ends_on": ENDS_ON}
    return Term.objects.create(school=world.school, year=world.teaching.year, **(days | changes))


@pytest.fixture(autouse=True)
def no_school_is_small(monkeypatch):
    """Otherwise the few facts of a test are read at once."""
    monkeypatch.setattr(queries, "AT_ONCE", -1)


@pytest.fixture
def world(db):
    made = build_world(classmates=3)
    term(made)
    return made


def another_assessment(world, title="Les volcans"):
    return assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=MARKED_AT - 3 * HOUR,
        title=title,
        held_on=HELD_ON,
        progress="Refaire l’exercice 4.",
    )


def keep(at):
    """As a worker does; which schools it read."""
    read = []
    while row := services.claim(at=at):
        assert services.refresh(row, at=at)
        read.append(row.school)
    return read


def row_of(school):
    return KeptFacts.objects.get(school=school)


def asked(world, *rules, at=LONG_AFTER):
    """As a page asks."""
    versions, opening = publication_services.to_read(world.school, at=at)
    standing = {version.kind: version.as_rule() for version in versions}
    exceptions = {kind: rule for kind, rule in standing.items() if kind}
    wanted = dict(enumerate(rules or (rule_for(standing), *READY_MADE.values())))
    return queries.figures_of(
        world.school, wanted, opening.as_hours(), exceptions=exceptions, at=at
    )


def is_old(world, *, at=LONG_AFTER):
    return asked(world, at=at).kept.is_old


# --- What is kept --------------------------------------------------------------------------------


def test_the_figures_of_a_page_are_those_of_the_facts_themselves(world):
    keep(LONG_AFTER)

    found = asked(world, COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN)

    hours = OpeningHours(world.school.time_zone)
    pasts = last_term(world.school, at=LONG_AFTER).pasts
    for n, rule in enumerate((COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN)):
        assert found.replays[n] == replay(pasts, rule, hours)
    assert found.kept.computed_at == LONG_AFTER
    assert found.replays[0].count == 5


@pytest.mark.parametrize("seed", range(4))
def test_after_anything_what_is_kept_says_what_the_facts_say(world, seed):
    chance = random.Random(seed)
    teacher = world.people["teacher"]
    for n in range(4):
        minutes = dt.timedelta(minutes=chance.randrange(5000))
        one = another_assessment(world, f"Contrôle {n}")
        rows = list(one.results.select_related("student"))
        for row in chance.sample(rows, chance.randrange(1, len(rows))):
            enter(one, {row.student: "12"}, by=teacher, at=MARKED_AT + chance.random() * minutes)
        if chance.random() < 0.7:
            hand_backs_services.hand_back(one, by=teacher, at=HANDED_BACK_AT + minutes)
            tap = one.hand_backs.get()
            for row in chance.sample(rows, 2):
                MissedHandBack.objects.create(
                    school=world.school, assessment=one, hand_back=tap, result=row
                )
                if chance.random() < 0.5:
                    HandBackFactory(assessment=one, result=row, at=tap.at + minutes)
    if chance.random() < 0.5:
        adopt(world.school, WITH_BULLETIN, LONG_AFTER - HOUR, kind="test", kind_label="les tests")
    keep(LONG_AFTER)
    tried = replace(COPY_FIRST, guardian_delay=chance.randrange(1, 40) * HOUR)

    found = asked(world, COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, tried)

    versions, opening = publication_services.to_read(world.school, at=LONG_AFTER)
    exceptions = {version.kind: version.as_rule() for version in versions if version.kind}
    pasts = last_term(world.school, at=LONG_AFTER).pasts
    for n, rule in enumerate((COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, tried)):
        direct = replay(pasts, rule, opening.as_hours(), exceptions=exceptions)
        assert found.replays[n] == direct


def test_nothing_of_a_mark_or_of_a_name_or_of_a_title_is_kept(world):
    keep(LONG_AFTER)

    row = row_of(world.school)
    words = f"{row.pasts} {row.figures}"
    assert row.weight == 5
    for word in ("13.37", "17.29", "Inès", "DIALLO", "Fractions", "4eB"):
        assert word not in words


def test_the_key_of_a_pupil_is_not_kept(world):
    """Two pupils who shared everything are the same bits, whoever they are."""
    before = kept_facts(last_term(world.school, at=LONG_AFTER).pasts)
    tap = world.assessment.hand_backs.get()
    kept = []
    for result in (world.result, world.other_result):
        missed = MissedHandBack.objects.create(
            school=world.school, assessment=world.assessment, hand_back=tap, result=result
        )
        kept.append(kept_facts(last_term(world.school, at=LONG_AFTER).pasts))
        missed.delete()

    assert kept[0]["pupils"] == kept[1]["pupils"] != before["pupils"]


def test_a_page_asks_two_statements_for_a_rule_that_is_counted_and_one_more_for_another(world):
    keep(LONG_AFTER)
    hours = OpeningHours(world.school.time_zone)
    costs = []
    for rules in (READY_MADE, {"mine": replace(COPY_FIRST, guardian_delay=3 * HOUR)}):
        with statements() as made:
            queries.figures_of(world.school, rules, hours, exceptions={}, at=LONG_AFTER)
        costs.append(len(made))

    assert costs == [1, 2]


def test_a_small_school_is_read_at_once_and_always_as_it_is(world, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 5)

    before = asked(world, COPY_FIRST)
    enter(another_assessment(world), {}, by=world.people["teacher"], at=MARKED_AT)

    assert (before.kept.computed_at, before.kept.is_old) == (LONG_AFTER, False)
    assert before.replays[0].count == 5
    assert not KeptFacts.objects.exists()


def test_a_school_one_result_larger_waits_for_a_worker(world, monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 4)

    found = asked(world, COPY_FIRST)

    assert (found.kept.computed_at, found.replays) == (None, {})


def test_a_school_without_a_fact_keeps_that_there_is_none(world):
    keep(LONG_AFTER)

    row = row_of(world.neighbour)
    assert (row.term, row.weight, row.computed_at) == (None, 0, LONG_AFTER)


def test_what_another_version_kept_is_read_again_and_not_shown(world):
    keep(LONG_AFTER)
    KeptFacts.objects.update(version=0)

    found = asked(world, COPY_FIRST)

    assert (found.kept.computed_at, found.replays) == (None, {})
    assert world.school in keep(LONG_AFTER + MINUTE)


# --- What makes them old -------------------------------------------------------------------------


def a_result_is_entered(world):
    enter(another_assessment(world), {world.student: "12"}, by=by(world), at=LONG_AFTER)


def copies_are_handed_back(world):
    hand_backs_services.hand_back(another_assessment(world), by=by(world), at=LONG_AFTER)


def a_tap_is_undone(world):
    one = another_assessment(world)
    hand_backs_services.hand_back(one, by=by(world), at=LONG_AFTER)
    PastChange.objects.all().delete()
    hand_backs_services.undo_hand_back(one, by=by(world), at=LONG_AFTER + MINUTE)


def a_pupil_was_away(world):
    MissedHandBack.objects.create(
        school=world.school,
        assessment=world.assessment,
        hand_back=world.assessment.hand_backs.get(),
        result=world.result,
    )


def a_pupil_was_there_after_all(world):
    a_pupil_was_away(world)
    PastChange.objects.all().delete()
    MissedHandBack.objects.get().delete()


def a_pupil_receives_their_copy(world):
    HandBackFactory(assessment=world.assessment, result=world.result, at=LONG_AFTER)


def an_assessment_is_deleted(world):
    one = another_assessment(world)
    enter(one, {world.student: "12"}, by=by(world), at=MARKED_AT)
    PastChange.objects.all().delete()
    assessments.delete_assessment(one, at=MARKED_AT + MINUTE)


def another_day(world):
    assessments.edit_assessment(
        another_assessment(world), at=LONG_AFTER, held_on=HELD_ON - dt.timedelta(days=1)
    )


def another_kind(world):
    assessments.edit_assessment(another_assessment(world), at=LONG_AFTER, kind="oral")


def another_class(world):
    division = DivisionFactory(school=world.school, year=world.teaching.year, code="4eD")
    Result.objects.filter(pk=world.result.pk).update(division=division)


def a_closed_day(world):
    calendar.save_local_closures(
        world.school,
        [("Pont", (dt.date(2026, 11, 27), dt.date(2026, 11, 27)))],
        by=by(world),
        at=LONG_AFTER,
    )


def other_terms(world):
    year = world.teaching.year
    calendar.save_year(
        world.school,
        year,
        days=(year.starts_on, year.ends_on),
        terms=[(dt.date(2026, 9, 1), dt.date(2026, 12, 18))],
        by=by(world),
        at=LONG_AFTER,
    )


def another_clock(world):
    calendar.save_clock(world.school, "Indian/Reunion", by=by(world), at=LONG_AFTER)


def by_hand_in_the_database(world):
    """No service: what an administrator would do."""
    world.assessment.results.first().versions.filter(n=1).model.objects.bulk_create(
        [
            type(world.result.versions.first())(
                school=world.school,
                result=another_assessment(world).results.first(),
                student=another_assessment(world, "Encore").results.first().student,
                n=1,
                value=11,
                entered_at=LONG_AFTER,
                by=by(world),
            )
        ]
    )


def by(world):
    return world.people["teacher"]


CHANGES = (
    a_result_is_entered,
    copies_are_handed_back,
    a_tap_is_undone,
    a_pupil_was_away,
    a_pupil_was_there_after_all,
    a_pupil_receives_their_copy,
    an_assessment_is_deleted,
    another_day,
    another_kind,
    another_class,
    a_closed_day,
    other_terms,
    another_clock,
    by_hand_in_the_database,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_a_change_the_facts_are_old_until_they_are_read_again(world, change):
    keep(LONG_AFTER)
    assert not is_old(world)

    change(world)

    assert is_old(world)
    later = LONG_AFTER + 2 * HOUR
    assert keep(later) == [world.school]
    assert not is_old(world, at=later)


def a_correction(world):
    enter(world.assessment, {world.student: "3"}, by=by(world), at=LONG_AFTER, reason="Total.")


def another_title(world):
    assessments.edit_assessment(another_assessment(world), at=LONG_AFTER, title="Les fractions")


def a_hold(world):
    HoldFactory(result=world.result)


def nothing_but_a_page(world):
    asked(world)


@pytest.mark.parametrize(
    "change",
    [a_correction, another_title, a_hold, nothing_but_a_page],
    ids=lambda change: change.__name__,
)
def test_what_a_replay_does_not_read_makes_nothing_old(world, change):
    keep(LONG_AFTER)

    change(world)

    assert not is_old(world)


def test_the_end_of_the_term_makes_them_old_by_itself(world):
    term(world, index=2, starts_on=dt.date(2026, 11, 30), ends_on=dt.date(2027, 3, 6))
    zone = world.school.time_zone
    last_second = dt.datetime(2026, 11, 28, 23, 59, 59, tzinfo=zone)
    midnight = dt.datetime(2026, 11, 29, tzinfo=zone)
    keep(last_second - 2 * HOUR)

    assert (is_old(world, at=last_second), is_old(world, at=midnight)) == (False, True)
    assert keep(last_second) == []
    assert keep(midnight) == [world.school]


def test_a_rule_that_is_adopted_changes_the_figures_at_once_and_no_fact(world):
    keep(LONG_AFTER)
    at = LONG_AFTER + MINUTE

    adopt(world.school, WITH_BULLETIN, at, kind="test", kind_label="les contrôles")

    found = asked(world, COPY_FIRST, at=at)
    pasts = last_term(world.school, at=at).pasts
    hours = OpeningHours(world.school.time_zone)
    exceptions = {"test": WITH_BULLETIN}
    assert found.replays[0] == replay(pasts, COPY_FIRST, hours, exceptions=exceptions)
    assert not found.kept.is_old
    # A worker counts the usual rules under it without waiting for an hour.
    assert keep(at + MINUTE) == [world.school]


def test_the_changes_of_one_school_make_nothing_old_in_another(world):
    keep(LONG_AFTER)

    a_result_is_entered(world)

    assert set(PastChange.objects.values_list("school", flat=True)) == {world.school.pk}
    assert keep(LONG_AFTER + 2 * HOUR) == [world.school]


# --- When they are read --------------------------------------------------------------------------


def test_an_evening_of_entries_is_read_once_an_hour(world):
    keep(LONG_AFTER)
    one, read = another_assessment(world), []

    for n in range(300):
        at = LONG_AFTER + n * MINUTE / 2
        row = one.results.order_by("?").first()
        enter(one, {row.student: str(n % 20)}, by=by(world), at=at, reason="Relu.")
        PastChange.objects.create(school=world.school)
        read += keep(at)

    assert len(read) == 2


def test_a_head_who_asks_does_not_wait_for_the_hour(world):
    keep(LONG_AFTER)
    a_result_is_entered(world)
    at = LONG_AFTER + MINUTE
    assert keep(at) == []

    services.ask(world.school, at=at)
    services.ask(world.school, at=at + MINUTE)

    assert keep(at + MINUTE) == [world.school]
    assert keep(at + 2 * MINUTE) == []
    assert not is_old(world)


def test_what_is_asked_while_the_facts_are_read_is_read_again(world):
    row = services.claim(at=LONG_AFTER)
    while row.school != world.school:
        row = services.claim(at=LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER + MINUTE)
    services.refresh(row, at=LONG_AFTER)

    assert row_of(world.school).asked_at == LONG_AFTER + MINUTE
    assert world.school in keep(LONG_AFTER + MINUTE)


def test_what_changes_while_the_facts_are_read_is_not_forgotten(world, monkeypatch):
    keep(LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER)
    row = services.claim(at=LONG_AFTER)
    read = services.sources.last_term

    def meanwhile(school, *, at):
        found = read(school, at=at)
        a_result_is_entered(world)
        return found

    monkeypatch.setattr(services.sources, "last_term", meanwhile)
    services.refresh(row, at=LONG_AFTER)

    assert is_old(world)


def test_a_worker_that_comes_back_late_changes_nothing(world):
    row = services.claim(at=LONG_AFTER)
    later = LONG_AFTER + services.TERMS.lasts
    keep(later)

    assert not services.refresh(row, at=LONG_AFTER)
    assert row_of(row.school).computed_at == later


def test_a_school_that_cannot_be_read_keeps_what_was_known_and_waits_an_hour(world, monkeypatch):
    keep(LONG_AFTER)
    before = asked(world, COPY_FIRST).replays
    a_result_is_entered(world)
    at = LONG_AFTER + 2 * HOUR

    def broken(school, *, at):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(services.sources, "last_term", broken)
        row = services.claim(at=at)
        assert not services.refresh(row, at=at)

    assert services.claim(at=at + MINUTE) is None
    found = asked(world, COPY_FIRST, at=at + MINUTE)
    assert (found.replays, found.kept.failed_at, found.kept.steps) == (before, at, 0)
    assert keep(at + HOUR) == [world.school]
    assert asked(world, at=at + HOUR).kept.failed_at is None


def test_a_school_whose_workers_die_three_times_is_left_for_an_hour(world):
    keep(LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER)
    at = LONG_AFTER
    for _death in range(services.TERMS.attempts):
        assert services.claim(at=at).school == world.school
        at += services.TERMS.lasts

    assert services.claim(at=at) is None
    row = row_of(world.school)
    assert (row.failed_at, row.asked_at, row.lease) == (at, None, None)


def test_the_progress_is_that_of_the_worker_and_ends_with_it(world, monkeypatch):
    seen = []
    count = services.kept_figures

    def counted(expected):
        row = row_of(world.school)
        seen.append((row.step, row.steps))
        return count(expected)

    keep_neighbours_first = services.claim(at=LONG_AFTER)
    rows = {keep_neighbours_first.school: keep_neighbours_first}
    while row := services.claim(at=LONG_AFTER):
        rows[row.school] = row
    monkeypatch.setattr(services, "kept_figures", counted)
    services.refresh(rows[world.school], at=LONG_AFTER)

    assert seen == [(1, 4), (2, 4), (3, 4)]
    assert row_of(world.school).steps == 0


def test_a_lease_that_ran_out_shows_no_progress(world):
    keep(LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER)
    row = services.claim(at=LONG_AFTER)
    KeptFacts.objects.filter(pk=row.pk).update(step=2, steps=4)

    during = asked(world, at=LONG_AFTER + MINUTE).kept
    after = asked(world, at=LONG_AFTER + services.TERMS.lasts).kept

    assert ((during.step, during.steps), (after.step, after.steps)) == ((2, 4), (0, 0))


def test_the_bell_reads_every_school_and_none_twice(world, time_machine):
    time_machine.move_to(LONG_AFTER, tick=False)

    read = tasks.keep_facts()

    assert read == KeptFacts.objects.exclude(computed_at=None).count() >= 2
    assert tasks.keep_facts() == 0


# --- Whose ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["teacher", "cpe", "school_life", "principal_elsewhere"])
def test_only_who_decides_there_sees_the_row(world, name):
    keep(LONG_AFTER)

    def seen(who):
        reader = world.reader(who, Capacity.STAFF)
        return [row.school for row in KeptFacts.objects.visible_to(reader, at=LONG_AFTER)]

    assert world.school not in seen(name)
    assert seen("principal") == [world.school]


def test_a_family_sees_no_row(world):
    keep(LONG_AFTER)

    for name, capacity in (("guardian", Capacity.FAMILY), ("pupil", Capacity.STUDENT)):
        reader = world.reader(name, capacity)
        assert not KeptFacts.objects.visible_to(reader, at=LONG_AFTER).exists()


def test_nobody_sees_that_something_changed(world):
    a_result_is_entered(world)

    reader = world.reader("principal", Capacity.STAFF)
    assert not PastChange.objects.visible_to(reader, at=LONG_AFTER).exists()
