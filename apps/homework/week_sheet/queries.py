"""What all the pupils of a class read of a week, for the families without a screen.

The class's own lessons and works, and those of its groups, each said to be a group's; adapted work
is nobody's to photocopy.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from apps.homework.models import Attachment, HomeworkVersion, LessonVersion
from apps.homework.models.timetable import no_lesson_of
from apps.homework.reading.queries import joined_to
from apps.schools.models import Division, Student, Subject
from apps.schools.rosters import given_to
from coeduc.access import Reader

if TYPE_CHECKING:
    from apps.homework.reading.queries import LessonRow, WorkRow

Days = tuple[dt.date, dt.date]


def classes(reader: Reader) -> QuerySet[Division]:
    """Each with its school."""
    return Division.objects.visible_to(reader, at=reader.at).select_related("school")


def pupil(reader: Reader) -> Student | None:
    """The pupil that this reader is, with the school."""
    return Student.objects.visible_to(reader, at=reader.at).select_related("school").first()


def works_of_class(division: Division, span: Days, *, at: dt.datetime) -> list[WorkRow]:
    """Current states of works due in ``span``, as ``reading.works_to_do`` gives a family's."""
    files = Attachment.objects.filter(homework=OuterRef("homework"))
    return _as_read(
        _current(HomeworkVersion, division, at=at)
        .filter(due_on__range=span, is_cancelled=False, homework__is_adapted=False)
        .annotate(
            joined=joined_to(files, at=at),
            is_missing=no_lesson_of("homework__teaching", "due_on"),
        )
        .select_related(
            "homework__lesson", "homework__teaching__subject", "homework__teaching__group"
        )
        .order_by("due_on", "homework__teaching__subject__label", "homework")
    )


def lessons_of_class(division: Division, span: Days, *, at: dt.datetime) -> list[LessonRow]:
    """The lessons of these days that say something to the whole class, by day, then by subject."""
    return _as_read(
        _current(LessonVersion, division, at=at)
        .filter(lesson__day__range=span)
        .exclude(html="", question="")
        .select_related("lesson__teaching__subject", "lesson__teaching__group")
        .order_by("lesson__day", "lesson__teaching__subject__label", "lesson__rank", "lesson")
    )


def _current(model: Any, division: Division, *, at: dt.datetime) -> Any:
    return (
        model.objects.current(at=at)
        .filter(given_to(division, at=at, teaching=f"{model.OF}__teaching"))
        .with_correction(at=at)
    )


def _as_read(versions: Any) -> list[Any]:
    """By nobody in particular: nobody has ticked anything; a group says its name, in memory."""
    found = list(versions)
    for version in found:
        version.done_by = ()
        teaching = getattr(version, version.OF).teaching
        if teaching.group:
            group = teaching.group.label or teaching.group.code
            label = _("%(subject)s, groupe %(group)s") % {
                "subject": teaching.subject,
                "group": group,
            }
            teaching.subject = Subject(label=label)
    return found
