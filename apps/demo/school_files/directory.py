"""Draws adults, addresses, telephones and names; every draw comes from one seeded generator."""

import datetime as dt
import random
import unicodedata

from apps.demo.school_files import names
from apps.demo.school_files.plan import Address, Adult, PlannedPupil, Tie


class Directory:
    """The people of the demo. Telephones are in ranges kept for fiction, e-mails @example.org."""

    NO_EMAIL = 0.09

    def __init__(self, rng: random.Random, year: int, *, first_adult: int = 1) -> None:
        """``first_adult``: of a second school, so that no two share an address or a telephone."""
        self.rng, self.year, self.first_adult = rng, year, first_adult
        self.pupils: list[PlannedPupil] = []
        self.adults: list[Adult] = []
        self.ties: list[Tie] = []
        self.addresses: list[Address] = []

    def pool(self) -> names.Pool:
        weights = [pool.weight for pool in names.POOLS]
        return self.rng.choices(names.POOLS, weights)[0]

    def address(self) -> str:
        postcode, town = self.rng.choice(names.TOWNS)
        line = f"{self.rng.randint(1, 180)} {self.rng.choice(names.STREETS)}".upper()
        identifier = str(700001 + len(self.addresses))
        self.addresses.append(Address(identifier, line, postcode, town))
        return identifier

    def adult(
        self,
        *,
        woman: bool,
        family_name: str,
        first_name: str,
        address_id: str = "",
        usual_name: str = "",
        personne_id: str = "",
        email: bool | None = None,
    ) -> str:
        """Add an adult, give back the identifier; with `email` None, one in eleven has none."""
        number = len(self.adults) + self.first_adult
        identifier = personne_id or str(810000 + number)
        has_email = self.rng.random() >= self.NO_EMAIL if email is None else email
        mailbox = f"{plain(first_name)}.{plain(usual_name or family_name)}{identifier[-4:]}"
        self.adults.append(
            Adult(
                personne_id=identifier,
                civility="MME" if woman else "M.",
                family_name=family_name,
                first_name=first_name,
                usual_name=usual_name,
                email=f"{mailbox}@example.org" if has_email else "",
                mobile=f"+3363998{number % 10000:04d}",
                phone=f"+331990{number % 100000:05d}" if self.rng.random() < 0.2 else "",
                accepts_sms=self.rng.random() < 0.8,
                address_id=address_id,
            )
        )
        return identifier

    def pupil(
        self,
        eleve_id: str,
        division: str,
        *,
        girl: bool,
        family_name: str,
        first_name: str,
        usual_name: str = "",
        born_on: dt.date | None = None,
    ) -> PlannedPupil:
        """Add a pupil; 6 % are a year late for their class and 1.5 % a year ahead."""
        pupil = PlannedPupil(
            eleve_id=eleve_id,
            family_name=family_name,
            first_name=first_name,
            usual_name=usual_name,
            girl=girl,
            born_on=born_on or self.birth_date(division),
            division=division,
            ine=f"999{int(eleve_id) % 1000000:06d}{self._letters()}",
            entered_on=dt.date(self.year, 9, 1),
        )
        if pupil.level != "6e":
            pupil.language = "030602" if self.rng.random() < 0.78 else "030402"
            pupil.latin = self.rng.random() < 0.12
        self.pupils.append(pupil)
        return pupil

    def birth_date(self, division: str) -> dt.date:
        age = {"6e": 11, "5e": 12, "4e": 13, "3e": 14}[division[:2]]
        draw = self.rng.random()
        age += 1 if draw < 0.06 else -1 if draw > 0.985 else 0
        return dt.date(self.year - age, 1, 1) + dt.timedelta(days=self.rng.randrange(365))

    def _letters(self) -> str:
        return self.rng.choice("ABCDEFGHJK") + self.rng.choice("ABCDEFGHJK")

    def tie(self, pupil: PlannedPupil, person: str, relation: str, **details: object) -> None:
        """Link an adult to a pupil; a legal representative living with the child by default."""
        known = {"level": 1, "lives_with": True} | details
        self.ties.append(Tie(pupil.eleve_id, person, relation=relation, **known))  # type: ignore[arg-type]


def plain(text: str) -> str:
    """Lower-case ASCII letters and digits only, for a mailbox name."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in folded.lower() if c.isascii() and c.isalnum())
