"""Rules, explanations and instants in plain French; nothing here reads a clock or a row.

``at`` is the instant of reading, ``zone`` the school's time zone. No sentence said before a result
is visible may depend on a mark: it is given ``instants.planned``, never ``instants.release``.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication.enums import (
    Audience,
    DecisionBody,
    OpeningKind,
    Trigger,
)
from apps.publication.instants import UNDO_WINDOW
from apps.publication.opening import ANY_MINUTE, Opening, OpeningHours
from apps.publication.rules import Rule
from coeduc import french
from coeduc.days import DAY
from coeduc.french import clock, short_day, typeset

# --- The rule ----------------------------------------------------------------------------------


def rule_sentence(
    rule: Rule,
    hours: OpeningHours,
    *,
    scope: str = "",
    bulletin: str = "",
    start: str = "",
    span: bool = False,
) -> str:
    """The whole rule in two short sentences; ``scope`` names an exception's kind of assessment.

    ``bulletin``: the day of the next reports in words, where it is known. ``start`` replaces
    « Aujourd’hui au collège » for a rule that is not in force. ``span``: as families and pupils
    read it, with the words of the span of dates that every result tells them (the pause).
    """
    start = start or _("Aujourd’hui au collège")
    start = _("Pour %(scope)s") % {"scope": scope} if scope else start
    sentence = rule_in_words(rule, bulletin=bulletin, span=span)
    return typeset(f"{start} : {sentence}. {silence_sentence(hours)}".strip())


def rule_in_words(rule: Rule, *, bulletin: str = "", span: bool = False) -> str:
    """«la copie est rendue, l’élève voit…», to follow « Aujourd’hui au collège : »."""
    sentence = _("%(trigger)s, l’élève voit son résultat %(student)s, les parents %(them)s")
    return typeset(
        sentence
        % {
            "trigger": _trigger_clause(rule, bulletin),
            "student": _student_clause(rule),
            "them": _span_clause(rule) if span and _has_span(rule) else _guardian_clause(rule),
        }
    )


def silence_sentence(hours: OpeningHours) -> str:
    """« Jamais la nuit ni le week-end. »; empty for a school that never closes."""
    times = []
    if hours.has_quiet_hours:
        times.append(_("la nuit"))
    if hours.has_weekend:
        times.append(_("le week-end"))
    if not hours.holidays_open:
        times.append(_("pendant les vacances"))
    return _("Jamais %(times)s.") % {"times": french.nor_list(times)} if times else ""


def quiet_hours_sentences(hours: OpeningHours) -> tuple[str, ...]:
    """The same silence in full, for the page of the rule."""
    said = []
    if hours.has_quiet_hours:
        bounds = {"start": clock(hours.quiet_from), "end": clock(hours.quiet_until)}
        said.append(_("La nuit : rien de nouveau de %(start)s à %(end)s.") % bounds)
    if hours.has_weekend:
        said.append(
            _("Le week-end : rien de nouveau du %(from_day)s %(from)s au %(to_day)s %(to)s.")
            % {
                "from_day": french.weekday(hours.weekend_from[0]),
                "from": clock(hours.weekend_from[1]),
                "to_day": french.weekday(hours.weekend_until[0]),
                "to": clock(hours.weekend_until[1]),
            }
        )
    if hours.holidays_open:
        said.append(
            _(
                "Pendant les vacances : une copie déjà rendue suit son cours, "
                "les jours de semaine, pour que l’enfant ne garde pas un secret deux semaines."
            )
        )
    else:
        said.append(_("Pendant les vacances : rien de nouveau."))
    return tuple(typeset(sentence) for sentence in said)


def not_yet_sentences(rule: Rule, audience: Audience | None) -> tuple[str, ...]:
    """What « pas encore » means on a page, and what it never means."""
    student = audience == Audience.STUDENT
    said = {
        Trigger.AFTER_HANDBACK: (
            _(
                "La copie n’a pas encore été rendue, la correction n’est pas finie, "
                "ou l’heure de la règle n’est pas encore venue."
            )
        ),
        Trigger.WITH_BULLETIN: _("Le bulletin n’a pas encore paru."),
        Trigger.AFTER_APPOINTMENT: _("Le rendez-vous n’a pas encore eu lieu."),
        Trigger.ON_ENTRY: _("Le professeur n’a pas encore saisi le résultat."),
    }[rule.trigger]
    never = (
        _("« Pas encore » ne veut jamais dire que ton résultat est bon ou mauvais.")
        if student
        else _("« Pas encore » ne dit jamais si le résultat est bon ou mauvais.")
    )
    same = (
        _("La date ne dépend pas de la note : elle est la même pour toute la classe.")
        if student
        else _(
            "Les dates annoncées ne dépendent pas de la note : elles sont les mêmes pour toute la "
            "classe. Le collège se garde parfois un jour d’école de plus, pour chaque résultat."
        )
    )
    held = _("Si le collège veut d’abord en parler avec une famille, la page le dit.")
    return tuple(typeset(sentence) for sentence in (said, same, never, held))


def why_sentence(
    rule: Rule,
    *,
    body: str,
    decided_on: dt.date,
    audience: Audience,
    at: dt.datetime,
    zone: ZoneInfo,
) -> str:
    """« Pourquoi aujourd’hui ? … »: who chose, what, where and when."""
    question, choice = _("Pourquoi aujourd’hui ?"), _choice(rule, audience)
    ministry = body == DecisionBody.MINISTRY
    who = _("Le collège suit le ministère") if ministry else _("Le collège a choisi")
    decided = decided_sentence(body=body, decided_on=decided_on, at=at, zone=zone)
    return typeset(f"{question} {who} : {choice} {decided}")


def decided_sentence(*, body: str, decided_on: dt.date, at: dt.datetime, zone: ZoneInfo) -> str:
    """« Décidé en conseil pédagogique le 3 septembre. »"""
    by_body = {
        DecisionBody.PEDAGOGIC_COUNCIL: _("Décidé en conseil pédagogique le %(day)s."),
        DecisionBody.BOARD: _("Décidé en conseil d’administration le %(day)s."),
        DecisionBody.HEAD: _("Décidé par la direction du collège le %(day)s."),
        DecisionBody.MINISTRY: _("C’est le cadre du ministère, publié le %(day)s."),
    }
    return by_body[DecisionBody(body)] % {"day": short_day(decided_on, at=at, zone=zone)}


def _choice(rule: Rule, audience: Audience) -> str:
    first = {
        Trigger.AFTER_HANDBACK: _("la copie d’abord"),
        Trigger.WITH_BULLETIN: _("le bulletin d’abord"),
        Trigger.AFTER_APPOINTMENT: _("le rendez-vous d’abord"),
        Trigger.ON_ENTRY: _("dès la saisie"),
    }[rule.trigger]
    if audience == Audience.STUDENT:
        return _("%(first)s, toi ensuite, tes parents après.") % {"first": first}
    return _("%(first)s, votre enfant ensuite, vous après.") % {"first": first}


def _trigger_clause(rule: Rule, bulletin: str) -> str:
    with_bulletin = _("avec le bulletin, %(day)s") if bulletin else _("avec le bulletin")
    return {
        Trigger.AFTER_HANDBACK: _("la copie est rendue"),
        Trigger.WITH_BULLETIN: with_bulletin % {"day": bulletin},
        Trigger.AFTER_APPOINTMENT: _("le rendez-vous a eu lieu"),
        Trigger.ON_ENTRY: _("le professeur saisit le résultat"),
    }[rule.trigger]


def _student_clause(rule: Rule) -> str:
    delay = rule.student_delay
    if rule.trigger == Trigger.AFTER_HANDBACK:
        delay = max(delay, UNDO_WINDOW)
    if rule.student_opening.kind != OpeningKind.ANY_MINUTE:
        return opening_clause(rule.student_opening)
    if rule.trigger == Trigger.WITH_BULLETIN and delay < DAY:
        return _("le jour même")
    if not delay:
        return _("aussitôt")
    return _("%(delay)s après") % {"delay": french.delay(delay)}


def _guardian_clause(rule: Rule) -> str:
    opening, delay = rule.guardian_opening, rule.guardian_delay
    fixed = opening_clause(opening)
    if not delay:
        return fixed or _("en même temps")
    if fixed and delay == DAY and opening.kind != OpeningKind.WEEKLY:
        return _("le lendemain %(when)s") % {"when": fixed}
    if not fixed:
        return _("%(delay)s plus tard") % {"delay": french.delay(delay)}
    at_least = _("un jour") if delay == DAY else french.delay(delay)
    return _("%(when)s, au moins %(delay)s après") % {"when": fixed, "delay": at_least}


def _has_span(rule: Rule) -> bool:
    """Whether a request to talk first can come in between, and a date is told at all."""
    dated = rule.trigger in {Trigger.AFTER_HANDBACK, Trigger.WITH_BULLETIN}
    together = not rule.guardian_delay and rule.guardian_opening in {
        ANY_MINUTE,
        rule.student_opening,
    }
    return dated and not together


def _span_clause(rule: Rule) -> str:
    """« à partir du lendemain à 17 h, au plus tard le jour de classe suivant »."""
    opening, delay = rule.guardian_opening, rule.guardian_delay
    clause = _guardian_clause(rule)
    if opening.clock is not None and opening.weekday is not None:
        weekly = {"weekday": french.weekday(opening.weekday), "clock": clock(opening.clock)}
        clause = _("à partir du %(weekday)s à %(clock)s") % weekly
        if delay:
            at_least = _("un jour") if delay == DAY else french.delay(delay)
            clause = _("%(when)s, au moins %(delay)s après") % {"when": clause, "delay": at_least}
    elif opening.clock is not None and delay == DAY:
        clause = _("à partir du lendemain %(when)s") % {"when": opening_clause(opening)}
    return _("%(when)s, au plus tard le jour de classe suivant") % {"when": clause}


def opening_clause(opening: Opening) -> str:
    """« à 17 h », « le vendredi à 17 h »; empty for any open minute."""
    if opening.clock is None:
        return ""
    if opening.weekday is None:
        return _("à %(clock)s") % {"clock": clock(opening.clock)}
    return _("le %(weekday)s à %(clock)s") % {
        "weekday": french.weekday(opening.weekday),
        "clock": clock(opening.clock),
    }
