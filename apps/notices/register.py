"""What the register of processing says of news and letters."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.notices.paper.rules import KEPT
from coeduc.processing import (
    NOT_YET,
    PUBLIC_INTEREST,
    SCHOOL_YEAR,
    TO_DECIDE,
    Processing,
    delay_later,
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
        kept=format_lazy(
            _("Le fichier : {lasts}. La ligne, sans nom : à décider."), lasts=delay_later(KEPT)
        ),
        erased=_("Le fichier est effacé par le portail ; rien n’efface encore la ligne."),
        by="apps.notices.paper.tasks.remove_old_letters",
        in_part=True,
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
        by="apps.invitations.letters.forms.LetterTextsForm",
    ),
)
