"""A school overseas has its clock, its public holidays and its year; Paris is never supposed."""

import datetime as dt
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from apps.schools.calendar import breaks_between, last_free_day, start_year_of
from apps.schools.clocks import OTHER, UnknownClockError, clock_choices, clock_named
from apps.schools.enums import Role, Zone
from apps.schools.models import Closure, School, SchoolYear
from apps.schools.settings.services import calendar
from apps.schools.territories import CLOCKS, territory_of
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, SchoolYearFactory, StaffFactory
from tests.schools.imports.files import Folder, member, person, pupil, tie

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("uai", "clock", "zone"),
    [
        ("0751234A", "Europe/Paris", Zone.C),
        ("0691234A", "Europe/Paris", Zone.A),
        ("0061234A", "Europe/Paris", Zone.B),
        ("6201234A", "Europe/Paris", Zone.OWN),
        ("7201234A", "Europe/Paris", Zone.OWN),
        ("9711234A", "America/Guadeloupe", Zone.OWN),
        ("9721234A", "America/Martinique", Zone.OWN),
        ("9731234A", "America/Cayenne", Zone.OWN),
        ("9741234A", "Indian/Reunion", Zone.OWN),
        ("9751234A", "America/Miquelon", Zone.OWN),
        ("9761234A", "Indian/Mayotte", Zone.OWN),
        ("9831234A", "Pacific/Noumea", Zone.OWN),
        ("9841234A", "Pacific/Tahiti", Zone.OWN),
        ("9861234A", "Pacific/Wallis", Zone.OWN),
    ],
)
def test_the_number_of_a_school_says_its_clock_and_its_holidays(uai, clock, zone):
    found = territory_of(uai)

    assert (found.clock, found.zone) == (clock, zone)
    assert ZoneInfo(found.clock).key in CLOCKS


@pytest.mark.parametrize("uai", ["0991234A", "0001234A", "9991234A", "", "été"])
def test_a_school_abroad_or_unknown_is_not_supposed_to_be_in_paris(uai):
    assert territory_of(uai) is None


def test_every_departement_of_the_mainland_has_one_zone():
    known = {number for number in range(1, 96) if territory_of(f"{number:03d}0001A")}

    assert known == set(range(1, 96)) - {20}


def test_a_short_list_of_plain_names_then_another():
    choices = dict(clock_choices())

    assert list(choices) == [*CLOCKS, OTHER]
    assert choices["Indian/Reunion"] == "Heure de La Réunion"
    assert choices["Europe/Paris"] == "Heure de Paris (métropole)"
    assert all(said.startswith("Heure de ") for name, said in choices.items() if name != OTHER)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("Tokyo", "Asia/Tokyo"),
        ("londres", "Europe/London"),
        ("New-York", "America/New_York"),
        ("Maroc", "Africa/Casablanca"),
        ("côte d'ivoire", "Africa/Abidjan"),
        ("Vietnam", "Asia/Ho_Chi_Minh"),
        ("asia/calcutta", "Asia/Kolkata"),
        ("La Réunion", "Indian/Reunion"),
        ("France", "Europe/Paris"),
    ],
)
def test_another_clock_is_found_by_a_city_or_a_country(typed, clock):
    assert clock_named(typed) == clock
    assert ZoneInfo(clock)


@pytest.mark.parametrize("typed", ["", "Lune", "Canada", "x" * 5000, "\0", "../etc/passwd"])
def test_no_clock_is_guessed(typed):
    with pytest.raises(UnknownClockError):
        clock_named(typed)


def test_overseas_has_its_own_public_holidays_and_no_holidays_of_paris():
    found = breaks_between(
        dt.date(2026, 2, 16), dt.date(2027, 1, 31), zone=Zone.OWN, public_days="NC"
    )

    days = {one.starts_on for one in found}
    assert dt.date(2026, 9, 24) in days
    assert all(one.starts_on == one.ends_on for one in found)


def test_alsace_keeps_the_two_days_of_its_own():
    public_days = territory_of("0671234A").public_days
    days = {
        one.starts_on
        for one in breaks_between(
            dt.date(2026, 3, 1), dt.date(2026, 4, 4), zone="B", public_days=public_days
        )
    }

    assert dt.date(2026, 4, 3) in days


