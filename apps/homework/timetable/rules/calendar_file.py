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
from icalendar import Event as ICalendarEvent

from apps.homework.timetable.rules.recurrence import Rule, rule_of
from apps.homework.timetable.rules.zones import settled
from apps.schools.names import sort_key

MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5_000
LONGEST_LINE = 20_000
LONGEST_TEXT = 200
LONGEST_KEY = 40
MOST_LEFT_OUT = 400
KEPT = re.compile(
    r"(UID|DTSTART|DTEND|DURATION|RRULE|EXRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|SUMMARY"
    r"|DESCRIPTION|LOCATION|CATEGORIES)[;:]",
    re.IGNORECASE,
)
_DATES = ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID", "RRULE", "UNTIL")
# 20260907T0900, 2026-09-07T09:00, 20260907t090000.000Z: what programs write for 20260907T090000.
_MOMENT = re.compile(
    r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?([Zz]?)"
    r"(?![\d:+-])"
)
_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2}))?")
_FOLD = re.compile(rb"\r?\n[ \t]")
# What may not be guessed: without it, the days or the hours would be others.
_COUNTS = {"DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
SHORTEST_ROOM = 2
_CLASS = re.compile(r"[3-6]\s?(?:[eè](?:me)?\s?[a-z0-9]{1,2}|[a-z]\d?)", re.IGNORECASE)
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
class Event:
    """``starts`` and ``ends`` are at the school's time, ``own_day`` where the rules are counted.

    ``added``: other days of it; ``replaces``: one day of another event, and all after it when
    ``and_after``.
    """

    uid: str
    course: Course
    starts: dt.datetime
    ends: dt.datetime
    own_day: dt.date
    rules: tuple[Rule, ...]
    added: tuple[dt.datetime, ...]
    left_out: frozenset[dt.date]
    replaces: dt.date | None
    and_after: bool
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be understood: its day and hour as far as they can be told, its words."""

    day: dt.date | None
    clock: dt.time | None
    label: str


class NotUnderstoodError(ValueError):
    """An event of which a part that counts cannot be read."""


def events_of(content: bytes, *, zone: ZoneInfo) -> tuple[list[Event], list[Unread]]:
    """The timed events of a file, and those that could not be read; raises ``TimetableError``."""
    found, unread = [], []
    for lines in _kept(_text(content)):
        try:
            source = _source([_settled(line, zone) for line in lines])
            event = _event(ICalendarEvent.from_ical(source), zone)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
            unread.append(_unread(lines))
        else:
            if event is not None:
                found.append(event)
    return found, unread


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


def _kept(text: str) -> list[list[str]]:
    """The few lines that are read of each event, whatever is around them.

    Left out, as long as they like: alarms, time zones whose rules could be endless, attachments,
    photos, whatever is unknown.
    """
    found: list[list[str]] = []
    depth = 0
    for line in re.split(r"\r\n|\n|\r", text):
        begins = re.match(r"(BEGIN|END):(\S{1,40})\s*$", line, re.IGNORECASE)
        if begins:
            verb, name = begins.group(1).upper(), begins.group(2).upper()
            if name == "VEVENT" and depth == (verb == "END"):
                depth = int(verb == "BEGIN")
                if depth:
                    found.append([])
            elif depth:
                # Inside an event, another component: an alarm.
                depth += 1 if verb == "BEGIN" else -1
                if not depth:
                    raise _unreadable()
        elif depth == 1 and (kept := KEPT.match(line)):
            found[-1].append(_bounded(line, kept.group(1).upper()))
    if len(found) > MOST_EVENTS:
        raise too_much()
    if not found:
        raise TimetableError(_("Ce fichier ne contient aucun cours."))
    if depth:
        raise _unreadable()
    return found


def _bounded(line: str, name: str) -> str:
    if name == "DESCRIPTION":
        return line[:LONGEST_LINE].rstrip("\\")
    if len(line) > LONGEST_LINE:
        raise TimetableError(
            _("Ce fichier a des lignes bien trop longues pour un emploi du temps.")
        )
    return _MOMENT.sub(_written_out, line) if name in _DATES else line


def _written_out(found: re.Match[str]) -> str:
    year, month, day, hour, minute, second, utc = found.groups()
    return f"{year}{month}{day}T{hour}{minute}{second or '00'}{utc.upper()}"


def _settled(line: str, zone: ZoneInfo) -> str:
    return settled(line, zone) if line.upper().startswith(_DATES) else line


def _source(lines: list[str]) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def _unread(lines: list[str]) -> Unread:
    """The day and the hour that the file shows, at least in its own figures."""
    said = {line.partition(":")[0].partition(";")[0].upper(): line for line in reversed(lines)}
    label = said.get("SUMMARY", "").partition(":")[2]
    label = " ".join(label.replace("\\,", ",").replace("\\n", " ").split())[:LONGEST_TEXT]
    for name in ("DTSTART", "RECURRENCE-ID", "DTEND"):
        for year, month, day, hour, minute in _DAY.findall(said.get(name, "")):
            try:
                found = dt.date(int(year), int(month), int(day))
                clock = dt.time(int(hour), int(minute)) if hour else None
            except ValueError:
                continue
            return Unread(found, clock, label)
    return Unread(None, None, label)


def _event(component: Any, zone: ZoneInfo) -> Event | None:
    """None for a whole day and for what is no lesson; raises where it cannot be understood."""
    begins = getattr(_first(component, "DTSTART"), "dt", None)
    if isinstance(begins, dt.date) and not isinstance(begins, dt.datetime):
        return None
    if not isinstance(begins, dt.datetime) or _broken(component) & _COUNTS:
        raise NotUnderstoodError
    starts = _local(begins, zone)
    ends = _moment(component, "DTEND", zone)
    if ends is None:
        length = getattr(_first(component, "DURATION"), "dt", None)
        if not isinstance(length, dt.timedelta) or abs(length) > dt.timedelta(days=1):
            raise NotUnderstoodError
        ends = starts + length
    if ends < starts:
        raise NotUnderstoodError
    categories = sort_key(_words(component, "CATEGORIES"))
    summary = _words(component, "SUMMARY")
    if "exceptionnel" in categories:
        return None
    told = f"{categories} {sort_key(summary.partition(':')[0])}" if ":" in summary else categories
    replaces = _first(component, "RECURRENCE-ID")
    moved = {"RANGE": ""} if replaces is None else replaces.params
    return Event(
        uid=_words(component, "UID"),
        course=_course(component, summary),
        starts=starts,
        ends=ends,
        own_day=begins.date(),
        rules=tuple(rule_of(one, begins, zone=zone) for one in _all(component, "RRULE")),
        added=_added(component, starts, zone),
        left_out=frozenset(_day(one, zone) for one in _dates(component, "EXDATE")),
        replaces=None if replaces is None else _day(replaces.dt, zone),
        and_after=str(moved.get("RANGE", "")).upper() == "THISANDFUTURE",
        is_cancelled=_words(component, "STATUS").upper() == "CANCELLED"
        or bool(_CANCELLED.search(told)),
    )


def _broken(component: Any) -> set[str]:
    """Properties that the library could not read; an exception rule is none that we do."""
    rules = {"EXRULE"} if component.get("EXRULE") is not None else set()
    return {str(error[0]).upper() for error in component.errors} | rules


def _course(component: Any, summary: str) -> Course:
    """« Cours annulé : MATHS » is MATHS; the room is not part of a course."""
    before, colon, after = summary.partition(":")
    if colon and _CANCELLED.search(sort_key(before)):
        summary = after
    summary = _without_room(summary, _words(component, "LOCATION"))
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


def _without_room(summary: str, room: str) -> str:
    """«MATHS 4EB 12» in room 12; a letter, or what looks like a class, may be part of a name."""
    if len(room) < SHORTEST_ROOM or _CLASS.fullmatch(room):
        return summary
    return re.sub(rf"(?<!\w){re.escape(room)}(?!\w)", "", summary)


def _added(component: Any, starts: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, ...]:
    """RDATE: other days, at the same hour where it tells none; of a period, its beginning."""
    found = []
    for one in _dates(component, "RDATE"):
        moment = one[0] if isinstance(one, tuple) else one
        if isinstance(moment, dt.datetime):
            found.append(_local(moment, zone))
        else:
            found.append(dt.datetime.combine(moment, starts.time()))
    return tuple(found)


def _dates(component: Any, name: str) -> list[Any]:
    found = [one.dt for dates in _all(component, name) for one in getattr(dates, "dts", [])]
    return found[:MOST_LEFT_OUT]


def _day(moment: Any, zone: ZoneInfo) -> dt.date:
    if isinstance(moment, dt.datetime):
        return _local(moment, zone).date()
    if isinstance(moment, dt.date):
        return moment
    raise NotUnderstoodError


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
