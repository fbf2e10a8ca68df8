"""Closed lists of the assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentKind(models.TextChoices):
    TEST = "test", _("contrôle")
    QUIZ = "quiz", _("interrogation")
    HOMEWORK = "homework", _("devoir à la maison")
    ORAL = "oral", _("oral")
    PRACTICAL = "practical", _("travaux pratiques")
    PROJECT = "project", _("projet")


class Scale(models.IntegerChoices):
    """The highest mark."""

    FIVE = 5, _("sur 5")
    TEN = 10, _("sur 10")
    TWENTY = 20, _("sur 20")


class Status(models.TextChoices):
    """What stands in place of a mark; the value is what a teacher types in the grid."""

    ABSENT = "abs", _("absent")
    NOT_GRADED = "nn", _("non noté")
    EXEMPT = "disp", _("dispensé")
    NOT_SUBMITTED = "nr", _("non rendu")
    NOT_ASSESSED = "ne", _("non évalué")
