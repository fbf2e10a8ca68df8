"""What a person's calendar holds: the works they read in the notebook, and never a result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.homework.feeds.rules import DueWork, MissedLesson, calendar_file
from apps.homework.feeds.services import pupils_in_calendar
from apps.homework.models import Feed
from apps.homework.reading.presenters.days import Days
from apps.homework.reading.presenters.works import WorkToDo, work_to_do
from apps.homework.reading.queries import works_to_do
from apps.homework.teacher_absences.presenters.lessons import leaving_sentence, missing_title
from apps.homework.teacher_absences.queries import missing_between, pupils_by_teaching
from apps.schools.models import Student
from coeduc import rich_text
from coeduc.access import Capacity, Reader

if TYPE_CHECKING:
    from apps.homework.reading.queries import WorkRow
    from apps.homework.teacher_absences.queries import LessonRow

BEHIND, AHEAD = dt.timedelta(days=14), dt.timedelta(days=60)
GIST = 80
# Of nobody's school: an empty calendar has no day to place.
SOMEWHERE = ZoneInfo("Europe/Paris")


def feed_content(feed: Feed, *, at: dt.datetime) -> bytes:
    """The works and the missing lessons that the person reads in the portal at this instant, and
    nothing else: four statements.

    Whoever has no open notebook any more gets an empty calendar: the phone forgets what it held,
    where a refusal would let it keep the past.
    """
    reader = Reader(feed.user, Capacity(feed.of), at, memo={})
    pupils = {student.pk: student for student in pupils_in_calendar(reader, at=at)}
    zone = next((one.school.time_zone for one in pupils.values()), SOMEWHERE)
    if not pupils:
        return calendar_file([], zone=zone)
    days = Days.of(at, zone)
    span = (days.today - BEHIND, days.today + AHEAD)
    works = works_to_do(reader, span, at=at)
    missing = missing_between(reader, *span, at=at)
    return calendar_file(
        (
            _due(version, pupils[key], days, is_family=reader.is_family)
            for version in works
            for key in sorted(version.pupils)
        ),
        _missed(missing, pupils, reader, at=at),
        zone=zone,
    )


def _missed(
    missing: Iterable[LessonRow],
    pupils: Mapping[int, Student],
    reader: Reader,
    *,
    at: dt.datetime,
) -> Iterator[MissedLesson]:
    by_teaching = pupils_by_teaching(reader, at=at)
    for row in missing:
        for key in by_teaching.get(row.teaching_id, ()):
            if key in pupils:
                yield _missed_by(row, pupils[key], is_family=reader.is_family)


def _missed_by(row: LessonRow, student: Student, *, is_family: bool) -> MissedLesson:
    school = student.school
    hours = None
    if row.starts_at and row.ends_at:
        starts, ends = (
            dt.datetime.combine(row.day, one, school.time_zone).astimezone(dt.UTC)
            for one in (row.starts_at, row.ends_at)
        )
        hours = starts, ends
    return MissedLesson(
        lesson=row.public_id,
        pupil=student.public_id,
        day=row.day,
        hours=hours,
        title=missing_title(row),
        details=leaving_sentence(school.school_life_phone, is_family=is_family),
        since=row.at,
        name=student.first_name if is_family else "",
    )


def _due(version: WorkRow, student: Student, days: Days, *, is_family: bool) -> DueWork:
    work = work_to_do(version, student.pk, days)
    text = rich_text.plain(version.html)
    return DueWork(
        work=work.public_id,
        pupil=student.public_id,
        due_on=version.due_on,
        subject=_heading(work),
        gist=Truncator(text).chars(GIST),
        details=tuple(_details(work, text)),
        since=version.visible_at or days.at,  # what is read has its instant
        n=version.n,
        name=student.first_name if is_family else "",
    )


def _heading(work: WorkToDo) -> str:
    """« Contrôle · Mathématiques », « Français (fait) »: what a phone shows of the day."""
    subject = (
        _("Contrôle · %(subject)s") % {"subject": work.subject} if work.is_test else work.subject
    )
    if work.kept:
        return _("%(subject)s (cours annulé)") % {"subject": subject}
    if work.is_done:
        settled = _("révisé") if work.is_test else _("fait")
        return f"{subject} ({settled})"
    return f"{subject} ({_('déposé')})" if work.handed_in else subject


def _details(work: WorkToDo, text: str) -> Iterator[str]:
    if work.kept:
        yield work.kept
    yield _("À réviser : %(text)s") % {"text": text} if work.is_test else text
    if work.takes:
        yield _("Temps prévu : %(time)s.") % {"time": work.takes}
    if work.needs:
        yield work.needs
    if work.asks_file:
        yield _("Un fichier est à remettre sur le portail.")
