"""What the register of processing says of the decisions on when results appear."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coeduc.processing import NEVER, PUBLIC_INTEREST, Processing

EVERYBODY = _("Les familles, les élèves et l’équipe du collège.")
AS_LONG_AS_DECISIONS = _("Tant que le collège se sert du portail.")

REGISTER = (
    Processing(
        model="publication.RuleVersion",
        purpose=_("Dire quelle règle fait paraître un résultat, qui l’a décidée et pourquoi."),
        ground=PUBLIC_INTEREST,
        readers=EVERYBODY,
        kept=AS_LONG_AS_DECISIONS,
        erased=NEVER,
    ),
    Processing(
        model="publication.OpeningVersion",
        purpose=_("Dire à quelles heures rien ne paraît, qui l’a décidé et pourquoi."),
        ground=PUBLIC_INTEREST,
        readers=EVERYBODY,
        kept=AS_LONG_AS_DECISIONS,
        erased=NEVER,
    ),
    Processing(
        model="publication.KeptFacts",
        purpose=_(
            "Rejouer le dernier trimestre sous une autre règle : quand des résultats ont été "
            "saisis et des copies rendues, combien. Ni note, ni nom ; un élève est un rang, et qui "
            "sait qui était absent peut le reconnaître."
        ),
        ground=PUBLIC_INTEREST,
        readers=_("La direction du collège, en nombres seulement."),
        kept=_("Jusqu’à la lecture suivante, qui ne garde que le dernier trimestre."),
        erased=_("Remplacé à chaque lecture."),
        by="apps.publication.simulator.services.refresh",
    ),
)
IMPERSONAL = {
    "publication.PastChange": _("Qu’un fait du collège a changé ; lequel n’est pas dit."),
}
