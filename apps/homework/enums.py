"""Closed lists of the notebook."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedOf(models.TextChoices):
    """Whose notebook a calendar feed shows."""

    FAMILY = "family", _("famille")
    STUDENT = "student", _("élève")


class ExportKind(models.TextChoices):
    """Forms of the archive of a class."""

    PDF = "pdf", _("PDF")
    HTML = "html", _("page HTML")
