"""The notebook of a class over its year: who may read it, and what of it is kept to be read.

Readers, of a year that runs or is over, as long as they work in the school:

=================  =======================  ====================================================
reader             classes                  what of them
=================  =======================  ====================================================
heads, CPE         all, of all years        everything, groups of its pupils included
lead teacher       those they lead          what is taught to the class itself, as ``Teaching`` says
teacher            those of their pupils    their own teachings, groups included
the others         none                     nothing
=================  =======================  ====================================================

A link counts as it is today; for a year that is over, as it was on its last day: the national files
end the links of June when the classes of September are read. Who left before the end reads nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Least

from apps.files.enums import Checked
from apps.homework.models import (
    Attachment,
    Homework,
    HomeworkVersion,
    Lesson,
    LessonVersion,
    NotebookExport,
)
from apps.schools.models import (
    Division,
    GroupMembership,
    LeadTeacher,
    Teaching,
    TeachingStaff,
)
from apps.schools.offices import Office, in_office
from apps.schools.rosters import given_to
from coeduc.access import Reader


def classes(reader: Reader, *, at: dt.datetime) -> Any:
    """The classes, of all years, whose notebook this reader opens; with ``year`` and ``school``."""
    rows = Division.objects.select_related("year", "school")
    if not reader.is_staff:
        return rows.none()
    mine = _links(TeachingStaff, reader, at=at)
    members = GroupMembership.objects.filter(
        group=OuterRef("teaching__group"), student__enrolments__division=OuterRef(OuterRef("pk"))
    )
    return rows.filter(
        in_office(reader, Office.WHOLE_SCHOOL, at=at)
        | Exists(_links(LeadTeacher, reader, at=at).filter(division=OuterRef("pk")))
        | Exists(mine.filter(teaching__division=OuterRef("pk")))
        | Exists(mine.filter(Exists(members)))
    )


def years(reader: Reader, *, at: dt.datetime) -> list[int]:
    """Those of ``classes``, by the one they begin in, the last first."""
    found = classes(reader, at=at).order_by("-year__start_year")
    return list(found.values_list("year__start_year", flat=True).distinct())


def classes_found(
    reader: Reader, *, at: dt.datetime, year: int | None, words: str
) -> QuerySet[Division]:
    """``classes`` of that year whose name has these words, the newest first; all, without them."""
    rows = classes(reader, at=at)
    if year is not None:
        rows = rows.filter(year__start_year=year)
    if words:
        rows = rows.filter(code__icontains=words)
    return rows.order_by("-year__start_year", "code", "school", "pk")


def exports(reader: Reader) -> QuerySet[NotebookExport]:
    """The files that this reader asked for, each with its class and its year."""
    rows = NotebookExport.objects.visible_to(reader, at=reader.at)
    return rows.select_related("division__year")


def exports_of(reader: Reader, division: Division) -> QuerySet[NotebookExport]:
    """Those of one class, the oldest first."""
    rows = NotebookExport.objects.visible_to(reader, at=reader.at)
    return rows.filter(division=division).order_by("pk")


def teachings(reader: Reader, division: Division, *, at: dt.datetime) -> Any:
    """What this reader opens of the notebook of ``division``, in the order of subjects."""
    led = _links(LeadTeacher, reader, at=at)
    mine = _links(TeachingStaff, reader, at=at)
    rows = of_class(division).filter(
        in_office(reader, Office.WHOLE_SCHOOL, at=at)
        | Exists(led.filter(division=OuterRef("division")))
        | Exists(mine.filter(teaching=OuterRef("pk")))
    )
    return rows if reader.is_staff else rows.none()


def of_class(division: Division) -> Any:
    """What is taught to a class, by itself or in groups of its pupils."""
    return (
        Teaching.objects.filter(given_to(division, at=None, teaching=""), year=division.year_id)
        .select_related("subject", "division", "group")
        .order_by("subject__label", "group__code", "pk")
    )


def lessons(taught: Any, *, at: dt.datetime) -> Any:
    """Lessons that families could read by ``at``, in order; no draft, nothing adapted.

    Each with ``states`` (what was read, oldest first), ``given`` works with their ``states``, and
    the names of the ``files`` of both: six statements whatever their number.
    """
    files = _files(at=at)
    works = (
        Homework.objects.filter(_was_read(HomeworkVersion, at=at), is_adapted=False)
        .prefetch_related(
            Prefetch("versions", queryset=_read(HomeworkVersion, at=at), to_attr="states"),
            Prefetch("attachments", queryset=files, to_attr="files"),
        )
        .order_by("pk")
    )
    return (
        Lesson.objects.filter(
            _was_read(LessonVersion, at=at)
            | Exists(works.filter(lesson=OuterRef("pk")).order_by()),
            teaching__in=taught,
        )
        .select_related("teaching__subject", "teaching__division", "teaching__group", "author")
        .prefetch_related(
            Prefetch("versions", queryset=_read(LessonVersion, at=at), to_attr="states"),
            Prefetch("works", queryset=works, to_attr="given"),
            Prefetch("attachments", queryset=files.filter(homework=None), to_attr="files"),
        )
        .order_by("day", "teaching__subject__label", "teaching", "rank")
    )


def lessons_found(
    taught: Any, *, at: dt.datetime, month: tuple[int, int] | None, words: str
) -> Any:
    """``lessons`` of that month where each word stands in something that families could read."""
    rows = lessons(taught, at=at)
    if month:
        rows = rows.filter(day__year=month[0], day__month=month[1])
    for word in words.split():
        written = _read(LessonVersion, at=at).filter(
            Q(source__icontains=word) | Q(question__icontains=word), lesson=OuterRef("pk")
        )
        given = _read(HomeworkVersion, at=at).filter(
            source__icontains=word, homework__lesson=OuterRef("pk"), homework__is_adapted=False
        )
        rows = rows.filter(Exists(written.order_by()) | Exists(given.order_by()))
    return rows


def _links(model: Any, reader: Reader, *, at: dt.datetime) -> Any:
    """Links of the reader today, or on the last day of the year of the outer row."""
    last_day = Cast(OuterRef("year__ends_on"), DateTimeField())
    return model.objects.filter(
        staff__user=reader.user,
        staff__during__contains=at,
        during__contains=Least(Value(at, DateTimeField()), last_day),
    )


def _read(model: Any, *, at: dt.datetime) -> Any:
    return model.objects.filter(visible_at__lte=at).select_related("by").order_by("n")


def _was_read(model: Any, *, at: dt.datetime) -> Any:
    return Exists(_read(model, at=at).filter(**{model.OF: OuterRef("pk")}).order_by())


def _files(*, at: dt.datetime) -> Any:
    """Files that families could open, those removed since included."""
    return (
        Attachment.objects.filter(visible_at__lte=at)
        .exclude(removed_at__lt=F("visible_at"))
        .exclude(stored__checked=Checked.WAITING)
        .select_related("stored")
        .order_by("pk")
    )


def kept_names() -> list[str]:
    """Documents of archives on the disk, which are no file of a lesson."""
    rows: Any = NotebookExport.objects.exclude(file="")
    return list(rows.values_list("file", flat=True))
