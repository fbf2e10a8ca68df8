"""An evening when a lesson is cancelled: the office notes it, a mother reads it, it is undone."""

import datetime as dt

import pytest

from apps.homework.models import TimetableSlot
from apps.schools.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    StaffFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.journeys.cast import PHONE_OF_THE_SCHOOL
from tests.journeys.moments import november

TUESDAY_16, TUESDAY_19 = november(17, 16), november(17, 19)
THURSDAY = 3


@pytest.fixture
def hale(cast):
    """M. Hale has 4eB on Thursdays at nine; Mme Lopez keeps the office."""
    teaching = TeachingFactory(
        school=cast.school,
        year=cast.maths.year,
        subject=SubjectFactory(school=cast.school, label="Anglais"),
        division=cast.maths.division,
    )
    hale = StaffFactory(school=cast.school, first_name="Peter", last_name="HALE")
    TeachingStaffFactory(teaching=teaching, staff=hale)
    TimetableSlot.objects.create(
        school=cast.school,
        teaching=teaching,
        weekday=THURSDAY,
        starts_at=dt.time(9),
        ends_at=dt.time(10),
        during=since(),
    )
    user = UserFactory(username="ana.lopez", first_name="Ana", last_name="Lopez")
    StaffFactory(school=cast.school, role=Role.SECRETARY, user=user, last_name="LOPEZ")
    return hale


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_lesson_is_cancelled_in_three_gestures_read_at_home_then_held(
    cast, hale, clock, somebody
):
    clock.go(TUESDAY_16)
    lopez = somebody()
    lopez.arrive("ana.lopez", "/equipe/")
    lopez.follow("Un professeur est absent")
    lopez.page.get_by_label("Professeur").select_option("Hale Peter")
    lopez.page.get_by_label("Premier jour").fill("2026-11-19")
    lopez.follow("Voir les cours")
    assert "Pas d’anglais jeudi, 9 h–10 h." in lopez.text, "as families will read it"
    lopez.follow("Noter l’absence")
    assert "C’est noté. Les familles et les élèves le lisent déjà." in lopez.text

    clock.go(TUESDAY_19)
    awa = somebody()
    awa.arrive("awa.diallo", "/famille/agenda/")
    awa.follow("Créer mon adresse")
    address = awa.page.get_by_label("Adresse secrète").input_value()
    awa.visit("/famille/")
    assert "Pas d’anglais jeudi, 9 h–10 h." in awa.text
    assert "Les sorties suivent l’autorisation que vous avez signée" in awa.text
    assert PHONE_OF_THE_SCHOOL in awa.text
    assert "Hale" not in awa.text
    awa.visit("/famille/emploi-du-temps/")
    assert "Pas d’anglais jeudi, 9 h–10 h." in awa.text
    calendar = somebody().page.request
    assert "Pas d’anglais" in calendar.get(address).text().replace("\r\n ", "")

    lopez.visit("/equipe/professeurs-absents/")
    lopez.follow(hale.polite_name)
    lopez.follow("Retirer l’absence : tous ces cours ont lieu")
    assert "C’est retiré" in lopez.text

    awa.visit("/famille/")
    assert "Pas d’anglais" not in awa.text
    assert "Finalement, le cours d’anglais a lieu jeudi, 9 h–10 h." in awa.text
    assert "Pas d’anglais" not in calendar.get(address).text()
