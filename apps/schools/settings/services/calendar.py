"""Writes of the calendar: the year and its terms, closures, weeks A and B."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.schools.calendar import (
    alternate,
    breaks_between,
    last_free_day,
    start_year_of,
    teaching_mondays,
)
from apps.schools.days import monday_of, today_of
from apps.schools.enums import ClosureSource, WeekLabel
from apps.schools.errors import CalendarError
from apps.schools.history import recorded
from apps.schools.models import Closure, School, SchoolWeek, SchoolYear, Term
from apps.schools.territories import territory_of
from coeduc.locks import hold_row, hold_timeless

Period = tuple[dt.date, dt.date]
# What an app above does when days close or reports move: results that wait are placed again.
Follow = Callable[..., None]
_followers: list[Follow] = []


def on_change(follow: Follow) -> None:
    """Called once by an app above this one: ``follow(school, *, by, at)``."""
    if follow not in _followers:
        _followers.append(follow)


def year_at(school: School, *, at: dt.datetime) -> SchoolYear | None:
    """The year going on, else the next one; a year that has ended is never changed again."""
    today = today_of(school, at=at)
    years = SchoolYear.objects.filter(school=school, ends_on__gte=today)
    return years.order_by("starts_on").first()


@transaction.atomic
def save_year(
    school: School,
    year: SchoolYear | None,
    *,
    days: Period,
    terms: Sequence[Period],
    reports: Sequence[dt.date | None] | None = None,
    by: User,
    at: dt.datetime,
) -> SchoolYear:
    """The year and its terms, all at once; a term that is no longer wanted goes.

    Terms keep their rank, so that what points to the first trimester still does. ``reports``: the
    day of the reports of each term, None for its last day; left as they are when not given.
    """
    at = _lock(school, at=at)
    starts_on, ends_on = days
    others = SchoolYear.objects.filter(school=school)
    if year is not None:
        others = others.exclude(pk=year.pk)
    if others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise CalendarError(_("Ces jours sont déjà dans une autre année scolaire."))
    with recorded(by=by, at=at):
        if year is None:
            year = SchoolYear(school=school, start_year=start_year_of(starts_on, ends_on))
        year.starts_on, year.ends_on = starts_on, ends_on
        year.save()
        standing = {term.index: term for term in Term.objects.filter(year=year)}
        for index, (first, last) in enumerate(terms, start=1):
            term = standing.pop(index, None) or Term(school=school, year=year, index=index)
            term.count, term.starts_on, term.ends_on = len(terms), first, last
            if reports is not None:
                term.reports_on = reports[index - 1]
            term.save()
        for term in standing.values():
            try:
                term.delete()
            except ProtectedError as error:
                raise CalendarError(
                    _("La dernière période sert déjà : elle ne peut plus disparaître.")
                ) from error
    _changed(school, by=by, at=at)
    return year


@transaction.atomic
def fill_closures(school: School, year: SchoolYear, *, by: User, at: dt.datetime) -> int:
    """Holidays of the school's zone and public holidays of the year; how many were added.

    Only rewrites what it filled before: what the school decided stays.
    """
    at = _lock(school, at=at)
    last = last_free_day(year.ends_on)
    territory = territory_of(school.uai)
    public_days = territory.public_days if territory else ""
    try:
        breaks = breaks_between(year.starts_on, last, zone=school.zone, public_days=public_days)
    except LookupError as error:
        raise CalendarError(
            _("Les vacances de cette année ne sont pas encore connues : notez-les à la main.")
        ) from error
    wanted = {(found.starts_on, found.label): found for found in breaks}
    standing = {
        (closure.starts_on, closure.label): closure
        for closure in Closure.objects.filter(
            school=school, starts_on__range=(year.starts_on, last)
        )
    }
    added = 0
    with recorded(by=by, at=at):
        for key, closure in standing.items():
            if closure.source != ClosureSource.LOCAL and key not in wanted:
                closure.delete()
        for key, found in wanted.items():
            closure = standing.get(key) or Closure(
                school=school, label=found.label, starts_on=found.starts_on
            )
            if (closure.ends_on, closure.source) == (found.ends_on, found.source):
                continue
            added += closure.pk is None
            closure.ends_on, closure.source = found.ends_on, found.source
            closure.save()
    _changed(school, by=by, at=at)
    return added


@transaction.atomic
def save_zone(school: School, zone: str, *, by: User, at: dt.datetime) -> None:
    """The zone (A, B, C…) of the school holidays, kept in the history of the settings."""
    with recorded(by=by, at=at):
        school.zone = zone
        school.save(update_fields=["zone"])


@transaction.atomic
def save_clock(school: School, zone_name: str, *, by: User, at: dt.datetime) -> None:
    """The clock that every hour of the school is told by; what waits is placed again.

    The same clock said again moves nothing: it is no longer supposed, that is all.
    """
    at = _lock(school, at=at)
    moves = School.objects.filter(pk=school.pk).exclude(zone_name=zone_name).exists()
    with recorded(by=by, at=at):
        school.zone_name, school.is_clock_set = zone_name, True
        school.save(update_fields=["zone_name", "is_clock_set"])
    if moves:
        _changed(school, by=by, at=at)


@transaction.atomic
def save_local_closures(
    school: School, lines: Sequence[tuple[str, Period]], *, by: User, at: dt.datetime
) -> None:
    """The school's own closures as typed: what is no longer there goes."""
    at = _lock(school, at=at)
    standing = {
        (closure.starts_on, closure.label): closure
        for closure in Closure.objects.filter(school=school)
    }
    local = {k: c for k, c in standing.items() if c.source == ClosureSource.LOCAL}
    with recorded(by=by, at=at):
        for label, (first, last) in lines:
            if (first, label) in standing and (first, label) not in local:
                raise CalendarError(_("Ces jours sont déjà dans les vacances de la zone."))
            closure = local.pop((first, label), None)
            if closure is None:
                closure = Closure(school=school, label=label, starts_on=first)
            if closure.ends_on != last:
                closure.ends_on = last
                closure.save()
        for closure in local.values():
            closure.delete()
    _changed(school, by=by, at=at)


