"""Which assessments each class has, and when each is marked and handed back. Pure.

Nothing here knows what day it is: everything that could happen is planned, and the play stops at
its own instant. What is left in the middle (marked, not handed back) comes out by itself.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from apps.demo.school_files.curriculum import ENGLISH, FRENCH, GERMAN, LATIN, MATHS, SPANISH
from apps.demo.theatre.abilities import draw
from apps.demo.theatre.timetable import GROUP_SLOTS, PlayedLesson, Slot, lessons, slots_of_class
from apps.demo.theatre.words import (
    ART,
    HISTORY,
    LIFE_SCIENCE,
    MUSIC,
    PHYSICS,
    SPORTS,
    TECHNOLOGY,
    Theme,
    progress_line,
    themes_of,
)
from apps.results.enums import AssessmentKind, Scale
from apps.schools.days import is_weekend, monday_of
from coeduc.french import typeset

# Assessments between September and the councils of November (domain.md, 10).
RATE = {
    FRENCH: 5, MATHS: 5, HISTORY: 4, ENGLISH: 4, SPANISH: 3, GERMAN: 3, LATIN: 2,
    LIFE_SCIENCE: 2, PHYSICS: 2, TECHNOLOGY: 2, SPORTS: 2, ART: 2, MUSIC: 2,
}  # fmt: skip
FULL_RATE = 42  # school days in which a class has as many as its rate
FIRST_WEEK = 4  # nothing is marked before the fifth day
LONGEST_WINDOW = 60  # school days played at most: a demo of June must not take a year
IN_CLASS = {AssessmentKind.PRACTICAL, AssessmentKind.ORAL}  # marked on the spot
MOST_A_DAY = 2
EVENINGS = (dt.time(17, 40), dt.time(18, 30), dt.time(20, 45), dt.time(21, 20))


@dataclass(frozen=True, slots=True)
class PlannedTeaching:
    """A subject taught to a class or a group: the key under which the play finds its row."""

    structure: str
    subject: str
    level: str


@dataclass(slots=True)
class Planned:
    """One assessment and the days of its life; an instant may be moved by a planted story."""

    taught: PlannedTeaching
    theme: Theme
    title: str
    kind: str
    scale: int
    coefficient: Decimal
    progress: str
    created: PlayedLesson
    held: PlayedLesson
    marked: PlayedLesson
    handed_back: PlayedLesson | None
    progress_at_hand_back: bool  # the «pour progresser» line is written when the copies go back
    levels: bool = False  # skills are placed from 1 to 4 as well
    share: float = 0.0  # how far in the window, from 0 to 1
    tags: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        return f"{self.taught.structure}|{self.taught.subject}|{self.held.day}|{self.title}"


@dataclass(frozen=True, slots=True)
class PlayedDays:
    """The school days of the year, and those that are played."""

    days: tuple[dt.date, ...]
    today: dt.date

    @property
    def window(self) -> tuple[dt.date, ...]:
        past = [day for day in self.days[FIRST_WEEK:] if day <= self.today]
        return tuple(past[-LONGEST_WINDOW:])

    def share(self, day: dt.date) -> float:
        """How far a day is in the window: 0 at its beginning, 1 today."""
        window = self.window
        length = (window[-1] - window[0]).days or 1
        return min(1.0, max(0.0, (day - window[0]).days / length))


def weekly_slots(seed: int, taught: Iterable[PlannedTeaching]) -> dict[PlannedTeaching, list[Slot]]:
    """The hours of each teaching; a subject unknown to the demo has none."""
    by_class: dict[str, dict[str, list[Slot]]] = {}
    found = {}
    for teaching in taught:
        if teaching.subject in GROUP_SLOTS:
            found[teaching] = list(GROUP_SLOTS[teaching.subject])
            continue
        if teaching.structure not in by_class:
            by_class[teaching.structure] = slots_of_class(seed, teaching.structure, teaching.level)
        found[teaching] = by_class[teaching.structure].get(teaching.subject, [])
    return found


def plan_term(seed: int, taught: Sequence[PlannedTeaching], term: PlayedDays) -> list[Planned]:
    """Every assessment of the window and of the week after it, at most two a day and a class."""
    window = term.window
    if not window:
        return []
    ahead = [day for day in term.days if day > window[-1]]
    reachable = [*window, *ahead[:25]]
    busy: Counter[tuple[str, dt.date]] = Counter()
    planned: list[Planned] = []
    for teaching, slots in weekly_slots(seed, taught).items():
        hours = lessons(slots, reachable)
        last = ahead[4] if len(ahead) > 4 else window[-1]
        planned += _plan_one(seed, teaching, hours, window, last, busy)
    for found in planned:
        found.share = term.share(found.held.day)
    return planned


def _plan_one(
    seed: int,
    teaching: PlannedTeaching,
    hours: list[PlayedLesson],
    window: Sequence[dt.date],
    last: dt.date,
    busy: Counter[tuple[str, dt.date]],
) -> list[Planned]:
    rng = draw(seed, "plan", teaching.structure, teaching.subject)
    themes = themes_of(teaching.subject, teaching.level)
    if not themes or not hours:
        return []
    spacing = FULL_RATE / RATE[teaching.subject]
    position = spacing * rng.uniform(0.35, 0.95)
    planned: list[Planned] = []
    while True:
        wanted = _day_at(window, position)
        position += spacing * rng.uniform(0.85, 1.15)
        index = _free_lesson(hours, wanted, teaching.structure, busy)
        if index is None or hours[index].day > last:
            return planned
        busy[teaching.structure, hours[index].day] += 1
        planned.append(make(teaching, theme_number(themes, len(planned)), hours, index, rng))


def theme_number(themes: Sequence[Theme], number: int) -> Theme:
    """The themes in order; once they are all done, the same ones as revision."""
    theme = themes[number % len(themes)]
    if number < len(themes):
        return theme
    return Theme(theme.kind, typeset(f"Révisions : {theme.title}"), theme.skills)


def _day_at(window: Sequence[dt.date], position: float) -> dt.date:
    index = math.floor(position)
    if index < len(window):
        return window[index]
    return window[-1] + dt.timedelta(days=math.ceil((index - len(window) + 1) * 7 / 5))


def _free_lesson(
    hours: Sequence[PlayedLesson],
    wanted: dt.date,
    structure: str,
    busy: Counter[tuple[str, dt.date]],
) -> int | None:
    for index, lesson in enumerate(hours):
        if lesson.day >= wanted and busy[structure, lesson.day] < MOST_A_DAY:
            return index
    return None


def make(
    teaching: PlannedTeaching,
    theme: Theme,
    hours: Sequence[PlayedLesson],
    index: int,
    rng: random.Random,
) -> Planned:
    """An assessment in a given lesson: announced before, marked after, handed back in class."""
    held = hours[index]
    if theme.kind in IN_CLASS or teaching.subject == SPORTS:
        marked = PlayedLesson(held.day, rng.choice(EVENINGS[:2]))
    else:
        marked = evening_after(held.day, rng.randint(2, 8), rng)
    back = next((lesson for lesson in hours[index + 1 :] if lesson.day > marked.day), None)
    if back and rng.random() < 0.2:  # forgotten in the bag, or a lesson cut short
        later = hours.index(back) + 1
        back = hours[later] if later < len(hours) else None
    quiz = theme.kind == AssessmentKind.QUIZ
    announced = held.day - dt.timedelta(days=1 if quiz else rng.randint(4, 9))
    return Planned(
        taught=teaching,
        theme=theme,
        title=theme.title,
        kind=theme.kind,
        scale=Scale.TEN if quiz else Scale.TWENTY,
        coefficient=Decimal("0.5") if quiz else Decimal(1),
        progress=progress_line(teaching.subject, rng),
        created=PlayedLesson(announced, rng.choice(EVENINGS[:2])),
        held=held,
        marked=marked,
        handed_back=later_in(back, rng) if back else None,
        progress_at_hand_back=rng.random() < 0.3,
        levels=draw("levels", teaching.structure, teaching.subject, theme.title).random() < 0.2,
    )


def evening_after(day: dt.date, lag: int, rng: random.Random) -> PlayedLesson:
    """Some days later: in the evening, or on a Sunday afternoon rather than on a Saturday."""
    found = day + dt.timedelta(days=lag)
    if is_weekend(found):
        sunday = monday_of(found) + dt.timedelta(days=6)
        return PlayedLesson(sunday, rng.choice((dt.time(15, 10), dt.time(16, 35))))
    return PlayedLesson(found, rng.choice(EVENINGS))


def later_in(lesson: PlayedLesson, rng: random.Random) -> PlayedLesson:
    """The tap comes some minutes into the lesson."""
    moment = dt.datetime.combine(lesson.day, lesson.clock)
    return PlayedLesson(lesson.day, (moment + dt.timedelta(minutes=rng.randint(4, 45))).time())
