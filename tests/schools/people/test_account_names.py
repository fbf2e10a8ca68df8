"""«Mon compte» says how each school writes one's name, and nobody else's."""

import pytest

from apps.schools.enums import Civility, Role, Scope
from apps.schools.models import Restriction, School
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    StaffFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db

PAGE = "/mon-compte/"


def page_of(client, user):
    client.force_login(user)
    return client.get(PAGE).content.decode()


def test_a_mother_reads_how_the_school_writes_her_name_and_whom_to_tell(client):
    user = UserFactory(first_name="Awa", last_name="Diallo")
    link = GuardianshipFactory(
        guardian__user=user,
        guardian__civility=Civility.MADAM,
        guardian__first_name="Awa",
        guardian__last_name="DIALLO",
    )
    School.objects.update(school_life_phone="01 42 00 00 00")
    GuardianFactory(school=link.school, last_name="AUTREFAMILLE", user=UserFactory())

    page = page_of(client, user)

    assert "Mme Awa Diallo" in page
    assert link.school.name in page
    assert "Dites-le au secrétariat" in page
    assert "tel:+33142000000" in page
    assert "Autrefamille" not in page
    assert "Le compte garde le nom" not in page


def test_a_name_mended_in_the_files_is_told_apart_from_that_of_the_account(client):
    user = UserFactory(first_name="Awa", last_name="Dialo")
    GuardianshipFactory(guardian__user=user, guardian__last_name="DIALLO")

    assert "Awa Dialo" in page_of(client, user).partition("Le compte garde le nom")[2]


def test_a_pupil_reads_both_names_and_whom_to_tell(client):
    user = UserFactory()
    StudentFactory(user=user, first_name="Malik", last_name="DIALLO", usage_name="KEITA")

    page = page_of(client, user)

    assert "Malik Keita (nom de famille Diallo)" in page
    assert "Dis-le au secrétariat" in page


def test_who_works_in_two_schools_reads_both_jobs(client):
    user = UserFactory()
    jobs = [StaffFactory(user=user, role=role) for role in (Role.TEACHER, Role.CPE)]

    page = page_of(client, user)

    for job in jobs:
        assert job.school.name in page


@pytest.mark.parametrize("why", ["contact", "cut"])
def test_whom_nothing_opens_to_reads_no_school(client, why):
    user = UserFactory(first_name="Awa", last_name="Diallo")
    scope = Scope.CONTACT if why == "contact" else Scope.FULL
    link = GuardianshipFactory(guardian__user=user, scope=scope)
    if why == "cut":
        Restriction.objects.create(
            school=link.school,
            student=link.student,
            guardian=link.guardian,
            during=link.during,
            reason="Jugement",
            set_by=UserFactory(),
        )

    page = page_of(client, user)

    assert link.school.name not in page
