"""Closed lists of the help a school proposes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceKind(models.TextChoices):
    """What the help is, in the words of the collège (glossaire.md)."""

    HOMEWORK_HELP = "homework_help", _("Devoirs faits")
    SMALL_GROUP = "small_group", _("groupe de besoins ou soutien")
    PPRE = "ppre", _("programme personnalisé (PPRE)")
    TUTORING = "tutoring", _("tutorat")
    WORKSHOP = "workshop", _("atelier")
    TALK = "talk", _("moment avec un adulte")
    OTHER = "other", _("autre aide")


class Answer(models.TextChoices):
    """What a guardian answers to a proposal: three keys of the same size, none is the right one."""

    YES = "yes", _("D’accord")
    TALK = "talk", _("J’aimerais en parler")
    NOT_POSSIBLE = "not_possible", _("Ce n’est pas possible pour nous")
