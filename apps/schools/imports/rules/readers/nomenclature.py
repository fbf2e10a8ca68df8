"""Nomenclature.xml: subjects, programmes of study and what each programme contains."""

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import Rejection
from apps.schools.imports.rules.files import Document
from apps.schools.imports.rules.readers.fields import code, read_header, text
from apps.schools.imports.rules.records import MefRow, Nomenclature, ProgrammeRow, SubjectRow


def read_nomenclature(document: Document) -> Nomenclature:
    """Items are matched anywhere: the wrappers changed between versions, the items did not."""
    root = document.root
    rejections: list[Rejection] = []
    subjects = read_subjects(root, rejections)
    programmes = []
    for item in root.iter("PROGRAMME"):
        row = ProgrammeRow(
            mef_code=code(item, "CODE_MEF"),
            subject_code=code(item, "CODE_MATIERE"),
            modality=code(item, "CODE_MODALITE_ELECT"),
        )
        if row.mef_code and row.subject_code:
            programmes.append(row)
    return Nomenclature(
        header=read_header(document),
        subjects=subjects,
        mefs=read_mefs(root),
        programmes=tuple(programmes),
        rejections=tuple(rejections),
    )


def read_subjects(root: etree._Element, rejections: list[Rejection]) -> tuple[SubjectRow, ...]:
    """Subjects of a SIECLE or STS file; the first row of a repeated code wins."""
    found: dict[str, SubjectRow] = {}
    for item in root.iterfind(".//MATIERES/MATIERE"):
        subject = code(item, "CODE_MATIERE", "CODE")
        label = text(item, "LIBELLE_EDITION") or text(item, "LIBELLE_LONG")
        short = text(item, "LIBELLE_COURT")
        if not subject:
            rejections.append(Rejection("subject", label or "?", _("matière sans code")))
            continue
        found.setdefault(
            subject,
            SubjectRow(
                code=subject,
                short_label=short or label or subject,
                label=label or short or subject,
                national_code=code(item, "CODE_MATIERE_NATIONALE"),
            ),
        )
    return tuple(found.values())


def read_mefs(root: etree._Element) -> tuple[MefRow, ...]:
    """Programmes of study; a variant (bilangue, UPE2A) names the one it is attached to."""
    found: dict[str, MefRow] = {}
    for item in root.iterfind(".//MEFS/MEF"):
        mef = code(item, "CODE_MEF", "CODE")
        if not mef:
            continue
        label = text(item, "LIBELLE_EDITION") or text(item, "LIBELLE_LONG")
        row = MefRow(code=mef, label=label, root_code=code(item, "MEF_RATTACHEMENT") or mef)
        found.setdefault(mef, row)
    return tuple(found.values())
