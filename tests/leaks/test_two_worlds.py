"""What may not be read changes nothing, byte for byte, on any page of any family or pupil.

Every route of the two spaces is asked, as the addresses themselves list them: a page added tomorrow
is compared tomorrow.
"""

import datetime as dt

import pytest

from apps.publication.rules import Rule, Shows
from apps.results.assessments.services import assessments
from apps.results.holds import services as holds_services
from apps.results.marks.rules.typed import Mark
from apps.results.models import Result, TalkRequest
from apps.results.words.services import talk, words
from apps.support.enums import DeviceKind
from tests.factories.support import HelpDeviceFactory
from tests.leaks.two_worlds import (
    MARKED_AT,
    SHOW_ALL,
    differences,
    enter_for,
    entries,
    forgotten,
    mails_sent,
    read_all,
    tap,
)
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, HELD_ON, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
FAMILIES = ("guardian", "guardian_of_classmate")
# Inès and her own: the mark kept back is theirs.
OWN = ("guardian", "other_guardian", "pupil")
NO_FIGURES = Rule(shows=Shows(running_average=True), support_required=False)
A_FEW = ("nothing", "a canary and words")


def entered(world, then):
    """One world for each thing that may have been entered, followed by ``then``."""

    def act(fields):
        enter_for(world, world.assessment, fields, at=MARKED_AT)
        then()

    return [lambda name=name: act(entries()[name]) for name in A_FEW]


def hold(world, at):
    holds_services.hold(
        world.result,
        until=GUARDIAN_AT + 3 * DAY,
        reason="Voir la mère d’abord.",
        by=world.people["cpe"],
        at=at,
    )


def world_to_mark():
    return build_world(handed_back=False, marked=False, rule=SHOW_ALL, classmates=5)


def test_before_the_hand_back_every_page_is_the_same_whatever_was_entered():
    world = world_to_mark()

    acts = [
        lambda fields=fields: enter_for(world, world.assessment, fields, at=MARKED_AT)
        for fields in entries().values()
    ]

    found = differences(acts, lambda: read_all(world, MARKED_AT + MINUTE))

    assert found == []


@pytest.mark.parametrize(
    ("at", "readers"),
    [
        pytest.param(
            STUDENT_AT - dt.timedelta(seconds=1),
            ("guardian", "pupil", "classmate"),
            id="before the pupil",
            marks=pytest.mark.whole,
        ),
        pytest.param(GUARDIAN_AT - dt.timedelta(seconds=1), FAMILIES, id="before the parents"),
    ],
)
def test_between_the_tap_and_the_instant_every_page_is_the_same(at, readers):
    world = world_to_mark()

    found = differences(entered(world, lambda: tap(world)), lambda: read_all(world, at, readers))

    assert found == []


def test_a_held_result_is_told_in_the_same_bytes_whatever_was_entered():
    world = world_to_mark()

    def held():
        tap(world)
        hold(world, HANDED_BACK_AT + MINUTE)

    pages = []

    def read():
        pages.append(read_all(world, GUARDIAN_AT + HOUR, OWN))
        return pages[-1]

    assert differences(entered(world, held), read) == []
    assert any("souhaite vous en parler" in page[-1] for page in pages[0].values())


def test_a_copy_to_come_is_told_in_the_same_bytes_whatever_was_entered():
    world = world_to_mark()

    found = differences(
        entered(world, lambda: tap(world, later=[world.result.pk])),
        lambda: read_all(world, GUARDIAN_AT + HOUR, OWN),
    )

    assert found == []


@pytest.mark.parametrize("later", [False, True], ids=["held", "copy to come"])
def test_the_others_read_of_a_mark_kept_back_nothing_but_the_figures_of_their_class(later):
    """Those count every mark entered in time, kept back or not (docs/decisions/0018)."""
    world = build_world(handed_back=False, marked=False, rule=NO_FIGURES, classmates=5)

    def kept_back():
        tap(world, later=[world.result.pk] if later else [])
        if not later:
            hold(world, HANDED_BACK_AT + MINUTE)

    found = differences(
        entered(world, kept_back),
        lambda: read_all(world, GUARDIAN_AT + HOUR, ("guardian_of_classmate",), about="results:"),
    )

    assert found == []


def test_levels_and_help_change_no_page_before_their_time():
    world = build_world()
    device = HelpDeviceFactory(school=world.school, kind=DeviceKind.TUTORING, name="Tutorat canari")
    by_skills = assessments.create_assessment(
        world.teaching,
        author=world.people["teacher"].staff_links.get(),
        at=MARKED_AT,
        title="Volumes",
        held_on=HELD_ON,
        scale=None,
        skills=["Calculer", "Raisonner"],
    )
    states = [
        {},
        {"mark": Mark(), "levels": (1, 1), "device_id": device.pk},
        {"mark": Mark(), "levels": (4, 0), "no_help": True},
    ]
    acts = [
        lambda fields=fields: enter_for(world, by_skills, fields, at=MARKED_AT) for fields in states
    ]

    found = differences(acts, lambda: read_all(world, MARKED_AT + MINUTE, ("guardian", "pupil")))

    assert found == []


def test_a_withdrawn_result_and_what_replaces_it_are_told_in_the_same_bytes_until_their_time():
    world = build_world(rule=SHOW_ALL, classmates=5)
    evening = GUARDIAN_AT + 4 * HOUR

    def act(fields):
        holds_services.withdraw(
            world.result, "both", "C’était une erreur.", by=world.people["cpe"], at=evening
        )
        enter_for(world, world.assessment, fields, at=evening + MINUTE)

    acts = [lambda name=name: act(entries()[name]) for name in A_FEW]

    found = differences(acts, lambda: read_all(world, evening + HOUR, (*FAMILIES, "pupil")))

    assert found == []


