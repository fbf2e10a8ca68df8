"""Pupils, their class and their groups.

A pupil is known by ELEVE_ID, else by INE; since a wrong match would show a child's results to
strangers, a match whose birth date and name both differ is rejected.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.schools.errors import Rejection
from apps.schools.imports.rules.records import PupilRow, Pupils
from apps.schools.imports.services.structure import Structure
from apps.schools.imports.services.sync import (
    ImportRun,
    reconcile,
    span,
    upsert,
    warn_lost_letters,
)
from apps.schools.models import Enrolment, GroupMembership, Student
from apps.schools.names import sort_key
from coeduc.days import DAY


@dataclass(frozen=True, slots=True)
class PupilIndex:
    """Pupils after the import, by ELEVE_ID, and the ELEVE_IDs of the file that were left out."""

    students: dict[str, Student]
    left_out: frozenset[str]


def import_pupils(batch: ImportRun, file: Pupils, structure: Structure) -> PupilIndex:
    """Create or change pupils, then date their enrolment and group memberships."""
    batch.report.reject(file.rejections)
    existing = list(Student.objects.filter(school=batch.school))
    matched, disputed = _match(batch, file.pupils, existing)
    skipped = _unknown_leavers(batch, file.pupils, matched)
    rejected = {row.key for row in batch.report.rejections if row.kind == "pupil"}
    rows = [r for r in file.pupils if r.eleve_id not in skipped and r.eleve_id not in rejected]
    students = upsert(
        batch,
        Student,
        "pupil",
        matched,
        {row.eleve_id: _values(row, matched.get(row.eleve_id)) for row in rows},
    )
    _warn_look_alikes(batch, rows, matched)
    warn_lost_letters(
        batch,
        _("Des accents manquent dans le nom des élèves %(keys)s : corrigez-le dans SIECLE."),
        {row.eleve_id: (row.family_name, row.usual_name, row.first_name) for row in rows},
    )
    rejected = {row.key for row in batch.report.rejections if row.kind == "pupil"}
    protected = disputed | {row.pk for row in existing if row.siecle_id in rejected}
    rows = [row for row in rows if row.eleve_id in students]
    dates = _enrol(batch, rows, students, structure, protected)
    _group(batch, rows, students, structure, protected, dates)
    everybody = {row.siecle_id: row for row in existing} | students
    return PupilIndex(everybody, frozenset(skipped | rejected))


def _match(
    batch: ImportRun, rows: Iterable[PupilRow], existing: Iterable[Student]
) -> tuple[dict[str, Student], set[int]]:
    """Matches by ELEVE_ID, and the pupils whom a rejected row may concern: left as they are."""
    by_id = {student.siecle_id: student for student in existing}
    by_ine = {student.ine: student for student in existing if student.ine}
    file_ids = {row.eleve_id for row in rows}
    matched: dict[str, Student] = {}
    disputed: set[int] = set()
    for row in rows:
        same_ine = by_ine.get(row.ine) if row.ine else None
        student = by_id.get(row.eleve_id) or same_ine
        if student is None:
            continue
        reason = ""
        is_somebody_else = same_ine is not None and same_ine.pk != student.pk
        is_listed_elsewhere = student.siecle_id != row.eleve_id and student.siecle_id in file_ids
        if is_somebody_else or is_listed_elsewhere:
            reason = _("INE déjà porté par un autre élève")
        elif not _is_same_child(row, student):
            reason = _("un autre élève, de nom et de naissance différents, a cet identifiant")
        if reason:
            batch.report.reject([Rejection("pupil", row.eleve_id, reason)])
            disputed |= {known.pk for known in (student, same_ine) if known is not None}
        else:
            matched[row.eleve_id] = student
    return matched, disputed


def _is_same_child(row: PupilRow, student: Student) -> bool:
    """A name or a birth date may be corrected, not both at once."""
    first_name = sort_key(row.first_name) == sort_key(student.first_name)
    last_name = sort_key(row.family_name) == sort_key(student.last_name)
    return row.born_on == student.birth_date or (first_name and last_name)


def _has_left(batch: ImportRun, row: PupilRow) -> bool:
    """A leaver stays in the file; the last day is still a school day."""
    return row.left_on is not None and row.left_on < batch.today


def _unknown_leavers(
    batch: ImportRun, rows: Iterable[PupilRow], matched: dict[str, Student]
) -> set[str]:
    """Pupils gone before the portal knew them: nothing about them is kept."""
    gone = {row.eleve_id for row in rows if _has_left(batch, row) and row.eleve_id not in matched}
    return gone - {row.key for row in batch.report.rejections if row.kind == "pupil"}


def _values(row: PupilRow, known: Student | None) -> dict[str, object]:
    return {
        "siecle_id": row.eleve_id,
        "ine": row.ine or (known.ine if known else ""),
        "last_name": row.family_name,
        "usage_name": row.usual_name,
        "first_name": row.first_name,
        "birth_date": row.born_on,
        "sort_key": sort_key(row.usual_name or row.family_name, row.first_name)[:220],
    }


def _warn_look_alikes(batch: ImportRun, rows: list[PupilRow], matched: dict[str, Student]) -> None:
    """Homonyms and twins among newcomers: never merged, and somebody should know it."""
    names, births = defaultdict(list), defaultdict(list)
    for row in rows:
        family = sort_key(row.usual_name or row.family_name)
        names[family, sort_key(row.first_name)].append(row.eleve_id)
        births[family, row.born_on].append(row.eleve_id)
    homonyms = [keys for keys in names.values() if len(keys) > 1]
    twins = [keys for keys in births.values() if len(keys) > 1 and keys not in homonyms]
    for found, words in (
        (homonyms, _("Mêmes nom et prénom : élèves %(keys)s. Ils restent distincts.")),
        (twins, _("Même nom, nés le même jour : élèves %(keys)s. Chacun garde sa page.")),
    ):
        keys = [", ".join(keys) for keys in found if any(key not in matched for key in keys)]
        if keys:
            batch.report.warn(words % {"keys": " ; ".join(keys)})


StudentDates = dict[int, dt.datetime]  # start of the enrolment of this year, by pupil


def _enrol(
    batch: ImportRun,
    rows: list[PupilRow],
    students: dict[str, Student],
    structure: Structure,
    protected: set[int],
) -> StudentDates:
    """One class at a time: a change of class ends one enrolment now and opens the next."""
    links = Enrolment.objects.filter(
        school=batch.school, division__year__start_year__lte=batch.year.start_year
    ).select_related("division__year")
    current = {
        (link.student_id, link.division_id): link
        for link in links.not_over(at=batch.at)
        if link.student_id not in protected
    }
    history = set(links.filter(division__year=batch.year).values_list("student", flat=True))
    last_days: dict[int, dt.date] = {}
    wanted: dict[tuple[int, int], Enrolment] = {}
    starts: StudentDates = {}
    for row in rows:
        student = students[row.eleve_id]
        if row.left_on is not None and _has_left(batch, row):
            last_days[student.pk] = row.left_on
            continue
        if not row.division:
            continue
        division = structure.divisions.get(row.division)
        if division is None:
            reason = _("classe inconnue : %(code)s") % {"code": row.division}
            batch.report.reject([Rejection("enrolment", row.eleve_id, reason)])
            _keep(current, wanted, student.pk)
            continue
        start = _start(batch, row, has_history=student.pk in history)
        during = span(start)
        known = current.get((student.pk, division.pk))
        if known is not None and known.during.lower <= batch.at:
            during = known.during
        starts[student.pk] = during.lower
        wanted[student.pk, division.pk] = Enrolment(
            school=batch.school, student=student, division=division, during=during
        )
    ends = {}
    for key, link in current.items():
        end = batch.end_of(link.division.year)
        if last_day := last_days.get(link.student_id):
            end = min(end, batch.midnight(last_day + DAY))
        ends[key] = end
    _warn_absent(batch, current, wanted, {student.pk for student in students.values()})
    reconcile(batch, Enrolment, "enrolment", current, wanted, ends=ends, mutable=("during",))
    return starts


def _start(batch: ImportRun, row: PupilRow, *, has_history: bool) -> dt.datetime:
    """From DATE_ENTREE for a newcomer of this year, not before now for a change of class."""
    entered = batch.midnight(row.entered_on) if row.entered_on else batch.opening
    return max(entered, batch.opening, batch.at if has_history else batch.opening)


def _keep(
    current: dict[tuple[int, int], Enrolment],
    wanted: dict[tuple[int, int], Enrolment],
    student_id: int,
) -> None:
    wanted.update({key: link for key, link in current.items() if key[0] == student_id})


def _warn_absent(
    batch: ImportRun,
    current: dict[tuple[int, int], Enrolment],
    wanted: dict[tuple[int, int], Enrolment],
    in_file: set[int],
) -> None:
    absent = {
        student
        for (student, _division), link in current.items()
        if student not in in_file and link.division.year_id == batch.year.pk
    }
    if absent:
        batch.report.warn(
            _("Élèves absents du fichier, qui quittent leur classe : %(count)s.")
            % {"count": len(absent)}
        )


def _group(
    batch: ImportRun,
    rows: list[PupilRow],
    students: dict[str, Student],
    structure: Structure,
    protected: set[int],
    starts: StudentDates,
) -> None:
    """The file holds the groups of the export day: those it no longer has are over."""
    links = GroupMembership.objects.filter(
        school=batch.school, group__year__start_year__lte=batch.year.start_year
    ).select_related("group__year")
    current = {
        (link.student_id, link.group_id): link
        for link in links.not_over(at=batch.at)
        if link.student_id not in protected
    }
    history = set(links.filter(group__year=batch.year).values_list("student", flat=True))
    wanted, last_days = {}, {}
    for row in rows:
        student = students[row.eleve_id]
        if row.left_on is not None and _has_left(batch, row):
            last_days[student.pk] = row.left_on
            continue
        for code in row.groups:
            group = structure.groups.get(code)
            if group is None:
                reason = _("groupe inconnu : %(code)s") % {"code": code}
                batch.report.reject([Rejection("membership", row.eleve_id, reason)])
                continue
            start = starts.get(student.pk, batch.opening)
            if student.pk in history:
                start = max(start, batch.at)
            wanted[student.pk, group.pk] = GroupMembership(
                school=batch.school, student=student, group=group, during=span(start)
            )
    ends = {}
    for key, link in current.items():
        end = batch.end_of(link.group.year)
        if last_day := last_days.get(link.student_id):
            end = min(end, batch.midnight(last_day + DAY))
        ends[key] = end
    reconcile(batch, GroupMembership, "membership", current, wanted, ends=ends)
