"""One work, one lesson, one question: what a reader sees of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.files.presenters import FileLine, lines_of
from apps.homework.load.rules import counted_minutes
from apps.homework.reading.presenters.days import Days
from coeduc import french, rich_text
from coeduc.days import WEEK, day_of
from coeduc.french import duration

if TYPE_CHECKING:
    from apps.homework.models import HomeworkVersion
    from apps.homework.models.notebook import NotebookVersion
    from apps.homework.reading.queries import HandInJson, LessonRow, WorkRow

GIST = 90
# Where no timetable says when the lesson of a work is over.
END_OF_LESSONS = dt.time(17)
MARKS = ' \u00a0\u202f«»“”"'


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that the pupil gave, and when: «mardi à 18 h 12», never early nor late."""

    file: FileLine
    when: str


@dataclass(frozen=True, slots=True)
class WorkToDo:
    """Something to do; ``gist`` is its first words, for a page that shows two lines.

    ``kept``: its lesson is not held, and what becomes of it; empty where it is.
    """

    public_id: UUID
    subject: str
    html: SafeString
    gist: str
    minutes: int | None
    needs_screen: bool
    needs: str
    corrected: str
    is_done: bool
    files: tuple[FileLine, ...]
    asks_file: bool
    handed_in: tuple[HandedIn, ...]
    is_past: bool = False
    is_test: bool = False
    kept: str = ""

    @property
    def is_settled(self) -> bool:
        """Ticked by the pupil, or handed in."""
        return bool(self.is_done or self.handed_in)

    @property
    def remains(self) -> bool:
        """Not settled, and still before its lesson: what a sum of time is about."""
        return not (self.is_settled or self.is_past or self.kept)

    @property
    def takes(self) -> str:
        return duration(self.minutes) if self.minutes else ""


@dataclass(frozen=True, slots=True)
class AnnouncedTest:
    """A test, apart from ordinary work: its day, in words too, and what to revise for it."""

    day: dt.date
    when: str
    revise: WorkToDo


@dataclass(frozen=True, slots=True)
class Question:
    """What the teacher proposes to ask, as it is said aloud."""

    words: str
    subject: str


@dataclass(frozen=True, slots=True)
class LessonInWords:
    subject: str
    html: SafeString
    corrected: str
    files: tuple[FileLine, ...]


def clean_html(version: NotebookVersion) -> SafeString:
    """The only place where the notebook's HTML is trusted.

    Every version is stored as ``rich.render`` made it (CommonMark without HTML, then nh3), by the
    services alone, and its row is append-only.
    """
    return mark_safe(version.html)  # noqa: S308


def work_to_do(version: WorkRow, student: int, days: Days) -> WorkToDo:
    subject = version.homework.teaching.subject.label
    return WorkToDo(
        public_id=version.homework.public_id,
        subject=subject,
        html=clean_html(version),
        gist=Truncator(rich_text.plain(version.html)).chars(GIST),
        minutes=version.minutes,
        needs_screen=version.needs_screen,
        needs=_needs(version),
        corrected=_corrected(version, days),
        is_done=student in version.done_by,
        files=lines_of(getattr(version, "joined", ())),
        asks_file=version.asks_file,
        handed_in=_handed_in(version, student, days),
        is_past=_is_past(version, days),
        is_test=version.is_test,
        kept=_kept(version, days),
    )


def tests_of(versions: Iterable[WorkRow], student: int, days: Days) -> tuple[AnnouncedTest, ...]:
    """The tests among these works, the nearest first."""
    found = sorted((one for one in versions if one.is_test), key=lambda one: one.due_on)
    return tuple(
        AnnouncedTest(
            one.due_on,
            _("reporté") if one.is_missing else days.said(one.due_on),
            work_to_do(one, student, days),
        )
        for one in found
    )


def tests_ahead(versions: Iterable[WorkRow], student: int, days: Days) -> tuple[AnnouncedTest, ...]:
    """Those whose lesson is still to come."""
    known = tests_of(versions, student, days)
    return tuple(one for one in known if not one.revise.is_past)


def _is_past(version: WorkRow, days: Days) -> bool:
    """The lesson it was for is over: as the timetable says, else at the end of the lessons."""
    if version.due_on != days.today:
        return bool(version.due_on < days.today)
    ends = getattr(version, "lesson_ends", None) or END_OF_LESSONS
    return bool(days.at.astimezone(days.zone).time() >= ends)


