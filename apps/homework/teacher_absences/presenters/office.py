"""An absence as the office reads it, before it is noted and after. Never why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.homework.teacher_absences.presenters.lessons import (
    Gap,
    GapPiece,
    gap_sentence,
    gaps_of,
    pieces_of,
)
from apps.homework.teacher_absences.queries import GivenAlready, ProposedLesson, key_of, span_of
from apps.homework.teacher_absences.rules import MANY, SHOWN_AHEAD, AbsenceSpan, is_over
from apps.homework.weeks.presenters import hours_in_words
from apps.schools.enums import HalfDay
from coeduc import french
from coeduc.days import day_of
from coeduc.french import typeset

if TYPE_CHECKING:
    from apps.homework.teacher_absences.queries import LessonRow


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
    """A lesson to tick: it is not held. ``hint``: who else gives it, whether it was given."""

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
    """What will be kept and told, before it is. ``families``: as those of a class read it.

    ``past``: that the first day is over; ``readers``: from when families read it, where it is not
    at once; ``is_long``: more lessons than a screen has.
    """

    name: str
    when: str
    days: tuple[TickDay, ...]
    families: str
    readers: str
    past: str
    by_half_day: str
    typed: tuple[tuple[str, str], ...]

    @property
    def is_long(self) -> bool:
        return sum(len(day.lessons) for day in self.days) > MANY


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
    absence: TeacherAbsence, rows: Sequence[LessonRow], *, at: dt.datetime
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


def lessons_counted(rows: Sequence[LessonRow]) -> str:
    """«3 cours annulés, 1 assuré»; of a class without hours, half-days are counted."""
    missing = [row for row in rows if not row.is_held and not row.is_back]
    held = len(rows) - len(missing)
    said = ngettext("%(n)d cours annulé", "%(n)d cours annulés", len(missing)) % {"n": len(missing)}
    if held:
        kept = ngettext("%(n)d qui a lieu", "%(n)d qui ont lieu", held) % {"n": held}
        said = f"{said}, {kept}"
    return typeset(said)


def look_of(
    name: str,
    span: AbsenceSpan,
    proposed: Sequence[ProposedLesson],
    *,
    missing: Collection[str],
    given: GivenAlready,
    typed: Sequence[tuple[str, str]],
    at: dt.datetime,
    zone: ZoneInfo,
) -> AbsenceLook:
    days = [
        TickDay(
            french.full_day(day, at=at, zone=zone).capitalize(),
            tuple(_tick(one, given, is_missing=one.key in missing) for one in found),
        )
        for day, found in groupby(proposed, key=lambda one: one.lesson.day)
    ]
    ahead = [one for one in _as_gaps(proposed, missing) if not one.is_over(at, zone)]
    return AbsenceLook(
        name=name,
        when=typeset(span_in_words(span, at=at, zone=zone)),
        days=tuple(days),
        families=gap_sentence(ahead[0], at=at, zone=zone) if ahead else "",
        readers=_readers(ahead, at=at, zone=zone) if missing else "",
        past=_past(span, at=at, zone=zone),
        by_half_day=_by_half_day(proposed),
        typed=tuple(typed),
    )


def _tick(one: ProposedLesson, given: GivenAlready, *, is_missing: bool) -> LessonTick:
    lesson = one.lesson
    when = hours_in_words(lesson.starts_at, lesson.ends_at) or str(HalfDay(lesson.half).label)
    hints = []
    if one.others:
        names = french.and_list([person.polite_name for person in one.others])
        hints.append(_("Aussi à : %(names)s") % {"names": names})
    if one.key in given.written:
        hints.append(_("Déjà écrit dans le cahier de textes"))
    elif one.key in given.begun:
        hints.append(_("Déjà commencé"))
    return LessonTick(
        one.key,
        typeset(f"{when} — {one.teaching.choice}"),
        typeset(" · ".join(hints)),
        is_missing,
    )


def _as_gaps(proposed: Sequence[ProposedLesson], missing: Collection[str]) -> list[Gap]:
    """As families will read them, the first class of the list first."""
    pieces = [
        GapPiece(
            one.teaching.pk,
            one.teaching.subject.label,
            one.lesson.day,
            one.lesson.half,
            one.lesson.starts_at,
            one.lesson.ends_at,
        )
        for one in proposed
        if one.key in missing
    ]
    return gaps_of(pieces)


def _readers(ahead: Sequence[Gap], *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Empty where what is to come is read at once."""
    if not ahead:
        return typeset(
            _("Ces cours sont passés : rien ne s’affiche sur la première page des familles.")
        )
    if ahead[0].day <= _last_shown(at, zone):
        return ""
    said = {"day": french.full_day(ahead[0].day - SHOWN_AHEAD, at=at, zone=zone)}
    return typeset(_("Ils le liront sur leur première page à partir du %(day)s.") % said)


