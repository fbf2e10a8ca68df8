"""What a rule would have changed last term, in ready French sentences: counts, never a mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication.enums import StepCode
from apps.publication.simulator.queries import SimulatedFigures
from apps.publication.simulator.rules.replay import Replay
from apps.publication.sources import TermDays
from apps.schools.days import today_of
from apps.schools.models import School
from coeduc.french import short_day, thousands, typeset

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class TermSummary:
    """Last term under one rule, for a card: how long, out of how many, and what deserves care."""

    label: str
    replay: Replay
    waits: str
    basis: str
    cares: tuple[str, ...]


def summaries(
    figures: SimulatedFigures[K], school: School, *, at: dt.datetime
) -> dict[K, TermSummary]:
    """A card a rule; empty where nothing has happened yet, or nothing is known of it."""
    if figures.term is None:
        return {}
    label = term_label(figures.term, school, at=at)
    today = today_of(school, at=at)
    return {key: summary_of(label, replay, today=today) for key, replay in figures.replays.items()}


def no_summary(figures: SimulatedFigures[K]) -> str:
    """Why a rule has no summary; empty while nothing was read."""
    if figures.kept.computed_at is None:
        return ""
    if figures.term is None:
        return _("Pas encore de faits à rejouer.")
    return _("Aux heures d’ouverture du collège, elle ne ferait jamais rien paraître.")


def term_label(term: TermDays, school: School, *, at: dt.datetime) -> str:
    """« 1er trimestre, du 1er septembre au 28 novembre », or « en cours »."""
    names = (
        {1: _("1er semestre"), 2: _("2d semestre")}
        if term.count == 2
        else {1: _("1er trimestre"), 2: _("2e trimestre"), 3: _("3e trimestre")}
    )
    words = {
        "term": names.get(term.index, _("période")),
        "first": short_day(term.starts_on, at=at, zone=school.time_zone),
        "last": short_day(term.ends_on, at=at, zone=school.time_zone),
    }
    if term.ends_on < today_of(school, at=at):
        return _("%(term)s, du %(first)s au %(last)s") % words
    return _("%(term)s en cours, depuis le %(first)s") % words


def summary_of(label: str, replay: Replay, *, today: dt.date) -> TermSummary:
    """The sentences of one replay of the term of this label."""
    basis = ngettext(
        "Sur %(n)s résultat (%(term)s).", "Sur %(n)s résultats (%(term)s).", replay.count
    ) % {"n": thousands(replay.count), "term": label}
    waits = " ".join(filter(None, [waits_sentence(replay), oldest_sentence(replay, today=today)]))
    return TermSummary(label, replay, waits, typeset(basis), cares(replay))


def waits_sentence(replay: Replay) -> str:
    """Of those whose hour is known alone: what still waits has no end to count to."""
    if replay.median_guardian_wait is None or replay.longest_guardian_wait is None:
        return _("Aucun résultat ne serait encore arrivé aux parents.")
    said = _(
        "Parmi les résultats dont l’heure serait fixée, attente médiane des parents : %(median)s ;"
        " la plus longue : %(longest)s."
    )
    return typeset(
        said
        % {
            "median": days_in_words(replay.median_guardian_wait),
            "longest": days_in_words(replay.longest_guardian_wait),
        }
    )


def oldest_sentence(replay: Replay, *, today: dt.date) -> str:
    """« Le plus ancien qui attendrait encore : 60 jours. »; empty when none does."""
    if replay.oldest_entered_on is None:
        return ""
    said = _("Le plus ancien qui attendrait encore : %(days)s.")
    return typeset(said % {"days": oldest_wait(replay, today=today)})


def oldest_wait(replay: Replay, *, today: dt.date) -> str:
    """« 60 jours », since it was entered, like every wait; « aucun »."""
    if replay.oldest_entered_on is None:
        return _("aucun")
    return since_in_words((today - replay.oldest_entered_on).days)


def since_in_words(days: int) -> str:
    """« depuis aujourd’hui », « 1 jour », « 60 jours »: not over yet."""
    return days_in_words(days) if days > 0 else _("depuis aujourd’hui")


def cares(replay: Replay) -> tuple[str, ...]:
    """What a school would want to know before it chooses: only what would have happened."""
    some = [
        (
            replay.before_copy,
            ngettext(
                "%(n)s résultat serait arrivé aux parents avant la copie.",
                "%(n)s résultats seraient arrivés aux parents avant la copie.",
                replay.before_copy,
            ),
        ),
        (
            replay.in_evening,
            ngettext(
                "%(n)s résultat serait arrivé le soir, à 18 h ou après.",
                "%(n)s résultats seraient arrivés le soir, à 18 h ou après.",
                replay.in_evening,
            ),
        ),
        (
            replay.at_weekend,
            ngettext(
                "%(n)s résultat serait arrivé le week-end.",
                "%(n)s résultats seraient arrivés le week-end.",
                replay.at_weekend,
            ),
        ),
    ]
    said = [sentence % {"n": thousands(count)} for count, sentence in some if count]
    said += [awaited(code, count) for code, count in replay.never]
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