def _kept(version: WorkRow, days: Days) -> str:
    """What becomes of it where its lesson is not held: what is sure, and who says the rest."""
    if not version.is_missing:
        return ""
    said = {"day": days.said(version.due_on)}
    is_over = version.due_on < days.today
    if version.is_test:
        gone = _("Le cours n’a pas eu lieu") if is_over else _("Le cours n’a pas lieu %(day)s")
        other = _("le contrôle aura lieu un autre jour, le professeur le dira.")
    else:
        gone = _("Le cours n’a pas eu lieu") if is_over else _("Le cours n’a pas lieu")
        other = _("à garder pour la prochaine fois, le professeur dira pour quand.")
    return french.typeset(f"{gone % said} : {other}")


def lesson_in_words(version: LessonRow, days: Days) -> LessonInWords:
    return LessonInWords(
        subject=version.lesson.teaching.subject.label,
        html=clean_html(version),
        corrected=_corrected(version, days),
        files=lines_of(getattr(version, "joined", ())),
    )


def questions_of(lessons: Iterable[LessonRow], day: dt.date) -> tuple[Question, ...]:
    return tuple(
        Question(quoted(version.question), version.lesson.teaching.subject.label)
        for version in lessons
        if version.question and version.lesson.day == day
    )


def _handed_in(version: WorkRow, student: int, days: Days) -> tuple[HandedIn, ...]:
    handed: Sequence[HandInJson] = getattr(version, "given", ())
    own = [given for given in handed if given["student"] == student]
    return tuple(
        HandedIn(file, given_when(dt.datetime.fromisoformat(given["at"]), days))
        for file, given in zip(lines_of(own), own, strict=True)
    )


def given_when(instant: dt.datetime, days: Days) -> str:
    """« mardi à 18 h 12 » within a week, else with its date."""
    local = instant.astimezone(days.zone)
    if dt.timedelta() < days.today - day_of(instant, days.zone) < WEEK:
        said = {"day": french.weekday(local), "clock": french.clock(local)}
        return _("%(day)s à %(clock)s") % said
    return french.near_moment(instant, at=days.at, zone=days.zone)


def remaining_first(works: Iterable[WorkToDo]) -> tuple[WorkToDo, ...]:
    """What is still to do, then what is ticked, handed in or past; each in its own order."""
    return tuple(sorted(works, key=lambda work: not work.remains))


def load_in_words(works: Collection[WorkToDo], *, cap: int | None = None) -> str:
    """« environ 25 min, sans écran », « reste environ 15 min… » once something is done.

    Nothing of what is kept for another lesson.

    Only what remains is counted, and nothing is said of works whose lessons are over. A work
    without a time counts, and « environ » says it.
    """
    due = [work for work in works if not work.kept]
    left = [work for work in due if work.remains]
    if not left:
        settled = due and all(work.is_settled for work in due)
        return _("tout est marqué fait ou déposé") if settled else ""
    total = sum(counted_minutes(work.minutes) for work in left)
    on_screen = sum(work.needs_screen for work in left)
    words = _("environ %(time)s") if len(left) == len(due) else _("reste environ %(time)s")
    said = [words % {"time": duration(-(-total // 5) * 5)}]
    said.append(_("écran nécessaire") if on_screen else _("sans écran"))
    if cap is not None and total > cap:
        said.append(_("une journée chargée"))
    return ", ".join(said)


def quoted(words: str) -> str:
    """« … », whether or not the teacher typed the quotation marks."""
    return french.typeset(f"« {words.strip(MARKS)} »")


def _needs(version: HomeworkVersion) -> str:
    """What the work asks for, and always how to do without."""
    if not (version.needs_screen or version.needs_printer):
        if not (version.asks_file and version.offline_way):
            return ""
        return french.typeset(_("Sans fichier : %(way)s") % {"way": version.offline_way})
    if version.needs_screen and version.needs_printer:
        said = _("Écran et imprimante nécessaires")
    else:
        said = _("Écran nécessaire") if version.needs_screen else _("Imprimante nécessaire")
    if not version.offline_way:
        return f"{said}."
    return french.typeset(
        _("%(needs)s — sinon : %(way)s") % {"needs": said, "way": version.offline_way}
    )


def _corrected(version: WorkRow | LessonRow, days: Days) -> str:
    if not version.was_corrected or version.visible_at is None:
        return ""
    day = day_of(version.visible_at, days.zone)
    short = french.short_day(day, at=days.at, zone=days.zone)
    return _("corrigé le %(day)s") % {"day": short}
