"""Absences of teachers, as the office keeps them; the lessons that a class misses by them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models import Value as SqlValue
from django.db.models.functions import Cast, JSONObject

from apps.homework.calendar import Calendar, ExpectedLesson, placed
from apps.homework.models import CancelledLesson, HomeworkVersion, Lesson, TeacherAbsence
from apps.homework.models.notebook import followed
from apps.homework.models.timetable import no_lesson_of
from apps.homework.teacher_absences.rules import (
    REMEMBERED,
    SHOWN_AHEAD,
    AbsenceSpan,
    TouchedLesson,
    is_begun,
    lessons_touched,
)
from apps.homework.weeks.queries import calendars_of, lessons_planned, weeks_of
from apps.schools.days import HORIZON, days_of_spans, school_days_after, today_of
from apps.schools.links import DAILY, own_schools
from apps.schools.models import (
    Closure,
    Division,
    School,
    Staff,
    Student,
    Teaching,
    TeachingStaff,
    day_there,
)
from apps.schools.models.calendar import closed_spans
from apps.schools.offices import Office, in_office, schools_held
from apps.schools.rosters import given_to, taught_to, teachings_known
from coeduc.access import Capacity, Reader
from coeduc.database import earlier
from coeduc.days import DAY, day_of
from coeduc.registry import rows_of

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable
    from django_stubs_ext import WithAnnotations

    from apps.homework.models.timetable import CancelledLessonQuerySet, WithReturn
    from apps.schools.days import Span
    from coeduc.registry import Waits

    class GivenJson(TypedDict):
        """A work given for a lesson that is not held, as JSON of the database."""

        work: int
        lesson: str

    class GivenFacts(WithReturn):
        """What was given for a day on which nothing of the class is held."""

        given: list[GivenJson]

    class ClosedDays(TypedDict):
        """Days without lessons at the school of the row."""

        closed: list[Span]

    WithClosed: TypeAlias = WithAnnotations[TeacherAbsence, ClosedDays]
    LessonRow: TypeAlias = WithAnnotations[CancelledLesson, WithReturn]
    ClassLessonRow: TypeAlias = WithAnnotations[CancelledLesson, GivenFacts]

CHANGES = "lessons_missing"


# For the office -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposedLesson:
    """A lesson that an absence would touch; ``others``: who else gives it, and is there."""

    teaching: Teaching
    lesson: TouchedLesson
    others: tuple[Staff, ...]

    @property
    def key(self) -> str:
        """In a form; of the row too, once it is written (``key_of``)."""
        return key_of(self.teaching, self.lesson)


def key_of(teaching: Teaching, lesson: TouchedLesson | CancelledLesson) -> str:
    clock = lesson.starts_at.isoformat("minutes") if lesson.starts_at else ""
    return f"{teaching.public_id}.{lesson.day.isoformat()}.{lesson.half}.{clock}"


@dataclass(frozen=True, slots=True)
class GivenAlready:
    """Keys of proposed lessons: those that have begun today, those that families read already."""

    begun: frozenset[str]
    written: frozenset[str]


def given_already(
    proposed: Sequence[ProposedLesson], school: School, *, at: dt.datetime
) -> GivenAlready:
    """Three statements more where something is of today or before, else none.

    A lesson of today that has an hour is given when its hour has struck, whatever is written: who
    is away may have left some work.
    """
    today, clock = today_of(school, at=at), at.astimezone(school.time_zone).time()
    begun = {one.key for one in proposed if is_begun(one.lesson, today=today, clock=clock)}
    past = [one for one in proposed if one.lesson.day <= today]
    written = _written(past, today=today, at=at)
    return GivenAlready(
        frozenset(begun),
        frozenset(
            one.key
            for one in past
            if one.key in written
            and (one.key in begun or one.lesson.day < today or one.lesson.starts_at is None)
        ),
    )


def _written(past: Sequence[ProposedLesson], *, today: dt.date, at: dt.datetime) -> set[str]:
    if not past:
        return set()
    teachings = list({one.teaching.pk: one.teaching for one in past}.values())
    days = past[0].lesson.day, past[-1].lesson.day
    ranks: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
    lessons = Lesson.objects.filter(teaching__in=teachings, day__range=days).with_last_state()
    for row in lessons.filter(last_visible_at__lte=at):
        ranks[row.teaching_id, row.day].append(row.rank)
    if not ranks:
        return set()
    planned = lessons_planned(teachings, first=days[0], last=days[1], today=today)
    found = set()
    for one in past:
        day = one.lesson.day
        known = ranks[one.teaching.pk, day]
        expected = [lesson for lesson in planned[one.teaching.pk] if lesson.day == day]
        for rank, place in placed(expected, known):
            if rank in known and _is_of(one.lesson, place):
                found.add(one.key)
    return found


def _is_of(lesson: TouchedLesson, place: ExpectedLesson | None) -> bool:
    """Without an hour on either side, whatever is written that day is of it."""
    if lesson.starts_at is None:
        return True
    if place is None or place.starts_at is None or place.ends_at is None:
        return False
    return place.starts_at <= lesson.starts_at < place.ends_at


def absences(reader: Reader) -> QuerySet[TeacherAbsence]:
    """With their teacher and who wrote them."""
    seen = TeacherAbsence.objects.visible_to(reader, at=reader.at)
    return seen.select_related("staff", "school", "by")


def absences_at_hand(reader: Reader) -> QuerySet[TeacherAbsence]:
    """Those that last or come, and those that ended or were taken back lately; the first first."""
    recent = earlier(reader.at, REMEMBERED)
    return absences(reader).filter(during__endswith__gt=recent).order_by("during", "pk")


def absences_today_and_next(reader: Reader) -> list[TeacherAbsence]:
    """Who is away on the day that it is at each school, or on the next with lessons, by name."""
    within = earlier(reader.at, DAY), earlier(reader.at, -HORIZON)
    rows = absences(reader).filter(
        withdrawn_at=None, during__startswith__lt=within[1], during__endswith__gt=within[0]
    )
    day = day_of(reader.at, ZoneInfo("UTC"))
    rows = rows.annotate(closed=closed_spans(day - DAY, day + HORIZON))
    found = cast("Iterable[WithClosed]", rows.order_by("during", "staff__sort_key"))
    return [one for one in found if _is_at_hand(one, at=reader.at)]


def _is_at_hand(absence: WithClosed, *, at: dt.datetime) -> bool:
    today, span = today_of(absence.school, at=at), span_of(absence)
    following = next(school_days_after(today, days_of_spans(absence.closed)), today)
    return any(span.first <= day <= span.last for day in (today, following))


def closed_around(school: School, *, at: dt.datetime) -> frozenset[dt.date]:
    """The days without lessons that come, at this school; one statement."""
    today = today_of(school, at=at)
    return Closure.objects.filter(school=school).touching(today, today + HORIZON).days()


def span_of(absence: TeacherAbsence) -> AbsenceSpan:
    """With its school."""
    during = absence.during
    return AbsenceSpan.between(during.lower, during.upper, absence.school.time_zone)


def teachers(reader: Reader) -> QuerySet[Staff]:
    """Who teaches, in the schools whose day this person keeps."""
    given = TeachingStaff.objects.in_force(at=reader.at).filter(staff=OuterRef("pk"))
    seen = Staff.objects.visible_to(reader, at=reader.at)
    kept = in_office(reader, Office.DAY, at=reader.at)
    return seen.filter(kept, Exists(given)).select_related("school").order_by("sort_key", "pk")


def schools_kept(reader: Reader) -> list[School]:
    """Where this person notes absences, by name."""
    return schools_held(reader, Office.DAY)


def rows_of_absence(absence: TeacherAbsence) -> list[LessonRow]:
    """Every lesson that it touched, in order."""
    return rows_of_absences([absence])[absence.pk]


def rows_of_absences(found: Iterable[TeacherAbsence]) -> dict[int, list[LessonRow]]:
    """The same of several, by absence; one statement."""
    by_absence: dict[int, list[LessonRow]] = {one.pk: [] for one in found}
    if by_absence:
        rows = CancelledLesson.objects.filter(absence__in=by_absence).with_return()
        for row in _fetched(rows):
            by_absence[row.absence_id].append(row)
    return by_absence


FETCHED = ("teaching__subject", "teaching__division", "teaching__group", "teaching__school")


def lessons_of_span(staff: Staff, span: AbsenceSpan, *, today: dt.date) -> list[ProposedLesson]:
    """What a teacher who is away between these half-days would give, in order."""
    starts, ends = span.instants(staff.school.time_zone)
    during = DateTimeTZRange(starts, ends)
    links = TeachingStaff.objects.filter(during__overlap=during)
    teachings = list(
        Teaching.objects.filter(Exists(links.filter(teaching=OuterRef("pk"), staff=staff)))
        .select_related("subject", "division", "group", "year", "school")
        .order_by("division__code", "group__code", "subject__label", "pk")
    )
    return proposed_for(teachings, span, links.exclude(staff=staff), during, today=today)


def proposed_for(
    teachings: list[Teaching],
    span: AbsenceSpan,
    others: QuerySet[TeachingStaff],
    during: DateTimeTZRange,
    *,
    today: dt.date,
) -> list[ProposedLesson]:
    """``others``: who else gives them; those who are away themselves are of no help."""
    if not teachings:
        return []
    away = TeacherAbsence.objects.standing().filter(staff=OuterRef("staff"), during__overlap=during)
    helping: dict[int, list[Staff]] = defaultdict(list)
    for link in others.filter(~Exists(away), teaching__in=teachings).select_related("staff"):
        helping[link.teaching_id].append(link.staff)
    calendars: dict[int, Calendar] = calendars_of(teachings)
    weeks = weeks_of(teachings, calendars, first=span.first, last=span.last, today=today)
    found = [
        ProposedLesson(teaching, lesson, tuple(helping[teaching.pk]))
        for teaching in teachings
        for lesson in lessons_touched(
            span, weeks[teaching.pk].slots, calendar=calendars[teaching.year_id]
        )
    ]
    return sorted(found, key=_in_order)


def _in_order(one: ProposedLesson) -> tuple[dt.date, str, dt.time, str]:
    lesson = one.lesson
    return lesson.day, lesson.half, lesson.starts_at or dt.time.max, one.teaching.class_code


# For classes --------------------------------------------------------------------------------------


class ChangeLabel(TypedDict):
    """A lesson that is not held, or is after all, as JSON of the database."""

    teaching: int
    subject: str
    day: str
    half: str
    starts: str | None
    ends: str | None
    back: bool
    zone: str


def changes_ahead(reader: Reader) -> Iterable[Waits]:
    """For the first page of a family or of a pupil: the lessons that are missing in the days to
    come, and those that were and are held after all; one question a child."""
    if reader.capacity not in (Capacity.FAMILY, Capacity.STUDENT):
        return
    at = reader.at
    ahead = CancelledLesson.objects.filter(
        own_schools(reader, at=at),
        is_held=False,
        day__gte=day_there(at),
        day__lte=day_there(earlier(at, -SHOWN_AHEAD)),
    )
    for child, taught in _taught_by_child(reader, at=at):
        json = JSONObject(
            teaching="teaching",
            subject="teaching__subject__label",
            day="day",
            half="half",
            starts="starts_at",
            ends="ends_at",
            back="is_back",
            zone="school__zone_name",
        )
        rows = ahead.with_return().filter(taught)
        yield rows_of(
            rows.annotate(as_label=Cast(json, TextField()), child=child),
            CHANGES,
            child="child",
            about="public_id",
            since="at",
            label="as_label",
        )


def _taught_by_child(reader: Reader, *, at: dt.datetime) -> Iterator[tuple[Combinable, Q]]:
    """The key of each child, and what says that a row is of a teaching of theirs."""
    known = teachings_known(reader, DAILY, at=at)
    if known is not None:
        for pupil, taught in known.items():
            if taught:
                yield SqlValue(pupil, BigIntegerField()), Q(teaching__in=taught)
    elif reader.is_student:
        mine = Student.objects.filter(user=reader.user)
        yield Subquery(mine.values("pk")[:1]), taught_to(mine, at=at)
    else:
        for key in followed(reader, at=at).values_list("pk", flat=True):
            yield SqlValue(key, BigIntegerField()), taught_to([key], at=at)


def missing_between(
    reader: Reader, first: dt.date, last: dt.date, *, at: dt.datetime
) -> list[LessonRow]:
    """What this family or this pupil misses in these days, in order."""
    rows = CancelledLesson.objects.visible_to(reader, at=at).filter(day__range=(first, last))
    return list(_fetched(rows.not_held()))


def missing_in_class(
    reader: Reader, division: Division, *, first: dt.date, last: dt.date
) -> list[ClassLessonRow]:
    """What a class, or groups of its pupils, miss in these days; for who sees them taught. With the
    works that stand for such a day, of those that this person sees."""
    works = (
        HomeworkVersion.objects.visible_to(reader, at=reader.at)
        .given()
        .filter(homework__teaching=OuterRef("teaching"), due_on=OuterRef("day"), is_cancelled=False)
        .annotate(is_missing=no_lesson_of("homework__teaching", "due_on"))
        .filter(is_missing=True)
    )
    given = works.order_by("homework").values(
        json=JSONObject(work="homework", lesson="homework__lesson__public_id")
    )
    rows = CancelledLesson.objects.visible_to(reader, at=reader.at).filter(
        given_to(division, at=reader.at), day__range=(first, last), school=division.school_id
    )
    found = _fetched(rows.not_held()).annotate(given=ArraySubquery(given))
    return list(cast("QuerySet[ClassLessonRow]", found))


def _fetched(rows: CancelledLessonQuerySet) -> QuerySet[LessonRow]:
    found = rows.select_related(*FETCHED).order_by("day", "half", "starts_at", "pk")
    return cast("QuerySet[LessonRow]", found)


def pupils_by_teaching(reader: Reader, *, at: dt.datetime) -> dict[int, list[int]]:
    """By teaching, which of the pupils whose daily life the reader follows have it."""
    found: dict[int, list[int]] = defaultdict(list)
    for pupil, taught in (teachings_known(reader, DAILY, at=at) or {}).items():
        for teaching in dict.fromkeys(taught):
            found[teaching].append(pupil)
    return found
