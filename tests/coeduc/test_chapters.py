"""Two levels and no third: whose chapters, in which order, which page is lit."""

import pytest

from apps.schools.enums import Role
from coeduc.access import Capacity
from coeduc.chapters import OF_JOBS, Chapter, MenuPlace, chapters_of, order_of

WEEK = MenuPlace(Chapter.NOTEBOOK, 0, "La semaine", "/equipe/cahier/")
CLASSES = MenuPlace(Chapter.NOTEBOOK, 20, "Par classe", "/equipe/cahier/archives/")
HOME = MenuPlace(Chapter.TODAY, 0, "Aujourd’hui", "/equipe/")
PUPILS = MenuPlace(Chapter.PUPILS, 0, "Tous", "/equipe/eleves/", under=("/equipe/resultats/",))
RULE = MenuPlace(Chapter.SCHOOL, 0, "La règle", "/equipe/regles/")
TOOLS = MenuPlace(Chapter.SETTINGS, 0, "Tous les réglages", "/equipe/reglages/")
PAGES = (RULE, TOOLS, CLASSES, WEEK, PUPILS, HOME)


def labels_of(jobs, *pages, path="/equipe/"):
    found = chapters_of(pages or PAGES, order_of(Capacity.STAFF, jobs), path=path)
    return {door.label: [link.label for link in door.pages] for door in found}


def lit(path, *jobs):
    found = chapters_of(PAGES, order_of(Capacity.STAFF, jobs or ("TEACHER",)), path=path)
    return [
        (door.label, link.label, link.exact)
        for door in found
        for link in door.pages
        if door.current and link.current
    ]


def test_every_job_of_a_school_has_its_chapters():
    assert set(OF_JOBS) == {role.name for role in Role}


@pytest.mark.parametrize("job", OF_JOBS)
def test_the_first_door_of_each_job_is_today(job):
    order = order_of(Capacity.STAFF, [job])

    assert order[0] is Chapter.TODAY
    assert order == list(OF_JOBS[job])


def test_a_family_has_five_doors():
    assert [chapter.label for chapter in order_of(Capacity.FAMILY)] == [
        "Aujourd’hui",
        "Cahier",
        "Résultats",
        "Échanger",
        "Le collège",
    ]
    assert order_of(Capacity.STUDENT) == order_of(Capacity.FAMILY)


@pytest.mark.parametrize(
    ("jobs", "order"),
    [
        (
            ("TEACHER", "PRINCIPAL"),
            "TODAY NOTEBOOK ASSESSMENTS PUPILS REPORT_BOOK APPOINTMENTS INFORM STEERING SETTINGS"
            " SCHOOL",
        ),
        (
            ("TEACHER", "CPE"),
            "TODAY NOTEBOOK ASSESSMENTS REPORT_BOOK ABSENCES PUPILS APPOINTMENTS INFORM SCHOOL",
        ),
        (
            ("TEACHER", "DIGITAL_REFERENT"),
            "TODAY NOTEBOOK ASSESSMENTS REPORT_BOOK PUPILS ACCESS SETTINGS APPOINTMENTS SCHOOL",
        ),
        (
            ("SECRETARY", "DIGITAL_REFERENT"),
            "TODAY PUPILS ACCESS APPOINTMENTS INFORM SETTINGS SCHOOL",
        ),
    ],
)
def test_who_has_two_jobs_has_the_chapters_of_both(jobs, order):
    assert [chapter.name for chapter in order_of(Capacity.STAFF, jobs)] == order.split()


def test_a_chapter_without_a_page_is_not_shown_and_its_first_page_is_its_door():
    found = chapters_of(PAGES, order_of(Capacity.STAFF, ["TEACHER"]), path="/")

    assert [door.label for door in found][:3] == ["Aujourd’hui", "Cahier", "Élèves"]
    assert [door.url for door in found][:3] == ["/equipe/", WEEK.url, PUPILS.url]
    assert "Évaluations" not in [door.label for door in found]


def test_a_chapter_of_one_page_has_no_tab():
    [_today, notebook, *_rest] = chapters_of(PAGES, order_of(Capacity.STAFF, ["TEACHER"]), path="/")
    [today, *_] = chapters_of([HOME], order_of(Capacity.STAFF, ["TEACHER"]), path="/")

    assert [link.label for link in notebook.tabs] == ["La semaine", "Par classe"]
    assert today.tabs == ()


def test_a_chapter_that_a_job_does_not_name_is_one_page_of_another():
    assert labels_of(["CPE"]) == {
        "Aujourd’hui": ["Aujourd’hui"],
        "Élèves": ["Tous", "Cahier"],
        "Le collège": ["La règle"],
        "Réglages": ["Tous les réglages"],
    }
    assert lit("/equipe/cahier/archives/1/", "CPE") == [("Élèves", "Cahier", False)]


def test_a_page_of_two_chapters_stands_where_a_job_names_the_chapter():
    here = MenuPlace(Chapter.NOTEBOOK, 40, "Emploi du temps", "/equipe/emploi/")
    there = MenuPlace(Chapter.SETTINGS, 50, "Emplois du temps", "/equipe/emploi/")

    assert labels_of(["PRINCIPAL"], HOME, here, there, TOOLS) == {
        "Aujourd’hui": ["Aujourd’hui"],
        "Réglages": ["Tous les réglages", "Emplois du temps"],
    }
    assert labels_of(["TEACHER", "DIGITAL_REFERENT"], HOME, here, there, TOOLS) == {
        "Aujourd’hui": ["Aujourd’hui"],
        "Cahier": ["Emploi du temps"],
        "Réglages": ["Tous les réglages"],
    }


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/equipe/", ("Aujourd’hui", "Aujourd’hui", True)),
        ("/equipe/cahier/", ("Cahier", "La semaine", True)),
        ("/equipe/cahier/seances/1/", ("Cahier", "La semaine", False)),
        ("/equipe/cahier/archives/", ("Cahier", "Par classe", True)),
        ("/equipe/cahier/archives/1/", ("Cahier", "Par classe", False)),
        ("/equipe/resultats/1/retenir/", ("Élèves", "Tous", False)),
    ],
)
def test_a_page_lights_its_chapter_and_its_tab(path, page):
    assert lit(path) == [page]


@pytest.mark.parametrize("path", ["/equipe/ailleurs/", "/confort/", "/"])
def test_a_page_of_no_chapter_lights_none(path):
    assert lit(path) == []
