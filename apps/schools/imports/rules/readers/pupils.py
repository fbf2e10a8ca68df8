"""ElevesSansAdresses.xml (or AvecAdresses): pupils, their class, groups and options."""

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import Rejection
from apps.schools.imports.rules.files import Document
from apps.schools.imports.rules.readers.fields import code, day, read_header, text
from apps.schools.imports.rules.records import PupilRow, Pupils

NOWHERE = "inactifs"  # a division that means «in no class»


def read_pupils(document: Document) -> Pupils:
    """Every usable pupil, leavers included; the others are rejected with their reason."""
    root = document.root
    divisions, groups = _structures(root)
    options = _options(root)
    rejections: list[Rejection] = []
    pupils: dict[str, PupilRow] = {}
    ines: set[str] = set()
    for item in root.iterfind(".//ELEVES/ELEVE"):
        key = code(item, "ELEVE_ID").strip()
        classes = divisions.get(key, ())
        born_on = day(item, "DATE_NAISS")
        reason = _problem(item, key, classes)
        if not reason and key in pupils:
            reason = _("élève présent deux fois dans le fichier")
        ine = _ine(item)
        if not reason and ine and ine in ines:
            reason = _("INE déjà porté par un autre élève du fichier")
        if reason or born_on is None:
            rejections.append(
                Rejection("pupil", key or "?", reason or _("date de naissance absente"))
            )
            continue
        ines.add(ine)
        pupils[key] = PupilRow(
            eleve_id=key,
            ine=ine,
            family_name=_family_name(item),
            usual_name=text(item, "NOM_USAGE"),
            first_name=text(item, "PRENOM"),
            born_on=born_on,
            mef_code=code(item, "CODE_MEF"),
            entered_on=day(item, "DATE_ENTREE"),
            left_on=day(item, "DATE_SORTIE"),
            division=classes[0] if classes else "",
            groups=groups.get(key, ()),
            options=options.get(key, ()),
        )
    return Pupils(read_header(document), tuple(pupils.values()), tuple(rejections))


def _problem(item: etree._Element, key: str, classes: tuple[str, ...]) -> str:
    if not key:
        return _("élève sans identifiant national")
    if not _family_name(item) or not text(item, "PRENOM"):
        return _("nom ou prénom absent")
    if text(item, "DATE_NAISS") and day(item, "DATE_NAISS") is None:
        return _("date de naissance illisible")
    if len(classes) > 1:
        return _("élève inscrit dans deux classes à la fois")
    return ""


def _family_name(item: etree._Element) -> str:
    """Files older than 2016 have NOM alone."""
    return text(item, "NOM_DE_FAMILLE") or text(item, "NOM")


def _ine(item: etree._Element) -> str:
    """ID_NATIONAL has been the RNIE since 2017; a newcomer may have none."""
    return text(item, "ID_NATIONAL") or text(item, "INE_RNIE") or text(item, "INE_BEA")


Codes = dict[str, tuple[str, ...]]


def _structures(root: etree._Element) -> tuple[Codes, Codes]:
    """Divisions and groups of each pupil, by ELEVE_ID, in the order of the file."""
    divisions: dict[str, list[str]] = {}
    groups: dict[str, list[str]] = {}
    for item in root.iterfind(".//STRUCTURES/STRUCTURES_ELEVE"):
        key = code(item, "ELEVE_ID").strip()
        for link in item.iterfind("STRUCTURE"):
            held = groups if text(link, "TYPE_STRUCTURE") == "G" else divisions
            structure = code(link, "CODE_STRUCTURE")
            if structure.strip().casefold() == NOWHERE:
                continue
            if structure and structure not in held.setdefault(key, []):
                held[key].append(structure)
    return _frozen(divisions), _frozen(groups)


def _options(root: etree._Element) -> dict[str, tuple[tuple[str, str], ...]]:
    """OPTION holds the pupil, OPTIONS_ELEVE one option: the names look swapped but are right."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in root.iterfind(".//OPTIONS/OPTION"):
        key = code(item, "ELEVE_ID").strip()
        for option in item.iterfind("OPTIONS_ELEVE"):
            if subject := code(option, "CODE_MATIERE"):
                modality = code(option, "CODE_MODALITE_ELECT")
                found.setdefault(key, []).append((subject, modality))
    return {key: tuple(values) for key, values in found.items()}


def _frozen(found: dict[str, list[str]]) -> Codes:
    return {key: tuple(values) for key, values in found.items()}
