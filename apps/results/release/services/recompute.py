"""After a change of rule, hours or calendar: what still waits is placed again, in one batch.

Not retroactive: an instant that has passed never moves, none is set before now, none is lost.
No instant depends on a value: this module does not read one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction

from apps.accounts.models import User
from apps.publication.changes import ChangeBatch, ExceptionKind, Moves
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.release import services as release_services
from apps.publication.release.services import RulesInForce, has_passed, settled
from apps.publication.rules import THE_SCHOOL, Rule, of_kind, rule_for
from apps.publication.services import opening_to_follow, rule_to_follow, rules_by_kind
from apps.results.enums import KINDS_IN_WORDS, AssessmentKind, ChangeCause
from apps.results.models import Assessment, Recomputation, ResultVersion
from apps.results.release.services.class_figures import ClassClock, refresh_figures
from apps.results.release.services.instants import Placer, ReleaseFacts
from apps.schools.models import School
from coeduc.access import Reader
from coeduc.locks import hold_rows

EVERY_KIND = None
# What a class usually shares while it waits, beside what is known of its assessment.
SHARED = ("entered_at", "student_release_at", "guardian_release_at")
MOST_BATCHES = 20


class PendingResult(NamedTuple):
    """A result that has not reached the guardians yet, without what it says."""

    pk: int
    result_id: int
    assessment_id: int
    kind: str
    entered_at: dt.datetime
    student_at: dt.datetime | None
    guardian_at: dt.datetime | None
    rule_id: int | None
    opening_id: int | None

    @property
    def student_release_at(self) -> dt.datetime | None:
        return self.student_at

    def move_to(self, other: PendingResult) -> int:
        """-1 earlier, 0 unchanged, 1 later; the guardians' instant first, then the pupil's."""
        for before, after in (
            (self.guardian_at, other.guardian_at),
            (self.student_at, other.student_at),
        ):
            if before == after:
                continue
            return -1 if before is None or (after is not None and after < before) else 1
        return 0


@dataclass(frozen=True, slots=True)
class Frames:
    """The rules by kind and the hours to follow; ``kind`` is whose rule changed, if one did."""

    rules: Mapping[str, Rule]
    hours: OpeningHours
    kind: str | None = EVERY_KIND
    versions: Mapping[str, RuleVersion] = field(default_factory=dict)

    def kinds(self) -> list[str]:
        """The kinds of assessment that the change is about."""
        if self.kind is EVERY_KIND:
            return list(AssessmentKind.values)
        if self.kind:
            return [self.kind]
        return [kind for kind in AssessmentKind.values if kind not in self.rules]

    def rule_of(self, kind: str) -> Rule:
        return rule_for(self.rules, kind)


def preview(
    school: School,
    *,
    rules: Mapping[str, Rule],
    hours: OpeningHours,
    kind: str | None,
    at: dt.datetime,
) -> Moves:
    """What ``recompute`` would move under these rules; nothing is locked nor written.

    A class that waits together is placed once, and counted for what it is.
    """
    frames = Frames(rules, hours, kind)
    groups = _pending_groups(school, frames, at=at)
    waiting = {row.assessment_id for row, __ in groups}
    assessments = _assessments(school, frames).filter(pk__in=waiting)
    known = _facts((row for row, __ in groups), assessments, school)
    apart = [one for row, results in groups for one in _apart(row, results, known)]
    pairs = _placed([row for row, __ in apart], known, frames, at=at)
    return _moves(pairs, (weight for __, weight in apart))


@transaction.atomic
def recompute(
    school: School,
    *,
    cause: ChangeCause,
    by: User | None,
    at: dt.datetime,
    rule: RuleVersion | None = None,
    opening: OpeningVersion | None = None,
) -> Recomputation | None:
    """Place again what waits, after ``rule`` or ``opening`` was adopted or the calendar changed.

    The assessments are locked in the order of their keys before anything is read: who enters marks
    or taps at the same moment holds one of them, comes wholly before or wholly after, and never
    waits in a circle. The number of statements does not depend on how many there are. A change of
    the calendar that moves nothing leaves no trace: None.
    """
    frames, hours_version = _frames(school, rule, at=at)
    assessments, at = hold_rows(_assessments(school, frames), at=at, no_key=True)
    rows = _pending(school, frames, at=at)
    known = _facts(rows, assessments, school)
    pairs = list(_placed(rows, known, frames, at=at))
    changed = list(_followed(pairs, frames, hours_version, at=at))
    release_services.write(ResultVersion, changed)
    waiting = [one for one in assessments if one.pk in known]
    clocks = {
        one.pk: ClassClock.of(known[one.pk], frames.rule_of(one.kind), frames.hours)
        for one in waiting
    }
    refresh_figures(waiting, clocks, at=at)
    release_services.place_again(RulesInForce(school, frames.rules, frames.hours), at=at)
    moves = _moves(pairs, [1] * len(pairs))
    if cause == ChangeCause.CALENDAR and not (moves.earlier or moves.later):
        return None
    return Recomputation.objects.create(
        school=school,
        at=at,
        cause=cause,
        by=by,
        rule=rule,
        opening=opening,
        earlier=moves.earlier,
        later=moves.later,
        unchanged=moves.unchanged,
    )


def _frames(
    school: School, rule: RuleVersion | None, *, at: dt.datetime
) -> tuple[Frames, OpeningVersion]:
    """What is in force now; a school that had decided nothing gets the ministry's frame."""
    versions = {THE_SCHOOL: rule_to_follow(school, at=at)}
    exceptions = RuleVersion.objects.decided().filter(school=school, during__upper_inf=True)
    versions |= {version.kind: version for version in exceptions.exclude(kind=THE_SCHOOL)}
    opening = opening_to_follow(school, at=at)
    rules = rules_by_kind(versions.values())
    kind = EVERY_KIND if rule is None else rule.kind
    return Frames(rules, opening.as_hours(), kind, versions), opening


