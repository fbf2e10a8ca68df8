"""Who changed which setting: read by those who set the school up, and true to the letter."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from apps.publication import services as publication
from apps.publication.opening import OpeningHours
from apps.schools.enums import Role
from apps.schools.settings import queries as settings_queries
from apps.schools.settings.services import identity as services
from apps.schools.settings.services import logo
from tests.factories.schools import SchoolFactory, SchoolYearFactory, StaffFactory
from tests.queries import statements
from tests.schools.settings.test_views import YEAR, lines

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolYearFactory(school__name="Collège Simone-Exemple").school


@pytest.fixture
def navarre(school):
    return StaffFactory(school=school, role=Role.PRINCIPAL, user__last_name="Navarre").user


@pytest.fixture
def principal(client, navarre):
    client.force_login(navarre)
    return client


def address(route, school):
    return reverse(f"schools:{route}", args=[school.public_id])


def read(client, school, **query):
    answer = client.get(address("settings_history", school), query)
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def rename(school, name, by, at=NOON):
    school.name = name
    services.save_identity(school, by=by, at=at)


def changes_read(school):
    return [
        (change.label, change.before, change.after)
        for change in settings_queries.entries(school)[0].changes
    ]


def test_a_new_telephone_is_told_with_the_one_before_and_who_typed_it(principal, school):
    principal.post(
        address("settings_identity", school),
        {"name": school.name, "school_life_phone": "01 99 00 41 12"},
    )

    page = read(principal, school)

    assert "24 novembre 2026 à 12 h" in page
    assert "Navarre" in page
    assert "« 01 99 00 00 00 » devient « 01 99 00 41 12 »" in page


def test_a_person_to_call_who_goes_is_told_too(principal, school):
    row = {"label": "Infirmerie", "phone": "01 99 00 41 13"}
    principal.post(address("settings_contacts", school), lines("contact", row))
    principal.post(address("settings_contacts", school), lines("contact"))

    page = read(principal, school)

    assert "Personne à appeler, ajout : « Infirmerie · 01 99 00 41 13 »" in page
    assert "Personne à appeler, retrait : « Infirmerie · 01 99 00 41 13 »" in page


def test_terms_saved_together_make_one_entry(principal, school):
    principal.post(address("settings_year", school), YEAR)

    assert [label for label, _before, _after in changes_read(school)] == ["Période", "Période"]
    assert "1 sur 2, du 1er septembre 2026 au 23 janvier 2027" in read(principal, school)


def test_a_closure_that_moves_says_both_weeks(principal, school):
    day = {"label": "Journée pédagogique", "starts_on": "2026-11-27"}
    principal.post(address("settings_closures", school), lines("closure", day))
    principal.post(
        address("settings_closures", school), lines("closure", day | {"ends_on": "2026-11-28"})
    )

    [(_label, before, after)] = changes_read(school)
    assert before.startswith("Journée pédagogique, vendredi 27")
    assert after.startswith("Journée pédagogique, du 27")


def test_a_logo_is_told_without_its_picture(school, navarre):
    logo.set_logo(school, b"a picture", by=navarre, at=NOON)

    assert changes_read(school) == [("Logo", "", "une image")]


def test_new_open_hours_are_told_after_those_before(principal, school, navarre):
    for at, until in ((NOON, dt.time(7)), (NOON + HOUR, dt.time(8))):
        hours = OpeningHours(school.time_zone, quiet_until=until)
        publication.set_opening(
            school,
            hours,
            by=navarre,
            at=at,
            body="head",
            decided_on=dt.date(2026, 11, 24),
            reason="Pour des soirées calmes.",
        )

    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        page = read(principal, school)

    assert "Heures d’ouverture" in page
    assert re.search(r"« [^»]*7 h[^»]* » devient « [^»]*8 h", page)


def test_the_history_goes_by_pages_the_last_change_first(principal, school, navarre):
    for n in range(25):
        rename(school, f"Collège {n}", navarre, at=NOON + n * dt.timedelta(minutes=1))

    first, second = read(principal, school), read(principal, school, page="2")

    assert "« Collège 23 » devient « Collège 24 »" in first
    assert "Page 1 sur 2" in first
    assert "« Collège 3 » devient « Collège 4 »" in second


def test_nothing_of_another_school_is_told(principal, school, navarre):
    elsewhere = SchoolFactory(name="Collège d’ailleurs")
    rename(elsewhere, "Collège secret", navarre)

    assert "Collège secret" not in read(principal, school)
    assert principal.get(address("settings_history", elsewhere)).status_code == 404


@pytest.mark.parametrize("changes", [1, 3])
def test_the_history_asks_as_much_for_one_change_as_for_three(school, navarre, changes):
    for n in range(changes):
        rename(school, f"Collège {n}", navarre, at=NOON + n * HOUR)

    with statements() as asked:
        settings_queries.entries(school)

    assert len(asked) == 7, asked.listed()


def test_the_settings_lead_to_their_history(principal, school):
    page = principal.get(reverse("schools:settings")).content.decode()

    assert address("settings_history", school) in page
