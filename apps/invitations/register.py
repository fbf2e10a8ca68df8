"""What the register of processing says of codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coeduc.processing import NOT_YET, SECURITY, TO_DECIDE, Processing

REGISTER = (
    Processing(
        model="invitations.AccessCode",
        purpose=_("Ouvrir un compte, ou lui donner un nouveau mot de passe, une seule fois."),
        ground=SECURITY,
        readers=_(
            "Qui tient les accès du collège : qu’un code a été donné, jamais le code. "
            "Personne pour sa propre famille. Un proche : qui lui a donné l’accès."
        ),
        kept=_(
            "Le code sert trois mois au plus et n’est gardé qu’en empreinte ; la ligne, à décider."
        ),
        erased=NOT_YET,
    ),
    Processing(
        model="invitations.CodeMail",
        purpose=_("Envoyer son premier code à un membre de l’équipe, ou à un proche d’un élève."),
        ground=SECURITY,
        readers=_("Qui tient les accès du collège : direction, secrétariat, référent numérique."),
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
)
