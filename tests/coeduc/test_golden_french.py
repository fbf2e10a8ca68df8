"""How French is written, byte for byte: what a page said yesterday it says after a move.

CLDR has neither «1er», nor «17 h 05», nor elision: these patterns are our own, and kept here. A
change that is meant rewrites the file (``GOLDEN_WRITE=1``) and is read in the difference.
"""

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from coeduc import french

GOLDEN = Path(__file__).with_name("golden_french.txt")
PARIS, REUNION, MARTINIQUE = (
    ZoneInfo(name) for name in ("Europe/Paris", "Indian/Reunion", "America/Martinique")
)
AT = dt.datetime(2026, 11, 17, 8, 30, tzinfo=dt.UTC)
DAYS = [
    dt.date(2026, 9, 1),
    dt.date(2026, 11, 10),
    *(dt.date(2026, 11, day) for day in range(16, 26)),
    dt.date(2026, 12, 31),
    dt.date(2027, 1, 1),
    dt.date(2027, 2, 28),
    dt.date(2028, 2, 29),
    dt.date(2027, 8, 1),
    dt.date(2025, 10, 1),
]
INSTANTS = [
    dt.datetime(2026, 11, 17, 16, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 17, 23, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 18, 6, 5, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 18, 6, 5, 1, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 21, 11, 59, 59, 7, tzinfo=dt.UTC),
    dt.datetime(2026, 12, 31, 23, 15, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC),
]
CLOCKS = [dt.time(0), dt.time(0, 5), dt.time(7), dt.time(9, 5), dt.time(17), dt.time(23, 59)]
NAMES = (
    "Inès",
    "Yves",
    "Yanis",
    "Malik",
    "Hugo",
    "Éloïse",
    "Ødegård",
    "Œdipe",
    "Ysée",
    "Zoé",
    "d’Arcy",
    "",
)


def lines():
    for day in DAYS:
        for one in (french.day_in_words, french.weekday_in_words):
            yield f"{one.__name__} {day}", one(day)
        for one in (french.short_day, french.full_day, french.near_day):
            yield f"{one.__name__} {day}", one(day, at=AT, zone=PARIS)
    yield "near_day there", french.near_day(DAYS[3], at=AT.replace(hour=22), zone=REUNION)
    yield "near_day here", french.near_day(DAYS[3], at=AT.replace(hour=3), zone=MARTINIQUE)
    for first, last in zip(DAYS, [*DAYS[:3], *DAYS[4:], DAYS[0]], strict=True):
        yield f"period_in_words {first} {last}", french.period_in_words(first, last)
    for zone in (PARIS, REUNION, MARTINIQUE):
        for instant in INSTANTS:
            place = f"{instant} {zone.key}"
            yield f"moment_in_words {place}", french.moment_in_words(instant, zone=zone)
            for one in (french.full_moment, french.near_moment):
                yield f"{one.__name__} {place}", one(instant, at=AT, zone=zone)
    for clock in CLOCKS:
        yield f"clock {clock}", french.clock(clock)
    for name in NAMES:
        yield f"of_name {name}", french.of_name(name)
    for minutes in (0, 1, 5, 10, 45, 59, 60, 61, 65, 90, 120, 1439, 1440, 1565, 2880, 4320, 10080):
        yield f"duration {minutes}", french.duration(minutes)
        yield f"delay {minutes}", french.delay(dt.timedelta(minutes=minutes))
    for count in range(5):
        yield f"and_list {count}", french.and_list(list(NAMES[:count]))
    for number in ("+33639980001", "0033 6 39 98 00 01", "06.39.98.00.01", "+596696123456", ""):
        yield f"french_number {number}", french.french_number(number)
    for text in ("« Bonjour » : oui ; non ? si !", "à 17 h 05", "25 min", "1 h 5", "l’an 2 h"):
        yield f"typeset {text}", french.typeset(text)
    for value in ("0", "12.50", "7.00", "-0.5", "20", "100", "1000.25"):
        yield f"french_decimal {value}", french.french_decimal(Decimal(value))
    for number in (1, 2, 3, 21):
        yield f"ordinal {number}", french.ordinal(number)
    for number in range(7):
        yield f"weekday {number}", french.weekday(number)
        yield f"day_of_week {number}", french.day_of_week(DAYS[0] + number * dt.timedelta(days=5))
    for count in range(4):
        yield f"nor_list {count}", french.nor_list(list(NAMES[:count]))
    for number in (0, 1, 999, 1000, 16000, 1234567):
        yield f"thousands {number}", french.thousands(number)
    for size in (0, 1, 2, 999, 1000, 240_000, 999_499, 999_500, 1_440_000, 26_000_000):
        yield f"weight {size}", french.weight(size)
    for month in range(1, 13):
        day = dt.date(2026, month, 1)
        yield f"month_in_words {month}", french.month_in_words(day)
        yield f"short_month {month}", french.short_month(day)


def written():
    return "".join(f"{label} → {one}\n" for label, one in lines())


def test_french_is_written_as_it_was():
    if os.environ.get("GOLDEN_WRITE"):
        GOLDEN.write_text(written(), encoding="utf-8")

    assert written() == GOLDEN.read_text(encoding="utf-8")
