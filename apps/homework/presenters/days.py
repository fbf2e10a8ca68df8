"""The days a reader is between, and how they are named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from apps.publication import sentences

DAY = dt.timedelta(days=1)
FRIDAY, SATURDAY = 4, 5
AHEAD = 21 * DAY
BEHIND = 14 * DAY
FARTHEST = 400 * DAY


@dataclass(frozen=True, slots=True)
class Days:
    """The days a reader is between: what was told last, what comes next, the week looked at."""

    at: dt.datetime
    zone: ZoneInfo
    today: dt.date
    told: dt.date  # today, or the Friday before on a week-end
    ahead: dt.date  # the next weekday
    monday: dt.date

    @classmethod
    def of(cls, at: dt.datetime, zone: ZoneInfo, *, asked: str = "") -> Days:
        """``asked`` is any day of the week wanted; what makes no sense is the week at hand.

        On Saturday that is already the week that comes: nobody prepares the one that is over.
        """
        today = at.astimezone(zone).date()
        at_home = today.weekday() >= SATURDAY
        ahead = today + DAY if today.weekday() < FRIDAY else today + (7 - today.weekday()) * DAY
        shown = _day_or_none(asked, near=today) or (ahead if at_home else today)
        return cls(
            at=at,
            zone=zone,
            today=today,
            told=today - (today.weekday() - FRIDAY) * DAY if at_home else today,
            ahead=ahead,
            monday=shown - shown.weekday() * DAY,
        )

    @property
    def week(self) -> tuple[dt.date, dt.date]:
        return self.monday, self.monday + 6 * DAY

    @property
    def to_come(self) -> tuple[dt.date, dt.date]:
        return self.ahead, self.ahead + AHEAD

    @property
    def at_home(self) -> bool:
        return self.told != self.today

    def full(self, day: dt.date) -> str:
        return sentences.full_day(day, at=self.at, zone=self.zone)

    def near(self, day: dt.date) -> str:
        """« demain », « lundi », « mardi 24 novembre »."""
        if day == self.today + DAY:
            return _("demain")
        if self.today < day < self.today + 7 * DAY:
            return str(WEEKDAYS[day.weekday()])
        return self.full(day)


def _day_or_none(asked: str, *, near: dt.date) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        return None
    return day if abs(day - near) <= FARTHEST else None
