"""What the page of a class says of the helps proposed to its pupils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.results.words.presenters.proposals import (
    ProposalLine,
    proposals_of,
    proposals_sentence,
)
from coeduc.portal import ClassVisit, Part


@dataclass(frozen=True, slots=True)
class Proposals:
    """A line a help, those that wait first; ``sentence`` counts these."""

    lines: list[ProposalLine]
    sentence: str


def class_parts(visit: ClassVisit) -> Iterator[Part]:
    lines = proposals_of(visit.request, visit.students)
    yield Part(10, "results/home/proposals.html", Proposals(lines, proposals_sentence(lines)))
