"""What the titles of a table say, ours and those of other tools. Pure.

A role is « name », « full » (last and first name in one cell), « first », « class », « mark »,
« level0 »…, « achieved », « to_review », « progress », « text » (words that are not ours),
« number » (a number that is no mark), or nothing for what is not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from apps.results.marks.inputs import template
from apps.schools.names import sort_key

# A table may begin under a letterhead.
MOST_BEFORE = 30
_WORDS = {
    "ce qui est reussi": "achieved",
    "reussi": "achieved",
    "ce qu il faut revoir": "to_review",
    "a revoir": "to_review",
    "pour progresser": "progress",
}
_KNOWN = {
    "name": (
        "nom", "noms", "nom de famille", "noms de famille", "nom d usage", "nom usuel",
        "nom de naissance", "last name", "lastname", "surname", "family name",
    ),
    "full": (
        "eleve", "eleves", "nom prenom", "nom prenoms", "noms prenoms", "nom et prenom",
        "nom et prenoms", "noms et prenoms", "nom prenom s", "nom s prenom s", "nom de l eleve",
        "nom des eleves", "prenom nom", "prenom et nom", "prenom nom de famille", "nom complet",
        "full name", "name", "etudiant", "etudiants", "apprenant", "participant", "candidat",
        "identite", "student", "utilisateur",
    ),
    "first": (
        "prenom", "prenoms", "prenom s", "prenom usuel", "prenom de l eleve", "first name",
        "firstname", "given name",
    ),
    "class": ("classe", "classes", "division", "divisions", "class", "groupe", "group"),
    "text": (
        "appreciation", "appreciations", "commentaire", "commentaires", "observation",
        "observations", "remarque", "remarques", "feedback", "comments", "adresse de courriel",
        "courriel", "email", "e mail", "mail", "adresse", "institution", "departement", "etat",
        "statut", "sexe", "date", "date de naissance", "ne e le", "naissance", "heure", "regime",
        "commence le", "termine", "temps utilise",
    ),
    "number": (
        "n", "no", "num", "numero", "id", "ine", "identifiant", "numero d identification",
        "identifiant national", "id number", "n ordre", "rang", "rank", "place", "age", "telephone",
        "absences", "retards", "coefficient", "coef", "bareme",
        "dernier telechargement depuis ce cours", "note maximale", "note max", "note minimale",
        "note min", "note de la classe", "moyenne de la classe", "moyenne classe",
    ),
}  # fmt: skip
_ROLES = {title: role for role, titles in _KNOWN.items() for title in titles} | _WORDS
_WHOSE = re.compile(
    r"(nom|prenom)s? (?:(?:du|de l|de la|des|d) )?"
    r"(?:eleve|participant|apprenant|candidat|etudiant|joueur|utilisateur|stagiaire)e?s?"
)
_MARK = re.compile(
    r"(?:note|notes|mark|marks|grade|score|points|pts|resultat|resultats|ds|dm|dst|controle"
    r"|interro|interrogation|evaluation|eval|devoir|test|qcm|quiz|epreuve|tp|exercice|exo|oral"
    r"|dictee|bilan|brevet)\d*\b|(?:sur )?\d{1,3}$"
)
_OUT_OF = re.compile(r"(?:(?<!\d)/|\bsur)\s*(\d{1,3})\b(?!/)")


def key(cell: str) -> str:
    """Without accents, capitals, nor the signs that nobody sees."""
    return sort_key(bare(cell))


def bare(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def role_of(cell: str, skills: Sequence[str] = ()) -> str:
    title = key(cell)
    if not title:
        return ""
    for n, skill in enumerate(skills):
        if title == key(skill):
            return f"level{n}"
    if title in _ROLES:
        return _ROLES[title]
    if whose := _WHOSE.fullmatch(title):
        return "full" if whose.group(1) == "nom" else "first"
    return "mark" if _MARK.match(title) else ""


def roles_of(row: Sequence[str], skills: Sequence[str] = ()) -> list[str]:
    ours = [key(title) for title in template.titles(skills)]
    if [key(cell) for cell in row[: len(ours)]] == ours:
        return [*template.roles(skills), *("" for _cell in row[len(ours) :])]
    return [role_of(cell, skills) for cell in row]


def rank_of(rows: Sequence[Sequence[str]], skills: Sequence[str] = ()) -> int | None:
    """The line of the titles: among the first, the one that says most; None where none does."""
    best, found = 0, None
    for rank, row in enumerate(rows[:MOST_BEFORE]):
        roles = roles_of(row, skills)
        says = len([role for role in roles if role])
        titled = len([cell for cell in row if key(cell) or cell.strip()])
        if {"name", "full"} & set(roles) and titled > 1 and says > best:
            best, found = says, rank
    return found


def scale_said(cell: str) -> int | None:
    """20 for «/20», «Note sur 20», «DS n°2 (/20)»."""
    found = _OUT_OF.search(cell.casefold())
    return int(found.group(1)) if found else None
