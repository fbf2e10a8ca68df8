"""Lessons as their teacher writes them again: with their states, their works, their files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from apps.accounts.models import User
from apps.files.models import StoredFile
from apps.homework.models import (
    Attachment,
    HandIn,
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.schools.models import Teaching
from apps.schools.people.queries import teachings_taught
from coeduc.access import Reader

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.homework.models.notebook import WithLastState
    from apps.homework.models.rows import LessonStates, WrittenLesson

    class FilesToo(LessonStates):
        """With its files and those of its works, those taken off too."""

        joined: list[Attachment]

    LessonWithFiles: TypeAlias = WithAnnotations[Lesson, FilesToo]
    LessonToReuse: TypeAlias = WithAnnotations[Lesson, WithLastState]

# What the line of a teaching says of it.
NAMED = ("subject", "division", "group", "year", "school")


def teachings(reader: Reader) -> QuerySet[Teaching]:
    """What this person sees taught, whoever teaches it."""
    return Teaching.objects.visible_to(reader, at=reader.at).select_related(*NAMED)


def parallel_to(reader: Reader, teaching: Teaching) -> QuerySet[Teaching]:
    """Own classes of the same subject and level; groups go with groups."""
    others = teachings_taught(reader).filter(subject=teaching.subject_id).exclude(pk=teaching.pk)
    if teaching.division is None:
        return others.filter(division=None)
    return others.filter(division__level=teaching.division.level)


def lessons(reader: Reader) -> QuerySet[WrittenLesson]:
    """Five statements whatever their number."""
    at = reader.at
    pupils = HomeworkStudent.objects.visible_to(reader, at=at).select_related("student")
    works = (
        Homework.objects.visible_to(reader, at=at)
        .order_by("pk")
        .prefetch_related(
            Prefetch("versions", queryset=_states(HomeworkVersion, reader), to_attr="states"),
            Prefetch("chosen", queryset=pupils, to_attr="pupils"),
        )
    )
    rows = (
        Lesson.objects.visible_to(reader, at=at)
        .select_related(
            "teaching__subject",
            "teaching__division",
            "teaching__group",
            "teaching__year",
            "teaching__school",
            "author",
        )
        .prefetch_related(
            Prefetch("versions", queryset=_states(LessonVersion, reader), to_attr="states"),
            Prefetch("works", queryset=works, to_attr="given"),
        )
        .order_by("day", "rank", "pk")
    )
    return cast("QuerySet[WrittenLesson]", rows)


def lessons_with_files(reader: Reader) -> QuerySet[LessonWithFiles]:
    """``lessons``, with their files."""
    files = Attachment.objects.visible_to(reader, at=reader.at)
    joined = files.select_related("stored", "by").order_by("pk")
    rows = lessons(reader).prefetch_related(
        Prefetch("attachments", queryset=joined, to_attr="joined")
    )
    return cast("QuerySet[LessonWithFiles]", rows)


def lessons_saying(reader: Reader, words: str) -> QuerySet[WrittenLesson]:
    """``lessons`` that say all these words, the last first."""
    return _with_words(lessons(reader), words).order_by("-day", "-pk")


def lessons_to_reuse(teaching: Teaching, *, by: User, words: str = "") -> QuerySet[LessonToReuse]:
    """What this person wrote of the same subject in this school, ever.

    Their own words, even of a class they no longer teach: adapted works are not among them.
    """
    rows = Lesson.objects.filter(
        school=teaching.school_id, author__user=by, teaching__subject__code=teaching.subject.code
    )
    found = _with_words(rows, words).with_last_state().order_by("-day", "-pk")
    return cast("QuerySet[LessonToReuse]", found)


def lesson_of(reader: Reader, teaching: Teaching, day: dt.date, rank: int) -> Lesson | None:
    """What is written already for that hour."""
    seen = Lesson.objects.visible_to(reader, at=reader.at)
    return seen.filter(teaching=teaching, day=day, rank=rank).first()


def how_many_on(reader: Reader, teaching: int, day: dt.date) -> int:
    """Lessons of one day for one class."""
    seen = Lesson.objects.visible_to(reader, at=reader.at)
    return seen.filter(teaching=teaching, day=day).count()


def days_written(
    reader: Reader, teachings: Iterable[Teaching], first: dt.date, last: dt.date
) -> dict[int, set[dt.date]]:
    """The days of each teaching for which something is written; both ends included."""
    seen = Lesson.objects.visible_to(reader, at=reader.at)
    rows = seen.filter(teaching__in=teachings, day__range=(first, last))
    found: dict[int, set[dt.date]] = defaultdict(set)
    for teaching, day in rows.values_list("teaching", "day"):
        found[teaching].add(day)
    return found


def copied_to(reader: Reader, lesson: LessonVersion, teachings: Iterable[Teaching]) -> set[int]:
    """Of these teachings, those where the same words were written, that day or later."""
    if not lesson.source:
        return set()
    states = LessonVersion.objects.visible_to(reader, at=reader.at).latest()
    same = states.filter(source=lesson.source, lesson__teaching__in=teachings)
    later = same.filter(lesson__day__gte=lesson.lesson.day)
    return set(later.values_list("lesson__teaching", flat=True))


def last_state(reader: Reader, lesson: Lesson) -> LessonVersion:
    """As it stands now, drafts included."""
    states = LessonVersion.objects.visible_to(reader, at=reader.at)
    return states.filter(lesson=lesson).latest().get()


def works(reader: Reader) -> QuerySet[Homework]:
    """Each with its lesson."""
    return Homework.objects.visible_to(reader, at=reader.at).select_related("lesson")


def file_to_open(reader: Reader, public_id: UUID) -> StoredFile | None:
    """Joined to a lesson or a work, or handed in, and open to this reader; None otherwise."""
    at = reader.at
    joined = Attachment.objects.visible_to(reader, at=at).openable(at=at)
    given = HandIn.objects.visible_to(reader, at=at).openable()
    for rows in (joined, given):
        row = rows.filter(public_id=public_id).select_related("stored").first()
        if row is not None:
            return row.stored
    return None


Rows = TypeVar("Rows", bound="QuerySet[Any]")


def _states(
    model: type[LessonVersion | HomeworkVersion], reader: Reader
) -> QuerySet[LessonVersion | HomeworkVersion]:
    return model.objects.visible_to(reader, at=reader.at).select_related("by").order_by("n")


def _with_words(rows: Rows, words: str) -> Rows:
    """Lessons that say all these words, now or before a correction, in class or to be done."""
    for word in words.split():
        written = LessonVersion.objects.filter(_says(word)).values("lesson")
        given = HomeworkVersion.objects.filter(source__icontains=word).values("homework__lesson")
        rows = rows.filter(Q(pk__in=written) | Q(pk__in=given))
    return rows


def _says(word: str) -> Q:
    return Q(source__icontains=word) | Q(question__icontains=word)