def _past(span: AbsenceSpan, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if span.first >= day_of(at, zone):
        return ""
    said = {"day": french.full_day(span.first, at=at, zone=zone)}
    return typeset(_("Le premier jour, %(day)s, est passé : est-ce bien celui-là ?") % said)


def _last_shown(at: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The last of the days that first pages speak of."""
    return day_of(at + SHOWN_AHEAD, zone)


# Once it is kept ----------------------------------------------------------------------------------


def reading_sentence(rows: Iterable[LessonRow], *, at: dt.datetime, zone: ZoneInfo) -> str:
    """When families and pupils read on their first page what was just written."""
    gaps = gaps_of(pieces_of(row for row in rows if not row.is_held))
    ahead = [gap for gap in gaps if not gap.is_over(at, zone)]
    last = _last_shown(at, zone)
    if not ahead:
        said = _(
            "Ces cours sont passés : rien ne s’affiche sur la première page des familles et des "
            "élèves."
        )
    elif ahead[0].day > last:
        said = _(
            "Les familles et les élèves le liront sur leur première page à partir du %(day)s."
        ) % {"day": french.full_day(ahead[0].day - SHOWN_AHEAD, at=at, zone=zone)}
    elif ahead[-1].day > last:
        said = _(
            "Les familles et les élèves le lisent déjà, jusqu’au %(day)s ; la suite, sept jours "
            "avant chaque cours."
        ) % {"day": french.full_day(last, at=at, zone=zone)}
    elif len(ahead) < len(gaps):
        said = _("Les familles et les élèves lisent déjà ce qui est à venir.")
    else:
        said = _("Les familles et les élèves le lisent déjà.")
    return typeset(said)


class TakeBack(StrEnum):
    """What taking an absence back would give back."""

    ALL = "all"
    WHAT_IS_LEFT = "left"
    NOTHING = "nothing"


def take_back_of(
    absence: TeacherAbsence, rows: Iterable[LessonRow], *, at: dt.datetime
) -> TakeBack:
    """What is over stays missed: nobody can hold it any more."""
    zone = absence.school.time_zone
    missing = [row for row in rows if not row.is_held and row.restored_at is None]
    over = [is_over(row, at=at, zone=zone) for row in missing]
    if absence.during.upper <= at or (over and all(over)):
        return TakeBack.NOTHING
    return TakeBack.WHAT_IS_LEFT if any(over) else TakeBack.ALL


def take_back_label(found: TakeBack) -> str:
    """What taking it back does; empty where nothing is to come."""
    if found is TakeBack.NOTHING:
        return ""
    if found is TakeBack.WHAT_IS_LEFT:
        return _("Retirer à partir de maintenant")
    return typeset(_("Retirer l’absence : tous ces cours ont lieu"))


def taken_back(found: TakeBack) -> str:
    if found is TakeBack.WHAT_IS_LEFT:
        return typeset(
            _(
                "C’est retiré à partir de maintenant : les cours qui restent ont lieu ; ceux "
                "d’avant restent manqués."
            )
        )
    return typeset(_("C’est retiré : tous ces cours ont lieu."))


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