def _assessments(school: School, frames: Frames):  # type: ignore[no-untyped-def] # a queryset
    """In the order of their keys, which is the order of their locks."""
    return (
        Assessment.objects.filter(school=school, kind__in=frames.kinds())
        .only("pk", "held_on", "kind", "school_id")
        .order_by("pk")
    )


def _waiting(school: School, frames: Frames, *, at: dt.datetime):  # type: ignore[no-untyped-def] # a queryset
    return (
        ResultVersion.objects.latest()
        .filter(school=school, result__assessment__kind__in=frames.kinds())
        .waiting(at=at)
        .order_by()
    )


def _pending(school: School, frames: Frames, *, at: dt.datetime) -> list[PendingResult]:
    rows = _waiting(school, frames, at=at).values_list(
        "pk",
        "result_id",
        "result__assessment_id",
        "result__assessment__kind",
        *SHARED,
        "rule_id",
        "opening_id",
    )
    return [PendingResult(*row) for row in rows]


def _pending_groups(
    school: School, frames: Frames, *, at: dt.datetime
) -> list[tuple[PendingResult, list[int]]]:
    """One row for the results of an assessment entered and placed together, and their keys."""
    rows = (
        _waiting(school, frames, at=at)
        .values_list("result__assessment_id", "result__assessment__kind", *SHARED)
        .annotate(results=ArrayAgg("result_id"))
    )
    return [
        (
            PendingResult(
                0, results[0], assessment, kind, entered_at, student_at, guardian_at, None, None
            ),
            results,
        )
        for assessment, kind, entered_at, student_at, guardian_at, results in rows
    ]


def _apart(
    row: PendingResult, results: Sequence[int], known: Mapping[int, ReleaseFacts]
) -> Iterator[tuple[PendingResult, int]]:
    """A group without those of whom something more is known, and each of these."""
    of_one = known[row.assessment_id].of_one_pupil
    together = [result for result in results if result not in of_one]
    if together:
        yield row._replace(result_id=together[0]), len(together)
    for result in results:
        if result in of_one:
            yield row._replace(result_id=result), 1


def _facts(
    rows: Iterable[PendingResult], assessments: Iterable[Assessment], school: School
) -> dict[int, ReleaseFacts]:
    """What is known of the assessments of which something waits."""
    waiting = {row.assessment_id for row in rows}
    if not waiting:
        return {}
    return ReleaseFacts.of_all([one for one in assessments if one.pk in waiting], school=school)


