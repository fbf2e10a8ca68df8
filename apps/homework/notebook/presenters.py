"""What a teacher reads of the notebook, ready for the page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.files.presenters import FileLine, line_of
from apps.homework.models import Lesson
from apps.schools.days import is_weekend
from apps.schools.models import Teaching
from apps.schools.names import full_name
from coeduc import french, rich_text
from coeduc.french import duration


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


@dataclass(frozen=True, slots=True)
class StateLine:
    """One state of a lesson or of a work: who wrote it, when, why, and whether it was read."""

    what: str
    when: str
    by: str
    reason: str
    was_read: str
    html: str
    question: str
    due: str


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson of a day: written (``lesson``), or expected and waiting for words."""

    class_code: str
    subject: str
    teaching: UUID
    day: dt.date
    lesson: LessonLine | None


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    label: str
    is_today: bool
    is_past: bool
    places: tuple[Place, ...]


def lesson_line(lesson: Lesson, *, at: dt.datetime, zone: ZoneInfo) -> LessonLine:
    """``lesson`` comes with its teaching, its ``states`` and its ``given`` works, in order.

    And with ``joined``, its attachments and those of its works, where a page shows them.
    """
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


def meanwhile(lesson: Any, *, by: User) -> str:
    """Who wrote last while ``by`` was typing: a colleague, or themselves in another window."""
    states = [*lesson.states, *(state for work in lesson.given for state in work.states)]
    last = max(states, key=lambda state: state.entered_at)
    if last.by_id == by.pk:
        return _("Vous venez d’écrire cette séance dans une autre fenêtre.")
    return _("Cette séance vient d’être écrite par %(person)s.") % {
        "person": last.by.get_full_name() or last.by.username
    }


def _files(lesson: Any, work: int | None) -> tuple[FileLine, ...]:
    here = getattr(lesson, "joined", ())
    return tuple(line_of(row) for row in here if row.homework_id == work and row.removed_at is None)


def work_line(
    work: Any,
    *,
    at: dt.datetime,
    zone: ZoneInfo,
    state: Any = None,
    files: tuple[FileLine, ...] = (),
) -> WorkLine:
    """``work`` comes with its ``states`` and its ``pupils``; ``state``: an older one."""
    last = state or work.states[-1]
    pupils = ", ".join(full_name(row.student) for row in work.pupils)
    return WorkLine(
        public_id=work.public_id,
        html=last.html,
        excerpt=rich_text.plain(last.html),
        due=french.near_day(last.due_on, at=at, zone=zone)
        if abs((last.due_on - at.astimezone(zone).date()).days) < 2
        else french.full_day(last.due_on, at=at, zone=zone),
        notes=tuple(_notes(last)),
        offline_way=last.offline_way,
        pupils=pupils,
        over_cap_reason=last.over_cap_reason,
        is_cancelled=last.is_cancelled,
        files=files,
        asks_file=last.asks_file,
    )


def _notes(state: Any) -> Iterable[str]:
    if state.minutes:
        yield duration(state.minutes)
    if state.needs_screen:
        yield _("écran nécessaire")
    if state.needs_printer:
        yield _("imprimante nécessaire")
    if state.asks_file:
        yield _("un fichier est demandé")


def state_of(states: Sequence[Any], *, at: dt.datetime, zone: ZoneInfo) -> tuple[str, str]:
    """What families read of it, in words, with the tone of its mark."""
    last = states[-1]
    readable = [one for one in states if one.visible_at is not None and one.visible_at <= at]
    if not readable or len(states) == 1:
        return state_told(last.visible_at, at=at, zone=zone)
    if last.visible_at is None:
        return _("Correction en brouillon"), "draft"
    if last.visible_at > at:
        when = {"when": french.near_moment(last.visible_at, at=at, zone=zone)}
        return _("Correction visible %(when)s") % when, "waiting"
    if len(readable) > 1:
        day = french.near_day(last.visible_at.astimezone(zone).date(), at=at, zone=zone)
        return _("Corrigé %(day)s") % {"day": day}, "done"
    return _("Publié"), "done"


