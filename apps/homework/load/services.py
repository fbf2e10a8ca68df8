"""The minutes a day that a school agrees on for each level, beside what its classes really have."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from apps.accounts.models import User
from apps.homework.load.rules import WEEKS_OF_USE, WeighedWork, load_of
from apps.homework.models import DailyCap, HomeworkVersion
from apps.schools.history import recorded
from apps.schools.models import School
from coeduc.locks import hold_row


@dataclass(frozen=True, slots=True)
class UsualLoad:
    """Minutes of the days for which a class of the level had something to do."""

    ordinary: int
    fullest: int
    days: int


@transaction.atomic
def set_caps(
    school: School, minutes: Mapping[str, int | None], *, by: User, at: dt.datetime
) -> None:
    """By level; None where nothing is agreed. Only what changed is written, with its author."""
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    standing = {cap.level: cap for cap in DailyCap.objects.filter(school=school)}
    with recorded(by=by, at=at):
        for level, agreed in minutes.items():
            cap = standing.get(level)
            if agreed is None:
                if cap:
                    cap.delete()
            elif cap is None:
                DailyCap.objects.create(school=school, level=level, minutes=agreed)
            elif cap.minutes != agreed:
                cap.minutes = agreed
                cap.save(update_fields=["minutes"])


def usual_loads(school: School, *, today: dt.date) -> dict[str, UsualLoad]:
    """What classes had to do these last weeks, by level: to choose a number that means something.

    Works given to whole classes only: those of groups are not every pupil's. One statement.
    """
    first = today - dt.timedelta(weeks=WEEKS_OF_USE)
    rows = (
        HomeworkVersion.objects.given()
        .filter(
            school=school,
            is_cancelled=False,
            due_on__range=(first, today),
            homework__teaching__division__isnull=False,
        )
        .values_list(
            "homework__teaching__division__level",
            "homework__teaching__division",
            "due_on",
            "minutes",
            "homework__is_adapted",
            "is_test",
        )
    )
    works: dict[tuple[str, int, dt.date], list[WeighedWork]] = defaultdict(list)
    for level, division, day, minutes, is_adapted, is_test in rows:
        work = WeighedWork(day, minutes, is_adapted=is_adapted, is_test=is_test)
        works[level, division, day].append(work)
    sums: dict[str, list[int]] = defaultdict(list)
    for (level, __, day), given in works.items():
        load = load_of(day, given)
        if load.minutes:
            sums[level].append(load.minutes)
    return {
        level: UsualLoad(round(statistics.median(found)), max(found), len(found))
        for level, found in sums.items()
    }
