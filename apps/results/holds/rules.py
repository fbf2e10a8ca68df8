"""How long a result may be held, and until which day it is proposed. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import islice

from apps.schools.days import school_days_after
from coeduc.days import DAY

LONGEST_HOLD = dt.timedelta(days=31)
# Days of lessons: time to call both parents.
PROPOSED_DAYS = 2


def proposed_day(day: dt.date, closed: Collection[dt.date]) -> dt.date:
    """The last day of a hold asked for on ``day``, ``PROPOSED_DAYS`` days of lessons later.

    ``closed``: the days without lessons; where the calendar ends too soon, days of any kind.
    """
    later = islice(school_days_after(day, closed), PROPOSED_DAYS - 1, None)
    return next(later, day + PROPOSED_DAYS * DAY)
