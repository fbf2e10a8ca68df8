"""A code as paper: what one person reads, and nothing about anybody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import Purpose
from apps.notices.models import LetterTexts, Person
from apps.schools.days import today_of
from apps.schools.models import Guardian, School, Student
from apps.schools.names import full_name
from coeduc import french
from coeduc.documents import Pdf, render_pdf


@dataclass(frozen=True, slots=True)
class CodeSlip:
    """One letter or slip, ready to draw."""

    name: str
    address: tuple[str, ...]
    children: tuple[str, ...]
    code: str
    qr: str
    envelope: str
    until: str


@dataclass(frozen=True, slots=True)
class ToWrite:
    """Whom to write to, with which code; ``page`` of ``pages`` in envelope ``number``."""

    person: Person
    code: str
    expires_at: dt.datetime
    number: int = 1
    page: int = 1
    pages: int = 1


def slip_pdf(letter: ToWrite, *, purpose: str, school: School, at: dt.datetime) -> Pdf:
    """A slip for the counter: one person, one code, a quarter of a page."""
    paper = slip_of(letter, children={}, posted=False, school=school)
    context = {
        **frame(school, LetterTexts(school=school), at=at, purpose=purpose),
        "paper": paper,
        "account": letter.person.user.username if letter.person.user else "",
        "is_pupil": isinstance(letter.person, Student),
    }
    return render_pdf("print/reset_slip.html", context)


def slip_of(
    letter: ToWrite, *, children: dict[int, list[codes_queries.Child]], posted: bool, school: School
) -> CodeSlip:
    person = letter.person
    purpose = Purpose.RESET if person.user_id else Purpose.ACTIVATION
    return CodeSlip(
        name=_full_name(person),
        address=_address(person) if posted and isinstance(person, Guardian) else (),
        children=tuple(
            child.label.replace(", ", ",\u00a0")
            for child in children.get(person.pk, ())
            if isinstance(person, Guardian)
        ),
        code=codes_rules.on_paper(letter.code),
        qr=qr_image(code_address(letter.code, purpose=purpose)),
        envelope=f"{letter.number} · {letter.page}/{letter.pages}" if posted else "",
        until=until(letter.expires_at, school, purpose=purpose),
    )


def _full_name(person: Person) -> str:
    if isinstance(person, Student):
        return full_name(person)
    title = person.get_civility_display() if person.civility else ""
    return f"{title} {full_name(person)}".strip()


def _address(guardian: Guardian) -> tuple[str, ...]:
    """At most five lines below the name: what the window of an envelope shows."""
    return tuple(line.strip() for line in guardian.address.splitlines() if line.strip())[:5]


def frame(
    school: School, texts: LetterTexts, *, at: dt.datetime, purpose: str = Purpose.ACTIVATION
) -> dict[str, Any]:
    page = _page_of(purpose)
    return {
        "school": school,
        "texts": texts,
        "sender_lines": [line for line in texts.sender_address.splitlines() if line.strip()],
        "help_lines": [line for line in texts.help_near_home.splitlines() if line.strip()],
        "today": full_day(at, school),
        "site": urlsplit(settings.PUBLIC_BASE_URL).netloc,
        "page": f"{urlsplit(settings.PUBLIC_BASE_URL).netloc}{page}",
    }


def full_day(at: dt.datetime, school: School) -> str:
    """«dimanche 22 novembre 2026», «mardi 1er décembre 2026», in the school's own time."""
    return french.weekday_in_words(today_of(school, at=at))


def until(expires_at: dt.datetime, school: School, *, purpose: str) -> str:
    """The last day of a code; with its hour where it lives one day only."""
    day = full_day(expires_at, school)
    if purpose != Purpose.RESET:
        return day
    clock = french.clock(expires_at.astimezone(school.time_zone))
    return _("%(day)s à %(clock)s") % {"day": day, "clock": clock}


def _page_of(purpose: str) -> str:
    name = "new_password" if purpose == Purpose.RESET else "activate"
    return reverse(f"invitations:{name}")


def code_address(code: str, *, purpose: str) -> str:
    """Where the QR code leads. The code is in the fragment, which a browser never sends.

    So no access log, no proxy and no ``Referer`` ever holds it; the page's script reads it, fills
    the field, and removes it from the address bar.
    """
    return f"{settings.PUBLIC_BASE_URL.rstrip('/')}{_page_of(purpose)}#{codes_rules.on_paper(code)}"


def qr_image(address: str) -> str:
    """A QR code as an inline image, with the white around it that readers need, in the dark too."""
    return segno.make(address, error="m", micro=False).svg_data_uri(
        border=4, scale=4, light="white"
    )
