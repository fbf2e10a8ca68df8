"""The notebook as a family and a pupil read it."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.urls import reverse

from apps.homework.models import DailyCap, Done, HomeworkVersion, Lesson
from apps.homework.models.notebook import followed
from apps.homework.notebook.services.writing import Page, rewrite_lesson
from apps.homework.reading.services import set_done
from coeduc.access import Capacity, Reader
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
)
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, page, work, write
from tests.queries import statements

pytestmark = pytest.mark.django_db
TOMORROW = dt.date(2026, 11, 18)
HOUR = dt.timedelta(hours=1)
FAMILY = "homework:family_notebook"
PUPIL = "homework:student_notebook"


def read(client, person, route=FAMILY, *, at=TUESDAY, **query):
    """The words of the page, from its first heading to the people to talk to."""
    with time_machine.travel(at, tick=False):
        client.force_login(getattr(person, "user", person))
        response = client.get(reverse(route), query)
    assert response.status_code == 200
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def tick(client, pupil, homework, done="1", at=TUESDAY):
    with time_machine.travel(at, tick=False):
        client.force_login(pupil.user)
        address = reverse("homework:student_work_done", args=[homework.public_id])
        return client.post(address, {"done": done})


def in_order(words, *parts):
    places = [words.find(part) for part in parts]
    assert -1 not in places, dict(zip(parts, places, strict=True))
    return places == sorted(places)


def test_a_parent_reads_what_to_ask_then_tomorrow_s_work_then_the_lesson(client, school_life):
    write(
        school_life,
        text="Additions de fractions",
        question="Combien font deux demis ?",
        works=[work("Exercice 4", TOMORROW, minutes=20)],
    )

    words = read(client, school_life.mother)

    assert in_order(
        words,
        "À lui demander ce soir",
        "« Combien font deux demis ? »",
        "Pour demain · environ 20 min, sans écran",
        "Exercice 4",
        "Vu en classe aujourd’hui",
        "Additions de fractions",
    )
    assert words.count("Exercice 4") == words.count("Additions de fractions") == 1


def test_an_evening_without_work_wishes_a_good_evening_and_says_when_the_next_is(
    client, school_life
):
    write(school_life, works=[work("Exercice 4", THURSDAY)])
    evening = dt.datetime(2026, 11, 17, 17, 30, tzinfo=dt.UTC)

    words = read(client, school_life.mother, at=evening)

    assert "Rien à faire pour demain. Bonne soirée." in words
    assert "Prochain travail : pour jeudi 19 novembre." in words


def test_on_sunday_a_parent_reads_friday_s_question_and_monday_s_work(client, school_life):
    friday = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    monday = dt.date(2026, 11, 23)
    write(
        school_life,
        at=friday,
        day=friday.date(),
        question="Qui était Ulysse ?",
        works=[work("Lire le chant 9", monday)],
    )
    saturday, sunday = (friday + dt.timedelta(days=n) for n in (1, 2))

    words = read(client, school_life.mother, at=saturday)

    assert in_order(words, "À lui demander ce week-end", "Ulysse", "Pour lundi", "Lire le chant 9")
    assert "La semaine qui vient" in words
    assert "Pour demain" in read(client, school_life.mother, at=sunday)


def test_a_parent_reads_that_a_screen_is_needed_and_how_to_do_without(client, school_life):
    write(
        school_life,
        works=[work("Vidéo", TOMORROW, needs_screen=True, offline_way="lire la page 34")],
    )

    words = read(client, school_life.mother)

    assert "Écran nécessaire — sinon : lire la page 34" in words
    assert "sans écran" not in words


def test_the_load_of_a_day_is_said_in_words_beside_the_school_s_own_aim(client, school_life):
    DailyCap.objects.create(
        school=school_life.school, level=school_life.teaching.division.level, minutes=30
    )
    write(school_life, works=[work("Exercice 4", THURSDAY, minutes=30)])
    light = read(client, school_life.mother)
    write(
        school_life,
        school_life.french,
        by=school_life.colleague,
        works=[work("Lire", THURSDAY, minutes=33, over_cap_reason="Un livre entier")],
    )

    heavy = read(client, school_life.mother)

    assert "une journée chargée" not in light
    assert "environ 1 h 05, sans écran, une journée chargée" in heavy.replace("\u00a0", " ")
    assert "Le collège vise au plus 30 min de travail par jour." in heavy.replace("\u00a0", " ")
    assert "Un livre entier" not in heavy


def test_a_family_of_one_child_reads_nothing_of_the_other_pupils(client, school_life):
    write(school_life, works=[work("Version aérée", TOMORROW, students=(school_life.leo,))])
    write(
        school_life,
        school_life.elsewhere,
        by=school_life.colleague,
        text="Séance de 4eC",
        works=[work("Travail de 4eC", TOMORROW)],
    )

    for person, route in ((school_life.mother, FAMILY), (school_life.ines, PUPIL)):
        words = read(client, person, route)
        assert "aérée" not in words
        assert "4eC" not in words
    assert "aérée" in read(client, school_life.mother_of_leo)


def test_a_twin_s_adapted_work_stays_in_that_twin_s_notebook(client, school_life):
    guardian = school_life.mother.guardians.get()
    GuardianshipFactory(student=school_life.leo, guardian=guardian)
    lesson = write(
        school_life,
        works=[
            work("Version aérée", TOMORROW, students=(school_life.leo,)),
            work("Pour tous", TOMORROW),
        ],
    )
    set_done(lesson.works.get(is_adapted=False), school_life.leo, done=True, at=TUESDAY)

    ines, leo = (
        read(client, school_life.mother, enfant=child.public_id)
        for child in (school_life.ines, school_life.leo)
    )

    assert (ines.count("Version aérée"), ines.count("Pour tous")) == (0, 1)
    assert (leo.count("Version aérée"), leo.count("Pour tous")) == (1, 1)
    assert f"{school_life.leo.first_name} a coché « fait »" in leo
    assert "a coché" not in ines


def test_a_correction_says_its_day_and_a_draft_made_public_does_not(client, school_life):
    draft = write(school_life, text="Brouillon", is_draft=True)
    rewrite_lesson(draft, page("Fractions"), seen=1, by=school_life.teacher.user, at=TUESDAY)
    assert "corrigé" not in read(client, school_life.mother)
    later = TUESDAY + HOUR

    rewrite_lesson(draft, page("Décimaux"), seen=2, by=school_life.teacher.user, at=later)
    words = read(client, school_life.mother, at=later)

    assert "Décimaux corrigé le 17 novembre" in words
    assert "Fractions" not in words


def test_cancelled_work_leaves_the_pages_and_takes_no_tick(client, school_life):
    lesson = write(school_life, works=[work("Exercice 4", TOMORROW)])
    homework = lesson.works.get()
    gone = work("Exercice 4", TOMORROW, is_cancelled=True, seen=1)
    rewrite_lesson(
        lesson,
        Page("Fractions : addition."),
        seen=1,
        known=[(homework, gone)],
        by=school_life.teacher.user,
        at=TUESDAY + HOUR,
    )
    after = TUESDAY + HOUR

    assert "Exercice 4" not in read(client, school_life.mother, at=after)
    assert "Exercice 4" not in read(client, school_life.ines, PUPIL, at=after)
    assert tick(client, school_life.ines, homework, at=after).status_code == 404


def test_work_given_at_night_is_on_no_page_before_the_morning(client, school_life):
    night = dt.datetime(2026, 11, 17, 21, 30, tzinfo=dt.UTC)
    write(school_life, at=night, works=[work("Exercice 4", THURSDAY)])

    assert "Exercice 4" not in read(client, school_life.mother, at=night)
    assert "Exercice 4" in read(client, school_life.mother, at=night + 9 * HOUR)


@pytest.mark.parametrize("asked", ["2026-11-23", "2026-11-26"])
def test_a_parent_turns_the_page_to_another_week(client, school_life, asked):
    write(school_life, works=[work("Exposé", dt.date(2026, 11, 25))])

    words = read(client, school_life.mother, semaine=asked)

    assert "Semaine du lundi 23 novembre" in words
    assert "Exposé" in words


@pytest.mark.parametrize("asked", ["", "demain", "9999-12-31", "2026-02-30"])
def test_an_address_that_makes_no_sense_is_of_tonight(client, school_life, asked):
    write(school_life, works=[work("Exercice 4", TOMORROW)])

    words = read(client, school_life.mother, semaine=asked)

    assert "Pour demain" in words
    assert "Semaine du" not in words


def test_who_watches_without_authority_is_told_that_the_notebook_is_not_theirs(client, school_life):
    write(school_life, question="Combien ?", works=[work("Exercice 4", TOMORROW)])

    words = read(client, school_life.overseer)

    assert "Le cahier de textes n’est pas sur votre page." in words
    assert "Exercice 4" not in words
    assert "Combien" not in words


def test_a_pupil_ticks_and_takes_it_back_twice_being_once(client, school_life):
    lesson = write(school_life, works=[work("Exercice 4", TOMORROW)])
    homework = lesson.works.get()

    for done, expected in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        response = tick(client, school_life.ines, homework, done)
        assert response["Location"].endswith(f"#travail-{homework.public_id}")
        assert Done.objects.filter(student=school_life.ines).count() == expected


def test_a_pupil_s_tick_is_read_at_home_and_by_no_classmate(client, school_life):
    lesson = write(school_life, works=[work("Exercice 4", TOMORROW)])
    tick(client, school_life.ines, lesson.works.get())

    said = f"{school_life.ines.first_name} a coché « fait »"
    assert said in read(client, school_life.mother)
    assert "C’est fait" in read(client, school_life.ines, PUPIL)
    assert "C’est fait" not in read(client, school_life.leo, PUPIL)
    assert "a coché" not in read(client, school_life.mother_of_leo)


def test_nobody_ticks_what_is_not_theirs(client, school_life):
    adapted = write(school_life, works=[work("Aéré", TOMORROW, students=(school_life.leo,))])
    draft = write(school_life, rank=2, is_draft=True, works=[work("Plus tard", TOMORROW)])

    for lesson in (adapted, draft):
        assert tick(client, school_life.ines, lesson.works.get()).status_code == 404
    assert tick(client, school_life.zoe, adapted.works.get()).status_code == 404
    assert not Done.objects.exists()


def test_a_pupil_reads_what_comes_by_day_and_no_reproach_for_what_is_past(client, school_life):
    write(school_life, works=[work("Exercice 4", TOMORROW), work("Exposé", THURSDAY)])
    day_after = TUESDAY + dt.timedelta(days=2)

    words = read(client, school_life.ines, PUPIL)
    later = read(client, school_life.ines, PUPIL, at=day_after)

    assert in_order(words, "Pour demain", "Exercice 4", "Jeudi 19 novembre", "Exposé")
    assert in_order(later, "Aujourd’hui, jeudi", "Exposé", "Les jours passés", "Exercice 4")
    assert "retard" not in later
    assert " vous " not in words


def many(cast, works):
    for n in range(works):
        write(
            cast,
            rank=n + 1,
            question=f"Question {n} ?",
            works=[work(f"Travail {n}", TOMORROW, minutes=10), work(f"Suite {n}", THURSDAY)],
        )


@pytest.mark.parametrize("query", [{}, {"semaine": "2026-11-16"}], ids=["evening", "week"])
@pytest.mark.parametrize(("children", "works"), [(1, 1), (1, 3), (3, 1), (3, 3)])
def test_the_page_of_a_family_costs_eight_statements(client, school_life, children, works, query):
    guardian = school_life.mother.guardians.get()
    for _child in range(children - 1):
        child = StudentFactory(school=school_life.school)
        EnrolmentFactory(division=school_life.teaching.division, student=child)
        GuardianshipFactory(student=child, guardian=guardian)
    many(school_life, works)
    client.force_login(school_life.mother)

    with time_machine.travel(TUESDAY, tick=False), statements() as asked:
        response = client.get(reverse(FAMILY), query)

    assert response.content.decode().count("Travail 0") == 1
    assert len(asked) == 8, asked.told()


@pytest.mark.parametrize("works", [1, 3])
def test_the_page_of_a_pupil_costs_eight_statements(client, school_life, works):
    many(school_life, works)
    client.force_login(school_life.ines.user)

    with time_machine.travel(TUESDAY, tick=False), statements() as asked:
        client.get(reverse(PUPIL))

    assert len(asked) == 8, asked.listed()


def test_links_read_once_open_the_same_notebooks_as_the_subqueries(school_life):
    write(school_life, works=[work()])
    cut = school_life.father.guardians.get()
    RestrictionFactory(student=school_life.ines, guardian=cut)
    people = ("mother", "father", "carer", "overseer", "contact", "mother_of_zoe", "ines")

    def seen(name, memo):
        user = getattr(getattr(school_life, name), "user", getattr(school_life, name))
        who = Reader(user, Capacity.FAMILY, TUESDAY, memo=memo)
        return (
            set(followed(who, at=TUESDAY)),
            set(Lesson.objects.visible_to(who, at=TUESDAY)),
            set(HomeworkVersion.objects.visible_to(who, at=TUESDAY)),
        )

    assert [seen(name, {}) for name in people] == [seen(name, None) for name in people]
    assert seen("mother", {})[0] == {school_life.ines}
    assert seen("father", {})[0] == seen("overseer", {})[0] == set()


def test_a_first_page_says_a_formula_and_a_sign_in_plain_words(client, school_life):
    text = "Calcule $\\frac{1}{2}$ puis **relis** <b>x < y</b> " + "mot " * 40
    write(school_life, works=[work(text, TOMORROW)])

    words = read(client, school_life.mother, "home:family_home")

    assert "Calcule 1/2 puis relis <b>x < y</b> mot" in words
    assert words.count("mot") < 20
    assert "…" in words


def test_the_notebook_of_a_day_never_lends_a_row_of_a_table_to_a_page(client, school_life):
    write(school_life, text=f"Le {TODAY.year}", works=[work("Exercice 4", TOMORROW)])
    with time_machine.travel(TUESDAY, tick=False):
        client.force_login(school_life.mother)
        context = client.get(reverse(FAMILY)).context

    assert type(context["notebook"]).__module__ == "apps.homework.reading.presenters.notebook"
