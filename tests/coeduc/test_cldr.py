"""A family that reads another language: CLDR writes its days, hours, lists and units."""

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils import translation
from django.utils.translation import trans_real

from coeduc import french
from tests.coeduc.test_golden_french import GOLDEN, written

PARIS = ZoneInfo("Europe/Paris")
AT = dt.datetime(2026, 11, 17, 8, 30, tzinfo=dt.UTC)
WEDNESDAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
NINE_DAYS_LATER = "on Thursday, November 26 at 9:30 AM"
SENTENCES = {
    "%(day)s à %(clock)s": "%(day)s at %(clock)s",
    "le %(day)s": "on %(day)s",
    "demain": "tomorrow",
    "du %(first)s au %(last)s": "from %(first)s to %(last)s",
    "de %(name)s": "of %(name)s",
}


def plain(text):
    return re.sub("[\u00a0\u202f]", " ", text)


@pytest.fixture
def in_english(settings, tmp_path):
    """A second catalogue, as ``locale/`` will hold one for each language offered."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="en")
    for message, line in SENTENCES.items():
        catalogue.add(message, line)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, ("en", "English")]
    kept, trans_real._translations = trans_real._translations, {}
    with translation.override("en"):
        yield
    trans_real._translations = kept


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (lambda: french.and_list(["Inès", "Malik"]), "Inès and Malik"),
        (lambda: french.and_list(["Inès", "Malik", "Noa"]), "Inès, Malik, and Noa"),
        (lambda: french.duration(25), "25 min"),
        (lambda: french.duration(60), "1 hr"),
        (lambda: french.duration(65), "1 hr 5 min"),
        (lambda: french.delay(dt.timedelta(minutes=10)), "10 minutes"),
        (lambda: french.delay(dt.timedelta(hours=1)), "1 hour"),
        (lambda: french.delay(dt.timedelta(hours=24)), "24 hours"),
        (lambda: french.delay(dt.timedelta(days=2)), "2 days"),
        (lambda: french.weekday(0), "Monday"),
        (lambda: french.weekday(WEDNESDAY), "Wednesday"),
        (lambda: french.month_in_words(WEDNESDAY), "November 2026"),
        (lambda: french.clock(dt.time(17, 5)), "5:05 PM"),
        (lambda: french.day_of_week(WEDNESDAY), "Wed 18"),
        (lambda: french.short_day(WEDNESDAY, at=AT, zone=PARIS), "November 18"),
        (lambda: french.short_day(dt.date(2027, 1, 1), at=AT, zone=PARIS), "January 1, 2027"),
        (lambda: french.full_day(WEDNESDAY, at=AT, zone=PARIS), "Wednesday, November 18"),
        (lambda: french.near_day(WEDNESDAY, at=AT, zone=PARIS), "tomorrow"),
        (lambda: french.near_moment(AT + 9 * DAY, at=AT, zone=PARIS), NINE_DAYS_LATER),
        (lambda: french.day_in_words(WEDNESDAY), "November 18, 2026"),
        (lambda: french.weekday_in_words(WEDNESDAY), "Wednesday, November 18, 2026"),
        (
            lambda: french.period_in_words(WEDNESDAY, dt.date(2026, 12, 1)),
            "from November 18, 2026 to December 1, 2026",
        ),
        (lambda: french.french_decimal(Decimal("12.50")), "12.5"),
        (lambda: french.thousands(16000), "16,000"),
        (lambda: french.weight(1_440_000), "1.4 MB"),
        (lambda: french.of_name("Inès"), "of Inès"),
    ],
)
def test_parent_who_reads_english_reads_english(in_english, words, expected):
    assert plain(words()) == expected


def test_french_is_the_same_whatever_was_read_before(in_english):
    with translation.override("fr"):
        in_french = written()

    assert in_french == GOLDEN.read_text(encoding="utf-8")


IDENTIFIER = re.compile("(?:digital|duration)-")


@pytest.mark.parametrize("language", ["en", "en-gb", "ar", "pt", "tr", "es", "zh-hans", "uk"])
def test_no_language_reads_an_identifier_or_breaks(language):
    with translation.override(language):
        found = [
            *(french.duration(minutes) for minutes in (0, 1, 2, 61, 1565)),
            *(french.delay(dt.timedelta(minutes=n)) for n in (10, 60, 120, 1440, 2880, 10080)),
            *(french.weight(size) for size in (1, 2, 1000, 240_000, 1_440_000)),
            french.full_day(WEDNESDAY, at=AT, zone=PARIS),
            french.and_list(["a", "b", "c", "d"]),
        ]

    assert [one for one in found if IDENTIFIER.search(one) or not one] == []


def test_a_language_that_nobody_knows_is_written_in_french():
    with translation.override("xx"):
        assert french.weekday(0) == "lundi"
