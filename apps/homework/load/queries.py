"""What a class has to do, and the minutes a day agreed for each level, as they are and were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from apps.homework.load.rules import Load, WeighedWork, loads
from apps.homework.models import DailyCap, HomeworkVersion, Lesson
from apps.schools.models import Division, Enrolment, School, Teaching
from apps.schools.rosters import roster
from apps.schools.settings.queries import SettingsEntry, entries_of, of_row
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


def works_of(
    division: Division, *, first: dt.date, last: dt.date, without: Lesson | None = None
) -> list[WeighedWork]:
    """What the class has to do between two days; ``without``: the lesson being written."""
    rows = HomeworkVersion.objects.weighing_on(division).filter(due_on__range=(first, last))
    if without is not None:
        rows = rows.exclude(homework__lesson=without)
    return [
        WeighedWork(*row)
        for row in rows.values_list(
            "due_on", "minutes", "needs_screen", "homework__is_adapted", "is_test"
        )
    ]


def load_by_day(
    division: Division, days: Iterable[dt.date], *, without: Lesson | None = None
) -> list[Load]:
    """What colleagues have already given for each day, in one statement."""
    known = list(days)
    if not known:
        return []
    return loads(known, works_of(division, first=min(known), last=max(known), without=without))


def divisions_of(teaching: Teaching, *, at: dt.datetime) -> list[Division]:
    """The classes a work weighs on: the teaching's own, or those of the pupils of its group."""
    if teaching.division:
        return [teaching.division]
    stays = Enrolment.objects.in_force(at=at).filter(
        student__in=roster(teaching, at=at).values("student"), division=OuterRef("pk")
    )
    return list(Division.objects.filter(Exists(stays), year=teaching.year_id).order_by("code"))


@dataclass(frozen=True, slots=True)
class ClassLoad:
    """What a class already has for a day, with the minutes agreed for its level."""

    load: Load
    cap: int | None

    def is_over(self, own: int) -> bool:
        return self.cap is not None and bool(own) and self.load.minutes + own > self.cap


def fullest_class(
    teaching: Teaching,
    days: Iterable[dt.date],
    *,
    without: Lesson | None = None,
    at: dt.datetime,
) -> list[ClassLoad]:
    """For each day, of the classes that a work would weigh on, the one that has most already."""
    known = list(days)
    found: dict[dt.date, ClassLoad] = {}
    for division in divisions_of(teaching, at=at):
        cap = cap_of(division)
        for load in load_by_day(division, known, without=without):
            other = found.get(load.day)
            if other is None or load.minutes > other.load.minutes:
                found[load.day] = ClassLoad(load, cap)
    return [found.get(day, ClassLoad(Load(day), None)) for day in known]


def cap_of(division: Division) -> int | None:
    """Minutes a day agreed by the school for this level; None where it agreed nothing."""
    caps = DailyCap.objects.filter(school=division.school_id, level=division.level)
    return caps.values_list("minutes", flat=True).first()


def cap_entries(school: School) -> list[SettingsEntry]:
    """The minutes a day agreed for each level."""
    return entries_of(school, [(of_row(_("Travail par jour"), _cap), DailyCap)])


def _cap(row: Any) -> str:
    words = {"level": row.level, "time": duration(row.minutes)}
    return _("en %(level)s, %(time)s au plus") % words
