"""What pupils and families read: all the pupils of a reader in one statement a kind of row.

Every row says in ``pupils`` for whom of them it is: twins of one class do not share adapted work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from apps.files.queries import FileJson
from apps.homework.models import (
    Attachment,
    DailyCap,
    Done,
    HandIn,
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    LessonVersion,
    TimetableSlot,
)
from apps.homework.models.notebook import followed, followed_keys, read_by
from apps.homework.models.timetable import no_lesson_of
from apps.schools.links import DAILY, ReaderReading
from apps.schools.models import Closure, Division, Enrolment, Student
from apps.schools.rosters import has_teaching, teachings_known
from coeduc.access import Reader

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.homework.models.files import AttachmentQuerySet
    from apps.homework.models.notebook import HomeworkVersionQuerySet

    class WorkFacts(TypedDict):
        """For whom of the reader's pupils it is, who has done it, its files, what they handed in.

        ``chosen``: of an adapted work. ``lesson_ends``: when the last lesson it may be for is over
        on its day, where the timetable says. ``is_missing``: no lesson of it is held on that day.
        """

        pupils: list[int]
        chosen: list[int]
        done_by: Collection[int]
        was_corrected: bool
        joined: list[FileJson]
        given: list[HandInJson]
        lesson_ends: dt.time | None
        is_missing: bool

    class LessonFacts(TypedDict):
        """Which of the reader's pupils have it; its files."""

        pupils: list[int]
        was_corrected: bool
        joined: list[FileJson]

    WorkRow: TypeAlias = WithAnnotations[HomeworkVersion, WorkFacts]
    LessonRow: TypeAlias = WithAnnotations[LessonVersion, LessonFacts]

Days = tuple[dt.date, dt.date]
BY_DAY = ("due_on", "homework__teaching__subject__label", "homework")
BY_LESSON = ("lesson__day", "lesson__teaching__subject__label", "lesson__rank", "lesson")


class HandInJson(FileJson):
    """One that a pupil handed in."""

    student: int
    at: str


def works_to_do(reader: Reader, *spans: Days, at: dt.datetime) -> list[WorkRow]:
    """States of works due in any of these spans of days, cancelled ones left out."""
    known = teachings_known(reader, DAILY, at=at)  # first: the reading is told of it
    rows = WORKS.rows(reader, spans, at=at)
    if known is None:
        return rows
    for row in rows:
        pupils = _who_has(row.homework.teaching_id, known)
        is_adapted = row.homework.is_adapted
        row.pupils = [one for one in pupils if not is_adapted or one in row.chosen]
    return rows


def _works(
    reader: Reader, spans: tuple[Days, ...], *, at: dt.datetime
) -> HomeworkVersionQuerySet[HomeworkVersion]:
    done = Done.objects.visible_to(reader, at=at).filter(homework=OuterRef("homework"))
    return (
        HomeworkVersion.objects.visible_to(reader, at=at)
        .with_correction(at=at)
        .filter(_within("due_on", spans), is_cancelled=False)
        .annotate(
            done_by=ArraySubquery(done.values("student")),
            joined=joined_to(Attachment.objects.filter(homework=OuterRef("homework")), at=at),
            given=_given(reader, at=at),
            lesson_ends=_lesson_ends(),
            is_missing=no_lesson_of("homework__teaching", "due_on"),
        )
        .select_related("homework__lesson", "homework__teaching__subject")
        .order_by(*BY_DAY)
    )


def _with_pupils(
    works: QuerySet[HomeworkVersion], reader: Reader, *, at: dt.datetime
) -> QuerySet[WorkRow]:
    homework = OuterRef(OuterRef("homework"))
    chosen = HomeworkStudent.objects.filter(homework=homework, student=OuterRef("pk"))
    adapted = Homework.objects.filter(pk=homework, is_adapted=True)
    theirs = _taught(reader, "homework__teaching", at=at).filter(Exists(chosen) | ~Exists(adapted))
    return cast("QuerySet[WorkRow]", works.annotate(pupils=ArraySubquery(theirs.values("pk"))))


def _works_of(reader: Reader, spans: tuple[Days, ...]) -> QuerySet[WorkRow]:
    """With ``pupils``; of a family whose links are known, ``chosen`` of an adapted work."""
    rows, known = _works(reader, spans, at=reader.at), teachings_known(reader, DAILY, at=reader.at)
    if known is None:
        return _with_pupils(rows, reader, at=reader.at)
    chosen = HomeworkStudent.objects.filter(homework=OuterRef("homework"), student__in=list(known))
    found = rows.annotate(chosen=ArraySubquery(chosen.values("student")))
    return cast("QuerySet[WorkRow]", found)


WORKS = ReaderReading(_works_of)


def readable_lessons(reader: Reader, *spans: Days, at: dt.datetime) -> list[LessonRow]:
    """States of lessons of these days that say or show something."""
    known = teachings_known(reader, DAILY, at=at)  # first: the reading is told of it
    lessons = LESSONS.rows(reader, spans, at=at)
    if known is None:
        return lessons
    for row in lessons:
        row.pupils = _who_has(row.lesson.teaching_id, known)
    return lessons


def _lessons(
    reader: Reader, spans: tuple[Days, ...], *, at: dt.datetime
) -> QuerySet[LessonVersion]:
    files = Attachment.objects.filter(lesson=OuterRef("lesson"), homework=None)
    return (
        LessonVersion.objects.visible_to(reader, at=at)
        .with_correction(at=at)
        .filter(_within("lesson__day", spans))
        .filter(~Q(html="") | ~Q(question="") | Q(Exists(files.shown(at=at))))
        .annotate(joined=joined_to(files, at=at))
        .select_related("lesson__teaching__subject")
        .order_by(*BY_LESSON)
    )


