"""What stands beside the roster of an assessment, on the page of the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication.instants import undo_minutes_left
from apps.results import policies
from apps.results.assessments.rules import distribution
from apps.results.models import Result, ResultVersion
from apps.results.release.presenters.awaited import first_names, too_early
from apps.results.release.queries import awaited_of
from apps.results.release.services.patience import PatienceCalendar
from coeduc import french
from coeduc.charts.bars import BarChart, bar_chart
from coeduc.days import day_of
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.results.assessments.queries import AssessmentOfPage, ListedAssessment


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around the roster of an assessment: the chart, late copies, the head's acts."""

    chart: BarChart | None
    chart_title: str
    later: str
    can_publish: bool
    can_undo: bool
    published: str


def beside(
    request: Request,
    assessment: AssessmentOfPage,
    lines: Sequence[tuple[Result, ResultVersion | None]],
    *,
    can_mark: bool,
) -> Beside:
    """``lines``: the roster with the last state entered, as the page reads it."""
    values = [version.value for _row, version in lines if version and version.value is not None]
    scale = assessment.scale if can_mark and values else None
    title = ngettext("%(n)d note", "%(n)d notes", len(values)) % {"n": len(values)}
    waiting = awaited_of(request.reader, assessment)
    tapped_at = assessment.tapped_at
    publishes = policies.can_publish(request.reader, assessment)
    return Beside(
        chart=bar_chart(distribution(values, scale)) if scale is not None else None,
        chart_title=title,
        later=first_names([row.result for row in waiting]) if tapped_at else "",
        can_publish=publishes
        and tapped_at is None
        and not too_early(PatienceCalendar.of(assessment.school, at=request.now), assessment),
        can_undo=publishes
        and bool(assessment.published_because)
        and bool(tapped_at and undo_minutes_left(tapped_at, request.now)),
        published=_published(assessment, at=request.now),
    )


def _published(assessment: ListedAssessment, *, at: dt.datetime) -> str:
    """« Publié par la direction le mardi 17 novembre, parce que… »"""
    if assessment.handed_back_at is None or not assessment.published_because:
        return ""
    zone = assessment.school.time_zone
    day = french.full_day(day_of(assessment.handed_back_at, zone), at=at, zone=zone)
    sentence = _("Publié par la direction le %(day)s, sans les copies : %(reason)s")
    return french.typeset(sentence % {"day": day, "reason": assessment.published_because})
