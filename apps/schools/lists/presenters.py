"""A list on paper: names, and the telephones of whom to call first when they were asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.schools.days import today_of
from apps.schools.lists.queries import OF_CLASS, OF_GROUP
from apps.schools.models import Division, PhonePrinting
from apps.schools.names import listed_name
from coeduc.french import day_in_words, french_number, full_day, moment_in_words, typeset

if TYPE_CHECKING:
    from apps.schools.lists.queries import ListedStudent, Roll, ToCall
    from coeduc.access import Reader


@dataclass(frozen=True, slots=True)
class RollLink:
    """A class or a group, and the address of its list."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CalledAdult:
    who: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """One line; ``nobody``: where none may be called from here, or one at least."""

    name: str
    class_code: str
    adults: tuple[CalledAdult, ...] = ()
    nobody: str = ""


@dataclass(frozen=True, slots=True)
class RollPage:
    title: str
    lead: str
    url: str
    phones_url: str
    is_group: bool
    lacks_own: bool
    pupils: tuple[ListedPupil, ...]


def roll_links(rolls: Iterable[Roll], *, several: bool) -> list[RollLink]:
    """The school is named to who works in ``several``."""
    return [
        RollLink(f"{_label(one)} · {one.school.name}" if several else _label(one), address_of(one))
        for one in rolls
    ]


def address_of(of: Roll) -> str:
    kind = OF_CLASS if isinstance(of, Division) else OF_GROUP
    return reverse("schools:list_detail", kwargs={"kind": kind, "public_id": of.public_id})


def roll_page(
    of: Roll, students: Iterable[ListedStudent], *, reader: Reader, lacks_own: bool
) -> RollPage:
    """``lacks_own``: a pupil is on no list of this reader's, in this class or in another."""
    lines = tuple(ListedPupil(listed_name(one), one.class_code or "") for one in students)
    counted = ngettext("%(n)d élève", "%(n)d élèves", len(lines)) % {"n": len(lines)}
    day = full_day(today_of(of.school, at=reader.at), at=reader.at, zone=of.school.time_zone)
    url = address_of(of)
    return RollPage(
        title=_title(of),
        lead=_("%(pupils)s, le %(day)s. %(school)s.")
        % {"pupils": counted, "day": day, "school": of.school.name},
        url=url,
        phones_url=f"{url}telephones/",
        is_group=not isinstance(of, Division),
        lacks_own=lacks_own,
        pupils=lines,
    )


def phone_lines(students: Iterable[ListedStudent], called: ToCall) -> list[ListedPupil]:
    return [
        ListedPupil(
            listed_name(one),
            one.class_code or "",
            _adults(one, called),
            _nobody(one, called),
        )
        for one in students
    ]


def _adults(student: ListedStudent, called: ToCall) -> tuple[CalledAdult, ...]:
    if student.pk in called.own:
        return ()
    return tuple(
        CalledAdult(
            f"{one.name} ({one.relation})", tuple(french_number(number) for number in one.numbers)
        )
        for one in called.adults.get(student.pk, ())
    )


def _nobody(student: ListedStudent, called: ToCall) -> str:
    if student.pk in called.own:
        return typeset(_("C’est votre enfant : un collègue a ses numéros."))
    if student.pk in called.lacking:
        return typeset(_("Un numéro manque ici : un collègue l’a."))
    return "" if called.adults.get(student.pk) else _("Passer par la vie scolaire.")


def printing_sentence(printing: PhonePrinting) -> str:
    """«4eB, pour le 12 décembre 2026 : sortie au musée. Mme Roux, le 30 novembre à 8 h 10.»"""
    of = printing.division or printing.group
    said = _("%(list)s, pour le %(day)s : %(reason)s. %(person)s, le %(moment)s.") % {
        "list": of,
        "day": day_in_words(printing.for_day),
        "reason": printing.reason.rstrip(". "),
        "person": printing.by.get_full_name(),
        "moment": moment_in_words(printing.at, zone=printing.school.time_zone),
    }
    return typeset(said)


def printed_lead(of: Roll, *, reason: str, for_day: dt.date, reader: Reader) -> str:
    """What the paper says of itself, so that who finds it knows what it was for."""
    said = _("%(list)s, pour le %(day)s : %(reason)s. Imprimé par %(person)s. À détruire après.")
    return typeset(
        said
        % {
            "list": _title(of),
            "day": day_in_words(for_day),
            "reason": reason.rstrip(". "),
            "person": reader.user.get_full_name(),
        }
    )


def _label(of: Roll) -> str:
    if isinstance(of, Division):
        return of.code
    return f"{of.code} · {of.label}" if of.label else of.code


def _title(of: Roll) -> str:
    if isinstance(of, Division):
        return _("La classe de %(code)s") % {"code": of.code}
    return _("Le groupe %(code)s") % {"code": of.code}
