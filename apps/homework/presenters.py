"""What pupils and families read of the notebook, ready for the page; no row of a table leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework import rich
from apps.homework.load import UNSTATED
from apps.publication import sentences

DAY = dt.timedelta(days=1)
FRIDAY, SATURDAY = 4, 5
EVENING = 18
AHEAD = 21 * DAY
BEHIND = 14 * DAY
FARTHEST = 400 * DAY
GIST = 90
FIRST_PAGE = 2
MARKS = ' \u00a0\u202f«»“”"'


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


@dataclass(frozen=True, slots=True)
class WorkToDo:
    """Something to do; ``gist`` is its first words, for a page that shows two lines."""

    public_id: UUID
    subject: str
    html: SafeString
    gist: str
    minutes: int | None
    needs_screen: bool
    needs: str
    corrected: str
    is_done: bool

    @property
    def takes(self) -> str:
        return minutes_in_words(self.minutes) if self.minutes else ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the teacher proposes to ask, as it is said aloud."""

    words: str
    subject: str


@dataclass(frozen=True, slots=True)
class LessonTold:
    subject: str
    html: SafeString
    corrected: str


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """What is due on a day and what was told of it; ``load`` sums up what is due, in words."""

    anchor: str
    label: str
    load: str
    works: tuple[WorkToDo, ...]
    lessons: tuple[LessonTold, ...]
    is_today: bool

    @property
    def subjects(self) -> str:
        return ", ".join(dict.fromkeys(lesson.subject for lesson in self.lessons))


@dataclass(frozen=True, slots=True)
class Ahead:
    """«Pour demain · environ 25 min, sans écran», else why there is nothing to do."""

    title: str
    works: tuple[WorkToDo, ...]
    nothing: str
    later: str


@dataclass(frozen=True, slots=True)
class Tonight:
    """What a first page says of the notebook: two questions, two lines, and the way to the rest."""

    ask_title: str
    questions: tuple[Question, ...]
    title: str
    works: tuple[WorkToDo, ...]
    later: str
    more: str


@dataclass(frozen=True, slots=True)
class ChildNotebook:
    """One child's notebook of one evening and one week."""

    name: str
    class_name: str
    cover: int
    questions: tuple[Question, ...]
    ask_title: str
    told: DayOfWork
    told_title: str
    ahead: Ahead
    week: tuple[DayOfWork, ...]
    rest: str
    cap: str


def clean_html(version: Any) -> SafeString:
    """The only place where the notebook's HTML is trusted.

    Every version is stored as ``rich.render`` made it (CommonMark without HTML, then nh3), by the
    services alone, and its row is append-only.
    """
    return mark_safe(version.html)  # noqa: S308


def mine(versions: Iterable[Any], student: int) -> list[Any]:
    """Of the rows of ``services.reading``, those of one pupil."""
    return [version for version in versions if student in version.pupils]


def work_to_do(version: Any, student: int, days: Days) -> WorkToDo:
    subject = version.homework.teaching.subject.label
    return WorkToDo(
        public_id=version.homework.public_id,
        subject=subject,
        html=clean_html(version),
        gist=Truncator(rich.plain(version.html)).chars(GIST),
        minutes=version.minutes,
        needs_screen=version.needs_screen,
        needs=_needs(version),
        corrected=_corrected(version, days),
        is_done=student in version.done_by,
    )


def lesson_told(version: Any, days: Days) -> LessonTold:
    return LessonTold(
        subject=version.lesson.teaching.subject.label,
        html=clean_html(version),
        corrected=_corrected(version, days),
    )


def questions_of(lessons: Iterable[Any], day: dt.date) -> tuple[Question, ...]:
    return tuple(
        Question(quoted(version.question), version.lesson.teaching.subject.label)
        for version in lessons
        if version.question and version.lesson.day == day
    )


def ask_title(days: Days) -> str:
    return _("À lui demander ce week-end") if days.at_home else _("À lui demander ce soir")


def ahead_of(works: Iterable[Any], student: int, days: Days) -> Ahead:
    """What is for the next day of school; else when the next thing is due."""
    coming = [version for version in works if version.due_on >= days.ahead]
    next_ones = [v for v in coming if v.due_on == days.ahead]
    lines = tuple(work_to_do(version, student, days) for version in next_ones)
    near = days.near(days.ahead)
    title = _("Pour %(day)s") % {"day": near}
    if lines:
        return Ahead(f"{title} · {load_in_words(lines)}", lines, "", "")
    nothing = [_("Rien à faire pour %(day)s.") % {"day": near}, _wish(days)]
    later = ""
    if coming:
        later = _("Prochain travail : pour %(day)s.") % {
            "day": days.full(min(version.due_on for version in coming))
        }
    return Ahead(title, (), " ".join(filter(None, nothing)), sentences.typeset(later))


