"""Whether somebody may be trusted with the notebook of a child's class: pure, on what is known.

Refused to whoever is or was an adult of the child, and to whoever is reached where one of them is:
the same number, the same mail, the same door. Of every adult alike, but those who live with the
giver: compared with the adults kept from the child alone, a refusal would tell who is kept from
them, and since when. What was given closes by itself on an adult kept from the child alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coeduc.letters import key_of, small

# Of one child, at one time: whom a family counts on, not a public.
MOST_PER_CHILD = 3
# Of one child and one giver in a week, refused ones included: a refusal must not be tried out.
MOST_A_WEEK = 5
# Refused to one giver, whatever the child, before they wait.
MOST_REFUSED = 5
REFUSED_DAYS = 30
# An ended access is still told to its person, so that they know: then nothing is left of it.
RECENT_DAYS = 60
# Who gave an access reads for as long who ended it.
ENDED_DAYS = 30
# The last nine figures: «06 12 34 56 78», «+33 6…», «0033 6…», «+262 …» are one number.
FIGURES = 9
# Where numbers are shorter: New Caledonia, Wallis and Futuna, Saint-Pierre, Polynesia.
SHORTER = {"687": 6, "681": 6, "508": 6, "689": 8}
FEWEST_FIGURES = 6
# As addresses are shortened on envelopes; what stands between two words of a street is left out.
_SHORT = {
    "r": "rue",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "bvd": "boulevard",
    "boul": "boulevard",
    "all": "allee",
    "allees": "allee",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "imp": "impasse",
    "pl": "place",
    "sq": "square",
    "crs": "cours",
    "qu": "quai",
    "rte": "route",
    "res": "residence",
    "lot": "lotissement",
    "pass": "passage",
    "fg": "faubourg",
    "fbg": "faubourg",
    "st": "saint",
    "ste": "sainte",
    "gal": "general",
    "mal": "marechal",
    "dr": "docteur",
    "pdt": "president",
}
_STREETS = {
    "rue",
    "avenue",
    "boulevard",
    "allee",
    "chemin",
    "impasse",
    "place",
    "square",
    "cours",
    "quai",
    "route",
    "residence",
    "lotissement",
    "passage",
    "faubourg",
    "sente",
    "sentier",
    "villa",
    "cite",
    "hameau",
    "voie",
    "promenade",
    "esplanade",
    "traverse",
    "montee",
    "ruelle",
    "venelle",
    "cour",
    "clos",
    "domaine",
}
_SUFFIXES = {"bis", "ter", "quater", "a", "b", "c", "d"}
_BETWEEN = {"de", "des", "du", "la", "le", "les", "l", "d", "et", "en", "sur", "sous"}
POSTCODE = 5
# Of nobody's name.
CIVILITIES = {"m", "mr", "mme", "mlle", "madame", "mademoiselle", "monsieur"}


@dataclass(frozen=True, slots=True)
class Relative:
    """What a guardian types of the person they trust: compared with who is kept from the child;
    only the name is ever read again."""

    name: str
    phone: str
    address: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """A postal address, brought to what tells one door of the street from another."""

    number: str
    street: tuple[str, ...]
    postcode: str

    def is_that_of(self, other: Door) -> bool:
        """One may say more than the other, or leave the postcode out; never two numbers."""
        if self.number != other.number or not (self.street and other.street):
            return False
        if self.postcode and other.postcode and self.postcode != other.postcode:
            return False
        if not self.number and not (self.postcode and other.postcode):
            return False  # «Le Bourg» alone is everywhere
        shorter, longer = sorted((self.street, other.street), key=len)
        return longer[: len(shorter)] == shorter


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is known of a person: their account, what they are called, where they are reached."""

    account: int | None = None
    names: tuple[frozenset[str], ...] = ()
    numbers: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    doors: tuple[Door, ...] = ()

    def and_also(self, other: KnownPerson) -> KnownPerson:
        """The same person, known otherwise too."""
        return KnownPerson(
            self.account or other.account,
            self.names + other.names,
            self.numbers | other.numbers,
            self.mails | other.mails,
            self.doors + other.doors,
        )


