"""What a rule would have changed last term, in ready French sentences: counts, never a mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication.enums import StepCode
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule
from apps.publication.simulator.rules import NO_EXCEPTION, Replay, replay
from apps.publication.sources import LastTerm, last_term
from apps.schools.models import School
from coeduc.french import thousands, typeset

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Summary:
    """Last term under one rule, for a card: how long, out of how many, and what deserves care."""

    label: str
    replay: Replay
    waits: str
    basis: str
    cares: tuple[str, ...]


def replay_summaries(
    school: School,
    rules: Mapping[K, Rule],
    hours: OpeningHours,
    *,
    at: dt.datetime,
    exceptions: Mapping[str, Rule] = NO_EXCEPTION,
) -> dict[K, Summary]:
    """A card a rule, with the facts read once; empty where nothing has happened yet."""
    term = last_term(school, at=at)
    if term is None:
        return {}
    return {
        key: summary_of(term, replay(term.pasts, rule, hours, exceptions=exceptions))
        for key, rule in rules.items()
    }


def summary_of(term: LastTerm, told: Replay) -> Summary:
    """The sentences of one replay of ``term``."""
    basis = ngettext(
        "Sur %(n)s résultat (%(term)s).", "Sur %(n)s résultats (%(term)s).", told.count
    ) % {"n": thousands(told.count), "term": term.label}
    return Summary(term.label, told, waits_sentence(told), typeset(basis), cares(told))


def waits_sentence(told: Replay) -> str:
    """« Attente médiane des parents : 1 jour ; la plus longue : 17 jours. »"""
    if told.median_guardian_wait is None or told.longest_guardian_wait is None:
        return _("Aucun résultat ne serait encore arrivé aux parents.")
    said = _("Attente médiane des parents : %(median)s ; la plus longue : %(longest)s.")
    return typeset(
        said
        % {
            "median": days_in_words(told.median_guardian_wait),
            "longest": days_in_words(told.longest_guardian_wait),
        }
    )


def cares(told: Replay) -> tuple[str, ...]:
    """What a school would want to know before it chooses: only what would have happened."""
    some = [
        (
            told.before_copy,
            ngettext(
                "%(n)s résultat serait arrivé aux parents avant la copie.",
                "%(n)s résultats seraient arrivés aux parents avant la copie.",
                told.before_copy,
            ),
        ),
        (
            told.in_evening,
            ngettext(
                "%(n)s résultat serait arrivé le soir, à 18 h ou après.",
                "%(n)s résultats seraient arrivés le soir, à 18 h ou après.",
                told.in_evening,
            ),
        ),
        (
            told.at_weekend,
            ngettext(
                "%(n)s résultat serait arrivé le week-end.",
                "%(n)s résultats seraient arrivés le week-end.",
                told.at_weekend,
            ),
        ),
    ]
    said = [sentence % {"n": thousands(count)} for count, sentence in some if count]
    said += [awaited(code, count) for code, count in told.never]
    return tuple(typeset(sentence) for sentence in said)


def awaited(code: StepCode, count: int) -> str:
    """« 3 résultats attendraient encore la remise des copies. »"""
    what = {
        StepCode.WAITS_FOR_HANDBACK: _("la remise des copies"),
        StepCode.WAITS_FOR_OWN_HANDBACK: _("que l’élève absent reçoive sa copie"),
        StepCode.WAITS_FOR_BULLETIN: _("le bulletin"),
        StepCode.WAITS_FOR_APPOINTMENT: _("le rendez-vous"),
        StepCode.WAITS_FOR_MARK: _("d’être saisis"),
    }[code]
    said = ngettext(
        "%(n)s résultat attendrait encore %(what)s.",
        "%(n)s résultats attendraient encore %(what)s.",
        count,
    )
    return said % {"n": thousands(count), "what": what}


def days_in_words(days: int) -> str:
    """« le jour même », « 1 jour », « 17 jours »."""
    if days == 0:
        return _("le jour même")
    return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
