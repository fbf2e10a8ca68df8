"""Turn facts into the instants of versions that nobody has read yet.

One place decides which versions are still pending: an instant that has passed is never moved, a
state replaced before its time is never shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import Max
from django.db.models.functions import Coalesce

from apps.publication.instants import Facts, Release, planned, release
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule
from apps.publication.services import opening_in_force, rule_in_force
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
        rule_version = rule_in_force(school, assessment.kind, at=at)
        opening_version = opening_in_force(school, at=at)
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
        standing = list(HandBack.objects.filter(assessment=assessment, undone_at=None))
        collective = next((fact for fact in standing if fact.result_id is None), None)
        missed = MissedHandBack.objects.filter(hand_back=collective) if collective else ()
        holds = Hold.objects.filter(result__assessment=assessment)
        ends = holds.values("result").annotate(ended_at=Max(Coalesce("lifted_at", "until")))
        return cls(
            collective=collective,
            own={fact.result_id: fact for fact in standing if fact.result_id is not None},
            missed=frozenset(row.result_id for row in missed),
            held_until=dict(ends.values_list("result", "ended_at")),
            bulletin_at=bulletin_at(assessment),
        )

    def facts(self, version: ResultVersion) -> Facts:
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


def bulletin_at(assessment: Assessment) -> dt.datetime | None:
    """The first minute of the day of the reports of the term in which it took place."""
    school, day = assessment.school, assessment.held_on
    term = Term.objects.filter(school=school, starts_on__lte=day, ends_on__gte=day).first()
    return reports_at(term, school) if term else None


def reports_at(term: Term, school: School) -> dt.datetime:
    """When the reports of a term appear: on their day, else on the last one."""
    return dt.datetime.combine(term.reports_on or term.ends_on, dt.time(), school.time_zone)


def place(
    versions: Iterable[ResultVersion], assessment: Assessment, frame: Frame, *, at: dt.datetime
) -> None:
    """Set the pending instants of ``versions``, in memory; those that have passed stay.

    None is placed before ``at``: a rule that would have shown a result yesterday shows it at the
    next open minute. Like a hold, now is a floor.
    """
    known = Known.of(assessment)
    releases: dict[Facts, Release] = {}  # a class shares its facts: computed once
    for version in versions:
        facts = known.facts(version)
        facts = replace(facts, held_until=max(facts.held_until or at, at))
        if facts not in releases:
            releases[facts] = release(facts, frame.rule, frame.hours)
        found = releases[facts]
        if not _passed(version.student_release_at, at):
            version.student_release_at = found.student_at
        if not _passed(version.guardian_release_at, at):
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
        if not _passed(version.student_release_at, at):
            version.student_release_at = None
        if not _passed(version.guardian_release_at, at):
            version.guardian_release_at = None
        if before != (version.student_release_at, version.guardian_release_at):
            changed.append(version)
    return changed


def refresh_figures(assessment: Assessment, *, at: dt.datetime) -> None:
    """Compute the class figures again until the first cohort has been read, then never."""
    known = ClassFigures.objects.filter(assessment=assessment).first()
    if known and known.student_release_at <= at:
        return
    if known:
        known.delete()
    cohort = list(
        ResultVersion.objects.latest()
        .filter(result__assessment=assessment, value__isnull=False)
        .exclude(student_release_at=None)
        .exclude(guardian_release_at=None)
    )
    if not cohort:
        return
    first = min(version.student_release_at for version in cohort)
    cohort = [version for version in cohort if version.student_release_at == first]
    figures = figures_of([version.value for version in cohort])
    if figures is None:
        return
    ClassFigures.objects.create(
        school_id=assessment.school_id,
        assessment=assessment,
        count=figures.count,
        average=figures.average,
        lowest=figures.lowest,
        highest=figures.highest,
        student_release_at=first,
        guardian_release_at=max(version.guardian_release_at for version in cohort),
    )


def _passed(instant: dt.datetime | None, at: dt.datetime) -> bool:
    return instant is not None and instant <= at
