"""Staff and what they teach, from the STS file."""

import datetime as dt

from django.utils.translation import gettext as _

from apps.schools.enums import Role
from apps.schools.errors import Rejection
from apps.schools.imports.rules.records import ServiceRow, StaffFile, StaffKey, StaffRow
from apps.schools.imports.services.structure import Structure
from apps.schools.imports.services.sync import (
    ImportRun,
    not_over,
    reconcile,
    span,
    upsert,
    warn_lost_letters,
)
from apps.schools.models import LeadTeacher, Staff, Teaching, TeachingStaff
from apps.schools.names import sort_key

ROLES = {
    "ENS": Role.TEACHER,
    "DOC": Role.TEACHER,
    "DIR": Role.PRINCIPAL,
    "ADJ": Role.DEPUTY,
    "EDU": Role.CPE,
    "AED": Role.SCHOOL_LIFE,
    "SUR": Role.SCHOOL_LIFE,
}
NATIONAL_TYPES = ("epp", "local", "dir", "eppsup")  # others were entered in the portal itself


def import_staff(batch: ImportRun, file: StaffFile, structure: Structure) -> None:
    """Staff, then teachings, then who teaches them and who leads each class."""
    kinds = ("staff", "teaching")
    batch.report.reject(row for row in file.rejections if row.kind in kinds)
    staff = _people(batch, file)
    if not staff:
        batch.report.warn(_("Le fichier STS ne contient aucun membre de l’équipe utilisable."))
        return
    _leads(batch, file, staff, structure)
    if not file.services:
        batch.report.warn(_("Le fichier STS ne contient encore aucun enseignement."))
        return
    teachings = _teachings(batch, file, structure)
    _teaching_staff(batch, file, staff, teachings)


def _people(batch: ImportRun, file: StaffFile) -> dict[StaffKey, Staff]:
    """Everybody with a function; the others are on long leave or retired, and no longer there."""
    existing = {
        (row.sts_type, row.sts_id): row for row in Staff.objects.filter(school=batch.school)
    }
    directors = sum(row.function == "DIR" for row in file.staff)
    wanted = {}
    for row in file.staff:
        role = _role(row, alone=directors == 1)
        if role is None:
            continue
        known = existing.get(row.key)
        wanted[row.key] = {
            "sts_type": row.key[0],
            "sts_id": row.key[1],
            "civility": row.civility,
            "last_name": row.last_name,
            "first_name": row.first_name,
            "sort_key": sort_key(row.last_name, row.first_name),
            "role": known.role if known else role,  # the school may have corrected it
            "during": _stay(batch, known),
        }
    if directors > 1:
        batch.report.warn(_("Plusieurs personnes de direction : indiquez qui est principal."))
    warn_lost_letters(
        batch,
        _("Des accents manquent dans le nom des personnels %(keys)s : corrigez-le dans STS-web."),
        {"/".join(row.key): (row.last_name, row.first_name) for row in file.staff},
    )
    kept = upsert(batch, Staff, "staff", existing, wanted)
    if kept:
        _end_absent(batch, existing, kept)
    return kept


def _role(row: StaffRow, *, alone: bool) -> Role | None:
    if row.function == "DIR" and not alone:
        return Role.DEPUTY
    if row.function == "EDU" and row.key[0] == "local":
        return Role.SCHOOL_LIFE
    return ROLES.get(row.function)


def _stay(batch: ImportRun, known: Staff | None) -> object:
    """Since the opening for a newcomer, since now for somebody who comes back."""
    if known is None:
        return span(min(batch.at, batch.opening))
    end = known.during.upper
    if known.during.isempty or (end is not None and end <= batch.at):
        return span(batch.at)
    return span(known.during.lower) if end is not None else known.during


def _end_absent(
    batch: ImportRun, existing: dict[StaffKey, Staff], kept: dict[StaffKey, Staff]
) -> None:
    end = batch.change_at()
    refused = {row.key for row in batch.report.rejections if row.kind == "staff"}
    gone = []
    for key, row in existing.items():
        if key in kept or key[0] not in NATIONAL_TYPES or "/".join(key) in refused:
            continue
        if row.during.isempty or (row.during.upper is not None and row.during.upper <= end):
            continue
        row.during = span(min(row.during.lower, end), end)
        gone.append(row)
    if gone:
        Staff.objects.bulk_update(gone, ["during"])
        batch.report.record("staff", "ended", gone)
        batch.report.warn(_("Membres de l’équipe partis : %(count)s.") % {"count": len(gone)})


