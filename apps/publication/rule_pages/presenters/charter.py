"""What a school tells its families about its rule: what, who decided, when, why, and before.

Frozen values for one page; built from rows already read, no query here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication import sentences
from apps.publication.changes import ChangeBatch, Moves
from apps.publication.enums import Audience, NoticePolicy
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.rules import THE_SCHOOL, Rule, of_kind
from apps.publication.sentences import (
    not_yet_sentences,
    quiet_hours_sentences,
    rule_in_words,
    rule_sentence,
)
from apps.schools.models import School
from coeduc import french
from coeduc.days import day_of
from coeduc.french import and_list


@dataclass(frozen=True, slots=True)
class VersionLine:
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
    rule: VersionLine
    shown: tuple[str, ...]
    silence: tuple[str, ...]
    not_yet: tuple[str, ...]
    exceptions: tuple[VersionLine, ...]
    history: tuple[VersionLine, ...]
    moves: tuple[str, ...]


def charter_of(
    school: School,
    rules: Iterable[RuleVersion],
    openings: Iterable[OpeningVersion],
    *,
    audience: Audience | None,
    at: dt.datetime,
    reports_on: dt.date | None = None,
    batches: Iterable[ChangeBatch] = (),
) -> Charter:
    """All the versions of the school that have begun, the most recent first.

    ``reports_on``: the day of the next reports. ``batches``: what each decision moved, for staff.
    """
    versions, hours_versions = list(rules), list(openings)
    opening = next((version for version in hours_versions if at in version.during), None)
    hours = (opening or OpeningVersion.ministry(school)).as_hours(with_closures=False)
    in_force = [version for version in versions if at in version.during]
    exceptions = [version for version in in_force if version.kind and not version.follows_school]
    current = of_kind({v.kind: v for v in in_force}, THE_SCHOOL, RuleVersion.ministry(school))
    rule, bulletin = current.as_rule(), bulletin_in_words(reports_on, at=at, school=school)
    span = audience is not None
    shown_now = {(type(v), v.pk) for v in (current, opening, *exceptions) if v}
    past: list[RuleVersion | OpeningVersion] = [*versions, *hours_versions]
    past.sort(key=lambda version: version.during.lower, reverse=True)
    return Charter(
        school=school.name,
        name=current.get_name_display(),
        rule=_version_line(
            current,
            rule_sentence(rule, hours, bulletin=bulletin, span=span),
            at=at,
            school=school,
        ),
        shown=shown_sentences(rule, audience),
        silence=quiet_hours_sentences(hours),
        not_yet=not_yet_sentences(rule, audience),
        exceptions=tuple(
            _version_line(
                version,
                rule_sentence(
                    version.as_rule(),
                    hours,
                    scope=version.kind_label,
                    bulletin=bulletin,
                    span=span,
                ),
                at=at,
                school=school,
            )
            for version in exceptions
        ),
        history=tuple(
            _past(version, at=at, school=school)
            for version in past
            if (type(version), version.pk) not in shown_now
        ),
        moves=tuple(_batch(batch, at=at, school=school) for batch in batches),
    )


def _version_line(
    version: RuleVersion | OpeningVersion,
    sentence: str,
    *,
    at: dt.datetime,
    school: School,
    period: str = "",
) -> VersionLine:
    decided = sentences.decided_sentence(
        body=version.body, decided_on=version.decided_on, at=at, zone=school.time_zone
    )
    return VersionLine(sentence, french.typeset(decided), french.typeset(version.reason), period)


def _past(version: RuleVersion | OpeningVersion, *, at: dt.datetime, school: School) -> VersionLine:
    """What was in force and is no more; the end of an exception is told as long as it lasts."""
    return _version_line(
        version,
        french.typeset(_once(version)),
        at=at,
        school=school,
        period=_period(version, at=at, school=school),
    )


def _once(version: RuleVersion | OpeningVersion) -> str:
    if isinstance(version, OpeningVersion):
        return _("Les heures d’ouverture : %(sentence)s") % {
            "sentence": " ".join(quiet_hours_sentences(version.as_hours(with_closures=False)))
        }
    if version.follows_school:
        return _("%(scope)s : retour à la règle du collège.") % {
            "scope": capfirst(version.kind_label)
        }
    words = rule_in_words(version.as_rule())
    return capfirst(f"{version.kind_label} : {words}." if version.kind_label else f"{words}.")


def _period(version: RuleVersion | OpeningVersion, *, at: dt.datetime, school: School) -> str:
    zone, during = school.time_zone, version.during
    begun = french.short_day(day_of(during.lower, zone), at=at, zone=zone)
    if during.upper is None or during.upper > at:
        return _("Depuis le %(begun)s") % {"begun": begun}
    ended = french.short_day(day_of(during.upper, zone), at=at, zone=zone)
    if ended == begun:
        return _("Le %(begun)s") % {"begun": begun}
    return _("Du %(begun)s au %(ended)s") % {"begun": begun, "ended": ended}


def _batch(batch: ChangeBatch, *, at: dt.datetime, school: School) -> str:
    """« Le 20 novembre à 12 h, changement de règle : … »: how many, never whose."""
    said = {
        "when": french.full_moment(batch.at, at=at, zone=school.time_zone),
        "cause": batch.cause,
        "moves": counts(batch.moves),
    }
    sentence = _("Le %(when)s, %(cause)s : %(moves)s") % said
    if batch.by:
        sentence = _("Le %(when)s, %(cause)s par %(by)s : %(moves)s") % {**said, "by": batch.by}
    return french.typeset(sentence)


def counts(moves: Moves) -> str:
    """« 12 résultats reculés, 3 avancés. »"""
    if not (moves.later or moves.earlier):
        return _("aucun résultat n’a changé de date.")
    later = ngettext("%(n)d résultat reculé", "%(n)d résultats reculés", moves.later)
    earlier = ngettext("%(n)d avancé", "%(n)d avancés", moves.earlier)
    return f"{later % {'n': moves.later}}, {earlier % {'n': moves.earlier}}."


def bulletin_in_words(day: dt.date | None, *, at: dt.datetime, school: School) -> str:
    """« le vendredi 4 décembre »; empty where the terms are not known."""
    if day is None:
        return ""
    return _("le %(day)s") % {"day": french.full_day(day, at=at, zone=school.time_zone)}


def shown_sentences(rule: Rule, audience: Audience | None) -> tuple[str, ...]:
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
    listed = and_list([part for part, shown in parts.items() if shown])
    said = [_("Avec un résultat : %(parts)s. Jamais de classement.") % {"parts": listed}]
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
    return tuple(french.typeset(sentence) for sentence in said)


def charter_lead(audience: Audience | None) -> str:
    match audience:
        case Audience.GUARDIAN:
            return _("Quand un résultat apparaît ici, qui l’a décidé, et pourquoi.")
        case Audience.STUDENT:
            return _("Quand tu vois tes résultats, qui l’a décidé, et pourquoi.")
    return _("Ce que les familles et les élèves lisent sur la règle du collège.")
