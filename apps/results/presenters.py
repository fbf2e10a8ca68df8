"""What families and pupils read, frozen: pages never hold a model instance.

A waiting row is built from the roster and the hand-back alone (``instants.planned``), so that it is
the same, byte for byte, whether or not a mark has been entered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication import sentences
from apps.publication.enums import Audience
from apps.publication.instants import Facts, planned
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import COPY_FIRST, Rule
from apps.results.enums import Status
from apps.results.models import ClassFigures, Result, ResultVersion
from coeduc.access import Reader
from coeduc.forms import french_decimal


@dataclass(frozen=True, slots=True)
class Frame:
    """The rules and hours in force in one school, read once however many rows are explained."""

    rules: Mapping[str, Rule]
    hours: OpeningHours

    @classmethod
    def of(cls, rules: Iterable[RuleVersion], opening: OpeningVersion) -> Self:
        """From what is in force now; the ministry's rule where nothing was adopted."""
        return cls({rule.kind: rule.as_rule() for rule in rules}, opening.as_hours())

    def rule_for(self, kind: str) -> Rule:
        return self.rules.get(kind) or self.rules.get("") or COPY_FIRST


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of the list: the assessment, and whether there is something to read."""

    public_id: UUID
    title: str
    subject: str
    kind: str
    held_on: str
    released_at: dt.datetime | None
    waiting: str


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """One released result, as one reader may see it under the rule of its version."""

    student: str
    class_code: str
    title: str
    lead: str
    teacher: str
    achieved: str
    to_review: str
    progress: str
    mark: str
    corrected: str
    class_average: str
    extremes: str
    why: str


def audience_of(reader: Reader) -> Audience:
    return Audience.STUDENT if reader.is_student else Audience.GUARDIAN


def roster_row(row: Result, frame: Frame, *, reader: Reader, at: dt.datetime) -> RosterRow:
    """``row`` carries ``released_at``, ``handed_back_at`` and ``recorded_at``."""
    assessment = row.assessment
    zone = assessment.school.time_zone
    waiting = "" if row.released_at else waiting_sentence(row, frame, reader=reader, at=at)
    return RosterRow(
        public_id=row.public_id,
        title=assessment.title,
        subject=assessment.teaching.subject.label,
        kind=assessment.get_kind_display(),
        held_on=sentences.full_day(assessment.held_on, at=at, zone=zone),
        released_at=row.released_at,
        waiting=waiting,
    )


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Why there is nothing to read yet; built from the roster and the hand-back alone."""

    waiting: str
    lead: str
    why: str


def waiting_page(row: Result, frame: Frame, *, reader: Reader, at: dt.datetime) -> WaitingPage:
    zone = row.assessment.school.time_zone
    rule = frame.rule_for(row.assessment.kind)
    return WaitingPage(
        waiting=waiting_sentence(row, frame, reader=reader, at=at),
        lead=_lead(row, at=at, zone=zone),
        why=sentences.rule_sentence(rule, frame.hours),
    )


@dataclass(frozen=True, slots=True)
class Roster:
    """The same rows in the order in which a tired parent wants them."""

    fresh: tuple[RosterRow, ...]
    waiting: tuple[RosterRow, ...]
    earlier: tuple[RosterRow, ...]

    @classmethod
    def of(cls, rows: Iterable[RosterRow], *, since: dt.datetime) -> Self:
        fresh, waiting, earlier = [], [], []
        for row in rows:
            if row.released_at is None:
                waiting.append(row)
            elif row.released_at >= since:
                fresh.append(row)
            else:
                earlier.append(row)
        return cls(tuple(fresh), tuple(waiting), tuple(earlier))


