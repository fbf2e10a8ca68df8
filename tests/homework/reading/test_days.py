"""Between which days a reader is: evenings, week-ends, bank holidays, holidays."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from apps.homework.reading.presenters.days import Days
from apps.schools.models import Closure
from tests.homework.conftest import work, write
from tests.homework.reading.test_views import read

PARIS = ZoneInfo("Europe/Paris")
DAY = dt.timedelta(days=1)
AUTUMN = frozenset(dt.date(2026, 10, 17) + n * DAY for n in range(16))
ARMISTICE = frozenset({dt.date(2026, 11, 11)})
ASCENSION = frozenset({dt.date(2027, 5, 6), dt.date(2027, 5, 7)})


def days(year, month, day, closed=frozenset(), asked=""):
    at = dt.datetime(year, month, day, 18, tzinfo=PARIS).astimezone(dt.UTC)
    with translation.override("fr"):
        return Days.of(at, PARIS, closed=closed, asked=asked)


@pytest.mark.parametrize(
    ("evening", "closed", "expected", "ahead"),
    [
        ((2026, 11, 17), (), (2026, 11, 17), (2026, 11, 18)),
        ((2026, 11, 20), (), (2026, 11, 20), (2026, 11, 23)),
        ((2026, 11, 21), (), (2026, 11, 20), (2026, 11, 23)),
        ((2026, 11, 22), (), (2026, 11, 20), (2026, 11, 23)),
        # The eve of a bank holiday, and that day itself.
        ((2026, 11, 10), ARMISTICE, (2026, 11, 10), (2026, 11, 12)),
        ((2026, 11, 11), ARMISTICE, (2026, 11, 10), (2026, 11, 12)),
        # A long week-end: Wednesday's lessons, then what is for Monday.
        ((2027, 5, 6), ASCENSION, (2027, 5, 5), (2027, 5, 10)),
        ((2027, 5, 8), ASCENSION, (2027, 5, 5), (2027, 5, 10)),
        # Holidays: the last lessons are too old to be asked about.
        ((2026, 10, 16), AUTUMN, (2026, 10, 16), (2026, 11, 2)),
        ((2026, 10, 20), AUTUMN, (2026, 10, 20), (2026, 11, 2)),
        ((2026, 11, 1), AUTUMN, (2026, 11, 1), (2026, 11, 2)),
    ],
)
def test_a_reader_stands_between_the_last_lessons_and_the_next(evening, closed, expected, ahead):
    found = days(*evening, closed)

    assert (found.last_open, found.ahead) == (dt.date(*expected), dt.date(*ahead))


@pytest.mark.parametrize(
    ("evening", "closed", "monday", "label"),
    [
        ((2026, 11, 17), (), (2026, 11, 16), "Cette semaine"),
        ((2026, 11, 21), (), (2026, 11, 23), "La semaine qui vient"),
        ((2026, 11, 11), ARMISTICE, (2026, 11, 9), "Cette semaine"),
        ((2027, 5, 7), ASCENSION, (2027, 5, 10), "La semaine qui vient"),
        ((2026, 10, 20), AUTUMN, (2026, 11, 2), "La reprise"),
        ((2026, 11, 1), AUTUMN, (2026, 11, 2), "La semaine qui vient"),
    ],
)
def test_the_week_at_hand_is_the_one_to_prepare(evening, closed, monday, label):
    found = days(*evening, closed)

    with translation.override("fr"):
        assert (found.monday, found.at_hand_label) == (dt.date(*monday), label)


def test_a_calendar_closed_for_ever_still_answers():
    closed = frozenset(dt.date(2026, 7, 1) + n * DAY for n in range(400))

    assert days(2026, 7, 14, closed).ahead == dt.date(2026, 7, 15)


@pytest.mark.django_db
def test_a_parent_in_the_holidays_reads_when_the_next_work_is_due(client, school_life):
    Closure.objects.create(
        school=school_life.school,
        label="Vacances de la Toussaint",
        starts_on=dt.date(2026, 10, 17),
        ends_on=dt.date(2026, 11, 1),
    )
    friday = dt.datetime(2026, 10, 16, 9, tzinfo=dt.UTC)
    write(
        school_life,
        at=friday,
        day=friday.date(),
        question="Combien font deux demis ?",
        works=[work("Exercice 4", dt.date(2026, 11, 3))],
    )

    before = read(client, school_life.mother, at=friday)
    during = read(client, school_life.mother, at=friday + 5 * DAY)

    assert "Rien à faire pour lundi 2 novembre. Bonnes vacances." in before
    assert "Combien font deux demis" in before
    assert "Bonnes vacances." in during
    assert "Prochain travail : pour mardi 3 novembre." in " ".join(during.split())
    assert "Combien font deux demis" not in during.split("Semaine du")[0]


@pytest.mark.django_db
def test_a_parent_reads_on_a_bank_holiday_what_is_for_the_day_after(client, school_life):
    Closure.objects.create(
        school=school_life.school,
        label="Armistice",
        starts_on=dt.date(2026, 11, 11),
        ends_on=dt.date(2026, 11, 11),
    )
    tuesday = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
    write(
        school_life,
        at=tuesday,
        day=tuesday.date(),
        works=[work("Exercice 4", dt.date(2026, 11, 12))],
    )

    words = read(client, school_life.mother, at=tuesday)

    assert "Pour jeudi · environ 15 min, sans écran" in words
