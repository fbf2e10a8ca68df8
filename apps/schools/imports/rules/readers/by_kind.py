"""Read each national file: a safe XML tree in, frozen rows and rejections out."""

from collections.abc import Callable

from apps.schools.imports.rules.files import Document, Kind
from apps.schools.imports.rules.readers.guardians import read_guardians
from apps.schools.imports.rules.readers.nomenclature import read_nomenclature
from apps.schools.imports.rules.readers.pupils import read_pupils
from apps.schools.imports.rules.readers.staff import read_staff
from apps.schools.imports.rules.readers.structures import read_structures
from apps.schools.imports.rules.records import NationalFile

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
