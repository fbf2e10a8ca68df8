"""A spreadsheet in the grid: shown, never saved before the teacher says so."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.results.models import ResultVersion
from tests.world import HANDED_BACK_AT, build_world

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def world():
    return build_world(handed_back=False)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.people["teacher"])
    with time_machine.travel(HANDED_BACK_AT, tick=False):
        yield client


def address(name, world):
    return reverse(f"results:{name}", kwargs={"public_id": world.assessment.public_id})


def csv_of(text, name="notes.csv"):
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_a_file_is_shown_in_the_grid_and_saves_nothing(teacher, world):
    file = csv_of("Nom;Note;À revoir\nDIALLO Inès;15;Les unités.\nPETIT Chloé;3;\n")

    response = teacher.post(address("marks_sheet", world), file)

    form = response.context["form"]
    row = next(row for row in response.context["rows"] if row.key == str(world.result.public_id))
    assert form[f"mark-{world.result.public_id}"].value() == "15"
    assert row.is_proposed
    assert "« PETIT Chloé » : aucun élève de ce nom ici." in response.content.decode()
    assert ResultVersion.objects.filter(n__gt=1).count() == 0


def test_lines_copied_with_names_are_answered_to_the_page(teacher, world):
    response = teacher.post(
        address("marks_sheet", world), {"pasted": "Inès Diallo\t15\nLéo Martin\tabs"}, headers=JSON
    )

    assert response.json()["rows"] == {
        str(world.result.public_id): {"mark": "15"},
        str(world.other_result.public_id): {"mark": "abs"},
    }


def test_a_file_that_is_no_table_is_told_beside_the_field(teacher, world):
    program = {"file": SimpleUploadedFile("notes.xlsx", b"MZ\x90\x00" + bytes(range(256)))}

    page = teacher.post(address("marks_sheet", world), program)
    program["file"].seek(0)
    answer = teacher.post(address("marks_sheet", world), program, headers=JSON).json()

    assert "pas un tableau" in page.context["sheet"].errors["file"][0]
    assert "pas un tableau" in answer["sentences"][0]


def test_no_file_at_all_is_asked_for(teacher, world):
    response = teacher.post(address("marks_sheet", world), {})

    assert response.context["sheet"].errors["file"] == ["Choisissez d’abord un fichier."]


def test_the_pupil_of_another_class_is_nobody_here(teacher, world):
    response = teacher.post(
        address("marks_sheet", world), {"pasted": "Élise Ailleurs\t15"}, headers=JSON
    )

    assert response.json()["rows"] == {}


def test_the_class_is_given_in_a_sheet_with_what_is_entered(teacher, world):
    response = teacher.get(address("marks_template", world))

    text = response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="notes-4eb-fractions.csv"'
    assert "Diallo;Inès;4eB;13,37;" in text
    assert text.startswith("\ufeffNom;Prénom;Classe;Note;")


TWO_COLUMNS = "Nom;Prénom;DS n°1;DS n°2\nDiallo;Inès;15;3\n"


def test_of_two_columns_of_marks_the_page_asks_which_and_its_buttons_answer(teacher, world):
    asked = teacher.post(address("marks_sheet", world), csv_of(TWO_COLUMNS))

    assert "Plusieurs colonnes peuvent contenir les notes." in asked.content.decode()
    assert not [row for row in asked.context["rows"] if row.is_proposed]
    (form,) = asked.context["answers"]
    sent = {"pasted": form["pasted"], "separator": form["separator"]}
    answer = teacher.post(
        address("marks_sheet", world), sent | {"column": form["choices"][0].value}
    )
    assert answer.context["form"][f"mark-{world.result.public_id}"].value() == "15"


def test_of_two_columns_of_marks_the_script_asks_which_with_the_same_file(teacher, world):
    asked = teacher.post(address("marks_sheet", world), csv_of(TWO_COLUMNS), headers=JSON).json()

    assert asked["rows"] == {}
    assert asked["sentences"] == ["Plusieurs colonnes peuvent contenir les notes. Laquelle ?"]
    chosen = csv_of(TWO_COLUMNS) | {asked["about"]: asked["choices"][1]["value"]}
    answer = teacher.post(address("marks_sheet", world), chosen, headers=JSON).json()
    assert answer["rows"] == {str(world.result.public_id): {"mark": "3"}}


def test_a_decimal_cut_by_a_comma_is_asked_about_on_the_page(teacher, world):
    file = csv_of("Nom,Prénom,Note\nDiallo,Inès,12,5\n")

    page = teacher.post(address("marks_sheet", world), file).content.decode()

    assert "La note est-elle 12,5 ?" in page.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("name", ["sheet", "column"])
@pytest.mark.parametrize("value", ["-1", "99", "x", "1e9", "9" * 30])
def test_an_answer_that_is_none_is_a_sentence(teacher, world, name, value):
    file = csv_of(TWO_COLUMNS) | {name: value}

    response = teacher.post(address("marks_sheet", world), file, headers=JSON)

    assert response.status_code == 200
    assert response.json()["rows"] == {}


def test_a_file_left_out_for_its_weight_is_said_to_be_too_heavy(teacher, world):
    heavy = {"file": SimpleUploadedFile("notes.csv", b"x" * (9 * 1024 * 1024))}

    page = teacher.post(address("marks_sheet", world), heavy)

    assert page.context["sheet"].errors["file"] == [
        "Ce fichier est trop lourd : 2\u00a0Mo au plus."
    ]
