"""What the first pages read: the schools of a person for the frame, the first days of a school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import JSONObject

from apps.invitations.models import AccessCode
from apps.publication.enums import DecisionBody
from apps.publication.models import RuleVersion
from apps.schools import offices
from apps.schools.days import today_of
from apps.schools.links import PAGES, READING, ReaderReading
from apps.schools.models import (
    Closure,
    Guardian,
    Guardianship,
    LeadTeacher,
    School,
    SchoolContact,
    SchoolYear,
    Staff,
    Student,
    Teaching,
    Term,
    of_a_past_year,
)
from apps.schools.rosters import enrolled
from coeduc.access import Capacity, Reader
from coeduc.registry import Waiting, asked_for, told_of


@dataclass(frozen=True, slots=True)
class FilesRead:
    """What the national files have brought: how many of each, whether services are known."""

    pupils: int
    guardians: int
    taught: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The year that runs or comes, if any, with its terms and closures."""

    year: SchoolYear | None
    terms: int = 0
    closures: int = 0


@dataclass(frozen=True, slots=True)
class Doors:
    """Of the guardians who may read: how many, with an account, with neither account nor code.

    ``unsure``: their code is valid, but the file of their letter is gone and nothing tells that it
    was printed.
    """

    total: int
    opened: int
    without: int
    unsure: int


def files_read(school: School, *, at: dt.datetime) -> FilesRead:
    return FilesRead(
        pupils=Student.objects.filter(enrolled(at=at), school=school).count(),
        guardians=_readers(school, at=at).count(),
        taught=Teaching.objects.filter(school=school)
        .exclude(of_a_past_year("year", at=at))
        .exists(),
    )


def calendar_of(school: School, *, at: dt.datetime) -> Calendar:
    today = today_of(school, at=at)
    coming = SchoolYear.objects.filter(school=school, ends_on__gte=today)
    year = coming.order_by("starts_on").first()
    if year is None:
        return Calendar(None)
    closures = Closure.objects.of_year(year)
    return Calendar(year, Term.objects.filter(year=year).count(), closures.count())


def has_adopted_a_rule(school: School, *, at: dt.datetime) -> bool:
    """For every kind of work, and by the school: the ministry's frame is nobody's choice."""
    standing = RuleVersion.objects.in_force(at=at).filter(school=school, kind="")
    return standing.exclude(body=DecisionBody.MINISTRY).exists()


def doors_of(school: School, *, at: dt.datetime) -> Doors:
    readers = _readers(school, at=at)
    codes = AccessCode.objects.open(at=at).filter(guardian=OuterRef("pk"))
    given, held = Exists(codes), Exists(codes.in_hand(at=at))
    outside = readers.filter(user=None).aggregate(
        without=Count("pk", filter=~given), unsure=Count("pk", filter=given & ~held)
    )
    return Doors(
        total=readers.count(), opened=readers.filter(user__isnull=False).count(), **outside
    )


def _readers(school: School, *, at: dt.datetime) -> Any:
    """Those whom letters are for: who may read something of a pupil enrolled today."""
    links = Guardianship.objects.opening(READING, at=at).filter(
        enrolled(at=at, student="student"), guardian=OuterRef("pk")
    )
    return Guardian.objects.filter(Exists(links), school=school)


def what_waits(reader: Reader) -> dict[int | None, Waiting]:
    """By child, what every app answers for this reader; one statement, none without a question."""
    return told_of(reader, WAITS.rows(reader, at=reader.at))


def _waits_of(reader: Reader) -> Any:
    asked = asked_for(reader)
    return Student.objects.none() if asked is None else asked


WAITS = ReaderReading(_waits_of)


def schools_of(reader: Reader, *, at: dt.datetime) -> Iterable[School]:
    """The schools that name this person, with what the frame asks of each; one statement."""
    return SCHOOLS.rows(reader, at=at)


def _schools(reader: Reader) -> Any:
    at = reader.at
    family = (
        Guardianship.objects.visible_to(reader, at=at)
        if reader.is_family
        else Guardianship.objects.of(reader.user).opening(PAGES, at=at)
    )
    jobs = Staff.objects.of(reader.user, at=at).filter(school=OuterRef("pk"))
    mine = {
        Capacity.FAMILY: Exists(family.filter(school=OuterRef("pk"))),
        Capacity.STUDENT: Exists(Student.objects.filter(user=reader.user, school=OuterRef("pk"))),
        Capacity.STAFF: Exists(jobs),
    }
    # A cheap superset, for the rows that name this account; the links above decide. Filtering on
    # them would have each one compiled and run twice, on every page.
    named = [
        model.objects.filter(user=reader.user).values("school")
        for model in (Guardian, Student, Staff)
    ]
    contacts = SchoolContact.objects.filter(school=OuterRef("pk")).order_by("position")
    return (
        School.objects.filter(Q(pk__in=named[0]) | Q(pk__in=named[1]) | Q(pk__in=named[2]))
        .annotate(
            **{f"in_{key}": link for key, link in mine.items()},
            **({} if reader.is_family or reader.is_student else _menu_of(reader, jobs, at=at)),
            ways=ArraySubquery(
                contacts.values(
                    json=JSONObject(label="label", name="name", phone="phone", hours="hours")
                )
            ),
        )
        .order_by("pk")
    )


SCHOOLS = ReaderReading(_schools)


def _menu_of(reader: Reader, jobs: Any, *, at: dt.datetime) -> dict[str, Any]:
    """What only the team's menu needs to know."""
    leads = LeadTeacher.objects.of(reader.user, at=at).filter(school=OuterRef("pk"))
    return {
        "sets_up": Exists(jobs.holding(offices.Office.TOOLS)),
        "lets_in": Exists(jobs.holding(offices.Office.ACCOUNTS)),
        "follows": ExpressionWrapper(
            offices.following(reader.user, at=at, school="pk"), output_field=BooleanField()
        ),
        "led": ArraySubquery(
            leads.order_by("division__code").values(
                json=JSONObject(code="division__code", id="division__public_id")
            )
        ),
    }
