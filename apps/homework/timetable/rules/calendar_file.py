"""The events of an iCalendar file, within limits, whatever the file pretends to be. Pure.

What Pronote writes (exports of 2026): ``SUMMARY:MATHEMATIQUES - ROUX A. - <4EB>``, a DESCRIPTION of
lines « Matière : … », « Professeur : … », « Classe : … », « Groupe : … » with HTML entities, and
``CATEGORIES:Cours``, « Cours - Cours annulé », « Cours - Prof. absent », « Cours - Exceptionnel ».
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Event as ICalendarEvent

from apps.homework.timetable.rules import cancelled
from apps.homework.timetable.rules.courses import (
    LONGEST_TEXT,
    Course,
    all_of,
    course_of,
    first_of,
    words_of,
)
from apps.homework.timetable.rules.recurrence import RecurrenceRule, rule_of
from apps.homework.timetable.rules.zones import settled
from apps.schools.names import sort_key
from coeduc import french
from coeduc.days import DAY

MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5_000
LONGEST_LINE = 20_000
MOST_LEFT_OUT = 400
KEPT = re.compile(
    r"(UID|SEQUENCE|DTSTART|DTEND|DURATION|RRULE|EXRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|SUMMARY"
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
_BLANKS = re.compile(r"([:,])\s+(?=\d{4}|FREQ=)", re.IGNORECASE)
_NOTHING = re.compile(r"(?:EXDATE|RDATE)(?:;[^:]*)?:\s*$", re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
# What may not be guessed: without it, the days or the hours would be others.
_COUNTS = {"DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
# What the library raises of a part that it cannot read.
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")


class TimetableError(ValueError):
    """The file cannot be used; the message is French and stands beside the field."""


@dataclass(frozen=True, slots=True)
class Event:
    """``starts`` and ``ends`` are at the school's time, ``own`` where the rules are counted.

    ``added``: other days of it; ``left_out``: days or moments that are none of it; ``replaces``: a
    day or a moment of another event, and all after it when ``and_after``.
    """

    uid: str
    course: Course
    starts: dt.datetime
    ends: dt.datetime
    own: dt.datetime
    rules: tuple[RecurrenceRule, ...]
    added: tuple[dt.datetime, ...]
    left_out: frozenset[dt.date]
    replaces: dt.date | None
    and_after: bool
    is_cancelled: bool
    sequence: int

    def on(self, day: dt.date, zone: ZoneInfo) -> dt.datetime:
        """Its lesson of a day of its rule: a city's clock is followed, Greenwich's is not.

        Who writes in UTC means the hour of September all year round; and a rule in UTC names the
        day it is in Greenwich: overseas, lessons are the day after.
        """
        clock = self.own.tzinfo
        if clock is None or clock.utcoffset(None) is not None:
            return dt.datetime.combine(
                day + (self.starts.date() - self.own.date()), self.starts.time()
            )
        return _local(dt.datetime.combine(day, self.own.time(), clock), zone)


def day_of(moment: dt.date) -> dt.date:
    """The day of an iCalendar DATE or DATE-TIME (RFC 5545, 3.3.4 and 3.3.5)."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be understood: its day and hour as far as they can be told, its words."""

    day: dt.date | None
    clock: dt.time | None
    label: str


@dataclass(frozen=True, slots=True)
class Read:
    """``whole_days``: events that have no hour."""

    events: list[Event]
    unread: list[Unread]
    whole_days: list[Unread]


class NotUnderstoodError(ValueError):
    """An event of which a part that counts cannot be read."""


class WholeDayError(ValueError):
    """An event without an hour: a holiday, a letter of the week, an outing."""


def events_of(content: bytes, *, zone: ZoneInfo) -> Read:
    """The events of a file, those that could not be read too; raises ``TimetableError``."""
    found: list[Event] = []
    unread: list[Unread] = []
    whole_days: list[Unread] = []
    for lines in _kept(_text(content)):
        try:
            source = _source([_settled(line, zone) for line in lines])
            event = _event(ICalendarEvent.from_ical(source), zone)
        except WholeDayError:
            whole_days.append(_unread(lines, zone))
        except _FAULTS:
            unread.append(_unread(lines, zone))
        else:
            if event is not None:
                found.append(event)
    return Read(found, unread, whole_days)


def too_heavy() -> TimetableError:
    """The error of a file over ``MOST_BYTES``."""
    most = french.whole_weight(MOST_BYTES)
    return TimetableError(_("Ce fichier est trop lourd : %(most)s au plus.") % {"most": most})


def too_much() -> TimetableError:
    """The error of a file with more events than a school year can hold."""
    return TimetableError(
        _("Ce fichier contient trop de cours : exportez l’emploi du temps d’une seule année.")
    )


def _text(content: bytes) -> str:
    """Unfolded and decoded: a long line may be cut in the middle of a letter (RFC 5545, 3.1)."""
    if len(content) > MOST_BYTES:
        raise too_heavy()
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
    above: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text):
        begins = re.match(r"(BEGIN|END):(\S{1,40})\s*$", line, re.IGNORECASE)
        if begins:
            verb, name = begins.group(1).upper(), begins.group(2).upper()
            if name == "VEVENT" and depth == (verb == "END"):
                depth = int(verb == "BEGIN")
                if depth:
                    found.append([*above])
            elif depth:
                # Inside an event, another component: an alarm.
                depth += 1 if verb == "BEGIN" else -1
                if not depth:
                    raise _unreadable()
            elif name == "VCALENDAR":
                above = []
        elif not depth and cancelled.is_cancelling(line):
            above = [cancelled.LINE]
        elif depth == 1 and (kept := KEPT.match(line)) and not _NOTHING.match(line):
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
    if name not in _DATES:
        return line
    # Blanks that some programs leave around values; a zone keeps those of its name.
    line = _BLANKS.sub(r"\1", line.rstrip())
    return _MOMENT.sub(_written_out, line)