@pytest.mark.parametrize(
    ("first", "last", "start_year", "free"),
    [
        (dt.date(2026, 9, 1), dt.date(2027, 7, 3), 2026, dt.date(2027, 8, 31)),
        (dt.date(2026, 2, 16), dt.date(2026, 12, 18), 2026, dt.date(2027, 1, 31)),
        (dt.date(2026, 8, 10), dt.date(2027, 7, 2), 2026, dt.date(2027, 8, 31)),
    ],
)
def test_a_year_of_the_south_has_its_own_number(first, last, start_year, free):
    assert start_year_of(first, last) == start_year
    assert last_free_day(last) == free


def exports(tmp_path, uai):
    folder = Folder(tmp_path, uai=uai)
    folder.nomenclature()
    folder.structures()
    folder.staff(member())
    folder.pupils(pupil("1"))
    folder.guardians((person("10"),), (tie("1", "10"),))
    return folder


@pytest.mark.django_db
def test_an_import_creates_a_school_at_its_own_hour(tmp_path):
    report = exports(tmp_path, "9830009X").run()

    school = School.objects.get()
    assert (school.zone_name, school.zone) == ("Pacific/Noumea", Zone.OWN)
    assert report.warnings == []


@pytest.mark.django_db
def test_an_import_of_a_school_abroad_says_that_paris_was_supposed(tmp_path):
    report = exports(tmp_path, "0990009X").run()

    assert School.objects.get().zone_name == "Europe/Paris"
    assert "L’UAI 0990009X ne dit pas où est l’établissement" in report.supposed


@pytest.mark.django_db
def test_a_year_of_the_south_is_named_by_one_number():
    school = SchoolFactory(uai="9831111A", zone=Zone.OWN, zone_name="Pacific/Noumea")
    days = (dt.date(2026, 2, 16), dt.date(2026, 12, 18))
    terms = [(days[0], dt.date(2026, 7, 3)), (dt.date(2026, 7, 6), days[1])]

    year = calendar.save_year(school, None, days=days, terms=terms, by=UserFactory(), at=NOON)
    calendar.fill_closures(school, year, by=UserFactory(), at=NOON)

    assert (year.start_year, str(year)) == (2026, "2026")
    assert Closure.objects.filter(starts_on=dt.date(2026, 9, 24)).exists()


@pytest.mark.django_db
def test_schools_overseas_that_followed_paris_stop_and_others_stay():
    migration = import_module("apps.schools.migrations.0009_clock_of_a_territory")
    overseas = SchoolFactory(uai="9741111A")
    chosen = SchoolFactory(uai="9741112A", zone_name="Indian/Mayotte", zone=Zone.A)
    mainland = SchoolFactory(uai="0751111A")

    migration.derive_clocks(apps, None)

    for school, line in (
        (overseas, ("Indian/Reunion", Zone.OWN)),
        (chosen, ("Indian/Mayotte", Zone.A)),
        (mainland, ("Europe/Paris", Zone.C)),
    ):
        school.refresh_from_db()
        assert (school.zone_name, school.zone) == line


IDENTITY = {"name": "Collège du Lagon", "city": "Lieu", "school_life_phone": ""}


@pytest.fixture
def principal(client):
    school = SchoolYearFactory(school__uai="9841111A").school
    client.force_login(StaffFactory(school=school, role=Role.PRINCIPAL).user)
    client.school = school
    client.identity = reverse("schools:settings_identity", args=[school.public_id])
    with time_machine.travel(NOON, tick=False):
        yield client


@pytest.mark.django_db
def test_a_principal_chooses_the_clock_and_it_is_kept_with_its_author(principal):
    principal.post(principal.identity, IDENTITY | {"zone_name": "Pacific/Marquesas"})

    assert School.objects.get().zone_name == "Pacific/Marquesas"
    history = reverse("schools:settings_history", args=[principal.school.public_id])
    page = principal.get(history).content.decode()
    assert "Polynésie (Marquises)" in page
    hub = principal.get(reverse("schools:settings")).content.decode()
    assert "heure : Polynésie (Marquises)" in " ".join(hub.split())