def test_a_word_changes_no_page_of_the_parents_before_the_result_does():
    world = build_world()
    acts = [
        lambda: None,
        lambda: words.write_word(world.result, "J’ai compris les fractions.", at=STUDENT_AT),
    ]

    before = differences(acts, lambda: read_all(world, GUARDIAN_AT - MINUTE, FAMILIES))
    after = differences(acts, lambda: read_all(world, GUARDIAN_AT, ("guardian",)))

    assert before == []
    assert after


def test_nobody_but_the_pupil_sees_that_they_asked_for_the_cpe():
    world = build_world()
    acts = [
        lambda: None,
        lambda: talk.ask_to_talk(world.result, words="J’ai peur.", at=STUDENT_AT),
    ]

    for at in (GUARDIAN_AT - MINUTE, GUARDIAN_AT + HOUR):
        assert differences(acts, lambda at=at: read_all(world, at, FAMILIES)) == []


def asked_on_the_last_day(world):
    """A request that moves the parents' instant by a day; seen, taken back, or left alone."""
    at = GUARDIAN_AT - 3 * HOUR
    return [
        lambda: None,
        lambda: talk.ask_to_talk(world.result, words="J’ai peur.", at=at),
        lambda: (
            talk.ask_to_talk(world.result, at=at),
            talk.see(TalkRequest.objects.get(), by=world.people["cpe"], at=at + MINUTE),
        ),
    ]


def test_a_request_that_moves_a_result_changes_no_byte_for_a_family_until_the_ordinary_instant():
    world = build_world(rule=SHOW_ALL, classmates=5)
    acts = asked_on_the_last_day(world)
    moved = []

    def read(at):
        moved.append(world.result.versions.get().guardian_release_at)
        return read_all(world, at, FAMILIES)

    for at in (GUARDIAN_AT - 2 * HOUR, GUARDIAN_AT - dt.timedelta(seconds=1)):
        assert differences(acts, lambda at=at: read(at)) == []
    assert moved[:3] == [GUARDIAN_AT, GUARDIAN_AT + DAY, GUARDIAN_AT + DAY]


def test_after_the_ordinary_instant_a_family_reads_what_a_late_mark_would_have_told():
    """The result is missing, and nothing else says why."""
    world = world_to_mark()
    tap(world)

    def asked():
        enter_for(world, world.assessment, entries()["the highest"], at=HANDED_BACK_AT)
        talk.ask_to_talk(world.result, at=GUARDIAN_AT - 3 * HOUR)

    acts = [lambda: None, asked]

    for at in (GUARDIAN_AT, GUARDIAN_AT + HOUR):
        found = differences(acts, lambda at=at: read_all(world, at, ("guardian",)))
        assert found == []


@pytest.mark.whole
def test_a_request_never_changes_a_page_of_another_family():
    world = build_world(rule=SHOW_ALL, classmates=5)
    acts = asked_on_the_last_day(world)
    others = ("guardian_of_classmate", "classmate")

    for at in (GUARDIAN_AT, GUARDIAN_AT + HOUR, GUARDIAN_AT + 2 * DAY):
        assert differences(acts, lambda at=at: read_all(world, at, others)) == []


def test_a_mail_says_nothing_of_a_request_before_nor_after():
    world = build_world()
    sent = []
    for act in asked_on_the_last_day(world):
        with forgotten():
            act()
            sent.append([one for one in mails_sent(GUARDIAN_AT - MINUTE) if "cpe" not in one[0][0]])

    assert sent[0] == sent[1] == sent[2]


def test_an_answer_of_one_parent_changes_no_page_of_the_other():
    world = build_world()
    guardian = world.student.guardianships.get(guardian__user=world.people["guardian"]).guardian
    acts = [
        lambda: None,
        lambda: words.answer_help(
            world.result, guardian, device=None, answer="not_possible", at=GUARDIAN_AT
        ),
    ]

    found = differences(
        acts, lambda: read_all(world, GUARDIAN_AT + HOUR, ("other_guardian", "pupil"))
    )

    assert found == []


def test_no_mail_leaves_early_and_none_depends_on_what_was_entered():
    world = world_to_mark()
    before, after = [], []
    for fields in list(entries().values())[1:]:
        with forgotten():
            enter_for(world, world.assessment, fields, at=MARKED_AT)
            tap(world)
            before.append(mails_sent(GUARDIAN_AT - MINUTE))
            after.append(mails_sent(GUARDIAN_AT + MINUTE))

    assert before == [[]] * len(before)
    assert after[0]
    assert after == [after[0]] * len(after)


def test_a_held_and_a_withdrawn_result_send_nothing_to_their_family():
    world = world_to_mark()
    enter_for(world, world.assessment, entries()["the highest"], at=MARKED_AT)
    tap(world)
    hold(world, HANDED_BACK_AT + MINUTE)
    family = {world.people[name].email for name in ("guardian", "other_guardian")}
    addresses = {
        link.guardian.email
        for link in world.student.guardianships.filter(guardian__user__isnull=False)
    }

    known = {to for sent, *__ in mails_sent(GUARDIAN_AT + MINUTE) for to in sent}

    assert known
    assert not known & (addresses | family)


def test_every_result_of_the_school_is_asked_for_and_so_is_every_page(db):
    """Or the tests above would compare nothing."""
    world = build_world()
    pages = read_all(world, GUARDIAN_AT, ("guardian", "pupil"))
    statuses = [page[0] for page in pages.values()]

    assert Result.objects.count() == 2
    assert statuses.count(200) > 10
    assert any("13,37" in page[-1] for page in pages.values())
