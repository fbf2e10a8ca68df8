"""Turn facts into the instants of versions that nobody has read yet.

One place decides which versions are still pending: an instant that has passed is never moved, a
state replaced before its time is never shown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol, Self

from django.db.models import F, Max
from django.db.models.functions import Coalesce

from apps.publication.enums import Trigger
from apps.publication.instants import Facts, Release, planned, release
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule
from apps.publication.services import opening_to_follow, rule_to_follow
from apps.results.figures import figures_of
from apps.results.models import (
    Assessment,
    ClassFigures,
    HandBack,
    Hold,
    MissedHandBack,
    ResultVersion,
)
from apps.schools.models import School, Term


@dataclass(frozen=True, slots=True)
class Frame:
    """The rule and the hours that apply to an assessment at one instant."""

    rule_version: RuleVersion
    opening_version: OpeningVersion
    rule: Rule
    hours: OpeningHours

    @classmethod
    def of(cls, assessment: Assessment, *, at: dt.datetime) -> Self:
        """To write: a school that has decided nothing has the ministry's frame recorded."""
        school = assessment.school
        rule_version = rule_to_follow(school, assessment.kind, at=at)
        opening_version = opening_to_follow(school, at=at)
        return cls._from(rule_version, opening_version)

    @classmethod
    def to_read(cls, assessment: Assessment, *, at: dt.datetime) -> Self:
        """To tell what would happen: nothing is recorded, a page may not write."""
        school = assessment.school
        return cls._from(
            RuleVersion.objects.for_kind(school, assessment.kind, at=at),
            OpeningVersion.objects.for_school(school, at=at),
        )

    @classmethod
    def _from(cls, rule_version: RuleVersion, opening_version: OpeningVersion) -> Self:
        return cls(
            rule_version, opening_version, rule_version.as_rule(), opening_version.as_hours()
        )

    def planned(self, facts: Facts) -> Release:
        return planned(facts, self.rule, self.hours)


class Pending(Protocol):
    """What is asked of a version to place it: never its value."""

    @property
    def result_id(self) -> int: ...

    @property
    def entered_at(self) -> dt.datetime: ...


@dataclass(frozen=True, slots=True)
class Known:
    """Every fact about one assessment that starts or holds a clock, by result."""

    collective: HandBack | None
    own: Mapping[int, HandBack]
    missed: frozenset[int]
    held_until: Mapping[int, dt.datetime]
    bulletin_at: dt.datetime | None

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        """Hand-backs not undone; the last instant of each hold, standing or not."""
        return cls.of_all([assessment], school=assessment.school)[assessment.pk]

    @classmethod
    def of_all(cls, assessments: Sequence[Assessment], *, school: School) -> dict[int, Self]:
        """The same by assessment, in four statements however many there are."""
        pks = [assessment.pk for assessment in assessments]
        collective: dict[int, HandBack] = {}
        own: dict[int, dict[int, HandBack]] = defaultdict(dict)
        for fact in HandBack.objects.filter(assessment__in=pks, undone_at=None):
            if fact.result_id is None:
                collective[fact.assessment_id] = fact
            else:
                own[fact.assessment_id][fact.result_id] = fact
        missed: dict[int, set[int]] = defaultdict(set)
        if collective:
            rows = MissedHandBack.objects.filter(hand_back__in=list(collective.values()))
            for assessment, result in rows.values_list("assessment", "result"):
                missed[assessment].add(result)
        held_until: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
        holds = Hold.objects.filter(result__assessment__in=pks).values("result")
        ends = holds.annotate(ended_at=Max(Coalesce("lifted_at", "until")))
        for assessment, result, end in ends.values_list("result__assessment", "result", "ended_at"):
            held_until[assessment][result] = end
        terms = list(Term.objects.filter(school=school))
        return {
            assessment.pk: cls(
                collective=collective.get(assessment.pk),
                own=own[assessment.pk],
                missed=frozenset(missed[assessment.pk]),
                held_until=held_until[assessment.pk],
                bulletin_at=_bulletin_at(assessment.held_on, terms, school),
            )
            for assessment in assessments
        }

    def facts(self, version: Pending) -> Facts:
        """The pupil's own hand-back prevails on the class's, which they may have missed."""
        result = version.result_id
        missed = result in self.missed
        hand_back = self.own.get(result) or (None if missed else self.collective)
        return Facts(
            handed_back_at=hand_back.at if hand_back else None,
            recorded_at=hand_back.recorded_at if hand_back else None,
            marked_at=version.entered_at,
            missed_hand_back=missed,
            bulletin_at=self.bulletin_at,
            held_until=self.held_until.get(result),
        )


def _bulletin_at(day: dt.date, terms: Iterable[Term], school: School) -> dt.datetime | None:
    """The first minute of the day of the reports of the term in which it took place."""
    term = next((term for term in terms if term.starts_on <= day <= term.ends_on), None)
    return reports_at(term, school) if term else None


def reports_at(term: Term, school: School) -> dt.datetime:
    """When the reports of a term appear: on their day, else on the last one."""
    return dt.datetime.combine(term.reports_on or term.ends_on, dt.time(), school.time_zone)


