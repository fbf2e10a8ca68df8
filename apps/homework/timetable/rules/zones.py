"""The time zones that calendar files name, in the many ways programs name them. Pure.

RFC 5545 leaves the names free: «Romance Standard Time» (Windows, known to the library),
«tzone://Microsoft/Utc», «GMT+0200», «europe/paris», «Customized Time Zone». A name that says
nothing is the school's own clock; one that says another clock is never taken for it.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone import tzp

from apps.schools.names import sort_key

PARIS, GREENWICH = "Europe/Paris", "UTC"
# What stands after «TZID=»; one program forgets the quotes around a name that has a colon.
_NAMED = re.compile(r';TZID=("[^"]*"|tzone://[^:;,]*|[^;:"]*)', re.IGNORECASE)
_OF_PARIS = re.compile(r"\b(?:cest|cet|mest|mez|romance|paris|bruxelles|brussels)\b|central europe")
_UNIVERSAL = re.compile(r"(?:.*[ /])?(?:utc|gmt|z|zulu|utc ?0|gmt ?0|universal)")
_OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_DATED = ("DTSTART", "DTEND", "RDATE")
_WINTER, _SUMMER = 1, 7


class OtherClockError(ValueError):
    """An hour of a clock that is not told well enough."""


def settled(line: str, zone: ZoneInfo) -> str:
    """The line with a zone that the library knows, or none for the clock of the school.

    Raises ``OtherClockError``.
    """
    found = _NAMED.search(line)
    if found is None:
        return line
    name = known_name(found.group(1).strip('"'), zone)
    head, rest = line[: found.start()], line[found.end() :]
    if rest.rstrip().upper().endswith("Z") and head.upper().startswith(_DATED):
        # An hour of Greenwich that is said to be of elsewhere: which of both is not ours to say.
        if name not in ("", GREENWICH):
            raise OtherClockError
        return head + rest
    return f'{head};TZID="{name}"{rest}' if name else head + rest


def known_name(said: str, zone: ZoneInfo) -> str:
    """A name that the library knows; empty for the school's own clock."""
    said = " ".join(said.split())
    if said and _is_known(said):
        return said
    if _OF_PARIS.search(sort_key(said)):
        return PARIS
    if offset := _OFFSET.search(said):
        sign, hours, minutes = offset.groups()
        offset_read = dt.timedelta(hours=int(hours), minutes=int(minutes or 0)) * (
            -1 if sign == "-" else 1
        )
        seasons = (dt.datetime(2026, month, 1, tzinfo=zone) for month in (_WINTER, _SUMMER))
        if offset_read not in {season.utcoffset() for season in seasons}:
            raise OtherClockError
        return ""
    if _UNIVERSAL.fullmatch(said.casefold()):
        return GREENWICH
    return _by_key().get(sort_key(said), "")


def _is_known(name: str) -> bool:
    """The library opens a file of that name: a folder («Europe») or a name too long is none."""
    try:
        return tzp.timezone(name) is not None
    except OSError:
        return False


@lru_cache(maxsize=1)
def _by_key() -> dict[str, str]:
    """«europe paris» and «noumea» alike."""
    names = sorted(name for name in available_timezones() if "/" in name)
    cities = {sort_key(name.rpartition("/")[2]): name for name in names}
    return cities | {sort_key(name): name for name in names}
