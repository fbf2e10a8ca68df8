"""Today is asked of the school: in Python and in SQL, whatever the clock of its neighbours."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.schools.days import today_of
from apps.schools.models import School, Teaching, day_there, of_a_past_year
from apps.schools.territories import CLOCKS
from coeduc.days import day_of, days_anywhere
from tests.factories.schools import SchoolFactory, SchoolYearFactory, TeachingFactory

NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
INSTANTS = st.integers(-(10**6), 10**6).map(lambda hours: NOON + hours * HOUR)
ZONES = st.sampled_from([*CLOCKS, "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"])


@pytest.mark.parametrize(
    ("zone", "hours", "day"),
    [
        ("Europe/Paris", 0, 17),
        ("Europe/Paris", 11, 18),  # 23:00 UTC, midnight in Paris
        ("Pacific/Noumea", 0, 17),
        ("Pacific/Noumea", 1, 18),
        ("Pacific/Tahiti", -3, 16),  # 9:00 UTC, 23:00 the day before in Papeete
        ("Pacific/Tahiti", -2, 17),
    ],
)
def test_today_is_the_day_of_the_school(zone, hours, day):
    school = School(zone_name=zone)

    assert today_of(school, at=NOON + hours * HOUR) == dt.date(2026, 11, day)


@given(at=INSTANTS, zone=ZONES)
def test_no_school_has_a_day_beyond_those_that_are_somewhere(at, zone):
    first, last = days_anywhere(at)

    assert first <= day_of(at, ZoneInfo(zone)) <= last
    assert last - first <= dt.timedelta(days=2)


@pytest.mark.django_db
def test_in_one_statement_each_school_has_its_own_day():
    schools = [SchoolFactory(zone_name=zone) for zone in sorted(CLOCKS)]
    clock_changes = [dt.datetime(2026, month, 25, hour, 30, tzinfo=dt.UTC)
                     for month in (3, 10) for hour in range(24)]  # fmt: skip

    for at in clock_changes:
        rows = School.objects.annotate(day=day_there(at, zone="zone_name"))
        found = dict(rows.filter(pk__in=[one.pk for one in schools]).values_list("pk", "day"))
        assert found == {school.pk: today_of(school, at=at) for school in schools}


@pytest.mark.django_db
def test_a_year_is_past_for_the_school_where_the_next_one_has_begun():
    at = dt.datetime(2027, 8, 31, 13, 30, tzinfo=dt.UTC)  # already September in Nouméa
    taught = {}
    for zone in ("Pacific/Noumea", "Europe/Paris", "Pacific/Tahiti"):
        school = SchoolFactory(zone_name=zone)
        taught[zone] = TeachingFactory(school=school, year=SchoolYearFactory(school=school))
        SchoolYearFactory(
            school=school,
            start_year=2027,
            starts_on=dt.date(2027, 9, 1),
            ends_on=dt.date(2028, 7, 1),
        )

    past = Teaching.objects.filter(of_a_past_year("year", at=at))

    assert list(past) == [taught["Pacific/Noumea"]]
