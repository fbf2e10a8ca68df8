"""A pupil's request to talk first, as those who answer for pupils read it on their first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.results.models import Result
from apps.schools.names import full_name
from coeduc import french
from coeduc.days import day_of

if TYPE_CHECKING:
    from apps.results.models.rows import HoldJson
    from apps.results.words.queries import Asked


@dataclass(frozen=True, slots=True)
class AskedResult:
    """One result of a request, and until when its parents do not read it."""

    result_id: UUID
    what: str
    sentence: str
    reason: str
    held: str
    can_hold: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """All that one pupil asks, on one line; ``public_id`` is the newest request shown."""

    public_id: UUID
    who: str
    since: str
    head_knows: bool
    asked: tuple[AskedResult, ...]


def pupil_named(result: Result) -> str:
    """« Inès DIALLO, 4eB »."""
    student = result.student
    name = full_name(student)
    return f"{name}, {result.division.code}"


def assessment_named(result: Result, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """« Fractions · Mathématiques, jeudi 12 novembre »."""
    assessment = result.assessment
    day = french.full_day(assessment.held_on, at=at, zone=zone)
    return f"{assessment.title} · {assessment.teaching.subject.label}, {day}"


def request_lines(requests: Iterable[Asked], *, at: dt.datetime) -> list[RequestLine]:
    """One line a child, the first whose hour ends first."""
    by_child: dict[int, list[Asked]] = {}
    for asked in requests:
        by_child.setdefault(asked.student_id, []).append(asked)
    return [_request_line(found, at=at) for found in by_child.values()]


def _request_line(found: list[Asked], *, at: dt.datetime) -> RequestLine:
    newest = max(found, key=lambda asked: (asked.at, asked.pk))
    zone = newest.school.time_zone
    return RequestLine(
        public_id=newest.public_id,
        who=pupil_named(newest.result),
        since=_("Demandé le %(when)s.")
        % {"when": moment_of(min(asked.at for asked in found), at=at, zone=zone)},
        head_knows=any(asked.head_mailed for asked in found),
        asked=tuple(
            AskedResult(
                result_id=asked.result.public_id,
                what=assessment_named(asked.result, at=at, zone=zone),
                sentence=_parents_sentence(asked.parents_at, at=at, zone=zone),
                reason=french.typeset(f"« {asked.words} »") if asked.words else "",
                held=_held(asked.hold, at=at, zone=zone),
                can_hold=asked.hold is None and not has_come(asked.parents_at, at),
            )
            for asked in found
        ),
    )


def _held(hold: HoldJson | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if hold is None:
        return ""
    return _("Retenu par %(by)s, au plus tard jusqu’au %(until)s.") % {
        "by": f"{hold['first']} {hold['last']}".strip(),
        "until": short_day_of(dt.datetime.fromisoformat(hold["until"]), at=at, zone=zone),
    }


def _parents_sentence(instant: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if instant is None:
        return _("Ses parents ne le voient pas encore : pas encore de date.")
    if instant <= at:
        return _("Ses parents peuvent déjà le lire.")
    when = french.full_moment(instant, at=at, zone=zone)
    return _("Ses parents le verront à partir du %(when)s.") % {"when": when}


def has_come(instant: dt.datetime | None, at: dt.datetime) -> bool:
    return instant is not None and instant <= at


def short_day_of(instant: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    return french.short_day(day_of(instant, zone), at=at, zone=zone)


def moment_of(instant: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    return french.full_moment(instant, at=at, zone=zone)
