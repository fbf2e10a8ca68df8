"""What the register of processing says of the notebook and of what pupils hand in."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.homework.archive.rules import KEPT
from coeduc.processing import (
    NOT_YET,
    NOT_YET_WITH_HISTORY,
    ON_DEMAND,
    PUBLIC_INTEREST,
    SCHOOL_YEAR,
    TO_DECIDE,
    WRITTEN,
    Processing,
    delay_later,
)

READERS = _(
    "Les élèves de l’enseignement, leurs responsables et qui les a en charge. De l’équipe : qui "
    "enseigne, le professeur principal, la direction, le CPE."
)

REGISTER = (
    Processing(
        model="homework.Lesson",
        purpose=_("Tenir le cahier de textes : quel cours, quel jour, par qui."),
        ground=PUBLIC_INTEREST,
        readers=READERS,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="homework.LessonVersion",
        purpose=_("Dire ce qui a été fait en classe, et qui l’a écrit ou corrigé."),
        ground=PUBLIC_INTEREST,
        readers=READERS,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="homework.Homework",
        purpose=_("Donner un travail à faire, à une classe ou à des élèves choisis."),
        ground=PUBLIC_INTEREST,
        readers=READERS,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="homework.HomeworkVersion",
        purpose=_("Dire ce qui est à faire, pour quand, et qui l’a écrit ou corrigé."),
        ground=PUBLIC_INTEREST,
        readers=READERS,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="homework.HomeworkStudent",
        purpose=_("Savoir pour quels élèves un travail est adapté."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "Chaque élève choisi et ses responsables, pour lui seul ; l’équipe qui lit ce travail."
        ),
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="homework.Done",
        in_family_notice=WRITTEN,
        purpose=_("Laisser un élève cocher ce qu’il a fait."),
        ground=ON_DEMAND,
        readers=_("L’élève, ses responsables et qui l’a en charge ; personne de l’équipe."),
        kept=SCHOOL_YEAR,
        erased=_("Effacé quand l’élève décoche ; rien n’efface encore le reste."),
        by="apps.homework.reading.services.set_done",
        in_part=True,
    ),
    Processing(
        model="homework.Attachment",
        purpose=_("Joindre un fichier à un cours ou à un travail."),
        ground=PUBLIC_INTEREST,
        readers=READERS,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="homework.HandIn",
        in_family_notice=WRITTEN,
        purpose=_("Recevoir le fichier qu’un professeur demande à ses élèves."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "L’élève, ses responsables et qui l’a en charge. De l’équipe : seulement qui enseigne "
            "à cette classe aujourd’hui."
        ),
        kept=SCHOOL_YEAR,
        erased=_(
            "Effacé par le portail un jour après que l’élève l’a repris ; rien n’efface encore "
            "le reste."
        ),
        by="apps.homework.hand_ins.tasks.forget_taken_back",
        in_part=True,
    ),
    Processing(
        model="homework.NotebookExport",
        purpose=_("Donner en un fichier le cahier d’une classe, et savoir qui l’a emporté."),
        ground=PUBLIC_INTEREST,
        readers=_("Qui l’a demandé, dans l’équipe."),
        kept=format_lazy(
            _("Le fichier : {lasts}. Qui l’a demandé, et quand : à décider."),
            lasts=delay_later(KEPT),
        ),
        erased=_("Le fichier est effacé par le portail ; rien n’efface encore la ligne."),
        by="apps.homework.archive.tasks.forget_notebook_exports",
        in_part=True,
    ),
    Processing(
        model="homework.TeacherAbsence",
        in_family_notice=WRITTEN,
        purpose=_("Savoir quels cours n’ont pas lieu. Jamais pourquoi : le motif n’est pas gardé."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "La direction, le CPE, la vie scolaire et le secrétariat. Les familles et les élèves "
            "ne lisent que la matière et l’heure."
        ),
        kept=SCHOOL_YEAR,
        erased=NOT_YET_WITH_HISTORY,
    ),
    Processing(
        model="homework.CancelledLesson",
        in_family_notice=WRITTEN,
        purpose=_("Dire quel cours n’a pas lieu, et s’il a lieu finalement."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "Les élèves de l’enseignement, leurs responsables et qui les a en charge : la matière "
            "et l’heure. De l’équipe : qui suit la classe, et qui tient la journée du collège."
        ),
        kept=SCHOOL_YEAR,
        erased=NOT_YET_WITH_HISTORY,
    ),
    Processing(
        model="homework.Feed",
        purpose=_("Montrer le travail à faire dans l’agenda d’un téléphone."),
        ground=ON_DEMAND,
        readers=_("La personne, et qui connaît l’adresse qu’elle a reçue."),
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
)
IMPERSONAL = {
    "homework.DailyCap": _("Le repère de travail par jour d’un niveau."),
    "homework.TimetableSlot": _("L’heure d’un enseignement ; qui l’assure est ailleurs."),
}
