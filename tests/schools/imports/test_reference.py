"""The shared example files, written by somebody else than this code."""

import datetime as dt
import os
from pathlib import Path

import pytest

from apps.schools.imports.services.importing import import_files
from apps.schools.models import Guardianship, Student

FOLDER = Path(
    os.environ.get("COEDUC_REFERENCE_DIR")
    or Path(__file__).resolve().parents[4] / "shared" / "reference"
)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (FOLDER / "siecle").is_dir(),
        reason="no shared reference files here: set COEDUC_REFERENCE_DIR to their folder",
    ),
]
AT = dt.datetime(2025, 9, 20, 9, tzinfo=dt.UTC)


def test_the_shared_files_are_imported_then_change_nothing():
    paths = sorted((FOLDER / "siecle").glob("*.xml"))

    report = import_files(paths, create=True, at=AT)

    created = {kind: counts.created for kind, counts in report.counts.items()}
    assert created == {
        "subject": 1,
        "division": 1,
        "group": 1,
        "staff": 2,
        "post": 2,
        "teaching": 1,
        "teaching_staff": 1,
        "lead_teacher": 1,
        "pupil": 1,
        "enrolment": 1,
        "membership": 1,
        "guardian": 3,
        "guardianship": 3,
    }
    assert [(row.key, row.reason) for row in report.rejections] == [
        ("030201/G/6ANG1", "matière inconnue")
    ]
    assert import_files(paths, at=AT).is_nothing


def test_the_shared_pupil_is_read_with_her_accents_and_her_guardians():
    import_files(sorted((FOLDER / "siecle").glob("*.xml")), create=True, at=AT)

    student = Student.objects.get()
    assert (student.first_name, student.display_last_name) == ("Noa", "Tilleul-Frêne")
    scopes = Guardianship.objects.order_by("guardian__siecle_id").values_list("scope", flat=True)
    assert list(scopes) == ["FULL", "FULL", "CONTACT"]