class Placer:
    """Releases under one rule, none before ``at``: like a hold, now is a floor.

    A rule that would have shown a result yesterday shows it at the next open minute.
    """

    def __init__(self, rule: Rule, hours: OpeningHours, *, at: dt.datetime) -> None:
        self.rule, self.hours, self.at = rule, hours, at
        self._found: dict[Facts, Release] = {}  # a class shares its facts: computed once

    def place(self, version: Pending, known: Known) -> Release:
        facts = known.facts(version)
        if facts.marked_at and facts.handed_back_at and facts.marked_at < facts.handed_back_at:
            facts = replace(facts, marked_at=self._in_time(facts))
        facts = replace(facts, held_until=max(facts.held_until or self.at, self.at))
        if facts not in self._found:
            self._found[facts] = release(facts, self.rule, self.hours)
        return self._found[facts]

    def _in_time(self, facts: Facts) -> dt.datetime | None:
        """Entered before its trigger, a result follows the trigger: whatever the minute."""
        if self.rule.trigger != Trigger.AFTER_HANDBACK:
            return facts.marked_at
        return facts.handed_back_at


def place(
    versions: Iterable[ResultVersion], assessment: Assessment, frame: Frame, *, at: dt.datetime
) -> None:
    """Set the pending instants of ``versions``, in memory; those that have passed stay."""
    known, placer = Known.of(assessment), Placer(frame.rule, frame.hours, at=at)
    for version in versions:
        found = placer.place(version, known)
        if not has_passed(version.student_release_at, at):
            version.student_release_at = found.student_at
        if not has_passed(version.guardian_release_at, at):
            version.guardian_release_at = found.guardian_at
        version.rule, version.opening = frame.rule_version, frame.opening_version


def write_instants(versions: Iterable[ResultVersion]) -> None:
    """Save what ``place`` set: one statement for each set of instants, which a class shares."""
    shared: dict[tuple[Any, ...], list[int]] = {}
    for version in versions:
        instants = (version.student_release_at, version.guardian_release_at)
        shared.setdefault((*instants, version.rule_id, version.opening_id), []).append(version.pk)
    for (student_at, guardian_at, rule, opening), pks in shared.items():
        ResultVersion.objects.filter(pk__in=pks).update(
            student_release_at=student_at,
            guardian_release_at=guardian_at,
            rule=rule,
            opening=opening,
        )


def forget_superseded(versions: Iterable[ResultVersion], *, at: dt.datetime) -> list[ResultVersion]:
    """Drop the pending instants of states that have just been replaced; return those changed."""
    changed = []
    for version in versions:
        before = (version.student_release_at, version.guardian_release_at)
        if not has_passed(version.student_release_at, at):
            version.student_release_at = None
        if not has_passed(version.guardian_release_at, at):
            version.guardian_release_at = None
        if before != (version.student_release_at, version.guardian_release_at):
            changed.append(version)
    return changed


def refresh_figures(*assessments: Assessment, at: dt.datetime) -> None:
    """Compute the class figures again until the first cohort has been read, then never.

    Frozen figures still follow their cohort's instant for guardians, as long as it has not passed.
    """
    schools = {assessment.pk: assessment.school_id for assessment in assessments}
    known = list(ClassFigures.objects.filter(assessment__in=schools))
    frozen = [row for row in known if row.student_release_at <= at]
    stale = [row.pk for row in known if row.student_release_at > at]
    if stale:
        ClassFigures.objects.filter(pk__in=stale).delete()
    _follow_guardians([row for row in frozen if row.guardian_release_at > at])
    open_to_change = schools.keys() - {row.assessment_id for row in frozen}
    if not open_to_change:
        return
    rows = (
        ResultVersion.objects.latest()
        .filter(result__assessment__in=open_to_change, value__isnull=False)
        .exclude(student_release_at=None)
        .exclude(guardian_release_at=None)
        .values_list("result__assessment", "student_release_at", "guardian_release_at", "value")
    )
    cohorts: dict[int, list[tuple[dt.datetime, dt.datetime, Decimal]]] = defaultdict(list)
    for assessment, student_at, guardian_at, value in rows:
        cohorts[assessment].append((student_at, guardian_at, value))
    found = (_figures(schools[pk], pk, cohort) for pk, cohort in cohorts.items())
    ClassFigures.objects.bulk_create([figures for figures in found if figures])


def _figures(
    school: int, assessment: int, entered: Sequence[tuple[dt.datetime, dt.datetime, Decimal]]
) -> ClassFigures | None:
    """Of those who are the first to read."""
    first = min(student_at for student_at, __, ___ in entered)
    cohort = [row for row in entered if row[0] == first]
    figures = figures_of([value for __, ___, value in cohort])
    if figures is None:
        return None
    return ClassFigures(
        school_id=school,
        assessment_id=assessment,
        count=figures.count,
        average=figures.average,
        lowest=figures.lowest,
        highest=figures.highest,
        student_release_at=first,
        guardian_release_at=max(guardian_at for __, guardian_at, ___ in cohort),
    )


def _follow_guardians(frozen: Sequence[ClassFigures]) -> None:
    """The cohort is known by the instant at which its pupils read."""
    if not frozen:
        return
    ends = (
        ResultVersion.objects.filter(
            result__assessment__in=[row.assessment_id for row in frozen],
            student_release_at=F("result__assessment__figures__student_release_at"),
        )
        .values("result__assessment")
        .annotate(latest=Max("guardian_release_at"))
    )
    latest = dict(ends.values_list("result__assessment", "latest"))
    moved = []
    for row in frozen:
        end = latest.get(row.assessment_id)
        if end is not None and end != row.guardian_release_at:
            row.guardian_release_at = end
            moved.append(row)
    ClassFigures.objects.bulk_update(moved, ["guardian_release_at"])


def has_passed(instant: dt.datetime | None, at: dt.datetime) -> bool:
    return instant is not None and instant <= at
