"""What a school tells its families about its rule: what, who decided, when, why, and before.

Frozen values for one page; built from rows already read, no query here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.publication import sentences
from apps.publication.enums import Audience, NoticePolicy
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.rules import Rule
from apps.schools.models import School


@dataclass(frozen=True, slots=True)
class Told:
    """One version in words; ``period`` is empty for a version in force."""

    sentence: str
    decided: str
    reason: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Charter:
    """The rule of one school, as its families, its pupils and its staff read it."""

    school: str
    name: str
    rule: Told
    shown: tuple[str, ...]
    silence: tuple[str, ...]
    exceptions: tuple[Told, ...]
    history: tuple[Told, ...]


def charter_of(
    school: School,
    rules: Iterable[RuleVersion],
    opening: OpeningVersion | None,
    *,
    audience: Audience | None,
    at: dt.datetime,
) -> Charter:
    """``rules``: all the versions of the school that have begun, the most recent first."""
    versions = list(rules)
    hours = (opening or OpeningVersion.ministry(school)).as_hours()
    in_force = [version for version in versions if at in version.during]
    exceptions = [version for version in in_force if version.kind]
    current = next((v for v in in_force if not v.kind), None) or RuleVersion.ministry(school)
    rule = current.as_rule()
    return Charter(
        school=school.name,
        name=current.get_name_display(),
        rule=_told(current, sentences.rule_sentence(rule, hours), at=at, school=school),
        shown=_shown(rule, audience),
        silence=sentences.quiet_hours_sentences(hours),
        exceptions=tuple(
            _told(
                version,
                sentences.rule_sentence(version.as_rule(), hours, scope=version.kind_label),
                at=at,
                school=school,
            )
            for version in exceptions
        ),
        history=tuple(
            _past(version, at=at, school=school) for version in versions if version not in in_force
        ),
    )


def _told(
    version: RuleVersion, sentence: str, *, at: dt.datetime, school: School, period: str = ""
) -> Told:
    decided = sentences.decided_sentence(
        body=version.body, decided_on=version.decided_on, at=at, zone=school.time_zone
    )
    return Told(sentence, sentences.typeset(decided), sentences.typeset(version.reason), period)


def _past(version: RuleVersion, *, at: dt.datetime, school: School) -> Told:
    zone = school.time_zone
    begun, ended = (
        sentences.short_day(bound.astimezone(zone).date(), at=at, zone=zone)
        for bound in (version.during.lower, version.during.upper)
    )
    period = _("Du %(begun)s au %(ended)s") % {"begun": begun, "ended": ended}
    words = sentences.rule_in_words(version.as_rule())
    scope = f"{version.kind_label} : " if version.kind_label else ""
    sentence = sentences.typeset(f"{scope}{words}.")
    return _told(version, sentence[0].upper() + sentence[1:], at=at, school=school, period=period)


def _shown(rule: Rule, audience: Audience | None) -> tuple[str, ...]:
    """What is on the page of a result, and how its readers learn that it is there."""
    shows = rule.shows
    parts = {
        _("les compétences"): shows.levels,
        _("le commentaire"): shows.comment,
        _("la note"): shows.mark,
        _("la moyenne de la classe"): shows.class_average,
        _("la note la plus basse et la plus haute"): shows.extremes,
        _("la moyenne en cours"): shows.running_average,
    }
    *first, last = [part for part, shown in parts.items() if shown]
    listed = _("%(first)s et %(last)s") % {"first": ", ".join(first), "last": last}
    said = [
        _("Avec un résultat : %(parts)s. Jamais de classement.")
        % {"parts": listed if first else last}
    ]
    if rule.support_required:
        said.append(
            _("Toujours une ligne « Pour progresser » : ce qui peut aider, dès maintenant.")
        )
    if audience != Audience.STUDENT:
        said.append(
            {
                NoticePolicy.NONE: _(
                    "Aucun message n’est envoyé : le résultat attend sur la page."
                ),
                NoticePolicy.WEEKLY: _(
                    "Les parents l’apprennent par la page de la semaine, sans la note."
                ),
                NoticePolicy.AT_ONCE: _(
                    "Les parents reçoivent un message quand il y a quelque chose à lire, "
                    "sans la note ni le nom de l’enfant."
                ),
            }[rule.notice]
        )
    return tuple(sentences.typeset(sentence) for sentence in said)
