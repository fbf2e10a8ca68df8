"""Who is in what at an instant: the pupils of a teaching, the teachings of a pupil or of a class.

By the class or by a group, said once: a teaching is given to one or to the other.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from apps.schools.links import Right, links_of, pupils_of, taught_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from apps.schools.models import Division, School, Student, Teaching
    from coeduc.access import Reader


def roster(teaching: Teaching, *, at: dt.datetime) -> QuerySet[Any]:
    """The stays of its pupils in its class, or in its group: rows with a ``student``."""
    from apps.schools.models import Enrolment, GroupMembership  # noqa: PLC0415 (circular)

    if teaching.division_id:
        return Enrolment.objects.in_force(at=at).filter(division=teaching.division_id)
    return GroupMembership.objects.in_force(at=at).filter(group=teaching.group_id)


def in_roster(teaching: Teaching, *, at: dt.datetime) -> Q:
    """The pupil of a row of ``Student`` is in its class, or in its group."""
    return Q(pk__in=roster(teaching, at=at).values("student"))


def enrolled(
    *,
    at: dt.datetime,
    student: str = "pk",
    division: Division | OuterRef | None = None,
    school: School | int | OuterRef | None = None,
) -> Q:
    """The pupil at this path of a row is in a class of the school, or in this very one.

    ``school``: where every row is of one, so that no stay of another is looked at.
    """
    from apps.schools.models import Enrolment  # noqa: PLC0415 (circular)

    stays = Enrolment.objects.in_force(at=at).filter(student=OuterRef(student))
    if school is not None:
        stays = stays.filter(school=school)
    return Q(Exists(stays if division is None else stays.filter(division=division)))


def enrolled_in(
    divisions: Iterable[int] | QuerySet[Division], *, at: dt.datetime, student: str = "pk"
) -> Q:
    """The pupil at this path of a row is in one of these classes."""
    from apps.schools.models import Enrolment  # noqa: PLC0415 (circular)

    stays = Enrolment.objects.in_force(at=at).filter(student=OuterRef(student))
    return Q(Exists(stays.filter(division__in=divisions)))


def has_pupils(*, at: dt.datetime) -> Q:
    """Somebody is in the class of a row of ``Division``."""
    from apps.schools.models import Enrolment  # noqa: PLC0415 (circular)

    return Q(Exists(Enrolment.objects.in_force(at=at).filter(division=OuterRef("pk"))))


def taught_to(
    students: Iterable[int] | QuerySet[Student], *, at: dt.datetime, teaching: str = "teaching"
) -> Q:
    """The teaching at this path of a row is one of these pupils' today."""
    from apps.schools.models import Enrolment, GroupMembership  # noqa: PLC0415 (circular)

    enrolled = Enrolment.objects.in_force(at=at).filter(
        student__in=students, division=OuterRef(f"{teaching}__division")
    )
    grouped = GroupMembership.objects.in_force(at=at).filter(
        student__in=students, group=OuterRef(f"{teaching}__group")
    )
    return Q(Exists(enrolled)) | Q(Exists(grouped))


def teachings_known(
    reader: Reader, right: Right, *, at: dt.datetime
) -> dict[int, tuple[int, ...]] | None:
    """What each pupil whom this right opens to a family is taught today, read with its links;
    what a pupil is taught, for whom their own page is the only one.

    The same as ``taught_to`` and ``has_teaching``, in memory; None where those must say it.
    """
    if (pupils := pupils_of(reader, at=at)) is not None:
        return {pupil.pk: taught_here(pupil) for pupil in pupils}
    known = links_of(reader, at=at)
    if known is None:
        return None
    return {link.student_id: taught_here(link) for link in right.among(known, at)}


class Taught(TypedDict):
    """What ``class_and_group_teachings`` adds: keys."""

    class_teachings: list[int]
    group_teachings: list[int]


def class_and_group_teachings(student: str, *, at: dt.datetime) -> dict[str, ArraySubquery]:
    """``class_teachings`` and ``group_teachings`` of the pupil at this path of a row, at ``at``.

    Apart, since one condition with an OR would look at every teaching of every school.
    """
    from apps.schools.models import Enrolment, GroupMembership, Teaching  # noqa: PLC0415 (circular)

    pupil = OuterRef(OuterRef(student))
    stays = Enrolment.objects.in_force(at=at).filter(student=pupil)
    members = GroupMembership.objects.in_force(at=at).filter(student=pupil)
    of_class = Teaching.objects.filter(division__in=stays.values("division"))
    of_groups = Teaching.objects.filter(group__in=members.values("group"))
    return {
        "class_teachings": ArraySubquery(of_class.order_by().values("pk")),
        "group_teachings": ArraySubquery(of_groups.order_by().values("pk")),
    }


def has_teaching(teaching: str, *, at: dt.datetime) -> Q:
    """The pupil of a row has today the teaching at this path of the query *around* it."""
    from apps.schools.models import Enrolment, GroupMembership  # noqa: PLC0415 (circular)

    enrolled = Enrolment.objects.in_force(at=at).filter(
        student=OuterRef("pk"), division=OuterRef(OuterRef(f"{teaching}__division"))
    )
    grouped = GroupMembership.objects.in_force(at=at).filter(
        student=OuterRef("pk"), group=OuterRef(OuterRef(f"{teaching}__group"))
    )
    return Q(Exists(enrolled)) | Q(Exists(grouped))


def given_to(
    division: Division | OuterRef, *, at: dt.datetime | None, teaching: str = "teaching"
) -> Q:
    """The teaching at this path (empty: the row) is of this class, or of a group of its pupils.

    ``at`` None: of all those who were in the class, for its archive and for what weighs on it.
    """
    from apps.schools.models import Enrolment, GroupMembership  # noqa: PLC0415 (circular)

    path = f"{teaching}__" if teaching else ""
    stays, members = Enrolment.objects.all(), GroupMembership.objects.all()
    if at is not None:
        stays, members = stays.in_force(at=at), members.in_force(at=at)
    members = members.filter(
        group=OuterRef(f"{path}group"),
        student__in=stays.filter(division=division).values("student"),
    )
    return Q(**{f"{path}division": division}) | Q(Exists(members))
