"""Closed lists of the ways in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# The kind of the letters that carry a code (``PAPER`` of our portal).
LETTERS = "access_codes"


class Purpose(models.TextChoices):
    """What a code opens: a first account, or a new password for one that exists."""

    ACTIVATION = "ACTIVATION", _("activation")
    RESET = "RESET", _("nouveau mot de passe")


class CodeEnd(models.TextChoices):
    """Why an unused code no longer opens anything."""

    REPLACED = "REPLACED", _("remplacé par un code plus récent")
    TOO_MANY_TRIES = "TOO_MANY_TRIES", _("trop de réponses fausses")
    WITHDRAWN = "WITHDRAWN", _("annulé par le collège")


class MailEnd(models.TextChoices):
    """Why a mail that was asked for never left."""

    REPLACED = "REPLACED", _("remplacé par un envoi plus récent")
    WITHDRAWN = "WITHDRAWN", _("annulé par le collège")
    NOT_ALLOWED = "NOT_ALLOWED", _("le compte est déjà ouvert, ou la personne est partie")
    GAVE_UP = "GAVE_UP", _("trop d’essais sans succès")
