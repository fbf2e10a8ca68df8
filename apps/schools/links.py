"""What the links of a family let read: said once, in SQL and for links already read.

A restriction in force cuts at once, whatever the link. A link that has ended may keep open what had
appeared while it held: a former guardian keeps what they could read, and nothing that came later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Least

from apps.schools.enums import Scope
from apps.schools.jobs import jobs_known, plain_jobs
from coeduc.access import Capacity, Reader
from coeduc.replay import Reading, Row, padded

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.schools.models import Guardianship, Student
    from apps.schools.models.families import GuardianshipQuerySet, OfAChild
    from apps.schools.models.people import OfAPupil

    ChildLink: TypeAlias = WithAnnotations[Guardianship, OfAChild]
    PupilOfPage: TypeAlias = WithAnnotations[Student, OfAPupil]
    from django.db.models import Expression


Link = TypeVar("Link", bound="Guardianship")
# In an address of a family: whose page it is, of several children.
CHILD = "enfant"


@dataclass(frozen=True, slots=True)
class Right:
    """What opens to the links of these scopes while they last, and of the ``kept`` ones after.

    A lower scope in force decides alone: authority that was lost is lost at once, so that an ended
    link keeps nothing for whom the school has linked anew to the same pupil with less.
    """

    scopes: tuple[Scope, ...]
    kept: tuple[Scope, ...] = ()

    def condition(self, at: dt.datetime) -> Q:
        """Of links, in SQL; restrictions apart (``GuardianshipQuerySet.opening`` has both)."""
        lasting = [scope for scope in self.scopes if scope not in self.kept]
        in_force = Q(during__contains=at, scope__in=lasting) if lasting else Q()
        if not self.kept:
            return in_force
        lower = _links().in_force(at=at).exclude(scope__in=self.kept)
        lower = lower.filter(student=OuterRef("student"), guardian=OuterRef("guardian"))
        begun = Q(~Exists(lower), scope__in=self.kept, during__startswith__lte=at)
        return in_force | begun

    def opens(self, link: Guardianship, at: dt.datetime) -> bool:
        """Of a link that ``links_of`` read at ``at``: cut and replaced ones are out already."""
        return link.scope in self.kept or (link.scope in self.scopes and at in link.during)

    def among(self, links: Iterable[Link], at: dt.datetime) -> list[Link]:
        return [link for link in links if self.opens(link, at)]


# Opens the space of families at all; a contact reads nothing.
READING = Right((Scope.FULL, Scope.SURVEILLANCE, Scope.CARE))
# Answers for the pupil today: acts, is told, is asked.
LEGAL = Right((Scope.FULL,))
# Homework is daily life: a foster carer reads it, a parent without authority reads the reports.
DAILY = Right((Scope.FULL, Scope.CARE))
# Results, those of one's time included.
RESULTS = Right((Scope.FULL,), kept=(Scope.FULL,))
# The child still has a page. Every other right is a part of this one.
PAGES = Right(READING.scopes, kept=RESULTS.kept)


def _links() -> GuardianshipQuerySet[Guardianship]:
    from apps.schools.models import Guardianship  # noqa: PLC0415 (circular)

    return Guardianship.objects.all()


def links_of(reader: Reader, *, at: dt.datetime) -> tuple[ChildLink, ...] | None:
    """``PAGES``, read once a request, with the child, the school, the class and what it is taught.

    Every page of a family asks several times who its children are: as literal keys, that costs
    neither the compiler nor the database what the same subquery repeated costs (bench/). None for
    who is not a family in a request: the subqueries then say it.
    """
    if reader.memo is None or not reader.is_family:
        return None
    key = (links_of, at)
    if key not in reader.memo:
        from apps.schools.models.calendar import days_around  # noqa: PLC0415 (circular)

        reader.memo[key] = tuple(LINKS.rows(reader.user.pk, at, days_around(at)))
    found: tuple[ChildLink, ...] = reader.memo[key]
    return found


def _links_read(user: int, at: dt.datetime, around: tuple[dt.date, dt.date]) -> QuerySet[ChildLink]:
    rows = (
        _links()
        .of(user)
        .opening(PAGES, at=at)
        .with_class(at=at)
        .with_closed_days(*around)
        .with_teachings(at=at)
        .select_related("student__school", "guardian", "school")
        .order_by("student__birth_date", "student", "-during")
    )
    return cast("QuerySet[ChildLink]", rows)


LINKS = Reading(_links_read)


def pupils_of(reader: Reader, *, at: dt.datetime) -> tuple[PupilOfPage, ...] | None:
    """The pupil that this reader is, read once a request with their school, class and teachings.

    Empty for an account that is no pupil any more; None for who does not read as one in a request.
    """
    if reader.memo is None or not reader.is_student:
        return None
    key = (pupils_of, at)
    if key not in reader.memo:
        reader.memo[key] = tuple(PUPIL.rows(reader.user.pk, at))
    found: tuple[PupilOfPage, ...] = reader.memo[key]
    return found


def _pupil_read(user: int, at: dt.datetime) -> QuerySet[PupilOfPage]:
    from apps.schools.models import Student  # noqa: PLC0415 (circular)

    mine = Student.objects.filter(user=user).with_class(at=at).with_teachings(at=at)
    return cast("QuerySet[PupilOfPage]", mine.select_related("school"))


PUPIL = Reading(_pupil_read)


def own_schools(reader: Reader, *, at: dt.datetime) -> Q:
    """The row is of a school of this pupil's, or of this family's children: nothing of another is
    theirs, and the database then looks at no other.

    Says nothing where that was not read: the rules around it say all, this one only spares.
    """
    pupils, links = pupils_of(reader, at=at), links_of(reader, at=at)
    if pupils is None and links is None:
        return Q()
    keys = [*(one.school_id for one in pupils or ()), *(link.school_id for link in links or ())]
    return Q(school__in=tuple(dict.fromkeys(keys)))


def taught_here(row: ChildLink | PupilOfPage) -> tuple[int, ...]:
    """Of a link that ``links_of`` read, or of a pupil that ``pupils_of`` read."""
    return tuple(dict.fromkeys([*row.class_teachings, *row.group_teachings]))


def children_of(reader: Reader, *, at: dt.datetime) -> list[ChildLink]:
    """One link a child, the one in force before an ended one, in the order of ages."""
    children: dict[int, ChildLink] = {}
    for link in links_of(reader, at=at) or ():
        children.setdefault(link.student_id, link)
    return list(children.values())


def open_to_family(
    reader: Reader, right: Right, *, at: dt.datetime, student: str, since: str = ""
) -> Q:
    """The pupil at path ``student`` of a row is one of those whom this right opens to the reader.

    ``since`` names the instant at which the row appears: an ended link keeps what came before.
    """
    known = links_of(reader, at=at)
    if known is None:
        links = _links().of(reader.user).opening(right, at=at).filter(student=OuterRef(student))
        if since:
            links = links.filter(
                Q(during__upper_inf=True) | Q(during__endswith__gt=OuterRef(since))
            )
        return Q(Exists(links))
    lasting, ended = [], Q()
    for link in right.among(known, at):
        if since and link.during.upper is not None:
            ended |= Q(**{student: link.student_id, f"{since}__lt": link.during.upper})
        else:
            lasting.append(link.student_id)
    return Q(**{f"{student}__in": lasting}) | ended


def followed_until(reader: Reader, *, at: dt.datetime, student: str) -> Expression:
    """Until when this reader follows the pupil of each row: a former guardian reads no more."""
    now = Value(at, output_field=DateTimeField())
    if not reader.is_family:
        return now
    known = links_of(reader, at=at)
    if known is None:
        links = _links().of(reader.user).opening(PAGES, at=at).filter(student=OuterRef(student))
        last = links.order_by("-during").values("during__endswith")[:1]
        return Least(now, Subquery(last, output_field=DateTimeField()))
    ended = [
        When(**{student: link.student_id}, then=Least(now, Value(link.during.upper)))
        for link in children_of(reader, at=at)
        if link.during.upper is not None
    ]
    return Case(*ended, default=now, output_field=DateTimeField()) if ended else now


# A reader as plain values, and back: what ``coeduc.replay`` keeps a reading by ------------------

Plain = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KnownSpan:
    """Of a link read at an instant, all that its rights ask: whether it lasts, until when."""

    lasts: bool
    upper: dt.datetime | None

    def __contains__(self, _at: dt.datetime) -> bool:
        return self.lasts


def plain_of(reader: Reader, *, at: dt.datetime) -> Plain | None:
    """A pupil, a family or a colleague whose links or jobs were read, as plain values; else None.

    Of a pupil, what they are taught where that was read already.

    Each child has a number, so that two links with one child stay two links with one child.
    """
    if reader.memo is not None and reader.is_student:
        known = reader.memo.get((pupils_of, at))
        pupils = [(one.pk, one.school_id, padded(sorted(taught_here(one)))) for one in known or ()]
        return (reader.capacity, reader.user.pk, at, known is not None, tuple(pupils))
    jobs = plain_jobs(reader, at=at)
    if jobs is not None:
        return (reader.capacity, reader.user.pk, at, (), jobs)
    known = links_of(reader, at=at)
    if known is None:
        return None
    distinct = dict.fromkeys(one.student_id for one in known)
    children = {student: f"{n}" for n, student in enumerate(distinct)}
    links = tuple(
        (
            link.pk,
            link.school_id,
            children[link.student_id],
            link.scope,
            at in link.during,
            link.during.upper,
            padded(sorted(taught_here(link))),
        )
        for link in known
    )
    return (reader.capacity, reader.user.pk, at, tuple(children), links)


def reader_of(plain: Plain) -> Reader:
    """Who reads what ``plain_of`` told of them; knows nobody's name, asks nothing."""
    from apps.accounts.models import User  # noqa: PLC0415 (circular)
    from apps.schools.models import Guardianship, Student  # noqa: PLC0415 (circular)

    capacity, user, at, children, values = plain
    if capacity is Capacity.STAFF:
        return Reader(User(pk=user), capacity, at, memo=jobs_known(values, at=at))
    if capacity is Capacity.STUDENT:
        pupils = []
        for pk, school, taught in values:
            pupil = Student(pk=pk, school_id=school, user_id=user)
            pupil.class_teachings, pupil.group_teachings = taught, ()  # type: ignore[attr-defined] # annotated by pupils_of
            pupils.append(pupil)
        # Not read yet: no memory, the rules say it in SQL.
        memo = {(pupils_of, at): tuple(pupils)} if children else None
        return Reader(User(pk=user), capacity, at, memo=memo)
    links = []
    for pk, school, child, scope, lasts, upper, taught in values:
        link = Guardianship(pk=pk, school_id=school, student_id=children[int(child)], scope=scope)
        link.during = KnownSpan(lasts, upper)
        link.class_teachings, link.group_teachings = taught, ()  # type: ignore[attr-defined] # annotated by links_of
        links.append(link)
    return Reader(User(pk=user), capacity, at, memo={(links_of, at): tuple(links)})


class ReaderReading(Generic[Row]):
    """A hot reading, written once by shape for whom ``plain_of`` tells; for others, each time.

    ``build`` makes its queryset from a reader, whose ``at`` it asks, and from plain values.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept = Reading(lambda plain, *values: build(reader_of(plain), *values))
        self.forget = self._kept.forget

    def rows(self, reader: Reader, *values: object, at: dt.datetime) -> list[Row]:
        plain = plain_of(reader, at=at)
        if plain is None:
            as_of = Reader(reader.user, reader.capacity, at, reader.memo)
            return list(self._build(as_of, *values))
        return self._kept.rows(plain, *values)
