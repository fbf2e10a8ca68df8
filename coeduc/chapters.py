"""The way around: few doors, the same for years. Chapters, then their pages, and no third level.

The chapters are named here, and their order by space and by job; which pages stand in each one is
what the apps answer (``MENU`` of their ``portal.py``). A chapter without a page for this person is
not shown, and its first page is its door.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from coeduc.access import Capacity


class Chapter(enum.StrEnum):
    """The doors, whatever the space."""

    TODAY = enum.auto()
    NOTEBOOK = enum.auto()
    RESULTS = enum.auto()
    ASSESSMENTS = enum.auto()
    ABSENCES = enum.auto()
    REPORT_BOOK = enum.auto()
    PUPILS = enum.auto()
    ACCESS = enum.auto()
    APPOINTMENTS = enum.auto()
    INFORM = enum.auto()
    EXCHANGE = enum.auto()
    STEERING = enum.auto()
    SETTINGS = enum.auto()
    SCHOOL = enum.auto()
    OPERATION = enum.auto()

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    Chapter.TODAY: _("Aujourd’hui"),
    Chapter.NOTEBOOK: _("Cahier"),
    Chapter.RESULTS: _("Résultats"),
    Chapter.ASSESSMENTS: _("Évaluations"),
    Chapter.ABSENCES: _("Absences"),
    Chapter.REPORT_BOOK: _("Livret"),
    Chapter.PUPILS: _("Élèves"),
    Chapter.ACCESS: _("Accès"),
    Chapter.APPOINTMENTS: _("Rendez-vous"),
    Chapter.INFORM: _("Informer"),
    Chapter.EXCHANGE: _("Échanger"),
    Chapter.STEERING: _("Pilotage"),
    Chapter.SETTINGS: _("Réglages"),
    Chapter.SCHOOL: _("Le collège"),
    Chapter.OPERATION: _("Exploitation"),
}
_OF_FAMILIES = (
    Chapter.TODAY,
    Chapter.NOTEBOOK,
    Chapter.RESULTS,
    Chapter.EXCHANGE,
    Chapter.SCHOOL,
)
_OF_HEADS = (
    Chapter.TODAY,
    Chapter.PUPILS,
    Chapter.REPORT_BOOK,
    Chapter.APPOINTMENTS,
    Chapter.INFORM,
    Chapter.STEERING,
    Chapter.SETTINGS,
)
_OF_SCHOOL_LIFE = (
    Chapter.TODAY,
    Chapter.ABSENCES,
    Chapter.PUPILS,
    Chapter.APPOINTMENTS,
    Chapter.INFORM,
    Chapter.SCHOOL,
)
_OF_TEACHERS = (
    Chapter.TODAY,
    Chapter.NOTEBOOK,
    Chapter.ASSESSMENTS,
    Chapter.REPORT_BOOK,
    Chapter.PUPILS,
    Chapter.APPOINTMENTS,
    Chapter.SCHOOL,
)
_OF_HEALTH = (
    Chapter.TODAY,
    Chapter.PUPILS,
    Chapter.APPOINTMENTS,
    Chapter.SCHOOL,
)
# The job of who teaches or leads a class, whatever their office says.
TEACHES = "TEACHER"
# By job, the one that decides of the order first: who has several has the chapters of each.
OF_JOBS: dict[str, tuple[Chapter, ...]] = {
    "PRINCIPAL": _OF_HEADS,
    "DEPUTY": _OF_HEADS,
    "CPE": _OF_SCHOOL_LIFE,
    "SCHOOL_LIFE": _OF_SCHOOL_LIFE,
    TEACHES: _OF_TEACHERS,
    "SECRETARY": (
        Chapter.TODAY,
        Chapter.PUPILS,
        Chapter.ACCESS,
        Chapter.APPOINTMENTS,
        Chapter.INFORM,
    ),
    "DIGITAL_REFERENT": (
        Chapter.TODAY,
        Chapter.PUPILS,
        Chapter.ACCESS,
        Chapter.SETTINGS,
        Chapter.SCHOOL,
    ),
    "HEALTH_SOCIAL": _OF_HEALTH,
    "NURSE": _OF_HEALTH,
    "SOCIAL_WORKER": _OF_HEALTH,
    "PSY_EN": _OF_HEALTH,
}
# Where the pages of a chapter stand, as one tab, for whose jobs do not name it.
WITHIN = {
    Chapter.NOTEBOOK: Chapter.PUPILS,
    Chapter.ASSESSMENTS: Chapter.PUPILS,
    Chapter.ACCESS: Chapter.SETTINGS,
}


@dataclass(frozen=True)
class Link:
    """One entry of a menu, a switch or a bar of tabs.

    ``exact``: the very page one is on, else a page above it.
    """

    label: str
    url: str
    current: bool = False
    exact: bool = False


@dataclass(frozen=True)
class ChapterLink(Link):
    """A chapter, as a person finds it: its door is its first page."""

    pages: tuple[Link, ...] = ()

    @property
    def tabs(self) -> tuple[Link, ...]:
        """Its pages, where there is a choice between several."""
        return self.pages if len(self.pages) > 1 else ()


@dataclass(frozen=True, slots=True)
class MenuPlace:
    """Where a page stands for a person. ``under``: where its sub-pages have their addresses."""

    chapter: Chapter
    rank: int
    label: Any
    url: str
    under: tuple[str, ...] = ()


def order_of(capacity: Capacity | None, jobs: Collection[str] = ()) -> list[Chapter]:
    """The chapters that this space, or these jobs, name: those of each job, in one order.

    A chapter that a lower job adds follows what precedes it there; what nobody is in a hurry to
    read, how the school works, stays the last.
    """
    if capacity is not Capacity.STAFF:
        return list(_OF_FAMILIES) if capacity else []
    found: list[Chapter] = []
    for named in (order for job, order in OF_JOBS.items() if job in jobs):
        place = 0
        for rank, chapter in enumerate(named):
            if chapter in found:
                place = found.index(chapter)
            elif found and not set(named[rank:]) & set(found):
                place = len(found)
                found.append(chapter)
            else:
                place = min(place + 1, len(found))
                found.insert(place, chapter)
    return sorted(found, key=lambda chapter: chapter is Chapter.SCHOOL)


def chapters_of(
    places: Iterable[MenuPlace], order: Sequence[Chapter], *, path: str
) -> tuple[ChapterLink, ...]:
    """The chapters of a person, each with its pages; the page at ``path``, or above it, is lit.

    A page that two chapters name stands where one of the jobs names the chapter itself.
    """
    standing: dict[str, MenuPlace] = {}
    for place in sorted(places, key=lambda one: one.chapter not in order):
        standing.setdefault(place.url, place)
    pages = list(standing.values())
    gathered: dict[Chapter, list[MenuPlace]] = {chapter: [] for chapter in order}
    for chapter in Chapter:
        mine = sorted((one for one in pages if one.chapter is chapter), key=lambda one: one.rank)
        if chapter in order or WITHIN.get(chapter) not in order:
            gathered[chapter] = mine + gathered.get(chapter, [])
        elif mine:
            gathered.setdefault(WITHIN[chapter], []).append(_as_one(mine))
    shown = [(chapter, mine) for chapter, mine in gathered.items() if mine]
    home = shown[0][1][0].url if shown else ""
    lit = _lit([one for _chapter, mine in shown for one in mine], path, home=home)
    return tuple(_door(chapter, mine, lit, path) for chapter, mine in shown)


def _as_one(pages: list[MenuPlace]) -> MenuPlace:
    first = pages[0]
    under = tuple(address for one in pages for address in (one.url, *one.under))
    return replace(first, label=first.chapter.label, under=under)


def _lit(pages: list[MenuPlace], path: str, *, home: str) -> MenuPlace | None:
    """The page whose address says most of ``path``; the home of a space, above all, is itself."""
    said = [
        (len(address), -rank, one)
        for rank, one in enumerate(pages)
        for address in (one.url, *one.under)
        if path == address or (address != home and _is_above(address, path))
    ]
    return max(said, key=lambda one: one[:2])[2] if said else None


def _is_above(address: str, path: str) -> bool:
    """``*`` stands for a key: «/equipe/reglages/*/equipe/»."""
    parts = address.split("/")
    if "*" not in parts:
        return path.startswith(address)
    said = path.split("/")[: len(parts) - 1]
    return len(said) == len(parts) - 1 and all(
        part in ("*", one) for part, one in zip(parts, said, strict=False)
    )


def _door(
    chapter: Chapter, pages: list[MenuPlace], lit: MenuPlace | None, path: str
) -> ChapterLink:
    links = tuple(Link(str(one.label), one.url, one is lit, one.url == path) for one in pages)
    current = any(link.current for link in links)
    return ChapterLink(chapter.label, links[0].url, current, links[0].url == path, pages=links)
