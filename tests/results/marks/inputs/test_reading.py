"""Pupils found by their names, and the sheet that is given to be filled in."""

import csv
import io
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.results.marks.inputs import files
from apps.results.marks.inputs.people import GridPupil
from apps.results.marks.inputs.reading import read, read_tables
from apps.results.marks.inputs.template import BOM, marks_csv, plain


def pupil(key, last, first, class_code="4eB"):
    return GridPupil(key, f"{last} {first}, {class_code}", (last,), first, class_code)


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
    assert reading.sentences[1] == "Ligne 2, « Petit Chloé » : aucun élève de ce nom ici."


def test_a_name_of_another_alphabet_is_nobody_else():
    wei = pupil("wei", "李", "伟")

    assert found(["王 芳", "12"], pupils=[wei]).rows == {}
    assert found(["李 伟", "12"], pupils=[wei]).rows == {"wei": {"mark": "12"}}


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


@pytest.mark.parametrize("name", ["Diallo", "Da Costa", "Dos Santos", "Léo-Paul"])
def test_half_of_a_name_is_not_enough(name):
    assert found([name, "12"]).rows == {}


@pytest.mark.parametrize("turned", [False, True])
def test_a_pupil_named_in_full_on_one_line_is_not_the_half_name_of_another(turned):
    rows = [["Martin Léo", "4"], ["Martin Léo-Paul", "15"]]

    reading = found(*(rows[::-1] if turned else rows))

    assert reading.rows == {"leo": {"mark": "15"}}
    assert any("« Martin Léo » : aucun élève" in line for line in reading.sentences)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("here", ["4eB", "4EB", "4 B", "4ème B"])
def test_a_line_of_another_class_is_not_the_pupil_of_the_same_name_here(here, turned):
    lines = [["Diallo", "Inès", "4eC", "3"], ["Diallo", "Inès", here, "12"]]
    titles = ["Nom", "Prénom", "Classe", "Note"]

    reading = found(titles, *(lines[::-1] if turned else lines))

    assert reading.rows == {"ines": {"mark": "12"}}


def test_a_pupil_whom_the_table_places_in_another_class_is_asked_about():
    rows = [["Diallo", "Inès", "4eC", "3"], ["Martin", "Léo", "4eB", "9"]]

    reading = found(["Nom", "Prénom", "Classe", "Note"], *rows)

    assert reading.rows == {"leo": {"mark": "9"}}
    assert [one.key for one in reading.asks[0].candidates] == ["ines"]


def test_classes_called_otherwise_say_nothing():
    rows = [["Diallo", "Inès", "LATIN", "3"], ["Martin", "Léo", "GREC", "9"]]

    reading = found(["Nom", "Prénom", "Groupe", "Note"], *rows)

    assert reading.rows == {"ines": {"mark": "3"}, "leo": {"mark": "9"}}


def test_a_pupil_on_two_lines_that_disagree_is_asked_about():
    reading = found(["Diallo Inès", "12"], ["Martin Léo", "9"], ["Diallo Inès", "3"])

    assert reading.rows == {"leo": {"mark": "9"}}
    assert [(ask.sentence[:7], ask.candidates[0].label) for ask in reading.asks] == [
        ("Ligne 1", "Diallo Inès, 4eB : 12"),
        ("Ligne 3", "Diallo Inès, 4eB : 3"),
    ]


def test_a_pupil_on_two_lines_that_agree_is_read_once_and_told():
    reading = found(["Diallo Inès", "12"], ["Diallo Inès", "12"])

    assert reading.rows == {"ines": {"mark": "12"}}
    assert "déjà dans une autre ligne" in reading.sentences[1]


def test_a_hundred_strange_lines_are_told_shortly():
    reading = found(*[[f"Inconnu Numéro{n}", "12"] for n in range(100)])

    assert len(reading.sentences) == 22
    assert reading.sentences[-1] == "Et 80 autres lignes."


def test_the_sheet_given_is_read_again_as_it_was():
    text = marks_csv(
        [["Diallo", "Inès", "4eB", "12,5", "3", "Bien.", "", "=SOMME(A1)"]], skills=["Calculer"]
    )
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))

    assert rows[1][-1] == "'=SOMME(A1)"
    assert found(*rows, skills=["Calculer"]).rows == {
        "ines": {"mark": "12,5", "level0": "3", "achieved": "Bien.", "progress": "=SOMME(A1)"}
    }


def read_text(text, *, pupils=CLASS, skills=(), column=None):
    """As the page reads a file."""
    tables = files.tables_of(text.encode())
    return read_tables(tables, pupils, list(skills), scale=20, column=column)


def answers(reading):
    return {ask.candidates[0].label for ask in reading.asks if ask.candidates}