TeachingKey = tuple[str, str, str]  # (subject code, "D" or "G", structure code)


def _teachings(
    batch: ImportRun, file: StaffFile, structure: Structure
) -> dict[TeachingKey, Teaching]:
    rows = Teaching.objects.filter(school=batch.school, year=batch.year)
    by_ids = {(row.subject_id, row.division_id, row.group_id): row for row in rows}
    existing: dict[TeachingKey, Teaching] = {}
    wanted = {}
    for row in file.services:
        subject = structure.subjects.get(row.subject_code)
        is_division = row.structure_type == "D"
        held = structure.divisions if is_division else structure.groups
        target = held.get(row.structure_code)
        key = _key(row)
        if subject is None or target is None:
            reason = _("classe ou groupe inconnu") if subject else _("matière inconnue")
            batch.report.reject([Rejection("teaching", "/".join(key), reason)])
            continue
        division_id = target.pk if is_division else None
        group_id = None if is_division else target.pk
        if found := by_ids.get((subject.pk, division_id, group_id)):
            existing[key] = found
        wanted[key] = {
            "year_id": batch.year.pk,
            "subject_id": subject.pk,
            "division_id": division_id,
            "group_id": group_id,
        }
    return upsert(batch, Teaching, "teaching", existing, wanted)


def _key(row: ServiceRow) -> TeachingKey:
    return (row.subject_code, row.structure_type, row.structure_code)


def _teaching_staff(
    batch: ImportRun,
    file: StaffFile,
    staff: dict[StaffKey, Staff],
    teachings: dict[TeachingKey, Teaching],
) -> None:
    links = TeachingStaff.objects.filter(
        school=batch.school, teaching__year__start_year__lte=batch.year.start_year
    )
    current = {
        (link.teaching_id, link.staff_id): link
        for link in links.filter(not_over(batch.at)).select_related("teaching__year")
    }
    is_first = not links.filter(teaching__year=batch.year).exists()
    start = batch.opening if is_first else batch.change_at()
    wanted, unknown = {}, set()
    for row in file.services:
        teaching = teachings.get(_key(row))
        if teaching is None:
            continue
        for key in row.teachers:
            if key not in staff:
                unknown.add(key)
                continue
            person = staff[key]
            wanted[teaching.pk, person.pk] = TeachingStaff(
                school=batch.school, teaching=teaching, staff=person, during=span(start)
            )
    if unknown:
        batch.report.warn(
            _("Personnes citées dans un enseignement mais absentes de l’équipe : %(count)s.")
            % {"count": len(unknown)}
        )
    ends = {key: batch.end_of(link.teaching.year) for key, link in current.items()}
    reconcile(batch, TeachingStaff, "teaching_staff", current, wanted, ends=ends)


def _leads(
    batch: ImportRun, file: StaffFile, staff: dict[StaffKey, Staff], structure: Structure
) -> None:
    """A lead teacher whose end date is past is one no longer."""
    links = LeadTeacher.objects.filter(
        school=batch.school, division__year__start_year__lte=batch.year.start_year
    )
    current = {
        (link.division_id, link.staff_id): link
        for link in links.filter(not_over(batch.at)).select_related("division__year")
    }
    has_history = links.filter(division__year=batch.year).exists()
    wanted = {}
    for row in file.staff:
        for lead in row.leads:
            division, person = structure.divisions.get(lead.division), staff.get(row.key)
            end = batch.midnight(lead.ends_on + dt.timedelta(days=1)) if lead.ends_on else None
            if division is None or person is None or (end is not None and end <= batch.at):
                continue
            begins = batch.midnight(lead.begins_on) if lead.begins_on else batch.opening
            start = max(begins, batch.opening)
            if known := current.get((division.pk, person.pk)):
                start = known.during.lower
            elif has_history:
                start = max(start, batch.at)
            if end is not None and end <= start:
                continue
            wanted[division.pk, person.pk] = LeadTeacher(
                school=batch.school, division=division, staff=person, during=span(start, end)
            )
    ends = {key: batch.end_of(link.division.year) for key, link in current.items()}
    reconcile(batch, LeadTeacher, "lead_teacher", current, wanted, ends=ends, mutable=("during",))
