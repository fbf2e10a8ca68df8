"""Structures.xml, and the same blocks inside an STS file: divisions and groups."""

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import Rejection
from apps.schools.imports.rules.files import Document
from apps.schools.imports.rules.readers.fields import code, read_header, text
from apps.schools.imports.rules.records import DivisionRow, GroupRow, Structures


def read_structures(document: Document) -> Structures:
    """Divisions, and groups with the divisions whose pupils they may hold."""
    rejections: list[Rejection] = []
    return Structures(
        header=read_header(document),
        divisions=read_divisions(document.root, rejections),
        groups=read_groups(document.root, rejections),
        rejections=tuple(rejections),
    )


def read_divisions(root: etree._Element, rejections: list[Rejection]) -> tuple[DivisionRow, ...]:
    """One row a division; a repeated code keeps its first row."""
    found: dict[str, DivisionRow] = {}
    for item in root.iterfind(".//DIVISIONS/DIVISION"):
        division = code(item, "CODE_STRUCTURE", "CODE")
        label = text(item, "LIBELLE_LONG")
        if not division:
            rejections.append(Rejection("division", label or "?", _("classe sans code")))
            continue
        found.setdefault(division, DivisionRow(division, label, _mefs(item)))
    return tuple(found.values())


def read_groups(root: etree._Element, rejections: list[Rejection]) -> tuple[GroupRow, ...]:
    """One row a group; a repeated code keeps its first row."""
    found: dict[str, GroupRow] = {}
    for item in root.iterfind(".//GROUPES/GROUPE"):
        group = code(item, "CODE_STRUCTURE", "CODE")
        label = text(item, "LIBELLE_LONG")
        if not group:
            rejections.append(Rejection("group", label or "?", _("groupe sans code")))
            continue
        links = item.iterfind("DIVISIONS_APPARTENANCE/DIVISION_APPARTENANCE")
        divisions = tuple(filter(None, (code(link, "CODE_STRUCTURE", "CODE") for link in links)))
        found.setdefault(group, GroupRow(group, label, _mefs(item), divisions))
    return tuple(found.values())


def _mefs(item: etree._Element) -> tuple[str, ...]:
    links = item.iterfind("MEFS_APPARTENANCE/MEF_APPARTENANCE")
    return tuple(filter(None, (code(link, "CODE_MEF", "CODE") for link in links)))
