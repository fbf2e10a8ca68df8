"""A mark that may not be read changes nothing, byte for byte, for anybody who is not its teacher.

Each test makes one world and enters, in turn, several marks in it: the pages must be the same ones.
"""

import datetime as dt
from contextlib import contextmanager

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from apps.notices.outbox.services import sending
from apps.publication.rules import Rule, Shows
from apps.results.announcements import services as announcements_services
from apps.results.hand_backs import services as hand_backs_services
from apps.results.words.services import help
from tests.access.actors import ANONYMOUS, FAMILIES, NO_FAMILY_ANY_MORE, PUPILS, TEAM_ASIDE
from tests.access.cases import Case, of_child, of_row
from tests.access.conftest import TOKEN, address, signed_in
from tests.factories.results import enter
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

MINUTE = dt.timedelta(minutes=1)
MARKED_AT = HANDED_BACK_AT - dt.timedelta(days=1)
SHOW_ALL = Rule(shows=Shows(class_average=True, extremes=True))


def by_date(world):
    return {"vue": "dates"}


FAMILY_PAGES = [
    Case("home:start", get={}),
    Case("home:family_home", get={}),
    Case("publication:family_rules", get={}),
    Case("results:family_results", get={}),
    Case("results:family_results", query=of_child("student"), get={}),
    Case("results:family_results", query=of_child("other_student"), get={}),
    Case("results:family_results", query=by_date, get={}),
    Case("results:family_result_detail", arguments=of_row("result"), get={}),
    Case("results:family_result_detail", arguments=of_row("other_result"), get={}),
]
PUPIL_PAGES = [
    Case("home:student_home", get={}),
    Case("publication:student_rules", get={}),
    Case("results:student_results", get={}),
    Case("results:student_results", query=by_date, get={}),
    Case("results:student_result_detail", arguments=of_row("result"), get={}),
    Case("results:student_result_detail", arguments=of_row("other_result"), get={}),
]
TEAM_PAGES = [
    Case("home:staff_home", get={}),
    Case("publication:staff_rules", get={}),
    Case("results:assessment_list", get={}),
    *(
        Case(f"results:assessment_{name}", arguments=of_row("assessment"), get={})
        for name in ("detail", "edit", "marks", "hand_back")
    ),
]
# The teacher who is a parent too is staff of the class: only their family pages are compared.
NOT_STAFF = (*FAMILIES, *NO_FAMILY_ANY_MORE, *PUPILS, "stranger", ANONYMOUS)
# Who teaches elsewhere or watches over the yard; the former teacher still taught them then.
OTHER_STAFF = tuple(actor for actor in TEAM_ASIDE if actor != "former_teacher")
FEW = ("guardian", "guardian_of_classmate", *PUPILS)
VARIANTS = (None, "0", "20", "abs")


def hand_back(world):
    """The tap, in a class where nobody is proposed a help of their own."""
    hand_backs_services.hand_back(
        world.assessment,
        by=world.people["teacher"],
        at=HANDED_BACK_AT,
        help_for_all=help.Help(nothing=True),
    )


def space_of(actor):
    """The pages of one’s own space; the sweep says that there are no others."""
    return PUPIL_PAGES if actor in PUPILS else FAMILY_PAGES


def pages_of(world, actors, at, cases=None):
    """Everything that is sent: status, headers (length included), names of cookies, body."""
    seen = {}
    with time_machine.travel(at, tick=False):
        for actor in actors:
            with signed_in(world, actor) as client:
                for case in cases or space_of(actor):
                    url = address(case, world)
                    response = client.get(url)
                    body = TOKEN.sub(r"\1", response.content.decode())
                    cookies = sorted(response.cookies)
                    seen[actor, url] = (
                        response.status_code,
                        dict(response.headers),
                        cookies,
                        body,
                    )
    return seen


