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


# After « Pour… », when a kind has an exception of its own.
KINDS_IN_WORDS = {
    AssessmentKind.TEST: _("les contrôles"),
    AssessmentKind.QUIZ: _("les interrogations"),
    AssessmentKind.HOMEWORK: _("les devoirs à la maison"),
    AssessmentKind.ORAL: _("les oraux"),
    AssessmentKind.PRACTICAL: _("les travaux pratiques"),
    AssessmentKind.PROJECT: _("les projets"),
}


class Stage(models.IntegerChoices):
    """Where an assessment stands for its teacher, in the order of what calls for an act."""

    TO_HAND_BACK = 0, _("À rendre")
    COMING = 1, _("À venir")
    HANDED_BACK = 2, _("Copies rendues")


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


class SkillLevel(models.IntegerChoices):
    """Position on a skill, in the words of the livret scolaire (arrêté du 31 décembre 2015)."""

    NOT_REACHED = 1, _("objectifs d’apprentissage non atteints")
    PARTLY_REACHED = 2, _("objectifs d’apprentissage partiellement atteints")
    REACHED = 3, _("objectifs d’apprentissage atteints")
    EXCEEDED = 4, _("objectifs d’apprentissage dépassés")


class WithdrawnFrom(models.TextChoices):
    """Whose reading a withdrawal ends."""

    BOTH = "both", _("élève et parents")
    GUARDIANS = "guardians", _("parents seulement")


class ChangeCause(models.TextChoices):
    """Why pending results moved together."""

    RULE = "rule", _("changement de règle")
    OPENING = "opening", _("changement des heures d’ouverture")
    CALENDAR = "calendar", _("changement du calendrier")
