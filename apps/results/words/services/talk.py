"""A pupil asks an adult to talk first: the pause, who is told, and its three ends.

It guarantees time, never silence: the parents' instant moves once, by ``publication.pause``, and
no family ever knows. Seen with the pupil, taken back or left alone, it ends by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.notices.models import Notice
from apps.notices.outbox.services.writing import Message, NoticeKind, enqueue_all
from apps.publication.opening import OpeningHours, next_open
from apps.publication.pause import guarded_until, half_way, next_reading
from apps.results.errors import ResultError
from apps.results.models import Assessment, Result, ResultVersion, TalkRequest
from apps.results.release.services.instants import Placer, ReleaseFacts, RuleAndHours
from apps.results.words.rules import SAID_AFTER
from apps.results.words.services.words import TooLateError, parents_may_read
from apps.schools.models import Staff
from apps.schools.offices import Office, is_parent_of
from coeduc.access import Reader
from coeduc.database import earlier
from coeduc.days import day_of
from coeduc.locks import hold_row
from coeduc.registry import rows_of

TALK, ASKED = "talk_request", "results.asked"
CPE, HEAD = "cpe", "head"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The parents' instant without the request and with it, before either is chosen.

    ``is_closed_soon``: a closure of more than three days begins, and nothing moves.
    ``read_at``: when an adult is at school to read the request, ``by_cpe`` or, ``by_head``, a head;
    neither when nobody in office has an open account.
    """

    ordinary_at: dt.datetime | None
    paused_at: dt.datetime | None
    is_closed_soon: bool
    read_at: dt.datetime | None
    by_cpe: bool
    by_head: bool

    @property
    def moves(self) -> bool:
        return self.paused_at != self.ordinary_at


def foresee(result: Result, *, at: dt.datetime) -> Foreseen:
    """What asking now would change; nothing is locked nor written."""
    frame = RuleAndHours.to_read(result.assessment, at=at)
    version = _latest(result)
    ordinary_at = version.guardian_release_at if version else None
    floor = guarded_until(at, frame.rule, frame.hours)
    found = list(_in_office(result, Office.WHOLE_SCHOOL, at=at))
    return Foreseen(
        ordinary_at=ordinary_at,
        paused_at=_paused(ordinary_at, floor, frame.hours),
        is_closed_soon=floor is None,
        read_at=next_reading(at, frame.hours),
        by_cpe=bool(Office.CPE.among(found)),
        by_head=bool(Office.HEADS.among(found)),
    )


def without_request(asked: TalkRequest, *, at: dt.datetime) -> dt.datetime | None:
    """The parents' instant if this request were taken back at ``at``."""
    version = _latest(asked.result)
    if version is None:
        return None
    return _ordinary(
        version, asked.result, RuleAndHours.to_read(asked.result.assessment, at=at), at=at
    )


@transaction.atomic
def ask_to_talk(result: Result, *, words: str = "", at: dt.datetime) -> TalkRequest:
    """Keep the parents' instant back for a whole school day, and tell the right adult.

    Asked twice, it is one request. Raises ``TooLateError`` from the parents' instant on, and
    ``ResultError`` once it was taken back: once a result, never chained.
    """
    assessment, at = _lock(result, at=at)
    known = TalkRequest.objects.filter(result=result).first()
    if known is not None and known.taken_back_at is None:
        return known
    if known is not None:
        raise ResultError(_("Tu as déjà fait une demande pour ce résultat."))
    if parents_may_read(result, at=at):
        raise TooLateError(
            _("Tes parents peuvent le lire maintenant. Tu peux en parler : appelle le 119.")
        )
    frame = RuleAndHours.of(assessment, at=at)
    version = _latest(result)
    floor = guarded_until(at, frame.rule, frame.hours)
    ordinary_at = version.guardian_release_at if version else None
    cpe = list(_reachable(result, Office.CPE, at=at))
    end = floor or ordinary_at
    asked = TalkRequest.objects.create(
        school_id=result.school_id,
        student_id=result.student_id,
        result=result,
        at=at,
        words=words,
        guards_until=floor,
        head_from=half_way(at, end, frame.hours) if cpe and end else at,
        head_notified_at=None if cpe else at,
    )
    _move(version, _paused(ordinary_at, floor, frame.hours))
    _notify_at_once(asked, cpe, at=at)
    return asked


@transaction.atomic
def take_back(result: Result, *, at: dt.datetime) -> bool:
    """«Finalement, pas besoin»: the ordinary instant returns, never before ``at``.

    False when there is nothing left to take back: seen with the pupil, or the parents' instant has
    come. The row stays: a request is made once.
    """
    assessment, at = _lock(result, at=at)
    if parents_may_read(result, at=at):
        return False
    standing = TalkRequest.objects.standing().filter(result=result)
    if not standing.update(taken_back_at=at):
        return False
    version = _latest(result)
    if version is not None and version.guardian_release_at is not None:
        ordinary_at = _ordinary(version, result, RuleAndHours.of(assessment, at=at), at=at)
        if ordinary_at is not None:
            _move(version, min(ordinary_at, version.guardian_release_at))
    return True


@transaction.atomic
def see(asked: TalkRequest, *, by: User, at: dt.datetime) -> int:
    """«Vu avec l’élève»: every request this adult had in front of them; no date moves.

    Those made since stay open. Two adults at once make one answer, the first.
    """
    return (
        TalkRequest.objects.standing()
        .filter(school=asked.school_id, student=asked.student_id, at__lte=asked.at)
        .update(answered_at=at, answered_by=by)
    )


