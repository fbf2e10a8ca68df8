"""Write the demo collège as the five national files, in their own encodings and spellings."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from apps.demo.school_files.curriculum import COURSES, ENGLISH, GROUP_COURSES, LATIN, SUBJECTS
from apps.demo.school_files.plan import LEVELS, MEFS, Member, PlannedPupil, SchoolPlan, StaffKey

Element: TypeAlias = etree._Element
LEVEL_WORDS = {"6e": "SIXIEME", "5e": "CINQUIEME", "4e": "QUATRIEME", "3e": "TROISIEME"}
SIECLE, STS = "ISO-8859-15", "UTF-8"


def write_files(plan: SchoolPlan, folder: Path) -> list[Path]:
    """Write the five files into `folder`, created if needed, and give back their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files: tuple[tuple[str, str, Callable[[SchoolPlan], Element]], ...] = (
        ("Nomenclature.xml", SIECLE, nomenclature),
        (f"sts_emp_{plan.uai}_{plan.year}.xml", STS, staff),
        ("Structures.xml", SIECLE, structures),
        ("ElevesSansAdresses.xml", SIECLE, pupils),
        ("ResponsablesAvecAdresses.xml", SIECLE, guardians),
    )
    paths = []
    for name, encoding, build in files:
        path = folder / name
        path.write_bytes(
            etree.tostring(build(plan), encoding=encoding, xml_declaration=True, pretty_print=True)
        )
        paths.append(path)
    return paths


def nomenclature(plan: SchoolPlan) -> Element:
    root, data = _envelope(plan, "BEE_NOMENCLATURES", "3.1")
    mefs = etree.SubElement(data, "MEFS")
    for level, code in MEFS.items():
        _item(
            mefs,
            "MEF",
            {"CODE_MEF": code},
            FORMATION=f"{level[0]}EME",
            LIBELLE_LONG=f"{level[0]}EME",
            LIBELLE_EDITION=f"{level[0]}ème",
            MEF_RATTACHEMENT=code,
        )
    _subjects(data, "CODE_MATIERE")
    programmes = etree.SubElement(data, "PROGRAMMES")
    for course in COURSES:
        for level in LEVELS:
            if hours := course.weekly(level):
                modality = "O" if course.code == ENGLISH else "S"
                _programme(programmes, level, course.code, modality, hours)
    for subject, (_tag, _label, _short, hours) in GROUP_COURSES.items():
        for level in LEVELS[1:]:
            modality = "F" if subject == LATIN else "O"
            _programme(programmes, level, subject, modality, hours)
    return root


def structures(plan: SchoolPlan) -> Element:
    root, data = _envelope(plan, "BEE_STRUCTURES", "2.0")
    divisions = etree.SubElement(data, "DIVISIONS")
    for code in plan.divisions:
        item = _item(
            divisions,
            "DIVISION",
            {"CODE_STRUCTURE": code},
            LIBELLE_LONG=_label(code),
            CODE_RNE=plan.uai,
        )
        mefs = etree.SubElement(item, "MEFS_APPARTENANCE")
        _item(mefs, "MEF_APPARTENANCE", CODE_MEF=MEFS[code[:2]])
    groups = etree.SubElement(data, "GROUPES")
    for group in plan.groups:
        item = _item(
            groups, "GROUPE", {"CODE_STRUCTURE": group.code}, LIBELLE_LONG=group.label.upper()
        )
        mefs = etree.SubElement(item, "MEFS_APPARTENANCE")
        _item(mefs, "MEF_APPARTENANCE", CODE_MEF=MEFS[group.level])
        links = etree.SubElement(item, "DIVISIONS_APPARTENANCE")
        for code in group.divisions:
            _item(links, "DIVISION_APPARTENANCE", CODE_STRUCTURE=code)
    return root


def pupils(plan: SchoolPlan) -> Element:
    root, data = _envelope(plan, "BEE_ELEVES", "3.0")
    items = etree.SubElement(data, "ELEVES")
    options = etree.SubElement(data, "OPTIONS")
    links = etree.SubElement(data, "STRUCTURES")
    etree.SubElement(data, "BOURSES")
    for number, pupil in enumerate(plan.pupils, 101):
        keys = {"ELEVE_ID": pupil.eleve_id, "ELENOET": str(number)}
        items.append(_pupil(pupil, keys))
        chosen = [(ENGLISH, "O"), (pupil.language, "O"), (LATIN if pupil.latin else "", "F")]
        option = etree.SubElement(options, "OPTION", keys)
        for rank, (subject, modality) in enumerate(((s, m) for s, m in chosen if s), 1):
            _item(
                option,
                "OPTIONS_ELEVE",
                NUM_OPTION=str(rank),
                CODE_MODALITE_ELECT=modality,
                CODE_MATIERE=subject,
            )
        link = etree.SubElement(links, "STRUCTURES_ELEVE", keys)
        for kind, code in (("D", pupil.division), *(("G", group) for group in pupil.groups)):
            _item(link, "STRUCTURE", CODE_STRUCTURE=code, TYPE_STRUCTURE=kind)
    return root


