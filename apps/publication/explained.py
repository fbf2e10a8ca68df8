"""The steps of a computation, one sentence each, for the team and the simulator; the tap."""

import datetime as dt
import math
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication.enums import ClosedBecause, StepCode
from apps.publication.instants import Explanation, Release, Step
from coeduc.french import MINUTE, delay, duration, full_moment, near_moment, typeset


def explanation_sentences(
    explanation: Explanation, *, at: dt.datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    """One sentence a step, for staff: it may say when a mark was entered."""
    return tuple(typeset(_step(step, at=at, zone=zone)) for step in explanation.steps)


def _step(step: Step, *, at: dt.datetime, zone: ZoneInfo) -> str:
    because = {
        ClosedBecause.QUIET_HOURS: _("jamais la nuit"),
        ClosedBecause.WEEKEND: _("jamais le week-end"),
        ClosedBecause.HOLIDAY: _("jamais pendant les vacances"),
        ClosedBecause.FIXED_TIME: _("à l’heure fixée"),
    }
    sentences = {
        StepCode.HANDED_BACK: _("Copies rendues : %(when)s."),
        StepCode.MARKED: _("Résultat saisi après la remise : %(when)s."),
        StepCode.ENTERED: _("Résultat saisi : %(when)s."),
        StepCode.WAITS_FOR_HANDBACK: _("Attend que la copie soit rendue en classe."),
        StepCode.WAITS_FOR_OWN_HANDBACK: _("Attend que l’élève absent reçoive sa copie."),
        StepCode.WAITS_FOR_MARK: _("Attend la saisie du résultat."),
        StepCode.WAITS_FOR_BULLETIN: _("Attend le bulletin."),
        StepCode.WAITS_FOR_APPOINTMENT: _("Attend le rendez-vous."),
        StepCode.BULLETIN: _("Le bulletin paraît : %(when)s."),
        StepCode.STUDENT_DELAY: _("Délai avant l’élève : %(delay)s."),
        StepCode.UNDO_WINDOW: _("Temps laissé pour annuler : %(delay)s."),
        StepCode.HELD: _("Retenu par le collège jusqu’au %(when)s."),
        StepCode.STUDENT_MOVED: _("Pour l’élève, reporté : %(because)s."),
        StepCode.STUDENT: _("L’élève : %(when)s."),
        StepCode.GUARDIAN_DELAY: _("Délai avant les parents : %(delay)s."),
        StepCode.GUARDIAN_MOVED: _("Pour les parents, reporté : %(because)s."),
        StepCode.PAUSED: _("Une journée de classe pour en parler d’abord : %(when)s."),
        StepCode.GUARDIAN: _("Les parents : %(when)s."),
    }
    return sentences[step.code] % {
        "when": full_moment(step.instant, at=at, zone=zone) if step.instant else "",
        "delay": delay(step.delay) if step.delay is not None else "",
        "because": because[step.because] if step.because else "",
    }


def tap_preview(plan: Release, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Under the button, before the tap: « Élèves : dans 10 min. Parents : demain à 17 h. »"""
    if plan.student_at is None or plan.guardian_at is None:
        last = plan.explanation.steps[-1].code
        awaited = {
            StepCode.WAITS_FOR_BULLETIN: _("Élèves et parents : avec le bulletin."),
            StepCode.WAITS_FOR_APPOINTMENT: _("Élèves et parents : après le rendez-vous."),
        }
        return typeset(awaited.get(last, _("Élèves et parents : dès la saisie du résultat.")))
    return typeset(
        _("Élèves : %(student)s. Parents : %(them)s.")
        % {
            "student": _soon(plan.student_at, at=at, zone=zone),
            "them": _soon(plan.guardian_at, at=at, zone=zone),
        }
    )


def _soon(instant: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    minutes = math.ceil((instant - at) / MINUTE)
    if minutes <= 0:
        return _("tout de suite")
    if minutes <= 60:
        return _("dans %(time)s") % {"time": duration(minutes)}
    return near_moment(instant, at=at, zone=zone)
