"""What the register of processing says of news, letters and codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coeduc.processing import (
    NOT_YET,
    PUBLIC_INTEREST,
    SCHOOL_YEAR,
    SECURITY,
    TO_DECIDE,
    Processing,
)

ACCOUNTS = _("Qui tient les accès du collège : direction, secrétariat, référent numérique.")

REGISTER = (
    Processing(
        model="notices.Notice",
        purpose=_("Dire à une personne qu’il y a du nouveau, une fois, par un canal."),
        ground=PUBLIC_INTEREST,
        readers=_("La personne à qui il est adressé ; jamais l’autre responsable."),
        kept=SCHOOL_YEAR,
        erased=NOT_YET,
    ),
    Processing(
        model="notices.AccessCode",
        purpose=_("Ouvrir un compte, ou lui donner un nouveau mot de passe, une seule fois."),
        ground=SECURITY,
        readers=_(
            "Qui tient les accès du collège : qu’un code a été donné, jamais le code. "
            "Personne pour sa propre famille."
        ),
        kept=_(
            "Le code sert trois mois au plus et n’est gardé qu’en empreinte ; la ligne, à décider."
        ),
        erased=NOT_YET,
    ),
    Processing(
        model="notices.CodeMail",
        purpose=_("Envoyer son premier code à un membre de l’équipe."),
        ground=SECURITY,
        readers=ACCOUNTS,
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
    Processing(
        model="notices.LetterBatch",
        purpose=_("Savoir qui a demandé quelles lettres, et quand."),
        ground=PUBLIC_INTEREST,
        readers=ACCOUNTS,
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
    Processing(
        model="notices.LetterFile",
        purpose=_("Imprimer les lettres d’une classe."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "Qui tient les accès du collège ; personne ne lit un fichier où est sa propre famille."
        ),
        kept=_("Le fichier : sept jours. La ligne, sans nom : à décider."),
        erased=_("Le fichier est effacé par le portail ; rien n’efface encore la ligne."),
        by="apps.notices.invitations.tasks.remove_old_letters",
    ),
    Processing(
        model="notices.Letter",
        purpose=_("Savoir à qui une lettre est écrite, et dans quelle enveloppe."),
        ground=PUBLIC_INTEREST,
        readers=ACCOUNTS,
        kept=TO_DECIDE,
        erased=NOT_YET,
    ),
    Processing(
        model="notices.LetterTexts",
        purpose=_("Dire sur les lettres qui signe, et à qui écrire au sujet de ses données."),
        ground=PUBLIC_INTEREST,
        readers=_("Qui tient les accès du collège ; les personnes à qui une lettre est écrite."),
        kept=_("Tant que le collège écrit ces lettres."),
        erased=_("Remplacés par les textes suivants, qu’écrit qui tient les accès."),
        by="apps.notices.invitations.forms.LetterTextsForm",
    ),
)
