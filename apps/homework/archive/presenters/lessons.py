"""The notebook of a year as it is read and exported: lessons with what they were before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.homework.reading.presenters.works import clean_html, quoted
from apps.schools.models import Teaching
from coeduc import french
from coeduc.days import day_of
from coeduc.french import day_in_words, duration, moment_in_words, weekday_in_words

Html = Callable[[SafeString], SafeString]


@dataclass(frozen=True, slots=True)
class Former:
    """What was read before a correction. ``said``: «Corrigé le … par … (motif). Avant :»"""

    said: str
    html: SafeString
    more: str


@dataclass(frozen=True, slots=True)
class ArchivedWork:
    due: str
    html: SafeString
    notes: str
    cancelled: str
    former: tuple[Former, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchivedLesson:
    day: str
    subject: str
    html: SafeString
    question: str
    former: tuple[Former, ...]
    works: tuple[ArchivedWork, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchivedSubject:
    title: str
    authors: str
    lessons: tuple[ArchivedLesson, ...]


def same(html: SafeString) -> SafeString:
    return html


def archived_lesson(lesson: Any, *, zone: ZoneInfo, html: Html = same) -> ArchivedLesson:
    """``lesson`` comes from ``services.archive.lessons``; ``html``: how formulas are written."""
    last = lesson.states[-1] if lesson.states else None
    return ArchivedLesson(
        day=weekday_in_words(lesson.day).capitalize(),
        subject=subject_title(lesson.teaching),
        html=html(clean_html(last)) if last else SafeString(""),
        question=quoted(last.question) if last and last.question else "",
        former=_former(lesson.states, zone=zone, html=html),
        works=tuple(_work(work, zone=zone, html=html) for work in lesson.given),
        files=_files(lesson.files, zone=zone),
    )


def by_subject(
    lessons: Iterable[Any], *, zone: ZoneInfo, html: Html = same
) -> tuple[ArchivedSubject, ...]:
    """In the order of subjects, then of days; ``lessons`` come in the order of days."""
    found: dict[str, list[Any]] = {}
    for lesson in lessons:
        found.setdefault(subject_title(lesson.teaching), []).append(lesson)
    return tuple(
        ArchivedSubject(
            title=title,
            authors=", ".join(dict.fromkeys(lesson.author.polite_name for lesson in found[title])),
            lessons=tuple(archived_lesson(one, zone=zone, html=html) for one in found[title]),
        )
        for title in sorted(found)
    )


def subject_title(teaching: Teaching) -> str:
    """«Mathématiques», «Allemand LV2, groupe Allemand 1»."""
    if teaching.group is None:
        return teaching.subject.label
    return _("%(subject)s, groupe %(group)s") % {
        "subject": teaching.subject.label,
        "group": teaching.group.label or teaching.group.code,
    }


def _work(work: Any, *, zone: ZoneInfo, html: Html) -> ArchivedWork:
    last = work.states[-1]
    return ArchivedWork(
        due=_due(last.due_on),
        html=html(clean_html(last)),
        notes=_notes(last),
        cancelled=_said(_("Annulé"), last, zone=zone) if last.is_cancelled else "",
        former=_former(work.states, zone=zone, html=html),
        files=_files(work.files, zone=zone),
    )


def _former(states: Sequence[Any], *, zone: ZoneInfo, html: Html) -> tuple[Former, ...]:
    """Each correction with what it replaced; cancelling replaces nothing."""
    return tuple(
        Former(
            said=_("%(what)s. Avant :") % {"what": _said(_("Corrigé"), state, zone=zone)},
            html=html(clean_html(before)),
            more=_more(before),
        )
        for before, state in pairwise(states)
        if not getattr(state, "is_cancelled", False)
    )


def _said(verb: str, state: Any, *, zone: ZoneInfo) -> str:
    said = _("%(verb)s le %(when)s par %(name)s") % {
        "verb": verb,
        "when": moment_in_words(state.visible_at, zone=zone),
        "name": state.by.get_full_name(),
    }
    return f"{said} ({state.reason})" if state.reason else said


def _more(state: Any) -> str:
    """Of a former state, what its text does not say: the question, or the day and the notes."""
    if hasattr(state, "due_on"):
        return " · ".join(filter(None, (_due(state.due_on), _notes(state))))
    return quoted(state.question) if state.question else ""


def _due(day: dt.date) -> str:
    return _("Pour le %(day)s") % {"day": weekday_in_words(day)}


def _notes(state: Any) -> str:
    notes = []
    if state.is_test:
        notes.append(_("contrôle annoncé, à réviser"))
    if state.minutes:
        notes.append(duration(state.minutes))
    if state.needs_screen:
        notes.append(_("écran nécessaire"))
    if state.needs_printer:
        notes.append(_("imprimante nécessaire"))
    if state.offline_way:
        notes.append(_("sinon : %(way)s") % {"way": state.offline_way})
    if state.asks_file:
        notes.append(_("un fichier était à déposer"))
    return french.typeset(" · ".join(notes))


def _files(files: Iterable[Any], *, zone: ZoneInfo) -> tuple[str, ...]:
    """Names only; a file taken away is said, with the day."""
    return tuple(
        _("%(name)s (retiré le %(day)s)")
        % {
            "name": one.stored.name,
            "day": day_in_words(day_of(one.removed_at, zone)),
        }
        if one.removed_at
        else one.stored.name
        for one in files
    )
