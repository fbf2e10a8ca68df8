"""Subjects, divisions and groups: the file that owns them changes them, the others only add."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.schools.enums import Level
from apps.schools.imports.rules.records import (
    DivisionRow,
    GroupRow,
    MefRow,
    Nomenclature,
    StaffFile,
    Structures,
    SubjectRow,
)
from apps.schools.imports.services.sync import ImportRun, upsert
from apps.schools.models import Division, Group, Subject

# First four figures of a MEF, general then SEGPA (lsu_siecle facts, GEPI).
LEVELS = {
    "1001": Level.SIXIEME,
    "1011": Level.CINQUIEME,
    "1021": Level.QUATRIEME,
    "1031": Level.TROISIEME,
    "1641": Level.SIXIEME,
    "1651": Level.CINQUIEME,
    "1661": Level.QUATRIEME,
    "1671": Level.TROISIEME,
}


@dataclass(frozen=True, slots=True)
class Structure:
    """The rows of this year by national code, for the files that refer to them."""

    subjects: dict[str, Subject]
    divisions: dict[str, Division]
    groups: dict[str, Group]


def import_structure(
    batch: ImportRun,
    nomenclature: Nomenclature | None,
    structures: Structures | None,
    staff: StaffFile | None,
) -> Structure:
    """Nomenclature owns subjects, Structures owns classes; STS adds what they do not have."""
    for file in (nomenclature, structures, staff):
        if file is not None:
            kinds = ("subject", "division", "group")
            batch.report.reject(r for r in file.rejections if r.kind in kinds)
    return Structure(
        subjects=_subjects(batch, nomenclature, staff),
        divisions=_divisions(batch, nomenclature, structures, staff),
        groups=_groups(batch, structures, staff),
    )


def _subjects(
    batch: ImportRun, nomenclature: Nomenclature | None, staff: StaffFile | None
) -> dict[str, Subject]:
    existing = {row.code: row for row in Subject.objects.filter(school=batch.school)}
    owned = nomenclature.subjects if nomenclature else ()
    added = (row for row in (staff.subjects if staff else ()) if row.code not in existing)
    wanted = {row.code: _subject(row) for row in (*added, *owned)}
    return existing | upsert(batch, Subject, "subject", existing, wanted)


def _subject(row: SubjectRow) -> dict[str, str]:
    return {"code": row.code, "short_label": row.short_label[:20], "label": row.label[:60]}


def _divisions(
    batch: ImportRun,
    nomenclature: Nomenclature | None,
    structures: Structures | None,
    staff: StaffFile | None,
) -> dict[str, Division]:
    rows = Division.objects.filter(school=batch.school, year=batch.year)
    existing = {row.code: row for row in rows}
    roots = _roots([*(staff.mefs if staff else ()), *(nomenclature.mefs if nomenclature else ())])
    owned = structures.divisions if structures else ()
    added = (row for row in (staff.divisions if staff else ()) if row.code not in existing)
    wanted = {}
    for row in (*added, *owned):
        level = _level(row, roots)
        known = existing.get(row.code)
        wanted[row.code] = {
            "year_id": batch.year.pk,
            "code": row.code,
            "label": row.label[:40],
            "level": level or (known.level if known else ""),
        }
    return existing | upsert(batch, Division, "division", existing, wanted)


def _groups(
    batch: ImportRun, structures: Structures | None, staff: StaffFile | None
) -> dict[str, Group]:
    existing = {row.code: row for row in Group.objects.filter(school=batch.school, year=batch.year)}
    owned: Iterable[GroupRow] = structures.groups if structures else ()
    added = (row for row in (staff.groups if staff else ()) if row.code not in existing)
    wanted = {
        row.code: {"year_id": batch.year.pk, "code": row.code, "label": row.label[:40]}
        for row in (*added, *owned)
    }
    return existing | upsert(batch, Group, "group", existing, wanted)


def _roots(mefs: Iterable[MefRow]) -> dict[str, str]:
    return {mef.code: mef.root_code for mef in mefs}


def _level(division: DivisionRow, roots: dict[str, str]) -> str:
    """Level of the first programme that has one; a variant takes that of its root."""
    for mef in division.mef_codes:
        for code in (roots.get(mef, mef), mef):
            if level := LEVELS.get(code[:4]):
                return level
    return ""