def state_told(
    visible_at: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo
) -> tuple[str, str]:
    """The last state alone, where there is no room for more."""
    if visible_at is None:
        return _("Brouillon"), "draft"
    if visible_at > at:
        when = french.near_moment(visible_at, at=at, zone=zone)
        return _("Visible %(when)s") % {"when": when}, "waiting"
    return _("Publié"), "done"


def history_of(lesson: Lesson, *, at: dt.datetime, zone: ZoneInfo) -> list[StateLine]:
    """Every state, newest first, as soon as something was written twice or a file taken off."""
    rows = [(state, _("La séance")) for state in lesson.states]
    for n, work in enumerate(lesson.given, start=1):
        name = _("Le travail") if len(lesson.given) == 1 else _("Travail %(n)d") % {"n": n}
        rows += [(state, name) for state in work.states]
    moves = _moves(getattr(lesson, "joined", ()), since=lesson.created_at)
    if len(rows) == 1 + len(lesson.given) and not moves:
        return []
    told = [
        (state.entered_at, state.n, _state_line(state, what, at=at, zone=zone))
        for state, what in rows
    ]
    told += [(moment, 0, _move_line(row, moment, at=at, zone=zone)) for moment, row in moves]
    told.sort(key=lambda row: row[:2], reverse=True)
    return [line for _moment, _n, line in told]


def _moves(joined: Iterable[Any], *, since: dt.datetime) -> list[tuple[dt.datetime, Any]]:
    """Files joined after the lesson was written, and those taken off: each with its instant."""
    found = [(row.added_at, row) for row in joined if row.added_at > since]
    return found + [(row.removed_at, row) for row in joined if row.removed_at is not None]