def _lessons_of(reader: Reader, spans: tuple[Days, ...]) -> QuerySet[LessonRow]:
    """With ``pupils``, but of a family whose links are known."""
    rows = _lessons(reader, spans, at=reader.at)
    if teachings_known(reader, DAILY, at=reader.at) is not None:
        return cast("QuerySet[LessonRow]", rows)
    pupils = _taught(reader, "lesson__teaching", at=reader.at)
    return cast("QuerySet[LessonRow]", rows.annotate(pupils=ArraySubquery(pupils.values("pk"))))


LESSONS = ReaderReading(_lessons_of)


def caps_of_pupils(reader: Reader, *, at: dt.datetime) -> dict[int, int | None]:
    """Minutes a day that the school agreed for the class of each pupil, None where it did not."""
    return dict(CAPS.rows(reader, at=at))


def _caps_of(reader: Reader) -> QuerySet[Student, tuple[int, int | None]]:
    at = reader.at
    classes = Enrolment.objects.in_force(at=at).filter(student=OuterRef("pk"))
    caps = DailyCap.objects.filter(school=OuterRef("school"), level=OuterRef("level"))
    rows = followed(reader, at=at).annotate(level=Subquery(classes.values("division__level")[:1]))
    capped = rows.annotate(cap=Subquery(caps.values("minutes")[:1])).values_list("pk", "cap")
    return cast("QuerySet[Student, tuple[int, int | None]]", capped.order_by())


CAPS = ReaderReading(_caps_of)


def closed_days(row: Student | Division, *, at: dt.datetime) -> frozenset[dt.date]:
    """When the school of this row is closed, as ``Guardianship.closed_days`` says it to a family.

    Of every week that ``Days.of`` may show, whoever it is shown to.
    """
    return Closure.objects.filter(school=row.school_id).around(at=at).days()


def joined_to(files: AttachmentQuerySet[Attachment], *, at: dt.datetime) -> ArraySubquery:
    """Of rows already visible to the reader, what ``Attachment.visible_to`` would let them open."""
    return ArraySubquery(files.shown(at=at).order_by("pk").values(in_json=_file()))


def _lesson_ends() -> Subquery:
    """Whatever the week, A or B: a lesson that may still come is not over."""
    slots = TimetableSlot.objects.standing().filter(
        teaching=OuterRef("homework__teaching"), weekday=OuterRef("due_on__iso_week_day") - 1
    )
    return Subquery(slots.order_by("-ends_at").values("ends_at")[:1])


def _given(reader: Reader, *, at: dt.datetime) -> ArraySubquery:
    """Only of the reader's own pupils; what the antivirus has not seen yet is said to be."""
    rows = HandIn.objects.standing().filter(homework=OuterRef("homework"))
    mine = rows.filter(student__in=followed_keys(reader, at=at)).order_by("pk")
    return ArraySubquery(mine.values(in_json=_file(student="student", at="at")))


def _file(**more: str) -> JSONObject:
    return JSONObject(
        id="public_id",
        name="stored__name",
        type="stored__content_type",
        size="stored__size",
        checked="stored__checked",
        file="stored__file",  # empty once the antivirus has refused it
        **more,
    )


def _who_has(teaching: int, known: Mapping[int, tuple[int, ...]]) -> list[int]:
    return [pupil for pupil, taught in known.items() if teaching in taught]


def _taught(reader: Reader, teaching: str, *, at: dt.datetime) -> QuerySet[Student]:
    """The reader's pupils who have the teaching of the outer row, by class or by group."""
    return read_by(reader, at=at).filter(has_teaching(teaching, at=at)).order_by()


def _within(field: str, spans: tuple[Days, ...]) -> Q:
    days = Q()
    for span in spans:
        days |= Q(**{f"{field}__range": span})
    return days


def states_of_works(reader: Reader) -> QuerySet[HomeworkVersion]:
    """What this reader reads of works, each with its work."""
    return HomeworkVersion.objects.visible_to(reader, at=reader.at).select_related("homework")


def works_of_the_class(reader: Reader, *spans: Days, at: dt.datetime) -> list[WorkRow]:
    """``works_to_do`` of a relative: nothing of what a pupil did or was given alone, nor of a
    lesson that is not held: they are told of no absence, and promised no test of that day."""
    rows = HomeworkVersion.objects.visible_to(reader, at=at).with_correction(at=at)
    due = rows.filter(_within("due_on", spans), is_cancelled=False)
    due = (
        due.annotate(
            lesson_ends=_lesson_ends(), is_missing=no_lesson_of("homework__teaching", "due_on")
        )
        .filter(is_missing=False)
        .select_related("homework__lesson", "homework__teaching__subject")
    )
    found = list(_with_pupils(due, reader, at=at).order_by(*BY_DAY))
    for row in found:
        row.chosen, row.done_by, row.joined, row.given = [], [], [], []
    return found


def lessons_of_the_class(reader: Reader, *spans: Days, at: dt.datetime) -> list[LessonRow]:
    """``readable_lessons`` of a relative: what was written, and no file."""
    rows = LessonVersion.objects.visible_to(reader, at=at).with_correction(at=at)
    written = rows.filter(_within("lesson__day", spans)).exclude(html="", question="")
    pupils = _taught(reader, "lesson__teaching", at=at)
    written = written.annotate(pupils=ArraySubquery(pupils.values("pk")))
    found = cast("QuerySet[LessonRow]", written.select_related("lesson__teaching__subject"))
    lessons = list(found.order_by(*BY_LESSON))
    for row in lessons:
        row.joined = []
    return lessons
