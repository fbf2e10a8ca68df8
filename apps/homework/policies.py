"""What a person may do to the notebook of a teaching they can already see."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from apps.homework.models import Lesson
from apps.schools.models import Division, Teaching, TeachingStaff
from apps.schools.offices import Office, holds, in_office
from apps.schools.policies import can_follow_class, teaches
from coeduc.access import Reader


def can_write(reader: Reader, teaching: Teaching) -> bool:
    """Those who teach it now, as long as its year lasts: afterwards the notebook is an archive."""
    return not teaching.is_archived(at=reader.at) and teaches(reader, teaching)


def can_correct(reader: Reader, lesson: Lesson) -> bool:
    return can_write(reader, lesson.teaching)


def can_open_hand_ins(reader: Reader, teaching: Teaching) -> bool:
    """Those who teach that class now, and no colleague, lead teacher or head: it is not a file."""
    return teaches(reader, teaching)


def can_keep_absences(reader: Reader) -> bool:
    """Who keeps the day of a school notes which teachers are away."""
    return reader.is_staff and holds(reader, Office.DAY)


def can_see_load(reader: Reader, division: Division) -> bool:
    """The lead teacher, to agree with colleagues; the heads and the CPE follow every class."""
    return can_follow_class(reader, division)


def with_timetable_to_set(reader: Reader) -> Any:
    """Teachings whose weekly lessons this person may set: what they teach; all, for who imports.

    Not ``visible_to``: the digital referent imports what they do not read.
    """
    if not reader.is_staff:
        return Teaching.objects.none()
    taught = TeachingStaff.objects.of(reader.user, at=reader.at).filter(teaching=OuterRef("pk"))
    return Teaching.objects.filter(Exists(taught) | in_office(reader, Office.TOOLS, at=reader.at))
