"""Who holds which office of a school: said once, for queries, policies and pages.

A right asks for an office, never for a role by name, and every job of a person counts: who is the
CPE here and teaches there holds both. Whoever works in the school reads nothing there about their
own child, whatever their office (docs/decisions/0005): ``of_own_child``.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, OuterRef, Q

from apps.schools.enums import Role
from apps.schools.jobs import Job, jobs_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.schools.models import Guardianship, School, Staff, Student
    from apps.schools.models.families import GuardianshipQuerySet
    from apps.schools.models.staff import StaffQuerySet
    from coeduc.access import Reader

J = TypeVar("J", "Staff", Job)


class Office(enum.Enum):
    """The roles that hold an office (domain.md, 11.1; decision 0013)."""

    HEADS = frozenset({Role.PRINCIPAL, Role.DEPUTY})
    # Follow every pupil of the school and may read every result.
    WHOLE_SCHOOL = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.CPE})
    # Calendar, logo, imports, timetables: the digital referent's daily work.
    TOOLS = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.DIGITAL_REFERENT})
    # Letters, codes and accounts.
    ACCOUNTS = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.SECRETARY, Role.DIGITAL_REFERENT})
    # Names and how to reach people: no result, no work, and no reason of a restriction
    # (docs/decisions/0013, 0045).
    DIRECTORY = frozenset(
        {
            Role.PRINCIPAL,
            Role.DEPUTY,
            Role.CPE,
            Role.SECRETARY,
            Role.SCHOOL_LIFE,
            Role.HEALTH_SOCIAL,
            Role.NURSE,
            Role.SOCIAL_WORKER,
            Role.PSY_EN,
        }
    )
    # Keep the day: which teacher is away, which lesson is not held (docs/decisions/0047).
    DAY = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.CPE, Role.SECRETARY, Role.SCHOOL_LIFE})
    # Of the directory already; their own notes come with absences and plans.
    HEALTH = frozenset({Role.HEALTH_SOCIAL, Role.NURSE, Role.SOCIAL_WORKER, Role.PSY_EN})
    # Whom a pupil's call reaches first.
    CPE = frozenset({Role.CPE})

    @property
    def posts(self) -> Q:
        """Of posts, in SQL: those that hold it."""
        return Q(role__in=self.value)

    def held(self, *, at: dt.datetime) -> Q:
        """Of staff, in SQL: those with a post in force that holds it."""
        from apps.schools.models import Post  # noqa: PLC0415 (circular)

        posts = Post.objects.in_force(at=at).of_office(self)
        return Q(Exists(posts.filter(staff=OuterRef("pk"))))

    def among(self, jobs: Iterable[J]) -> list[J]:
        """Of people at work already read, with their posts: those who hold it."""
        return [job for job in jobs if not self.value.isdisjoint(job.roles)]


def offices_of(reader: Reader, office: Office) -> StaffQuerySet[Staff]:
    """The jobs of this reader, today, that hold ``office``: none outside the space of the team."""
    from apps.schools.models import Staff  # noqa: PLC0415 (circular)

    held = Staff.objects.of(reader.user, at=reader.at).holding(office, at=reader.at)
    return held if reader.is_staff else held.none()


def holds(reader: Reader, office: Office, school: School | int | None = None) -> bool:
    """Whether one of the reader's jobs holds ``office``, in ``school`` (row or key) if given."""
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        where = jobs.holding(office)
        return bool(where) if school is None else getattr(school, "pk", school) in where
    held = offices_of(reader, office)
    return (held if school is None else held.filter(school=school)).exists()


def schools_held(reader: Reader, office: Office) -> list[School]:
    """The schools where the reader holds ``office`` today, by name."""
    from apps.schools.models import School  # noqa: PLC0415 (circular)

    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        rows = [job.row for job in office.among(jobs.each) if job.row is not None]
        return list({row.school_id: row.school for row in rows}.values())
    held = offices_of(reader, office)
    return list(School.objects.filter(pk__in=held.values("school")).order_by("name", "pk"))


def in_office(reader: Reader, office: Office, *, at: dt.datetime, school: str = "school") -> Q:
    """The school at this path of a row is one where the reader holds ``office`` at ``at``.

    Of a person in their jobs: whoever asks has seen that it is in the space of the team.
    """
    from apps.schools.models import Staff  # noqa: PLC0415 (circular)

    known = jobs_of(reader, at=at)
    if known is not None:
        return Q(**{f"{school}__in": known.holding(office)})
    jobs = Staff.objects.of(reader.user, at=at).holding(office, at=at)
    return Q(Exists(jobs.filter(school=OuterRef(school))))


def following(reader: Reader, *, at: dt.datetime, school: str = "school") -> Q:
    """The school at this path of a row has pupils for the reader: taught, led, or all of them.

    Whoever works there without any of the three opens no pupil and no assessment there.
    """
    from apps.schools.models import LeadTeacher, TeachingStaff  # noqa: PLC0415 (circular)

    known = jobs_of(reader, at=at)
    if known is not None:
        return Q(**{f"{school}__in": known.following(Office.WHOLE_SCHOOL)})
    taught = TeachingStaff.objects.of(reader.user, at=at)
    led = LeadTeacher.objects.of(reader.user, at=at)
    return (
        in_office(reader, Office.WHOLE_SCHOOL, at=at, school=school)
        | Q(Exists(taught.filter(school=OuterRef(school))))
        | Q(Exists(led.filter(school=OuterRef(school))))
    )


def _answered_for(
    user: User | int | OuterRef, student: Student | int | OuterRef
) -> GuardianshipQuerySet[Guardianship]:
    """The links, in force or ended, of this person: what was a family's stays one."""
    from apps.schools.models import Guardianship  # noqa: PLC0415 (circular)

    return Guardianship.objects.of(user).filter(student=student)


def of_own_child(user: User | OuterRef, *, student: str = "student") -> Exists:
    """The pupil at this path of a row is, or was, a child of ``user``: read as a family only."""
    return Exists(_answered_for(user, student=OuterRef(student)))


def of_withheld_child(reader: Reader, *, at: dt.datetime, student: str = "student") -> Q:
    """``of_own_child``, and the pages of a family do not open to them today.

    Cut, former, or a contact alone: where the school does not tell them the class of this pupil as
    a family, no directory does.
    """
    from apps.schools.links import READING  # noqa: PLC0415 (circular)
    from apps.schools.models import Guardianship  # noqa: PLC0415 (circular)

    theirs = Guardianship.objects.of(reader.user).filter(student=OuterRef(student))
    return Q(Exists(theirs)) & ~Q(Exists(theirs.opening(READING, at=at)))


def is_parent_of(student: Student | int | OuterRef) -> Exists:
    """The account of a job's row is, or was, that of a guardian of this pupil (or ``OuterRef``)."""
    return Exists(_answered_for(OuterRef("user"), student=student))


def is_own_child(reader: Reader, student: Student) -> bool:
    """A member of staff who is, or was, a guardian of the pupil reads the family's page."""
    return bool(_answered_for(reader.user, student=student).exists())