def tonight_of(works: Iterable[Any], lessons: Iterable[Any], student: int, days: Days) -> Tonight:
    """The rows are those of all the pupils of the reader."""
    ahead = ahead_of(mine(works, student), student, days)
    left = len(ahead.works) - FIRST_PAGE
    more = ngettext("et %(n)d autre travail", "et %(n)d autres travaux", left) % {"n": left}
    return Tonight(
        ask_title=ask_title(days),
        questions=questions_of(mine(lessons, student), days.told)[:FIRST_PAGE],
        title=ahead.title,
        works=ahead.works[:FIRST_PAGE],
        later=ahead.later,
        more=more if left > 0 else "",
    )


def day_of_work(
    day: dt.date,
    works: Iterable[Any],
    lessons: Iterable[Any],
    student: int,
    days: Days,
    *,
    cap: int | None = None,
) -> DayOfWork:
    lines = tuple(work_to_do(version, student, days) for version in works if version.due_on == day)
    told = [version for version in lessons if version.lesson.day == day and version.html]
    return DayOfWork(
        anchor=day.isoformat(),
        label=days.full(day).capitalize(),
        load=load_in_words(lines, cap=cap),
        works=lines,
        lessons=tuple(lesson_told(version, days) for version in told),
        is_today=day == days.today,
    )


def child_notebook(
    link: Any,
    works: Sequence[Any],
    lessons: Sequence[Any],
    days: Days,
    *,
    cover: int,
    cap: int | None,
    class_name: str,
) -> ChildNotebook:
    """``link``: the guardian's, with its student; the rows are those of all the children."""
    student = link.student_id
    own, heard = mine(works, student), mine(lessons, student)
    dates = [days.monday + n * DAY for n in range(7)]
    week = [day_of_work(day, own, heard, student, days, cap=cap) for day in dates]
    shown = tuple(day for day in week if day.works or day.lessons)
    told = day_of_work(days.told, (), heard, student, days)
    return ChildNotebook(
        name=link.student.first_name,
        class_name=class_name,
        cover=cover,
        questions=questions_of(heard, days.told),
        ask_title=ask_title(days),
        told=told,
        told_title=_("Vu en classe vendredi") if days.at_home else _("Vu en classe aujourd’hui"),
        ahead=ahead_of(own, student, days),
        week=shown,
        rest=_rest(shown),
        cap=_("Le collège vise au plus %(time)s de travail par jour.")
        % {"time": minutes_in_words(cap)}
        if cap
        else "",
    )


def load_in_words(works: Collection[WorkToDo], *, cap: int | None = None) -> str:
    """« environ 25 min, sans écran »; a work without a time counts, and « environ » says it."""
    if not works:
        return ""
    total = sum(UNSTATED if work.minutes is None else work.minutes for work in works)
    on_screen = sum(work.needs_screen for work in works)
    said = [_("environ %(time)s") % {"time": minutes_in_words(-(-total // 5) * 5)}]
    said.append(_("écran nécessaire") if on_screen else _("sans écran"))
    if cap is not None and total > cap:
        said.append(_("une journée chargée"))
    return ", ".join(said)


def minutes_in_words(minutes: int) -> str:
    """« 25 min », « 1 h », « 1 h 20 »."""
    if minutes < 60:
        return sentences.typeset(_("%(n)d min") % {"n": minutes})
    return sentences.clock(dt.time(min(minutes // 60, 23), minutes % 60))


def quoted(words: str) -> str:
    """« … », whether or not the teacher typed the quotation marks."""
    return sentences.typeset(f"« {words.strip(MARKS)} »")


def _needs(version: Any) -> str:
    """What the work asks for, and always how to do without."""
    if not (version.needs_screen or version.needs_printer):
        return ""
    if version.needs_screen and version.needs_printer:
        said = _("Écran et imprimante nécessaires")
    else:
        said = _("Écran nécessaire") if version.needs_screen else _("Imprimante nécessaire")
    if not version.offline_way:
        return f"{said}."
    return sentences.typeset(
        _("%(needs)s — sinon : %(way)s") % {"needs": said, "way": version.offline_way}
    )


def _corrected(version: Any, days: Days) -> str:
    if not version.was_corrected:
        return ""
    day = version.visible_at.astimezone(days.zone).date()
    short = sentences.short_day(day, at=days.at, zone=days.zone)
    return _("corrigé le %(day)s") % {"day": short}


def _rest(shown: Collection[DayOfWork]) -> str:
    """Days without anything are one line: a week on a phone must not be scrolled for nothing."""
    due = sum(bool(day.works) for day in shown)
    if due >= SATURDAY:
        return ""
    if due:
        return _("Les autres jours : rien à faire pour l’instant.")
    return _("Rien à faire cette semaine, pour l’instant.")


def _wish(days: Days) -> str:
    if days.ahead != days.today + DAY:
        return _("Bon week-end.")
    return _("Bonne soirée.") if days.at.astimezone(days.zone).hour >= EVENING else ""


def _day_or_none(asked: str, *, near: dt.date) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        return None
    return day if abs(day - near) <= FARTHEST else None
