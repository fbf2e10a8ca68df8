"""Closed lists of the files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Checked(models.TextChoices):
    """What the antivirus said of a file, where the school has one."""

    NOT_ASKED = "not_asked", _("pas d’antivirus")
    CLEAN = "clean", _("rien trouvé")
    WAITING = "waiting", _("en attente")
