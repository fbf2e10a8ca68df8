"""Where and as what a member of the team works, read once a request and said as literal keys.

Every page of the team asks several times what this person teaches, leads or follows. As literal
keys, that costs neither the compiler nor the database what the same subqueries repeated cost, and
no statement looks at the rows of other schools (docs/decisions/0030). Where nothing was read, the
subqueries say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from coeduc.access import Reader
from coeduc.replay import Reading, padded

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from apps.schools.models import Staff
    from apps.schools.offices import Office

    class TaughtJson(TypedDict):
        """What somebody teaches, and to whom: keys."""

        teaching: int
        division: int | None
        group: int | None

    class LedJson(TypedDict):
        """A class that somebody leads, and its page."""

        division: int
        code: str
        id: str

    class ContactJson(TypedDict):
        """Somebody to call at a school."""

        label: str
        name: str
        phone: str
        hours: str

    class OfAJob(TypedDict):
        """What ``with_work`` and ``with_frame`` add."""

        taught: list[TaughtJson]
        led: list[LedJson]
        led_teachings: list[int]
        ways: list[ContactJson]
        is_of_a_family: bool
        is_a_pupil: bool
        is_a_relative: bool

    JobRow: TypeAlias = WithAnnotations[Staff, OfAJob]
    from django.db.models import OuterRef

    from apps.accounts.models import User
    from apps.schools.models import Post, School

Keys = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """Where somebody works today, with the posts they hold there and what these give, as keys.

    ``row``: the member of staff, with the school.
    """

    pk: int
    school_id: int
    roles: tuple[str, ...]
    taught: Keys
    divisions: Keys
    groups: Keys
    led: Keys
    led_teachings: Keys
    row: JobRow | None = None


@dataclass(frozen=True)
class Jobs:
    """The jobs of one person at an instant, by the name of the school."""

    each: tuple[Job, ...]

    @property
    def rows(self) -> list[JobRow]:
        """The jobs themselves; of a reader known by plain values, none was read."""
        return [job.row for job in self.each if job.row is not None]

    @cached_property
    def taught(self) -> Keys:
        """The teachings that they give."""
        return _once(job.taught for job in self.each)

    @cached_property
    def divisions(self) -> Keys:
        """The classes of these."""
        return _once(job.divisions for job in self.each)

    @cached_property
    def groups(self) -> Keys:
        return _once(job.groups for job in self.each)

    @cached_property
    def led(self) -> Keys:
        """The classes of which they are lead teacher."""
        return _once(job.led for job in self.each)

    @cached_property
    def led_teachings(self) -> Keys:
        """What these classes are taught."""
        return _once(job.led_teachings for job in self.each)

    @cached_property
    def schools(self) -> Keys:
        return _once((job.school_id,) for job in self.each)

    def holding(self, office: Office) -> Keys:
        """The schools where one of these jobs holds ``office``."""
        return _once((job.school_id,) for job in office.among(self.each))

    def following(self, office: Office) -> Keys:
        """Those with pupils for this person: taught, led, or all of them by ``office``."""
        opening = (job for job in self.each if job.taught or job.led)
        return _once(((job.school_id,) for job in opening), (self.holding(office),))


def _once(*keys: Iterable[Keys]) -> Keys:
    return tuple(dict.fromkeys(key for several in keys for some in several for key in some))


def jobs_of(reader: Reader, *, at: dt.datetime) -> Jobs | None:
    """All of them, in one statement a request; None for who is not of the team in a request."""
    if reader.memo is None or not reader.is_staff:
        return None
    key = (jobs_of, at)
    if key not in reader.memo:
        reader.memo[key] = Jobs(tuple(_job(row) for row in JOBS.rows(reader.user.pk, at)))
    found: Jobs = reader.memo[key]
    return found


def _jobs_read(user: int, at: dt.datetime) -> QuerySet[JobRow]:
    from apps.schools.models import Staff  # noqa: PLC0415 (circular)

    jobs = Staff.objects.of(user, at=at).with_work(at=at).with_frame(user, at=at)
    rows = jobs.select_related("school").order_by("school__name", "school", "pk")
    return cast("QuerySet[JobRow]", rows)


JOBS = Reading(_jobs_read)


def roles_of(
    user: User | OuterRef, school: School | OuterRef | int, *, at: dt.datetime
) -> QuerySet[Post, dict[str, str]]:
    """What somebody does in a school (or ``OuterRef``), in SQL, where no job was read."""
    from apps.schools.models import Post, Staff  # noqa: PLC0415 (circular)

    mine = Staff.objects.of(user, at=at).values("pk")
    roles = Post.objects.in_force(at=at).filter(school=school, staff__in=mine).values("role")
    return cast("QuerySet[Post, dict[str, str]]", roles)


def _job(row: JobRow) -> Job:
    return Job(
        pk=row.pk,
        school_id=row.school_id,
        roles=tuple(row.roles),
        taught=_known(one["teaching"] for one in row.taught),
        divisions=_known(one["division"] for one in row.taught),
        groups=_known(one["group"] for one in row.taught),
        led=_known(one["division"] for one in row.led),
        led_teachings=tuple(row.led_teachings),
        row=row,
    )


def _known(keys: Iterable[int | None]) -> Keys:
    return _once((key,) for key in keys if key is not None)


# As plain values, and back: what ``coeduc.replay`` keeps a reading by ----------------------------


def plain_jobs(reader: Reader, *, at: dt.datetime) -> tuple[Any, ...] | None:
    """The jobs of this reader as plain values, for ``links.plain_of``; None where not asked yet."""
    jobs = jobs_of(reader, at=at)
    if jobs is None:
        return None
    return tuple(
        (
            job.pk,
            job.school_id,
            tuple(map(str, job.roles)),
            *map(padded, (job.taught, job.divisions, job.groups, job.led, job.led_teachings)),
        )
        for job in jobs.each
    )


def jobs_known(values: tuple[Any, ...], *, at: dt.datetime) -> dict[Any, Any]:
    """The memo of a reader who has these jobs."""
    return {(jobs_of, at): Jobs(tuple(Job(*one) for one in values))}
