"""What the portal keeps of a person, in four kinds of three sentences: the short of the register.

What, who reads it, how long. Whether a kind is erased is computed from the register, entry by
entry, so that a purge written later is told here the same day. A pupil is spoken to as «tu».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coeduc.french import typeset
from coeduc.processing import ACCOUNT, IDENTITY, RESULTS, WRITTEN, Lasting, Processing, lastings


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind, as it is read: a title and three sentences."""

    title: str
    sentences: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """``kind``: the kind, as the register names it. Each pair: to anybody, then to a pupil."""

    kind: Any
    title: Any
    what: tuple[Any, Any]
    readers: tuple[Any, Any]


KINDS = (
    _Said(
        IDENTITY,
        gettext_lazy("Les noms et les liens"),
        (
            gettext_lazy(
                "Le nom, la classe et les groupes d’un élève ; le nom et les coordonnées de ses"
                " responsables ; qui répond de qui."
            ),
            gettext_lazy(
                "Ton nom, ta classe et tes groupes ; le nom et les coordonnées de tes"
                " responsables ; qui répond de toi."
            ),
        ),
        (
            gettext_lazy(
                "L’élève, ses responsables et l’équipe qui le suit lisent les noms ; les"
                " coordonnées d’un responsable, lui et le collège seulement, jamais l’autre."
            ),
            gettext_lazy(
                "Toi, tes responsables et l’équipe qui te suit lisent les noms ; les coordonnées"
                " d’un responsable, lui et le collège seulement, jamais l’autre responsable."
            ),
        ),
    ),
    _Said(
        RESULTS,
        gettext_lazy("Les résultats"),
        (
            gettext_lazy(
                "Les évaluations, ce qui est réussi, la note ou les niveaux, l’aide proposée."
            ),
            gettext_lazy("Tes évaluations, ce que tu as réussi, ta note ou tes niveaux, ton aide."),
        ),
        (
            gettext_lazy(
                "L’équipe qui suit l’élève les lit ; puis l’élève et ses responsables légaux, aux"
                " heures que la règle du collège donne."
            ),
            gettext_lazy(
                "L’équipe qui te suit les lit ; puis toi et tes responsables légaux, aux heures"
                " que la règle du collège donne."
            ),
        ),
    ),
    _Said(
        WRITTEN,
        gettext_lazy("Ce qui est écrit ou déposé ici"),
        (
            gettext_lazy(
                "Ce qu’un élève coche, dépose ou écrit ; ce qu’un responsable répond à une aide."
            ),
            gettext_lazy(
                "Ce que tu coches, déposes ou écris ; ce qu’un responsable répond à une aide."
            ),
        ),
        (
            gettext_lazy(
                "Un mot d’élève va à ses parents et à l’équipe, une demande de parler à la"
                " direction et au CPE ; la réponse d’un responsable n’est jamais montrée à l’autre."
            ),
            gettext_lazy(
                "Un mot à tes parents va à eux et à l’équipe ; si tu demandes qu’un adulte te parle"
                " d’abord, seuls la direction et le CPE le lisent."
            ),
        ),
    ),
    _Said(
        ACCOUNT,
        gettext_lazy("Le compte"),
        (
            gettext_lazy(
                "Un identifiant, un mot de passe que personne ne peut lire, une adresse e-mail si"
                " vous l’avez donnée, vos appareils connectés."
            ),
            gettext_lazy(
                "Un identifiant, un mot de passe que personne ne peut lire, une adresse e-mail si"
                " tu l’as donnée, tes appareils connectés."
            ),
        ),
        (
            gettext_lazy(
                "Personne d’autre que vous ne le lit ; direction, secrétariat et référent numérique"
                " savent s’il est ouvert."
            ),
            gettext_lazy(
                "Personne d’autre que toi ne le lit ; direction, secrétariat et référent numérique"
                " savent s’il est ouvert."
            ),
        ),
    ),
)


def kinds(register: Iterable[Processing], *, to_pupil: bool = False) -> list[DataKind]:
    """The four, in this order; a kind of which the register holds nothing is not told."""
    how_long = {one.what: one for one in lastings(register)}
    return [
        DataKind(
            str(said.title),
            (
                typeset(str(said.what[to_pupil])),
                typeset(str(said.readers[to_pupil])),
                typeset(_how_long(how_long[str(said.kind)])),
            ),
        )
        for said in KINDS
        if str(said.kind) in how_long
    ]


def _how_long(lasting: Lasting) -> str:
    if not lasting.kept:
        return _("Le portail n’efface pas encore tout cela de lui-même.")
    return _("Gardé : %(kept)s") % {"kept": " ".join(lasting.kept)}
