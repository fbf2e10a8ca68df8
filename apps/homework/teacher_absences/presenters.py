"""A lesson that is not held, in words; an absence as the office reads it. Never why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.homework.teacher_absences.queries import ProposedLesson, key_of, span_of, was_missed
from apps.homework.teacher_absences.rules import MORNING_IS_OVER, AbsenceSpan
from apps.homework.weeks.presenters import hours_in_words
from apps.schools.days import is_weekend
from apps.schools.enums import HalfDay
from coeduc import french
from coeduc.days import DAY, day_of
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


# For the office -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence in the list; ``state``: empty while it stands and is not over."""

    name: str
    when: str
    lessons: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class LessonTick:
    """A lesson to tick: it is not held. ``hint``: who else gives it."""

    key: str
    label: str
    hint: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class TickDay:
    label: str
    lessons: tuple[LessonTick, ...]


@dataclass(frozen=True, slots=True)
class AbsenceLook:
    """What will be kept and told, before it is. ``families``: as those of a class read it."""

    name: str
    when: str
    days: tuple[TickDay, ...]
    families: str
    by_half_day: str
    typed: tuple[tuple[str, str], ...]


def span_in_words(span: AbsenceSpan, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«jeudi 19 novembre», «jeudi 19 novembre, le matin», «du jeudi … au vendredi …»."""
    first = french.full_day(span.first, at=at, zone=zone)
    if span.is_of_a_half:
        half = _("le matin") if span.first_half == HalfDay.MORNING else _("l’après-midi")
        return f"{first}, {half}"
    if span.first == span.last:
        return first
    last = french.full_day(span.last, at=at, zone=zone)
    if span.first_half == HalfDay.AFTERNOON:
        first = _("%(day)s après-midi") % {"day": first}
    if span.last_half == HalfDay.MORNING:
        last = _("%(day)s à midi") % {"day": last}
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def absence_line(
    absence: TeacherAbsence, rows: Sequence[CancelledLesson], *, at: dt.datetime
) -> AbsenceLine:
    zone = absence.school.time_zone
    state = ""
    if absence.withdrawn_at is not None:
        state = _("Retirée")
    elif absence.during.upper <= at:
        state = _("Passée")
    return AbsenceLine(
        name=absence.staff.polite_name,
        when=typeset(span_in_words(span_of(absence), at=at, zone=zone)),
        lessons=lessons_counted(rows) if absence.withdrawn_at is None else "",
        state=state,
        url=reverse("homework:absence_detail", args=[absence.public_id]),
    )


def lessons_counted(rows: Sequence[CancelledLesson]) -> str:
    """«3 cours annulés, 1 assuré»; of a class without hours, half-days are counted."""
    missing = [row for row in rows if not row.is_held and row.restored_at is None]
    held = len(rows) - len(missing)
    said = ngettext("%(n)d cours annulé", "%(n)d cours annulés", len(missing)) % {"n": len(missing)}
    if held:
        kept = ngettext("%(n)d qui a lieu", "%(n)d qui ont lieu", held) % {"n": held}
        said = f"{said}, {kept}"
    return typeset(said)


def withdraw_label(
    absence: TeacherAbsence, rows: Sequence[CancelledLesson], *, at: dt.datetime
) -> str:
    """What taking it back does, once something was missed; "" where nothing is to come."""
    if absence.during.upper <= at:
        return ""
    if was_missed(absence, rows, at=at):
        return typeset(_("Retirer l’absence : les cours à venir ont lieu"))
    return typeset(_("Retirer l’absence : tous ces cours ont lieu"))


def withdrawn_sentence(
    absence: TeacherAbsence, rows: Sequence[CancelledLesson], *, at: dt.datetime
) -> str:
    """After the act."""
    if was_missed(absence, rows, at=at):
        sentence = _(
            "C’est retiré : les cours à venir ont lieu, les familles le lisent. Ceux qui sont "
            "passés restent annulés."
        )
    else:
        sentence = _("C’est retiré : tous ces cours ont lieu, les familles le lisent.")
    return typeset(sentence)


def look_of(
    name: str,
    span: AbsenceSpan,
    proposed: Sequence[ProposedLesson],
    *,
    missing: Collection[str],
    typed: Sequence[tuple[str, str]],
    at: dt.datetime,
    zone: ZoneInfo,
) -> AbsenceLook:
    days = [
        TickDay(
            french.full_day(day, at=at, zone=zone).capitalize(),
            tuple(_tick(one, is_missing=one.key in missing) for one in found),
        )
        for day, found in groupby(proposed, key=lambda one: one.lesson.day)
    ]
    said = [one for one in proposed if one.key in missing]
    return AbsenceLook(
        name=name,
        when=typeset(span_in_words(span, at=at, zone=zone)),
        days=tuple(days),
        families=_as_read(said, at=at, zone=zone),
        by_half_day=_by_half_day(proposed),
        typed=tuple(typed),
    )


def _tick(one: ProposedLesson, *, is_missing: bool) -> LessonTick:
    lesson = one.lesson
    when = hours_in_words(lesson.starts_at, lesson.ends_at) or str(HalfDay(lesson.half).label)
    hint = ""
    if one.others:
        names = french.and_list([person.polite_name for person in one.others])
        hint = _("Aussi à : %(names)s") % {"names": names}
    return LessonTick(
        one.key, typeset(f"{when} — {one.teaching.choice}"), typeset(hint), is_missing
    )


def _as_read(said: Sequence[ProposedLesson], *, at: dt.datetime, zone: ZoneInfo) -> str:
    """The first of the sentences that families will read: of the first class of the list."""
    if not said:
        return ""
    first = said[0].teaching
    pieces = [
        GapPiece(
            first.pk,
            first.subject.label,
            one.lesson.day,
            one.lesson.half,
            one.lesson.starts_at,
            one.lesson.ends_at,
        )
        for one in said
        if one.teaching == first
    ]
    return gap_sentence(gaps_of(pieces)[0], at=at, zone=zone)


def _by_half_day(proposed: Iterable[ProposedLesson]) -> str:
    codes = {one.teaching.class_code for one in proposed if one.lesson.starts_at is None}
    if not codes:
        return ""
    return typeset(
        _("Sans emploi du temps, par demi-journée : %(classes)s.")
        % {"classes": french.and_list(sorted(codes))}
    )


def written_by(absence: TeacherAbsence) -> str:
    """Who wrote it last, and when. With ``by``."""
    said = {
        "person": absence.by.get_full_name() if absence.by else _("une personne partie depuis"),
        "when": french.moment_in_words(absence.at, zone=absence.school.time_zone),
    }
    if absence.withdrawn_at is not None:
        return typeset(_("Retirée par %(person)s, le %(when)s.") % said)
    return typeset(_("Notée par %(person)s, le %(when)s.") % said)


def missing_of(rows: Iterable[CancelledLesson]) -> set[str]:
    """Keys of the lessons that are not held now."""
    return {
        key_of(row.teaching, row) for row in rows if not row.is_held and row.restored_at is None
    }


def next_school_day(today: dt.date, *, is_afternoon: bool) -> dt.date:
    """What is proposed first: today in the morning, the day after from noon on; no week-end."""
    day = today + DAY if is_afternoon else today
    while is_weekend(day):
        day += DAY
    return day