@pytest.mark.parametrize(
    "text",
    [
        "Nom,Prénom,Note\nDiallo,Inès,12,5\nMartin,Léo,9\n",
        "Nom,Prénom,Note,\nDiallo,Inès,12,5\nMartin,Léo,9,\n",
        "Nom,Prénom,Note,Appréciation\nDiallo,Inès,12,5\nMartin,Léo,9,Bien\n",
        "Nom,Prénom,Note,Pour progresser\nDiallo,Inès,12,5,Bien\nMartin,Léo,9,Bien\n",
    ],
)
def test_a_decimal_that_a_comma_may_have_cut_is_asked_about(text):
    reading = read_text(text)

    assert "ines" not in reading.rows
    assert reading.rows["leo"]["mark"] == "9"
    assert answers(reading) == {"Diallo Inès, 4eB : 12,5"}


def test_without_titles_a_decimal_cut_by_a_comma_is_never_read_as_a_mark():
    text = "Diallo,Inès,12,5\nMartin,Léo,9,25\n"

    asked = read_text(text)
    chosen = read_text(text, column=2)

    assert not asked.rows
    assert [choice.value for choice in asked.choices] == ["2", "3"]
    assert not chosen.rows
    assert answers(chosen) == {"Diallo Inès, 4eB : 12,5", "Martin Léo-Paul, 4eB : 9,25"}


def test_a_comment_cut_by_commas_is_asked_about_too():
    reading = read_text("Nom,Prénom,Note,À revoir\nDiallo,Inès,9,les unités, les signes\n")

    assert not reading.rows
    assert answers(reading) == {"Diallo Inès, 4eB : 9"}


@pytest.mark.parametrize(
    "title",
    ["Note", "NOTES", "/20", "Note /20", "sur 20", "DS n°2", "Contrôle 3", "Devoir:Lire (Brut)"],
)
def test_the_titles_of_other_tools_are_known(title):
    reading = read_text(f'NOM;PRENOM;"{title}"\nDiallo;Inès;12,5\n')

    assert reading.rows == {"ines": {"mark": "12,5"}}


@pytest.mark.parametrize("title", ["Fractions", "Moyenne", "/10", "Note sur 40", "Total"])
def test_a_column_that_may_hold_something_else_is_asked_about(title):
    text = f"Nom;Prénom;{title}\nDiallo;Inès;8\n"

    asked = read_text(text)

    assert not asked.rows
    assert asked.question
    assert [choice.value for choice in asked.choices] == ["2"]
    assert read_text(text, column=2).rows == {"ines": {"mark": "8"}}


@pytest.mark.parametrize(
    "titles",
    ["Nom;Prénom;Note;Note", "Nom;Prénom;DS 1;DS 2", "Nom;Prénom;Note;Moyenne", "Nom;Prénom;;"],
)
def test_several_columns_of_marks_are_asked_about(titles):
    text = f"{titles}\nDiallo;Inès;12;14\n"

    asked = read_text(text)

    assert not asked.rows
    assert [choice.value for choice in asked.choices] == ["2", "3"]
    assert read_text(text, column=3).rows == {"ines": {"mark": "14"}}


def test_a_number_before_the_names_is_no_mark():
    assert not read_text("1;Diallo Inès\n2;Martin Léo\n").rows
    titled = read_text("N°;Nom Prénom;Note\n1;DIALLO Inès;12\n2;MARTIN Léo;9\n")
    assert titled.rows == {"ines": {"mark": "12"}, "leo": {"mark": "9"}}


def test_a_table_of_a_learning_platform_asks_which_of_its_columns():
    text = (
        'Prénom,"Nom de famille","Numéro d’identification","Adresse de courriel",'
        '"Devoir:Lire (Brut)","Total du cours (Brut)","Dernier téléchargement depuis ce cours"\n'
        'Inès,Diallo,,i@example.org,"12,5","11,25",1764400000\n'
    )

    asked = read_text(text)

    assert [choice.value for choice in asked.choices] == ["4", "5"]
    assert "Devoir:Lire (Brut)" in asked.choices[0].label
    assert read_text(text, column=4).rows == {"ines": {"mark": "12,5"}}


@pytest.mark.parametrize("title", ["Appréciation", "Commentaire", "Feedback", "Remarque", "Avis"])
def test_an_unknown_column_never_becomes_words_for_a_family(title):
    reading = read_text(f"Nom;Prénom;Note;{title}\nDiallo;Inès;12;Insupportable\n")

    assert reading.rows == {"ines": {"mark": "12"}}
    assert any(title in line for line in reading.sentences)


def test_without_titles_nothing_but_the_marks_is_read():
    reading = read_text("Diallo Inès;12;Insupportable;3\nMartin Léo;9;Bien;\n", skills=["Lire"])

    assert not any(set(values) - {"mark"} for values in reading.rows.values())


@pytest.mark.parametrize("others", ["B", "NA", "EC"])
def test_letters_of_a_scale_are_never_read_as_absences(others):
    reading = read_text(f"Nom;Prénom;Note\nDiallo;Inès;A\nMartin;Léo;{others}\n")

    assert "ines" not in reading.rows
    assert answers(reading) & {"Diallo Inès, 4eB : abs"}


def test_among_marks_a_letter_says_what_teachers_mean_by_it():
    reading = read_text("Nom;Prénom;Note\nDiallo;Inès;A\nMartin;Léo;9\n")

    assert reading.rows == {"ines": {"mark": "A"}, "leo": {"mark": "9"}}


