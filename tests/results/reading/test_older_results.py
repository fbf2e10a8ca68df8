"""A list longer than a page: sorted out and counted first, then by page, as on the first page."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from apps.results.models import ReadMark
from apps.schools.models import Guardian
from tests.factories.results import (
    AssessmentFactory,
    HandBackFactory,
    ResultFactory,
    ResultVersionFactory,
)
from tests.factories.schools import GuardianshipFactory
from tests.queries import statements
from tests.results.pages import ask, words_of
from tests.world import GUARDIAN_AT, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
OLD, LATER = 24, GUARDIAN_AT + 12 * DAY
SPACES = {"guardian": "family", "pupil": "student"}
# Session and person, whose results, which of them, the marks, their keys, kept in the session.
GESTURE = {"guardian": 7, "pupil": 7}
BOTH = pytest.mark.parametrize("who", SPACES)


def a_world():
    world = build_world()
    world.rule = world.school.ruleversion_set.get(kind="")
    return world


@pytest.fixture
def world():
    """With the one of every world, 24 older ones to be read."""
    world = a_world()
    for n in range(OLD - 1):
        handed_back(world, f"Ancien {n:02}", at=GUARDIAN_AT - n * dt.timedelta(minutes=1))
    return world


def handed_back(world, title, *, at, back=True, held_on=None):
    """One more result of Inès, whose guardians may read it from ``at`` on if it is ``back``."""
    more = AssessmentFactory(
        teaching=world.teaching,
        author=world.assessment.author,
        title=title,
        held_on=held_on or (at - 3 * DAY).date(),
        created_at=at - 4 * DAY,
    )
    result = ResultFactory(assessment=more, student=world.student)
    if back:
        HandBackFactory(assessment=more, at=at - DAY)
    ResultVersionFactory(
        result=result,
        rule=world.rule,
        student_release_at=at - DAY if back else None,
        guardian_release_at=at if back else None,
    )
    return result


BY_DATE = {"vue": "dates"}


def listed(client, world, who="guardian", **query):
    name = f"{SPACES[who]}_results"
    return words_of(ask(client, world.people[who], name, LATER, data=BY_DATE | query))


def home(client, world, who="guardian"):
    with time_machine.travel(LATER, tick=False):
        client.force_login(world.people[who])
        return words_of(client.get(reverse(f"home:{SPACES[who]}_home")))


def until(client, world, who="guardian"):
    """What the form of the list sends."""
    response = ask(client, world.people[who], f"{SPACES[who]}_results", LATER, data=BY_DATE)
    (shown,) = re.findall(r'name="jusqu_a" value="([^"]+)"', response.content.decode())
    return shown


def clear(client, world, who="guardian", **data):
    name = f"{SPACES[who]}_results_read"
    return ask(client, world.people[who], name, LATER, method="post", data=data)


@BOTH
def test_every_page_counts_what_the_first_page_of_the_family_counts(client, world, who):
    for n in range(2):
        handed_back(world, f"Récent {n}", at=LATER - 5 * DAY)

    assert f"2 résultats à lire et {OLD} plus anciens" in home(client, world, who)
    assert f"2 résultats à lire et {OLD} plus anciens" in listed(client, world, who)
    assert f"{OLD} résultats plus anciens" in listed(client, world, who, page="2")


@BOTH
def test_what_waits_and_what_is_newest_are_on_the_first_page_alone(client, world, who):
    handed_back(world, "Récent", at=LATER - 5 * DAY)
    handed_back(world, "Attendu", at=LATER, back=False, held_on=(GUARDIAN_AT - 40 * DAY).date())

    first, second = (listed(client, world, who, page=n) for n in "12")

    assert ("Récent" in first, "Pas encore" in first, "Attendu" in first) == (True, True, True)
    assert ("Récent" in second, "Pas encore" in second, "Attendu" in second) == (False,) * 3


def test_every_row_is_on_one_page_and_once(client, world):
    pages = [listed(client, world, page=n) for n in "12"]

    found = [f"Ancien {n:02}" for n in range(OLD - 1)]
    assert [sum(page.count(title) for page in pages) for title in found] == [1] * len(found)


def test_where_nothing_is_fresh_the_newest_need_no_gesture(client, world):
    response = ask(client, world.people["guardian"], "family_results", LATER, data=BY_DATE)

    roster = response.context["roster"]
    assert f"{OLD} résultats plus anciens" in words_of(response)
    assert (len(roster.first), len(roster.older)) == (5, 15)


@BOTH
def test_one_gesture_takes_everything_off(client, world, who):
    handed_back(world, "Récent", at=LATER - 5 * DAY)
    shown = until(client, world, who)

    response = clear(client, world, who, jusqu_a=shown)

    assert response.status_code == 302
    assert f"{OLD + 1} résultats ne sont plus à lire." in home(client, world, who)
    assert "Pas de nouveau résultat." in home(client, world, who)
    assert "à lire" not in listed(client, world, who).casefold()


@BOTH
def test_what_appeared_since_the_list_was_shown_stays_to_be_read(client, world, who):
    shown = until(client, world, who)
    handed_back(world, "Récent", at=LATER - 5 * DAY)

    clear(client, world, who, jusqu_a=shown)

    assert f"{OLD} résultats ne sont plus à lire." in (words := home(client, world, who))
    assert "1 résultat à lire" in words
    assert "Récent" in listed(client, world, who).partition("À lire")[2]


@pytest.mark.parametrize(
    "written",
    ["", "demain", "2026-11-12", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"],
)
def test_an_instant_that_the_list_did_not_write_is_now(client, world, written):
    clear(client, world, jusqu_a=written)

    assert ReadMark.objects.count() == OLD


@pytest.mark.parametrize("offset", ["+23:00", "-23:59:59.5"])
def test_an_offset_that_no_place_on_earth_has_is_read_all_the_same(client, world, offset):
    response = clear(client, world, jusqu_a=f"2020-01-01T00:00:00{offset}")

    assert response.status_code == 302
    assert not ReadMark.objects.exists()


def test_nothing_is_marked_that_cannot_be_read_yet(client, world):
    waits = handed_back(world, "Attendu", at=LATER + DAY)

    clear(client, world)

    assert not ReadMark.objects.filter(version__result=waits).exists()
    assert "Attendu" in listed(client, world).partition("Pas encore")[2]


def test_where_one_page_is_full_the_older_ones_are_counted_and_led_to(client, world):
    for n in range(20):
        handed_back(world, f"Récent {n:02}", at=LATER - 5 * DAY - n * dt.timedelta(minutes=1))

    response = ask(client, world.people["guardian"], "family_results", LATER, data=BY_DATE)

    assert f"20 résultats à lire et {OLD} plus anciens" in home(client, world)
    assert "20 résultats à lire" in words_of(response)
    assert f"et {OLD} plus anciens" in words_of(response)
    assert re.search(r'href="\?vue=dates&amp;page=2"\s*>et ', response.content.decode())


def test_where_a_filter_is_on_nothing_is_marked_that_is_not_in_sight(client, world):
    words = listed(client, world, q="Ancien 05")

    assert "1 résultat plus ancien à lire" in words
    assert "Tout marquer comme lu" not in words


@BOTH
@pytest.mark.parametrize("rows", [1, 3])
def test_the_gesture_asks_the_same_of_the_database_whatever_the_rows(client, who, rows):
    world = a_world()
    for n in range(rows - 1):
        handed_back(world, f"Ancien {n}", at=GUARDIAN_AT)
    client.force_login(world.people[who])

    with time_machine.travel(LATER, tick=False), statements() as asked:
        client.post(reverse(f"results:{SPACES[who]}_results_read"))

    assert len(asked) == GESTURE[who], asked.listed()
    assert ReadMark.objects.count() == rows


def test_the_gesture_is_for_this_reader_alone(client, world):
    clear(client, world)

    assert {mark.user for mark in ReadMark.objects.all()} == {world.people["guardian"]}
    assert f"{OLD} résultats plus anciens à lire" in home(client, world, "pupil")


def test_twice_is_once(client, world):
    for _twice in range(2):
        clear(client, world)

    assert ReadMark.objects.count() == OLD


def test_one_of_them_is_kept_again(client, world):
    clear(client, world)

    ask(
        client,
        world.people["guardian"],
        "family_result_read",
        LATER,
        method="post",
        data={"read": "0"},
        public_id=world.result.public_id,
    )

    assert "1 résultat plus ancien à lire" in home(client, world)


def test_the_other_child_of_the_family_keeps_what_is_to_be_read(client, world):
    mine = Guardian.objects.get(user=world.people["guardian"])
    GuardianshipFactory(student=world.other_student, guardian=mine)

    clear(client, world, enfant=str(world.student.public_id))

    marked = ReadMark.objects.values_list("version__student", flat=True)
    assert set(marked) == {world.student.pk}


def test_a_child_of_somebody_else_is_not_found(client, world):
    response = clear(client, world, enfant=str(world.other_student.public_id))

    assert response.status_code == 404
    assert not ReadMark.objects.exists()


# Undone ------------------------------------------------------------------------------------------


UNDO = "Annuler « Tout marquer comme lu »"


def undo(client, world, who="guardian", **data):
    name = f"{SPACES[who]}_results_unread"
    return ask(client, world.people[who], name, LATER, method="post", data=data)


def read_mark(client, world, result, *, read="1"):
    ask(
        client,
        world.people["guardian"],
        "family_result_read",
        LATER,
        method="post",
        data={"read": read},
        public_id=result.public_id,
    )


@BOTH
def test_the_gesture_is_undone_by_a_small_form_of_the_list(client, world, who):
    clear(client, world, who)
    assert UNDO in (words := listed(client, world, who))
    assert "Tout marquer comme lu" not in words.replace(UNDO, "")

    response = undo(client, world, who)

    assert response.status_code == 302
    assert not ReadMark.objects.exists()
    assert f"{OLD} résultats plus anciens à lire" in home(client, world, who)
    assert UNDO not in listed(client, world, who)


def test_undone_twice_is_once(client, world):
    clear(client, world)

    undo(client, world)
    clear(client, world)
    undo(client, world)
    undo(client, world)

    assert not ReadMark.objects.exists()
    assert "Il n’y a rien à annuler." in listed(client, world)


def test_what_was_read_before_the_gesture_is_not_undone(client, world):
    read_mark(client, world, world.result)
    (before,) = ReadMark.objects.values_list("pk", flat=True)

    clear(client, world)
    undo(client, world)

    assert list(ReadMark.objects.values_list("pk", flat=True)) == [before]


def test_what_was_opened_since_the_gesture_stays_read(client, world):
    clear(client, world)
    read_mark(client, world, world.result)

    undo(client, world)

    (left,) = ReadMark.objects.all()
    assert left.version.result == world.result


def test_what_was_opened_since_in_another_window_stays_read(client, world):
    clear(client, world)
    read_mark(type(client)(), world, world.result)

    undo(client, world)

    (left,) = ReadMark.objects.all()
    assert (left.version.result, left.is_opened) == (world.result, True)


def test_what_was_kept_and_read_again_since_the_gesture_stays_read(client, world):
    clear(client, world)
    for read in "01":
        read_mark(client, world, world.result, read=read)

    undo(client, world)

    assert ReadMark.objects.count() == 1


def test_the_next_gesture_is_the_one_that_is_undone(client, world):
    clear(client, world)
    handed_back(world, "Récent", at=LATER - DAY)
    clear(client, world)

    undo(client, world)

    assert ReadMark.objects.count() == OLD
    assert "1 résultat à lire" in home(client, world)


def test_a_gesture_is_not_undone_by_another_account(client, world):
    clear(client, world)

    undo(client, world, "pupil")

    assert ReadMark.objects.count() == OLD


def test_a_gesture_is_undone_where_it_was_made(client, world):
    other = type(client)()
    clear(client, world)

    undo(other, world)

    assert UNDO not in listed(other, world)
    assert ReadMark.objects.count() == OLD


def test_the_list_of_the_other_child_offers_nothing_to_undo(client, world):
    mine = Guardian.objects.get(user=world.people["guardian"])
    GuardianshipFactory(student=world.other_student, guardian=mine)
    clear(client, world, enfant=str(world.student.public_id))
    other = str(world.other_student.public_id)

    undo(client, world, enfant=other)

    assert UNDO not in listed(client, world, enfant=other)
    assert UNDO in listed(client, world, enfant=str(world.student.public_id))
    assert ReadMark.objects.count() == OLD


def test_the_child_of_somebody_else_has_nothing_to_undo(client, world):
    assert undo(client, world, enfant=str(world.other_student.public_id)).status_code == 404
