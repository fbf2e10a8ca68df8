"""What a post opens, said in words before anybody confirms it; the team, for who looks after it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.schools.enums import Role
from apps.schools.offices import Office

# What each office lets do, in the order in which a page says it.
BY_OFFICE = (
    (
        Office.HEADS,
        _("Décide des règles, de l’équipe et de l’année, et confirme ce que d’autres préparent."),
    ),
    (
        Office.WHOLE_SCHOOL,
        _("Lit les résultats et les familles de tous les élèves du collège."),
    ),
    (Office.TOOLS, _("Importe les fichiers, règle le calendrier et les emplois du temps.")),
    (Office.ACCOUNTS, _("Donne les lettres et les codes : lit le nom et l’adresse des familles.")),
)
OF_A_TEACHER = _("Lit et saisit pour les classes qui lui sont données, et aucune autre.")
OF_NOBODY = _("Ne lit ni résultat ni famille : seulement l’équipe et les règles du collège.")


def rights_in_words(role: Role) -> tuple[str, ...]:
    """What somebody who holds this post may read and do, worked out from the offices it holds."""
    told = [sentence for office, sentence in BY_OFFICE if role in office.value]
    if role is Role.TEACHER:
        told.insert(0, OF_A_TEACHER)
    return tuple(map(str, told or [OF_NOBODY]))
