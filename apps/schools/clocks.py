"""The clock of a school as people name it: a short list of places, any other by a city. Pure."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.schools.territories import CLOCKS, PARIS
from coeduc.letters import plain

OTHER = "autre"
MOST_NAMED = 6
# As one says it: the article belongs to the place.
_SAID = {
    PARIS: gettext_lazy("Heure de Paris (métropole)"),
    "America/Guadeloupe": gettext_lazy("Heure de la Guadeloupe"),
    "America/Martinique": gettext_lazy("Heure de la Martinique"),
    "America/Cayenne": gettext_lazy("Heure de la Guyane"),
    "America/Marigot": gettext_lazy("Heure de Saint-Martin"),
    "America/St_Barthelemy": gettext_lazy("Heure de Saint-Barthélemy"),
    "America/Miquelon": gettext_lazy("Heure de Saint-Pierre-et-Miquelon"),
    "Indian/Reunion": gettext_lazy("Heure de La Réunion"),
    "Indian/Mayotte": gettext_lazy("Heure de Mayotte"),
    "Pacific/Noumea": gettext_lazy("Heure de la Nouvelle-Calédonie"),
    "Pacific/Tahiti": gettext_lazy("Heure de la Polynésie (Tahiti)"),
    "Pacific/Marquesas": gettext_lazy("Heure de la Polynésie (Marquises)"),
    "Pacific/Gambier": gettext_lazy("Heure de la Polynésie (Gambier)"),
    "Pacific/Wallis": gettext_lazy("Heure de Wallis-et-Futuna"),
}


class UnknownClockError(ValueError):
    """No place of that name, or several; the sentence stands beside the field."""


def clock_choices() -> list[tuple[str, str]]:
    """Those of French schools by their names, then «Autre»."""
    known = [(name, str(_SAID[name])) for name in CLOCKS]
    return [*known, (OTHER, _("Autre, à l’étranger"))]


def clock_in_words(name: str) -> str:
    """«La Réunion», «Londres»: the place whose clock it is."""
    return str(CLOCKS.get(name) or _city(name) or name)


def clock_named(typed: str) -> str:
    """The clock of a city, a country or a zone: «Tokyo», «Maroc», «Asia/Tokyo».

    Raises ``UnknownClockError`` where nothing has that name, or several clocks do.
    """
    found = _by_key().get(_key(typed), ())
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownClockError(_("Écrivez une grande ville ou un pays, par exemple : Dakar."))
    names = ", ".join(clock_in_words(name) for name in found[:MOST_NAMED])
    raise UnknownClockError(
        _("Plusieurs heures là-bas : dites une ville, %(names)s…") % {"names": names}
    )


def _key(typed: str) -> str:
    """Letters and figures alone: «Côte d'Ivoire», «Viêt Nam», «vietnam»."""
    return "".join(one for one in plain(typed) if one.isalnum())


def _city(name: str) -> str:
    if name not in available_timezones():
        return ""
    city = get_timezone_location(name, locale=Locale("fr"), return_city=True)
    return city.rpartition("/")[2]


@lru_cache(maxsize=1)
def _by_key() -> dict[str, tuple[str, ...]]:
    """Cities and zones first: a city that bears a country's name is that city."""
    countries = get_global("zone_territories")
    aliases = get_global("zone_aliases")
    names = Locale("fr").territories
    zones = sorted(name for name in available_timezones() if "/" in name and name in countries)
    exact: dict[str, list[str]] = {}
    wide: dict[str, list[str]] = {}
    for name in zones:
        said = {name, name.rpartition("/")[2], clock_in_words(name)}
        for key in {_key(one) for one in said}:
            exact.setdefault(key, []).append(name)
        wide.setdefault(_key(names.get(countries[name], "")), []).append(name)
    old = {alias: name for alias, name in aliases.items() if name in zones and "/" in alias}
    for alias, name in old.items():
        for key in (_key(alias), _key(alias.rpartition("/")[2])):
            exact.setdefault(key, [name])
    wide[_key(names["FR"])] = [PARIS]
    return {key: tuple(found) for key, found in (wide | exact).items() if key}
