"""Closed lists of codes and letters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a code opens: a first account, or a new password for one that exists."""

    ACTIVATION = "ACTIVATION", _("activation")
    RESET = "RESET", _("nouveau mot de passe")


class Delivery(models.TextChoices):
    """How a code reaches its owner; never through the schoolbag for an adult."""

    POSTED = "POSTED", _("par la poste")
    HANDED = "HANDED", _("remis en main propre")
    MAILED = "MAILED", _("par e-mail")


# What may be printed: a mail is another way, for the team alone.
ON_PAPER = ((Delivery.POSTED, Delivery.POSTED.label), (Delivery.HANDED, Delivery.HANDED.label))


class CodeEnd(models.TextChoices):
    """Why an unused code no longer opens anything."""

    REPLACED = "REPLACED", _("remplacé par un code plus récent")
    TOO_MANY_TRIES = "TOO_MANY_TRIES", _("trop de réponses fausses")
    WITHDRAWN = "WITHDRAWN", _("annulé par le collège")


class Audience(models.TextChoices):
    GUARDIANS = "GUARDIANS", _("les responsables")
    STUDENTS = "STUDENTS", _("les élèves")
    STAFF = "STAFF", _("l’équipe")


class FileState(models.TextChoices):
    """Where one file of letters is: rows say it, the worker only follows."""

    WAITING = "WAITING", _("en attente")
    DONE = "DONE", _("prêt")
    FAILED = "FAILED", _("en échec")
    REMOVED = "REMOVED", _("effacé")


class MailEnd(models.TextChoices):
    """Why a mail that was asked for never left."""

    REPLACED = "REPLACED", _("remplacé par un envoi plus récent")
    WITHDRAWN = "WITHDRAWN", _("annulé par le collège")
    NOT_ALLOWED = "NOT_ALLOWED", _("le compte est déjà ouvert, ou la personne est partie")
    GAVE_UP = "GAVE_UP", _("trop d’essais sans succès")
