"""What is not as usual, on the first pages: lessons that are missing, who is away today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import ngettext

from apps.homework import policies
from apps.homework.teacher_absences import queries
from apps.homework.teacher_absences.presenters.lessons import (
    GapPiece,
    change_sentences,
    gap_sentence,
    gaps_of,
    pieces_of,
)
from apps.homework.teacher_absences.presenters.office import AbsenceLine, absence_line
from apps.homework.teacher_absences.rules import MOST_SHOWN, SHOWN_AHEAD
from apps.schools.days import today_of
from apps.schools.links import DAILY
from coeduc import french
from coeduc.access import Reader
from coeduc.portal import Part, Visit
from coeduc.registry import Waiting, WaitingKind, WaitingLine, WaitingRow
from coeduc.shapes import parsed
from coeduc.visits import ClassVisit

if TYPE_CHECKING:
    from apps.schools.links import ChildLink, PupilOfPage
    from apps.schools.models import School
    from apps.schools.people.queries import AtWork


@dataclass(frozen=True, slots=True)
class MissingLessons:
    """What one pupil misses, in sentences; ``more``: how many others of the days at hand.

    ``phone``: of the office that knows who may leave; nothing of leaving is said (``may_leave``)
    where every lesson is held after all.
    """

    sentences: tuple[str, ...]
    more: int
    may_leave: bool
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class AwayNow:
    """Who is away today and on the next day with lessons, for who keeps the day of the school."""

    lines: tuple[AbsenceLine, ...]


def change_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """A sentence a subject and a day, the nearest first; what is over is said no more. What is held
    after all is one sentence a subject."""
    labels = [parsed(queries.ChangeLabel, row.label) for row in rows]
    if not labels:
        return
    zone = ZoneInfo(labels[0]["zone"])
    for sentence, is_back in change_sentences(
        gaps_of(map(_piece, labels)), at=reader.at, zone=zone
    ):
        yield WaitingLine(sentence, "", is_calm=is_back)


def _piece(label: queries.ChangeLabel) -> GapPiece:
    starts, ends = (
        dt.time.fromisoformat(one) if one else None for one in (label["starts"], label["ends"])
    )
    day = dt.date.fromisoformat(label["day"])
    return GapPiece(
        label["teaching"], label["subject"], day, label["half"], starts, ends, label["back"]
    )


WAITING = (
    WaitingKind(queries.CHANGES, queries.changes_ahead, change_lines, asks_act=False, changes=True),
)


def family_parts(visit: Visit[Sequence[ChildLink]]) -> Iterator[Part]:
    """Before anything else of the child's day, for who follows it."""
    for link in DAILY.among(visit.known, visit.request.now):
        lines = visit.waiting.get(link.student_id, Waiting()).changes
        if lines:
            yield Part(
                5, "homework/home/missing.html", _missing(lines, link.school), child=link.student_id
            )


def student_parts(visit: Visit[PupilOfPage]) -> Iterator[Part]:
    lines = visit.waiting.get(visit.known.pk, Waiting()).changes
    if lines:
        yield Part(5, "homework/home/student_missing.html", _missing(lines, visit.known.school))


def _missing(lines: Sequence[WaitingLine], school: School) -> MissingLessons:
    shown = lines[:MOST_SHOWN]
    return MissingLessons(
        sentences=tuple(line.label for line in shown),
        more=len(lines) - len(shown),
        may_leave=not all(line.is_calm for line in lines),
        phone=school.school_life_phone,
        hours=school.school_life_hours,
    )


def team_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    """Who is away today and next, and the way to note another."""
    reader = visit.request.reader
    if policies.can_keep_absences(reader):
        found = queries.absences_today_and_next(reader)
        rows = queries.rows_of_absences(found)
        lines = [absence_line(one, rows[one.pk], at=visit.request.now) for one in found]
        yield Part(45, "homework/home/away.html", AwayNow(tuple(lines)))


@dataclass(frozen=True, slots=True)
class GivenForNothing:
    """«Mathématiques, pour jeudi: 1 travail…»; ``url``: the lesson, where its day is changed."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class MissingInClass:
    """What a class misses in the days at hand, for who follows it.

    ``works``: what was given for a lesson that is not held, by lesson in which it was given; of the
    days that are just over too, until its teacher says for when it is.
    """

    sentences: tuple[str, ...]
    works: tuple[GivenForNothing, ...]


def class_parts(visit: ClassVisit) -> Iterator[Part]:
    request, division = visit.request, visit.division
    today = today_of(division.school, at=request.now)
    rows = queries.missing_in_class(
        request.reader, division, first=today - SHOWN_AHEAD, last=today + SHOWN_AHEAD
    )
    zone = division.school.time_zone
    works = tuple(_given_for_nothing(rows, at=request.now, zone=zone))
    gaps = [gap for gap in gaps_of(pieces_of(rows)) if not gap.is_over(request.now, zone)]
    if gaps or works:
        sentences = tuple(gap_sentence(gap, at=request.now, zone=zone) for gap in gaps)
        yield Part(5, "homework/home/class_missing.html", MissingInClass(sentences, works))


def _given_for_nothing(
    rows: Iterable[queries.ClassLessonRow], *, at: dt.datetime, zone: ZoneInfo
) -> Iterator[GivenForNothing]:
    once: dict[tuple[dt.date, str], tuple[str, set[int]]] = {}
    for row in rows:
        for one in row.given:
            place = once.setdefault((row.day, one["lesson"]), (row.teaching.subject.label, set()))
            place[1].add(one["work"])
    for (day, lesson), (subject, works) in once.items():
        said = {
            "n": len(works),
            "subject": subject,
            "day": french.near_day(day, at=at, zone=zone),
        }
        sentence = ngettext(
            "%(subject)s : %(n)d travail donné pour un cours qui n’a pas lieu, %(day)s.",
            "%(subject)s : %(n)d travaux donnés pour un cours qui n’a pas lieu, %(day)s.",
            len(works),
        )
        url = reverse("homework:lesson_detail", args=[lesson])
        yield GivenForNothing(french.typeset(sentence % said), url)
