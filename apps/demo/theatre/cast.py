"""The accounts a visitor may use, printed at each start: who, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.accounts.models import User
from apps.demo.school_files.details import ACCOUNTS
from apps.demo.theatre.accounts import DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demo and what it shows."""

    username: str
    who: str
    look: str


LOOK = {
    "aissata.diallo": "ses deux enfants, les résultats à lire et ceux qui attendent",
    "binta.sow": "le cahier des classes de ses deux petits-enfants, et rien d’autre",
    "ines.diallo": "le dernier résultat, qu’elle voit avant ses parents",
    "claire.roux": "un paquet à rendre : « Fractions », 4eB",
    "karim.haddad": "les résultats de Yanis ; rien de ce qui touche à l’autre parent",
    "helene.aubry": "« Ma 4eB » : ses élèves, leurs familles, les aides, toutes les matières",
    "tarik.bensaid": "la 6eA, jamais la 4eB",
    "rosa.lopes": "deux collèges : Sara ici, Tiago dans celui d’à côté",
    "lila.brugiere": "les classes d’anglais de la personne qu’elle remplace, et leur cahier",
    "sylvie.bordenave": "l’équipe, les lettres et les codes, l’annuaire des élèves",
    "geraldine.lacroix": "deux fonctions : les outils du collège, et l’équipe",
    "julien.casteran": "ce que lit un infirmier : des noms et qui appeler, aucun résultat",
    "odile.vergne": "la même chose, pour l’assistante sociale",
    "noemie.artaud": "la même chose, pour la psychologue",
    "daouda.cisse": "le jour d’un assistant d’éducation : qui appeler, les absents, les listes",
    "audrey.vasseur": "toutes les classes",
    "benedicte.navarre": "un remplaçant à confirmer, la règle du collège, toutes les classes",
}


def demo_accounts() -> list[DemoAccount]:
    """In the order of the story."""
    says = {account.username: account.says for account in ACCOUNTS}
    return [DemoAccount(username, says[username], look) for username, look in LOOK.items()]


def accounts_of(username: str) -> Any:
    """The account of somebody of the cast, or none where the school was not loaded."""
    return User.objects.filter(username=username)


def account_lines(address: str) -> list[str]:
    """The lines for the terminal: address, password, then one line an account."""
    visits = demo_accounts()
    wide = max(len(visit.username) for visit in visits)
    return [
        f"Collège de démonstration : {address}",
        f"Mot de passe de tous ces comptes : {DEMO_PASSWORD}",
        *(f"  {visit.username:<{wide}}  {visit.who} — {visit.look}" for visit in visits),
    ]
