"""The demo collège as plain rows, before it is written as national files."""

import datetime as dt
from dataclasses import dataclass, field

from apps.demo.school_files import stories

LEVELS = ("6e", "5e", "4e", "3e")
MEFS = {"6e": "10010012110", "5e": "10110001110", "4e": "10210001110", "3e": "10310019110"}
StaffKey = tuple[str, str]


@dataclass(slots=True)
class PlannedPupil:
    eleve_id: str
    family_name: str
    first_name: str
    girl: bool
    born_on: dt.date
    division: str
    usual_name: str = ""
    ine: str = ""
    entered_on: dt.date | None = None
    left_on: dt.date | None = None
    language: str = ""  # second language: "030602" Spanish, "030402" German, "" in 6e
    latin: bool = False
    groups: list[str] = field(default_factory=list)

    @property
    def level(self) -> str:
        return self.division[:2]


@dataclass(slots=True)
class Adult:
    personne_id: str
    civility: str
    family_name: str
    first_name: str
    usual_name: str
    email: str
    mobile: str
    phone: str
    accepts_sms: bool
    address_id: str


@dataclass(slots=True)
class Tie:
    eleve_id: str
    personne_id: str
    level: int
    relation: str
    lives_with: bool
    first_contact: bool = False
    pays_fees: bool = False


@dataclass(slots=True)
class Address:
    address_id: str
    line: str
    postcode: str
    town: str


@dataclass(slots=True)
class Member:
    """A member of staff; `function` is empty for somebody on long leave."""

    key: StaffKey
    civility: str
    last_name: str
    first_name: str
    function: str
    subject: str = ""
    hours: float = 0.0


@dataclass(slots=True)
class PlannedService:
    structure: str
    subject: str
    hours: float
    teachers: list[StaffKey]


@dataclass(slots=True)
class PlannedGroup:
    code: str
    label: str
    level: str
    subject: str
    hours: float
    divisions: list[str]


@dataclass(slots=True)
class SchoolPlan:
    year: int
    divisions: list[str]
    pupils: list[PlannedPupil]
    adults: list[Adult]
    ties: list[Tie]
    addresses: list[Address]
    groups: list[PlannedGroup] = field(default_factory=list)
    staff: list[Member] = field(default_factory=list)
    services: list[PlannedService] = field(default_factory=list)
    leads: dict[str, StaffKey] = field(default_factory=dict)
    uai: str = stories.UAI
    name: str = "Simone-Exemple"
    town: str = "Villexemple"


def division_codes(pupil_count: int) -> list[str]:
    """About 26 pupils a class; 6eA and 4eB always exist, the planted stories live there."""
    count = max(2, round(pupil_count / 26))
    if count < 8:
        few = ("6eA", "4eB", "4eA", "6eB", "5eA", "3eA", "5eB")
        return sorted(few[:count], key=lambda code: (LEVELS.index(code[:2]), code))
    codes = []
    for rank, level in enumerate(LEVELS):
        size = count // 4 + (rank < count % 4)
        codes += [f"{level}{letter(index)}" for index in range(size)]
    return codes


def letter(index: int) -> str:
    """A, B… Z, then AA, AB… for the very large schools of the benches."""
    head, tail = divmod(index, 26)
    return (chr(64 + head) if head else "") + chr(65 + tail)