@pytest.mark.django_db
@pytest.mark.parametrize("clock", ["Lune/Tranquillité", "", "\0"])
def test_a_clock_that_does_not_exist_is_refused(principal, clock):
    answer = principal.post(principal.identity, IDENTITY | {"zone_name": clock})

    assert answer.status_code == 200
    assert School.objects.get().zone_name == "Europe/Paris"


@pytest.mark.django_db
def test_a_page_opened_before_keeps_the_clock(principal):
    School.objects.update(zone_name="Pacific/Gambier")

    principal.post(principal.identity, IDENTITY)

    school = School.objects.get()
    assert (school.name, school.zone_name) == ("Collège du Lagon", "Pacific/Gambier")


@pytest.mark.django_db
def test_what_waits_is_placed_again_when_the_clock_changes(principal, monkeypatch):
    lines = []
    monkeypatch.setattr(calendar, "_followers", [lambda school, **_: lines.append(school.pk)])

    principal.post(principal.identity, IDENTITY | {"zone_name": "Pacific/Tahiti"})
    principal.post(principal.identity, IDENTITY | {"zone_name": "Pacific/Tahiti"})

    assert lines == [principal.school.pk]
    assert SchoolYear.objects.exists()


@pytest.mark.django_db
def test_a_clock_of_elsewhere_is_kept_and_shown_by_its_name(principal):
    abroad = {"zone_name": OTHER, "other_clock": "Londres"}
    principal.post(principal.identity, IDENTITY | abroad)

    assert School.objects.get().zone_name == "Europe/London"
    form = principal.get(principal.identity).context["form"]
    assert (form["zone_name"].value(), form["other_clock"].value()) == (OTHER, "Londres")
    principal.post(principal.identity, IDENTITY | abroad | {"city": "Ailleurs"})
    assert School.objects.get().zone_name == "Europe/London"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {"zone_name": OTHER, "other_clock": ""},
        {"zone_name": OTHER, "other_clock": "Lune"},
        {"zone_name": "Europe/Paris", "other_clock": "Tokyo"},
    ],
)
def test_another_clock_that_is_not_clear_is_asked_again(principal, sent):
    answer = principal.post(principal.identity, IDENTITY | sent)

    assert answer.status_code == 200
    assert "other_clock" in answer.context["form"].errors
    assert not School.objects.get().is_clock_set


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def abroad(principal):
    School.objects.update(uai="0990009X")
    return principal


@pytest.mark.django_db
def test_a_clock_that_was_supposed_is_to_be_checked_until_somebody_says_it(abroad):
    hub = reverse("schools:settings")
    assert "à vérifier" in words(abroad.get(hub))
    assert abroad.get(abroad.identity).context["form"]["zone_name"].value() == ""
    refused = abroad.post(abroad.identity, IDENTITY | {"zone_name": ""})
    assert "zone_name" in refused.context["form"].errors

    abroad.post(abroad.identity, IDENTITY | {"zone_name": "Europe/Paris"})

    page = words(abroad.get(hub))
    assert "à vérifier" not in page
    assert "Paris (métropole)" in page
    history = reverse("schools:settings_history", args=[abroad.school.public_id])
    assert "Paris (métropole), vérifiée" in words(abroad.get(history))


@pytest.mark.django_db
def test_saving_the_same_clock_again_places_nothing_again(abroad, monkeypatch):
    lines = []
    monkeypatch.setattr(calendar, "_followers", [lambda school, **_: lines.append(school.pk)])

    abroad.post(abroad.identity, IDENTITY | {"zone_name": "Europe/Paris"})

    assert School.objects.get().is_clock_set
    assert lines == []


@pytest.mark.django_db
def test_where_somebody_had_answered_already_nothing_is_asked():
    migration = import_module("apps.schools.migrations.0010_a_clock_somebody_said")
    schools = [
        SchoolFactory(uai=uai, zone_name=clock)
        for uai, clock in (("0990009X", "Asia/Tokyo"), ("0990010Y", "Europe/Paris"))
    ]

    migration.said_already(apps, None)

    for school in schools:
        school.refresh_from_db()
    assert [school.is_clock_set for school in schools] == [True, False]
