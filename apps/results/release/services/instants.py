"""Turn facts into the instants of versions that nobody has read yet.

One place decides which versions are still pending: an instant that has passed is never moved, a
state replaced before its time is never shown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

from django.db.models import Max
from django.db.models.functions import Coalesce

from apps.publication.enums import Trigger
from apps.publication.instants import Facts, Release, planned, release
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours, next_open
from apps.publication.release.services import has_passed
from apps.publication.rules import Rule
from apps.publication.services import opening_to_follow, rule_to_follow
from apps.results.models import (
    Assessment,
    HandBack,
    Hold,
    MissedHandBack,
    ResultVersion,
    TalkRequest,
)
from apps.results.models.words import FLOOR
from apps.schools.models import School, Term
from coeduc.days import midnight


@dataclass(frozen=True, slots=True)
class RuleAndHours:
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

    @property
    def begun(self) -> dt.datetime | None:
        """Since when this rule and these hours hold: neither gave any date before."""
        spans = (self.rule_version.during, self.opening_version.during)
        return max((span.lower for span in spans if span and span.lower), default=None)


class Pending(Protocol):
    """What is asked of a version to place it, and what it was told already: never its value."""

    @property
    def result_id(self) -> int: ...

    @property
    def entered_at(self) -> dt.datetime: ...

    @property
    def student_release_at(self) -> dt.datetime | None: ...


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """Every fact about one assessment that starts or holds a clock, by result."""

    collective: HandBack | None
    own: Mapping[int, HandBack]
    missed: frozenset[int]
    held_until: Mapping[int, dt.datetime]
    paused_until: Mapping[int, dt.datetime]
    bulletin_at: dt.datetime | None

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        """Hand-backs not undone; the last instant of each hold and pause, standing or not."""
        return cls.of_all([assessment], school=assessment.school)[assessment.pk]

    @classmethod
    def of_all(cls, assessments: Sequence[Assessment], *, school: School) -> dict[int, Self]:
        """The same by assessment, in five statements however many there are."""
        pks = [assessment.pk for assessment in assessments]
        collective: dict[int, HandBack] = {}
        own: dict[int, dict[int, HandBack]] = defaultdict(dict)
        for fact in HandBack.objects.standing().filter(assessment__in=pks):
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
        paused_until: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
        asked = TalkRequest.objects.filter(result__assessment__in=pks).guarding()
        for assessment, result, floor in asked.values_list("result__assessment", "result", FLOOR):
            paused_until[assessment][result] = floor
        terms = list(Term.objects.filter(school=school))
        return {
            assessment.pk: cls(
                collective=collective.get(assessment.pk),
                own=own[assessment.pk],
                missed=frozenset(missed[assessment.pk]),
                held_until=held_until[assessment.pk],
                paused_until=paused_until[assessment.pk],
                bulletin_at=_bulletin_at(assessment.held_on, terms, school),
            )
            for assessment in assessments
        }

    @property
    def of_one_pupil(self) -> set[int]:
        """The results of which a fact is known that is not the class's."""
        return {*self.own, *self.missed, *self.held_until, *self.paused_until}

    def of_class(self) -> Facts:
        """What starts the clock of the class as a whole: nothing that is about one pupil."""
        return Facts(
            handed_back_at=self.collective.at if self.collective else None,
            recorded_at=self.collective.recorded_at if self.collective else None,
            bulletin_at=self.bulletin_at,
        )

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
            guardian_floor=self.paused_until.get(result),
        )


def _bulletin_at(day: dt.date, terms: Iterable[Term], school: School) -> dt.datetime | None:
    """The first minute of the day of the reports of the term in which it took place."""
    term = next((term for term in terms if term.starts_on <= day <= term.ends_on), None)
    return reports_at(term, school) if term else None


def reports_at(term: Term, school: School) -> dt.datetime:
    """When the reports of a term appear: on their day, else on the last one."""
    return midnight(term.reports_on or term.ends_on, school.time_zone)


class Placer:
    """Releases under one rule, none before ``at``: like a hold, now is a floor.

    Placed again under the same rule and facts, an instant is found where it was: the floor reaches
    only what should have come already, and a pupil's instant that has passed is taken as it is. A
    rule that would have shown a result yesterday shows it at the next open minute. What only a
    pause still keeps back appears when the pause ends, or at once when it was taken back: the
    rule's day is not waited for again.
    """

    def __init__(self, rule: Rule, hours: OpeningHours, *, at: dt.datetime) -> None:
        self.rule, self.hours, self.at = rule, hours, at
        self._found: dict[Facts, Release] = {}  # a class shares its facts: computed once

    def place(self, version: Pending, known: ReleaseFacts) -> Release:
        facts = known.facts(version)
        if has_passed(version.student_release_at, self.at):
            facts = replace(facts, shown_at=version.student_release_at)
        if facts.marked_at and facts.handed_back_at and facts.marked_at < facts.handed_back_at:
            facts = replace(facts, marked_at=self._in_time(facts))
        if facts not in self._found:
            self._found[facts] = self._release(facts)
        return self._found[facts]

    def _release(self, facts: Facts) -> Release:
        from_now = replace(facts, held_until=max(facts.held_until or self.at, self.at))
        found = release(from_now, self.rule, self.hours)
        if facts.guardian_floor is None or found.student_at is None:
            return found
        ordinary = release(replace(facts, guardian_floor=None), self.rule, self.hours)
        if not has_passed(ordinary.guardian_at, self.at):
            return found
        ends_at = next_open(max(facts.guardian_floor, self.at, found.student_at), self.hours)
        return replace(found, guardian_at=ends_at)

    def _in_time(self, facts: Facts) -> dt.datetime | None:
        """Entered before its trigger, a result follows the trigger: whatever the minute."""
        if self.rule.trigger != Trigger.AFTER_HANDBACK:
            return facts.marked_at
        return facts.handed_back_at


def place(
    versions: Iterable[ResultVersion],
    assessment: Assessment,
    frame: RuleAndHours,
    *,
    at: dt.datetime,
) -> ReleaseFacts:
    """Set the pending instants of ``versions``, in memory; those that have passed stay.

    Returns the facts they were placed with.
    """
    known, placer = ReleaseFacts.of(assessment), Placer(frame.rule, frame.hours, at=at)
    for version in versions:
        found = placer.place(version, known)
        if not has_passed(version.student_release_at, at):
            version.student_release_at = found.student_at
        if not has_passed(version.guardian_release_at, at):
            version.guardian_release_at = found.guardian_at
        version.rule, version.opening = frame.rule_version, frame.opening_version
    return known


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
