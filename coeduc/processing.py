"""The register of processing: what the portal keeps about people, why, who reads it, how long.

Each app says it of its own models, in ``register.py`` beside them (``REGISTER`` of its portal); a
model that holds nothing about anybody is in ``IMPERSONAL``, with the reason. The words several
entries share are here. They follow the CNIL's reading of schools (dispense 17) and the RGPD; what
no text decides yet says «à décider» rather than something plausible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from coeduc import french

if TYPE_CHECKING:
    from coeduc.french import Words


# Of a sentence that is written before the language of its reader is known.
delay_later = lazy(french.delay, str)


@dataclass(frozen=True, slots=True)
class Processing:
    """What the register says of one model that holds something about a person.

    ``model``: «app.Model»; its history and its link tables go with it. ``readers``: offices and
    capacities, in French. ``kept``: how long, as a sentence. ``erased``: how it goes; ``by``: the
    task or the service that does it, empty while nothing does (then ``erased`` is ``NOT_YET`` or
    one of its sisters, and says so). ``in_family_notice``: under which words the notice of families
    names it, empty where it does not; ``in_team_notice``: the same, for the team. ``in_part``:
    ``by`` erases some rows before their time, and nothing erases the others yet. ``is_empty``: a
    table that a library asks for and nobody fills.
    """

    model: str
    purpose: Any
    ground: Any
    readers: Any
    kept: Any
    erased: Any
    by: str = ""
    in_family_notice: Any = ""
    in_team_notice: Words = ""
    in_part: bool = False
    is_empty: bool = False

    @property
    def is_kept_to(self) -> bool:
        """Whether something erases all of it once the time that ``kept`` says is over."""
        return bool(self.by) and not self.in_part


PUBLIC_INTEREST = _("Mission d’intérêt public du collège (RGPD, article 6.1.e).")
NATIONAL_FILES = _(
    "Mission d’intérêt public et obligation légale (RGPD, articles 6.1.e et 6.1.c) : "
    "ces lignes viennent des fichiers nationaux du collège."
)
SECURITY = _(
    "Mission d’intérêt public (RGPD, article 6.1.e) : la sécurité que demande l’article 32."
)
ON_DEMAND = _(
    "Mission d’intérêt public (RGPD, article 6.1.e) ; n’existe que si la personne le demande."
)

IDENTITY = _("les noms et adresses")
RESULTS = _("les résultats")
WRITTEN = _("ce qui est écrit ou déposé ici")
ACCOUNT = _("le compte")
POSTS = _("les noms et les fonctions de l’équipe")

SCHOOL_YEAR = _("L’année scolaire, puis trois mois.")
SCHOOLING = _("Le temps de la scolarité au collège.")
CHILD_SCHOOLING = _("Tant qu’un enfant dont l’adulte répond est au collège.")
IN_OFFICE = _("Le temps du poste au collège ; la durée d’après est à décider.")
TO_DECIDE = _("À décider.")

NOT_YET = _("Rien ne l’efface encore : la purge de fin d’année n’est pas écrite.")
NOT_YET_WITH_HISTORY = _(
    "Rien ne l’efface encore, ni son historique : la purge de fin d’année n’est pas écrite."
)
EMPTIED_NOT_YET = _(
    "Rien ne l’efface encore. Un compte sera vidé plutôt que supprimé : "
    "ce que la personne a fait ou décidé reste, sans son nom."
)
NEVER = _(
    "Ne s’efface pas : une décision du collège reste lisible. "
    "Le compte de qui l’a prise sera vidé, ce qui n’est pas encore écrit."
)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long one kind of data is kept: nothing while no task keeps to it."""

    what: str
    kept: tuple[str, ...]


def family_words(entry: Processing) -> str:
    """Under which words the notice of families names it; empty: it does not."""
    return str(entry.in_family_notice)


def team_words(entry: Processing) -> str:
    """Their posts; their account and what they write, in the words of everybody."""
    return str(
        entry.in_team_notice
        or (entry.in_family_notice if entry.in_family_notice in (ACCOUNT, WRITTEN) else "")
    )


def lastings(
    register: Iterable[Processing], words_of: Callable[[Processing], str] = family_words
) -> list[Lasting]:
    """What a notice may promise: a kind lasts as it is said where every part of it is erased."""
    kinds: dict[str, list[Processing]] = {}
    for entry in register:
        if words := words_of(entry):
            kinds.setdefault(words, []).append(entry)
    return [
        Lasting(
            what,
            tuple(dict.fromkeys(str(entry.kept) for entry in parts))
            if all(entry.is_kept_to for entry in parts)
            else (),
        )
        for what, parts in kinds.items()
    ]