def _move_line(row: Any, moment: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> StateLine:
    is_gone = moment == row.removed_at
    verb = _("retiré le %(when)s") if is_gone else _("joint le %(when)s")
    was_read = _was_read(row.visible_at, at=row.removed_at or at, zone=zone)
    return StateLine(
        what=french.typeset(_("Le fichier « %(name)s »") % {"name": row.stored.name}),
        when=verb % {"when": french.full_moment(moment, at=at, zone=zone)},
        by="" if is_gone else row.by.get_full_name(),
        reason="",
        was_read=was_read,
        html="",
        question="",
        due="",
    )


def _state_line(state: Any, what: str, *, at: dt.datetime, zone: ZoneInfo) -> StateLine:
    was_read = _was_read(state.visible_at, at=at, zone=zone)
    due_on = getattr(state, "due_on", None)
    return StateLine(
        what=what,
        when=_written(state) % {"when": french.full_moment(state.entered_at, at=at, zone=zone)},
        by=state.by.get_full_name(),
        reason=state.reason,
        was_read=was_read,
        html=state.html,
        question=getattr(state, "question", ""),
        due=french.full_day(due_on, at=at, zone=zone) if due_on else "",
    )


def _was_read(visible_at: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if visible_at is None:
        return _("jamais lu par les familles")
    if visible_at > at:
        when = french.near_moment(visible_at, at=at, zone=zone)
        return _("lu par les familles à partir de : %(when)s") % {"when": when}
    when = french.full_moment(visible_at, at=at, zone=zone)
    return _("lu par les familles depuis le %(when)s") % {"when": when}


def _written(state: Any) -> str:
    """«La séance, écrite le…», «le travail, corrigé le…»: words that agree."""
    if not hasattr(state, "due_on"):
        return _("corrigée le %(when)s") if state.n > 1 else _("écrite le %(when)s")
    if state.n == 1:
        return _("écrit le %(when)s")
    return _("annulé le %(when)s") if state.is_cancelled else _("corrigé le %(when)s")


def week_of(
    teachings: Iterable[Teaching],
    lessons: Iterable[Lesson],
    expected: Mapping[int, Sequence[dt.date]],
    *,
    monday: dt.date,
    at: dt.datetime,
    zone: ZoneInfo,
) -> list[DayOfWeek]:
    """Monday to Friday, Saturday only where something is; lessons written before those expected."""
    by_day: dict[dt.date, list[Place]] = defaultdict(list)
    written = set()
    for lesson in lessons:
        written.add((lesson.teaching_id, lesson.day))
        by_day[lesson.day].append(
            _place(lesson.teaching, lesson.day, lesson_line(lesson, at=at, zone=zone))
        )
    for teaching in teachings:
        for day in expected.get(teaching.pk, ()):
            if (teaching.pk, day) not in written:
                by_day[day].append(_place(teaching, day, None))
    today = at.astimezone(zone).date()
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    return [
        DayOfWeek(
            label=french.full_day(day, at=at, zone=zone).capitalize(),
            is_today=day == today,
            is_past=day < today,
            places=tuple(sorted(by_day[day], key=lambda place: place.class_code)),
        )
        for day in days
        if by_day[day] or not is_weekend(day)
    ]


def way_back(at_hand: dt.date, *, today: dt.date) -> str:
    """The name of the week at hand, from another one."""
    return _("La semaine qui vient") if at_hand > today else _("Cette semaine")


def _place(teaching: Teaching, day: dt.date, lesson: LessonLine | None) -> Place:
    return Place(
        class_code=teaching.class_code,
        subject=teaching.subject.label,
        teaching=teaching.public_id,
        day=day,
        lesson=lesson,
    )


def when_sentence(shown_at: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Said before the tap: at once, or at the next opening with the reason why."""
    if shown_at <= at:
        return _("Les familles et les élèves le liront tout de suite.")
    return french.typeset(
        _("Visible %(when)s : il est %(clock)s, le portail se tait jusque-là.")
        % {
            "when": french.near_moment(shown_at, at=at, zone=zone),
            "clock": french.clock(at.astimezone(zone)),
        }
    )


def chip_label(day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if (day - at.astimezone(zone).date()).days == 1:
        return _("demain, %(day)s") % {"day": french.weekday(day)}
    return french.full_day(day, at=at, zone=zone)


@dataclass(frozen=True, slots=True)
class Look:
    """What is typed, as families would read it."""

    html: str
    question: str
    works: tuple[str, ...]


def look_of(typed: Mapping[str, str], works: int) -> Look:
    """From the page as it was sent, whatever else it still lacks."""
    rendered = [_rendered(typed.get(f"work-{n}-text", "")) for n in range(works)]
    return Look(
        html=_rendered(typed.get("text", "")),
        question=" ".join(typed.get("question", "").split())[: rich_text.LONGEST],
        works=tuple(html for html in rendered if html),
    )


def _rendered(text: str) -> str:
    return rich_text.render(rich_text.tidy(text[: rich_text.LONGEST]))


def paper_sentence(count: int) -> str:
    """A count and never a name."""
    if not count:
        return ""
    return ngettext(
        "%(n)d famille de cette classe n’a pas d’écran : dites comment faire autrement.",
        "%(n)d familles de cette classe n’ont pas d’écran : dites comment faire autrement.",
        count,
    ) % {"n": count}


@dataclass(frozen=True, slots=True)
class PastLine:
    """A lesson to start another from."""

    public_id: UUID
    label: str
    excerpt: str
    question: str


def past_line(lesson: Any, *, at: dt.datetime, zone: ZoneInfo) -> PastLine:
    """``lesson`` comes from ``with_last_state()``."""
    day = french.full_day(lesson.day, at=at, zone=zone)
    return PastLine(
        public_id=lesson.public_id,
        label=f"{lesson.teaching.class_code} · {day}",
        excerpt=rich_text.plain(lesson.last_html),
        question=lesson.last_question,
    )
