"""sts_emp_<UAI>_<year>.xml: staff, lead teachers, and who teaches what to whom.

No official document describes this file; its shape is what production importers read. Only
SERVICES create links to classes: DISCIPLINES says what a teacher may teach, not what is taught.
"""

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import ImportRefusedError, Rejection
from apps.schools.imports.rules.files import Document
from apps.schools.imports.rules.readers.fields import code, day, read_header, text
from apps.schools.imports.rules.readers.nomenclature import read_mefs, read_subjects
from apps.schools.imports.rules.readers.structures import read_divisions, read_groups
from apps.schools.imports.rules.records import (
    LeadRow,
    SchoolRecord,
    ServiceRow,
    StaffFile,
    StaffKey,
    StaffRow,
)

CIVILITIES = {"1": "M", "2": "MME", "3": "MME"}


def read_staff(document: Document) -> StaffFile:
    """Refused when the dates of the school year are missing: nothing could be dated."""
    root = document.root
    rejections: list[Rejection] = []
    year = root.find("PARAMETRES/ANNEE_SCOLAIRE")
    begins_on = day(year, "DATE_DEBUT") if year is not None else None
    ends_on = day(year, "DATE_FIN") if year is not None else None
    header = read_header(document)
    if begins_on is None or ends_on is None or begins_on >= ends_on:
        raise ImportRefusedError(
            _("« %(name)s » ne donne pas les dates de l’année scolaire.") % {"name": document.name}
        )
    return StaffFile(
        header=header,
        school=_school(root),
        begins_on=begins_on,
        ends_on=ends_on,
        subjects=read_subjects(root, rejections),
        mefs=read_mefs(root),
        divisions=read_divisions(root, rejections),
        groups=read_groups(root, rejections),
        staff=_staff(root, rejections),
        services=_services(root, rejections),
        rejections=tuple(rejections),
    )


def _school(root: etree._Element) -> SchoolRecord:
    tag = root.find("PARAMETRES/UAJ")
    assert tag is not None  # noqa: S101 - read_header has refused a file without UAJ
    name = " ".join(filter(None, (text(tag, "DENOM_PRINC"), text(tag, "DENOM_COMPL"))))
    return SchoolRecord(name=name, town=text(tag, "COMMUNE"), phone=text(tag, "TELEPHONE"))


def _staff(root: etree._Element, rejections: list[Rejection]) -> tuple[StaffRow, ...]:
    found: dict[StaffKey, StaffRow] = {}
    people = [*root.iterfind(".//INDIVIDUS/INDIVIDU"), *root.iterfind(".//SUPPLEANTS/SUPPLEANT")]
    for item in people:
        key = _key(item)
        last_name = text(item, "NOM_USAGE") or text(item, "NOM_PATRONYMIQUE")
        if key is None or not last_name:
            reason = _("nom absent") if key else _("personne sans identifiant national")
            rejections.append(Rejection("staff", "/".join(key or ("?",)), reason))
            continue
        function = text(item, "FONCTION")
        if not function and key[0] in ("local", "eppsup"):
            function = "ENS"  # entered by hand in STS, or a substitute: the tag is often absent
        found.setdefault(
            key,
            StaffRow(
                key=key,
                civility=CIVILITIES.get(text(item, "CIVILITE"), ""),
                last_name=last_name,
                first_name=text(item, "PRENOM"),
                function=function,
                leads=_leads(item),
            ),
        )
    return tuple(found.values())


def _leads(item: etree._Element) -> tuple[LeadRow, ...]:
    rows = []
    for lead in item.iterfind("PROFS_PRINC/PROF_PRINC"):
        if division := code(lead, "CODE_STRUCTURE"):
            rows.append(LeadRow(division, day(lead, "DATE_DEBUT"), day(lead, "DATE_FIN")))
    return tuple(rows)


def _services(root: etree._Element, rejections: list[Rejection]) -> tuple[ServiceRow, ...]:
    """One row per structure and subject: repeated services (course, half class) are merged."""
    found: dict[tuple[str, str, str], list[StaffKey]] = {}
    blocks = (("D", ".//DIVISIONS/DIVISION"), ("G", ".//GROUPES/GROUPE"))
    for structure_type, path in blocks:
        for structure in root.iterfind(path):
            structure_code = code(structure, "CODE", "CODE_STRUCTURE")
            for service in structure.iterfind("SERVICES/SERVICE"):
                subject = code(service, "CODE_MATIERE")
                if not subject:
                    reason = _("enseignement sans matière")
                    rejections.append(Rejection("teaching", structure_code or "?", reason))
                    continue
                teachers = found.setdefault((structure_type, structure_code, subject), [])
                for teacher in service.iterfind("ENSEIGNANTS/ENSEIGNANT"):
                    key = _key(teacher)
                    if key is not None and key not in teachers:
                        teachers.append(key)
    return tuple(
        ServiceRow(structure_type, structure_code, subject, tuple(teachers))
        for (structure_type, structure_code, subject), teachers in found.items()
        if structure_code
    )


def _key(item: etree._Element) -> StaffKey | None:
    identifier, type_ = code(item, "ID").strip(), code(item, "TYPE").strip()
    return (type_, identifier) if identifier and type_ else None
