"""Every state of a lesson: who wrote it, when, why, and whether families read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.homework.models import HomeworkVersion, LessonVersion
from coeduc import french

if TYPE_CHECKING:
    from apps.homework.models.files import Attachment
    from apps.homework.models.rows import WrittenLesson


State: TypeAlias = LessonVersion | HomeworkVersion


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


def history_of(lesson: WrittenLesson, *, at: dt.datetime, zone: ZoneInfo) -> list[StateLine]:
    """Every state, newest first, as soon as something was written twice or a file taken off."""
    rows: list[tuple[State, str]] = [(state, _("La séance")) for state in lesson.states]
    for n, work in enumerate(lesson.given, start=1):
        name = _("Le travail") if len(lesson.given) == 1 else _("Travail %(n)d") % {"n": n}
        rows += [(state, name) for state in work.states]
    moves = _moves(getattr(lesson, "joined", ()), since=lesson.created_at)
    if len(rows) == 1 + len(lesson.given) and not moves:
        return []
    lines = [
        (state.entered_at, state.n, _state_line(state, what, at=at, zone=zone))
        for state, what in rows
    ]
    lines += [(moment, 0, _move_line(row, moment, at=at, zone=zone)) for moment, row in moves]
    lines.sort(key=lambda row: row[:2], reverse=True)
    return [line for _moment, _n, line in lines]


def _moves(
    joined: Iterable[Attachment], *, since: dt.datetime
) -> list[tuple[dt.datetime, Attachment]]:
    """Files joined after the lesson was written, and those taken off: each with its instant."""
    found = [(row.added_at, row) for row in joined if row.added_at > since]
    return found + [(row.removed_at, row) for row in joined if row.removed_at is not None]


def _move_line(
    row: Attachment, moment: dt.datetime, *, at: dt.datetime, zone: ZoneInfo
) -> StateLine:
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


def _state_line(state: State, what: str, *, at: dt.datetime, zone: ZoneInfo) -> StateLine:
    was_read = _was_read(state.visible_at, at=at, zone=zone)
    due_on = state.due_on if isinstance(state, HomeworkVersion) else None
    return StateLine(
        what=what,
        when=_written(state) % {"when": french.full_moment(state.entered_at, at=at, zone=zone)},
        by=state.by.get_full_name(),
        reason=state.reason,
        was_read=was_read,
        html=state.html,
        question=state.question if isinstance(state, LessonVersion) else "",
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


def _written(state: State) -> str:
    """«La séance, écrite le…», «le travail, corrigé le…»: words that agree."""
    if isinstance(state, LessonVersion):
        return _("corrigée le %(when)s") if state.n > 1 else _("écrite le %(when)s")
    if state.n == 1:
        return _("écrit le %(when)s")
    return _("annulé le %(when)s") if state.is_cancelled else _("corrigé le %(when)s")
