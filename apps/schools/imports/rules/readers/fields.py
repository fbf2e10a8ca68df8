"""How one value is written in the national files.

An optional tag is absent when its value is null and present but empty when it is the empty
string: both mean missing, hence "" or None here. STS writes codes as attributes where SIECLE
uses child elements: both are accepted.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from lxml import etree

from apps.schools.errors import ImportRefusedError
from apps.schools.imports.rules.decoding import clean
from apps.schools.imports.rules.files import Document
from apps.schools.imports.rules.records import Header

PARIS = ZoneInfo("Europe/Paris")  # SIECLE stamps the clock of metropolitan France
TRUE, FALSE = {"1", "true", "oui"}, {"0", "false", "non"}
FIRST_YEAR, LAST_YEAR = 1900, 9999  # 31/12/9999 means «still open»
UAI = re.compile(r"\d{7}[A-Z]")


def text(element: etree._Element, tag: str) -> str:
    """The trimmed text of a child, "" when missing or empty."""
    return " ".join(clean(element.findtext(tag) or "").split())


def code(element: etree._Element, *names: str) -> str:
    """A code under any of these attribute or child names, inner and outer spaces kept.

    A class code must come out of the portal exactly as it came in (LSU compares it character by
    character), so only line breaks are removed.
    """
    for name in names:
        value = element.get(name)
        if value is None:
            value = element.findtext(name) or ""
        value = clean(value.strip("\r\n\t"))
        if value.strip():
            return value
    return ""


def flag(element: etree._Element, tag: str) -> bool | None:
    """0/1 and true/false live side by side in one record; None when missing or unreadable."""
    value = text(element, tag).lower()
    if value in TRUE:
        return True
    return False if value in FALSE else None


def day(element: etree._Element, tag: str) -> dt.date | None:
    """JJ/MM/AAAA (SIECLE) or ISO (STS); None when missing or unreadable."""
    return parse_day(text(element, tag))


def parse_day(value: str) -> dt.date | None:
    """A national date; None when empty, impossible or in another shape."""
    if match := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", value):
        parts = match.group(3), match.group(2), match.group(1)
    elif match := re.match(r"(\d{4})-(\d{2})-(\d{2})(?:T|$)", value):
        parts = match.group(1), match.group(2), match.group(3)
    else:
        return None
    year, month, day_of_month = (int(part) for part in parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day_of_month)
    except ValueError:
        return None


def read_header(document: Document) -> Header:
    """UAI, year and time stamp of the file; refused when the first two are missing."""
    parameters = document.root.find("PARAMETRES")
    if parameters is None:
        raise _headless(document)
    school = parameters.find("UAJ")
    uai = (school.get("CODE") or school.text or "").strip().upper() if school is not None else ""
    year_tag = parameters.find("ANNEE_SCOLAIRE")
    year = ""
    if year_tag is not None:
        year = (year_tag.get("ANNEE") or year_tag.text or "").strip()
    if not UAI.fullmatch(uai) or not re.fullmatch(r"\d{4}", year):
        raise _headless(document)
    return Header(uai=uai, year=int(year), exported_at=_stamp(parameters))


def _stamp(parameters: etree._Element) -> dt.datetime | None:
    stamp = text(parameters, "HORODATAGE") or text(parameters, "DATE_EXPORT")
    date = parse_day(stamp[:10])
    if date is None:
        return None
    clock = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", stamp[11:])
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    return dt.datetime.combine(date, dt.time(hour, minute, second), PARIS)


def _headless(document: Document) -> ImportRefusedError:
    return ImportRefusedError(
        _("« %(name)s » ne dit pas de quel établissement ou de quelle année il s’agit.")
        % {"name": document.name}
    )
