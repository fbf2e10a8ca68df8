"""What the first pages read: the schools of a person for the frame, the first days of a school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, JSONObject

from apps.homework.models import Lesson, TimetableSlot
from apps.invitations.codes.queries import doors_of
from apps.invitations.codes.rules import Doors
from apps.publication.enums import DecisionBody
from apps.publication.models import RuleVersion
from apps.results.models import Assessment
from apps.schools import policies
from apps.schools.days import today_of
from apps.schools.jobs import Jobs, jobs_of, roles_of
from apps.schools.links import DAILY, LEGAL, PAGES, READING, RESULTS, ReaderReading
from apps.schools.models import (
    Closure,
    Division,
    Guardian,
    Guardianship,
    LeadTeacher,
    NotebookAccess,
    School,
    SchoolContact,
    SchoolYear,
    Staff,
    Student,
    Teaching,
    TeachingStaff,
    Term,
    of_a_past_year,
)
from apps.schools.rosters import enrolled, has_pupils, taught_to
from coeduc.access import Capacity, Reader
from coeduc.registry import Waiting, asked_for, waiting_of
from coeduc.replay import Reading

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.schools.models.families import GuardianshipQuerySet
    from coeduc.registry import Values

    class YearJson(TypedDict):
        """The year that runs or comes, as JSON of the database; what is written of it."""

        start: int
        first: str
        last: str
        terms: int
        closures: int

    class FirstDaysFacts(TypedDict):
        pupils: int
        taught: bool
        adopted: bool
        coming: YearJson | None

    SchoolOfFirstDays: TypeAlias = WithAnnotations[School, FirstDaysFacts]


@dataclass(frozen=True, slots=True)
class FirstDays:
    """What a school has done of its first days; ``year``: the one that runs or comes, if any.

    ``adopted``: a rule for every kind of work, and by the school: the ministry's frame is nobody's
    choice. ``taught``: services are known.
    """

    pupils: int
    taught: bool
    adopted: bool
    year: SchoolYear | None
    terms: int
    closures: int
    doors: Doors


def schools_to_call() -> list[dict[str, str]]:
    """Of every school, what anybody may read on its door, in the order of names."""
    columns = ("name", "city", "school_life_phone", "school_life_hours")
    return list(School.objects.order_by("name", "city", "pk").values(*columns))


def first_days_of(school: School, *, at: dt.datetime) -> FirstDays:
    """In two statements: its own rows, then its guardians."""
    found = FIRST_DAYS.rows(school.pk, today_of(school, at=at), at)[0]
    coming = found.coming
    return FirstDays(
        pupils=found.pupils,
        taught=found.taught,
        adopted=found.adopted,
        year=coming
        and SchoolYear(
            start_year=coming["start"],
            starts_on=dt.date.fromisoformat(coming["first"]),
            ends_on=dt.date.fromisoformat(coming["last"]),
        ),
        terms=coming["terms"] if coming else 0,
        closures=coming["closures"] if coming else 0,
        doors=doors_of(school, at=at),
    )


def _first_days(school: int, today: dt.date, at: dt.datetime) -> QuerySet[SchoolOfFirstDays]:
    pupils = Student.objects.filter(enrolled(at=at, school=school), school=school)
    taught = Teaching.objects.filter(school=OuterRef("pk")).exclude(of_a_past_year("year", at=at))
    rules = RuleVersion.objects.in_force(at=at).filter(school=OuterRef("pk"), kind="")
    coming = SchoolYear.objects.filter(school=OuterRef("pk"), ends_on__gte=today)
    terms = Term.objects.filter(year=OuterRef("pk"))
    closures = Closure.objects.filter(school=OuterRef("school")).touching(
        OuterRef("starts_on"), OuterRef("ends_on")
    )
    coming_json = JSONObject(
        start="start_year",
        first="starts_on",
        last="ends_on",
        terms=_count(terms, "year"),
        closures=_count(closures, "school"),
    )
    rows = School.objects.filter(pk=school).annotate(
        pupils=_count(pupils, "school"),
        taught=Exists(taught),
        adopted=Exists(rules.exclude(body=DecisionBody.MINISTRY)),
        coming=Subquery(coming.order_by("starts_on").values(coming_json=coming_json)[:1]),
    )
    return cast("QuerySet[SchoolOfFirstDays]", rows)


def _count(rows: Any, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(counted=Count("pk"))
    return Coalesce(Subquery(counted.values("counted")), 0)


FIRST_DAYS = Reading(_first_days)


def what_waits(reader: Reader) -> dict[int | None, Waiting]:
    """By child, what every app answers for this reader; one statement, none without a question."""
    return waiting_of(reader, WAITS.rows(reader, at=reader.at))


def _waits_of(reader: Reader) -> QuerySet[Any, Values]:
    asked = asked_for(reader)
    nothing = Student.objects.none()
    return cast("QuerySet[Any, Values]", nothing) if asked is None else asked


WAITS = ReaderReading(_waits_of)


def schools_of(reader: Reader, *, at: dt.datetime) -> Iterable[School]:
    """The schools that name this person, with what the frame asks of each; one statement.

    None more for a colleague in the space of the team: their jobs have told it, of the schools
    where they work (``in_family``, ``in_student``, ``in_trusted``: somewhere).
    """
    jobs = jobs_of(reader, at=at)
    return _of_their_jobs(jobs) if jobs and jobs.each else SCHOOLS.rows(reader, at=at)


def _of_their_jobs(jobs: Jobs) -> Iterable[School]:
    by_key: dict[int, Any] = {}
    for job in jobs.each:
        row = job.row
        if row is None:  # of plain values: no frame is made of them
            continue
        school: Any = by_key.setdefault(row.school_id, row.school)
        school.in_staff, school.in_family = True, row.is_of_a_family
        school.in_student, school.ways = row.is_a_pupil, row.ways
        school.in_trusted = row.is_a_relative
        school.roles = [*getattr(school, "roles", ()), *job.roles]
        school.teaches = bool(job.taught or job.led) or getattr(school, "teaches", False)
        school.led = [*getattr(school, "led", ()), *row.led]
    for school in by_key.values():
        school.led.sort(key=lambda division: division["code"])
    return [by_key[key] for key in sorted(by_key)]


def _schools(reader: Reader) -> Any:
    at = reader.at
    family = (
        Guardianship.objects.visible_to(reader, at=at)
        if reader.is_family
        else Guardianship.objects.of(reader.user).opening(PAGES, at=at)
    )
    jobs = Staff.objects.of(reader.user, at=at).filter(school=OuterRef("pk"))
    trusted = NotebookAccess.objects.of(reader.user).recent(at=at)
    mine = {
        Capacity.FAMILY: Exists(family.filter(school=OuterRef("pk"))),
        Capacity.STUDENT: Exists(Student.objects.filter(user=reader.user, school=OuterRef("pk"))),
        Capacity.STAFF: Exists(jobs),
        Capacity.TRUSTED: Exists(trusted.filter(school=OuterRef("pk"))),
    }
    # A cheap superset, for the rows that name this account; the links above decide. Filtering on
    # them would have each one compiled and run twice, on every page.
    # One list and not four, which PostgreSQL would try on every school there is.
    guardians, pupils, staff, relatives = (
        model.objects.filter(user=reader.user).values_list("school", flat=True)
        for model in (Guardian, Student, Staff, NotebookAccess)
    )
    named = guardians.union(pupils, staff, relatives)
    contacts = SchoolContact.objects.filter(school=OuterRef("pk")).order_by("position")
    return (
        School.objects.filter(pk__in=named)  # type: ignore[misc] # keys of schools
        .annotate(
            **{f"in_{key}": link for key, link in mine.items()},
            **({} if reader.capacity in _WITHOUT_JOBS else _menu_of(reader, at=at)),
            **({} if reader.capacity else _opened_to_family(family, at=at)),
            **({} if reader.is_staff else _weeks_known(reader, family, at=at)),
            ways=ArraySubquery(
                contacts.values(
                    json=JSONObject(label="label", name="name", phone="phone", hours="hours")
                )
            ),
        )
        .order_by("pk")
    )


SCHOOLS = ReaderReading(_schools)
# Nothing of their menu depends on a job.
_WITHOUT_JOBS = (Capacity.FAMILY, Capacity.STUDENT, Capacity.TRUSTED)


def _weeks_known(
    reader: Reader, family: GuardianshipQuerySet[Guardianship], *, at: dt.datetime
) -> dict[str, Exists]:
    """``has_week``: a timetable tells of what a child, or the pupil, is taught in each school.

    At an address of no space, of whatever the person is there.
    """
    slots = TimetableSlot.objects.standing()
    if reader.capacity:
        known = slots.visible_to(reader, at=at)
    else:
        followed = family.opening(DAILY, at=at).values("student")
        theirs = Student.objects.filter(Q(user=reader.user) | Q(pk__in=followed))
        known = slots.filter(taught_to(theirs, at=at))
    return {"has_week": Exists(known.filter(school=OuterRef("pk")))}


def _opened_to_family(links: Any, *, at: dt.datetime) -> dict[str, Any]:
    """At an address of no space: what the menu of families asks, school by school."""
    here = links.filter(school=OuterRef("pk"))
    return {
        "opens_daily": Exists(here.opening(DAILY, at=at)),
        "opens_results": Exists(here.opening(RESULTS, at=at)),
        "opens_legal": Exists(here.opening(LEGAL, at=at)),
    }


def _menu_of(reader: Reader, *, at: dt.datetime) -> dict[str, Any]:
    """What only the team's menu needs to know."""
    leads = LeadTeacher.objects.of(reader.user, at=at).filter(school=OuterRef("pk"))
    taught = TeachingStaff.objects.of(reader.user, at=at).filter(school=OuterRef("pk"))
    return {
        "roles": ArraySubquery(roles_of(reader.user, OuterRef("pk"), at=at)),
        "teaches": ExpressionWrapper(
            Q(Exists(taught)) | Q(Exists(leads)), output_field=BooleanField()
        ),
        "led": ArraySubquery(
            leads.order_by("division__code").values(
                json=JSONObject(code="division__code", id="division__public_id")
            )
        ),
    }


