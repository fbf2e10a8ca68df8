"""Read each national file: a safe XML tree in, frozen rows and rejections out."""

from collections.abc import Callable

from apps.schools.imports.rules.files import Document, ImportKind
from apps.schools.imports.rules.readers.guardians import read_guardians
from apps.schools.imports.rules.readers.nomenclature import read_nomenclature
from apps.schools.imports.rules.readers.pupils import read_pupils
from apps.schools.imports.rules.readers.staff import read_staff
from apps.schools.imports.rules.readers.structures import read_structures
from apps.schools.imports.rules.records import NationalFile

READERS: dict[ImportKind, Callable[[Document], NationalFile]] = {
    ImportKind.NOMENCLATURE: read_nomenclature,
    ImportKind.STAFF: read_staff,
    ImportKind.STRUCTURES: read_structures,
    ImportKind.PUPILS: read_pupils,
    ImportKind.GUARDIANS: read_guardians,
}


def read(document: Document) -> NationalFile:
    """Read one opened file with the reader of its kind."""
    return READERS[document.kind](document)