def test_a_mark_of_one_figure_among_letters_is_a_mark():
    reading = read_text("Nom;Prénom;Note\nDiallo;Inès;9\nMartin;Léo;AB\n")

    assert reading.rows["ines"] == {"mark": "9"}
    assert not reading.asks


@pytest.mark.parametrize(
    "shown", ["#DIV/0!", "#N/A", "#N/D", "#REF!", "#VALEUR!", "#NOM?", "Err:508", "#FORMULE!"]
)
def test_a_cell_that_shows_a_fault_is_told_and_never_words_for_a_family(shown):
    reading = read_text(f"Nom;Prénom;Note;À revoir\nDiallo;Inès;{shown};\nMartin;Léo;9;{shown}\n")

    assert reading.rows == {"leo": {"mark": "9"}}
    assert [line for line in reading.sentences if shown in line and "Diallo Inès" in line]
    assert [line for line in reading.sentences if shown in line and "Martin Léo" in line]


def test_titles_that_say_whose_name_it_is_are_known():
    text = "Campagne;Nom du Participant;Prénom du Participant;Note\n6e;Diallo;Inès;12\n"

    assert read_text(text).rows == {"ines": {"mark": "12"}}


def test_a_percentage_is_asked_about_with_what_it_would_be():
    reading = read_text("Nom;Prénom;Note\nDiallo;Inès;62,5 %\nMartin;Léo;33,33%\n")

    assert not reading.rows
    assert answers(reading) == {"Diallo Inès, 4eB : 12,5"}
    assert len(reading.asks) == 2


@pytest.mark.parametrize("before", [0, 1, 11, 29])
def test_titles_are_found_under_a_letterhead(before):
    text = "Collège des Essais;;\n" * before + "Nom;Prénom;Note\nDiallo;Inès;12\n"

    assert read_text(text).rows == {"ines": {"mark": "12"}}


def test_signs_that_nobody_sees_in_a_name_or_a_title_change_nothing():
    text = "\u200bNom;Pré\u00adnom;No\u200dte\nDial\u00adlo;In\u200bès\u00a0;12\n"

    assert read_text(text).rows == {"ines": {"mark": "12"}}


def test_a_hidden_name_of_a_sheet_is_offered_and_the_titled_one_is_read():
    tables = [
        files.Table([["Lisez-moi"]], "Consignes"),
        files.Table([["Nom", "Prénom", "Note"], ["Diallo", "Inès", "12"]], "4eB"),
    ]

    reading = read_tables(tables, CLASS, [], scale=20)

    assert reading.rows == {"ines": {"mark": "12"}}
    assert [choice.label for choice in reading.choices] == ["Consignes"]


def test_several_sheets_with_titles_are_asked_about():
    one = [["Nom", "Prénom", "Note"], ["Diallo", "Inès", "12"]]
    two = [["Nom", "Prénom", "Note"], ["Diallo", "Inès", "3"]]
    tables = [files.Table(one, "DS 1"), files.Table(two, "DS 2")]

    asked = read_tables(tables, CLASS, [], scale=20)

    assert not asked.rows
    assert [choice.label for choice in asked.choices] == ["DS 1", "DS 2"]
    assert read_tables(tables, CLASS, [], scale=20, sheet=1).rows == {"ines": {"mark": "3"}}


COMMENTS = [
    "Calculs justes, bien posés, soignés, vérifiés, relus, encore, et encore, et encore",
    "un ; deux ; trois", 'dit "bravo", puis "encore"', '"', "ligne\nautre ligne, et ; une autre",
    "=SOMME(A1)", "'=déjà", "''+deux", "- un tiret", "Très bien\u202f!",
    "\U0001f468\u200d\U0001f3eb",
    "Note;Nom;Prénom", "sep=;", "'",
]  # fmt: skip


@pytest.mark.parametrize("comment", COMMENTS)
@pytest.mark.parametrize("skill", ["Calculer", "Note", "Nom", "Pour progresser"])
def test_our_own_sheet_comes_back_whatever_it_holds(comment, skill):
    lines = [["Diallo", "Inès", "4eB", "12,5", "3", comment, comment, comment]]
    text = marks_csv([*lines, ["Martin", "Léo-Paul", "4eB", "", "", "", "", ""]], skills=[skill])

    words = dict.fromkeys(("achieved", "to_review", "progress"), comment)
    expected = {"ines": {"mark": "12,5", "level0": "3", **words}}
    assert read_text(text, skills=[skill]).rows == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30))
def test_any_comment_comes_back_from_our_own_sheet(comment):
    comment = unicodedata.normalize("NFC", " ".join(comment.split()))
    text = marks_csv([["Diallo", "Inès", "4eB", "12,5", comment, "", ""]], skills=[])

    read_again = read_text(text).rows["ines"]
    assert read_again == {"mark": "12,5"} | ({"achieved": comment} if comment else {})


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_no_cell_given_is_ever_run_as_a_formula(text):
    assert not plain(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_any_lines_are_read_without_a_fault(rows):
    reading = read(rows, CLASS, ["Calculer"])

    assert set(reading.rows) <= {"ines", "leo", "goncalo"}
