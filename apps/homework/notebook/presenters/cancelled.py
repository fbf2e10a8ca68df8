"""Beside a cancelled lesson, for who teaches it: who noted it, and whom to call if it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _

from apps.homework.calendar import ExpectedLesson, MissingHour
from apps.schools.models import Teaching
from coeduc import french
from coeduc.french import typeset

if TYPE_CHECKING:
    from apps.homework.models import CancelledLesson

# Empty where the lesson is held.
NotedOf: TypeAlias = Callable[[Teaching, ExpectedLesson | None], str]


def noted_of(rows: Collection[CancelledLesson], *, at: dt.datetime) -> NotedOf:
    """``rows``: with ``absence__by``, of the days that are shown."""

    def noted(teaching: Teaching, expected: ExpectedLesson | None) -> str:
        if expected is None or not expected.is_missing:
            return ""
        for row in rows:
            hour = MissingHour(row.day, row.half, row.starts_at)
            if row.teaching_id == teaching.pk and hour.takes(expected):
                return _sentence(row, teaching, at=at)
        return ""

    return noted


def _sentence(row: CancelledLesson, teaching: Teaching, *, at: dt.datetime) -> str:
    school, by = teaching.school, row.absence.by
    said = _("Noté par %(person)s, %(when)s.") % {
        "person": by.get_full_name() if by else _("une personne partie depuis"),
        "when": french.near_moment(row.absence.at, at=at, zone=school.time_zone),
    }
    if school.school_life_phone:
        phone = french.unbroken(school.school_life_phone)
        said += " " + _("Une erreur ? Vie scolaire : %(phone)s.") % {"phone": phone}
    else:
        said += " " + _("Une erreur ? Dites-le à la vie scolaire.")
    return typeset(said)
