"""«J’ai rendu les copies»: the fact that starts the clock, and its undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.publication.instants import UNDO_WINDOW, can_undo
from apps.publication.rules import Rule
from apps.results.assessments.services.wording import AT_THE_TAP, reword
from apps.results.errors import ResultError
from apps.results.models import Assessment, HandBack, MissedHandBack, Result, ResultVersion
from apps.results.release.services.class_figures import forget_figures
from apps.results.release.services.instants import RuleAndHours
from apps.results.release.services.placing import place_own, place_pending
from apps.results.words.services.help import NOT_ANSWERED, Help, propose
from apps.support.models import HelpDevice
from coeduc import french
from coeduc.days import day_of
from coeduc.locks import hold_row


@dataclass(frozen=True, slots=True)
class Tap:
    """What a teacher says with the tap, all of it for the class at once.

    ``later``: the results of those who were away and receive their copy another day.
    ``help_for_all`` answers for every weak result, ``exceptions`` for some of them, by result.
    """

    handed_back_at: dt.datetime | None = None
    progress: str = ""
    device: HelpDevice | None = None
    review_on: dt.date | None = None
    later: Collection[int] = ()
    help_for_all: Help = NOT_ANSWERED
    exceptions: Mapping[int, Help] = field(default_factory=dict)


@transaction.atomic
def hand_back(assessment: Assessment, *, by: User, at: dt.datetime, **said: Any) -> HandBack:
    """Record that the class received its copies, and place the instants that follow.

    ``said`` are the fields of a ``Tap``; ``at`` is the tap, ``handed_back_at`` may be earlier. Two
    teachers tapping together make one fact: the second finds the first's, and changes nothing.
    Nothing is sent from here: a tick announces what has become visible. Raises ``ResultError``
    when a help is missing (asked before the tap, for the class at once: asked afterwards for one
    pupil, it would reveal the mark).
    """
    tap = Tap(**said)
    locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    standing = HandBack.objects.to_the_class().filter(assessment=locked).first()
    if standing is not None:
        return standing
    frame = RuleAndHours.of(assessment, at=at)
    _complete(locked, tap, frame.rule, by=by, at=at)
    assessment.progress, assessment.device = locked.progress, locked.device
    _check_moment(locked, tap.handed_back_at or at, at=at)
    propose(
        locked,
        frame.rule,
        help_for_all=tap.help_for_all,
        exceptions=tap.exceptions,
        by=by,
        at=at,
    )
    fact = HandBack.objects.create(
        school_id=locked.school_id,
        assessment=locked,
        at=tap.handed_back_at or at,
        recorded_at=at,
        by=by,
    )
    MissedHandBack.objects.bulk_create(
        MissedHandBack(
            school_id=locked.school_id, assessment=locked, hand_back=fact, result_id=result
        )
        for result in tap.later
    )
    place_pending(locked, frame, at=at)
    return fact


def _complete(locked: Assessment, tap: Tap, rule: Rule, *, by: User, at: dt.datetime) -> None:
    """What the teacher adds with the tap to what describes the assessment."""
    added = {
        name: value
        for name in ("progress", "device", "review_on")
        if (value := getattr(tap, name)) and value != getattr(locked, name)
    }
    if "device" in added:
        added["device_id"] = added.pop("device").pk
    reword(locked, added, by=by, at=at, reason=str(AT_THE_TAP))
    if rule.support_required and not (locked.progress or locked.device_id):
        raise ResultError(_("Écrivez d’abord une ligne « pour progresser », pour toute la classe."))


def _check_moment(locked: Assessment, handed_back_at: dt.datetime, *, at: dt.datetime) -> None:
    if handed_back_at > at:
        raise ResultError(_("La copie ne peut pas être rendue dans le futur."))
    if day_of(handed_back_at, locked.school.time_zone) < locked.held_on:
        raise ResultError(_("La copie ne peut pas être rendue avant l’évaluation."))


@transaction.atomic
def hand_back_later(
    assessment: Assessment, *, by: User, at: dt.datetime, result: Result | None = None
) -> list[HandBack]:
    """Give their copy to a pupil who missed the class's, or to all who still wait.

    Who has theirs already keeps it as it is: two teachers tapping make one fact.
    """
    locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    missed = MissedHandBack.objects.standing().filter(assessment=locked)
    waiting = missed.exclude(
        result__in=HandBack.objects.standing()
        .filter(assessment=locked, result__isnull=False)
        .values("result")
    )
    if result is not None:
        if not missed.filter(result=result).exists():
            raise ResultError(_("Cet élève a eu sa copie avec la classe."))
        waiting = waiting.filter(result=result)
    facts = HandBack.objects.bulk_create(
        HandBack(
            school_id=locked.school_id,
            assessment=locked,
            result_id=row.result_id,
            at=at,
            recorded_at=at,
            by=by,
        )
        for row in waiting
    )
    if facts:
        place_own(
            locked, {fact.result_id for fact in facts}, RuleAndHours.of(assessment, at=at), at=at
        )
    return facts


@transaction.atomic
def undo_hand_back(
    assessment: Assessment, *, by: User, at: dt.datetime, result: Result | None = None
) -> HandBack:
    """Take a tap back within ten minutes, as long as nobody has been able to read anything.

    The class's takes with it the copies given since to those who were away from it.
    """
    locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    standing = HandBack.objects.standing().filter(assessment=locked)
    fact = standing.filter(result=result).first()
    if fact is None:
        raise ResultError(_("Ces copies ne sont pas marquées comme rendues."))
    read = ResultVersion.objects.filter(result__assessment=locked, student_release_at__lte=at)
    if result is not None:
        read = read.filter(result=result)
        standing = standing.filter(result=result)
    if read.exists() or not can_undo(fact.recorded_at, at):
        raise ResultError(
            _("Il est trop tard pour annuler : le délai de %(time)s est passé.")
            % {"time": french.delay(UNDO_WINDOW)}
        )
    standing.update(undone_at=at, undone_by=by)
    frame = RuleAndHours.of(assessment, at=at)
    if result is None:
        forget_figures(locked, at=at)
        place_pending(locked, frame, at=at)
    else:
        place_own(locked, {result.pk}, frame, at=at)
    fact.refresh_from_db()
    return fact