def monday_of(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first instant of the week: what is new since then is «depuis lundi»."""
    local = at.astimezone(zone)
    return dt.datetime.combine(local.date() - dt.timedelta(days=local.weekday()), dt.time(), zone)


def waiting_sentence(row: Result, frame: Frame, *, reader: Reader, at: dt.datetime) -> str:
    """Why nothing is there yet; never reads whether a mark exists."""
    facts = Facts(handed_back_at=row.handed_back_at, recorded_at=row.recorded_at)
    plan = planned(facts, frame.rule_for(row.assessment.kind), frame.hours)
    return sentences.waiting_sentence(
        plan, audience=audience_of(reader), at=at, zone=row.assessment.school.time_zone
    )


def family_result(
    row: Result,
    version: ResultVersion,
    *,
    figures: ClassFigures | None,
    reader: Reader,
    at: dt.datetime,
) -> FamilyResult:
    """Present a visible version; what the rule hides is left empty here, not in the page."""
    assessment = row.assessment
    zone = assessment.school.time_zone
    rule = version.rule.as_rule()
    shows = rule.shows
    return FamilyResult(
        student=row.student.first_name,
        class_code=row.division.code,
        title=assessment.title,
        lead=_lead(row, at=at, zone=zone),
        teacher=assessment.author.polite_name,
        achieved=version.achieved if shows.comment else "",
        to_review=version.to_review if shows.comment else "",
        progress=version.progress or assessment.progress,
        mark=mark_sentence(version, assessment.scale) if shows.mark else "",
        corrected=_corrected(version, at=at, zone=zone),
        class_average=_average(figures, assessment.scale) if shows.class_average else "",
        extremes=_extremes(figures) if shows.extremes else "",
        why=_why(version.rule, rule, reader=reader, at=at, zone=zone),
    )


def mark_sentence(version: ResultVersion, scale: int) -> str:
    """«11 sur 20», or the status in words."""
    if version.value is not None:
        return sentences.typeset(
            _("%(mark)s sur %(scale)s") % {"mark": french_decimal(version.value), "scale": scale}
        )
    return {
        Status.ABSENT: _("Pas de note : absence le jour de l’évaluation."),
        Status.NOT_GRADED: _("Ce travail n’est pas noté."),
        Status.EXEMPT: _("Dispense : pas de note."),
        Status.NOT_SUBMITTED: _("Le travail n’a pas été rendu."),
        Status.NOT_ASSESSED: _("Ce travail n’a pas été évalué."),
    }[Status(version.status)]


def _lead(row: Result, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«Mathématiques, avec Mme Roux. Contrôle du jeudi 12 novembre, copie rendue le mardi 17.»"""
    assessment = row.assessment
    words = {
        "subject": assessment.teaching.subject.label,
        "teacher": assessment.author.polite_name,
        "kind": str(assessment.get_kind_display()).capitalize(),
        "held_on": sentences.full_day(assessment.held_on, at=at, zone=zone),
    }
    handed_back_at = row.handed_back_at  # type: ignore[attr-defined]
    if handed_back_at is None:
        return _("%(subject)s, avec %(teacher)s. %(kind)s du %(held_on)s.") % words
    words["back_on"] = sentences.full_day(handed_back_at.astimezone(zone).date(), at=at, zone=zone)
    return (
        _("%(subject)s, avec %(teacher)s. %(kind)s du %(held_on)s, copie rendue le %(back_on)s.")
        % words
    )


def _corrected(version: ResultVersion, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Said only when the reader may have read an earlier state (``with_correction``)."""
    if not version.is_correction:  # type: ignore[attr-defined]
        return ""
    day = sentences.full_day(version.entered_at.astimezone(zone).date(), at=at, zone=zone)
    return _("Corrigé le %(day)s.") % {"day": day}


def _average(figures: ClassFigures | None, scale: int) -> str:
    if figures is None:
        return ""
    return _("%(mark)s sur %(scale)s") % {"mark": french_decimal(figures.average), "scale": scale}


def _extremes(figures: ClassFigures | None) -> str:
    if figures is None:
        return ""
    return _("de %(lowest)s à %(highest)s") % {
        "lowest": french_decimal(figures.lowest),
        "highest": french_decimal(figures.highest),
    }


def _why(
    version: RuleVersion, rule: Rule, *, reader: Reader, at: dt.datetime, zone: ZoneInfo
) -> str:
    return sentences.why_sentence(
        rule,
        body=version.body,
        decided_on=version.decided_on,
        audience=audience_of(reader),
        at=at,
        zone=zone,
    )
