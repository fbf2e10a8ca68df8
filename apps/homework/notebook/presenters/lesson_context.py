"""What the page where a lesson is written says: of the class, of its days, of the hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.schools.models import Student, Teaching
from coeduc import french, rich_text
from coeduc.days import day_of
from coeduc.french import duration


@dataclass(frozen=True, slots=True)
class Chip:
    """A day one tap away; ``load`` is what the class already has for it, in words."""

    day: dt.date
    label: str
    load: str = ""

    def choice(self) -> tuple[str, Any]:
        if not self.load:
            return self.day.isoformat(), self.label
        return self.day.isoformat(), format_html("{}<small>{}</small>", self.label, self.load)


@dataclass(frozen=True, slots=True)
class LessonContext:
    """The class before the teacher: its pupils, the days proposed with their load, the cap."""

    teaching: Teaching
    day: dt.date
    roster: dict[str, Student]
    chips: tuple[Chip, ...]
    cap: int | None
    paper: int
    when: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """The fold of a work: what is set under it, and whether something there is to correct."""

    sentence: str
    is_wrong: bool


def fold_sentence(
    *,
    minutes: int | None,
    needs_screen: bool,
    needs_printer: bool,
    asks_file: bool,
    files: int,
    pupils: int,
    asks: bool,
) -> str:
    """« 30 min · sans écran · 1 fichier »; static/js/modules/fold.js says it again as one types."""
    parts = [
        duration(minutes) if minutes else "",
        _("imprimante nécessaire") if needs_printer else "",
        _("fichier demandé") if asks_file else "",
        ngettext("%(n)d fichier", "%(n)d fichiers", files) % {"n": files} if files else "",
        ngettext("pour %(n)d élève", "pour %(n)d élèves", pupils) % {"n": pupils} if pupils else "",
        _("une question") if asks else "",
    ]
    if not (any(parts) or needs_screen):
        return _("Durée, écran, fichiers, élèves choisis, question")
    parts.insert(1, _("écran nécessaire") if needs_screen else _("sans écran"))
    return " · ".join(filter(None, parts))


def when_sentence(shown_at: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Said before the tap: at once, or at the next opening with the reason why."""
    if shown_at <= at:
        return _("Les familles et les élèves le liront tout de suite.")
    return french.typeset(
        _("Visible %(when)s : il est %(clock)s, le portail se tait jusque-là.")
        % {
            "when": french.near_moment(shown_at, at=at, zone=zone),
            "clock": french.clock(at.astimezone(zone)),
        }
    )


def chip_label(day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if (day - day_of(at, zone)).days == 1:
        return _("demain, %(day)s") % {"day": french.weekday(day)}
    return french.full_day(day, at=at, zone=zone)


@dataclass(frozen=True, slots=True)
class Look:
    """What is typed, as families would read it."""

    html: str
    question: str
    works: tuple[str, ...]
    tests: tuple[str, ...]


def look_of(typed: Mapping[str, str], works: int) -> Look:
    """From the page as it was sent, whatever else it still lacks."""
    rendered = [
        (_rendered(typed.get(f"work-{n}-text", "")), bool(typed.get(f"work-{n}-is_test")))
        for n in range(works)
    ]
    return Look(
        html=_rendered(typed.get("text", "")),
        question=" ".join(typed.get("question", "").split())[: rich_text.LONGEST],
        works=tuple(html for html, is_test in rendered if html and not is_test),
        tests=tuple(html for html, is_test in rendered if html and is_test),
    )


def _rendered(text: str) -> str:
    return rich_text.render(rich_text.tidy(text[: rich_text.LONGEST]))


def paper_sentence(count: int) -> str:
    """A count and never a name."""
    if not count:
        return ""
    return ngettext(
        "%(n)d famille de cette classe n’a pas d’écran : dites comment faire autrement.",
        "%(n)d familles de cette classe n’ont pas d’écran : dites comment faire autrement.",
        count,
    ) % {"n": count}
