"""A lesson that is not held, in words, for families, pupils and colleagues. Never why."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.homework.teacher_absences.rules import MORNING_IS_OVER
from apps.homework.weeks.presenters import hours_in_words
from apps.schools.enums import HalfDay
from coeduc import french
from coeduc.days import day_of
from coeduc.french import typeset

if TYPE_CHECKING:
    from apps.homework.teacher_absences.queries import LessonRow

# Of a label all in capitals, the words that stay so: «LV1», «EPS».
_INITIALS = re.compile(r"\S*\d\S*|[A-ZÀ-Ý]{2,3}")
_SMALL = {"DE", "DES", "DU", "ET", "EN", "LA", "LE", "LES", "VIE", "AU", "AUX"}


def subject_in_words(label: str) -> str:
    """«anglais», inside a sentence; «EPS» and «anglais LV1» keep their capitals."""
    if label != label.upper():
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return " ".join(
        word if _INITIALS.fullmatch(word) and word not in _SMALL else word.lower()
        for word in label.split(" ")
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """What a class misses on one day of one subject: hours, else half-days.

    ``is_back``: it was missing, and is held after all.
    """

    teaching: int
    subject: str
    day: dt.date
    halves: tuple[str, ...]
    hours: tuple[tuple[dt.time, dt.time], ...]
    is_back: bool = False

    @property
    def order(self) -> tuple[dt.date, dt.time, str]:
        starts = (
            self.hours[0][0] if self.hours else dt.time(0 if HalfDay.MORNING in self.halves else 12)
        )
        return self.day, starts, self.subject

    def is_over(self, at: dt.datetime, zone: ZoneInfo) -> bool:
        """The last of it: its hours, or its half-day."""
        today, clock = day_of(at, zone), at.astimezone(zone).time()
        if self.day != today:
            return self.day < today
        if self.hours:
            return self.hours[-1][1] <= clock
        return HalfDay.AFTERNOON not in self.halves and clock >= MORNING_IS_OVER


@dataclass(frozen=True, slots=True)
class GapPiece:
    """One row of it, whoever reads it and from where."""

    teaching: int
    subject: str
    day: dt.date
    half: str
    starts_at: dt.time | None
    ends_at: dt.time | None
    is_back: bool = False


def gaps_of(pieces: Iterable[GapPiece]) -> list[Gap]:
    """By day and subject, in order. Two absences of one hour: it is missing while one of them takes
    it."""
    once: dict[tuple[int, dt.date, str, dt.time | None], GapPiece] = {}
    for piece in pieces:
        place = piece.teaching, piece.day, piece.half, piece.starts_at
        if place not in once or once[place].is_back:
            once[place] = piece
    ordered = sorted(
        once.values(),
        key=lambda one: (
            one.day,
            one.teaching,
            one.is_back,
            one.starts_at or dt.time.max,
            one.half,
        ),
    )
    gaps = []
    for (day, teaching, is_back), found in groupby(
        ordered, key=lambda one: (one.day, one.teaching, one.is_back)
    ):
        mine = list(found)
        hours = tuple((one.starts_at, one.ends_at) for one in mine if one.starts_at and one.ends_at)
        gaps.append(
            Gap(
                teaching,
                mine[0].subject,
                day,
                tuple(half for half in HalfDay if half in {one.half for one in mine}),
                hours,
                is_back,
            )
        )
    return sorted(gaps, key=lambda gap: gap.order)


def pieces_of(rows: Iterable[LessonRow]) -> list[GapPiece]:
    return [
        GapPiece(
            row.teaching_id,
            row.teaching.subject.label,
            row.day,
            row.half,
            row.starts_at,
            row.ends_at,
            row.is_back,
        )
        for row in rows
    ]


def gap_sentence(gap: Gap, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«Pas d’anglais jeudi, 9 h–10 h.»; «Finalement, le cours d’anglais a lieu jeudi, 9 h–10 h.»"""
    said = {
        "subject": french.of_name(subject_in_words(gap.subject)),
        "when": _when(gap, at=at, zone=zone),
    }
    if gap.is_back:
        return typeset(_("Finalement, le cours %(subject)s a lieu %(when)s.") % said)
    if not gap.hours:
        return typeset(_("Pas %(subject)s %(when)s (le portail ne connaît pas l’heure).") % said)
    return typeset(_("Pas %(subject)s %(when)s.") % said)


def change_sentences(
    gaps: Iterable[Gap], *, at: dt.datetime, zone: ZoneInfo
) -> Iterator[tuple[str, bool]]:
    """What is not over, in order, and whether the lesson is held after all: several days given back
    of one subject are one sentence, but for a day of which some hours are missing still."""
    ahead = [gap for gap in gaps if not gap.is_over(at, zone)]
    missing = {(gap.teaching, gap.day) for gap in ahead if not gap.is_back}
    back: dict[int, list[Gap]] = defaultdict(list)
    for gap in ahead:
        if gap.is_back and (gap.teaching, gap.day) not in missing:
            back[gap.teaching].append(gap)
    for gap in ahead:
        together = back[gap.teaching]
        if gap not in together or len(together) == 1:
            yield gap_sentence(gap, at=at, zone=zone), gap.is_back
        elif gap is together[0]:
            yield _back_sentence(together, at=at, zone=zone), True


def _back_sentence(gaps: Sequence[Gap], *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«Finalement, les cours d’anglais ont lieu demain, jeudi et vendredi.»"""
    said = {
        "subject": french.of_name(subject_in_words(gaps[0].subject)),
        "days": french.and_list([french.near_day(gap.day, at=at, zone=zone) for gap in gaps]),
    }
    return typeset(_("Finalement, les cours %(subject)s ont lieu %(days)s.") % said)


def missing_title(row: LessonRow) -> str:
    """«Pas d’anglais», at its hour in a calendar; «Pas d’anglais (matin)» where none is known."""
    title = _("Pas %(subject)s") % {
        "subject": french.of_name(subject_in_words(row.teaching.subject.label))
    }
    return title if row.starts_at else f"{title} ({HalfDay(row.half).label})"


def leaving_sentence(phone: str, *, is_family: bool) -> str:
    """Who may leave earlier is what the family signed: the portal does not know it."""
    if is_family:
        said = _("Les sorties suivent l’autorisation que vous avez signée")
    else:
        said = _("Tes sorties suivent l’autorisation signée par tes responsables")
    if not phone:
        return f"{said}."
    return typeset(
        _("%(said)s : vie scolaire %(phone)s.") % {"said": said, "phone": french.unbroken(phone)}
    )


def _when(gap: Gap, *, at: dt.datetime, zone: ZoneInfo) -> str:
    day = french.near_day(gap.day, at=at, zone=zone)
    if gap.hours:
        hours = french.and_list([hours_in_words(*one) for one in gap.hours])
        return _("%(day)s, %(hours)s") % {"day": day, "hours": hours}
    return day if len(gap.halves) > 1 else _half_of_day(gap.day, gap.halves[0], at=at, zone=zone)


def _half_of_day(day: dt.date, half: str, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«ce matin», «demain matin», «jeudi après-midi», «le mercredi 18 novembre au matin»."""
    distance = (day - day_of(at, zone)).days
    is_morning = half == HalfDay.MORNING
    if distance == 0:
        return _("ce matin") if is_morning else _("cet après-midi")
    said = {"day": french.near_day(day, at=at, zone=zone)}
    if 0 < distance < 7:
        return _("%(day)s matin") % said if is_morning else _("%(day)s après-midi") % said
    return _("%(day)s, le matin") % said if is_morning else _("%(day)s, l’après-midi") % said
