"""How long a class may wait for its copies before somebody is told. Pure: no row, no clock.

Counted in school days and whatever was entered: what a family reads of it says nothing about
whether a mark exists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import IntEnum

from apps.publication.enums import Trigger
from apps.publication.rules import Rule
from apps.schools.days import is_school_day, school_days_between
from coeduc.days import DAY

# Beyond, the school year is another one; who was forgotten that long was told twice already.
FORGOTTEN_AFTER = dt.timedelta(days=300)
# One mail tells all that waits: for this long the others have nothing to add.
NOTIFIED_LATELY = dt.timedelta(hours=12)


class Patience(IntEnum):
    """Who has been told: nobody, the teacher, then the head as well."""

    KEPT = 0
    TEACHER = 1
    HEAD = 2


def patience_of(
    held_on: dt.date, rule: Rule, *, today: dt.date, closed: Collection[dt.date]
) -> Patience:
    """Where an assessment stands whose copies nobody has handed back.

    Where the hand-back starts no clock, nobody waits for it.
    """
    if rule.trigger != Trigger.AFTER_HANDBACK:
        return Patience.KEPT
    waited = school_days_between(held_on, today, closed)
    if waited >= 2 * rule.patience_days:
        return Patience.HEAD
    return Patience.TEACHER if waited >= rule.patience_days else Patience.KEPT


def last_day_of(
    least: Patience,
    rule: Rule,
    *,
    today: dt.date,
    closed: Collection[dt.date],
    oldest: dt.date,
) -> dt.date | None:
    """The last day whose copies have come to ``least`` by ``today``, as ``patience_of`` says.

    What was held that day or before has waited as long; None where that is no day from ``oldest``.
    """
    if rule.trigger != Trigger.AFTER_HANDBACK:
        return None
    day, waited = today, 0
    while waited < least * rule.patience_days and day > oldest:
        waited += day < today and is_school_day(day, closed)
        day -= DAY
    return day if waited >= least * rule.patience_days else None
