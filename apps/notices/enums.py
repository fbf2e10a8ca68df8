"""Closed lists of the notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a notice reaches a guardian; paper editions come with their own issue."""

    EMAIL = "EMAIL", _("courriel")


class CancelReason(models.TextChoices):
    """Why a notice was never sent: a short code, never anything about a person."""

    NOT_ALLOWED = "not_allowed", _("le destinataire n’a plus rien à lire")
    NO_ADDRESS = "no_address", _("le destinataire n’a plus d’adresse")
    GAVE_UP = "gave_up", _("trop d’essais sans succès")


class Delivery(models.TextChoices):
    """How a paper or a code reaches its owner; never through the schoolbag for an adult."""

    POSTED = "POSTED", _("par la poste")
    HANDED = "HANDED", _("remis en main propre")
    MAILED = "MAILED", _("par e-mail")


# What may be printed: a mail is another way, for the team alone.
ON_PAPER = ((Delivery.POSTED, Delivery.POSTED.label), (Delivery.HANDED, Delivery.HANDED.label))


class LetterAudience(models.TextChoices):
    GUARDIANS = "GUARDIANS", _("les responsables")
    STUDENTS = "STUDENTS", _("les élèves")
    STAFF = "STAFF", _("l’équipe")


class FileState(models.TextChoices):
    """Where one file of letters is: rows say it, the worker only follows."""

    WAITING = "WAITING", _("en attente")
    DONE = "DONE", _("prêt")
    FAILED = "FAILED", _("en échec")
    REMOVED = "REMOVED", _("effacé")
