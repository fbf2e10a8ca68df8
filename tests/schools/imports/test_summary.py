"""What was kept of an import is read as it was written, or refused."""

import pytest

from apps.schools.imports.queries.wording import ImportedRow
from apps.schools.imports.rules.report import ImportReport, full_summary
from apps.schools.imports.services.batches import summary
from coeduc.shapes import ShapeError
from tests.coeduc.through_json import through_json

COUNTS = {"created": 0, "changed": 0, "ended": 0, "rejected": 0}


def test_what_an_import_writes_is_read_back():
    report = ImportReport(uai="0750001A", year=2026, warnings=["À vérifier."], is_older=True)
    lines = [ImportedRow("guardian", "ended", "Diallo Fanta", cuts_access=True)]

    kept_found = summary(report, lines)

    assert full_summary(through_json(kept_found)) == kept_found
    assert kept_found["cuts"] == kept_found["counts"]["guardian"]["ended"] == 1


def test_an_import_that_was_not_read_or_told_less_has_nothing_to_say():
    assert full_summary({})["counts"] == {}
    assert full_summary({"cuts": 3}) == full_summary({}) | {"cuts": 3}


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        "{}",
        {"cuts": "20"},
        {"cuts": True},
        {"is_older": "no"},
        {"warnings": "À vérifier."},
        {"warnings": [{"name": "Diallo"}]},
        {"counts": []},
        {"counts": {"pupil": 3}},
        {"counts": {"pupil": {"created": 1}}},
        {"counts": {"pupil": COUNTS | {"created": "1"}}},
        {"counts": {"pupil": COUNTS | {"lost": 1}}},
        {"names": ["Diallo"]},
    ],
)
def test_what_no_import_wrote_is_refused(kept):
    with pytest.raises(ShapeError):
        full_summary(kept)
