"""The tables of the notices: what is told, and what is printed."""

from apps.notices.models.outbox import Notice
from apps.notices.models.paper import (
    Letter,
    LetterBatch,
    LetterFile,
    LetterTexts,
    OfficeQuerySet,
    Person,
    column_of,
    one_person,
)

__all__ = [
    "Letter",
    "LetterBatch",
    "LetterFile",
    "LetterTexts",
    "Notice",
    "OfficeQuerySet",
    "Person",
    "column_of",
    "one_person",
]
