"""What the register of processing says of people, of their links, and of imports."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.schools.imports.rules.files import NAMES_LAST
from coeduc.processing import (
    CHILD_SCHOOLING,
    IDENTITY,
    IN_OFFICE,
    NATIONAL_FILES,
    NOT_YET,
    NOT_YET_WITH_HISTORY,
    ON_DEMAND,
    POSTS,
    PUBLIC_INTEREST,
    SCHOOLING,
    TO_DECIDE,
    WRITTEN,
    Processing,
    delay_later,
)

TEAM_OF_THE_PUPIL = _(
    "L’élève et ses responsables. De l’équipe : qui lui enseigne, son professeur principal, la "
    "direction, le CPE. Qui tient les accès ou importe : le nom seulement."
)
# Their name, birth, class and family too: whom to call (docs/decisions/0045).
DIRECTORY = _(
    "L’élève et ses responsables. De l’équipe : qui lui enseigne, son professeur principal, la "
    "direction, les CPE et assistants d’éducation, le secrétariat, l’infirmier, l’assistant social "
    "et le psychologue. Qui tient les accès ou importe : le nom seulement."
)
COLLEAGUES = _(
    "L’équipe du collège ; qui tient les accès. Familles et élèves : le nom, avec ce qui est "
    "enseigné."
)
TOOLS = _("La direction et le référent numérique du collège.")

REGISTER = (
    Processing(
        model="schools.Student",
        in_family_notice=IDENTITY,
        purpose=_("Savoir qui est élève du collège, et le reconnaître d’un export à l’autre."),
        ground=NATIONAL_FILES,
        readers=DIRECTORY,
        kept=SCHOOLING,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.Enrolment",
        in_family_notice=IDENTITY,
        purpose=_("Savoir dans quelle classe est un élève, et depuis quand."),
        ground=NATIONAL_FILES,
        readers=DIRECTORY,
        kept=SCHOOLING,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.GroupMembership",
        in_family_notice=IDENTITY,
        purpose=_("Savoir dans quels groupes est un élève, et depuis quand."),
        ground=NATIONAL_FILES,
        readers=TEAM_OF_THE_PUPIL,
        kept=SCHOOLING,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.Guardian",
        in_family_notice=IDENTITY,
        purpose=_("Joindre un responsable et lui ouvrir ce qui concerne son enfant."),
        ground=NATIONAL_FILES,
        readers=_(
            "Lui-même, jamais l’autre responsable. Les téléphones : direction, CPE et assistants "
            "d’éducation, professeur principal, secrétariat, infirmier, assistant social et "
            "psychologue. L’adresse postale : qui tient les accès, sur les lettres."
        ),
        kept=CHILD_SCHOOLING,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.Guardianship",
        in_family_notice=IDENTITY,
        purpose=_("Savoir qui répond d’un élève, et ce que ce lien permet de lire."),
        ground=NATIONAL_FILES,
        readers=_(
            "Le responsable, son propre lien. De l’équipe : qui enseigne à l’élève, son professeur "
            "principal, direction, CPE et assistants d’éducation, secrétariat, infirmier, "
            "assistant social et psychologue ; jamais pour son propre enfant."
        ),
        kept=SCHOOLING,
        erased=NOT_YET_WITH_HISTORY,
    ),
    Processing(
        model="schools.Restriction",
        purpose=_("Couper l’accès d’un responsable quand la protection de l’enfant le demande."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "La direction et le CPE, jamais un responsable de l’élève, même s’il travaille au "
            "collège. L’historique : la direction."
        ),
        kept=TO_DECIDE,
        erased=NOT_YET_WITH_HISTORY,
    ),
    Processing(
        model="schools.NotebookAccess",
        in_family_notice=IDENTITY,
        purpose=_("Laisser un proche lire le cahier de textes de la classe d’un enfant."),
        ground=ON_DEMAND,
        readers=_(
            "Le nom : qui a donné l’accès, l’élève, la direction. L’autre responsable : que "
            "quelqu’un lit. Le téléphone et les adresses : personne, ils servent à comparer. Une "
            "demande refusée : la direction, qui l’a faite et quand, rien de la personne."
        ),
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.PhonePrinting",
        in_team_notice=WRITTEN,
        purpose=_("Savoir qui a sorti les téléphones d’une classe, quand et pourquoi."),
        ground=PUBLIC_INTEREST,
        readers=_("La direction du collège."),
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.Staff",
        in_team_notice=POSTS,
        purpose=_("Savoir qui travaille au collège, à quel titre, et lui ouvrir son espace."),
        ground=NATIONAL_FILES,
        readers=COLLEAGUES,
        kept=IN_OFFICE,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.Post",
        in_team_notice=POSTS,
        purpose=_("Savoir ce que chacun fait au collège, depuis quand, et qui l’a décidé."),
        ground=NATIONAL_FILES,
        readers=COLLEAGUES,
        kept=IN_OFFICE,
        erased=NOT_YET_WITH_HISTORY,
    ),
    Processing(
        model="schools.PreparedPost",
        in_team_notice=POSTS,
        purpose=_("Préparer l’arrivée d’un collègue, qu’une personne de direction confirme."),
        ground=PUBLIC_INTEREST,
        readers=_("La direction, et qui tient les accès."),
        kept=IN_OFFICE,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.TeachingStaff",
        in_team_notice=POSTS,
        purpose=_("Savoir qui enseigne quoi, à quelle classe, et depuis quand."),
        ground=NATIONAL_FILES,
        readers=COLLEAGUES,
        kept=IN_OFFICE,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.LeadTeacher",
        in_team_notice=POSTS,
        purpose=_("Savoir qui est professeur principal d’une classe, et depuis quand."),
        ground=NATIONAL_FILES,
        readers=COLLEAGUES,
        kept=IN_OFFICE,
        erased=NOT_YET,
    ),
    Processing(
        model="schools.SchoolContact",
        purpose=_("Dire aux familles qui appeler au collège, et pour quoi."),
        ground=PUBLIC_INTEREST,
        readers=_("Les familles, les élèves et l’équipe du collège."),
        kept=_("Tant que le collège donne ce contact ; pour l’historique, à décider."),
        erased=NOT_YET_WITH_HISTORY,
    ),
    Processing(
        model="schools.ImportBatch",
        purpose=_("Savoir qui a importé et confirmé quoi, et en garder les nombres."),
        ground=NATIONAL_FILES,
        readers=TOOLS,
        kept=format_lazy(
            _(
                "Les avertissements qui nomment quelqu’un : {lasts}. Les nombres et qui a confirmé "
                ": à décider."
            ),
            lasts=delay_later(NAMES_LAST),
        ),
        erased=_("Les noms sont effacés par le portail ; rien n’efface encore le reste."),
        by="apps.schools.imports.tasks.forget_import_names",
        in_part=True,
    ),
    Processing(
        model="schools.ImportFile",
        purpose=_("Lire les fichiers nationaux déposés."),
        ground=NATIONAL_FILES,
        readers=TOOLS,
        kept=_("Le fichier : un jour au plus. Son nom et son empreinte : à décider."),
        erased=_("Le fichier est effacé par le portail ; rien n’efface encore la ligne."),
        by="apps.schools.imports.tasks.forget_import_files",
        in_part=True,
    ),
    Processing(
        model="schools.ImportLine",
        purpose=_("Montrer avant de confirmer, puis retrouver, ce qu’un import change pour qui."),
        ground=NATIONAL_FILES,
        readers=TOOLS,
        kept=_("Un an après l’import."),
        erased=_("Effacée par le portail."),
        by="apps.schools.imports.tasks.forget_import_names",
    ),
    Processing(
        model="pghistory.Context",
        purpose=_("Savoir qui a changé un lien, une restriction ou un réglage, et quand."),
        ground=PUBLIC_INTEREST,
        readers=_("La direction, avec l’historique qu’elle lit."),
        kept=TO_DECIDE,
        erased=NOT_YET_WITH_HISTORY,
    ),
)
IMPERSONAL = {
    "schools.School": _("Le collège ; le téléphone est celui d’un service."),
    "schools.SchoolYear": _("Les dates d’une année."),
    "schools.Term": _("Les dates d’une période."),
    "schools.Closure": _("Les jours sans école."),
    "schools.SchoolWeek": _("La lettre d’une semaine."),
    "schools.Division": _("Une classe : son code et son niveau."),
    "schools.Group": _("Un groupe : son code et son libellé."),
    "schools.Subject": _("Une matière."),
    "schools.Teaching": _("Une matière enseignée à une classe ; qui l’enseigne est ailleurs."),
}
