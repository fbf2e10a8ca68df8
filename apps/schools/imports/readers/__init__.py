"""Read each national file: a safe XML tree in, frozen rows and rejections out."""

from collections.abc import Callable

from apps.schools.imports.files import Document, Kind
from apps.schools.imports.records import NationalFile

from .guardians import read_guardians
from .nomenclature import read_nomenclature
from .pupils import read_pupils
from .staff import read_staff
from .structures import read_structures

__all__ = [
    "read",
    "read_guardians",
    "read_nomenclature",
    "read_pupils",
    "read_staff",
    "read_structures",
]

READERS: dict[Kind, Callable[[Document], NationalFile]] = {
    Kind.NOMENCLATURE: read_nomenclature,
    Kind.STAFF: read_staff,
    Kind.STRUCTURES: read_structures,
    Kind.PUPILS: read_pupils,
    Kind.GUARDIANS: read_guardians,
}


def read(document: Document) -> NationalFile:
    """Read one opened file with the reader of its kind."""
    return READERS[document.kind](document)
