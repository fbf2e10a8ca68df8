"""Pupils found by their names, and the sheet that is given to be filled in."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from apps.results.sheets.reading import Pupil, read
from apps.results.sheets.template import BOM, plain, sheet


def pupil(key, last, first, class_code="4eB"):
    return Pupil(key, f"{last} {first}, {class_code}", (last,), first, class_code)


INES = pupil("ines", "Diallo", "Inès")
LEO = pupil("leo", "Martin", "Léo-Paul")
GONCALO = pupil("goncalo", "Da Costa-Dos Santos", "Gonçalo")
CLASS = [INES, LEO, GONCALO]


def found(*rows, pupils=CLASS, skills=()):
    return read([list(row) for row in rows], pupils, list(skills))


def test_names_are_found_without_accents_nor_order():
    reading = found(
        ["DIALLO Ines", "12"], ["Léo-Paul MARTIN", "abs"], ["gonçalo da costa dos santos", "9,5"]
    )

    assert reading.rows == {
        "ines": {"mark": "12"},
        "leo": {"mark": "abs"},
        "goncalo": {"mark": "9,5"},
    }


def test_the_titles_say_what_the_columns_hold():
    reading = found(
        ["Collège Exemple", "", "", ""],
        ["À revoir", "Prénom", "Nom", "Calculer", "Note /20"],
        ["Les unités.", "Inès", "Diallo", "3", "12"],
        skills=["Calculer", "Expliquer"],
    )

    assert reading.rows == {"ines": {"to_review": "Les unités.", "level0": "3", "mark": "12"}}


def test_without_titles_two_columns_of_names_are_understood():
    assert found(["Diallo", "Inès", "12"]).rows == {"ines": {"mark": "12"}}


def test_a_name_that_fits_nobody_is_told_with_its_line():
    reading = found(["Diallo Inès", "12"], ["Petit Chloé", "14"])

    assert reading.rows == {"ines": {"mark": "12"}}
    assert reading.told[1] == "Ligne 2, « Petit Chloé » : aucun élève de ce nom ici."


def test_two_pupils_of_one_name_are_asked_about():
    twin = pupil("other", "Diallo", "Inès", "4eC")

    reading = found(["Diallo Inès", "12"], pupils=[INES, twin])

    assert reading.rows == {}
    assert [one.key for one in reading.asks[0].candidates] == ["ines", "other"]


def test_the_class_tells_two_pupils_of_one_name_apart():
    twin = pupil("other", "Diallo", "Inès", "4eC")

    rows = [["Nom", "Prénom", "Classe", "Note"], ["Diallo", "Inès", "4eC", "12"]]

    assert found(*rows, pupils=[INES, twin]).rows == {"other": {"mark": "12"}}


def test_a_second_first_name_may_be_left_out():
    assert found(["Martin Léo", "12"]).rows == {"leo": {"mark": "12"}}


def test_a_last_name_alone_is_not_enough():
    assert found(["Diallo", "12"]).rows == {}


def test_a_pupil_on_two_lines_keeps_the_first_and_the_other_is_told():
    reading = found(["Diallo Inès", "12"], ["Diallo Inès", "3"])

    assert reading.rows == {"ines": {"mark": "12"}}
    assert "déjà dans une autre ligne" in reading.told[1]


def test_a_hundred_strange_lines_are_told_shortly():
    reading = found(*[[f"Inconnu Numéro{n}", "12"] for n in range(100)])

    assert len(reading.told) == 22
    assert reading.told[-1] == "Et 80 autres lignes."


def test_the_sheet_given_is_read_again_as_it_was():
    text = sheet(
        [["Diallo", "Inès", "4eB", "12,5", "3", "Bien.", "", "=SOMME(A1)"]], skills=["Calculer"]
    )
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))

    assert rows[1][-1] == "'=SOMME(A1)"
    assert found(*rows, skills=["Calculer"]).rows == {
        "ines": {"mark": "12,5", "level0": "3", "achieved": "Bien.", "progress": "=SOMME(A1)"}
    }


@given(st.text(min_size=1, max_size=20))
def test_no_cell_given_is_ever_run_as_a_formula(text):
    assert not plain(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_any_lines_are_read_without_a_fault(rows):
    reading = read(rows, CLASS, ["Calculer"])

    assert set(reading.rows) <= {"ines", "leo", "goncalo"}
