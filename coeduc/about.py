"""What the foot of every page leads to: one's data, accessibility, legal notice; open to a visitor.

They ask the database nothing more than the frame did. What the law wants named and only a person
can name comes from the environment (``NAMED``); what is not named yet is not invented: the page
says whom to ask, and says what is missing to who can mend it, the school's heads and digital
referent, and who operates the server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from coeduc import frame, french, portal
from coeduc.about_kinds import kinds
from coeduc.access import Capacity
from coeduc.processing import Processing, lastings

# The day of the statement of accessibility: changed with it, not with each release.
STATED_ON = dt.date(2026, 11, 29)
# What the environment names, and what each is.
NAMED: dict[str, Any] = {
    "LEGAL_PUBLISHER": gettext_lazy("l’éditeur : nom, adresse, téléphone"),
    "LEGAL_DIRECTOR": gettext_lazy("la directrice ou le directeur de la publication"),
    "LEGAL_HOST": gettext_lazy("l’hébergeur : nom, adresse, téléphone"),
    "DPO_CONTACT": gettext_lazy("qui joindre pour la protection des données"),
    "ACCESSIBILITY_CONTACT": gettext_lazy("à qui signaler une page qui ne se lit pas"),
}


@dataclass(frozen=True, slots=True)
class AboutSettings:
    """What the environment says, empty where it says nothing."""

    publisher: str
    director: str
    host: str
    dpo: str
    accessibility: str
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A variable that nobody filled in, and what it is for."""

    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the register, as anybody may read it."""

    purpose: str
    readers: str
    how_long: str
    erased: str


def named() -> AboutSettings:
    """Who answers for the installation: publisher, host, DPO (LCEN, article 6 III; RGPD, 13)."""
    return AboutSettings(
        publisher=settings.LEGAL_PUBLISHER,
        director=settings.LEGAL_DIRECTOR,
        host=settings.LEGAL_HOST,
        dpo=settings.DPO_CONTACT,
        accessibility=settings.ACCESSIBILITY_CONTACT,
        source=settings.SOURCE_URL,
    )


def missing() -> list[Missing]:
    """Also read by who operates: what a page owes and cannot say."""
    return [
        Missing(name, str(purpose))
        for name, purpose in NAMED.items()
        if not getattr(settings, name)
    ]


def kept(register: Iterable[Processing] | None = None) -> list[RegisterLine]:
    """The register of processing, in the order of the apps; what is alike is said once.

    A table that holds nothing of anybody, being empty, is left to the tests of the register.
    """
    found = portal.answers().register if register is None else register
    said = (
        RegisterLine(
            *(
                french.typeset(str(word))
                for word in (one.purpose, one.readers, one.kept, one.erased)
            )
        )
        for one in found
        if not one.is_empty
    )
    return list(dict.fromkeys(said))


def not_erased(register: Iterable[Processing] | None = None) -> str:
    """«les noms et adresses et les résultats»: what the portal does not erase by itself yet."""
    found = lastings(portal.answers().register if register is None else register)
    return french.and_list([one.what for one in found if not one.kept])


def _page(request: HttpRequest, template: str, **more: Any) -> HttpResponse:
    return render(request, template, {"named": named(), "missing": missing(), **more})


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """«Vos données»: what is kept, for whom, how long (RGPD, articles 13 and 14)."""
    to_pupil = frame.layout(request)["layout"].space == Capacity.STUDENT
    more = {
        "kinds": kinds(portal.answers().register, to_pupil=to_pupil),
        "kept": kept(),
        "not_erased": not_erased(),
        "to_pupil": to_pupil,
    }
    return _page(request, "about/data.html", **more)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement of accessibility (loi 2005-102, article 47; RGAA 4.1)."""
    return _page(request, "about/accessibility.html", stated_on=french.day_in_words(STATED_ON))


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """«Mentions légales» (LCEN, article 6 III)."""
    return _page(request, "about/legal.html")
