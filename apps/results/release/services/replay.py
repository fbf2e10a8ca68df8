"""Last term's real facts for the simulator of rules: when, how many, never what.

A mark is never read here, only the instant of its entry; a pupil is an opaque key. Results that
share their facts travel as one group, so that a whole school is replayed at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext as _

from apps.publication.simulator.rules import Past
from apps.publication.sources import LastTerm
from apps.results.models import HandBack, MissedHandBack, ResultVersion
from apps.results.release.services.instants import reports_at
from apps.schools.days import today_of
from apps.schools.models import School, Term
from coeduc.french import short_day

Tap = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class _Entered:
    """First entries of one assessment within one minute, in one class."""

    assessment: int
    kind: str
    held_on: dt.date
    title: str
    class_code: str
    minute: dt.datetime
    results: list[int]
    students: list[int]


def last_term(school: School, *, at: dt.datetime) -> LastTerm | None:
    """The last completed term in which something was entered, else the current one so far."""
    today = today_of(school, at=at)
    begun = Term.objects.filter(school=school, starts_on__lte=today).order_by("-starts_on")
    terms = list(begun[:2])
    for term in sorted(
        terms, key=lambda term: (term.ends_on >= today, -term.starts_on.toordinal())
    ):
        pasts = tuple(_pasts(school, term, at=at))
        if pasts:
            return LastTerm(_label(term, today, school, at=at), pasts)
    return None


def _label(term: Term, today: dt.date, school: School, *, at: dt.datetime) -> str:
    names = (
        {1: _("1er semestre"), 2: _("2d semestre")}
        if term.count == 2
        else {1: _("1er trimestre"), 2: _("2e trimestre"), 3: _("3e trimestre")}
    )
    words = {
        "term": names.get(term.index, _("période")),
        "first": short_day(term.starts_on, at=at, zone=school.time_zone),
        "last": short_day(term.ends_on, at=at, zone=school.time_zone),
    }
    if term.ends_on < today:
        return _("%(term)s, du %(first)s au %(last)s") % words
    return _("%(term)s en cours, depuis le %(first)s") % words


def _pasts(school: School, term: Term, *, at: dt.datetime) -> Iterator[Past]:
    """The groups of a term: three statements, however many results there are."""
    entered = list(_entered(school, term, at=at))
    if not entered:
        return
    collective: dict[int, Tap] = {}
    own: dict[int, Tap] = {}
    within = {"school": school, "assessment__held_on__range": (term.starts_on, term.ends_on)}
    standing = HandBack.objects.filter(**within, undone_at=None, recorded_at__lte=at)
    for assessment, result, when, recorded_at in standing.values_list(
        "assessment", "result", "at", "recorded_at"
    ):
        if result is None:
            collective[assessment] = (when, recorded_at)
        else:
            own[result] = (when, recorded_at)
    missed = set(
        MissedHandBack.objects.filter(**within, hand_back__undone_at=None).values_list(
            "result", flat=True
        )
    )
    bulletin_at = reports_at(term, school)
    for group in entered:
        class_tap = collective.get(group.assessment)
        for tap, away, pupils in _apart(group, class_tap, own, missed):
            yield Past(
                kind=group.kind,
                held_on=group.held_on,
                handed_back_at=tap[0] if tap else None,
                recorded_at=tap[1] if tap else None,
                marked_at=group.minute,
                bulletin_at=bulletin_at,
                missed=away,
                weight=len(pupils),
                title=group.title,
                class_code=group.class_code,
                pupils=tuple(pupils),
            )


def _apart(
    group: _Entered, class_tap: Tap | None, own: dict[int, Tap], missed: set[int]
) -> Iterable[tuple[Tap | None, bool, list[int]]]:
    """A group by hand-back: the class's, or the pupil's own, which prevails (services.instants)."""
    found: dict[tuple[Tap | None, bool], list[int]] = {}
    for result, student in zip(group.results, group.students, strict=True):
        away = result in missed
        tap = own.get(result) or (None if away else class_tap)
        found.setdefault((tap, away), []).append(student)
    return [(tap, away, pupils) for (tap, away), pupils in found.items()]


def _entered(school: School, term: Term, *, at: dt.datetime) -> Iterator[_Entered]:
    """First versions by assessment, class and minute; to the minute, so that a class is a group."""
    first = ResultVersion.objects.filter(
        school=school,
        n=1,
        entered_at__lte=at,
        result__assessment__held_on__range=(term.starts_on, term.ends_on),
    )
    rows = (
        first.annotate(minute=TruncMinute("entered_at", tzinfo=dt.UTC))
        .values_list(
            "result__assessment",
            "result__assessment__kind",
            "result__assessment__held_on",
            "result__assessment__title",
            "result__division__code",
            "minute",
        )
        .annotate(
            results=ArrayAgg("result", order_by="result"),
            students=ArrayAgg("student", order_by="result"),
        )
        .order_by("result__assessment__held_on", "result__assessment", "minute")
    )
    for row in rows:
        yield _Entered(*row)
