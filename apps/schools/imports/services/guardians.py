"""Guardians and guardianships: what the file says takes effect at once.

Level 1 reads everything (both parents, whatever their separation), level 2 is in charge, level 3
reads nothing. A change of level ends the link now and opens another, so that no page and no
message uses the old right a second longer. Restrictions are never touched: they are keyed by
pupil and guardian, and only the school lifts them.
"""

import re
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from apps.schools.enums import Relation, Scope
from apps.schools.errors import Rejection
from apps.schools.imports.rules.records import (
    LEGAL_GUARDIANS,
    AddressRow,
    Guardians,
    PersonRow,
    ResponsibilityRow,
)
from apps.schools.imports.services.pupils import PupilIndex
from apps.schools.imports.services.sync import (
    ImportRun,
    reconcile,
    span,
    upsert,
    warn_lost_letters,
)
from apps.schools.models import Enrolment, Guardian, Guardianship, Student
from apps.schools.names import readable_name, sort_key
from coeduc.letters import small

SCOPES = {1: Scope.FULL, 2: Scope.CARE, 3: Scope.CONTACT}
LONGEST_NUMBER, LONGEST_ADDRESS = 20, 254  # what the columns hold


def import_guardians(batch: ImportRun, file: Guardians, pupils: PupilIndex | None) -> None:
    """`pupils` is None when the batch has no pupil file: those already known are used."""
    batch.report.reject(file.rejections)
    if file.unlinked:
        batch.report.warn(
            _("Personnes liées à aucun élève, laissées de côté : %(count)s.")
            % {"count": file.unlinked}
        )
    if pupils is None:
        known = Student.objects.filter(school=batch.school)
        pupils = PupilIndex({student.siecle_id: student for student in known}, frozenset())
    rows = _of_known_pupils(batch, file.responsibilities, pupils)
    guardians = _people(batch, file, {row.personne_id for row in rows})
    rows = _of_known_people(batch, rows, guardians)
    _links(batch, file, rows, pupils.students, guardians)


def _of_known_pupils(
    batch: ImportRun, rows: Iterable[ResponsibilityRow], pupils: PupilIndex
) -> list[ResponsibilityRow]:
    """Ties to a pupil left out of the portal are left out too; to an unknown one, rejected."""
    kept = []
    for row in rows:
        if row.eleve_id in pupils.students:
            kept.append(row)
        elif row.eleve_id not in pupils.left_out:
            batch.report.reject([_rejection(row, _("élève inconnu"))])
    return kept


def _of_known_people(
    batch: ImportRun, rows: Iterable[ResponsibilityRow], guardians: dict[str, Guardian]
) -> list[ResponsibilityRow]:
    kept = []
    for row in rows:
        if row.personne_id in guardians:
            kept.append(row)
        else:
            batch.report.reject([_rejection(row, _("personne absente du fichier"))])
    return kept


def _rejection(row: ResponsibilityRow, reason: str) -> Rejection:
    return Rejection("guardianship", f"{row.eleve_id}/{row.personne_id}", reason)


def _people(batch: ImportRun, file: Guardians, needed: set[str]) -> dict[str, Guardian]:
    existing = {row.siecle_id: row for row in Guardian.objects.filter(school=batch.school)}
    wanted = {
        row.personne_id: _values(batch, row, file.addresses, existing.get(row.personne_id))
        for row in file.people
        if row.personne_id in needed
    }
    warn_lost_letters(
        batch,
        _("Des accents manquent dans le nom des responsables %(keys)s : corrigez-le dans SIECLE."),
        {
            row.personne_id: (row.family_name, row.usual_name, row.first_name)
            for row in file.people
            if row.personne_id in needed
        },
    )
    return upsert(batch, Guardian, "guardian", existing, wanted)


def _values(
    batch: ImportRun, row: PersonRow, addresses: dict[str, AddressRow], known: Guardian | None
) -> dict[str, object]:
    """An e-mail entered at the school is kept when the national file has none."""
    name = row.usual_name or row.family_name
    return {
        "siecle_id": row.personne_id,
        "civility": row.civility,
        "last_name": name,
        "first_name": row.first_name,
        "sort_key": sort_key(name, row.first_name)[:220],
        "email": _email(batch, row, known) or (known.email if known else ""),
        "phone": _number(batch, row, row.phone),
        "mobile": _number(batch, row, row.mobile),
        "accepts_sms": row.accepts_sms,
        "address": _address(addresses.get(row.address_id)),
    }


def _email(batch: ImportRun, row: PersonRow, known: Guardian | None) -> str:
    """One address; of two, none is guessed: the second may be the other parent's."""
    written = {small(one): one for one in re.split(r"[\s;,/|]+", row.email) if one}
    if known is not None and known.email and small(known.email) in written:
        return known.email
    if len(written) == 1 and _is_address(one := next(iter(written.values()))):
        return one
    if row.email:
        batch.report.warn(_unusable(_("adresse électronique"), row))
    return ""


