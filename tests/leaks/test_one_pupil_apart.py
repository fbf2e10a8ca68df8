"""What is decided about one pupil is read by nobody else: not from a page, a mail, nor a figure.

Two worlds that differ by one hold, one restriction, one copy given later, one withdrawal: whatever
the other families, the other pupils and their phones receive is the same, byte for byte, then and
for ever after.
"""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from apps.publication.enums import Trigger
from apps.publication.opening import Opening
from apps.publication.rules import Rule
from apps.publication.services import adopt_rule
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds import services as holds_services
from apps.results.models import ClassFigures, Hold, ResultVersion
from apps.results.words.services import talk
from apps.schools.people.services import restrict
from tests.factories.results import enter
from tests.leaks.two_worlds import (
    MARKED_AT,
    SHOW_ALL,
    differences,
    forgotten,
    mails_sent,
    read_all,
    tap,
)
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
OTHERS = ("guardian_of_classmate", "classmate")
MOMENTS = (STUDENT_AT, GUARDIAN_AT, GUARDIAN_AT + 9 * DAY)


def world_of(rule=SHOW_ALL):
    """Inès has the lowest mark of her class: without it average and extremes are others."""
    world = build_world(handed_back=False, rule=rule, classmates=5)
    enter(world.assessment, {world.student: "3"}, by=world.people["teacher"], at=MARKED_AT)
    return world


def nothing(world):
    tap(world)


def held_before_the_pupil(world):
    tap(world)
    _hold(world, HANDED_BACK_AT + MINUTE)


def held_before_the_tap(world):
    _hold(world, HANDED_BACK_AT - HOUR)
    tap(world)


def held_between_the_pupil_and_the_parents(world):
    tap(world)
    _hold(world, STUDENT_AT + HOUR)


def held_then_lifted(world):
    tap(world)
    _hold(world, STUDENT_AT + HOUR)
    holds_services.lift(
        Hold.objects.get(result=world.result), by=world.people["cpe"], at=STUDENT_AT + 2 * HOUR
    )


def copy_to_come(world):
    tap(world, later=[world.result.pk])


def copy_given_later(world):
    tap(world, later=[world.result.pk])
    hand_backs_services.hand_back_later(
        world.assessment, by=world.people["teacher"], at=STUDENT_AT + HOUR, result=world.result
    )


def withdrawn_from_the_pupil(world):
    tap(world)
    holds_services.withdraw(
        world.result, "both", "Une erreur.", by=world.people["cpe"], at=STUDENT_AT + MINUTE
    )


def withdrawn_then_published_again(world):
    withdrawn_from_the_pupil(world)
    holds_services.publish_again(world.result, by=world.people["cpe"], at=STUDENT_AT + HOUR)


def one_parent_cut(world):
    tap(world)
    link = world.student.guardianships.get(guardian__user=world.people["guardian"])
    restrict(
        world.student,
        link.guardian,
        reason="Ordonnance.",
        by=world.people["cpe"],
        at=HANDED_BACK_AT + MINUTE,
    )


def corrected_once_read(world):
    """A correction is a pupil's own too: figures that were read keep what they said."""
    tap(world)
    enter(
        world.assessment,
        {world.student: "20"},
        by=world.people["teacher"],
        at=STUDENT_AT + MINUTE,
        reason="Erreur de total.",
    )


ACTS = [
    held_before_the_pupil,
    held_before_the_tap,
    held_between_the_pupil_and_the_parents,
    held_then_lifted,
    copy_to_come,
    copy_given_later,
    withdrawn_from_the_pupil,
    withdrawn_then_published_again,
    one_parent_cut,
    corrected_once_read,
]


