"""The weekly lessons of classes in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.timetable.rules.weeks import LearntSlot
from apps.homework.timetable.services import TimetablePreview
from apps.schools.enums import WeekLabel
from apps.schools.models import Teaching
from coeduc import french
from coeduc.french import typeset


@dataclass(frozen=True, slots=True)
class SlotWords:
    """« lundi, 8 h – 8 h 55 »; ``week`` is empty for every week."""

    when: str
    week: str


@dataclass(frozen=True, slots=True)
class TimetableClass:
    """A class and its lessons; none: its usual rhythm is learnt."""

    teaching: UUID
    label: str
    slots: tuple[SlotWords, ...]


def slots_in_words(slots: Iterable[LearntSlot]) -> tuple[SlotWords, ...]:
    return tuple(
        SlotWords(
            when=_("%(day)s, %(start)s – %(end)s")
            % {
                "day": french.weekday(slot.weekday),
                "start": french.clock(slot.starts_at),
                "end": french.clock(slot.ends_at),
            },
            week=str(WeekLabel(slot.week).label) if slot.week else "",
        )
        for slot in slots
    )


def class_weeks(
    teachings: Iterable[Teaching], slots: Mapping[int, tuple[LearntSlot, ...]]
) -> list[TimetableClass]:
    return [
        TimetableClass(
            teaching=teaching.public_id,
            label=teaching.heading,
            slots=slots_in_words(slots.get(teaching.pk, ())),
        )
        for teaching in teachings
    ]


def warnings_of(preview: TimetablePreview) -> list[str]:
    """What the reader must know before they trust it."""
    said = []
    if preview.weeks == 1:
        said.append(
            _(
                "Ce fichier ne raconte qu’une semaine : ses cours seront repris chaque semaine."
                " Un export de toute l’année dit mieux les semaines A et B."
            )
        )
    if not preview.has_letters:
        said.append(
            _(
                "Le collège n’a pas de semaines A et B dans ses réglages : un cours d’une semaine"
                " sur deux est repris chaque semaine."
            )
        )
    if preview.on_week_ends:
        said.append(_("Les cours du samedi et du dimanche ne sont pas repris."))
    return said


def odd_sentence(preview: TimetablePreview) -> str:
    """What stands above the lessons that are no habit; empty where there is none."""
    if not preview.odd:
        return ""
    sentence = ngettext(
        "%(n)d horaire isolé ou déplacé n’est pas repris :",
        "%(n)d horaires isolés ou déplacés ne sont pas repris :",
        preview.odd,
    )
    return typeset(sentence % {"n": preview.odd})
