"""ResponsablesAvecAdresses.xml: people, what ties them to pupils, where they live.

Two blocks exist for the tie: RESP_LEGAL until March 2018 (1 and 2 legal, 0 contact only), and
NIVEAU_RESPONSABILITE since (1 legal, up to two; 2 in charge; 3 contact).
"""

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import Rejection
from apps.schools.imports.rules.files import Document
from apps.schools.imports.rules.readers.fields import code, flag, read_header, text
from apps.schools.imports.rules.records import AddressRow, Guardians, PersonRow, ResponsibilityRow

LEVELS = {"1": 1, "2": 2, "3": 3}
LEVELS_BEFORE_2018 = {"1": 1, "2": 1, "0": 3}
CIVILITIES = {"M": "M", "M.": "M", "MME": "MME", "MLLE": "MME"}
FRANCE = "100"


def read_guardians(document: Document) -> Guardians:
    """People linked to at least one pupil: the base keeps many others, who are not our concern."""
    root = document.root
    rejections: list[Rejection] = []
    responsibilities = _responsibilities(root, rejections)
    linked = {row.personne_id for row in responsibilities}
    people: dict[str, PersonRow] = {}
    unlinked = 0
    for item in root.iterfind(".//PERSONNES/PERSONNE"):
        key = code(item, "PERSONNE_ID").strip()
        if key not in linked:
            unlinked += 1
            continue
        row = _person(item, key)
        if not row.family_name:
            rejections.append(Rejection("guardian", key, _("nom absent")))
        elif key in people:
            rejections.append(Rejection("guardian", key, _("personne présente deux fois")))
        else:
            people[key] = row
    return Guardians(
        header=read_header(document),
        people=tuple(people.values()),
        responsibilities=responsibilities,
        addresses=_addresses(root),
        rejections=tuple(rejections),
        unlinked=unlinked,
    )


def _person(item: etree._Element, key: str) -> PersonRow:
    return PersonRow(
        personne_id=key,
        civility=CIVILITIES.get(text(item, "LC_CIVILITE").upper(), ""),
        family_name=text(item, "NOM_DE_FAMILLE") or text(item, "NOM"),
        usual_name=text(item, "NOM_USAGE"),
        first_name=text(item, "PRENOM"),
        email=text(item, "MEL"),
        mobile=text(item, "TEL_PORTABLE"),
        phone=text(item, "TEL_PERSONNEL"),
        accepts_sms=bool(flag(item, "ACCEPTE_SMS")),
        address_id=code(item, "ADRESSE_ID").strip(),
    )


def _responsibilities(
    root: etree._Element, rejections: list[Rejection]
) -> tuple[ResponsibilityRow, ...]:
    found: dict[tuple[str, str], ResponsibilityRow] = {}
    for item in root.iterfind(".//RESPONSABLES/RESPONSABLE_ELEVE"):
        pupil, person = code(item, "ELEVE_ID").strip(), code(item, "PERSONNE_ID").strip()
        key, level = f"{pupil or '?'}/{person or '?'}", _level(item)
        reason = ""
        if not pupil or not person:
            reason = _("lien sans élève ou sans personne")
        elif level is None:
            reason = _("niveau de responsabilité absent ou inconnu")
        elif (pupil, person) in found:
            reason = _("lien présent deux fois")
        if reason or level is None:
            rejections.append(Rejection("guardianship", key, reason))
            continue
        found[pupil, person] = ResponsibilityRow(
            eleve_id=pupil,
            personne_id=person,
            level=level,
            relation=code(item, "CODE_PARENTE").strip(),
            lives_with=flag(item, "HEBERGE_ELEVE"),
            first_contact=bool(flag(item, "A_CONTACTER_EN_PRIORITE") or flag(item, "PERS_CONTACT")),
            pays_fees=bool(flag(item, "PAIE_FRAIS_SCOLAIRES") or flag(item, "RESP_FINANCIER")),
        )
    return tuple(found.values())


def _level(item: etree._Element) -> int | None:
    """The new block wins when both are there."""
    if level := text(item, "NIVEAU_RESPONSABILITE"):
        return LEVELS.get(level)
    return LEVELS_BEFORE_2018.get(text(item, "RESP_LEGAL"))


def _addresses(root: etree._Element) -> dict[str, AddressRow]:
    """A foreign address has its town and post code together in COMMUNE_ETRANGERE."""
    found: dict[str, AddressRow] = {}
    for item in root.iterfind(".//ADRESSES/ADRESSE"):
        lines = [text(item, f"LIGNE{number}_ADRESSE") for number in range(1, 5)]
        lines.append(text(item, "BOITE_POSTALE"))
        is_french = code(item, "CODE_PAYS").strip() in ("", FRANCE)
        found[code(item, "ADRESSE_ID").strip()] = AddressRow(
            lines=tuple(filter(None, lines)),
            postcode=text(item, "CODE_POSTAL"),
            town=text(item, "LIBELLE_POSTAL") or text(item, "COMMUNE_ETRANGERE"),
            country="" if is_french else text(item, "LL_PAYS"),
        )
    return found
