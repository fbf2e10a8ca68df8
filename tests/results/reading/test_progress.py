"""Many results: found, followed over time, averaged if the rule says so, put on paper."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from apps.publication.rules import Rule, Shows
from apps.results.enums import Status
from apps.schools.models import Term
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import (
    AssessmentFactory,
    HandBackFactory,
    ResultFactory,
    ResultVersionFactory,
)
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    SchoolFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
)
from tests.queries import statements
from tests.results.pages import ask, open_all, read
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
AVERAGES = Rule(shows=Shows(running_average=True))
WORDS_ONLY = Rule(shows=Shows(mark=False))


@pytest.fixture
def world():
    return build_world()


def add(world, title, mark=None, *, days=0, teaching=None, rule=None, released=GUARDIAN_AT, **more):
    """One more result of Inès, ``days`` before the first one; ``mark`` None: nothing entered."""
    fields = {key: more.pop(key) for key in ("scale", "skills", "coefficient") if key in more}
    assessment = AssessmentFactory(
        teaching=teaching or world.teaching,
        author=world.assessment.author,
        title=title,
        held_on=world.assessment.held_on - dt.timedelta(days=days),
        **fields,
    )
    result = ResultFactory(assessment=assessment, student=world.student)
    HandBackFactory(assessment=assessment)
    if mark is not None or more:
        ResultVersionFactory(
            result=result,
            value=None if mark is None else Decimal(mark),
            rule=rule or world.teaching.school.ruleversion_set.get(kind=""),
            student_release_at=STUDENT_AT if released else None,
            guardian_release_at=released,
            **more,
        )
    return result


def of_subject(world, label, code):
    subject = SubjectFactory(school=world.school, label=label, code=code)
    division, year = world.teaching.division, world.teaching.year
    return TeachingFactory(school=world.school, year=year, subject=subject, division=division)


def listed(client, world, who="guardian", at=LONG_AFTER, **query):
    """The page of who has opened all that they may read."""
    name = "student_results" if who == "pupil" else "family_results"
    open_all(world.people[who], at)
    return read(client, world.people[who], name, at, query=query)


def printed(client, world, who="guardian", **query):
    name = "student_results_print" if who == "pupil" else "family_results_print"
    return read(client, world.people[who], name, LONG_AFTER, query=query)


def maths(world):
    return world.teaching.subject.code


def test_a_parent_chooses_a_subject_and_reads_its_marks_and_no_other(client, world):
    english = of_subject(world, "Anglais LV1", "030201")
    add(world, "My family", "14.5", teaching=english)
    add(world, "Puissances", "9", days=20)

    words = listed(client, world, matiere=maths(world))

    assert "Puissances 23 octobre 9 sur 20" in words
    assert "13,37 sur 20" in words
    assert "My family" not in words


def test_the_picture_is_told_in_words_and_in_a_table(client, world):
    add(world, "Puissances", "9", days=20)
    open_all(world.people["pupil"], LONG_AFTER)
    with time_machine.travel(LONG_AFTER, tick=False):
        client.force_login(world.people["pupil"])
        response = client.get(reverse("results:student_results"), {"matiere": maths(world)})

    html = response.content.decode()
    assert 'role="img"' in html
    assert "2 notes, ramenées sur 20, dans l’ordre des jours" in html
    assert html.count("<circle") == 2
    assert html.count("<polyline") == 1


@pytest.mark.parametrize("count", [0, 1, 40])
def test_a_subject_with_no_one_or_forty_marks_has_its_page(client, world, count):
    german = of_subject(world, "Allemand LV2", "030402")
    add(world, "Bald", teaching=german)
    for n in range(count):
        add(world, f"Wort {n}", str(n % 20), days=n, teaching=german)
    open_all(world.people["guardian"], LONG_AFTER)
    with time_machine.travel(LONG_AFTER, tick=False):
        client.force_login(world.people["guardian"])
        response = client.get(reverse("results:family_results"), {"matiere": "030402"})

    html = response.content.decode()
    assert html.count("<circle") == count
    assert "Bald" in html


def test_what_is_not_released_yet_is_neither_in_the_picture_nor_in_the_table(client, world):
    add(world, "Puissances", "9", days=20, released=LONG_AFTER + MINUTE)

    words = listed(client, world, matiere=maths(world))

    assert "9 sur 20" not in words
    assert "Pas encore" in words
    assert "Puissances" in words


def test_skills_alone_are_read_in_words_strong_ones_first(client, world):
    skills = ["Raisonner", "Calculer", "Chercher"]
    add(world, "Résoudre", scale=None, skills=skills, levels=[2, 4, 0], status="")

    words = listed(client, world, matiere=maths(world))

    strong, weak = "Calculer : sait faire et va plus loin", "Raisonner : presque"
    assert words.index(strong) < words.index(weak)
    assert "Chercher" not in words


def test_a_rule_of_words_only_hides_the_mark_in_the_table_in_the_picture_and_on_paper(client):
    world = build_world(rule=WORDS_ONLY)

    for one in (
        listed(client, world, matiere=maths(world)),
        read(client, world.people["guardian"], "family_results_print", LONG_AFTER),
    ):
        assert "Fractions" in one
        assert "13,37" not in one
        assert "ramenée" not in one


@pytest.fixture
def everywhere(client):
    """Each page that lists the results of one subject, read by its mother who has opened all."""

    def read_all(world):
        return (
            listed(client, world),
            listed(client, world, matiere=maths(world)),
            listed(client, world, vue="jour"),
            printed(client, world, periode="tout"),
        )

    return read_all


def test_a_rule_without_levels_says_none_in_any_list_nor_on_paper(everywhere):
    world = build_world(rule=Rule(shows=Shows(levels=False)))
    add(world, "Résoudre", days=3, scale=None, skills=["Calculer"], levels=[4], status="")

    for text in everywhere(world):
        assert "Résoudre" in text or "Fractions" in text
        assert "Calculer" not in text
        assert "sait faire" not in text


def test_a_rule_of_words_only_says_no_status_in_any_list_nor_on_paper(everywhere):
    world = build_world(rule=WORDS_ONLY)
    add(world, "Sommes", days=-1, status=Status.ABSENT)

    for text in everywhere(world):
        assert "Sommes" in text
        assert "absence" not in text


def test_a_parent_finds_a_title_whatever_the_accents(client, world):
    add(world, "Périmètres", "9", days=3)

    words = listed(client, world, q="perimetre")

    assert "Périmètres" in words
    assert "Fractions" not in words


def test_a_parent_may_read_only_what_waits(client, world):
    add(world, "Puissances", days=3)

    words = listed(client, world, etat="attente")

    assert "Puissances" in words
    assert "Fractions" not in words


def test_a_search_without_an_answer_says_so_and_leads_back(client, world):
    words = listed(client, world, q="zzz")

    assert "Rien ne correspond." in words
    assert "Revoir toutes les matières" in words


@pytest.mark.parametrize("query", [{"matiere": "inconnue"}, {"etat": "tous"}, {"q": "x" * 99}])
def test_an_address_typed_by_hand_that_makes_no_sense_shows_everything(client, world, query):
    assert "Fractions" in listed(client, world, **query)


def test_more_results_than_a_page_holds_are_on_the_next_ones(client, world):
    for n in range(24):
        add(world, f"Devoir {n:02}", "10", days=n + 1)

    assert "Page 1 sur 2" in listed(client, world, vue="dates")
    assert "Devoir 23" in listed(client, world, page="2")
    assert "Devoir 23" not in listed(client, world, vue="dates")


def test_every_waiting_row_leads_to_the_rule(client, world):
    words = listed(client, world, at=GUARDIAN_AT - MINUTE)

    assert "Pourquoi pas encore ?" in words


@pytest.mark.parametrize(
    ("query", "unfolded"),
    [({"etat": "attente"}, False), ({"vue": "dates"}, False), ({"q": "devoir"}, True)],
)
def test_what_waits_is_answered_before_any_form_and_the_rule_is_led_to_once(
    client, world, query, unfolded
):
    for n in range(8):
        add(world, f"Devoir {n}", days=-n)
    later = AssessmentFactory(
        teaching=world.teaching, author=world.assessment.author, title="Devoir rendu plus tard"
    )
    ResultFactory(assessment=later, student=world.student)
    HandBackFactory(assessment=later, at=GUARDIAN_AT - MINUTE)

    page = ask(client, world.people["guardian"], "family_results", GUARDIAN_AT, data=query)

    main = page.content.decode().partition("<main")[2]
    assert bool(re.search(r"<details[^>]*\bopen\b", main)) is unfolded
    assert len(page.context["roster"].waiting) > 1
    assert main.count("Lire la règle") == 1
    assert "Pourquoi pas encore" not in main


# --- Averages ----------------------------------------------------------------------------------


@pytest.fixture
def averaged():
    world = build_world(rule=AVERAGES)
    year = world.teaching.year
    Term.objects.create(
        school=world.school,
        year=year,
        index=1,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 11, 30),
    )
    return world


def test_a_rule_without_averages_shows_none(client, world):
    add(world, "Puissances", "9", days=20)

    assert "en moyenne" not in listed(client, world)
    assert "en moyenne" not in listed(client, world, matiere=maths(world))
    assert "en moyenne" not in printed(client, world)


def test_an_average_weighs_coefficients_and_scales_of_what_is_visible(client, averaged):
    add(averaged, "Puissances", "4", days=20, scale=5, coefficient=Decimal("2"))
    add(averaged, "Absence", None, days=21, status=Status.ABSENT)

    # (13,37 + 2 × 16) / 3 = 15,123…
    words_read = "15,12 sur 20 en moyenne, pour 2 notes."
    assert f"Mathématiques {words_read}" in printed(client, averaged)
    assert f"1er trimestre : {words_read}" in listed(client, averaged)
    assert f"1er trimestre : {words_read}" in listed(client, averaged, matiere=maths(averaged))


def test_an_average_does_not_move_before_the_mark_it_would_tell(client, averaged):
    """Leak seen elsewhere: a total that counts what is hidden, found by subtraction."""
    before = printed(client, averaged), listed(client, averaged)
    add(averaged, "Puissances", "9", days=20, released=LONG_AFTER + MINUTE)

    after = printed(client, averaged), listed(client, averaged)

    for line in (*before, *after):
        assert "13,37 sur 20 en moyenne, pour 1 note." in line


def test_a_pupil_and_a_parent_each_have_the_average_of_what_they_see(client, averaged):
    add(averaged, "Puissances", "9", days=20, released=LONG_AFTER + MINUTE)

    assert "11,19 sur 20 en moyenne, pour 2 notes." in printed(client, averaged, who="pupil")
    assert "13,37 sur 20 en moyenne, pour 1 note." in printed(client, averaged)


def test_a_mark_that_its_own_rule_hides_is_in_no_average(client, averaged):
    hidden = RuleVersionFactory(
        school=averaged.school, rule=WORDS_ONLY, kind="oral", kind_label="les oraux"
    )
    add(averaged, "Exposé", "20", days=20, rule=hidden)

    assert "13,37 sur 20 en moyenne, pour 1 note." in printed(client, averaged)


# --- Paper -------------------------------------------------------------------------------------


def test_paper_holds_what_is_released_and_not_a_line_of_what_waits(client, averaged):
    add(averaged, "Puissances", "9", days=20, released=LONG_AFTER + MINUTE)
    add(averaged, "Volumes", days=21)

    words = read(client, averaged.people["guardian"], "family_results_print", LONG_AFTER)

    assert "1er trimestre" in words
    assert "Fractions 12 novembre 13,37 sur 20" in words
    assert "Puissances" not in words
    assert "Volumes" not in words
    assert "Ce n’est pas un bulletin." in words


# --- Who reads nothing, or nothing new ---------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("guardian_care", "Vous accompagnez Inès au quotidien."),
        ("guardian_surveillance", "Le collège vous tient au courant par les bulletins"),
        ("guardian_former", "le collège ne vous compte plus parmi les responsables d’Inès"),
    ],
)
def test_an_adult_with_another_place_is_told_why(client, world, who, sentence):
    words = listed(client, world, who=who)

    assert sentence in words
    assert "Les évaluations passées en classe apparaîtront ici." not in words


def test_a_child_with_nothing_yet_has_a_kind_page(client):
    link = GuardianshipFactory()

    words = read(client, link.guardian.user, "family_results", LONG_AFTER)

    assert "Rien à lire pour l’instant." in words


def test_a_parent_who_was_cut_has_no_page_at_all(client, world):
    guardian = world.people["guardian"].guardians.get()
    RestrictionFactory(student=world.student, guardian=guardian, school=world.school)
    client.force_login(world.people["guardian"])

    with time_machine.travel(LONG_AFTER, tick=False):
        for name in ("family_results", "family_results_print"):
            assert client.get(reverse(f"results:{name}")).status_code == 404


# --- Cost --------------------------------------------------------------------------------------


def with_three_children(world):
    """Two more, one of them in another school."""
    guardian = world.people["guardian"].guardians.get()
    GuardianshipFactory(student=StudentFactory(school=world.school), guardian=guardian)
    other = SchoolFactory()
    student = StudentFactory(school=other)
    EnrolmentFactory(division=DivisionFactory(school=other), student=student)
    GuardianshipFactory(
        student=student, guardian=GuardianFactory(school=other, user=world.people["guardian"])
    )


@pytest.mark.parametrize("results", [1, 150])
@pytest.mark.parametrize("children", [1, 3])
@pytest.mark.parametrize("query", ["", "?matiere={}", "?q=devoir", "?etat=attente", "?page=3"])
def test_a_list_costs_the_same_whatever_it_holds(client, world, children, results, query):
    if children == 3:
        with_three_children(world)
    for n in range(results - 1):
        add(world, f"Devoir {n}", str(n % 20) if n % 10 else None, days=n % 70)
    child = f"{'&' if query else '?'}enfant={world.student.public_id}"
    address = reverse("results:family_results") + query.format(maths(world)) + child
    client.force_login(world.people["guardian"])

    with time_machine.travel(LONG_AFTER, tick=False), statements() as asked:
        response = client.get(address)

    assert response.status_code == 200
    # By subject, nothing of why a row waits is read.
    assert len(asked) == (8 if query else 7), asked.listed()
