"""What the register of processing says of accounts and of their protection."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coeduc.processing import (
    ACCOUNT,
    EMPTIED_NOT_YET,
    NOT_YET,
    PUBLIC_INTEREST,
    SECURITY,
    Processing,
    delay_later,
)

FORGET_MAILS = "apps.accounts.own_account.tasks.forget_account_mails"

REGISTER = (
    Processing(
        model="accounts.User",
        in_family_notice=ACCOUNT,
        purpose=_("Ouvrir le portail à une personne : un compte pour tous ses enfants et postes."),
        ground=PUBLIC_INTEREST,
        readers=_(
            "La personne. Qui tient les accès (direction, secrétariat, référent numérique) : si le "
            "compte est ouvert. Le nom de qui agit se lit avec son geste."
        ),
        kept=_("Tant que la personne a un lien avec un collège ; la durée d’après est à décider."),
        erased=EMPTIED_NOT_YET,
    ),
    Processing(
        model="accounts.AccountMail",
        purpose=_("Envoyer un lien pour un mot de passe ou une adresse, sans en abuser."),
        ground=SECURITY,
        readers=_("Personne : seul le service d’envoi s’en sert."),
        kept=_("Deux jours une fois parti ; l’adresse est vidée dès le départ."),
        erased=_("Effacé par le portail, toutes les minutes."),
        by=FORGET_MAILS,
    ),
    Processing(
        model="accounts.DoneAct",
        purpose=_("Ne pas faire deux fois ce qu’un formulaire renvoyé demande."),
        ground=PUBLIC_INTEREST,
        readers=_("Personne : une empreinte comparée à l’envoi suivant du même compte."),
        kept=_("Huit jours."),
        erased=_("Effacé par le portail, toutes les minutes."),
        by="apps.accounts.devices.tasks.forget_done_acts",
    ),
    Processing(
        model="accounts.Attempt",
        purpose=_("Arrêter qui essaie des mots de passe ou des codes."),
        ground=SECURITY,
        readers=_("Personne : des empreintes, comptées."),
        kept=_("Un jour."),
        erased=_("Effacé par le portail, toutes les minutes."),
        by=FORGET_MAILS,
    ),
    Processing(
        model="accounts.LimitLift",
        purpose=_("Savoir qui a rouvert un compte ou le réseau du collège, et quand."),
        ground=SECURITY,
        readers=_("Aucune page ne le montre : qui administre le serveur, en cas d’incident."),
        kept=_("De six à douze mois, comme un journal de connexion : la durée est à décider."),
        erased=NOT_YET,
    ),
    Processing(
        model="accounts.Session",
        purpose=_(
            "Rester connecté sur un appareil ; garder une heure un texte non enregistré ; annuler"
            " « Tout marquer comme lu »."
        ),
        ground=SECURITY,
        readers=_("La personne : ses appareils connectés, leur sorte, leur dernier usage."),
        kept=format_lazy(
            _("{lasts} au plus sans visite, ou jusqu’à la déconnexion."),
            lasts=delay_later(dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        ),
        erased=_("Effacée à la déconnexion ; à l’échéance, par le portail."),
        by=FORGET_MAILS,
    ),
    Processing(
        model="account.EmailAddress",
        purpose=_("Table de la bibliothèque de connexion ; le portail n’y écrit rien."),
        ground=PUBLIC_INTEREST,
        readers=_("Personne."),
        kept=_("Vide : l’adresse d’une personne est celle de son compte."),
        erased=NOT_YET,
        is_empty=True,
    ),
    Processing(
        model="account.EmailConfirmation",
        purpose=_("Table de la bibliothèque de connexion ; le portail n’y écrit rien."),
        ground=PUBLIC_INTEREST,
        readers=_("Personne."),
        kept=_("Vide : les confirmations du portail ne passent pas par elle."),
        erased=NOT_YET,
        is_empty=True,
    ),
)
IMPERSONAL = {
    "auth.Group": _("Groupes de droits de Django : le portail n’en crée pas."),
    "auth.Permission": _("Noms de droits de Django : le portail n’en donne pas."),
    "contenttypes.ContentType": _("La liste des tables."),
}