@transaction.atomic
def reopen(asked: TalkRequest, *, by: User, at: dt.datetime) -> int:
    """«Ce n’était pas fait»: what this adult closed in one gesture stands again; no date moves.

    The same day at school, or until the hour it kept; 0 once neither is, or for anybody else.
    """
    if not may_reopen(asked, by=by, at=at):
        return 0
    same = TalkRequest.objects.filter(school=asked.school_id, student=asked.student_id)
    closed = same.filter(answered_at=asked.answered_at, answered_by=by)
    return closed.update(answered_at=None, answered_by=None)


def may_reopen(asked: TalkRequest, *, by: User, at: dt.datetime) -> bool:
    """Whether «Vu avec l’élève» may still be undone by this person: whoever said it."""
    if asked.answered_at is None or asked.answered_by_id != by.pk:
        return False
    zone = asked.school.time_zone
    same_day = day_of(asked.answered_at, zone) == day_of(at, zone)
    return same_day or (asked.guards_until is not None and at < asked.guards_until)


def asked_by(reader: Reader) -> Iterable[Any]:
    """For the pupil's own first page: what still stands, with the instant their parents read."""
    if not reader.is_student:
        return []
    found = TalkRequest.objects.visible_to(reader, at=reader.at).standing().with_people()
    return [
        rows_of(
            found.before_parents(earlier(reader.at, SAID_AFTER)),
            ASKED,
            child="student",
            about="result__public_id",
            since="parents_at",
            label="school__zone_name",
        )
    ]


# --- Who is told ----------------------------------------------------------------------------------


@transaction.atomic
def notify_heads(*, at: dt.datetime) -> int:
    """Half of the opening hours has passed without an answer: the heads, once a child."""
    due = TalkRequest.objects.standing().filter(head_notified_at=None, head_from__lte=at)
    requests = list(
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("result")
        .order_by("pk")
    )
    if not requests:
        return 0
    TalkRequest.objects.filter(pk__in=[asked.pk for asked in requests]).update(head_notified_at=at)
    messages: list[Message] = []
    for asked in {asked.student_id: asked for asked in requests}.values():
        messages += _messages(asked, HEAD, _reachable(asked.result, Office.HEADS, at=at))
    enqueue_all(messages, at=at)
    return len(messages)


def _notify_at_once(asked: TalkRequest, cpe: Iterable[int], *, at: dt.datetime) -> None:
    """The CPE, else the heads. A child whose first request still waits is told once."""
    others = TalkRequest.objects.standing().filter(student=asked.student_id, guards_until__gt=at)
    if others.exclude(pk=asked.pk).exists():
        return
    messages = _messages(asked, CPE, cpe) or _messages(
        asked, HEAD, _reachable(asked.result, Office.HEADS, at=at)
    )
    enqueue_all(messages, at=at)


def _messages(asked: TalkRequest, step: str, people: Iterable[int]) -> list[Message]:
    event = f"{TALK}:{asked.pk}:{step}"
    return [Message(event, TALK, None, asked.school_id, staff_id=staff) for staff in people]


def _in_office(result: Result, office: Office, *, at: dt.datetime) -> Any:
    """Who may read the request on their first page; never a parent of this child."""
    jobs = Staff.objects.in_force(at=at).with_posts(at=at).holding(office, at=at)
    return jobs.filter(school=result.school_id, user__is_active=True).exclude(
        is_parent_of(result.student_id)
    )


def _reachable(result: Result, office: Office, *, at: dt.datetime) -> Any:
    people = _in_office(result, office, at=at).exclude(user__email="")
    return people.order_by("pk").values_list("pk", flat=True)


def _still_waits(notice: Notice, *, at: dt.datetime) -> bool:
    """Somebody of this child's still asks, and this person still answers for pupils."""
    _kind, pk, step = notice.event.split(":")
    asked = TalkRequest.objects.select_related("result").filter(pk=pk).first()
    if asked is None:
        return False
    office = Office.CPE if step == CPE else Office.HEADS
    return (
        TalkRequest.objects.standing().filter(student=asked.student_id).exists()
        and _in_office(asked.result, office, at=at).filter(pk=notice.staff_id).exists()
    )


TALK_REQUEST = NoticeKind(
    slug=TALK,
    template="emails/talk_request",
    still_allowed=_still_waits,
    context=lambda notice, *, at: {"is_head": notice.event.endswith(f":{HEAD}")},
)


# --- One instant ----------------------------------------------------------------------------------


def _lock(result: Result, *, at: dt.datetime) -> tuple[Assessment, dt.datetime]:
    """The lock of every write about this assessment, requests included; what time it is then."""
    found = Assessment.objects.filter(pk=result.assessment_id).select_related("school")
    return hold_row(found, at=at)


def _latest(result: Result) -> ResultVersion | None:
    found: ResultVersion | None = ResultVersion.objects.latest().filter(result=result).first()
    return found


def _paused(
    ordinary_at: dt.datetime | None, floor: dt.datetime | None, hours: OpeningHours
) -> dt.datetime | None:
    if ordinary_at is None or floor is None:
        return ordinary_at
    return max(ordinary_at, next_open(floor, hours))


def _ordinary(
    version: ResultVersion, result: Result, frame: RuleAndHours, *, at: dt.datetime
) -> dt.datetime | None:
    """Where the rule alone puts it, as if its request ended at ``at``."""
    known = ReleaseFacts.of(result.assessment)
    floors = {**known.paused_until, result.pk: at}
    placer = Placer(frame.rule, frame.hours, at=at)
    return placer.place(version, replace(known, paused_until=floors)).guardian_at


def _move(version: ResultVersion | None, guardian_at: dt.datetime | None) -> None:
    """The guardians' instant of one result, and nothing else of anybody."""
    if version is None or guardian_at is None or guardian_at == version.guardian_release_at:
        return
    ResultVersion.objects.filter(pk=version.pk).update(guardian_release_at=guardian_at)
