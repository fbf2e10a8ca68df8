"""Change what families read of an assessment: at its own instants, with a reason, once it is read.

A change made in the evening would otherwise show at once; a coefficient changed after the marks
would move an average without a word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.publication.enums import Trigger
from apps.publication.instants import Facts, Release, release
from apps.publication.opening import OpeningHours
from apps.publication.release.services import (
    PendingRow,
    RulesInForce,
    forget_superseded,
    has_passed,
)
from apps.publication.rules import Rule
from apps.results.errors import ReasonNeededError, ResultError
from apps.results.models import Assessment, AssessmentWording, HandBack, ResultVersion
from apps.results.models.wording import WORDING_FIELDS
from apps.results.release.services.instants import RuleAndHours
from coeduc.days import day_of

AT_THE_TAP = gettext_lazy("Ajouté en rendant les copies.")


def is_read(assessment: Assessment, *, at: dt.datetime) -> bool:
    """Somebody may have read a result of it: what they read of it no longer changes silently."""
    return (
        ResultVersion.objects.readable(at=at).filter(result__assessment=assessment).exists()
        or AssessmentWording.objects.filter(assessment=assessment).exists()
    )


def reword(
    locked: Assessment,
    changed: Mapping[str, Any],
    *,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
) -> bool:
    """Write ``changed`` (names of ``TOLD``) on an assessment that is locked; whether it was read.

    Unread, it is simply written. Raises ``ReasonNeededError`` once somebody could read a result of
    it, ``ResultError`` when its day would come after its copies were handed back.
    """
    new = {name: value for name, value in changed.items() if value != getattr(locked, name)}
    if not new:
        return False
    if "held_on" in new:
        _check_day(locked, new["held_on"], at=at)
    read = is_read(locked, at=at)
    if read and not reason.strip():
        raise ReasonNeededError(
            _(
                "Des familles ont déjà pu lire cette évaluation. Dites en quelques mots pourquoi "
                "vous la corrigez."
            )
        )
    before = _state(locked)
    for name, value in new.items():
        setattr(locked, name, value)
    locked.save(update_fields=[name.removesuffix("_id") for name in new])
    if read:
        _add_version(locked, before, by=by, at=at, reason=reason.strip())
    return read


def _check_day(locked: Assessment, held_on: dt.date, *, at: dt.datetime) -> None:
    """Copies are never handed back before the assessment took place, nor read before."""
    zone = locked.school.time_zone
    back = HandBack.objects.standing().filter(assessment=locked).order_by("at").first()
    if back is not None and held_on > day_of(back.at, zone):
        raise ResultError(
            _("Les copies ont été rendues avant ce jour : choisissez un jour d’avant la remise.")
        )
    if held_on > day_of(at, zone) and is_read(locked, at=at):
        raise ResultError(_("Un résultat a déjà pu être lu : le jour ne peut pas être à venir."))


def _add_version(
    locked: Assessment,
    before: dict[str, Any],
    *,
    by: User | None,
    at: dt.datetime,
    reason: str,
) -> None:
    known: list[Any] = list(AssessmentWording.objects.filter(assessment=locked).order_by("n"))
    rows = []
    if not known:
        always = locked.created_at
        rows.append(
            AssessmentWording(
                school_id=locked.school_id,
                assessment=locked,
                n=1,
                entered_at=always,
                by=locked.author.user,
                student_release_at=always,
                guardian_release_at=always,
                **before,
            )
        )
    superseded: list[Any] = list(forget_superseded(known, at=at))
    AssessmentWording.objects.bulk_update(superseded, ["student_release_at", "guardian_release_at"])
    frame = RuleAndHours.of(locked, at=at)
    found = instants_of(at, frame.rule, frame.hours, at=at)
    rows.append(
        AssessmentWording(
            school_id=locked.school_id,
            assessment=locked,
            n=(known[-1].n if known else 1) + 1,
            entered_at=at,
            by=by,
            reason=reason,
            student_release_at=found.student_at,
            guardian_release_at=found.guardian_at,
            **_state(locked),
        )
    )
    AssessmentWording.objects.bulk_create(rows)


def instants_of(
    entered_at: dt.datetime,
    rule: Rule,
    hours: OpeningHours,
    *,
    at: dt.datetime,
    shown_at: dt.datetime | None = None,
) -> Release:
    """As a mark corrected at this moment: the rule's delays, its hours, never before ``at``.

    ``shown_at``: the pupils' instant, once it has passed.
    """
    facts = Facts(marked_at=entered_at, held_until=at, shown_at=shown_at)
    return release(facts, replace(rule, trigger=Trigger.ON_ENTRY), hours)


class Wordings:
    """After a change of rule or hours: a correction that waits is placed again, as a mark's."""

    model = AssessmentWording

    def waiting(self, change: RulesInForce, *, at: dt.datetime) -> list[PendingRow]:
        """Those that have a date: a state replaced before its time has none, and is never shown."""
        rows = AssessmentWording.objects.waiting(at=at).filter(school=change.school)
        dated = rows.exclude(guardian_release_at=None)
        columns = ("pk", "kind", "entered_at", "student_release_at", "guardian_release_at")
        return [PendingRow(*row) for row in dated.values_list(*columns)]

    def place(self, row: PendingRow, change: RulesInForce, *, at: dt.datetime) -> Release:
        shown_at = row.student_at if has_passed(row.student_at, at) else None
        rule = change.rule_of(row.kind)
        return instants_of(row.entered_at, rule, change.hours, at=at, shown_at=shown_at)


WORDINGS = Wordings()


def _state(assessment: Assessment) -> dict[str, Any]:
    return {name: getattr(assessment, name) for name in WORDING_FIELDS}
