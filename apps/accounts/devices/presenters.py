"""Where one is signed in, ready for the page: never a key of a session, never an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.devices.rules import device_in_words
from apps.accounts.models import Session
from coeduc.days import DAY
from coeduc.networks import digest

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One browser where this person is signed in; ``key`` names it to its owner and opens
    nothing."""

    key: str
    name: str
    detail: str
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class DevicesCard:
    """On «Mon compte»: this device, and how many others."""

    here: str
    others: str


def devices_card(device: str, others: int) -> DevicesCard:
    sentence = ngettext(
        "Connecté aussi sur %(n)d autre appareil.",
        "Connecté aussi sur %(n)d autres appareils.",
        others,
    ) % {"n": others}
    return DevicesCard(
        device_in_words(device), sentence if others else _("Connecté sur aucun autre appareil.")
    )


def key_of(session: Session) -> str:
    """Made of the key of the session, that it does not give away."""
    return digest(session.session_key, "session")


def device_lines(
    sessions: Iterable[Session], *, here: str | None, at: dt.datetime
) -> list[DeviceLine]:
    """``here``: the key of the session that asks."""
    return [
        DeviceLine(
            key=key_of(one),
            name=device_in_words(one.device),
            detail=_detail(one, at=at),
            is_this_one=one.session_key == here,
        )
        for one in sessions
    ]


def _detail(session: Session, *, at: dt.datetime) -> str:
    """A use is noted once an hour: what is said is the longest that it may be."""
    if session.opened_at is None or session.used_at is None:
        return _("Le portail ne sait pas depuis quand.")
    opened = _("Connexion il y a %(lasting)s.") % {"lasting": lasting(at - session.opened_at)}
    used = _("Dernière visite il y a %(lasting)s.") % {"lasting": lasting(at - session.used_at)}
    return f"{opened} {used}"


def lasting(passed: dt.timedelta) -> str:
    """« moins d’une heure », « moins de 5 heures », « 1 jour », « 12 jours »: in no time zone."""
    if passed >= DAY:
        days = passed // DAY
        return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
    hours = max(passed, dt.timedelta(0)) // HOUR + 1
    return ngettext("moins d’une heure", "moins de %(n)d heures", hours) % {"n": hours}
