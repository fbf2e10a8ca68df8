"""The days a reader is between, and how they are named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.homework.calendar import Calendar, next_open_day
from apps.schools.days import FARTHEST_ASKED, is_weekend, monday_of
from apps.schools.links import CHILD
from coeduc import french
from coeduc.chapters import Link
from coeduc.days import DAY, WEEK, day_of, day_or_none

if TYPE_CHECKING:
    from apps.schools.links import ChildLink

# In an address: any day of the week that is asked; the day whose fold a pupil has just ticked in.
ASKED, OPENED = "semaine", "jour"
AHEAD = 21 * DAY
BEHIND = 14 * DAY
RECENT = 3 * DAY


@dataclass(frozen=True, slots=True)
class Days:
    """The days a reader is between: what was told last, what comes next, the week looked at."""

    at: dt.datetime
    zone: ZoneInfo
    today: dt.date
    last_open: dt.date  # today, or the last day of school when it is a few days old
    ahead: dt.date  # the next day of school
    monday: dt.date
    at_home: bool  # no school today

    @classmethod
    def of(
        cls,
        at: dt.datetime,
        zone: ZoneInfo,
        *,
        asked: str = "",
        closed: Collection[dt.date] = frozenset(),
    ) -> Days:
        """``asked`` is any day of the week wanted; what makes no sense is the week at hand.

        ``closed``: the days without school. On a day without school the week at hand is the one of
        the next lessons: nobody prepares the one that is over.
        """
        calendar = Calendar(last=dt.date.max, closed=closed)
        today = day_of(at, zone)
        at_home = not calendar.is_open(today)
        # A calendar without any open day in sight proposes tomorrow: it has nothing to say.
        ahead = next_open_day(today + DAY, calendar=calendar) or today + DAY
        recent = (today - n * DAY for n in range(RECENT.days + 1))
        shown = _day_or_none(asked, near=today) or (ahead if at_home else today)
        return cls(
            at=at,
            zone=zone,
            today=today,
            last_open=next((day for day in recent if calendar.is_open(day)), today),
            ahead=ahead,
            monday=monday_of(shown),
            at_home=at_home,
        )

    @property
    def at_hand(self) -> dt.date:
        """The Monday of the week shown unless another is asked."""
        day = self.ahead if self.at_home else self.today
        return monday_of(day)

    @property
    def at_hand_label(self) -> str:
        if self.are_holidays:
            return _("La reprise")
        return _("La semaine qui vient") if self.at_hand > self.today else _("Cette semaine")

    @property
    def week(self) -> tuple[dt.date, dt.date]:
        return self.monday, self.monday + 6 * DAY

    @property
    def to_come(self) -> tuple[dt.date, dt.date]:
        return self.ahead, self.ahead + AHEAD

    @property
    def last_day(self) -> tuple[dt.date, dt.date]:
        """The day whose lessons are asked about."""
        return self.last_open, self.last_open

    @property
    def is_week_end(self) -> bool:
        return is_weekend(self.today)

    @property
    def are_holidays(self) -> bool:
        """More than a long week-end until the next lessons."""
        return self.ahead - self.today >= WEEK

    @property
    def title(self) -> str:
        """Of the week shown."""
        return _("Semaine du %(day)s") % {"day": self.full(self.monday)}

    def full(self, day: dt.date) -> str:
        return french.full_day(day, at=self.at, zone=self.zone)

    def near(self, day: dt.date) -> str:
        """« demain », « lundi », « mardi 24 novembre »."""
        if day == self.today + DAY:
            return _("demain")
        if self.today < day < self.today + 7 * DAY:
            return french.weekday(day)
        return self.full(day)

    def said(self, day: dt.date) -> str:
        """« aujourd’hui », « demain », « mardi 24 novembre »: the day of something announced."""
        if day == self.today:
            return _("aujourd’hui")
        return _("demain") if day == self.today + DAY else self.full(day)


def is_week_asked(asked: str, days: Days) -> bool:
    """Whether this address is of a week; one that makes no sense is of tonight."""
    return _day_or_none(asked, near=days.today) is not None


def days_by_child(
    links: Iterable[ChildLink], *, at: dt.datetime, asked: str = ""
) -> dict[int, Days]:
    """Each school has its closures; all the children are shown
    one week, the first's unless one is asked."""
    days: dict[int, Days] = {}
    for link in links:
        days[link.student_id] = found = Days.of(
            at, link.school.time_zone, asked=asked, closed=link.closed_days
        )
        asked = asked or found.monday.isoformat()
    return days


def weeks_around(days: Days, *, child: UUID, shown: bool) -> list[Link]:
    """From tonight, or from a week of a child's notebook (``shown``), to the weeks around."""
    address = f"{reverse('homework:family_notebook')}?{CHILD}={child}"
    weeks = {
        _("Avant"): days.monday - WEEK,
        days.at_hand_label: days.at_hand,
        _("Après"): days.monday + WEEK,
    }
    tonight = [Link(_("Ce soir"), address)] if shown else []
    return tonight + [
        Link(label, f"{address}&{ASKED}={monday.isoformat()}", shown and monday == days.monday)
        for label, monday in weeks.items()
    ]


def to_come(days: Collection[Days]) -> tuple[dt.date, dt.date]:
    """The days whose works matter to any of these; today has its tests."""
    return min(one.today for one in days), max(one.to_come[1] for one in days)


def last_lesson_days(days: Collection[Days]) -> tuple[dt.date, dt.date]:
    return min(one.last_open for one in days), max(one.last_open for one in days)


def _day_or_none(asked: str, *, near: dt.date) -> dt.date | None:
    day = day_or_none(asked)
    return day if day is not None and abs(day - near) <= FARTHEST_ASKED else None
