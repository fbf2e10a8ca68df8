"""Staff and what they teach, from the STS file."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from apps.schools.enums import Role
from apps.schools.errors import Rejection
from apps.schools.imports.rules.records import ServiceRow, StaffFile, StaffKey, StaffRow
from apps.schools.imports.services.decided import (
    DecidedHere,
    decided_here,
    given_here,
    heads_of,
    of_files,
    refuse_without_heads,
    warn_of_local_decisions,
    without_decided,
)
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
NATIONAL_TYPES = ("epp", "local", "dir", "eppsup")  # others were entered in the portal itself


def import_staff(batch: ImportRun, file: StaffFile, structure: Structure) -> None:
    """Staff, then teachings, then who teaches them and who leads each class."""
    kinds = ("staff", "teaching")
    batch.report.reject(row for row in file.rejections if row.kind in kinds)
    decided, had_heads = decided_here(batch), heads_of(batch)
    staff = _people(batch, file, decided)
    refuse_without_heads(batch, had=had_heads)
    if not staff:
        batch.report.warn(_("Le fichier STS ne contient aucun membre de l’équipe utilisable."))
        return
    given = {key: person for key, person in staff.items() if person.pk not in decided.let_go}
    _leads(batch, file, given, structure)
    warn_of_local_decisions(batch)
    if not file.services:
        batch.report.warn(_("Le fichier STS ne contient encore aucun enseignement."))
        return
    teachings = _teachings(batch, file, structure)
    _teaching_staff(batch, file, staff, teachings, decided)


def _people(batch: ImportRun, file: StaffFile, decided: DecidedHere) -> dict[StaffKey, Staff]:
    """Everybody with a function; the others are on long leave or retired, and no longer there."""
    existing = {
        (row.sts_type, row.sts_id): row
        for row in Staff.objects.filter(school=batch.school).exclude(sts_id="")
    }
    _warn_homonyms(batch, file, existing)
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
            "during": _stay(batch, known, decided),
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
    _end_stays(batch, absent, decided)
    found = {kept[key]: role for key, role in roles.items() if key in kept}
    _posts(batch, found, absent, decided)
    if directors > 1 and not _has_principal(batch):
        batch.report.warn(_("Plusieurs personnes de direction : indiquez qui est principal."))
    return kept


def _warn_homonyms(batch: ImportRun, file: StaffFile, existing: Mapping[StaffKey, Staff]) -> None:
    """Somebody added by hand and somebody of that name in the file: a person says if it is one."""
    by_hand = Staff.objects.not_over(at=batch.at).filter(school=batch.school, sts_id="")
    named = {row.sort_key: str(row) for row in by_hand}
    met = {sort_key(row.last_name, row.first_name) for row in file.staff if row.key not in existing}
    if same := [name for key, name in sorted(named.items()) if key in met]:
        batch.report.warn(
            _(
                "Est-ce la même personne ? Ajouté au collège, puis nommé par le fichier : "
                "%(names)s. Si oui, la direction réunit les deux lignes depuis « Équipe », sur la "
                "page de cette personne."
            )
            % {"names": ", ".join(same)}
        )


def _posts(
    batch: ImportRun, roles: Mapping[Staff, Role], absent: Iterable[Staff], decided: DecidedHere
) -> None:
    """One post a person, as the file says; who was given one here keeps what they were given."""
    posts = Post.objects.filter(school=batch.school)
    by_hand = set(given_here(batch, posts).values_list("staff", flat=True))
    named = [person.pk for person in (*roles, *absent) if person.pk not in by_hand]
    gone = [person.pk for person in absent if person.pk in by_hand]
    current = {
        (post.role, post.staff_id): post
        for post in of_files(batch, posts).filter(staff__in=[*named, *gone])
    }
    before = set(posts.values_list("staff", flat=True))
    wanted: dict[tuple[str, int], Post] = {}
    for person, role in roles.items():
        if person.pk in by_hand or person.pk in decided.let_go:
            continue
        if role == Role.DEPUTY and (Role.PRINCIPAL, person.pk) in current:
            role = Role.PRINCIPAL  # among several directors, nobody ceases to be one by guess
        since = person.during.lower if person.pk not in before else batch.change_at()
        wanted[str(role), person.pk] = Post(
            school=batch.school, staff=person, role=role, during=span(since)
        )
    wanted = without_decided(batch, wanted, posts, "role", "staff")
    reconcile(batch, Post, "post", current, wanted)


def _has_principal(batch: ImportRun) -> bool:
    posts = Post.objects.not_over(at=batch.at).of_the_principal()
    return posts.filter(school=batch.school).exists()


def _role(row: StaffRow, *, alone: bool) -> Role | None:
    if row.function == "DIR" and not alone:
        return Role.DEPUTY
    if row.function == "EDU" and row.key[0] == "local":
        return Role.SCHOOL_LIFE
    return ROLES.get(row.function)


def _stay(batch: ImportRun, known: Staff | None, decided: DecidedHere) -> object:
    """Since the opening for a newcomer, since now for somebody who comes back.

    Whom the school let go comes back when the school says so; whom it named stays as long as it
    said.
    """
    if known is None:
        return span(min(batch.at, batch.opening))
    if known.pk in decided.let_go or known.pk in decided.named:
        return known.during
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


def _end_stays(batch: ImportRun, absent: Iterable[Staff], decided: DecidedHere) -> None:
    """Of those who are named no longer; who was given something to do here stays."""
    end = batch.change_at()
    gone = []
    for row in absent:
        over = row.during.isempty or (row.during.upper is not None and row.during.upper <= end)
        if over or row.pk in decided.busy or row.pk in decided.let_go:
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
    decided: DecidedHere,
) -> None:
    links = TeachingStaff.objects.filter(
        school=batch.school, teaching__year__start_year__lte=batch.year.start_year
    )
    current = {
        (link.teaching_id, link.staff_id): link
        for link in of_files(batch, links).select_related("teaching__year")
    }
    is_first = not links.filter(teaching__year=batch.year).exists()
    start = batch.opening if is_first else batch.change_at()
    wanted: dict[tuple[int, int], TeachingStaff] = {}
    unknown = set()
    for row in file.services:
        teaching = teachings.get(_key(row))
        if teaching is None:
            continue
        for key in row.teachers:
            if key not in staff:
                unknown.add(key)
                continue
            person = staff[key]
            if person.pk in decided.let_go:
                continue
            wanted[teaching.pk, person.pk] = TeachingStaff(
                school=batch.school, teaching=teaching, staff=person, during=span(start)
            )
    if unknown:
        batch.report.warn(
            _("Personnes citées dans un enseignement mais absentes de l’équipe : %(count)s.")
            % {"count": len(unknown)}
        )
    wanted = without_decided(batch, wanted, links, "teaching", "staff")
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
        for link in of_files(batch, links).select_related("division__year")
    }
    has_history = links.filter(division__year=batch.year).exists()
    wanted: dict[tuple[int, int], LeadTeacher] = {}
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
    wanted = without_decided(batch, wanted, links, "division", "staff")
    ends = {key: batch.end_of(link.division.year) for key, link in current.items()}
    reconcile(batch, LeadTeacher, "lead_teacher", current, wanted, ends=ends, mutable=("during",))
