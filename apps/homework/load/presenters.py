"""The load of a class in words: a day and a class, never a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.load.rules import UNSTATED, Load, counted_minutes
from apps.homework.load.services import UsualLoad
from coeduc import french, rich_text
from coeduc.french import duration

if TYPE_CHECKING:
    from apps.homework.models import HomeworkVersion

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class LoadWork:
    """One work of the day, by subject."""

    subject: str
    excerpt: str
    minutes: str
    needs_screen: bool


@dataclass(frozen=True, slots=True)
class LoadDay:
    label: str
    sum: str
    is_over: bool
    on_screen: int
    in_groups: str
    tests: tuple[LoadWork, ...]
    works: tuple[LoadWork, ...]


@dataclass(frozen=True, slots=True)
class LoadWeek:
    monday: dt.date
    label: str
    sum: str
    works: int
    heaviest: str


def load_day(
    load: Load,
    states: Sequence[HomeworkVersion],
    *,
    cap: int | None,
    at: dt.datetime,
    zone: ZoneInfo,
) -> LoadDay:
    """``states``: the works of the day that this reader sees, with their subject."""
    counted = [state for state in states if not state.homework.is_adapted]
    seen = sum(counted_minutes(state.minutes, is_test=state.is_test) for state in counted)
    aside = load.minutes - seen
    return LoadDay(
        label=french.full_day(load.day, at=at, zone=zone).capitalize(),
        sum=_sum(load),
        is_over=load.is_over(cap),
        on_screen=load.on_screen,
        in_groups=_("et %(sum)s données dans des groupes") % {"sum": duration(aside)}
        if aside > 0
        else "",
        tests=tuple(_line(state) for state in counted if state.is_test),
        works=tuple(_line(state) for state in counted if not state.is_test),
    )


def _sum(load: Load) -> str:
    """« 35 min », « 35 min et un contrôle », « un contrôle », « rien à faire »."""
    parts = [duration(load.minutes)] if load.works or load.minutes else []
    if load.tests:
        parts.append(tests_counted(load))
    return french.and_list(parts) if parts else _("rien à faire")


def tests_counted(load: Load) -> str:
    """« un contrôle », « 2 contrôles »."""
    if load.tests == 1:
        return _("un contrôle")
    return ngettext("%(n)d contrôle", "%(n)d contrôles", load.tests) % {"n": load.tests}


def _line(state: HomeworkVersion) -> LoadWork:
    unsaid = (
        ""
        if state.is_test
        else _("durée non dite, comptée %(time)s") % {"time": duration(UNSTATED)}
    )
    return LoadWork(
        subject=state.homework.teaching.subject.label,
        excerpt=rich_text.plain(state.html),
        minutes=duration(state.minutes) if state.minutes else unsaid,
        needs_screen=state.needs_screen,
    )


def load_weeks(loads: Sequence[Load], *, at: dt.datetime, zone: ZoneInfo) -> list[LoadWeek]:
    """Whole weeks in order, each with its sum and its fullest day."""
    weeks = [loads[n : n + DAYS_A_WEEK] for n in range(0, len(loads), DAYS_A_WEEK)]
    return [_week(week, at=at, zone=zone) for week in weeks]


def _week(week: Sequence[Load], *, at: dt.datetime, zone: ZoneInfo) -> LoadWeek:
    heaviest = max(week, key=lambda load: load.minutes)
    return LoadWeek(
        monday=week[0].day,
        label=french.short_day(week[0].day, at=at, zone=zone),
        sum=duration(sum(load.minutes for load in week)),
        works=sum(load.works for load in week),
        heaviest=f"{french.day_of_week(heaviest.day)} : {duration(heaviest.minutes)}"
        if heaviest.minutes
        else "",
    )


def load_sentence(
    load: Load, *, cap: int | None, own: int = 0, at: dt.datetime, zone: ZoneInfo
) -> str:
    """«Mardi 24 novembre : déjà 35 min données par les collègues ; repère du collège 45 min.»"""
    parts = {
        "day": french.full_day(load.day, at=at, zone=zone).capitalize(),
        "given": duration(load.minutes),
        "sum": duration(load.minutes + own),
        "cap": duration(cap or 0),
        "tests": tests_counted(load),
    }
    if not (load.works or load.minutes):
        sentence = _("%(day)s : rien d’autre à faire pour la classe")
    elif own:
        sentence = _("%(day)s : déjà %(given)s données par les collègues, %(sum)s avec ce travail")
    else:
        sentence = _("%(day)s : déjà %(given)s données par les collègues")
    if load.tests:
        sentence += _(" ; déjà annoncé : %(tests)s")
    if cap is not None:
        sentence += _(" ; repère du collège %(cap)s")
    return french.typeset(sentence % parts + ".")


def usual_sentence(usual: UsualLoad) -> str:
    """«Ces quatre dernières semaines : 35 min un jour ordinaire, 1 h 20 le plus chargé.»"""
    return french.typeset(
        _("Ces quatre dernières semaines : %(usual)s un jour ordinaire, %(most)s le plus chargé.")
        % {"usual": duration(usual.ordinary), "most": duration(usual.fullest)}
    )


def chip_load(load: Load) -> str:
    """Beside a day proposed: what the class already has for it."""
    parts = [duration(load.minutes)] if load.works or load.minutes else []
    if load.tests:
        parts.append(tests_counted(load))
    return _("déjà %(given)s") % {"given": ", ".join(parts)} if parts else _("rien encore")


def way_back(at_hand: dt.date, *, today: dt.date) -> str:
    """The name of the week at hand, from another one."""
    return _("La semaine qui vient") if at_hand > today else _("Cette semaine")
