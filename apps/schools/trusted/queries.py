"""Who reads the notebook of a child's class besides the families, and who may say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from apps.schools.days import today_of
from apps.schools.links import LEGAL, links_of
from apps.schools.models import NotebookAccess, SchoolYear, Student
from apps.schools.trusted.rules import ENDED_DAYS
from coeduc.access import Reader
from coeduc.database import earlier

if TYPE_CHECKING:
    from apps.schools.links import ChildLink
    from apps.schools.models import School
    from apps.schools.models.entrusted import NotebookAccessQuerySet


def entrusting_links(reader: Reader) -> list[ChildLink]:
    """Of a guardian with every right: one link a child, in the order of ages."""
    links = LEGAL.among(links_of(reader, at=reader.at) or (), reader.at)
    return list({link.student_id: link for link in links}.values())


def accesses(reader: Reader) -> NotebookAccessQuerySet[NotebookAccess]:
    """All that this reader may be told of, ended ones too, the last first."""
    seen = NotebookAccess.objects.visible_to(reader, at=reader.at)
    rows = seen.select_related("student__school", "given_by", "school").order_by("-during", "-pk")
    return cast("NotebookAccessQuerySet[NotebookAccess]", rows)


def standing_of(reader: Reader, students: Iterable[int]) -> NotebookAccessQuerySet[NotebookAccess]:
    """``accesses`` of these pupils that nobody has ended; closed ones (``opening``) too."""
    rows = accesses(reader).standing(at=reader.at).filter(student__in=list(students))
    return cast("NotebookAccessQuerySet[NotebookAccess]", rows)


def ended_of(reader: Reader, givers: Iterable[int]) -> list[NotebookAccess]:
    """What these guardians gave and somebody ended of late, the last first."""
    since = earlier(reader.at, dt.timedelta(days=ENDED_DAYS))
    rows = accesses(reader).filter(given_by__in=list(givers))
    return list(rows.filter(ended_at__gt=since, ended_at__lte=reader.at).order_by("-ended_at"))


def refusals_of(reader: Reader, student: Student) -> list[NotebookAccess]:
    """What was asked for this pupil of late and refused, the last first: for the heads."""
    rows = NotebookAccess.objects.refused_before(reader, at=reader.at).filter(student=student)
    return list(rows.select_related("given_by", "school").order_by("-ended_at", "-pk"))


def one_of(reader: Reader, public_id: UUID) -> NotebookAccess | None:
    """The one that this address names, ended or not: ending twice is ending once."""
    return accesses(reader).filter(public_id=public_id).first()


def year_at(school: School, *, at: dt.datetime) -> SchoolYear | None:
    """The school year that runs, or that comes next; None where the school wrote none."""
    years = SchoolYear.objects.filter(school=school, ends_on__gte=today_of(school, at=at))
    return years.order_by("starts_on").first()


def pupils(reader: Reader, public_id: UUID) -> Student | None:
    """A pupil whom this colleague follows."""
    seen = Student.objects.visible_to(reader, at=reader.at).select_related("school")
    return seen.filter(public_id=public_id).first()
