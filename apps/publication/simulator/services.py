"""Keep what a simulation reads: once a change and never more than once an hour, by a worker.

A page only reads. The row of a school says what is wanted (asked for, old, never read); a worker
takes it under a lease, reads the facts, counts the usual rules, and erases the changes it has seen
and no other. One that dies leaves the row to the next; a school that fails waits an hour and keeps
what was known.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Case, F, Q, When

from apps.accounts.models import User
from apps.publication import services as publication_services
from apps.publication import sources
from apps.publication.models import KeptFacts, PastChange
from apps.publication.rules import READY_MADE, THE_SCHOOL, opens, rule_for
from apps.publication.simulator.rules.kept import (
    VERSION,
    figures_key,
    kept_facts,
    kept_figures,
)
from apps.publication.simulator.rules.replay import replay
from apps.schools.days import today_of
from apps.schools.models import School, Term
from coeduc import leases
from coeduc.days import DAY, midnight
from coeduc.leases import FREE, Terms

logger = logging.getLogger(__name__)

SOFT_LIMIT, HARD_LIMIT = 50, 60  # seconds; the largest collège takes one
TERMS = Terms(lasts=dt.timedelta(minutes=2), attempts=3)  # longer than the hard limit


def ask(school: School, *, at: dt.datetime) -> None:
    """A head wants the figures of now: once, however many taps.

    A reading that was begun before does not answer: it may have passed by what they want to see.
    """
    begin(School.objects.filter(pk=school.pk))
    unheard = Q(asked_at=None) | Q(asked_at__lte=F("claimed_at"), leased_until__gt=at)
    KeptFacts.objects.filter(unheard, school=school).update(asked_at=at)


def begin(schools: Any) -> None:
    """A row for each of these schools that has none."""
    without = schools.exclude(pk__in=KeptFacts.objects.values("school"))
    KeptFacts.objects.bulk_create(
        [KeptFacts(school=school) for school in without], ignore_conflicts=True
    )


def follow_calendar(school: School, *, by: User | None, at: dt.datetime) -> None:
    """Terms, reports, closures or the clock have changed: what was read before is old."""
    PastChange.objects.create(school=school)


def claim(*, at: dt.datetime) -> KeptFacts | None:
    """The next school to read, in turn; one whose workers died three times is left for an hour."""
    begin(School.objects.all())
    found = leases.claim(
        KeptFacts, TERMS, at=at, give_up=lambda row: _fail(row, at=at), related=("school",)
    )
    return found[0] if found else None


def refresh(row: KeptFacts, *, at: dt.datetime) -> bool:
    """Read the facts of a claimed school and count; False when it could not be done."""
    try:
        return _refresh(row, at=at)
    except SoftTimeLimitExceeded:
        logger.warning("facts of school %s take too long", row.school_id)
        _fail(row, at=at)
    except Exception:
        logger.exception("facts of school %s could not be kept", row.school_id)
        _fail(row, at=at)
    return False


def _refresh(row: KeptFacts, *, at: dt.datetime) -> bool:
    school = row.school
    # Before the facts: what changes while they are read leaves its own row, for the next time.
    seen = list(PastChange.objects.filter(school=school).values_list("pk", flat=True))
    rules, opening = publication_services.to_read(school, at=at)
    decided = publication_services.rules_by_kind(rules)
    exceptions = {kind: rule for kind, rule in decided.items() if kind != THE_SCHOOL}
    hours = opening.as_hours()
    usual = {
        figures_key(rule, hours, exceptions): rule
        for rule in (rule_for(decided), *READY_MADE.values())
        if opens(rule, hours)
    }
    show = _showing(row, 1 + len(usual))
    found = sources.last_term(school, at=at)
    show(1)
    term, pasts = (found.term, found.pasts) if found else (None, ())
    figures = {}
    for n, (key, rule) in enumerate(usual.items(), start=2):
        figures[key] = kept_figures(replay(pasts, rule, hours, exceptions=exceptions))
        show(n)
    with transaction.atomic():
        done = KeptFacts.objects.leased(row).update(
            version=VERSION,
            computed_at=at,
            until=_until(school, at=at),
            term_index=term and term.index,
            term_count=term and term.count,
            term_starts_on=term and term.starts_on,
            term_ends_on=term and term.ends_on,
            weight=sum(past.weight for past in pasts),
            pasts=kept_facts(pasts),
            figures=figures,
            asked_at=_asked_since(row),
            failed_at=None,
            attempts=0,
            **AT_REST,
        )
        if done:
            PastChange.objects.filter(pk__in=seen).delete()
    return bool(done)


AT_REST: dict[str, Any] = FREE | {"step": 0, "steps": 0}


def _showing(row: KeptFacts, steps: int) -> Callable[[int], None]:
    """What the progress bar of the page shows, as soon as it is true."""

    def show(step: int) -> None:
        KeptFacts.objects.leased(row).update(step=step, steps=steps)

    show(0)
    return show


def _fail(row: KeptFacts, *, at: dt.datetime) -> None:
    KeptFacts.objects.leased(row).update(
        failed_at=at, asked_at=_asked_since(row), attempts=0, **AT_REST
    )


def _asked_since(row: KeptFacts) -> Case:
    """When somebody asked while this row was read: it is read again, however that one ended."""
    return Case(When(asked_at__gt=row.claimed_at, then=F("asked_at")), default=None)


def _until(school: School, *, at: dt.datetime) -> dt.datetime | None:
    """The first midnight at which a term ends or begins; None when all of them are over."""
    today = today_of(school, at=at)
    days = [
        day
        for term in Term.objects.filter(school=school)
        for day in (term.starts_on, term.ends_on + DAY)
        if day > today
    ]
    if not days:
        return None
    return midnight(min(days), school.time_zone)
