"""What the national files say, as frozen rows free of XML and of any table.

Only what the portal needs is here: sex, profession, nationality, birthplace, grants and income
are never read (data minimisation). Codes stay text: leading zeros, letters and spaces count.
"""

import datetime as dt
from dataclasses import dataclass

from apps.schools.errors import Rejection

LEGAL_GUARDIANS = 2  # SIECLE knows at most two; a third is a mistake to settle at the school

StaffKey = tuple[str, str]  # (TYPE, ID): only the pair identifies a member of staff


@dataclass(frozen=True, slots=True)
class Header:
    """Which school, which year (its first calendar year), exported when (None in STS files)."""

    uai: str
    year: int
    exported_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """MATIERE of Nomenclature.xml, or of the STS file."""

    code: str
    short_label: str
    label: str
    national_code: str


@dataclass(frozen=True, slots=True)
class MefRow:
    """A programme of study; `root_code` is the one its variants are attached to."""

    code: str
    label: str
    root_code: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """PROGRAMME of Nomenclature.xml: a subject that a MEF may be taught."""

    mef_code: str
    subject_code: str
    modality: str


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """The whole of Nomenclature.xml (root BEE_NOMENCLATURES, SIECLE)."""

    header: Header
    subjects: tuple[SubjectRow, ...]
    mefs: tuple[MefRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """DIVISION of Structures.xml, or of the STS file: a class."""

    code: str
    label: str
    mef_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """GROUPE of Structures.xml, or of the STS file: pupils of one or several classes."""

    code: str
    label: str
    mef_codes: tuple[str, ...]
    division_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structures:
    """The whole of Structures.xml (root BEE_STRUCTURES, SIECLE)."""

    header: Header
    divisions: tuple[DivisionRow, ...]
    groups: tuple[GroupRow, ...]
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class PupilRow:
    """`division` is "" for a pupil without a class: a leaver, or one not placed yet."""

    eleve_id: str
    ine: str
    family_name: str
    usual_name: str
    first_name: str
    born_on: dt.date
    mef_code: str
    entered_on: dt.date | None
    left_on: dt.date | None
    division: str
    groups: tuple[str, ...]
    options: tuple[tuple[str, str], ...]  # (subject code, modality of election)


@dataclass(frozen=True, slots=True)
class Pupils:
    """The whole of ElevesSansAdresses.xml (root BEE_ELEVES, SIECLE)."""

    header: Header
    pupils: tuple[PupilRow, ...]
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressRow:
    """ADRESSE of ResponsablesAvecAdresses.xml, as it is written on an envelope."""

    lines: tuple[str, ...]
    postcode: str
    town: str
    country: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """PERSONNE of ResponsablesAvecAdresses.xml."""

    personne_id: str
    civility: str  # "M", "MME" or ""
    family_name: str
    usual_name: str
    first_name: str
    email: str
    mobile: str
    phone: str
    accepts_sms: bool
    address_id: str


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """`level` in today's terms: 1 legal representative, 2 person in charge, 3 contact."""

    eleve_id: str
    personne_id: str
    level: int
    relation: str
    lives_with: bool | None
    first_contact: bool
    pays_fees: bool


@dataclass(frozen=True, slots=True)
class Guardians:
    """The whole of ResponsablesAvecAdresses.xml (root BEE_RESPONSABLES, SIECLE)."""

    header: Header
    people: tuple[PersonRow, ...]
    responsibilities: tuple[ResponsibilityRow, ...]
    addresses: dict[str, AddressRow]
    rejections: tuple[Rejection, ...] = ()
    unlinked: int = 0  # people tied to no pupil, left out


@dataclass(frozen=True, slots=True)
class LeadRow:
    """Professeur principal of a division, on optional dates."""

    division: str
    begins_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """`function` is the national code (ENS, EDU, DIR…), "" for somebody on long leave."""

    key: StaffKey
    civility: str
    last_name: str
    first_name: str
    function: str
    leads: tuple[LeadRow, ...]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A subject taught to a structure: `structure_type` is "D" (division) or "G" (group)."""

    structure_type: str
    structure_code: str
    subject_code: str
    teachers: tuple[StaffKey, ...]


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """UAJ of the STS file: what it says of the school itself."""

    name: str
    town: str
    phone: str


@dataclass(frozen=True, slots=True)
class StaffFile:
    """The whole of sts_emp_<UAI>_<year>.xml (root STS_EDT, STS-WEB)."""

    header: Header
    school: SchoolRecord
    begins_on: dt.date
    ends_on: dt.date
    subjects: tuple[SubjectRow, ...]
    mefs: tuple[MefRow, ...]
    divisions: tuple[DivisionRow, ...]
    groups: tuple[GroupRow, ...]
    staff: tuple[StaffRow, ...]
    services: tuple[ServiceRow, ...]
    rejections: tuple[Rejection, ...] = ()


NationalFile = Nomenclature | Structures | Pupils | Guardians | StaffFile