def _pupil(pupil: PlannedPupil, keys: dict[str, str]) -> Element:
    item = etree.Element("ELEVE", keys)
    values = {
        "ID_NATIONAL": pupil.ine or None,
        "INE_RNIE": pupil.ine or None,
        "ELENOET": keys["ELENOET"],
        "NOM_DE_FAMILLE": pupil.family_name,
        "NOM_USAGE": pupil.usual_name or None,
        "PRENOM": pupil.first_name,
        "DATE_NAISS": _day(pupil.born_on),
        "DOUBLEMENT": "0",
        "MEL": "",
        "CODE_REGIME": "0",
        "DATE_ENTREE": _day(pupil.entered_on),
        "DATE_SORTIE": _day(pupil.left_on),
        "CODE_SEXE": "2" if pupil.girl else "1",
        "CODE_STATUT": "ST",
        "CODE_MEF": MEFS[pupil.level],
        "ADHESION_TRANSPORT": "0",
    }
    return _fill(item, values)


def guardians(plan: SchoolPlan) -> Element:
    """Both boolean spellings side by side, as the real export has them."""
    root, data = _envelope(plan, "BEE_RESPONSABLES", "2.1")
    people = etree.SubElement(data, "PERSONNES")
    for adult in plan.adults:
        item = etree.SubElement(people, "PERSONNE", {"PERSONNE_ID": adult.personne_id})
        _fill(
            item,
            {
                "LC_CIVILITE": adult.civility,
                "LL_CIVILITE": "MADAME" if adult.civility == "MME" else "MONSIEUR",
                "NOM_DE_FAMILLE": adult.family_name,
                "NOM_USAGE": adult.usual_name or None,
                "PRENOM": adult.first_name,
                "TEL_PERSONNEL": adult.phone,
                "TEL_PORTABLE": adult.mobile,
                "ACCEPTE_SMS": "1" if adult.accepts_sms else "0",
                "MEL": adult.email,
                "COMMUNICATION_ADRESSE": "0",
                "ADRESSE_ID": adult.address_id or None,
            },
        )
    ties = etree.SubElement(data, "RESPONSABLES")
    for tie in plan.ties:
        _item(
            ties,
            "RESPONSABLE_ELEVE",
            ELEVE_ID=tie.eleve_id,
            PERSONNE_ID=tie.personne_id,
            NIVEAU_RESPONSABILITE=str(tie.level),
            CODE_PARENTE=tie.relation,
            PAIE_FRAIS_SCOLAIRES="1" if tie.pays_fees else "0",
            PERCOIT_LES_AIDES="false",
            HEBERGE_ELEVE=str(tie.lives_with).lower(),
            A_CONTACTER_EN_PRIORITE=str(tie.first_contact).lower(),
        )
    addresses = etree.SubElement(data, "ADRESSES")
    for address in plan.addresses:
        _item(
            addresses,
            "ADRESSE",
            {"ADRESSE_ID": address.address_id},
            LIGNE1_ADRESSE=address.line,
            LIGNE2_ADRESSE="",
            COMMUNE_ETRANGERE="",
            CODE_POSTAL=address.postcode,
            CODE_PAYS="100",
            LL_PAYS="FRANCE",
            LIBELLE_POSTAL=address.town,
        )
    return root


def staff(plan: SchoolPlan) -> Element:
    root = etree.Element("STS_EDT")
    parameters = etree.SubElement(root, "PARAMETRES")
    _item(
        parameters,
        "UAJ",
        {"CODE": plan.uai},
        SIGLE="CLG",
        DENOM_PRINC="Collège",
        DENOM_COMPL=plan.name,
        COMMUNE=plan.town,
    )
    _item(
        parameters,
        "ANNEE_SCOLAIRE",
        {"ANNEE": str(plan.year)},
        DATE_DEBUT=f"{plan.year}-09-01",
        DATE_FIN=f"{plan.year + 1}-07-03",
    )
    lists = etree.SubElement(root, "NOMENCLATURES")
    _subjects(lists, "CODE")
    data = etree.SubElement(root, "DONNEES")
    people = etree.SubElement(data, "INDIVIDUS")
    substitutes = etree.SubElement(data, "SUPPLEANTS")
    for member in plan.staff:
        is_substitute = member.key[0] == "eppsup"
        _member(substitutes if is_substitute else people, member, plan)
    structure = etree.SubElement(data, "STRUCTURE")
    divisions = etree.SubElement(structure, "DIVISIONS")
    for code in plan.divisions:
        item = _item(divisions, "DIVISION", {"CODE": code}, LIBELLE_LONG=_label(code))
        mefs = etree.SubElement(item, "MEFS_APPARTENANCE")
        etree.SubElement(mefs, "MEF_APPARTENANCE", {"CODE": MEFS[code[:2]]})
        _services(item, plan, code)
    groups = etree.SubElement(structure, "GROUPES")
    for group in plan.groups:
        item = _item(groups, "GROUPE", {"CODE": group.code}, LIBELLE_LONG=group.label.upper())
        links = etree.SubElement(item, "DIVISIONS_APPARTENANCE")
        for code in group.divisions:
            etree.SubElement(links, "DIVISION_APPARTENANCE", {"CODE": code})
        _services(item, plan, group.code)
    return root


