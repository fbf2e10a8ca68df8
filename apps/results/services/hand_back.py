"""«J’ai rendu les copies»: the fact that starts the clock, and its undoing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.publication.instants import can_undo
from apps.results.errors import ResultError
from apps.results.models import Assessment, HandBack, ResultVersion
from apps.results.services.instants import Frame, place, refresh_figures, write_instants


@transaction.atomic
def hand_back(
    assessment: Assessment,
    *,
    by: User,
    at: dt.datetime,
    handed_back_at: dt.datetime | None = None,
    progress: str = "",
) -> HandBack:
    """Record that the class received its copies, and place the instants that follow.

    ``handed_back_at`` may be back-dated; ``at`` is the tap. Two teachers tapping together make one
    fact: the insert is ignored on conflict. Nothing is sent from here: a tick announces what has
    become visible. Raises ``ResultError`` when the «pour progresser» line is missing (asked before
    the tap, for the class at once: asked afterwards for one pupil, it would reveal the mark).
    """
    handed_back_at = handed_back_at or at
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    frame = Frame.of(assessment, at=at)
    if progress and progress != locked.progress:
        locked.progress = assessment.progress = progress
        locked.save(update_fields=["progress"])
    if frame.rule.support_required and not locked.progress:
        raise ResultError(_("Écrivez d’abord une ligne « pour progresser », pour toute la classe."))
    if handed_back_at > at:
        raise ResultError(_("La copie ne peut pas être rendue dans le futur."))
    if handed_back_at.astimezone(assessment.school.time_zone).date() < locked.held_on:
        raise ResultError(_("La copie ne peut pas être rendue avant l’évaluation."))
    HandBack.objects.bulk_create(
        [
            HandBack(
                school_id=locked.school_id,
                assessment=locked,
                at=handed_back_at,
                recorded_at=at,
                by=by,
            )
        ],
        ignore_conflicts=True,
    )
    fact = HandBack.objects.get(assessment=locked, result=None, undone_at=None)
    _place_pending(locked, frame, at=at)
    return fact


@transaction.atomic
def undo_hand_back(assessment: Assessment, *, by: User, at: dt.datetime) -> HandBack:
    """Take the tap back within ten minutes, as long as nobody has been able to read anything."""
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    fact = HandBack.objects.filter(assessment=locked, result=None, undone_at=None).first()
    if fact is None:
        raise ResultError(_("Ces copies ne sont pas marquées comme rendues."))
    seen = ResultVersion.objects.filter(
        result__assessment=locked, student_release_at__lte=at
    ).exists()
    if seen or not can_undo(fact.recorded_at, at):
        raise ResultError(_("Il est trop tard pour annuler : le délai de 10 minutes est passé."))
    fact.undone_at, fact.undone_by = at, by
    fact.save(update_fields=["undone_at", "undone_by"])
    _place_pending(locked, Frame.of(assessment, at=at), at=at)
    return fact


def _place_pending(assessment: Assessment, frame: Frame, *, at: dt.datetime) -> None:
    versions = list(
        ResultVersion.objects.latest()
        .filter(result__assessment=assessment)
        .exclude(guardian_release_at__lte=at)
        .select_for_update(of=("self",))
    )
    place(versions, assessment, frame, at=at)
    write_instants(versions)
    refresh_figures(assessment, at=at)