# The first ten minutes ----------------------------------------------------------------------------


def has_written_lesson(reader: Reader) -> bool:
    """Whether this person has ever written a lesson of a cahier de textes."""
    return Lesson.objects.filter(author__user=reader.user).exists()


def has_assessment(reader: Reader) -> bool:
    """One of theirs, given or to come."""
    return Assessment.objects.filter(author__user=reader.user).exists()


# The page of a class ------------------------------------------------------------------------------


def classes(reader: Reader) -> QuerySet[Division]:
    """Each with its school."""
    return Division.objects.visible_to(reader, at=reader.at).select_related("school")


def classes_sought(reader: Reader, schools: Iterable[int]) -> Any:
    """Of these schools, those with pupils today; ``is_followed``: their page is this reader's."""
    followed = ExpressionWrapper(policies.classes_followed(reader), BooleanField())
    known = Division.objects.known_to(reader, at=reader.at).select_related("school")
    with_pupils = known.filter(has_pupils(at=reader.at), school__in=schools)
    return with_pupils.annotate(is_followed=followed).order_by("code", "pk")


def pupils_in(reader: Reader, division: Division) -> QuerySet[Student]:
    """Those enrolled today, in the order of names."""
    students = Student.objects.visible_to(reader, at=reader.at)
    return students.filter(enrolled(at=reader.at, division=division)).order_by("sort_key", "pk")


def reading_links(reader: Reader, division: Division) -> QuerySet[Guardianship]:
    """Of these pupils, ``shown``: who may read in their family, cut ones left out."""
    links = Guardianship.objects.visible_to(reader, at=reader.at).opening(READING, at=reader.at)
    return links.filter(student__in=pupils_in(reader, division).order_by()).shown()