def _member(parent: Element, member: Member, plan: SchoolPlan) -> None:
    """Local staff have no sex, birth date or function, like in the real file."""
    tag = "SUPPLEANT" if parent.tag == "SUPPLEANTS" else "INDIVIDU"
    is_local_teacher = member.key[0] == "local" and member.function == "ENS"
    item = _item(
        parent,
        tag,
        _staff_key(member.key),
        SEXE="",
        CIVILITE="2" if member.civility == "MME" else "1",
        NOM_USAGE=member.last_name,
        NOM_PATRONYMIQUE="",
        PRENOM=member.first_name,
    )
    if member.function and not is_local_teacher:
        etree.SubElement(item, "FONCTION").text = member.function
    led = [division for division, key in plan.leads.items() if key == member.key]
    if led:
        leads = etree.SubElement(item, "PROFS_PRINC")
        for division in led:
            _item(
                leads,
                "PROF_PRINC",
                CODE_STRUCTURE=division,
                DATE_DEBUT=f"{plan.year}-09-01",
                DATE_FIN=f"{plan.year + 1}-08-31",
            )


def _services(structure: Element, plan: SchoolPlan, code: str) -> None:
    services = etree.SubElement(structure, "SERVICES")
    for service in plan.services:
        if service.structure != code:
            continue
        keys = {"CODE_MATIERE": service.subject, "CODE_MOD_COURS": "CG"}
        item = etree.SubElement(services, "SERVICE", keys)
        teachers = etree.SubElement(item, "ENSEIGNANTS")
        for key in service.teachers:
            etree.SubElement(teachers, "ENSEIGNANT", _staff_key(key))


def _subjects(parent: Element, key: str) -> None:
    subjects = etree.SubElement(parent, "MATIERES")
    for code, short, label in SUBJECTS:
        _item(
            subjects,
            "MATIERE",
            {key: code},
            CODE_GESTION=short[:5],
            LIBELLE_COURT=short,
            LIBELLE_LONG=label.upper()[:40],
            LIBELLE_EDITION=label,
        )


def _programme(parent: Element, level: str, subject: str, modality: str, hours: float) -> None:
    _item(
        parent,
        "PROGRAMME",
        CODE_MEF=MEFS[level],
        CODE_MATIERE=subject,
        CODE_MODALITE_ELECT=modality,
        HORAIRE=f"{hours:.2f}",
    )


def _envelope(plan: SchoolPlan, tag: str, version: str) -> tuple[Element, Element]:
    root = etree.Element(tag, {"VERSION": version})
    exported = f"20/11/{plan.year}"
    _item(
        root,
        "PARAMETRES",
        UAJ=plan.uai,
        ANNEE_SCOLAIRE=str(plan.year),
        DATE_EXPORT=exported,
        HORODATAGE=f"{exported} 18:30:00",
    )
    return root, etree.SubElement(root, "DONNEES")


def _item(
    parent: Element, tag: str, attributes: dict[str, str] | None = None, **children: str
) -> Element:
    return _fill(etree.SubElement(parent, tag, attributes or {}), dict(children))


def _fill(item: Element, values: dict[str, str | None] | dict[str, str]) -> Element:
    """None leaves the tag out, the empty string leaves it empty: both happen in real files."""
    for tag, value in values.items():
        if value is not None:
            etree.SubElement(item, tag).text = value
    return item


def _staff_key(key: StaffKey) -> dict[str, str]:
    return {"ID": key[1], "TYPE": key[0]}


def _label(division: str) -> str:
    return f"{LEVEL_WORDS[division[:2]]} {division[2:]}"


def _day(value: dt.date | None) -> str | None:
    return f"{value:%d/%m/%Y}" if value else None
