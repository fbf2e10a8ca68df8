"""The simulator's page: two rules side by side over the same facts. No row, no query, no mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication.enums import StepCode
from apps.publication.explained import explanation_sentences
from apps.publication.instants import Release
from apps.publication.opening import OpeningHours
from apps.publication.rule_pages.presenters.school_rules import SchoolRules
from apps.publication.rules import Rule
from apps.publication.sentences import rule_in_words, silence_sentence
from apps.publication.simulator.presenters.freshness import Freshness
from apps.publication.simulator.presenters.summary import (
    TermSummary,
    awaited,
    days_in_words,
    oldest_wait,
    summary_of,
)
from apps.publication.simulator.rules.replay import (
    LAST_DAYS,
    NO_EXCEPTION,
    Notices,
    Past,
    Replay,
    sample_of,
)
from apps.publication.sources import AssessmentName, PastAssessment
from coeduc.charts.bars import BarChart, bar_chart
from coeduc.days import day_of
from coeduc.french import full_day, full_moment, thousands, typeset

# Under this, one assessment more would change every figure of the page.
FEW = 60
KEY_STEPS = frozenset(
    {
        StepCode.HANDED_BACK,
        StepCode.ENTERED,
        StepCode.BULLETIN,
        StepCode.STUDENT,
        StepCode.GUARDIAN,
    }
)


@dataclass(frozen=True, slots=True)
class Side:
    """One rule: what it says and what it would have done."""

    title: str
    sentence: str
    summary: TermSummary
    pupils: BarChart
    guardians: BarChart


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One line of the comparison, in words on both sides."""

    label: str
    today: str
    tried: str


@dataclass(frozen=True, slots=True)
class Wait:
    """One line of the table of waits: results, for pupils then parents, today then tried."""

    label: str
    counts: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class WayStep:
    """One sentence of the kernel's explanation; ``key``: the copy, the pupil, the parents."""

    sentence: str
    key: bool


@dataclass(frozen=True, slots=True)
class RuleTimeline:
    """The way of one assessment under one rule, step by step, and its end in short."""

    title: str
    steps: tuple[WayStep, ...]
    guardian: str


