"""What the CPE and the heads read about holds, withdrawals and requests, ready for the pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.publication import waiting
from apps.publication.enums import Audience
from apps.publication.instants import Explanation, Release
from apps.results.enums import WithdrawnFrom
from apps.results.models import Hold, Result, ResultVersion, TalkRequest, Withdrawal
from apps.results.reading.presenters.result import mark_sentence
from apps.results.words.presenters.requests import (
    assessment_named,
    has_come,
    moment_of,
    pupil_named,
    short_day_of,
)
from coeduc import french
from coeduc.days import midnight

SOON = dt.timedelta(days=2)
NOTHING = Release(None, None, Explanation())


@dataclass(frozen=True, slots=True)
class Reads:
    """Who reads a result, or from when: whole verbs, so that they agree with their subject."""

    can: Any
    undated: Any
    no_more: Any
    later: Any


PUPIL = Reads(
    gettext_lazy("peut le lire"),
    gettext_lazy("ne peut pas encore le lire, aucune date n’est fixée"),
    gettext_lazy("ne peut plus le lire"),
    gettext_lazy("pourra le lire à partir du %(when)s"),
)
PARENTS = Reads(
    gettext_lazy("peuvent le lire"),
    gettext_lazy("ne peuvent pas encore le lire, aucune date n’est fixée"),
    gettext_lazy("ne peuvent plus le lire"),
    gettext_lazy("pourront le lire à partir du %(when)s"),
)


@dataclass(frozen=True, slots=True)
class HoldOrWithdrawalLine:
    """One hold, withdrawal or past request, in a list."""

    public_id: UUID
    result_id: UUID
    who: str
    what: str
    sentence: str
    reason: str
    can_reopen: bool = False


@dataclass(frozen=True, slots=True)
class ResultStanding:
    """One result: who reads it, and what may be done about it."""

    public_id: UUID
    student_id: UUID
    who: str
    what: str
    mark: str
    pupil: str
    parents: str
    is_held: bool
    can_hold: bool
    can_withdraw: bool
    can_publish_again: bool
    parents_read: bool
    pupil_read: bool


def hold_line(hold: Hold, *, at: dt.datetime) -> HoldOrWithdrawalLine:
    zone = hold.school.time_zone
    ended_at = hold.lifted_at or hold.until
    words = {
        "since": short_day_of(hold.since, at=at, zone=zone),
        "by": hold.by.get_full_name(),
        "until": short_day_of(ended_at, at=at, zone=zone),
    }
    if ended_at > at:
        sentence = _("Retenu par %(by)s depuis le %(since)s, au plus tard jusqu’au %(until)s.")
    elif hold.lifted_by_id:
        sentence = _("Retenu par %(by)s le %(since)s, levé le %(until)s.")
    else:
        sentence = _("Retenu par %(by)s le %(since)s, terminé de lui-même le %(until)s.")
    return _line(hold, sentence % words, hold.reason, at=at, zone=zone)


def withdrawal_line(withdrawal: Withdrawal, *, at: dt.datetime) -> HoldOrWithdrawalLine:
    zone = withdrawal.school.time_zone
    words = {
        "day": moment_of(withdrawal.at, at=at, zone=zone),
        "by": withdrawal.by.get_full_name(),
        "whom": WithdrawnFrom(withdrawal.audience).label,
    }
    sentence = _("Retiré le %(day)s par %(by)s — %(whom)s.") % words
    reason = french.typeset(
        _("La famille lit : « %(why)s »") % {"why": withdrawal.reason_for_family}
    )
    return _line(withdrawal, sentence, reason, at=at, zone=zone)


def request_line(
    asked: TalkRequest, *, at: dt.datetime, can_reopen: bool = False
) -> HoldOrWithdrawalLine:
    """One request that is over: seen with the pupil, or taken back by them."""
    zone = asked.school.time_zone
    since = _("Demandé le %(when)s.") % {"when": moment_of(asked.at, at=at, zone=zone)}
    then = ""
    if asked.answered_at and asked.answered_by:
        then = _("Vu avec l’élève par %(by)s le %(when)s.") % {
            "by": asked.answered_by.get_full_name(),
            "when": moment_of(asked.answered_at, at=at, zone=zone),
        }
    elif asked.taken_back_at:
        then = french.typeset(
            _("« Finalement, pas besoin », dit par l’élève le %(when)s.")
            % {"when": moment_of(asked.taken_back_at, at=at, zone=zone)}
        )
    reason = french.typeset(f"« {asked.words} »") if asked.words else ""
    line = _line(asked, f"{since} {then}", reason, at=at, zone=zone)
    return replace(line, can_reopen=can_reopen)


def result_decisions(result: Result, *, at: dt.datetime) -> ResultStanding:
    """``result`` comes from ``with_decisions``, ``with_audiences`` and its ``latest`` state."""
    zone = result.assessment.school.time_zone
    version: Any = next(iter(result.latest), None)  # type: ignore[attr-defined]
    pupil_reads, parents_read = result.pupil_reads, result.parents_read  # type: ignore[attr-defined]
    is_held = result.held_until is not None  # type: ignore[attr-defined]
    student_at = version and version.student_release_at
    guardian_at = version and version.guardian_release_at
    return ResultStanding(
        public_id=result.public_id,
        student_id=result.student.public_id,
        who=pupil_named(result),
        what=assessment_named(result, at=at, zone=zone),
        mark=_mark(version, result.assessment.scale),
        pupil=_reads(pupil_reads, student_at, at, zone, words=PUPIL),
        parents=_reads(parents_read, guardian_at, at, zone, words=PARENTS),
        is_held=is_held,
        can_hold=not is_held and not parents_read,
        can_withdraw=pupil_reads or parents_read,
        can_publish_again=has_come(student_at, at) and not pupil_reads,
        parents_read=parents_read,
        pupil_read=pupil_reads,
    )


def family_sentence(day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """What guardians read while a hold stands, word for word."""
    return waiting.waiting_sentence(
        NOTHING,
        audience=Audience.GUARDIAN,
        at=at,
        zone=zone,
        held_until=midnight(day, zone),
    )


def held_sentence(result: Result, day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """After a hold: that no message has left, and what the family reads from now on.

    ``result`` comes from ``with_decisions``: a family that reads a withdrawal goes on reading it.
    """
    sentence = _("C’est retenu. Aucun message n’est parti.")
    if not result.withdrawn_because:  # type: ignore[attr-defined] # annotated
        reads = _("Sur leur page, les parents lisent : « %(said)s »")
        sentence = f"{sentence} {reads}" % {"said": family_sentence(day, at=at, zone=zone)}
    return french.typeset(sentence)


def withdrawn_sentence(care: ResultStanding, audience: str) -> str:
    """After a withdrawal: who reads its reason. ``care`` is the result as it stood before."""
    if not care.parents_read:
        return _("C’est retiré. L’élève lit votre phrase à la place ; ses parents ne lisent rien.")
    if audience == WithdrawnFrom.BOTH and care.pupil_read:
        return _("C’est retiré. L’élève et ses parents lisent votre phrase à la place.")
    return _("C’est retiré. Les parents lisent votre phrase à la place.")


def _line(
    row: Any, sentence: str, reason: str, *, at: dt.datetime, zone: ZoneInfo
) -> HoldOrWithdrawalLine:
    return HoldOrWithdrawalLine(
        public_id=row.public_id,
        result_id=row.result.public_id,
        who=pupil_named(row.result),
        what=assessment_named(row.result, at=at, zone=zone),
        sentence=sentence,
        reason=reason,
    )


def _mark(version: ResultVersion | None, scale: int | None) -> str:
    if version is None or version.is_nothing:
        return _("Rien de saisi pour l’instant.")
    if version.value is None and not version.status:
        return _("Compétences seulement.")
    return mark_sentence(version, scale or 20)


def _reads(
    reads: bool, instant: dt.datetime | None, at: dt.datetime, zone: ZoneInfo, *, words: Reads
) -> str:
    if reads:
        return str(words.can)
    if instant is None:
        return str(words.undated)
    if instant <= at:
        return str(words.no_more)
    when = french.full_moment(instant, at=at, zone=zone)
    return str(words.later) % {"when": when}
