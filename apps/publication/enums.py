"""Closed lists of the publication rules, importable from anywhere."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Who reads: the sentences say « tu » to the one and « vous » to the other."""

    STUDENT = "student", _("élève")
    GUARDIAN = "guardian", _("parents")


class Trigger(TextChoices):
    """The fact that starts the clock."""

    AFTER_HANDBACK = "after_handback", _("quand la copie est rendue en classe")
    WITH_BULLETIN = "with_bulletin", _("avec le bulletin")
    AFTER_APPOINTMENT = "after_appointment", _("après un rendez-vous")
    ON_ENTRY = "on_entry", _("dès la saisie")


class OpeningKind(TextChoices):
    """At which moments a result may appear, inside the open hours."""

    ANY_MINUTE = "any_minute", _("à tout moment ouvert")
    DAILY = "daily", _("une fois par jour")
    WEEKLY = "weekly", _("une fois par semaine")


class NoticePolicy(TextChoices):
    """How families learn that something can be read; the value is never in the notice."""

    NONE = "none", _("aucun avis")
    WEEKLY = "weekly", _("dans la page de la semaine")
    AT_ONCE = "at_once", _("tout de suite")


class ReadyMade(TextChoices):
    """The rules that suit most schools; a rule that differs by one setting is CUSTOM."""

    COPY_FIRST = "copy_first", _("la copie d’abord")
    ONCE_A_WEEK = "once_a_week", _("une fois par semaine")
    WITH_BULLETIN = "with_bulletin", _("avec le bulletin")
    CUSTOM = "custom", _("règle du collège")


class DecisionBody(TextChoices):
    """Who decided. L. 421-5: the conseil pédagogique advises, the board (CA) decides."""

    PEDAGOGIC_COUNCIL = "pedagogic_council", _("conseil pédagogique")
    BOARD = "board", _("conseil d’administration")
    HEAD = "head", _("direction du collège")
    MINISTRY = "ministry", _("cadre du ministère")


class Weekday(IntegerChoices):
    """Numbered as ``date.weekday()``."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class ClosedBecause(TextChoices):
    """Why nothing new may appear at an instant."""

    QUIET_HOURS = "quiet_hours", _("la nuit")
    WEEKEND = "weekend", _("le week-end")
    HOLIDAY = "holiday", _("les vacances")
    FIXED_TIME = "fixed_time", _("l’heure fixée par la règle")


class StepCode(TextChoices):
    """One step of the computation, in the order in which it is told."""

    HANDED_BACK = "handed_back", _("copie rendue")
    MARKED = "marked", _("résultat saisi après la remise")
    ENTERED = "entered", _("résultat saisi")
    WAITS_FOR_HANDBACK = "waits_for_handback", _("attend que la copie soit rendue")
    WAITS_FOR_OWN_HANDBACK = (
        "waits_for_own_handback",
        _("attend que l’élève absent reçoive sa copie"),
    )
    WAITS_FOR_MARK = "waits_for_mark", _("attend la saisie du résultat")
    WAITS_FOR_BULLETIN = "waits_for_bulletin", _("attend le bulletin")
    WAITS_FOR_APPOINTMENT = "waits_for_appointment", _("attend le rendez-vous")
    BULLETIN = "bulletin", _("le bulletin paraît")
    STUDENT_DELAY = "student_delay", _("délai avant l’élève")
    UNDO_WINDOW = "undo_window", _("temps laissé pour annuler")
    HELD = "held", _("retenu par le collège")
    STUDENT_MOVED = "student_moved", _("reporté pour l’élève")
    STUDENT = "student", _("visible par l’élève")
    GUARDIAN_DELAY = "guardian_delay", _("délai avant les parents")
    GUARDIAN_MOVED = "guardian_moved", _("reporté pour les parents")
    PAUSED = "paused", _("une journée de classe pour en parler d’abord")
    GUARDIAN = "guardian", _("visible par les parents")
