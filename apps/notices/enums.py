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
