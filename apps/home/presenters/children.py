"""The children of a family, on its first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coeduc.portal import Part
from coeduc.registry import Waiting, WaitingLine

if TYPE_CHECKING:
    from apps.schools.links import ChildLink


@dataclass(frozen=True, slots=True)
class ChildCard:
    """One child on the family's first page; never a value, only whether there is something."""

    name: str
    class_name: str
    cover: int
    acts: list[WaitingLine]
    parts: list[Part]


def child_cards(
    links: Sequence[ChildLink], parts: Sequence[Part], waiting: Mapping[int | None, Waiting]
) -> list[ChildCard]:
    """``links`` come from ``children_of``, one a child."""
    of_several = len({link.school_id for link in links}) > 1
    nothing = Waiting()
    return [
        ChildCard(
            name=link.student.first_name,
            class_name=_class_name(link, of_several=of_several),
            cover=position % 6 + 1,
            acts=waiting.get(link.student_id, nothing).acts,
            parts=[part for part in parts if part.child == link.student_id],
        )
        for position, link in enumerate(links)
    ]


def _class_name(link: ChildLink, *, of_several: bool) -> str:
    """«4eB», with the school where the family has several."""
    parts = [link.class_code or "", link.school.name if of_several else ""]
    return " · ".join(part for part in parts if part)
