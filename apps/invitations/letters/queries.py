"""What a wish of the office means in letters, before anything is written: counts and envelopes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.queries import may_enter
from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode
from apps.notices.enums import LetterAudience
from apps.notices.models import LetterBatch, LetterFile, Person
from apps.notices.paper import queries as paper_queries
from apps.notices.paper.queries import PlannedFile
from apps.schools.models import Division, Guardian, School, Staff, Student
from coeduc.access import Reader

BATCHES = 30
LETTERS_A_FILE = 30  # 27 seconds for forty on a busy machine: each file well under a minute


@dataclass
class Plan:
    """What would be printed, and who would not be: the office reads this before it decides."""

    files: list[PlannedFile] = field(default_factory=list)
    with_account: int = 0
    with_code: int = 0
    without_address: int = 0

    @property
    def letter_count(self) -> int:
        return sum(len(envelope) for file in self.files for envelope in file.envelopes)

    @property
    def envelope_count(self) -> int:
        return sum(len(file.envelopes) for file in self.files)


def plan(
    school: School,
    *,
    audience: str,
    divisions: Sequence[Division],
    renews: bool,
    at: dt.datetime,
) -> Plan:
    """Who has no account yet in these classes (``divisions`` is ignored for the team)."""
    match audience:
        case LetterAudience.GUARDIANS:
            return _guardians(school, divisions, renews=renews, at=at)
        case LetterAudience.STUDENTS:
            return _students(school, divisions, renews=renews, at=at)
        case _:
            return _staff(school, renews=renews, at=at)


def plan_for_one(person: Person) -> Plan:
    """One file, one envelope, one person."""
    return Plan(files=[PlannedFile(str(person), [[person]])])


def _guardians(
    school: School, divisions: Sequence[Division], *, renews: bool, at: dt.datetime
) -> Plan:
    order = {child.pk: child for child in codes_queries.pupils_of(school, divisions, at=at)}
    links = codes_queries.reading_links(school, at=at).filter(student__in=order)
    adults = Guardian.objects.filter(pk__in=links.values("guardian"))
    result, invited = _sorted_out(adults, renews=renews, at=at)
    children = codes_queries.children_named(invited, at=at)
    first = {
        guardian.pk: min(
            (order[child.pk] for child in children[guardian.pk] if child.pk in order),
            key=lambda child: child.sort,
        )
        for guardian in invited
    }
    result.without_address = sum(
        1 for guardian in invited if not codes_queries.address_key(guardian)
    )
    homes = codes_queries.households(invited, children)
    for home in homes:
        home.sort(key=lambda guardian: guardian.sort_key)
    homes.sort(key=lambda home: (first[home[0].pk].sort, home[0].sort_key))
    by_class: dict[str, list[list[Person]]] = {}
    for home in homes:
        by_class.setdefault(first[home[0].pk].class_code, []).append([*home])
    result.files = _files(by_class)
    return result


def _students(
    school: School, divisions: Sequence[Division], *, renews: bool, at: dt.datetime
) -> Plan:
    order = {child.pk: child for child in codes_queries.pupils_of(school, divisions, at=at)}
    result, invited = _sorted_out(Student.objects.filter(pk__in=order), renews=renews, at=at)
    by_class: dict[str, list[list[Person]]] = {}
    for student in sorted(invited, key=lambda student: order[student.pk].sort):
        by_class.setdefault(order[student.pk].class_code, []).append([student])
    result.files = _files(by_class)
    return result


def _staff(school: School, *, renews: bool, at: dt.datetime) -> Plan:
    team = Staff.objects.in_force(at=at).filter(school=school)
    result, invited = _sorted_out(team, renews=renews, at=at)
    ordered: list[list[Person]] = [[one] for one in sorted(invited, key=lambda one: one.sort_key)]
    result.files = _files({_("Équipe"): ordered} if ordered else {})
    return result


def _sorted_out(everybody: Any, *, renews: bool, at: dt.datetime) -> tuple[Plan, list[Any]]:
    """Count who has an account or already a letter; return the others."""
    kind = everybody.model._meta.model_name
    codes = AccessCode.objects.open(at=at).filter(
        purpose=Purpose.ACTIVATION, **{kind: OuterRef("pk")}
    )
    result, invited = Plan(), []
    for person in everybody.annotate(has_code=Exists(codes)).order_by("sort_key", "pk"):
        if person.user_id:
            result.with_account += 1
            continue
        result.with_code += person.has_code
        if renews or not person.has_code:
            invited.append(person)
    return result, invited


def _files(by_class: dict[str, list[list[Person]]]) -> list[PlannedFile]:
    """One file a class, cut between two envelopes where it would be too long to print at once."""
    files = []
    for label in sorted(by_class):
        pieces = list(_pieces(by_class[label]))
        files += [
            PlannedFile(label if len(pieces) == 1 else f"{label} ({rank})", piece)
            for rank, piece in enumerate(pieces, start=1)
        ]
    return files


def _pieces(envelopes: Iterable[list[Person]]) -> Iterable[list[list[Person]]]:
    piece: list[list[Person]] = []
    for envelope in envelopes:
        if piece and sum(map(len, piece)) + len(envelope) > LETTERS_A_FILE:
            yield piece
            piece = []
        piece.append(envelope)
    if piece:
        yield piece


def still_to_invite(file: LetterFile, *, at: dt.datetime) -> list[tuple[int, Person]]:
    """Who of a file still has no account and may have one, with the number of their envelope."""
    return [
        (row.envelope, row.person)
        for row in paper_queries.letters_of(file)
        if row.person.user_id is None and may_enter(row.person, at=at)
    ]


def last_batches(reader: Reader, school: School) -> QuerySet[LetterBatch]:
    """What this school had printed, the last first."""
    batches = LetterBatch.objects.visible_to(reader, at=reader.at)
    return batches.filter(school=school).order_by("-created_at")[:BATCHES]


def files_of(reader: Reader, batch: LetterBatch) -> QuerySet[LetterFile]:
    """In the order in which they are printed."""
    return LetterFile.objects.visible_to(reader, at=reader.at).filter(batch=batch).order_by("rank")
