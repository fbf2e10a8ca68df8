"""`import_school_files`, as the office runs it."""

import io

import pytest
from django.core.management import CommandError, call_command

from apps.schools.models import School, Student
from tests.schools.imports.files import pupil

pytestmark = pytest.mark.django_db


def run(folder, *options: str) -> str:
    out = io.StringIO()
    paths = [str(path) for path in sorted(folder.path.glob("*.xml"))]
    call_command("import_school_files", *paths, *options, stdout=out, no_color=True)
    return out.getvalue()


def test_the_office_reads_a_table_then_the_reasons(folder):
    folder.pupils(pupil("1"), pupil("2", born=""))

    lines = run(folder, "--create").splitlines()

    assert lines[0] == "0999998Y, année 2026-2027"
    assert lines[1].split() == ["créés", "changés", "terminés", "rejetés"]
    assert [line.split() for line in lines if line.startswith("élèves")] == [
        ["élèves", "1", "0", "0", "1"]
    ]
    assert lines[-1] == "Rejeté (élèves) 2 : date de naissance absente"


def test_the_office_may_try_first(folder):
    output = run(folder, "--create", "--dry-run")

    assert "essai, rien n’est écrit" in output
    assert not School.objects.exists()


def test_a_refusal_is_one_french_sentence(folder):
    with pytest.raises(CommandError) as refused:
        run(folder)

    assert str(refused.value) == (
        "L’établissement 0999998Y n’existe pas ici : créez-le avec « --create »."
    )
    assert refused.value.returncode == 1
    assert not Student.objects.exists()


def test_a_trial_on_an_empty_base_says_what_would_come_and_creates_nothing(folder):
    output = run(folder, "--dry-run")

    assert "essai, rien n’est écrit" in output
    assert not School.objects.exists()
