"""The minutes a day agreed for each level: as they are, as the history of settings tells them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.homework.models import DailyCap, HomeworkVersion
from apps.schools.models import Division, School
from apps.schools.settings.queries import Entry, entries_of, of_row
from coeduc.access import Reader
from coeduc.french import duration


def caps(reader: Reader, school: School) -> dict[str, int]:
    """Minutes by level."""
    agreed = DailyCap.objects.visible_to(reader, at=reader.at).filter(school=school)
    return dict(agreed.values_list("level", "minutes"))


def classes(reader: Reader) -> QuerySet[Division]:
    """Each with its school and its year."""
    return Division.objects.visible_to(reader, at=reader.at).select_related("school", "year")


def works_counted(
    reader: Reader, division: Division, *, first: dt.date, last: dt.date
) -> QuerySet[HomeworkVersion]:
    """The works of the load of a class due from ``first`` to ``last``, each with its subject."""
    return (
        HomeworkVersion.objects.visible_to(reader, at=reader.at)
        .weighing_on(division)
        .filter(due_on__range=(first, last))
        .select_related("homework__teaching__subject")
        .order_by("due_on", "homework__teaching__subject__label", "pk")
    )


def cap_entries(school: School) -> list[Entry]:
    """The minutes a day agreed for each level."""
    return entries_of(school, [(of_row(_("Travail par jour"), _cap), DailyCap)])


def _cap(row: Any) -> str:
    told = {"level": row.level, "time": duration(row.minutes)}
    return _("en %(level)s, %(time)s au plus") % told
