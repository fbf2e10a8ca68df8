"""Last term's real facts for the simulator of rules: when, how many, never what.

A mark is never read here, only the instant of its entry; a pupil is one bit, in an order that tells
nothing of whose it is. Results that share their facts travel as one group, so that a whole school
is replayed at once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models.functions import TruncMinute

from apps.publication.simulator.rules.kept import pupils_in_order
from apps.publication.simulator.rules.replay import Past
from apps.publication.sources import AssessmentName, LastTerm, PastAssessment, TermDays
from apps.results.models import HandBack, MissedHandBack, Result, ResultVersion
from apps.results.release.services.instants import reports_at
from apps.schools.days import today_of
from apps.schools.models import School, Term

Tap = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class _Entered:
    """First entries of one assessment within one minute, in one class."""

    assessment: int
    kind: str
    held_on: dt.date
    division: int
    minute: dt.datetime
    results: list[int]
    students: list[int]


class ResultsOfTheTerm:
    """What ``apps.publication.sources`` asks of the results."""

    def last_term(self, school: School, *, at: dt.datetime) -> LastTerm | None:
        """The last completed term in which something was entered, else the current one so far."""
        today = today_of(school, at=at)
        begun = Term.objects.filter(school=school, starts_on__lte=today).order_by("-starts_on")
        terms = list(begun[:2])
        for term in sorted(
            terms, key=lambda term: (term.ends_on >= today, -term.starts_on.toordinal())
        ):
            pasts = tuple(_with_pupils(_pasts(school, term, at=at)))
            if pasts:
                days = TermDays(term.index, term.count, term.starts_on, term.ends_on)
                return LastTerm(days, pasts)
        return None

    def weigh(self, school: School, *, at: dt.datetime, most: int) -> int:
        """Of any term: enough to know a small school."""
        first = ResultVersion.objects.filter(school=school, n=1, entered_at__lte=at)
        return first.order_by()[:most].count()

    def named(
        self, school: School, works: Collection[PastAssessment]
    ) -> Mapping[PastAssessment, AssessmentName]:
        """One statement for all of them."""
        rows = (
            Result.objects.filter(
                school=school,
                assessment__in={work.assessment for work in works},
                division__in={work.division for work in works},
            )
            .order_by()
            .values_list("assessment", "division", "assessment__title", "division__code")
            .distinct()
        )
        return {
            PastAssessment(assessment, division): AssessmentName(title, code)
            for assessment, division, title, code in rows
        }


PAST = ResultsOfTheTerm()


def _with_pupils(groups: Iterable[tuple[Past, list[int]]]) -> Iterator[Past]:
    """Each group with its pupils, one bit each: nothing is left of their keys."""
    found = list(groups)
    members: dict[int, list[int]] = defaultdict(list)
    for n, (_past, pupils) in enumerate(found):
        for pupil in pupils:
            members[pupil].append(n)
    bits = pupils_in_order(members)
    for past, pupils in found:
        yield replace(past, pupils=sum(bits[pupil] for pupil in pupils))


def _pasts(school: School, term: Term, *, at: dt.datetime) -> Iterator[tuple[Past, list[int]]]:
    """The groups of a term: three statements, however many results there are."""
    entered = list(_entered(school, term, at=at))
    if not entered:
        return
    collective: dict[int, Tap] = {}
    own: dict[int, Tap] = {}
    within = {"school": school, "assessment__held_on__range": (term.starts_on, term.ends_on)}
    standing = HandBack.objects.standing().filter(**within, recorded_at__lte=at)
    for assessment, result, when, recorded_at in standing.values_list(
        "assessment", "result", "at", "recorded_at"
    ):
        if result is None:
            collective[assessment] = (when, recorded_at)
        else:
            own[result] = (when, recorded_at)
    missed = set(
        MissedHandBack.objects.standing().filter(**within).values_list("result", flat=True)
    )
    bulletin_at = reports_at(term, school)
    for group in entered:
        class_tap = collective.get(group.assessment)
        for tap, away, pupils in _apart(group, class_tap, own, missed):
            past = Past(
                kind=group.kind,
                held_on=group.held_on,
                handed_back_at=tap[0] if tap else None,
                recorded_at=tap[1] if tap else None,
                marked_at=group.minute,
                bulletin_at=bulletin_at,
                missed=away,
                weight=len(pupils),
                assessment=group.assessment,
                division=group.division,
            )
            yield past, pupils


def _apart(
    group: _Entered, class_tap: Tap | None, own: dict[int, Tap], missed: set[int]
) -> Iterable[tuple[Tap | None, bool, list[int]]]:
    """A group by hand-back: the class's, or the pupil's own, which prevails (services.instants).

    In the order of the facts: that of the roster would tell who was away.
    """
    found: dict[tuple[Tap | None, bool], list[int]] = {}
    for result, student in zip(group.results, group.students, strict=True):
        away = result in missed
        tap = own.get(result) or (None if away else class_tap)
        found.setdefault((tap, away), []).append(student)
    return sorted(
        ((tap, away, pupils) for (tap, away), pupils in found.items()),
        key=lambda one: (one[1], one[0] is None, one[0] or ()),
    )


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
            "result__division",
            "minute",
        )
        .annotate(
            results=ArrayAgg("result", order_by="result"),
            students=ArrayAgg("student", order_by="result"),
        )
        .order_by("result__assessment__held_on", "result__assessment", "minute", "result__division")
    )
    for row in rows:
        yield _Entered(*row)
