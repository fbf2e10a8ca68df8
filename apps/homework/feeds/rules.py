"""The secret address of a calendar, and the works it tells to a phone (RFC 5545 and 7986). Pure.

The secret is kept nowhere: it is the public identifier of the address with a code that only the
server's key makes. Whoever invents one is refused before any table is opened.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from coeduc.days import DAY

SALT = "coeduc.homework.feed"
# 16 bytes of identifier and 26 of code are 56 letters, without padding: one spelling each.
CODE = 26
_SECRET = re.compile(r"[A-Za-z0-9_-]{56}")
REFRESH = dt.timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class DueWork:
    """One work of one pupil. ``name`` is empty for the pupil's own calendar.

    ``since`` is the instant from which this state is read, ``n`` its number: both only move when
    somebody corrects the work. What the pupil has done is in ``subject``.
    """

    work: uuid.UUID
    pupil: uuid.UUID
    due_on: dt.date
    subject: str
    gist: str
    details: tuple[str, ...]
    since: dt.datetime
    n: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class MissedLesson:
    """A lesson that one pupil does not have; without an hour, its day and ``title`` say when."""

    lesson: uuid.UUID
    pupil: uuid.UUID
    day: dt.date
    hours: tuple[dt.datetime, dt.datetime] | None
    title: str
    details: str
    since: dt.datetime
    name: str = ""


def secret_of(public_id: uuid.UUID) -> str:
    """What the address of a calendar holds: its key and the proof of it, in base64."""
    return base64.urlsafe_b64encode(public_id.bytes + _code(public_id)).decode()


def public_id_in(secret: str) -> uuid.UUID | None:
    """The address that a secret opens; None for one that the server never made."""
    if not _SECRET.fullmatch(secret):
        return None
    sent = base64.urlsafe_b64decode(secret)
    public_id = uuid.UUID(bytes=sent[:16])
    return public_id if constant_time_compare(sent[16:], _code(public_id)) else None


def _code(public_id: uuid.UUID) -> bytes:
    return salted_hmac(SALT, public_id.bytes, algorithm="sha256").digest()[:CODE]


def calendar_file(
    works: Iterable[DueWork], missed: Iterable[MissedLesson] = (), *, zone: ZoneInfo
) -> bytes:
    """The same bytes as long as nothing is corrected nor done: no clock is read here."""
    calendar = Calendar()
    calendar.add("prodid", "-//coeduc//Cahier de textes//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(_("Cahier de textes")))
    calendar.add("x-wr-timezone", vText(zone.key))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for work in works:
        calendar.add_component(_event(work))
    for lesson in missed:
        calendar.add_component(_missed(lesson))
    return calendar.to_ical()


def _event(work: DueWork) -> Event:
    """A whole day, the same wherever the phone is, that keeps nobody busy."""
    title = f"{work.subject}\N{NO-BREAK SPACE}: {work.gist}" if work.gist else work.subject
    event = Event()
    # Twins of one class have the same work: two events.
    event.add("uid", str(uuid.uuid5(work.work, str(work.pupil))))
    event.add("dtstamp", work.since)
    event.add("last-modified", work.since)
    event.add("sequence", work.n - 1)
    event.add("dtstart", work.due_on)
    event.add("dtend", work.due_on + DAY)
    event.add("summary", f"{work.name} · {title}" if work.name else title)
    event.add("description", "\n".join(work.details))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _missed(lesson: MissedLesson) -> Event:
    """At its hour, wherever the phone is; keeps nobody busy."""
    event = Event()
    event.add("uid", str(uuid.uuid5(lesson.lesson, str(lesson.pupil))))
    event.add("dtstamp", lesson.since)
    event.add("last-modified", lesson.since)
    starts, ends = lesson.hours or (lesson.day, lesson.day + DAY)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", f"{lesson.name} · {lesson.title}" if lesson.name else lesson.title)
    event.add("description", lesson.details)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
