"""The pages of the settings: what is typed is kept, refused in words, and read by families."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.models import Closure, SchoolContact, SchoolWeek, Term
from tests.factories.schools import GuardianshipFactory, SchoolYearFactory, StaffFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolYearFactory().school


@pytest.fixture
def principal(client, school):
    client.force_login(StaffFactory(school=school, role=Role.PRINCIPAL).user)
    return client


def address(route, school):
    return reverse(f"schools:{route}", args=[school.public_id])


YEAR = {
    "starts_on": "2026-09-01",
    "ends_on": "2027-07-03",
    "count": "2",
    "from_1": "2026-09-01",
    "to_1": "2027-01-23",
    "from_2": "2027-01-25",
    "to_2": "2027-07-03",
}


def lines(prefix, *rows, standing=0):
    """What the page sends: ``standing`` lines that were there before, then new ones."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(standing)}
    for rank, row in enumerate(rows):
        data |= {f"{prefix}-{rank}-{name}": value for name, value in row.items()}
    return data


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"from_2": "2027-01-20"}, "from_2", "avant la fin de la précédente"),
        ({"to_2": "2027-07-20"}, "to_2", "après le dernier jour"),
        ({"from_1": "2026-08-20"}, "from_1", "avant le premier jour"),
        ({"to_1": "2026-08-31"}, "to_1", "La fin vient après le début"),
        ({"ends_on": "2026-08-01"}, "ends_on", "après son premier jour"),
        ({"count": "3"}, "from_3", "Il manque cette date"),
        ({"from_1": "hier"}, "from_1", "Écrivez une date"),
    ],
)
def test_a_principal_is_told_beside_the_field_what_is_wrong_with_the_year(
    principal, school, change, field, words
):
    response = principal.post(address("settings_year", school), YEAR | change)

    form = response.context["form"]
    assert words in " ".join(form.errors[field])
    assert form["to_2"].value() == (YEAR | change)["to_2"]
    assert not Term.objects.exists()


def test_a_principal_sets_the_year(principal, school):
    response = principal.post(address("settings_year", school), YEAR)

    assert response.status_code == 302
    assert Term.objects.filter(school=school).count() == 2


def test_a_digital_referent_fills_the_calendar_but_does_not_decide_the_year(client, school):
    client.force_login(StaffFactory(school=school, role=Role.DIGITAL_REFERENT).user)

    client.post(address("settings_fill", school), {"zone": "B"})

    school.refresh_from_db()
    assert school.zone == "B"
    assert Closure.objects.filter(school=school, label="Armistice").exists()
    assert client.get(address("settings_year", school)).status_code == 403


def test_a_principal_proposes_the_weeks_then_changes_one(principal, school):
    principal.post(address("settings_weeks_propose", school), {"first": "B"})
    weeks = list(SchoolWeek.objects.filter(school=school).order_by("monday"))
    typed = {f"week-{week.monday}": week.label for week in weeks}

    principal.post(address("settings_weeks", school), typed | {"week-2026-08-31": "A"})

    weeks = SchoolWeek.objects.filter(school=school).order_by("monday")
    assert [week.label for week in weeks[:3]] == ["A", "A", "B"]


CONTACT = {"label": "Assistante sociale", "name": "Mme Petit", "phone": "01 99 00 41 13"}


def test_families_read_whom_to_call_in_the_order_of_the_school(principal, school, client):
    first = {"label": "CPE des 6e", "phone": "01 99 00 41 14"}
    principal.post(address("settings_contacts", school), lines("contact", first, {}, CONTACT))
    client.force_login(GuardianshipFactory(student__school=school).guardian.user)

    body = client.get(reverse("home:family_home")).content.decode()

    found = [body.index(words) for words in ("CPE des 6e", "Assistante sociale", "Mme Petit")]
    assert found == sorted(found)


def words_in(response):
    return " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_families_are_said_to_see_somebody_only_where_there_is_somebody(principal, school):
    url = address("settings_contacts", school)

    assert "Les familles les voient" in words_in(principal.post(url, lines("contact", CONTACT)))
    emptied = lines("contact", {"label": " "}, standing=1)
    assert "plus personne à appeler" in words_in(principal.post(url, emptied))


def test_families_are_said_to_read_only_what_they_read_and_has_changed(principal, school):
    url = address("settings_identity", school)
    same = {"name": school.name, "city": "Ailleurs", "school_life_phone": school.school_life_phone}
    same["school_life_hours"] = school.school_life_hours

    assert words_in(principal.post(url, same)) == "C’est enregistré."
    assert "Les familles le lisent" in words_in(principal.post(url, same | {"name": "Neuf"}))


def test_an_emptied_line_goes_and_the_next_one_takes_its_place(principal, school):
    other = {"label": "Infirmière", "phone": "01 99 00 41 15"}
    principal.post(address("settings_contacts", school), lines("contact", CONTACT, other))

    emptied = lines("contact", {"label": " "}, other, standing=2)
    principal.post(address("settings_contacts", school), emptied)

    contacts = SchoolContact.objects.filter(school=school)
    assert list(contacts.values_list("position", "label")) == [(1, "Infirmière")]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"phone": ""}, "phone", "Il manque le numéro."),
        ({"phone": "demander"}, "phone", "Écrivez un numéro"),
        ({"label": ""}, "label", "Dites pour quoi on appelle"),
    ],
)
def test_a_half_written_line_is_kept_and_explained(principal, school, change, field, words):
    typed = lines("contact", CONTACT | change)

    response = principal.post(address("settings_contacts", school), typed)

    form = response.context["formset"].forms[0]
    assert words in " ".join(form.errors[field])
    assert form["name"].value() == "Mme Petit"
    assert not SchoolContact.objects.exists()


def test_a_school_closes_one_day_of_its_own(principal, school):
    day = {"label": "Journée pédagogique", "starts_on": "2026-11-27"}

    principal.post(address("settings_closures", school), lines("closure", day, {}))

    closure = Closure.objects.get(school=school)
    assert closure.starts_on == closure.ends_on == dt.date(2026, 11, 27)


def test_a_closure_that_is_already_a_holiday_is_explained(principal, school):
    principal.post(address("settings_fill", school), {"zone": "C"})
    twice = {"label": "Armistice", "starts_on": "2026-11-11"}

    response = principal.post(address("settings_closures", school), lines("closure", twice))

    assert "déjà dans les vacances" in response.content.decode()


def test_the_name_of_the_school_changes_for_everybody_and_is_kept(principal, school):
    principal.post(
        address("settings_identity", school),
        {"name": "Collège Neuf", "school_life_phone": "01 99 00 41 12"},
    )

    school.refresh_from_db()
    assert school.name == "Collège Neuf"
    assert "Collège Neuf" in principal.get("/equipe/").content.decode()
    assert type(school).pgh_event_model.objects.filter(name="Collège Neuf").exists()