@dataclass(frozen=True, slots=True)
class SampleComparison:
    """One real assessment told under both rules; ``why`` says why this one was chosen."""

    title: str
    why: str
    ways: tuple[RuleTimeline, RuleTimeline]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole page. ``same``: the rule that is tried is already the school's.

    ``exceptions``: that some kinds of assessment follow their own rule on both sides; or empty.
    """

    basis: str
    few: str
    same: bool
    exceptions: str
    today: Side
    tried: Side
    rows: tuple[ComparisonRow, ...]
    waits: tuple[Wait, ...]
    stories: tuple[SampleComparison, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What one address asks; no comparison for a rule that makes no sense, or without facts."""

    school_rules: SchoolRules
    has_facts: bool
    comparison: Comparison | None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule and what it would have done."""

    rule: Rule
    replay: Replay


def works_of(replay: Replay) -> list[PastAssessment]:
    """Whose names are needed to tell its samples."""
    return [_work(sample.past) for sample in replay.samples]


def _work(past: Past) -> PastAssessment:
    return PastAssessment(past.assessment, past.division)


def compare(
    label: str,
    now: Tried,
    then: Tried,
    hours: OpeningHours,
    *,
    at: dt.datetime,
    names: Mapping[PastAssessment, AssessmentName],
    exceptions: Mapping[str, Rule] = NO_EXCEPTION,
    bulletin: str = "",
) -> Comparison:
    """The rule of now beside one that would replace it; the exceptions stay what they are.

    ``label``: of which term. ``bulletin``: the day of the next reports in words, for the sentence
    of each rule. ``names``: what the works of ``then`` are called.
    """
    today, before = now.rule, now.replay
    tried, after = then.rule, then.replay
    highest = max(*before.pupil_waits, *before.guardian_waits, *after.pupil_waits)
    highest = max(highest, *after.guardian_waits)

    def side(title: str, rule: Rule, replay: Replay) -> Side:
        return Side(
            title=title,
            sentence=in_one_breath(rule, hours, bulletin=bulletin),
            summary=summary_of(label, replay, today=day_of(at, hours.time_zone)),
            pupils=bar_chart(list(zip(bins(), replay.pupil_waits, strict=True)), highest=highest),
            guardians=bar_chart(
                list(zip(bins(), replay.guardian_waits, strict=True)), highest=highest
            ),
        )

    sides = (
        side(_("La règle d’aujourd’hui"), today, before),
        side(_("La règle essayée"), tried, after),
    )

    def ways(past: Past) -> tuple[RuleTimeline, RuleTimeline]:
        first, second = (
            _way(shown.title, sample_of(past, rule, hours, exceptions=exceptions), at, hours)
            for shown, rule in zip(sides, (today, tried), strict=True)
        )
        return first, second

    return Comparison(
        basis=sides[1].summary.basis,
        few=_few(after.count),
        same=today == tried,
        exceptions=_exceptions(len(exceptions)),
        today=sides[0],
        tried=sides[1],
        rows=_rows(before, after, today=day_of(at, hours.time_zone)),
        waits=_waits(before, after),
        stories=_stories(after, ways, names, at=at, zone=hours.time_zone),
    )


def in_one_breath(rule: Rule, hours: OpeningHours, *, bulletin: str = "") -> str:
    """« La copie est rendue, l’élève voit… Jamais la nuit ni le week-end. »"""
    sentence = capfirst(rule_in_words(rule, bulletin=bulletin))
    return typeset(f"{sentence}. {silence_sentence(hours)}".strip())


def bins() -> tuple[str, ...]:
    """The words of ``replay.Waits``, in its order."""
    _same_day, next_day, few, week = LAST_DAYS
    return (
        _("le jour même"),
        _("le lendemain"),
        _("%(first)d ou %(last)d jours") % {"first": next_day + 1, "last": few},
        _("%(first)d à %(last)d jours") % {"first": few + 1, "last": week},
        _("plus longtemps"),
    )


def _few(count: int) -> str:
    if count >= FEW:
        return ""
    return ngettext(
        "C’est très peu : un résultat de plus changerait ces chiffres.",
        "C’est peu : une évaluation de plus changerait ces chiffres.",
        count,
    )


def _exceptions(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "L’exception en vigueur reste la même des deux côtés.",
        "Les %(n)d exceptions en vigueur restent les mêmes des deux côtés.",
        count,
    ) % {"n": count}


def _rows(before: Replay, after: Replay, *, today: dt.date) -> tuple[ComparisonRow, ...]:
    def both(label: str, said: Callable[[Replay], str]) -> ComparisonRow:
        return ComparisonRow(typeset(label), typeset(said(before)), typeset(said(after)))

    return (
        both(_("Heure fixée pour les parents"), _arrived),
        both(_("Avant que la copie soit rendue"), lambda replay: thousands(replay.before_copy)),
        both(_("Le soir, à 18 h ou après"), lambda replay: thousands(replay.in_evening)),
        both(_("Le samedi ou le dimanche"), lambda replay: thousands(replay.at_weekend)),
        both(_("Attente médiane de l’élève"), lambda replay: _days(replay.median_pupil_wait)),
        both(_("Attente médiane des parents"), lambda replay: _days(replay.median_guardian_wait)),
        both(
            _("La plus longue, une fois l’heure fixée"),
            lambda replay: _days(replay.longest_guardian_wait),
        ),
        both(
            _("Le plus ancien qui attendrait encore"),
            lambda replay: oldest_wait(replay, today=today),
        ),
        both(
            _("Avis reçus par un parent, pour un enfant"),
            lambda replay: _notices(replay.notices_per_week),
        ),
    )


def _arrived(replay: Replay) -> str:
    words = _("%(n)s sur %(all)s") % {
        "n": thousands(replay.released),
        "all": thousands(replay.count),
    }
    return ". ".join([words, *(awaited(code, count).rstrip(".") for code, count in replay.never)])


def _days(days: int | None) -> str:
    return _("aucun résultat arrivé") if days is None else days_in_words(days)


def _notices(notices: Notices | None) -> str:
    if notices is None or not notices.highest:
        return _("aucun")
    said = _("%(usual)d par semaine d’ordinaire, %(most)d au plus")
    return said % {"usual": notices.median, "most": notices.highest}


def _waits(before: Replay, after: Replay) -> tuple[Wait, ...]:
    columns = (before.pupil_waits, after.pupil_waits, before.guardian_waits, after.guardian_waits)
    return tuple(
        Wait(label, (thousands(a), thousands(b), thousands(c), thousands(d)))
        for label, a, b, c, d in zip(bins(), *columns, strict=True)
    )


def _stories(
    replay: Replay,
    ways: Callable[[Past], tuple[RuleTimeline, RuleTimeline]],
    names: Mapping[PastAssessment, AssessmentName],
    *,
    at: dt.datetime,
    zone: ZoneInfo,
) -> tuple[SampleComparison, ...]:
    """One to three assessments, from the shortest way to the longest under the rule tried."""
    shortest, middle, longest = (
        _("L’attente la plus courte"),
        _("L’attente du milieu"),
        _("L’attente la plus longue"),
    )
    whys = {
        0: (),
        1: (_("La seule évaluation"),),
        2: (shortest, longest),
        3: (shortest, middle, longest),
    }[len(replay.samples)]
    return tuple(
        SampleComparison(_named(sample.past, names, at=at, zone=zone), why, ways(sample.past))
        for why, sample in zip(whys, replay.samples, strict=True)
    )


def _named(
    past: Past, names: Mapping[PastAssessment, AssessmentName], *, at: dt.datetime, zone: ZoneInfo
) -> str:
    name = names.get(_work(past))
    if name is None:
        day = full_day(past.held_on, at=at, zone=zone)
        return _("Une évaluation supprimée depuis (%(day)s)") % {"day": day}
    words = {
        "title": name.title,
        "class": name.class_code,
        "day": full_day(past.held_on, at=at, zone=zone),
    }
    return _("%(title)s (%(class)s, %(day)s)") % words


def _way(title: str, found: Release, at: dt.datetime, hours: OpeningHours) -> RuleTimeline:
    zone = hours.time_zone
    sentences = explanation_sentences(found.explanation, at=at, zone=zone)
    steps = tuple(
        WayStep(sentence, step.code in KEY_STEPS)
        for sentence, step in zip(sentences, found.explanation.steps, strict=True)
    )
    parents_at = found.guardian_at
    return RuleTimeline(
        title, steps, full_moment(parents_at, at=at, zone=zone) if parents_at else sentences[-1]
    )
