"""A lesson and its works in their last state, as those who write them read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.files.presenters import FileLine, line_of
from apps.schools.names import full_name
from coeduc import french, rich_text
from coeduc.days import day_of
from coeduc.french import duration

if TYPE_CHECKING:
    from apps.homework.models import Attachment, HomeworkVersion
    from apps.homework.models.notebook import NotebookVersion
    from apps.homework.models.rows import GivenWork, WrittenLesson
    from apps.homework.notebook.queries.lessons import LessonToReuse
    from apps.schools.models import Teaching


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work in its last state; ``notes`` say how long, with what, for whom."""

    public_id: UUID
    html: str
    excerpt: str
    due: str
    notes: tuple[str, ...]
    offline_way: str
    pupils: str
    over_cap_reason: str
    is_cancelled: bool
    files: tuple[FileLine, ...] = ()
    asks_file: bool = False


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in its last state, for those who write it."""

    public_id: UUID
    class_code: str
    subject: str
    day: str
    html: str
    excerpt: str
    question: str
    state: str
    tone: str
    works: tuple[WorkLine, ...]
    files: tuple[FileLine, ...] = ()


def lesson_line(lesson: WrittenLesson, *, at: dt.datetime, zone: ZoneInfo) -> LessonLine:
    """With its files and those of its works, where ``lesson`` has its ``joined``."""
    last = lesson.states[-1]
    state, tone = state_of(lesson.states, at=at, zone=zone)
    return LessonLine(
        public_id=lesson.public_id,
        class_code=lesson.teaching.class_code,
        subject=lesson.teaching.subject.label,
        day=french.full_day(lesson.day, at=at, zone=zone),
        html=last.html,
        excerpt=rich_text.plain(last.html),
        question=last.question,
        state=state,
        tone=tone,
        works=tuple(
            work_line(work, at=at, zone=zone, files=_files(lesson, work.pk))
            for work in lesson.given
        ),
        files=_files(lesson, None),
    )


def meanwhile(lesson: WrittenLesson, *, by: User) -> str:
    """Who wrote last while ``by`` was typing: a colleague, or themselves in another window."""
    states: list[NotebookVersion] = [*lesson.states]
    states += [state for work in lesson.given for state in work.states]
    last = max(states, key=lambda state: state.entered_at)
    if last.by_id == by.pk:
        return _("Vous venez d’écrire cette séance dans une autre fenêtre.")
    return _("Cette séance vient d’être écrite par %(person)s.") % {
        "person": last.by.get_full_name() or last.by.username
    }


def _files(lesson: WrittenLesson, work: int | None) -> tuple[FileLine, ...]:
    here: Sequence[Attachment] = getattr(lesson, "joined", ())
    return tuple(line_of(row) for row in here if row.homework_id == work and row.removed_at is None)


def work_line(
    work: GivenWork,
    *,
    at: dt.datetime,
    zone: ZoneInfo,
    state: HomeworkVersion | None = None,
    files: tuple[FileLine, ...] = (),
) -> WorkLine:
    """``state``: an older one."""
    last = state or work.states[-1]
    pupils = ", ".join(full_name(row.student) for row in work.pupils)
    return WorkLine(
        public_id=work.public_id,
        html=last.html,
        excerpt=rich_text.plain(last.html),
        due=french.near_day(last.due_on, at=at, zone=zone)
        if abs((last.due_on - day_of(at, zone)).days) < 2
        else french.full_day(last.due_on, at=at, zone=zone),
        notes=tuple(_notes(last)),
        offline_way=last.offline_way,
        pupils=pupils,
        over_cap_reason=last.over_cap_reason,
        is_cancelled=last.is_cancelled,
        files=files,
        asks_file=last.asks_file,
    )


def _notes(state: HomeworkVersion) -> Iterable[str]:
    if state.is_test:
        yield _("contrôle annoncé, à réviser")
    if state.minutes:
        yield duration(state.minutes)
    if state.needs_screen:
        yield _("écran nécessaire")
    if state.needs_printer:
        yield _("imprimante nécessaire")
    if state.asks_file:
        yield _("un fichier est demandé")


def state_of(
    states: Sequence[NotebookVersion], *, at: dt.datetime, zone: ZoneInfo
) -> tuple[str, str]:
    """What families read of it, in words, with the tone of its mark."""
    last = states[-1]
    readable = [one for one in states if one.visible_at is not None and one.visible_at <= at]
    if not readable or len(states) == 1:
        return last_state_in_words(last.visible_at, at=at, zone=zone)
    if last.visible_at is None:
        return _("Correction en brouillon"), "draft"
    if last.visible_at > at:
        when = {"when": french.near_moment(last.visible_at, at=at, zone=zone)}
        return _("Correction visible %(when)s") % when, "waiting"
    if len(readable) > 1:
        day = french.near_day(day_of(last.visible_at, zone), at=at, zone=zone)
        return _("Corrigé %(day)s") % {"day": day}, "done"
    return _("Publié"), "done"


def last_state_in_words(
    visible_at: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo
) -> tuple[str, str]:
    """The last state alone, where there is no room for more."""
    if visible_at is None:
        return _("Brouillon"), "draft"
    if visible_at > at:
        when = french.near_moment(visible_at, at=at, zone=zone)
        return _("Visible %(when)s") % {"when": when}, "waiting"
    return _("Publié"), "done"


@dataclass(frozen=True, slots=True)
class CopyOffer:
    """A parallel class, one tap away, on its next lesson."""

    label: str
    teaching: UUID
    day: dt.date

    @property
    def fields(self) -> dict[str, str]:
        return {"teaching": str(self.teaching), "day": self.day.isoformat()}


def copy_offer(teaching: Teaching, day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> CopyOffer:
    label = _("Copier en %(code)s pour %(day)s") % {
        "code": teaching.class_code,
        "day": french.full_day(day, at=at, zone=zone),
    }
    return CopyOffer(label, teaching.public_id, day)


@dataclass(frozen=True, slots=True)
class CopyMade:
    """What has just been copied; ``can_undo`` as long as nobody reads it."""

    public_id: UUID
    sentence: str
    can_undo: bool


def copy_made(copy: WrittenLesson, *, at: dt.datetime, zone: ZoneInfo) -> CopyMade:
    visible_at = copy.states[-1].visible_at
    place = {
        "code": copy.teaching.class_code,
        "day": french.full_day(copy.day, at=at, zone=zone),
    }
    if visible_at is None:
        sentence = _("Copié en %(code)s pour %(day)s, en brouillon.") % place
    elif visible_at <= at:
        sentence = _("Copié en %(code)s pour %(day)s : les familles le lisent.") % place
    else:
        place["when"] = french.near_moment(visible_at, at=at, zone=zone)
        sentence = (
            _(
                "Copié en %(code)s pour %(day)s. Les familles le liront %(when)s ; "
                "jusque-là, un geste l’annule."
            )
            % place
        )
    return CopyMade(
        copy.public_id, french.typeset(sentence), visible_at is not None and visible_at > at
    )


@dataclass(frozen=True, slots=True)
class PastLine:
    """A lesson to start another from."""

    public_id: UUID
    label: str
    excerpt: str
    question: str


def past_line(lesson: LessonToReuse, *, at: dt.datetime, zone: ZoneInfo) -> PastLine:
    day = french.full_day(lesson.day, at=at, zone=zone)
    return PastLine(
        public_id=lesson.public_id,
        label=f"{lesson.teaching.class_code} · {day}",
        excerpt=rich_text.plain(lesson.last_html or ""),
        question=lesson.last_question or "",
    )
