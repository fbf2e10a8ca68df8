"""The events of an iCalendar file, within limits, whatever the file pretends to be. Pure.

What Pronote writes (exports of 2026): ``SUMMARY:MATHEMATIQUES - ROUX A. - <4EB>``, a DESCRIPTION of
lines « Matière : … », « Professeur : … », « Classe : … », « Groupe : … » with HTML entities, and
``CATEGORIES:Cours``, « Cours - Cours annulé », « Cours - Prof. absent », « Cours - Exceptionnel ».
"""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar

from apps.schools.names import sort_key

MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5_000
LONGEST_LINE = 20_000
LONGEST_TEXT = 200
LONGEST_KEY = 40
MOST_LEFT_OUT = 400
FARTHEST_TURN = 60
KEPT = re.compile(
    r"(?:BEGIN|END):VEVENT\s*$"
    r"|(?:UID|DTSTART|DTEND|DURATION|RRULE|EXDATE|RECURRENCE-ID|STATUS|SUMMARY|DESCRIPTION"
    r"|LOCATION|CATEGORIES)[;:]",
    re.IGNORECASE,
)
_FOLD = re.compile(rb"\r?\n[ \t]")
_DAYS = {name: rank for rank, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_CANCELLED = re.compile(r"annule|absen|supprime|deplace")


class TimetableError(ValueError):
    """The file cannot be used; the message is French and stands beside the field."""


@dataclass(frozen=True, slots=True)
class Course:
    """What a file says of a lesson, its day apart: the same words are the same course.

    ``subject``, ``classes`` and ``teacher`` are empty where the file does not tell them apart.
    """

    label: str
    subject: str = ""
    classes: str = ""
    teacher: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Weekly: these weekdays, every ``every`` weeks."""

    weekdays: tuple[int, ...]
    every: int = 1
    count: int | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """``starts`` and ``ends`` are at the school's time; ``replaces``: one day of another event."""

    uid: str
    course: Course
    starts: dt.datetime
    ends: dt.datetime
    rule: Rule | None
    left_out: frozenset[dt.date]
    replaces: dt.date | None
    is_cancelled: bool


def events_of(content: bytes, *, zone: ZoneInfo) -> list[Event]:
    """The timed events of a file; raises ``TimetableError``."""
    source = _kept(_text(content))
    try:
        parsed: Any = ICalendar.from_ical(source)
        found = [_event(one, zone) for one in parsed.walk("VEVENT")]
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as problem:
        raise _unreadable() from problem
    return [event for event in found if event is not None]


def too_much() -> TimetableError:
    return TimetableError(
        _("Ce fichier contient trop de cours : exportez l’emploi du temps d’une seule année.")
    )


def _text(content: bytes) -> str:
    """Unfolded and decoded: a long line may be cut in the middle of a letter (RFC 5545, 3.1)."""
    if len(content) > MOST_BYTES:
        raise TimetableError(_("Ce fichier est trop lourd : 2 Mo au plus."))
    if not content.strip():
        raise TimetableError(_("Ce fichier est vide : exportez-le de nouveau."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", errors="replace").encode()
    unfolded = _FOLD.sub(b"", content)
    try:
        text = unfolded.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = unfolded.decode("cp1252", errors="replace")
    if "BEGIN:VCALENDAR" not in text[:LONGEST_LINE].upper() or "\0" in text:
        raise TimetableError(
            _(
                "Ce n’est pas un emploi du temps iCalendar : choisissez un fichier qui finit"
                " par .ics."
            )
        )
    if "END:VCALENDAR" not in text.upper():
        raise TimetableError(_("Ce fichier est coupé avant sa fin : exportez-le de nouveau."))
    return text


def _kept(text: str) -> str:
    """Events and the few properties that are read, in a calendar of our own.

    Left out: alarms, time zones whose rules could be endless, attachments, whatever is unknown.
    """
    lines, depth, events = ["BEGIN:VCALENDAR"], 0, 0
    for line in re.split(r"\r\n|\n|\r", text):
        if len(line) > LONGEST_LINE:
            raise TimetableError(
                _("Ce fichier a des lignes bien trop longues pour un emploi du temps.")
            )
        begins = re.match(r"(BEGIN|END):(\S{1,40})\s*$", line, re.IGNORECASE)
        if begins:
            verb, name = begins.group(1).upper(), begins.group(2).upper()
            if name == "VEVENT" and depth == (verb == "END"):
                depth = int(verb == "BEGIN")
                events += depth
                lines.append(f"{verb}:VEVENT")
            elif depth:
                # Inside an event, another component: an alarm.
                depth += 1 if verb == "BEGIN" else -1
        elif depth == 1 and KEPT.match(line):
            lines.append(line)
    if events > MOST_EVENTS:
        raise too_much()
    if not events:
        raise TimetableError(_("Ce fichier ne contient aucun cours."))
    if depth:
        raise _unreadable()
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _event(component: Any, zone: ZoneInfo) -> Event | None:
    """None for a whole day, and for what has no readable time."""
    starts = _moment(component, "DTSTART", zone)
    if starts is None:
        return None
    ends = _moment(component, "DTEND", zone)
    if ends is None:
        length = getattr(_first(component, "DURATION"), "dt", None)
        if not isinstance(length, dt.timedelta) or abs(length) > dt.timedelta(days=1):
            return None
        ends = starts + length
    categories = sort_key(_words(component, "CATEGORIES"))
    summary = _words(component, "SUMMARY")
    if "exceptionnel" in categories:
        return None
    replaces = _moment(component, "RECURRENCE-ID", zone)
    told = f"{categories} {sort_key(summary.partition(':')[0])}" if ":" in summary else categories
    return Event(
        uid=_words(component, "UID"),
        course=_course(component, summary),
        starts=starts,
        ends=ends,
        rule=_rule(_first(component, "RRULE"), starts),
        left_out=_left_out(component, zone),
        replaces=replaces.date() if replaces else None,
        is_cancelled=_words(component, "STATUS").upper() == "CANCELLED"
        or bool(_CANCELLED.search(told)),
    )


def _course(component: Any, summary: str) -> Course:
    """« Cours annulé : MATHS » is MATHS; the room is not part of a course."""
    before, colon, after = summary.partition(":")
    if colon and _CANCELLED.search(sort_key(before)):
        summary = after
    room = _words(component, "LOCATION")
    if room:
        summary = summary.replace(room, "")
    description = html.unescape(_words(component, "DESCRIPTION", longest=2000))
    told: dict[str, list[str]] = {}
    for line in description.splitlines():
        key, colon, value = line.partition(":")
        if colon and value.strip() and len(key) <= LONGEST_KEY:
            told.setdefault(sort_key(key), []).append(value.strip())
    classes = [
        value
        for key, values in told.items()
        if key.startswith(("classe", "groupe", "partie", "division", "promotion"))
        for value in values
    ]
    teachers = [
        value
        for key, values in told.items()
        if key.startswith(("prof", "enseignant", "personnel", "intervenant"))
        for value in values
    ]
    categories = _words(component, "CATEGORIES")
    more = "" if sort_key(categories).startswith("cours") else categories
    return Course(
        label=" ".join(summary.split()).strip(" -–·,")[:LONGEST_TEXT] or " ".join(classes),
        subject=" ".join(told.get("matiere", []))[:LONGEST_TEXT],
        classes=", ".join(classes)[:LONGEST_TEXT],
        teacher=", ".join(teachers)[:LONGEST_TEXT],
        more=more[:LONGEST_TEXT] if told else f"{more} {description}".strip()[:LONGEST_TEXT],
    )


def _rule(recurrence: Any, starts: dt.datetime) -> Rule | None:
    """Weekly rules only; any other frequency is the one day it begins on."""
    if not hasattr(recurrence, "get"):
        return None
    frequency = [str(one).upper() for one in recurrence.get("FREQ", [])]
    weekdays = {
        _DAYS[str(one)[-2:].upper()]
        for one in recurrence.get("BYDAY", [])
        if str(one)[-2:].upper() in _DAYS
    }
    every, count = (_number(recurrence, name) for name in ("INTERVAL", "COUNT"))
    if every is not None and not 1 <= every <= FARTHEST_TURN:
        return None
    daily = frequency == ["DAILY"] and every in (None, 1) and weekdays
    if frequency != ["WEEKLY"] and not daily:
        return None
    until = next(iter(recurrence.get("UNTIL", [])), None)
    if isinstance(until, dt.datetime):
        until = until.date()
    return Rule(
        weekdays=tuple(sorted(weekdays or {starts.weekday()})),
        every=every or 1,
        count=count,
        until=until if isinstance(until, dt.date) else None,
    )


def _number(recurrence: Any, name: str) -> int | None:
    value = next(iter(recurrence.get(name, [])), None)
    return value if isinstance(value, int) else None


def _left_out(component: Any, zone: ZoneInfo) -> frozenset[dt.date]:
    days: set[dt.date] = set()
    for dates in _all(component, "EXDATE"):
        for one in getattr(dates, "dts", [])[:MOST_LEFT_OUT]:
            moment = one.dt
            if isinstance(moment, dt.datetime):
                days.add(_local(moment, zone).date())
            elif isinstance(moment, dt.date):
                days.add(moment)
    return frozenset(days)


def _moment(component: Any, name: str, zone: ZoneInfo) -> dt.datetime | None:
    found = getattr(_first(component, name), "dt", None)
    return _local(found, zone) if isinstance(found, dt.datetime) else None


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """At the school, without its zone; a floating time, or of an unknown zone, is there already.

    A weekly lesson keeps its hour when the clocks change.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _words(component: Any, name: str, *, longest: int = LONGEST_TEXT) -> str:
    values = _all(component, name)
    if name == "CATEGORIES":
        values = [word for value in values for word in getattr(value, "cats", [])]
    return " ".join(str(value) for value in values)[:longest].strip()


def _first(component: Any, name: str) -> Any:
    """The first property of this name, None for one that is absent or broken."""
    return next(iter(_all(component, name)), None)


def _all(component: Any, name: str) -> list[Any]:
    broken = {str(error[0]).upper() for error in component.errors}
    found = component.get(name)
    if found is None or name in broken:
        return []
    return found if isinstance(found, list) else [found]


def _unreadable() -> TimetableError:
    return TimetableError(_("Ce fichier est abîmé : exportez-le de nouveau."))
