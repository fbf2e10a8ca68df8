"""Average and extremes of a class: frozen when its own hand-back opens them, never moved by one.

They follow the class's hand-back alone: no hold, no copy given later, no withdrawal of one pupil
is read here, so that none can be read from them by another family (docs/decisions/0018).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from apps.publication.enums import Trigger
from apps.publication.instants import Facts, Release, release
from apps.publication.opening import OpeningHours
from apps.publication.release.services import has_passed
from apps.publication.rules import Rule
from apps.results.models import Assessment, ClassFigures, ResultVersion
from apps.results.release.rules.figures import figures_of
from apps.results.release.services.instants import ReleaseFacts

Entered = tuple[dt.datetime, Decimal]
KEPT = ("count", "average", "lowest", "highest")


@dataclass(frozen=True, slots=True)
class ClassClock:
    """The ordinary instants of one class, and which marks were entered in time for them."""

    facts: Facts
    rule: Rule
    hours: OpeningHours

    @classmethod
    def of(cls, known: ReleaseFacts, rule: Rule, hours: OpeningHours) -> Self:
        """Whatever starts the clock of each pupil, that of the class is its hand-back.

        The reports apart, which are the same day for all.
        """
        if rule.trigger != Trigger.WITH_BULLETIN:
            rule = replace(rule, trigger=Trigger.AFTER_HANDBACK)
        return cls(known.of_class(), rule, hours)

    def instants(self, entered_at: dt.datetime | None = None) -> Release:
        """Of a mark entered at this moment, or long before; both None while the class waits."""
        start = self.start
        marked_at = max(entered_at, start) if entered_at and start else start
        return release(replace(self.facts, marked_at=marked_at), self.rule, self.hours)

    @property
    def start(self) -> dt.datetime | None:
        if self.rule.trigger == Trigger.WITH_BULLETIN:
            return self.facts.bulletin_at
        return self.facts.handed_back_at

    def not_before(self, at: dt.datetime, row: ClassFigures | None) -> ClassClock:
        """After a change of rule: what would have been shown yesterday is shown from now on.

        What the pupils of ``row`` have read keeps its instant.
        """
        shown_at = row.student_release_at if row is not None and _is_frozen(row, at) else None
        return replace(self, facts=replace(self.facts, held_until=at, shown_at=shown_at))

    def in_time(self, entered: Sequence[Entered]) -> list[Decimal]:
        """The marks that appear with the class, but for what was decided about one pupil."""
        first = self.instants().student_at
        moments = {moment for moment, __ in entered}
        in_time = {one for one in moments if self.instants(one).student_at == first}
        return [value for moment, value in entered if moment in in_time]


def _coming(
    pks: Sequence[int],
    clocks: Mapping[int, ClassClock],
    known: Mapping[int, ClassFigures],
    *,
    at: dt.datetime,
) -> dict[int, tuple[ClassClock, Release]]:
    """Those whose instant for guardians has not come, and where it falls."""
    coming = {}
    for pk in pks:
        row = known.get(pk)
        placed = clocks[pk].not_before(at, row)
        instants = placed.instants()
        if instants.student_at is None or (row and has_passed(row.guardian_release_at, at)):
            continue
        if row is None and has_passed(clocks[pk].instants().student_at, at):
            continue
        coming[pk] = (placed, instants)
    return coming


def refresh_figures(
    assessments: Sequence[Assessment],
    clocks: Mapping[int, ClassClock],
    *,
    at: dt.datetime,
    placed_again: bool = True,
) -> None:
    """Compute the figures again until the instant of the class has come, then never.

    ``clocks`` by assessment. ``placed_again``: their hand-back, rule or hours changed; otherwise
    figures that have their instants keep them, whatever is entered. What was frozen keeps its
    values; its instant for guardians still follows the rule. A class that had no mark at its
    instant never gets figures: the marks that come one by one afterwards would be found by
    subtraction.
    """
    pks = [assessment.pk for assessment in assessments]
    known = {row.assessment_id: row for row in ClassFigures.objects.filter(assessment__in=pks)}
    coming = _coming(pks, clocks, known, at=at)
    if not coming:
        return
    marks = _entered([pk for pk in coming if not _is_frozen(known.get(pk), at)])
    made, moved, gone = [], [], []
    for assessment in assessments:
        if assessment.pk not in coming:
            continue
        clock, instants = coming[assessment.pk]
        row = known.get(assessment.pk)
        if row is not None and not placed_again:
            instants = Release(
                row.student_release_at, row.guardian_release_at, instants.explanation
            )
        if row is not None and _is_frozen(row, at):
            moved += _moved(row, row.student_release_at, instants.guardian_at)
            continue
        figures = figures_of(clock.in_time(marks[assessment.pk]))
        if figures is None:
            gone += [row.pk] if row else []
            continue
        fresh = row or ClassFigures(school_id=assessment.school_id, assessment=assessment)
        before = tuple(getattr(fresh, name) for name in KEPT)
        for name in KEPT:
            setattr(fresh, name, getattr(figures, name))
        if row is None:
            fresh.student_release_at = _known(instants.student_at)
            fresh.guardian_release_at = _known(instants.guardian_at)
            made.append(fresh)
        else:
            changed = before != tuple(getattr(figures, name) for name in KEPT)
            moved += _moved(row, instants.student_at, instants.guardian_at) or [row] * changed
    if gone:
        ClassFigures.objects.filter(pk__in=gone).delete()
    if moved:
        names = [*KEPT, "student_release_at", "guardian_release_at"]
        ClassFigures.objects.bulk_update(moved, names)
    if made:
        ClassFigures.objects.bulk_create(made)


def forget_figures(assessment: Assessment, *, at: dt.datetime) -> None:
    """The class's hand-back was undone: nobody has read them."""
    ClassFigures.objects.filter(assessment=assessment, student_release_at__gt=at).delete()


def _entered(assessments: Sequence[int]) -> dict[int, list[Entered]]:
    """The last mark of each pupil, held or not, with or without their copy."""
    found: dict[int, list[Entered]] = defaultdict(list)
    if assessments:
        rows = ResultVersion.objects.latest().filter(
            result__assessment__in=assessments, value__isnull=False
        )
        for pk, moment, value in rows.values_list("result__assessment", "entered_at", "value"):
            if value is not None:
                found[pk].append((moment, value))
    return found


def _is_frozen(row: ClassFigures | None, at: dt.datetime) -> bool:
    return row is not None and row.student_release_at <= at


def _moved(
    row: ClassFigures, student_at: dt.datetime | None, guardian_at: dt.datetime | None
) -> list[ClassFigures]:
    """The row with its new instants; guardians never before the pupils."""
    student_at = _known(student_at)
    guardian_at = max(_known(guardian_at), student_at)
    if (row.student_release_at, row.guardian_release_at) == (student_at, guardian_at):
        return []
    row.student_release_at, row.guardian_release_at = student_at, guardian_at
    return [row]


def _known(instant: dt.datetime | None) -> dt.datetime:
    if instant is None:
        raise ValueError("instants come together")
    return instant