def _written_out(found: re.Match[str]) -> str:
    year, month, day, hour, minute, second, utc = found.groups()
    return f"{year}{month}{day}T{hour}{minute}{second or '00'}{utc.upper()}"


def _settled(line: str, zone: ZoneInfo) -> str:
    return settled(line, zone) if line.upper().startswith(_DATES) else line


def _source(lines: list[str]) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def _unread(lines: list[str], zone: ZoneInfo) -> Unread:
    """The day and the hour at the school; where the clock is not understood, the file's figures."""
    said = {line.partition(":")[0].partition(";")[0].upper(): line for line in reversed(lines)}
    label = said.get("SUMMARY", "").partition(":")[2]
    label = " ".join(label.replace("\\,", ",").replace("\\n", " ").split())[:LONGEST_TEXT]
    for name in ("DTSTART", "RECURRENCE-ID", "DTEND"):
        if here := _here(name, said.get(name, ""), zone):
            return Unread(here.date(), here.time(), label)
        for year, month, day, hour, minute in _DAY.findall(said.get(name, "")):
            try:
                found = dt.date(int(year), int(month), int(day))
                clock = dt.time(int(hour), int(minute)) if hour else None
            except ValueError:
                continue
            return Unread(found, clock, label)
    return Unread(None, None, label)


def _here(name: str, line: str, zone: ZoneInfo) -> dt.datetime | None:
    """The moment of one line on the school's clock; None where it tells none that is understood."""
    try:
        return _moment(ICalendarEvent.from_ical(_source([_settled(line, zone)])), name, zone)
    except _FAULTS:
        return None


def _event(component: Any, zone: ZoneInfo) -> Event | None:
    """None for what is no lesson; raises where it cannot be understood."""
    begins = getattr(first_of(component, "DTSTART"), "dt", None)
    if any(len({str(one.to_ical()) for one in all_of(component, name)}) > 1 for name in _ONCE):
        raise NotUnderstoodError
    if isinstance(begins, dt.date) and not isinstance(begins, dt.datetime):
        raise WholeDayError
    replaces = first_of(component, "RECURRENCE-ID")
    categories = sort_key(words_of(component, "CATEGORIES"))
    summary, is_cancelled = cancelled.name_and_cancelled(
        words_of(component, "SUMMARY"), status=words_of(component, "STATUS"), categories=categories
    )
    if begins is None and replaces is not None and is_cancelled:
        begins = replaces.dt  # the day of a series that is not held says no more
    if not isinstance(begins, dt.datetime) or _broken(component) & _COUNTS:
        raise NotUnderstoodError
    starts = _local(begins, zone)
    ends = _moment(component, "DTEND", zone)
    if ends is None:
        length = getattr(first_of(component, "DURATION"), "dt", None)
        length = dt.timedelta() if length is None and is_cancelled else length
        if not isinstance(length, dt.timedelta) or abs(length) > DAY:
            raise NotUnderstoodError
        ends = starts + length
    if ends < starts:
        raise NotUnderstoodError
    if "exceptionnel" in categories:
        return None
    moved = {"RANGE": ""} if replaces is None else replaces.params
    return Event(
        uid=words_of(component, "UID"),
        course=course_of(component, summary),
        starts=starts,
        ends=ends,
        own=begins,
        rules=tuple(rule_of(one, begins, zone=zone) for one in all_of(component, "RRULE")),
        added=_added(component, starts, zone),
        left_out=frozenset(_named(one, begins, zone) for one in _dates(component, "EXDATE")),
        replaces=None if replaces is None else _named(replaces.dt, begins, zone),
        and_after=str(moved.get("RANGE", "")).upper() == "THISANDFUTURE",
        is_cancelled=is_cancelled,
        sequence=int(sequence) if (sequence := words_of(component, "SEQUENCE")).isdecimal() else 0,
    )


def _broken(component: Any) -> set[str]:
    """Properties that the library could not read; an exception rule is none that we do."""
    rules = {"EXRULE"} if component.get("EXRULE") is not None else set()
    return {str(error[0]).upper() for error in component.errors} | rules


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
    found = [one.dt for dates in all_of(component, name) for one in getattr(dates, "dts", [])]
    return found[:MOST_LEFT_OUT]


def _named(moment: Any, begins: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The day or the moment, at the school, that an event names of a series."""
    if not isinstance(moment, dt.date):
        raise NotUnderstoodError
    if not isinstance(moment, dt.datetime):
        return moment
    here, same = _local(moment, zone), begins.time() == moment.time()
    if same and moment.tzinfo and moment.utcoffset() == begins.utcoffset():
        # The hour of Greenwich in winter, where the lesson keeps the one of September.
        return dt.datetime.combine(here.date(), _local(begins, zone).time())
    return here


def _moment(component: Any, name: str, zone: ZoneInfo) -> dt.datetime | None:
    found = getattr(first_of(component, name), "dt", None)
    return _local(found, zone) if isinstance(found, dt.datetime) else None


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """At the school, without its zone; a floating time, or of an unknown zone, is there already.

    A weekly lesson keeps its hour when the clocks change.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _unreadable() -> TimetableError:
    return TimetableError(_("Ce fichier est abîmé : exportez-le de nouveau."))
