"""What the register of processing says of results, and of what is said about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coeduc.processing import (
    NEVER,
    NOT_YET,
    ON_DEMAND,
    PUBLIC_INTEREST,
    RESULTS,
    SCHOOL_YEAR,
    WRITTEN,
    Processing,
)

DELETE = "apps.results.assessments.services.assessments.delete_assessment"
WITH_THE_ASSESSMENT = _(
    "Effacé avec une évaluation que le professeur supprime avant que quelqu’un l’ait lue ; "
    "rien n’efface encore le reste."
)
TEAM = _(
    "De l’équipe : qui enseigne, le professeur principal, la direction, le CPE. "
    "Les élèves notés et leurs responsables légaux, une fois l’évaluation passée."
)
WITH_THE_RESULT = _(
    "De l’équipe : qui enseigne, le professeur principal, la direction, le CPE. L’élève, puis ses "
    "responsables légaux, aux instants que la règle du collège donne."
)
CARE = _(
    "La direction et le CPE, jamais pour leur propre enfant. "
    "La famille lit une phrase, sans le motif de l’équipe."
)

REGISTER = (
    Processing(
        model="results.Assessment",
        in_family_notice=RESULTS,
        purpose=_("Dire ce qui a été évalué, quand, par qui, et comment progresser."),
        ground=PUBLIC_INTEREST,
        readers=TEAM,
        kept=SCHOOL_YEAR,
        erased=WITH_THE_ASSESSMENT,
        by=DELETE,
        in_part=True,
    ),
    Processing(
        model="results.AssessmentWording",
        in_family_notice=RESULTS,
        purpose=_("Garder ce que les familles ont lu d’une évaluation, et qui l’a corrigé."),
        ground=PUBLIC_INTEREST,
        readers=WITH_THE_RESULT,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="results.Result",
        in_family_notice=RESULTS,
        purpose=_("Savoir quels élèves ont eu une évaluation, dans quelle classe."),
        ground=PUBLIC_INTEREST,
        readers=TEAM,
        kept=SCHOOL_YEAR,
        erased=WITH_THE_ASSESSMENT,
        by=DELETE,
        in_part=True,
    ),
    Processing(
        model="results.ResultVersion",
        in_family_notice=RESULTS,
        purpose=_("Dire ce qu’un élève a réussi, sa note ou ses niveaux, l’aide proposée."),
        ground=PUBLIC_INTEREST,
        readers=WITH_THE_RESULT,
        kept=SCHOOL_YEAR,
        erased=WITH_THE_ASSESSMENT,
        by=DELETE,
        in_part=True,
    ),
    Processing(
        model="results.ClassFigures",
        in_family_notice=RESULTS,
        purpose=_("Situer un résultat : moyenne et extrêmes d’au moins cinq notes."),
        ground=PUBLIC_INTEREST,
        readers=WITH_THE_RESULT,
        kept=SCHOOL_YEAR,
        erased=WITH_THE_ASSESSMENT,
        by=DELETE,
        in_part=True,
    ),
    Processing(
        model="results.HandBack",
        in_family_notice=RESULTS,
        purpose=_("Savoir quand les copies ont été rendues, et qui l’a dit."),
        ground=PUBLIC_INTEREST,
        readers=TEAM,
        kept=SCHOOL_YEAR,
        erased=WITH_THE_ASSESSMENT,
        by=DELETE,
        in_part=True,
    ),
    Processing(
        model="results.MissedHandBack",
        in_family_notice=RESULTS,
        purpose=_("Savoir à quel élève une copie reste à rendre."),
        ground=PUBLIC_INTEREST,
        readers=_("De l’équipe : qui enseigne, le professeur principal, la direction, le CPE."),
        kept=SCHOOL_YEAR,
        erased=WITH_THE_ASSESSMENT,
        by=DELETE,
        in_part=True,
    ),
    Processing(
        model="results.Hold",
        in_family_notice=RESULTS,
        purpose=_("Retenir un résultat le temps de parler avec une famille."),
        ground=PUBLIC_INTEREST,
        readers=CARE,
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="results.Withdrawal",
        in_family_notice=RESULTS,
        purpose=_("Retirer un résultat paru, et dire pourquoi à la famille."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "La direction et le CPE, jamais pour leur propre enfant. Le motif écrit pour elle : "
            "la famille à qui le résultat avait paru."
        ),
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="results.Recomputation",
        purpose=_(
            "Savoir combien de résultats un changement de règle a déplacés, et qui l’a fait."
        ),
        ground=PUBLIC_INTEREST,
        readers=_("L’équipe du collège : des nombres, jamais de qui."),
        kept=_(
            "Avec la règle ou les heures qu’elle suit : tant que le collège se sert du portail."
        ),
        erased=NEVER,
    ),
    Processing(
        model="results.ResultAnnouncement",
        purpose=_("N’annoncer un résultat qu’une fois à un responsable."),
        ground=PUBLIC_INTEREST,
        readers=_("Personne : seul le service d’envoi s’en sert."),
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="results.ReadMark",
        purpose=_(
            "Dire à une personne ce qu’elle n’a pas encore lu, et les notes de ce qu’elle a ouvert."
        ),
        ground=PUBLIC_INTEREST,
        readers=_("Ce compte seul : ni l’équipe, ni l’autre responsable, ni un compteur."),
        kept=_("L’année scolaire."),
        erased=_(
            "Effacée quand la personne remet le résultat à lire ; rien n’efface encore le reste "
            "avec l’année."
        ),
        by="apps.results.reading.services.mark_unread",
        in_part=True,
    ),
    Processing(
        model="results.PupilWord",
        in_family_notice=WRITTEN,
        purpose=_("Laisser un élève écrire à ses parents au-dessus d’un résultat."),
        ground=ON_DEMAND,
        readers=_(
            "L’élève ; ses responsables légaux avec le résultat ; l’équipe qui lit l’évaluation."
        ),
        kept=SCHOOL_YEAR,
        erased=_(
            "Effacé quand l’élève le retire, tant que ses parents ne lisent pas ; rien n’efface "
            "encore le reste."
        ),
        by="apps.results.words.services.words.remove_word",
        in_part=True,
    ),
    Processing(
        model="results.TalkRequest",
        in_family_notice=WRITTEN,
        purpose=_("Laisser un élève demander qu’un adulte parle avec lui d’abord."),
        ground=ON_DEMAND,
        readers=_(
            "L’élève ; la direction et le CPE, jamais pour leur propre enfant. "
            "Ni ses parents, ni ses professeurs."
        ),
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="results.HelpAnswer",
        in_family_notice=WRITTEN,
        purpose=_("Savoir ce qu’un responsable répond à l’aide proposée."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "Ce responsable, jamais l’autre. De l’équipe : qui enseigne, le professeur principal, "
            "la direction, le CPE ; jamais pour leur propre enfant."
        ),
        kept=_("L’année scolaire, jusqu’au point fait ensemble."),
        erased=NOT_YET,
    ),
    Processing(
        model="results.TalkOver",
        purpose=_("Savoir qu’un adulte du collège a parlé avec ce responsable."),
        ground=PUBLIC_INTEREST,
        readers=_("Ce responsable, et l’équipe qui lit sa réponse."),
        kept=_("L’année scolaire, jusqu’au point fait ensemble."),
        erased=_("Effacé si ce n’était pas fait ; rien n’efface encore le reste."),
        by="apps.results.words.services.talks.talk_again",
        in_part=True,
    ),
)
