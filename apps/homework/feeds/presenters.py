"""What a person's calendar holds: the works they read in the notebook, and never a result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.homework.feeds.rules import DueWork, calendar_file
from apps.homework.feeds.services import pupils_in_calendar
from apps.homework.models import Feed
from apps.homework.reading.presenters.days import Days
from apps.homework.reading.presenters.works import WorkToDo, work_to_do
from apps.homework.reading.queries import works_to_do
from apps.schools.models import Student
from coeduc import rich_text
from coeduc.access import Capacity, Reader

if TYPE_CHECKING:
    from apps.homework.reading.queries import WorkRow

BEHIND, AHEAD = dt.timedelta(days=14), dt.timedelta(days=60)
GIST = 80
# Of nobody's school: an empty calendar has no day to place.
SOMEWHERE = ZoneInfo("Europe/Paris")


def feed_content(feed: Feed, *, at: dt.datetime) -> bytes:
    """What the person reads in the notebook at this instant, and nothing else: three statements.

    Whoever has no open notebook any more gets an empty calendar: the phone forgets what it held,
    where a refusal would let it keep the past.
    """
    reader = Reader(feed.user, Capacity(feed.of), at, memo={})
    pupils = {student.pk: student for student in pupils_in_calendar(reader, at=at)}
    zone = next((one.school.time_zone for one in pupils.values()), SOMEWHERE)
    if not pupils:
        return calendar_file([], zone=zone)
    days = Days.of(at, zone)
    works = works_to_do(reader, (days.today - BEHIND, days.today + AHEAD), at=at)
    return calendar_file(
        (
            _due(version, pupils[key], days, is_family=reader.is_family)
            for version in works
            for key in sorted(version.pupils)
        ),
        zone=zone,
    )


def _due(version: WorkRow, student: Student, days: Days, *, is_family: bool) -> DueWork:
    work = work_to_do(version, student.pk, days)
    text = rich_text.plain(version.html)
    return DueWork(
        work=work.public_id,
        pupil=student.public_id,
        due_on=version.due_on,
        subject=work.subject,
        gist=Truncator(text).chars(GIST),
        details=tuple(_details(work, text)),
        since=version.visible_at or days.at,  # what is read has its instant
        n=version.n,
        name=student.first_name if is_family else "",
    )


def _details(work: WorkToDo, text: str) -> Iterator[str]:
    yield text
    if work.takes:
        yield _("Temps prévu : %(time)s.") % {"time": work.takes}
    if work.needs:
        yield work.needs
    if work.asks_file:
        yield _("Un fichier est à remettre sur le portail.")
