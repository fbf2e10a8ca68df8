"""The decisions of a school on when results appear, and the facts kept to try other ones."""

from apps.publication.models.kept import KeptFacts, PastChange
from apps.publication.models.versions import (
    MINISTRY_DECISION,
    SHOWN,
    OpeningVersion,
    RuleVersion,
)

__all__ = [
    "MINISTRY_DECISION",
    "SHOWN",
    "KeptFacts",
    "OpeningVersion",
    "PastChange",
    "RuleVersion",
]
