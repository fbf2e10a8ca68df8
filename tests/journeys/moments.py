"""The week of the stories. Paris is one hour ahead of UTC in November."""

import datetime as dt
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def november(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant of November 2026 on the clocks of Paris."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=PARIS).astimezone(dt.UTC)


MONDAY_10 = november(16, 10)
TUESDAY_9 = november(17, 9)
WEDNESDAY_17 = november(18, 17)
