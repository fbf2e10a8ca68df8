"""What the page of the rule says to the principal: cards, exceptions, what would move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication import sentences
from apps.publication.changes import ExceptionKind, Moves
from apps.publication.enums import ReadyMade, Trigger
from apps.publication.models import RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rule_pages.presenters.charter import shown_sentences
from apps.publication.rule_pages.presenters.school_rules import RULE, SchoolRules
from apps.publication.rules import READY_MADE, Rule
from apps.publication.simulator.presenters.summary import TermSummary
from apps.schools.models import School
from coeduc import french
from coeduc.chapters import Link

READABLE_EXCEPTIONS = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One rule made ready, with what it would have done last term."""

    title: str
    sentence: str
    facts: tuple[str, ...]
    url: str
    simulator_url: str
    is_in_force: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One exception in force."""

    title: str
    sentence: str
    decided: str
    change_url: str
    end_url: str


def cards(
    school: School,
    *,
    address: str,
    current: Rule,
    chosen: Rule,
    bulletin: str,
    summaries: Mapping[ReadyMade, TermSummary] | None,
    absent: str = "",
) -> list[Card]:
    """The three ready-made rules; ``summaries`` is None where facts are not about this choice.

    ``absent``: what is said of a rule that has none.
    """
    simulator = reverse("publication:simulator", args=[school.public_id])
    titles = {
        ReadyMade.COPY_FIRST: _("La copie d’abord (recommandé)"),
        ReadyMade.ONCE_A_WEEK: _("Une fois par semaine, %(when)s")
        % {"when": sentences.opening_clause(READY_MADE[ReadyMade.ONCE_A_WEEK].guardian_opening)},
        ReadyMade.WITH_BULLETIN: _("Avec le bulletin"),
    }
    return [
        Card(
            title=french.typeset(titles[name]),
            sentence=f"{capfirst(sentences.rule_in_words(rule, bulletin=bulletin))}.",
            facts=() if summaries is None else _facts(summaries.get(name), absent),
            url=f"{address}?{urlencode({RULE: name})}#decision",
            simulator_url="" if summaries is None else f"{simulator}?{urlencode({'name': name})}",
            is_in_force=rule == current,
            is_chosen=rule == chosen,
        )
        for name, rule in READY_MADE.items()
    ]


def _facts(summary: TermSummary | None, absent: str) -> tuple[str, ...]:
    if summary is None:
        return (absent,) if absent else ()
    return (summary.waits, *summary.cares)


def preview_sentences(school_rules: SchoolRules, chosen: Rule, *, scope: str) -> list[str]:
    """What families will read once this rule is adopted."""
    said = school_rules.sentence(chosen, scope=scope, start=_("Au collège"), span=True)
    return [said, *shown_sentences(chosen, None)]


def exception_lines(
    school: School,
    versions: Sequence[RuleVersion],
    hours: OpeningHours,
    *,
    bulletin: str,
    at: dt.datetime,
) -> list[ExceptionLine]:
    found = sorted((v for v in versions if v.kind), key=lambda version: version.kind_label)
    return [
        ExceptionLine(
            title=capfirst(version.kind_label),
            sentence=sentences.rule_sentence(
                version.as_rule(), hours, scope=version.kind_label, bulletin=bulletin
            ),
            decided=sentences.decided_sentence(
                body=version.body,
                decided_on=version.decided_on,
                at=at,
                zone=school.time_zone,
            ),
            change_url=reverse("publication:exception", args=[school.public_id, version.kind]),
            end_url=reverse("publication:exception_end", args=[school.public_id, version.kind]),
        )
        for version in found
    ]


def kinds_to_add(
    school: School, kinds: Sequence[ExceptionKind], versions: Sequence[RuleVersion]
) -> list[Link]:
    """The kinds of assessment that follow the school's rule today."""
    taken = {version.kind for version in versions}
    return [
        Link(
            capfirst(kind.label),
            reverse("publication:exception", args=[school.public_id, kind.slug]),
        )
        for kind in kinds
        if kind.slug not in taken
    ]


def exceptions_count(count: int) -> str:
    if not count:
        return french.typeset(_("Aucune exception : une seule règle pour tout le collège."))
    return ngettext("%(n)d exception à la règle.", "%(n)d exceptions à la règle.", count) % {
        "n": count
    }


def too_many(count: int) -> str:
    """Beyond two, nobody remembers which work follows which rule."""
    if count <= READABLE_EXCEPTIONS:
        return ""
    return french.typeset(
        _(
            "Avec %(n)d exceptions, une famille ne sait plus quelle règle suit quel travail. "
            "Une règle se comprend d’un coup d’œil : gardez deux exceptions au plus."
        )
        % {"n": count}
    )


def cares(rule: Rule) -> list[str]:
    """What a school should know of its choice before it is made."""
    said = []
    if rule.trigger == Trigger.ON_ENTRY:
        said.append(
            _(
                "Le résultat n’attend plus la copie : un enfant peut découvrir sa note seul, "
                "et ses parents avant d’avoir pu en parler avec lui."
            )
        )
    if rule.trigger == Trigger.WITH_BULLETIN:
        said.append(
            _("Entre deux bulletins, les familles ne lisent rien, même quand la copie est rendue.")
        )
    return [french.typeset(sentence) for sentence in said]


def moves_sentences(moves: Moves) -> list[str]:
    """« 12 résultats en attente seront décalés, 3 avancés. »: counts, never whose."""
    later = ngettext(
        "%(n)d résultat en attente sera décalé",
        "%(n)d résultats en attente seront décalés",
        moves.later,
    ) % {"n": moves.later}
    earlier = ngettext(
        "%(n)d résultat en attente sera avancé",
        "%(n)d résultats en attente seront avancés",
        moves.earlier,
    ) % {"n": moves.earlier}
    if moves.later and moves.earlier:
        more = ngettext("%(n)d avancé", "%(n)d avancés", moves.earlier) % {"n": moves.earlier}
        sentence = f"{later}, {more}."
    elif moves.later or moves.earlier:
        sentence = f"{later if moves.later else earlier}."
    elif moves.unchanged:
        sentence = _("Aucun résultat en attente ne change de date.")
    else:
        sentence = _("Aucun résultat n’est en attente aujourd’hui.")
    return [sentence, _("Ce que les familles ont déjà pu lire reste visible.")]
