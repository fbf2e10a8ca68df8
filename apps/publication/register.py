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
)
