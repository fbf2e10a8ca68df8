"""A mother of two at 21:00, on her phone: tonight’s work of one, then of the other, and a result.

Her first page leads to each in one tap; the notebook of a usual evening is not scrolled for ever.
"""

import datetime as dt

import pytest

from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.journeys.cast import account
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november

pytestmark = pytest.mark.parametrize("size", ["phone"], indirect=True)

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
WEDNESDAY, THURSDAY, FRIDAY = (dt.date(2026, 11, day) for day in (18, 19, 20))
MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
EVENING = november(18, 21)
HEIGHT = "() => document.documentElement.scrollHeight"
MOST = 1600

# Of a 4e on a Wednesday: what was done, what to ask, what is due when, how long.
USUAL = (
    (
        "Français",
        "Le réalisme : lecture d’une page de Maupassant, puis le portrait d’un personnage.",
        "Qui est le personnage que tu préfères, et pourquoi ?",
        (("Finir le portrait commencé en classe, une demi-page.", THURSDAY, 25, False),),
    ),
    (
        "Anglais LV1",
        "Raconter un voyage au passé : verbes réguliers et irréguliers, à deux.",
        "Quel voyage as-tu raconté en anglais ?",
        (
            (
                "Apprendre les dix verbes de la page 41 et en faire trois phrases.",
                THURSDAY,
                15,
                False,
            ),
            ("Verbes irréguliers, liste 2 : être capable de les écrire.", TUESDAY, 20, True),
        ),
    ),
    (
        "Histoire-géographie",
        "Les villes d’aujourd’hui : habiter une métropole, lecture de deux cartes.",
        "",
        (("Questions 1 à 3 page 84.", FRIDAY, 20, False),),
    ),
    (
        "Physique-chimie",
        "La masse et le volume : mesures au laboratoire, tableau de résultats.",
        "",
        (("Relever trois masses volumiques dans la cuisine.", MONDAY, 15, False),),
    ),
    (
        "Sciences de la vie et de la Terre",
        "Les séismes : lire un sismogramme.",
        "",
        (
            ("Apprendre le schéma du bilan.", THURSDAY, 15, False),
            ("Carte à finir.", MONDAY, 10, False),
        ),
    ),
)


@pytest.fixture
def evening(cast):
    """Inès of 4eB and Malik of 6eA, a Wednesday of school; a result of Inès’s has just appeared."""
    year, school = cast.maths.year, cast.school
    sixth = DivisionFactory(school=school, year=year, code="6eA", level="6")
    malik = StudentFactory(
        school=school,
        first_name="Malik",
        last_name="DIALLO",
        birth_date=dt.date(2015, 3, 1),
        user=account("Malik", "Diallo"),
    )
    EnrolmentFactory(division=sixth, student=malik)
    GuardianshipFactory(student=malik, guardian=cast.mother_link.guardian)
    subjects = {label: SubjectFactory(school=school, label=label) for label, *_rest in USUAL}
    for division in (cast.maths.division, sixth):
        for label, text, question, works in USUAL:
            teaching = TeachingFactory(
                school=school, year=year, subject=subjects[label], division=division
            )
            TeachingStaffFactory(teaching=teaching, staff=cast.roux)
            given = tuple(
                GivenWork(f"{words} ({division.code})", due_on, minutes=minutes, is_test=is_test)
                for words, due_on, minutes, is_test in works
            )
            page = Page(text=text, question=question, works=given)
            write_lesson(teaching, page, day=WEDNESDAY, by=cast.roux.user, at=november(18, 12))
    cast.hand_back(cast.assessment(MARKS, at=MONDAY_10), at=TUESDAY_9)
    cast.malik = malik
    return cast


def test_a_mother_reads_tonight_s_work_of_one_then_of_the_other_and_a_result(
    evening, clock, somebody
):
    clock.go(EVENING)
    awa = somebody(has_touch=True, is_mobile=True)
    awa.arrive("awa.diallo")
    assert "« Qui est le personnage que tu préfères, et pourquoi ? »" in awa.text

    awa.follow("Ouvrir le cahier de textes Inès")  # one tap
    assert "Pour demain · environ 55 min, sans écran" in awa.text
    assert "Finir le portrait commencé en classe, une demi-page. (4eB)" in awa.text
    assert "Contrôle mardi 24 novembre · Anglais LV1" in awa.text
    assert "(6eA)" not in awa.text
    awa.follow("Malik")
    assert "(6eA)" in awa.text
    assert "(4eB)" not in awa.text

    awa.follow("Aujourd’hui")
    awa.follow("1 résultat à lire")
    if "La note 11,5 sur 20" not in awa.text:
        awa.follow("Fractions")
    assert "La note 11,5 sur 20" in awa.text


def test_the_notebook_opens_on_the_child_she_read_last(evening, clock, somebody):
    clock.go(EVENING)
    awa = somebody()
    awa.arrive("awa.diallo")
    awa.follow("Ouvrir le cahier de textes Malik")

    awa.follow("Cahier")

    assert "(6eA)" in awa.text
    assert "(4eB)" not in awa.text


@pytest.mark.parametrize("who", ["awa.diallo", "ines.diallo"])
def test_a_usual_evening_is_not_scrolled_for_ever(evening, clock, somebody, who):
    clock.go(EVENING)
    person = somebody()
    space = "/famille/cahier/" if who == "awa.diallo" else "/eleve/cahier/"
    person.arrive(who, space)

    assert person.page.evaluate(HEIGHT) <= MOST


def test_what_a_pupil_marks_as_done_is_read_by_the_mother_the_same_evening(
    evening, clock, somebody
):
    clock.go(EVENING)
    malik, awa = somebody(), somebody()
    malik.arrive("malik.diallo", "/eleve/cahier/")
    malik.page.get_by_role("button", name="Je l’ai fait").first.click()
    malik.page.get_by_text("C’est fait").wait_for()

    awa.arrive("awa.diallo", f"/famille/cahier/?enfant={evening.malik.public_id}")

    assert "Malik a coché « fait »" in awa.text
    assert "reste environ" in awa.text


def test_on_a_laptop_the_days_lie_open_side_by_side(evening, clock, somebody):
    clock.go(EVENING)
    awa = somebody()
    awa.page.set_viewport_size({"width": 1280, "height": 800})
    awa.arrive("awa.diallo", "/famille/cahier/?semaine=2026-11-18")

    places = awa.page.evaluate(
        "() => [...document.querySelectorAll('details.day')].map(one => "
        "[one.open, Math.round(one.getBoundingClientRect().left)])"
    )

    assert len(places) >= 3
    assert all(is_open for is_open, _left in places)
    assert len({left for _open, left in places}) >= 3, "three columns"