def _hold(world, at):
    holds_services.hold(
        world.result,
        until=GUARDIAN_AT + 5 * DAY,
        reason="Voir la mère d’abord.",
        by=world.people["cpe"],
        at=at,
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once; what each world adds to it is forgotten."""
    with django_db_blocker.unblock(), forgotten():
        yield world_of()


def pages_of_others(world):
    return {
        (moment, *key): page
        for moment in MOMENTS
        for key, page in read_all(world, moment, OTHERS, about="results:").items()
    }


@pytest.fixture(scope="module")
def ordinary(world, django_db_blocker):
    """The pages of the others when nothing was decided about Inès."""
    with django_db_blocker.unblock(), forgotten():
        nothing(world)
        return pages_of_others(world)


# Each kind of decision that a family could read in a classmate's page: held, taken back, corrected.
USUAL = (
    held_between_the_pupil_and_the_parents,
    withdrawn_then_published_again,
    corrected_once_read,
)


@pytest.mark.parametrize(
    "act",
    [act if act in USUAL else pytest.param(act, marks=pytest.mark.whole) for act in ACTS],
    ids=lambda act: act.__name__,
)
def test_what_happens_to_one_pupil_changes_no_byte_for_the_others(act, world, ordinary):
    with forgotten():
        act(world)
        found = pages_of_others(world)

    assert [key for key in ordinary if ordinary[key] != found[key]] == []


@pytest.mark.whole
def test_a_hold_changes_no_page_at_all_of_the_others(world):
    """Every route of their spaces, the first pages and the calendars included."""
    acts = [lambda: nothing(world), lambda: held_before_the_pupil(world)]

    assert differences(acts, lambda: read_all(world, GUARDIAN_AT, OTHERS)) == []


@pytest.mark.parametrize("act", [one_parent_cut, held_before_the_pupil], ids=lambda a: a.__name__)
def test_the_mails_of_the_others_are_the_same_too(act, world):
    about_ines = {
        email
        for link in world.student.guardianships.select_related("guardian__user")
        for email in (link.guardian.email, link.guardian.user.email)
    }

    def read():
        sent = [one for one in mails_sent(GUARDIAN_AT + MINUTE) if not set(one[0]) & about_ines]
        return {"mails": sent, "some": bool(sent)}

    acts = [lambda: nothing(world), lambda: act(world)]

    assert differences(acts, read) == []


def test_a_parent_cut_changes_no_page_of_the_other_parent_nor_of_the_pupil(world):
    acts = [lambda: nothing(world), lambda: one_parent_cut(world)]
    readers = ("other_guardian", "pupil")

    for moment in MOMENTS[1:]:
        assert (
            differences(acts, lambda at=moment: read_all(world, at, readers, about="results:"))
            == []
        )


def test_the_figures_count_a_mark_that_is_held_and_open_at_the_hour_of_the_class(world):
    """Or the tests above would compare pages without figures."""
    held_before_the_pupil(world)
    figures = ClassFigures.objects.get(assessment=world.assessment)
    page = reverse("results:family_result_detail", args=[world.other_result.public_id])
    pages = read_all(world, GUARDIAN_AT, ("guardian_of_classmate",), about="results:")
    words = pages["guardian_of_classmate", page]

    assert figures.count == 7
    assert (figures.student_release_at, figures.guardian_release_at) == (STUDENT_AT, GUARDIAN_AT)
    assert str(figures.average).replace(".", ",") in words[-1]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(replace(SHOW_ALL, trigger=Trigger.ON_ENTRY), id="on entry"),
        pytest.param(
            replace(SHOW_ALL, guardian_opening=Opening.weekly(4, dt.time(17))),
            id="once a week",
            marks=pytest.mark.whole,
        ),
        pytest.param(
            replace(SHOW_ALL, student_delay=3 * HOUR, guardian_delay=2 * DAY),
            id="slow",
            marks=pytest.mark.whole,
        ),
    ],
)
def test_whatever_the_rule_a_hold_moves_the_figures_of_nobody(rule):
    world = world_of(rule)
    acts = [lambda: nothing(world), lambda: held_before_the_tap(world)]

    def read():
        return {"figures": list(ClassFigures.objects.values()), "once": True}

    [figures] = _figures_after(acts[0])
    assert figures["count"] == 7
    assert differences(acts, lambda: _without_keys(read())) == []


def test_a_change_of_rule_moves_the_figures_with_the_class_and_not_with_a_held_pupil(world):
    later = Rule(
        shows=SHOW_ALL.shows,
        support_required=False,
        guardian_opening=Opening.weekly(4, dt.time(17)),
    )

    def adopted(act):
        act(world)
        adopt_rule(
            world.school,
            later,
            by=world.people["principal"],
            at=STUDENT_AT + 3 * HOUR,
            body="head",
            decided_on=STUDENT_AT.date(),
            reason="Essai.",
        )

    acts = [lambda: adopted(nothing), lambda: adopted(held_before_the_pupil)]

    assert differences(acts, lambda: _without_keys({"f": _rows(), "once": True})) == []
    assert {row["guardian_release_at"] for row in _figures_after(acts[0])} == {
        dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
    }


def test_a_change_of_rule_moves_the_figures_as_if_no_pupil_had_asked_to_talk_first(world):
    """The figures of a class that open on a Monday would tell who asked on the Friday."""
    friday = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)

    def adopt(hour, at):
        adopt_rule(
            world.school,
            Rule(
                shows=SHOW_ALL.shows,
                support_required=False,
                guardian_opening=Opening.weekly(4, dt.time(hour)),
            ),
            by=world.people["principal"],
            at=at,
            body="head",
            decided_on=at.date(),
            reason="Essai.",
        )

    def asked(act):
        tap(world)
        adopt(17, STUDENT_AT + 3 * HOUR)
        act()
        adopt(18, friday + HOUR)

    def ask():
        assert talk.ask_to_talk(world.result, at=friday).guards_until > friday + 2 * DAY

    acts = [lambda: asked(lambda: None), lambda: asked(ask)]

    assert differences(acts, lambda: _without_keys({"f": _rows(), "once": True})) == []
    assert {row["guardian_release_at"] for row in _figures_after(acts[1])} == {
        friday.replace(hour=17)
    }


def test_a_class_without_a_mark_at_its_hour_gets_no_figures_from_those_that_come_one_by_one():
    world = build_world(handed_back=False, marked=False, rule=SHOW_ALL)
    tap(world)
    before = list(ClassFigures.objects.values())
    enter(
        world.assessment, {world.student: "3"}, by=world.people["teacher"], at=STUDENT_AT + MINUTE
    )

    assert list(ClassFigures.objects.values()) == before


# --- Rules whose pupils read at a fixed hour or on a fixed day ---------------------------------
# Once theirs has passed, «from now on» is a day or a week later: nobody else may wait for it.

TUESDAY, FRIDAY, FIVE = 1, 4, dt.time(17)
FIXED = {
    "pupils at 17:00, parents 14 hours later": replace(
        SHOW_ALL,
        student_opening=Opening.daily(FIVE),
        guardian_delay=14 * HOUR,
        guardian_opening=Opening.any_minute(),
    ),
    "pupils on Tuesday, parents on Friday": replace(
        SHOW_ALL,
        student_opening=Opening.weekly(TUESDAY, FIVE),
        guardian_opening=Opening.weekly(FRIDAY, FIVE),
    ),
    "pupils on Tuesday, parents at 17:00": replace(
        SHOW_ALL,
        student_opening=Opening.weekly(TUESDAY, FIVE),
        guardian_opening=Opening.daily(FIVE),
    ),
    "all on Friday": replace(
        SHOW_ALL,
        student_opening=Opening.weekly(FRIDAY, FIVE),
        guardian_opening=Opening.weekly(FRIDAY, FIVE),
    ),
}


def _given_later(after):
    def act(world, student_at):
        tap(world, later=[world.result.pk])
        hand_backs_services.hand_back_later(
            world.assessment,
            by=world.people["teacher"],
            at=student_at + after,
            result=world.result,
        )

    return act


def _given_then_undone(world, student_at):
    _given_later(HOUR)(world, student_at)
    hand_backs_services.undo_hand_back(
        world.assessment,
        by=world.people["teacher"],
        at=student_at + HOUR + MINUTE,
        result=world.result,
    )


def _all_given(world, student_at):
    """«Tous ceux qui attendent»: the button of the class, for one pupil who still waits."""
    tap(world, later=[world.result.pk])
    hand_backs_services.hand_back_later(
        world.assessment, by=world.people["teacher"], at=student_at + HOUR
    )


def _asked_to_talk(world, student_at):
    tap(world)
    talk.ask_to_talk(world.result, at=student_at + MINUTE)


def _asked_and_taken_back(world, student_at):
    _asked_to_talk(world, student_at)
    talk.take_back(world.result, at=student_at + HOUR)


def _held_then_lifted(world, student_at):
    tap(world)
    _hold(world, student_at + HOUR)
    holds_services.lift(
        Hold.objects.get(result=world.result), by=world.people["cpe"], at=student_at + 2 * HOUR
    )


def _corrected(world, student_at):
    tap(world)
    enter(
        world.assessment,
        {world.student: "20"},
        by=world.people["teacher"],
        at=student_at + HOUR,
        reason="Erreur de total.",
    )


ONE_PUPIL = [
    _given_later(MINUTE),
    _given_later(13 * HOUR),
    _given_then_undone,
    _all_given,
    _asked_to_talk,
    _asked_and_taken_back,
    _held_then_lifted,
    _corrected,
]
PAUSES = (_asked_to_talk, _asked_and_taken_back, _held_then_lifted)


@pytest.mark.parametrize(
    "name",
    [name if "Friday" in name else pytest.param(name, marks=pytest.mark.whole) for name in FIXED],
)
def test_whatever_is_decided_about_one_pupil_moves_the_instants_of_nobody_else(name):
    rule = FIXED[name]
    world = world_of(rule)
    before, figures = _instants_after(world, lambda: tap(world))
    student_at = figures[0]["student_release_at"]
    together = figures[0]["guardian_release_at"] == student_at
    # Where the parents read with the pupil there is nothing left to keep back.
    acts = [act for act in ONE_PUPIL if not (together and act in PAUSES)]

    found = [_instants_after(world, lambda one=act: one(world, student_at)) for act in acts]

    assert len(before) == 6
    assert figures[0]["count"] == 7
    assert [one for one in found if one != (before, figures)] == []


def _instants_after(world, act):
    """Of every other pupil, and of the figures of the class with what they say."""
    with forgotten():
        act()
        others = (
            ResultVersion.objects.filter(result__assessment=world.assessment)
            .exclude(result=world.result)
            .order_by("result_id")
        )
        names = ("result_id", "student_release_at", "guardian_release_at", "rule_id")
        figures = ClassFigures.objects.filter(assessment=world.assessment).values()
        rows = [{**row, "id": None} for row in figures]
        return list(others.values_list(*names)), rows


def _rows():
    return list(ClassFigures.objects.values())


def _figures_after(act):
    with forgotten():
        act()
        return _rows()


def _without_keys(found):
    """Rows made again have other keys."""
    return {
        name: [{**row, "id": None} for row in rows] if isinstance(rows, list) else rows
        for name, rows in found.items()
    }
