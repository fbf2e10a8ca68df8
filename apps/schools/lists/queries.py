"""The classes and groups whose list somebody may print, their pupils, and whom to call first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.schools.jobs import jobs_of
from apps.schools.links import DAILY, LEGAL
from apps.schools.lists.rules import AdultOfPupil, AdultToCall, first_to_call
from apps.schools.models import (
    Division,
    Enrolment,
    Group,
    GroupMembership,
    Guardianship,
    PhonePrinting,
    Student,
    Teaching,
)
from apps.schools.offices import Office, in_office, of_own_child, of_withheld_child
from apps.schools.people.queries import own_family_numbers
from apps.schools.rosters import has_pupils
from apps.schools.words import keys_of_numbers, numbers_of
from coeduc.access import Reader

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.schools.models.families import Cut
    from apps.schools.models.people import OfAPupil

    CalledLink: TypeAlias = WithAnnotations[Guardianship, Cut]
    ListedStudent: TypeAlias = WithAnnotations[Student, OfAPupil]

# What a list is of.
Roll: TypeAlias = Division | Group
OF_CLASS, OF_GROUP = "classe", "groupe"


@dataclass(frozen=True, slots=True)
class ToCall:
    """By pupil; ``own``: the pupils of whom the reader is a parent, whom a colleague must ask.

    ``lacking``: those of whom an adult is one of a child of the reader too: their number is not
    here.
    """

    adults: dict[int, list[AdultToCall]]
    own: frozenset[int]
    lacking: frozenset[int]


def classes(reader: Reader) -> QuerySet[Division]:
    """With pupils today: those one teaches or leads; of the whole school, for who knows it."""
    known = Division.objects.known_to(reader, at=reader.at).filter(has_pupils(at=reader.at))
    found = known.select_related("school")
    return found.order_by("school__name", "school", "level", "code")


def groups(reader: Reader) -> QuerySet[Group]:
    """The same, of groups."""
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        taught = Q(pk__in=jobs.groups)
    else:
        theirs = Teaching.objects.taught_by(reader, at=reader.at)
        taught = Q(Exists(theirs.filter(group=OuterRef("pk"))))
    members = GroupMembership.objects.in_force(at=reader.at).filter(group=OuterRef("pk"))
    listed = Group.objects.filter(taught | in_office(reader, Office.DIRECTORY, at=reader.at))
    found = listed.filter(Exists(members)).select_related("school")
    return found.order_by("school__name", "school", "code")


def roll(reader: Reader, kind: str, public_id: UUID) -> Roll | None:
    """The class or the group of an address, among those that this reader may list."""
    if not reader.is_staff:
        return None
    if kind == OF_CLASS:
        return classes(reader).filter(public_id=public_id).first()
    return groups(reader).filter(public_id=public_id).first() if kind == OF_GROUP else None


def pupils(reader: Reader, of: Roll) -> list[ListedStudent]:
    """Those who are in it today, by name, each with their class: the names and nothing else.

    But for those kept from this reader, of whom ``lacks_own`` says that a list has them not.
    """
    at = reader.at
    stays = (
        Enrolment.objects.in_force(at=at).filter(division=of)
        if isinstance(of, Division)
        else GroupMembership.objects.in_force(at=at).filter(group=of)
    )
    rows = Student.objects.known_to(reader, at=at).filter(
        pk__in=stays.values_list("student", flat=True), school=of.school_id
    )
    return cast("list[ListedStudent]", list(rows.with_class(at=at).order_by("sort_key", "pk")))


def lacks_own(reader: Reader, of: Roll) -> bool:
    """Whether some pupil of the school is on no list of this reader's, whatever the list."""
    withheld = of_withheld_child(reader, at=reader.at, student="pk")
    return Student.objects.filter(withheld, school=of.school_id).exists()


def to_call(reader: Reader, students: list[ListedStudent]) -> ToCall:
    """Of ended links too: what is kept from the list is known from all of them."""
    keys = [student.pk for student in students]
    own = Student.objects.filter(of_own_child(reader.user, student="pk"), pk__in=keys)
    links = Guardianship.objects.filter(student__in=keys).with_cut(at=reader.at)
    rows = cast("QuerySet[CalledLink]", links.shown())
    adults: dict[int, list[AdultOfPupil]] = defaultdict(list)
    withheld = own_family_numbers(reader)
    lacking: set[int] = set()
    for link in rows:
        one = link.guardian
        if DAILY.opens(link, reader.at) and withheld & keys_of_numbers(numbers_of(one)):
            lacking.add(link.student_id)
        adults[link.student_id].append(
            AdultOfPupil(
                name=one.polite_name,
                relation=link.get_relation_display(),
                numbers=numbers_of(one),
                answers=DAILY.opens(link, reader.at),
                is_legal=LEGAL.opens(link, reader.at),
                is_cut=link.is_cut,
                is_first=link.priority_contact,
                lives_with=bool(link.lives_with),
            )
        )
    called = {key: first_to_call(theirs, without=withheld) for key, theirs in adults.items()}
    return ToCall(called, frozenset(own.values_list("pk", flat=True)), frozenset(lacking))


def printings(reader: Reader) -> QuerySet[PhonePrinting]:
    """The last first, of the schools that this person heads."""
    seen = PhonePrinting.objects.visible_to(reader, at=reader.at)
    return seen.select_related("division", "group", "by", "school").order_by("-at", "-pk")
