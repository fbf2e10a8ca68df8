"""Staff and what they teach, from the STS file."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from apps.schools.enums import LinkSource, Role
from apps.schools.errors import Rejection
from apps.schools.imports.rules.records import ServiceRow, StaffFile, StaffKey, StaffRow
from apps.schools.imports.services.structure import Structure
from apps.schools.imports.services.sync import (
    ImportRun,
    reconcile,
    span,
    upsert,
    warn_lost_letters,
)
from apps.schools.models import LeadTeacher, Post, Staff, Teaching, TeachingStaff
from apps.schools.names import sort_key
from coeduc.days import DAY

ROLES = {
    "ENS": Role.TEACHER,
    "DOC": Role.TEACHER,
    "DIR": Role.PRINCIPAL,
    "ADJ": Role.DEPUTY,
    "EDU": Role.CPE,
    "AED": Role.SCHOOL_LIFE,
    "SUR": Role.SCHOOL_LIFE,
}
T = TypeVar("T")
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
    _tell_what_stays(batch)
    if not file.services:
        batch.report.warn(_("Le fichier STS ne contient encore aucun enseignement."))
        return
    teachings = _teachings(batch, file, structure)
    _teaching_staff(batch, file, staff, teachings)


def _people(batch: ImportRun, file: StaffFile) -> dict[StaffKey, Staff]:
    """Everybody with a function; the others are on long leave or retired, and no longer there."""
    existing = _known_people(batch, file)
    directors = sum(row.function == "DIR" for row in file.staff)
    wanted = {}
    roles: dict[StaffKey, Role] = {}
    for row in file.staff:
        role = _role(row, alone=directors == 1)
        if role is None:
            continue
        known = existing.get(row.key)
        roles[row.key] = role
        wanted[row.key] = {
            "sts_type": row.key[0],
            "sts_id": row.key[1],
            "civility": row.civility,
            "last_name": row.last_name,
            "first_name": row.first_name,
            "sort_key": sort_key(row.last_name, row.first_name),
            "during": _stay(batch, known),
        }
    warn_lost_letters(
        batch,
        _("Des accents manquent dans le nom des personnels %(keys)s : corrigez-le dans STS-web."),
        {"/".join(row.key): (row.last_name, row.first_name) for row in file.staff},
    )
    kept = upsert(batch, Staff, "staff", existing, wanted)
    for key, person in kept.items():
        person.roles = [roles[key]]  # what the report says of a newcomer
    absent = _absent(batch, existing, kept) if kept else []
    _end_stays(batch, absent)
    _posts(batch, {kept[key]: role for key, role in roles.items() if key in kept}, absent)
    if directors > 1 and not _has_principal(batch):
        batch.report.warn(_("Plusieurs personnes de direction : indiquez qui est principal."))
    return kept


def _known_people(batch: ImportRun, file: StaffFile) -> dict[StaffKey, Staff]:
    """By national number; somebody added by hand takes the number of the only one of that name."""
    people = list(Staff.objects.filter(school=batch.school))
    known = {(row.sts_type, row.sts_id): row for row in people if row.sts_id}
    by_hand = _alone((row.sort_key, row) for row in people if not row.sts_id)
    newcomers = _alone(
        (sort_key(row.last_name, row.first_name), row.key)
        for row in file.staff
        if row.key not in known
    )
    met = {newcomers[name]: person for name, person in by_hand.items() if name in newcomers}
    return known | met


def _alone(named: Iterable[tuple[str, T]]) -> dict[str, T]:
    """By name, those whom nobody else here is called like."""
    found: dict[str, list[T]] = {}
    for name, one in named:
        found.setdefault(name, []).append(one)
    return {name: each[0] for name, each in found.items() if len(each) == 1}


def _posts(batch: ImportRun, roles: Mapping[Staff, Role], absent: Iterable[Staff]) -> None:
    """One post a person, as the file says; who was given one here keeps what they were given."""
    posts = Post.objects.filter(school=batch.school)
    standing = posts.not_over(at=batch.at)
    by_hand = set(standing.filter(source=LinkSource.HAND).values_list("staff", flat=True))
    named = [person.pk for person in roles] + [person.pk for person in absent]
    current = {
        (post.staff_id, post.role): post
        for post in standing.filter(source=LinkSource.FILE, staff__in=named)
    }
    before = set(posts.values_list("staff", flat=True))
    wanted = {}
    for person, role in roles.items():
        if role == Role.DEPUTY and (person.pk, Role.PRINCIPAL) in current:
            role = Role.PRINCIPAL  # among several directors, nobody ceases to be one by guess
        since = person.during.lower if person.pk not in before else batch.change_at()
        post = Post(school=batch.school, staff=person, role=role, during=span(since))
        wanted[person.pk, str(role)] = post
    for key, post in current.items():
        if key[0] in by_hand and key[0] in {person.pk for person in roles}:
            wanted[key] = post
    kept = left_alone(batch, posts, ("staff", "role"))
    wanted = {
        key: post
        for key, post in _but(wanted, current, kept).items()
        if key in current or key[0] not in by_hand
    }
    reconcile(batch, Post, "post", current, wanted)


def left_alone(batch: ImportRun, links: Any, names: tuple[str, ...]) -> set[tuple[Any, ...]]:
    """What was set here, or ended here this year, by ``names``: no file opens it again."""
    set_here = links.not_over(at=batch.at).filter(source=LinkSource.HAND)
    ended_here = links.filter(ended_by__isnull=False, during__endswith__gte=batch.opening)
    return {*set_here.values_list(*names), *ended_here.values_list(*names)}


def _tell_what_stays(batch: ImportRun) -> None:
    """What was set or ended here, that no file changes."""
    stays = [
        *left_alone(batch, Post.objects.filter(school=batch.school), ("staff", "role")),
        *left_alone(batch, TeachingStaff.objects.filter(school=batch.school), ("pk",)),
        *left_alone(batch, LeadTeacher.objects.filter(school=batch.school), ("pk",)),
    ]
    if stays:
        batch.report.warn(
            _("Décidé au collège, laissé tel quel : %(count)s (fonctions, enseignements, classes).")
            % {"count": len(stays)}
        )


def _has_principal(batch: ImportRun) -> bool:
    posts = Post.objects.not_over(at=batch.at).filter(school=batch.school)
    return posts.filter(role=Role.PRINCIPAL).exists()


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


def _absent(
    batch: ImportRun, existing: Mapping[StaffKey, Staff], kept: Mapping[StaffKey, Staff]
) -> list[Staff]:
    """Whom the national files knew, and no longer name."""
    refused = {row.key for row in batch.report.rejections if row.kind == "staff"}
    return [
        row
        for key, row in existing.items()
        if key not in kept and key[0] in NATIONAL_TYPES and "/".join(key) not in refused
    ]


def _end_stays(batch: ImportRun, absent: Iterable[Staff]) -> None:
    """Of those who are named no longer; who was given something to do here stays."""
    end = batch.change_at()
    busy: set[int] = set()
    for model in (Post, TeachingStaff, LeadTeacher):
        set_here = model._default_manager.not_over(at=batch.at).filter(source=LinkSource.HAND)
        busy.update(set_here.filter(school=batch.school).values_list("staff", flat=True))
    gone = []
    for row in absent:
        over = row.during.isempty or (row.during.upper is not None and row.during.upper <= end)
        if over or row.pk in busy:
            continue
        row.during = span(min(row.during.lower, end), end)
        gone.append(row)
    if gone:
        Staff.objects.bulk_update(gone, ["during"])
        batch.report.record("staff", "ended", gone)
        batch.report.warn(_("Membres de l’équipe partis : %(count)s.") % {"count": len(gone)})


def _but(
    wanted: dict[tuple[Any, ...], T], current: Mapping[tuple[Any, ...], T], kept: set[Any]
) -> dict[tuple[Any, ...], T]:
    """Without what the school decided here; what is in force from a file goes on."""
    return {key: link for key, link in wanted.items() if key in current or key not in kept}


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
        for link in links.not_over(at=batch.at)
        .filter(source=LinkSource.FILE)
        .select_related("teaching__year")
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
    wanted = _but(wanted, current, left_alone(batch, links, ("teaching", "staff")))
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
        for link in links.not_over(at=batch.at)
        .filter(source=LinkSource.FILE)
        .select_related("division__year")
    }
    has_history = links.filter(division__year=batch.year).exists()
    wanted = {}
    for row in file.staff:
        for lead in row.leads:
            division, person = structure.divisions.get(lead.division), staff.get(row.key)
            end = batch.midnight(lead.ends_on + DAY) if lead.ends_on else None
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
    wanted = _but(wanted, current, left_alone(batch, links, ("division", "staff")))
    ends = {key: batch.end_of(link.division.year) for key, link in current.items()}
    reconcile(batch, LeadTeacher, "lead_teacher", current, wanted, ends=ends, mutable=("during",))
