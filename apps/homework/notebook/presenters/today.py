"""The lessons of the day on a teacher's first page, in order of hours, as they are right now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.homework.calendar import ExpectedLesson, placed
from apps.homework.notebook.presenters.lessons import last_state_in_words
from apps.homework.weeks.presenters import hours_in_words
from apps.schools.models import Teaching
from coeduc import french
from coeduc.french import typeset

if TYPE_CHECKING:
    from apps.homework.notebook.presenters.cancelled import NotedOf
    from apps.homework.notebook.queries.lessons import LessonToReuse
    from coeduc.portal import LessonAct

# A lesson seen from now.
OVER, NOW, NEXT, LATER = "over", "now", "next", "later"
Hour = tuple[dt.datetime, dt.datetime] | None


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A lesson of today: ``url`` opens it, or the page where it is written.

    ``moment``: where it stands, of ``OVER`` to ``LATER``; empty where no hour is known. ``hour``:
    its instants. ``noted``: who noted that it is missing.
    """

    class_code: str
    subject: str
    hours: str
    hour: Hour
    url: str
    is_written: bool
    state: str
    tone: str
    is_missing: bool
    noted: str
    acts: tuple[LessonAct, ...]
    moment: str = ""

    @property
    def order(self) -> tuple[bool, float, str, str]:
        """What has no hour comes last, class by class."""
        starts = self.hour[0].timestamp() if self.hour else 0.0
        return self.hour is None, starts, self.class_code, self.subject


@dataclass(frozen=True, slots=True)
class ComingLesson:
    """The next lesson of another day; no ``hours`` where none is known."""

    class_code: str
    subject: str
    day: str
    clock: str


@dataclass(frozen=True, slots=True)
class Today:
    """The card: its sentence, then the lessons; ``asks_hours``: nothing is known of their week."""

    sentence: str
    lines: tuple[TodayLine, ...]
    asks_hours: bool


def lines_of(
    teaching: Teaching,
    day: dt.date,
    planned: Sequence[ExpectedLesson],
    written: Mapping[int, LessonToReuse],
    *,
    acts: tuple[LessonAct, ...],
    noted: NotedOf,
    at: dt.datetime,
) -> Iterable[TodayLine]:
    """Of one class, on the day that it is at its school.

    What is missing is written all the same; its other gestures stay where it is written already.
    """
    zone = teaching.school.time_zone
    for rank, expected in placed(planned, written):
        lesson = written.get(rank)
        state, tone = (
            last_state_in_words(lesson.last_visible_at, at=at, zone=zone) if lesson else ("", "")
        )
        hour: Hour = None
        if expected and expected.starts_at and expected.ends_at:
            starts, ends = (
                dt.datetime.combine(day, one, zone)
                for one in (expected.starts_at, expected.ends_at)
            )
            hour = starts, ends
        is_missing = bool(expected and expected.is_missing)
        yield TodayLine(
            class_code=teaching.class_code,
            subject=teaching.subject.label,
            hours=hours_in_words(expected.starts_at, expected.ends_at) if expected else "",
            hour=hour,
            url=_url(teaching, day, rank, lesson),
            is_written=lesson is not None,
            state=state,
            tone=tone,
            is_missing=is_missing,
            noted=noted(teaching, expected),
            acts=acts if lesson or not is_missing else (),
        )


def _url(teaching: Teaching, day: dt.date, rank: int, lesson: LessonToReuse | None) -> str:
    if lesson:
        return reverse("homework:lesson_detail", args=[lesson.public_id])
    url = reverse("homework:lesson_write", args=[teaching.public_id, day])
    return url if rank == 1 else f"{url}?seance={rank}"


def today_card(
    found: Iterable[TodayLine],
    coming: Callable[[], ComingLesson | None],
    *,
    knows_hours: bool,
    at: dt.datetime,
) -> Today:
    """``coming``: asked only where nothing more is held today.

    ``knows_hours``: a timetable or a rhythm tells of one class at least.
    """
    lines = _with_moments(sorted(found, key=lambda line: line.order), at=at)
    held = [line for line in lines if not line.is_missing]
    now = [line for line in held if line.moment == NOW]
    following = next((line for line in held if line.moment == NEXT), None)
    without_hour = any(line.hour is None for line in held)
    if now:
        sentence = _now_sentence(now, following)
    elif following:
        sentence = _("Ensuite : %(class)s à %(clock)s.") % {
            "class": following.class_code,
            "clock": _clock(following),
        }
    elif without_hour or not (lines or knows_hours):
        sentence = ""
    else:
        sentence = _after_sentence(held, lines, coming())
    return Today(
        sentence=typeset(sentence),
        lines=tuple(lines),
        asks_hours=not knows_hours,
    )


def _with_moments(lines: Sequence[TodayLine], *, at: dt.datetime) -> list[TodayLine]:
    found, is_next_said = [], False
    for line in lines:
        moment = ""
        if line.hour:
            starts, ends = line.hour
            if ends <= at:
                moment = OVER
            elif starts <= at:
                moment = NOW
            elif line.is_missing or is_next_said:
                moment = LATER
            else:
                moment, is_next_said = NEXT, True
        found.append(replace(line, moment=moment))
    return found


def _now_sentence(now: Sequence[TodayLine], following: TodayLine | None) -> str:
    ends = max(line.hour[1] for line in now if line.hour)
    first = now[0]
    zone = first.hour[1].tzinfo if first.hour else None
    said = _("Maintenant : %(class)s, jusqu’à %(clock)s.") % {
        "class": french.and_list([line.class_code for line in now]),
        "clock": french.clock(ends.astimezone(zone)),
    }
    if following:
        said += " " + _("Ensuite : %(class)s à %(clock)s.") % {
            "class": following.class_code,
            "clock": _clock(following),
        }
    return said


def _after_sentence(
    held: Sequence[TodayLine], lines: Sequence[TodayLine], coming: ComingLesson | None
) -> str:
    """When nothing more is held today."""
    if held:
        said = _("Vos cours du jour sont finis.")
    elif lines:
        said = _("Vos cours du jour sont annulés.")
    else:
        said = _("Pas de cours aujourd’hui.")
    if coming is None:
        return said
    words = {"class": coming.class_code, "day": coming.day, "clock": coming.clock}
    if coming.clock:
        return said + " " + _("Le prochain : %(class)s, %(day)s à %(clock)s.") % words
    return said + " " + _("Le prochain : %(class)s, %(day)s.") % words


def _clock(line: TodayLine) -> str:
    return french.clock(line.hour[0]) if line.hour else ""
