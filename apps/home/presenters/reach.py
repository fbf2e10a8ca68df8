"""«Ma 5eC»: the pupils of a class in order, and whether the school can reach their families.

Never a rank, never an average: what is said of a family is only how to reach it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.schools.models import Guardian, Guardianship, Student
from apps.schools.names import listed_name
from apps.schools.words import phones_of


@dataclass(frozen=True, slots=True)
class ReachLine:
    """A pupil and, in words, who answers for them and how they can be reached."""

    public_id: UUID
    name: str
    guardians: str
    status: str
    tone: str


def pupil_lines(students: Iterable[Student], links: Iterable[Guardianship]) -> list[ReachLine]:
    """``links`` are the reading links in force of these pupils, cut ones left out."""
    families: dict[int, list[Guardian]] = {}
    for link in links:
        families.setdefault(link.student_id, []).append(link.guardian)
    return [_line(student, families.get(student.pk, [])) for student in students]


def _line(student: Student, guardians: list[Guardian]) -> ReachLine:
    status, tone = _reach(guardians)
    return ReachLine(
        public_id=student.public_id,
        name=listed_name(student),
        guardians=_in_words(guardians),
        status=status,
        tone=tone,
    )


def _in_words(guardians: list[Guardian]) -> str:
    """The names alone when all can be reached alike: the status says how, once."""
    ways = [_way(person) for person in guardians]
    if len(set(ways)) == 1:
        return " · ".join(person.polite_name for person in guardians)
    return " · ".join(
        f"{person.polite_name} ({way})" if way else person.polite_name
        for person, way in zip(guardians, ways, strict=True)
    )


def _way(guardian: Guardian) -> str:
    """Nothing of who has opened their space: only what is missing needs words."""
    if guardian.user_id:
        return ""
    return _("par téléphone") if phones_of(guardian) else _("ni espace ni téléphone")


def _reach(guardians: list[Guardian]) -> tuple[str, str]:
    opened = sum(1 for guardian in guardians if guardian.user_id)
    if guardians and opened == len(guardians):
        return _("Joignable"), "done"
    if opened:
        return _("En partie"), "info"
    if any(phones_of(guardian) for guardian in guardians):
        return _("Par téléphone"), "waiting"
    return _("À joindre"), "ask"


def reach_sentence(lines: list[ReachLine]) -> str:
    """What is left to do for the class, in one line."""
    missing = sum(1 for line in lines if line.tone in ("waiting", "ask"))
    if not lines:
        return ""
    if not missing:
        return _("Chaque famille a au moins un espace ouvert.")
    return ngettext(
        "%(n)d famille n’a pas encore ouvert son espace : un appel aide plus qu’une relance.",
        "%(n)d familles n’ont pas encore ouvert leur espace : un appel aide plus qu’une relance.",
        missing,
    ) % {"n": missing}