@dataclass(frozen=True, slots=True)
class AdultOfChild:
    """One who is or was a guardian or a contact of the child; ``is_cut``: kept from them.

    ``is_near``: who gives the access, or lives with them: their number is the giver's to give.
    """

    known: KnownPerson
    is_cut: bool
    is_near: bool = False


def known_as(
    *,
    account: int | None = None,
    names: Iterable[str] = (),
    numbers: Iterable[str] = (),
    mails: Iterable[str] = (),
    addresses: Iterable[str] = (),
) -> KnownPerson:
    """As typed or filed: what is empty, or too short to be anything, says nothing."""
    said = (frozenset(key_of(name).split()) - CIVILITIES for name in names)
    return KnownPerson(
        account,
        tuple(words for words in said if len(words) > 1),
        frozenset(figures for number in numbers if (figures := figures_of(number))),
        frozenset(small(mail.strip()) for mail in mails if mail.strip()),
        tuple(door for address in addresses if (door := door_of(address)) is not None),
    )


def figures_of(number: str) -> str:
    """What tells a number from another, however it is written; "" for what is too short."""
    figures = "".join(one for one in number if one in "0123456789")
    is_from_abroad = number.strip().startswith("+") or figures.startswith("00")
    figures = figures.removeprefix("00")
    kept = SHORTER.get(figures[:3], FIGURES) if is_from_abroad else FIGURES
    return figures[-kept:] if len(figures) >= FEWEST_FIGURES else ""


def door_of(address: str) -> Door | None:
    """None for what names no door: empty, or a town alone."""
    lines = [
        [_SHORT.get(word, word) for word in key_of(line).split()] for line in address.splitlines()
    ]
    words = [word for line in lines for word in line]
    codes = [word for word in words if len(word) == POSTCODE and word.isdigit()]
    postcode = codes[-1] if codes else ""
    for line in lines:
        if found := _street_of(line, postcode):
            return Door(*found, postcode)
    place = tuple(word for word in _before(words, postcode) if word not in _BETWEEN)
    return Door("", place, postcode) if place and postcode else None


def _street_of(line: list[str], postcode: str) -> tuple[str, tuple[str, ...]] | None:
    """«Appt 4, 12 bis rue des Lilas»: 12bis, rue lilas; the number before the street, or after."""
    line = _before(line, postcode)
    for place, word in enumerate(line):
        if word not in _STREETS:
            continue
        before = line[:place]
        suffix = before.pop() if before and before[-1] in _SUFFIXES else ""
        number = before.pop() if before and before[-1][:1].isdigit() else ""
        after = [one for one in line[place + 1 :] if one not in _BETWEEN]
        counted = [one for one in after if one[:1].isdigit()]
        if not number and len(counted) == 1:  # «Lotissement des Pins 4»
            number = counted[0]
            after.remove(number)
        if number and after:  # «7 rue» is in every town, and a part of any
            return (number.lstrip("0") + suffix, (word, *after))
    return None


def _before(words: list[str], postcode: str) -> list[str]:
    return words[: words.index(postcode)] if postcode and postcode in words else words


def may_be_given(person: KnownPerson, adults: Iterable[AdultOfChild]) -> bool:
    """Whether a giver may trust this person; ``is_near`` of the adults is theirs."""
    return not any(
        _is_one(person, adult.known)
        or ((adult.is_cut or not adult.is_near) and _is_reached_there(person, adult.known))
        for adult in adults
    )


def may_be_trusted(person: KnownPerson, adults: Iterable[AdultOfChild]) -> bool:
    """Whether nothing known of this person closes what they were given."""
    return not any(
        _is_one(person, adult.known) or (adult.is_cut and _is_reached_there(person, adult.known))
        for adult in adults
    )


def is_housemate(one: KnownPerson, other: KnownPerson) -> bool:
    """Whether both live behind one door."""
    return any(door.is_that_of(theirs) for door in one.doors for theirs in other.doors)


def _is_one(person: KnownPerson, adult: KnownPerson) -> bool:
    """Whole names alone: one that held many would try them all at once."""
    if person.account is not None and person.account == adult.account:
        return True
    return not set(person.names).isdisjoint(adult.names)


def _is_reached_there(person: KnownPerson, adult: KnownPerson) -> bool:
    return (
        not person.numbers.isdisjoint(adult.numbers)
        or not person.mails.isdisjoint(adult.mails)
        or is_housemate(person, adult)
    )