def _is_address(text: str) -> bool:
    if not text.isascii():
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS


def _number(batch: ImportRun, row: PersonRow, number: str) -> str:
    """A telephone with a note behind it is lost, not its holder: the office is told who."""
    if len(number) <= LONGEST_NUMBER:
        return number
    batch.report.warn(_unusable(_("téléphone"), row))
    return ""


def _unusable(what: str, row: PersonRow) -> str:
    name = f"{row.first_name} {readable_name(row.usual_name or row.family_name)}".strip()
    return _("%(name)s (personne %(key)s) : %(what)s inutilisable. Le reste est importé.") % {
        "name": name,
        "what": what,
        "key": row.personne_id,
    }


def _address(row: AddressRow | None) -> str:
    if row is None:
        return ""
    town = f"{row.postcode} {row.town}".strip()
    return "\n".join(filter(None, (*row.lines, town, row.country)))


LinkKey = tuple[int, int, str, str]  # pupil, guardian, scope, national level


def _links(
    batch: ImportRun,
    file: Guardians,
    rows: Sequence[ResponsibilityRow],
    students: dict[str, Student],
    guardians: dict[str, Guardian],
) -> None:
    links = Guardianship.objects.filter(school=batch.school)
    in_force = list(links.not_over(at=batch.at).select_related("student", "guardian"))
    has_history = set(links.values_list("student", flat=True))
    wanted: dict[LinkKey, Guardianship] = {}
    for row, scope in _with_scopes(batch, rows, in_force):
        student, guardian = students[row.eleve_id], guardians[row.personne_id]
        start = batch.at if student.pk in has_history else min(batch.at, batch.opening)
        link = Guardianship(
            school=batch.school,
            student=student,
            guardian=guardian,
            relation=row.relation if row.relation in Relation.values else Relation.OTHER,
            siecle_level=str(row.level),
            scope=scope,
            lives_with=row.lives_with,
            priority_contact=row.first_contact,
            during=span(start),
        )
        wanted[_key(link)] = link
    current = _in_reach(batch, file, rows, in_force, wanted)
    mutable = ("relation", "lives_with", "priority_contact")
    reconcile(batch, Guardianship, "guardianship", current, wanted, mutable=mutable)


def _key(link: Guardianship) -> LinkKey:
    return link.student_id, link.guardian_id, str(link.scope), link.siecle_level


def _with_scopes(
    batch: ImportRun, rows: Sequence[ResponsibilityRow], in_force: Iterable[Guardianship]
) -> Iterable[tuple[ResponsibilityRow, Scope]]:
    """Two legal guardians a pupil: those who already are come first, then the file's order."""
    full = {
        (link.student.siecle_id, link.guardian.siecle_id)
        for link in in_force
        if link.scope == Scope.FULL
    }
    legal: dict[str, list[ResponsibilityRow]] = {}
    for row in rows:
        if row.level == 1:
            legal.setdefault(row.eleve_id, []).append(row)
    third = set()
    for pupil, found in legal.items():
        found.sort(key=lambda row: (row.eleve_id, row.personne_id) not in full)
        for row in found[LEGAL_GUARDIANS:]:
            third.add((row.eleve_id, row.personne_id))
        if len(found) > LEGAL_GUARDIANS:
            batch.report.warn(
                _(
                    "Plus de deux responsables légaux pour l’élève %(key)s : le troisième est gardé"
                    " comme contact, sans accès. Vérifiez dans SIECLE."
                )
                % {"key": pupil}
            )
    for row in rows:
        is_third = (row.eleve_id, row.personne_id) in third
        yield row, Scope.CONTACT if is_third else SCOPES[row.level]


def _in_reach(
    batch: ImportRun,
    file: Guardians,
    rows: Sequence[ResponsibilityRow],
    in_force: Iterable[Guardianship],
    wanted: dict[LinkKey, Guardianship],
) -> dict[LinkKey, Guardianship]:
    """Links this file may end: of the pupils it lists, and of every pupil enrolled today.

    A link whose own row was rejected stays as it is; so does one of a former pupil whom the file
    has forgotten, since there is nothing new to read.
    """
    listed = {row.eleve_id for row in rows}
    enrolled = set(
        Enrolment.objects.in_force(at=batch.at)
        .filter(school=batch.school)
        .values_list("student", flat=True)
    )
    unreadable = {row.key for row in batch.report.rejections if row.kind == "guardianship"}
    seen = {f"{row.eleve_id}/{row.personne_id}" for row in rows}
    current, orphans = {}, set()
    for link in in_force:
        pair = f"{link.student.siecle_id}/{link.guardian.siecle_id}"
        if pair in unreadable and pair not in seen:
            continue
        if link.student.siecle_id not in listed:
            if link.student_id not in enrolled:
                continue
            orphans.add(link.student_id)
        current[_key(link)] = link
    if orphans:
        batch.report.warn(
            _("Élèves qui n’ont plus aucun responsable dans le fichier : %(count)s.")
            % {"count": len(orphans)}
        )
    return current