@contextmanager
def forgotten():
    """What the block writes is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def mark_of_ines(world, typed, *, at, reason=""):
    if typed is not None:
        teacher = world.people["teacher"]
        enter(world.assessment, {world.student: typed}, by=teacher, at=at, reason=reason)


def variants(act, read, marks=VARIANTS):
    """What ``read`` gives after each mark that ``act`` enters."""
    found = []
    for typed in marks:
        with forgotten():
            act(typed)
            found.append(read())
    return found


def changed(found):
    """The addresses whose pages differ between the variants: nothing is expected."""
    first, *others = found
    assert first
    return sorted({key for other in others for key in first if first[key] != other[key]})


def test_before_the_hand_back_no_page_tells_whether_a_mark_was_entered():
    world = build_world(handed_back=False, marked=False)

    found = variants(
        lambda typed: mark_of_ines(world, typed, at=MARKED_AT),
        lambda: pages_of(world, FEW, MARKED_AT + MINUTE),
    )

    assert changed(found) == []


@pytest.mark.parametrize(
    ("at", "actors"),
    [
        (STUDENT_AT - dt.timedelta(seconds=1), FEW),
        (STUDENT_AT, ("guardian", "guardian_of_classmate", "classmate")),
        (GUARDIAN_AT - dt.timedelta(seconds=1), ("guardian", "guardian_of_classmate")),
    ],
    ids=["before the pupil", "the pupil reads", "before the parents"],
)
def test_between_the_hand_back_and_the_instant_no_page_tells_it_either(at, actors):
    world = build_world(handed_back=False, marked=False)

    def act(typed):
        mark_of_ines(world, typed, at=MARKED_AT)
        hand_back(world)

    found = variants(act, lambda: pages_of(world, actors, at))

    assert changed(found) == []


def test_a_late_mark_changes_no_page_of_anybody_while_its_classmates_are_read():
    world = build_world(marked=False, rule=SHOW_ALL, classmates=5)
    late = GUARDIAN_AT + dt.timedelta(hours=1)

    def read():
        at = late + MINUTE
        pages = pages_of(world, NOT_STAFF, at)
        pages |= pages_of(world, OTHER_STAFF, at, TEAM_PAGES)
        return pages

    found = variants(lambda typed: mark_of_ines(world, typed, at=late), read, marks=(None, "20"))

    assert changed(found) == []
    assert any("de 12 à 17,29" in page[-1] for page in found[0].values())


def test_a_late_mark_changes_nothing_in_class_figures_once_it_is_read():
    world = build_world(marked=False, rule=SHOW_ALL, classmates=5)
    late = GUARDIAN_AT + dt.timedelta(hours=1)
    next_week = late + dt.timedelta(days=7)

    found = variants(
        lambda typed: mark_of_ines(world, typed, at=late),
        lambda: pages_of(world, ("guardian_of_classmate", "classmate"), next_week),
    )

    assert changed(found) == []


def test_a_correction_at_ten_in_the_evening_changes_no_page_before_the_morning():
    world = build_world()
    evening = dt.datetime(2026, 11, 18, 21, tzinfo=dt.UTC)
    before_opening = dt.datetime(2026, 11, 19, 5, 59, tzinfo=dt.UTC)

    found = variants(
        lambda typed: mark_of_ines(world, typed, at=evening, reason="Erreur de total."),
        lambda: pages_of(world, FEW, before_opening),
    )

    assert changed(found) == []
    assert any("13,37" in page[-1] for page in found[0].values())


def mails_sent(at):
    mail.outbox.clear()
    announcements_services.announce(at=at)
    for notice in sending.claim(limit=50, at=at):
        sending.send(notice, at=at)
    return sorted(
        (sent.to, sent.subject, sent.body, [content for content, _type in sent.alternatives])
        for sent in mail.outbox
    )


def test_no_mail_leaves_before_the_instant_and_none_ever_tells_the_mark():
    world = build_world(handed_back=False, marked=False)
    before, after = [], []
    for typed in ("0", "20", "13.37", "abs"):
        with forgotten():
            mark_of_ines(world, typed, at=MARKED_AT)
            hand_back(world)
            before.append(mails_sent(GUARDIAN_AT - MINUTE))
            after.append(mails_sent(GUARDIAN_AT + MINUTE))

    assert before == [[]] * 4
    assert after[0]
    assert after == [after[0]] * 4
