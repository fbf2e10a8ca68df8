"""Where a school is, from its UAI: its clock, its holidays, its public holidays. Pure.

A UAI begins with a département on three digits: 075, 620 and 720 for Corsica, 974, 983… Abroad
(099) it says no country: whoever sets the school up chooses the clock, and is told so.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.schools.enums import Zone

PARIS = "Europe/Paris"
# The clocks that French schools follow, in the order in which a list shows them.
CLOCKS = {
    PARIS: _("Paris (métropole)"),
    "America/Guadeloupe": _("Guadeloupe"),
    "America/Martinique": _("Martinique"),
    "America/Cayenne": _("Guyane"),
    "America/Marigot": _("Saint-Martin"),
    "America/St_Barthelemy": _("Saint-Barthélemy"),
    "America/Miquelon": _("Saint-Pierre-et-Miquelon"),
    "Indian/Reunion": _("La Réunion"),
    "Indian/Mayotte": _("Mayotte"),
    "Pacific/Noumea": _("Nouvelle-Calédonie"),
    "Pacific/Tahiti": _("Polynésie (Tahiti)"),
    "Pacific/Marquesas": _("Polynésie (Marquises)"),
    "Pacific/Gambier": _("Polynésie (Gambier)"),
    "Pacific/Wallis": _("Wallis-et-Futuna"),
}
# Département: clock, code of its public holidays. Both the UAI's numbers and the post's are read.
_OVERSEAS = {
    "971": ("America/Guadeloupe", "971"),
    "972": ("America/Martinique", "972"),
    "973": ("America/Cayenne", "973"),
    "974": ("Indian/Reunion", "974"),
    "975": ("America/Miquelon", "PM"),
    "976": ("Indian/Mayotte", "976"),
    "985": ("Indian/Mayotte", "976"),
    "977": ("America/St_Barthelemy", "BL"),
    "978": ("America/Marigot", "MF"),
    "983": ("Pacific/Noumea", "NC"),
    "988": ("Pacific/Noumea", "NC"),
    "984": ("Pacific/Tahiti", "PF"),
    "987": ("Pacific/Tahiti", "PF"),
    "986": ("Pacific/Wallis", "WF"),
}
_ZONES = {
    Zone.A: "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79"
    " 86 87 89 90",
    Zone.B: "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57"
    " 59 60 61 62 67 68 72 76 80 83 84 85 88",
    Zone.C: "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
_ZONE_OF = {f"0{number}": zone for zone, numbers in _ZONES.items() for number in numbers.split()}
_CORSICA = {"620", "720", "02A", "02B"}
# Moselle and Alsace keep two public holidays of their own.
_LOCAL_DAYS = {"057": "57", "067": "6AE", "068": "6AE"}


@dataclass(frozen=True, slots=True)
class Territory:
    """``public_days``: code of its own public holidays, empty where they are those of all."""

    clock: str
    zone: Zone
    public_days: str = ""


def territory_of(uai: str) -> Territory | None:
    """None abroad, and wherever the UAI does not say: nothing may be supposed then."""
    number = uai[:3].upper()
    if found := _OVERSEAS.get(number):
        return Territory(found[0], Zone.OWN, found[1])
    if number in _CORSICA:
        return Territory(PARIS, Zone.OWN)
    if zone := _ZONE_OF.get(number):
        return Territory(PARIS, zone, _LOCAL_DAYS.get(number, ""))
    return None