def _placed(
    rows: Sequence[PendingResult],
    known: Mapping[int, ReleaseFacts],
    frames: Frames,
    *,
    at: dt.datetime,
) -> Iterator[tuple[PendingResult, PendingResult]]:
    """Each waiting result before and after."""
    placers = {kind: Placer(frames.rule_of(kind), frames.hours, at=at) for kind in frames.kinds()}
    for row in rows:
        found = placers[row.kind].place(row, known[row.assessment_id])
        yield row, settled(row, found, at=at)


def _followed(
    pairs: Iterable[tuple[PendingResult, PendingResult]],
    frames: Frames,
    opening: OpeningVersion,
    *,
    at: dt.datetime,
) -> Iterator[PendingResult]:
    """The rows to write, with the decision that each now follows.

    Who kept a date that the new rule cannot give keeps the rule that gave it. What a pupil has
    read is never taken away by a rule that shows less: that result keeps the former one.
    """
    pairs = list(pairs)
    known = {version.pk: version for version in frames.versions.values()}
    before = {row.rule_id for row, __ in pairs if row.rule_id} - known.keys()
    shown = {
        pk: version.as_rule().shows
        for pk, version in (RuleVersion.objects.in_bulk(before) | known).items()
    }
    for row, placed in pairs:
        version = of_kind(frames.versions, row.kind)
        had_a_date = row.guardian_at is not None
        if had_a_date and placed is row:
            continue
        rule = version.pk
        if has_passed(row.student_at, at) and row.rule_id is not None:
            keeps = not version.as_rule().shows.covers(shown[row.rule_id])
            rule = row.rule_id if keeps else rule
        placed = placed._replace(rule_id=rule, opening_id=opening.pk)
        if placed != row:
            yield placed


def _moves(pairs: Iterable[tuple[PendingResult, PendingResult]], weights: Iterable[int]) -> Moves:
    """``weights``: how many results each pair stands for, one a pair (ValueError otherwise)."""
    counted = Counter[int]()
    for (before, after), weight in zip(pairs, weights, strict=True):
        counted[before.move_to(after)] += weight
    return Moves(earlier=counted[-1], later=counted[1], unchanged=counted[0])


class ResultsFollow:
    """What ``apps.publication.changes`` and the calendar ask of the results."""

    def kinds(self) -> list[ExceptionKind]:
        return [ExceptionKind(kind, str(KINDS_IN_WORDS[kind])) for kind in AssessmentKind]

    def preview(
        self,
        school: School,
        *,
        rules: Mapping[str, Rule],
        hours: OpeningHours,
        kind: str | None,
        at: dt.datetime,
    ) -> Moves:
        return preview(school, rules=rules, hours=hours, kind=kind, at=at)

    def anything_waits(
        self,
        school: School,
        *,
        rules: Mapping[str, Rule],
        hours: OpeningHours,
        kind: str,
        at: dt.datetime,
    ) -> bool:
        frames = Frames({**rules, THE_SCHOOL: rule_for(rules)}, hours, kind)
        return _waiting(school, frames, at=at).exists()

    def follow(
        self,
        school: School,
        *,
        by: User | None,
        at: dt.datetime,
        rule: RuleVersion | None = None,
        opening: OpeningVersion | None = None,
    ) -> None:
        cause = ChangeCause.RULE if rule else ChangeCause.OPENING
        recompute(school, cause=cause, rule=rule, opening=opening, by=by, at=at)

    def batches(self, reader: Reader, *, at: dt.datetime) -> list[ChangeBatch]:
        rows = Recomputation.objects.visible_to(reader, at=at).select_related("by")
        return [
            ChangeBatch(
                school_id=row.school_id,
                at=row.at,
                cause=row.get_cause_display(),
                by=row.by.get_full_name() if row.by else "",
                moves=Moves(row.earlier, row.later, row.unchanged),
            )
            for row in rows.order_by("-at", "-pk")[:MOST_BATCHES]
        ]


def follow_calendar(school: School, *, by: User | None, at: dt.datetime) -> None:
    """Closures and the days of the reports: whatever the rule of each result."""
    recompute(school, cause=ChangeCause.CALENDAR, by=by, at=at)


FOLLOWER = ResultsFollow()
