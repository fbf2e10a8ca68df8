"""The first page of each person: where it leads, and what it never says."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.urls import reverse

from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from apps.results.models import TalkRequest
from apps.results.words.services import talk
from tests.factories.results import enter
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    StudentFactory,
)
from tests.queries import statements
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
NEXT_MONDAY = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return build_world()


def home(client, world, who, name, at):
    with time_machine.travel(at, tick=False):
        client.force_login(world.people[who])
        response = client.get(reverse(f"home:{name}"))
    assert response.status_code == 200
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (GUARDIAN_AT - dt.timedelta(seconds=1), 0),
        (GUARDIAN_AT, 1),
        (NEXT_MONDAY, 1),
    ],
)
def test_a_family_is_told_of_a_result_from_its_instant_on_and_still_on_monday(
    client, world, at, count
):
    words = home(client, world, "guardian", "family_home", at)

    assert words.count("1 résultat à lire") == count
    assert "13,37" not in words


def test_a_pupil_is_told_of_a_result_before_the_parents(client, world):
    pupil = home(client, world, "pupil", "student_home", STUDENT_AT)
    family = home(client, world, "guardian", "family_home", STUDENT_AT)

    assert ("1 résultat à lire" in pupil, "1 résultat à lire" in family) == (True, False)


def test_two_corrections_of_one_result_are_one_result_to_read(client, world):

    teacher = world.people["teacher"]
    for hours, mark in ((1, "14"), (2, "15")):
        at = GUARDIAN_AT + dt.timedelta(hours=hours)
        enter(world.assessment, {world.student: mark}, by=teacher, at=at, reason="Total.")

    words = home(client, world, "guardian", "family_home", GUARDIAN_AT + dt.timedelta(days=2))

    assert "1 résultat à lire" in words


def test_a_guardian_who_reads_no_result_is_not_told_that_there_is_one(client, world):
    words = home(client, world, "guardian_care", "family_home", GUARDIAN_AT)

    assert "Inès" in words
    assert "résultat à lire" not in words


def test_the_other_parent_s_children_are_on_no_page_of_this_one(client, world):
    father = world.people["other_guardian"].guardians.get()
    half_brother = StudentFactory(school=world.school, first_name="Malik")
    GuardianshipFactory(student=half_brother, guardian=father)

    assert "Malik" in home(client, world, "other_guardian", "family_home", LONG_AFTER)
    assert "Malik" not in home(client, world, "guardian", "family_home", LONG_AFTER)


def test_children_come_in_the_order_of_their_ages(client, world):
    mother = world.people["guardian"].guardians.get()
    for name, year in (("Cadet", 2015), ("Aînée", 2011)):
        child = StudentFactory(school=world.school, first_name=name, birth_date=dt.date(year, 5, 4))
        GuardianshipFactory(student=child, guardian=mother)

    words = home(client, world, "guardian", "family_home", LONG_AFTER)

    assert words.index("Aînée") < words.index("Inès") < words.index("Cadet")


def test_a_guardian_of_twins_in_two_links_sees_each_child_once(client, world):
    user = world.people["guardian"]
    again = GuardianFactory(user=user)
    twin = StudentFactory(school=again.school, first_name="Jumelle")
    EnrolmentFactory(student=twin, school=again.school, division__school=again.school)
    GuardianshipFactory(student=twin, guardian=again)

    words = home(client, world, "guardian", "family_home", LONG_AFTER)

    assert (words.count("Jumelle") > 0, words.count("Inès") > 0) == (True, True)


@pytest.mark.parametrize(
    ("hour", "hello"), [(16, "Bonjour"), (17, "Bonsoir")], ids=["17 h in Paris", "18 h in Paris"]
)
def test_the_greeting_follows_the_clock_of_the_school(client, world, hour, hello):
    at = dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC)

    assert home(client, world, "guardian", "family_home", at).startswith(f"{hello} Madame")


@pytest.mark.parametrize("children", [1, 3])
def test_the_family_page_costs_the_same_for_three_children(client, world, children):
    mother = world.people["guardian"].guardians.get()
    for n in range(children - 1):
        child = StudentFactory(school=world.school, first_name=f"Enfant{n}")
        GuardianshipFactory(student=child, guardian=mother)
    give(world, children)
    client.force_login(world.people["guardian"])

    with time_machine.travel(LONG_AFTER, tick=False), statements() as asked:
        client.get(reverse("home:family_home"))

    assert len(asked) == 8, asked.listed()


@pytest.mark.parametrize("works", [1, 3])
def test_the_first_page_of_a_pupil_costs_the_same_for_three_works(client, world, works):
    give(world, works)
    client.force_login(world.people["pupil"])

    with time_machine.travel(LONG_AFTER, tick=False), statements() as asked:
        client.get(reverse("home:student_home"))

    assert len(asked) == 8, asked.listed()


def give(world, works):
    write_lesson(
        world.teaching,
        Page(
            text="Fractions",
            question="Combien font deux demis ?",
            works=tuple(
                GivenWork(f"Exercice {n}", dt.date(2026, 11, 26), minutes=10) for n in range(works)
            ),
        ),
        day=LONG_AFTER.date(),
        by=world.people["teacher"],
        at=LONG_AFTER,
    )


def test_a_parent_reads_the_question_then_tomorrow_s_two_first_works_before_results(client, world):
    give(world, 3)

    words = home(client, world, "guardian", "family_home", LONG_AFTER)

    parts = ("Combien font deux demis ?", "Pour demain", "Exercice 0", "Exercice 1", "Résultats")
    assert [part for part in parts if part in words] == list(parts)
    assert sorted(parts, key=words.index) == list(parts)
    assert "environ 30 min, sans écran" in words.replace("\u00a0", " ")
    assert "et 1 autre travail" in words
    assert "Exercice 2" not in words


def test_a_pupil_reads_what_is_for_tomorrow_without_a_question_to_the_parents(client, world):
    give(world, 1)

    words = home(client, world, "pupil", "student_home", LONG_AFTER)

    assert words.index("Pour demain") < words.index("Exercice 0") < words.index("Résultats")
    assert "Combien" not in words


@pytest.mark.parametrize("who", ["guardian_surveillance", "guardian_former"])
def test_who_does_not_read_the_notebook_has_nothing_of_it_on_the_first_page(client, world, who):
    give(world, 1)

    words = home(client, world, who, "family_home", LONG_AFTER)

    assert "Pour demain" not in words
    assert "Exercice" not in words


def test_a_teacher_finds_the_copies_that_wait_for_a_gesture(client):
    world = build_world(handed_back=False)

    words = home(client, world, "teacher", "staff_home", LONG_AFTER)

    assert "1 paquet corrigé n’est pas marqué comme rendu." in words


def test_a_member_of_staff_who_teaches_nothing_is_shown_no_copies(client):
    world = build_world(handed_back=False)

    words = home(client, world, "school_life", "staff_home", LONG_AFTER)

    assert "Fractions" not in words


def test_the_principal_reads_the_rule_on_the_first_page(client, world):
    words = home(client, world, "principal", "staff_home", LONG_AFTER)

    assert "Aujourd’hui au collège : la copie est rendue" in words


def test_a_teacher_has_copies_on_the_first_page_and_not_the_rule(client, world):
    words = home(client, world, "teacher", "staff_home", LONG_AFTER)

    assert "Aujourd’hui au collège : la copie est rendue" not in words


@pytest.mark.parametrize(("elder", "cover"), [(True, "2"), (False, "1")])
def test_a_result_wears_the_cover_of_the_child_on_the_family_page(client, world, elder, cover):
    born = dt.date(2009, 1, 1) if elder else dt.date(2016, 1, 1)
    other = StudentFactory(school=world.school, first_name="Malik", birth_date=born)
    GuardianshipFactory(student=other, guardian=world.people["guardian"].guardians.get())
    page = reverse("results:family_result_detail", args=[world.result.public_id])

    with time_machine.travel(LONG_AFTER, tick=False):
        client.force_login(world.people["guardian"])
        first, result = (client.get(url).content.decode() for url in ("/famille/", page))

    covers = re.findall(r"notebook--cover-(\d).*?<h\d>\s*(\w+)", first, re.DOTALL)
    assert (cover, world.student.first_name) in covers
    assert re.findall(r"notebook--cover-(\d)", result) == [cover]


def both_hats(client, world):
    client.force_login(world.people["teacher_and_parent"])
    return client


def test_a_teacher_who_is_a_parent_arrives_at_work_then_where_she_was_last(client, world):
    both_hats(client, world)

    with time_machine.travel(LONG_AFTER, tick=False):
        first = client.get("/")["Location"]
        client.get("/famille/")
        second = client.get("/")["Location"]

    assert (first, second) == ("/equipe/", "/famille/")


def test_a_page_of_everybody_keeps_the_menu_of_the_space_one_came_from(client, world):
    both_hats(client, world)

    with time_machine.travel(LONG_AFTER, tick=False):
        shown = {}
        for space in ("/famille/", "/equipe/"):
            client.get(space)
            doors = client.get("/confort/").context["layout"].nav
            shown[space] = {f"/{door.url.split('/')[1]}/" for door in doors}

    assert shown == {"/famille/": {"/famille/"}, "/equipe/": {"/equipe/"}}


def test_whoever_has_one_space_is_given_no_cookie_of_it(client, world):
    client.force_login(world.people["guardian"])

    with time_machine.travel(LONG_AFTER, tick=False):
        client.get("/famille/")
        page = client.get("/compte/mot-de-passe/").content.decode()

    assert "espace" not in client.cookies
    assert 'href="/famille/resultats/"' in page


def test_a_former_hat_kept_by_the_browser_opens_nothing(client, world):
    client.cookies["espace"] = "staff"
    client.force_login(world.people["guardian"])

    with time_machine.travel(LONG_AFTER, tick=False):
        page = client.get("/confort/").content.decode()

    assert "/equipe/" not in page
    assert 'href="/famille/resultats/"' in page


def test_whoever_is_attached_to_nobody_is_led_to_their_paper(client, world):
    client.force_login(world.people["stranger"])

    page = client.get("/").content.decode()

    assert 'href="/compte/activer/"' in page


def ask_to_talk(world, why="J’ai peur de leur réaction"):
    talk.ask_to_talk(world.result, words=why, at=STUDENT_AT)


def test_the_cpe_reads_first_who_asks_somebody_to_talk(client, world):
    ask_to_talk(world)

    said = home(client, world, "cpe", "staff_home", STUDENT_AT)

    name = f"{world.student.first_name} {world.student.display_last_name}"
    assert said.index("Des élèves demandent qu’on parle d’abord") < said.index(
        "Demandes des élèves"
    )
    assert name in said
    assert "J’ai peur de leur réaction" in said
    assert "13,37" not in said


@pytest.mark.parametrize("who", ["teacher", "lead_teacher"])
def test_a_teacher_reads_nothing_of_what_a_pupil_asked(client, world, who):
    ask_to_talk(world)

    said = home(client, world, who, "staff_home", STUDENT_AT)

    assert "demandent qu’on parle" not in said
    assert "peur" not in said


def test_a_request_taken_in_charge_leaves_the_first_page(client, world):
    ask_to_talk(world)
    talk.see(TalkRequest.objects.get(), by=world.people["cpe"], at=STUDENT_AT)

    assert "demandent qu’on parle" not in home(client, world, "cpe", "staff_home", STUDENT_AT)
