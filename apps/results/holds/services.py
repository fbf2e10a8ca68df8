"""What the CPE and the heads decide about one result: hold it, lift the hold, take it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.results.enums import WithdrawnFrom
from apps.results.errors import ResultError
from apps.results.holds.rules import LONGEST_HOLD
from apps.results.marks.services import CONTENT
from apps.results.models import (
    Assessment,
    Hold,
    Result,
    ResultAnnouncement,
    ResultVersion,
    Withdrawal,
)
from apps.results.release.services.instants import RuleAndHours, place, write_instants
from coeduc import french
from coeduc.access import Capacity
from coeduc.locks import hold_row, hold_rows


@transaction.atomic
def hold(result: Result, *, until: dt.datetime, reason: str, by: User, at: dt.datetime) -> Hold:
    """Put a floor under the pending instants of one result, for all its guardians alike.

    Lapses by itself at ``until``: nothing has to run. Raises ``ResultError`` when guardians may
    read already (that is a withdrawal), when a hold stands, when it would last too long.
    """
    assessment, at = _lock(result, at=at)
    if until <= at:
        raise ResultError(_("Choisissez une date à venir."))
    if until - at > LONGEST_HOLD:
        raise ResultError(
            _("Un résultat se retient %(most)s au plus.") % {"most": french.delay(LONGEST_HOLD)}
        )
    if Hold.objects.filter(result=result).standing(at=at).exists():
        raise ResultError(_("Ce résultat est déjà retenu."))
    if _is_open(result, WithdrawnFrom.GUARDIANS, at=at):
        raise ResultError(
            _("Les parents peuvent déjà lire ce résultat : il ne se retient plus, il se retire.")
        )
    # One row at most is open: a hold that lapsed is closed at its own end, the floor it was.
    Hold.objects.filter(result=result, lifted_at=None).update(lifted_at=F("until"))
    held = Hold.objects.create(
        school_id=result.school_id,
        result=result,
        since=at,
        until=until,
        reason=reason.strip(),
        by=by,
    )
    _place_again(result, assessment, at=at)
    return held


@transaction.atomic
def lift(held: Hold, *, by: User, at: dt.datetime) -> Hold:
    """End a hold before its date; the result appears at the next open minute of its rule."""
    result = held.result
    assessment, at = _lock(result, at=at)
    standing = Hold.objects.filter(pk=held.pk).standing(at=at).first()
    if standing is None:
        raise ResultError(_("Ce résultat n’est plus retenu."))
    standing.lifted_at, standing.lifted_by = at, by
    standing.save(update_fields=["lifted_at", "lifted_by"])
    _place_again(result, assessment, at=at)
    return standing


@transaction.atomic
def withdraw(
    result: Result, audience: str, reason_for_family: str, *, by: User, at: dt.datetime
) -> Withdrawal:
    """Take back what this audience may read, from now on, and tell it why.

    No instant is erased: the row itself is what readers are refused by. Everything entered so far
    is covered, a correction that waits for its hour included. Raises ``ResultError`` when this
    audience has nothing to read yet (that is a hold) or when it was taken back already.
    """
    _assessment, at = _lock(result, at=at)
    if not _is_open(result, audience, at=at):
        raise ResultError(_("Personne ne peut lire ce résultat : il n’y a rien à retirer."))
    entered = ResultVersion.objects.filter(result=result).aggregate(last=Max("n"))
    return Withdrawal.objects.create(
        school_id=result.school_id,
        result=result,
        audience=audience,
        up_to=entered["last"],
        at=at,
        by=by,
        reason_for_family=reason_for_family.strip(),
    )


@transaction.atomic
def publish_again(result: Result, *, by: User, at: dt.datetime) -> ResultVersion:
    """What was withdrawn was right after all: the same state once more, by the rule of today.

    A withdrawal is never undone; a state entered after it is not covered by it.
    """
    assessment, at = _lock(result, at=at)
    last = ResultVersion.objects.latest().filter(result=result).first()
    covered = last and Withdrawal.objects.filter(result=result, up_to__gte=last.n).exists()
    if last is None or not covered:
        raise ResultError(_("Ce résultat n’est pas retiré."))
    version = ResultVersion(
        school_id=result.school_id,
        result=result,
        student_id=result.student_id,
        n=last.n + 1,
        entered_at=at,
        by=by,
        reason=_("Publié de nouveau, sans changement."),
        **{name: getattr(last, name) for name in CONTENT},
    )
    place([version], assessment, RuleAndHours.of(assessment, at=at), at=at)
    version.save(force_insert=True)
    return version


def mails_sent(result: Result) -> int:
    """How many mails told that there was something to read; what they led to is not recorded."""
    announced = ResultAnnouncement.objects.filter(
        version__result=result, notice__sent_at__isnull=False
    )
    return announced.values("notice").distinct().count()


def _lock(result: Result, *, at: dt.datetime) -> tuple[Assessment, dt.datetime]:
    """The lock of every write about this assessment: marks, taps, holds; what time it is then."""
    found = Assessment.objects.filter(pk=result.assessment_id).select_related("school")
    return hold_row(found, at=at)


def _is_open(result: Result, audience: str, *, at: dt.datetime) -> bool:
    """Somebody of this audience could read something of it at ``at``."""
    versions = ResultVersion.objects.filter(result=result)
    if versions.open_to(Capacity.FAMILY, at=at).exists():
        return True
    pupil_too = audience == WithdrawnFrom.BOTH
    return pupil_too and versions.open_to(Capacity.STUDENT, at=at).exists()


def _place_again(result: Result, assessment: Assessment, *, at: dt.datetime) -> None:
    """Only this pupil's pending instants: a hold on one result moves nothing else."""
    pending = ResultVersion.objects.latest().filter(result=result)
    versions, at = hold_rows(pending.exclude(guardian_release_at__lte=at), at=at)
    place(versions, assessment, RuleAndHours.of(assessment, at=at), at=at)
    write_instants(versions)
