"""A small school where everything can leak: two classes, a sibling, every kind of reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.homework.notebook.services.writing import GivenWork, write_lesson
from apps.homework.notebook.services.writing import Page as Written
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule, Shows
from apps.schools.enums import Role, Scope
from apps.schools.models import Guardian, Guardianship, Term
from tests.factories.accounts import UserFactory
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    SchoolFactory,
    SchoolYearFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.leaks.oracle import GUARDIAN, PUPIL, Link, Reader

START = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
# Everything a rule may show is shown: the walk looks for what no rule allows.
EVERYTHING = Shows(class_average=True, extremes=True, running_average=True)
FIRST_RULE = Rule(shows=EVERYTHING, support_below=None)
FAMILIES = {
    "guardian": ("ines", "malik"),
    "other guardian": ("ines",),
    "former guardian": ("ines",),
    "sibling’s other parent": ("malik",),
    "parent of a classmate": ("leo",),
    "teacher and parent": ("leo",),
}
# They follow Inès without a right to her results.
WATCHES = "under surveillance"
PUPILS = ("ines", "leo", "malik")


@dataclass
class Stage:
    """The rows behind the names."""

    school: Any
    hours: OpeningHours
    teachings: dict[str, Any] = field(default_factory=dict)
    teacher: Any = None
    head: Any = None
    cpe: Any = None
    pupils: dict[str, Any] = field(default_factory=dict)
    fillers: list[Any] = field(default_factory=list)
    users: dict[str, Any] = field(default_factory=dict)
    guardians: dict[str, Any] = field(default_factory=dict)
    bulletin_at: dt.datetime | None = None

    def readers(self) -> list[Reader]:
        known = [Reader(name, PUPIL) for name in PUPILS]
        known += [Reader(name, GUARDIAN) for name in (*FAMILIES, WATCHES, "stranger")]
        return known

    def links(self) -> list[Link]:
        return [Link(person, pupil) for person, pupils in FAMILIES.items() for pupil in pupils]

    def person_of(self, email: str) -> str:
        return next(name for name, found in self.guardians.items() if found.email == email)


def build() -> Stage:
    school = SchoolFactory(name="Collège des Canaris")
    stage = Stage(school, OpeningHours(school.time_zone))
    year = SchoolYearFactory(school=school)
    RuleVersionFactory(school=school, rule=FIRST_RULE)
    OpeningVersionFactory(school=school, hours=stage.hours)
    reports_on = dt.date(2026, 12, 4)
    Term.objects.create(
        school=school,
        year=year,
        index=1,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 12, 18),
        reports_on=reports_on,
    )
    stage.bulletin_at = dt.datetime.combine(reports_on, dt.time(), school.time_zone)
    maths = SubjectFactory(school=school)
    stage.teacher = StaffFactory(school=school, last_name="ROUX")
    parent = StaffFactory(school=school, last_name="BERGER")
    for code in ("4eB", "6eA"):
        division = DivisionFactory(school=school, year=year, code=code)
        teaching = TeachingFactory(school=school, year=year, subject=maths, division=division)
        stage.teachings[code] = teaching
        for staff in (stage.teacher, parent):
            TeachingStaffFactory(teaching=teaching, staff=staff)
    for name, code in {"ines": "4eB", "leo": "4eB", "malik": "6eA"}.items():
        stage.pupils[name] = _pupil(stage, code, name.capitalize())
        stage.users[name] = stage.pupils[name].user
    stage.fillers = [_pupil(stage, "4eB", f"Noa{n}", with_account=False) for n in range(5)]
    stage.head = StaffFactory(school=school, role=Role.PRINCIPAL).user
    stage.cpe = StaffFactory(school=school, role=Role.CPE).user
    stage.users["stranger"] = UserFactory()
    for person, pupils in FAMILIES.items():
        of_staff = {"user": parent.user} if person == "teacher and parent" else {}
        _guardian(stage, person, pupils, Scope.FULL, **of_staff)
    _guardian(stage, WATCHES, ("ines",), Scope.SURVEILLANCE)
    # So that calendars hold something.
    write_lesson(
        stage.teachings["4eB"],
        Written(
            text="Volumes.", works=(GivenWork(text="Exercice 4", due_on=dt.date(2026, 11, 27)),)
        ),
        day=START.date(),
        by=stage.teacher.user,
        at=START,
    )
    return stage


def _pupil(stage: Stage, code: str, name: str, *, with_account: bool = True) -> Any:
    student = StudentFactory(school=stage.school, first_name=name, with_account=with_account)
    EnrolmentFactory(division=stage.teachings[code].division, student=student)
    return student


def _guardian(stage: Stage, person: str, pupils: Any, scope: str, **fields: Any) -> None:
    guardian = GuardianFactory(school=stage.school, **fields)
    stage.guardians[person], stage.users[person] = guardian, guardian.user
    for pupil in pupils:
        GuardianshipFactory(student=stage.pupils[pupil], guardian=guardian, scope=scope)


def end_link(guardian: Guardian, student: Any, *, at: dt.datetime) -> None:
    """As an import does: the link is closed, nothing replaces it."""
    for link in Guardianship.objects.filter(guardian=guardian, student=student):
        link.during = DateTimeTZRange(link.during.lower, at)
        link.save(update_fields=["during"])