@transaction.atomic
def propose_weeks(school: School, year: SchoolYear, *, first: WeekLabel) -> int:
    """Letters of all the teaching weeks of the year, in turn; how many there are."""
    hold_timeless(School.objects.filter(pk=school.pk), no_key=True)
    closed = Closure.objects.filter(school=school).days()
    mondays = teaching_mondays(year.starts_on, year.ends_on, closed=closed)
    monday = monday_of(year.starts_on)
    SchoolWeek.objects.filter(school=school, monday__range=(monday, year.ends_on)).delete()
    weeks = [
        SchoolWeek(school=school, monday=monday, label=label)
        for monday, label in alternate(mondays, first=first)
    ]
    SchoolWeek.objects.bulk_create(weeks)
    return len(weeks)


@transaction.atomic
def save_weeks(school: School, labels: Mapping[dt.date, str]) -> int:
    """Letters changed by hand; how many changed."""
    hold_timeless(School.objects.filter(pk=school.pk), no_key=True)
    changed = [
        week
        for week in SchoolWeek.objects.filter(school=school, monday__in=labels)
        if week.label != labels[week.monday]
    ]
    for week in changed:
        week.label = labels[week.monday]
    SchoolWeek.objects.bulk_update(changed, ["label"])
    return len(changed)


def _changed(school: School, *, by: User, at: dt.datetime) -> None:
    for follow in _followers:
        follow(school, by=by, at=at)


def _lock(school: School, *, at: dt.datetime) -> dt.datetime:
    """Two people setting one school up wait for each other; what time it is for the second."""
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    return at
