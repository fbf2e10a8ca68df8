"""The first page of who looks after the accounts says what waits there, and no other page does."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.schools.enums import Role
from tests.factories.invitations import NOVEMBER, give
from tests.factories.schools import (
    EnrolmentFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    UserFactory,
)
from tests.invitations.doors import guardian_of

pytestmark = pytest.mark.django_db

CARD = "Lettres, codes et comptes"
NO_ACCOUNT = "n’ont ni compte ni lettre"


def opened(client, user):
    client.force_login(user)
    return client.get("/equipe/").content.decode().replace("\xa0", " ")


def secretary(school, **more):
    return StaffFactory(school=school, role=Role.SECRETARY, **more).user


def another_child(school, ines):
    child = StudentFactory(school=school, with_account=False)
    EnrolmentFactory(student=child, division=ines.enrolments.get().division)
    return child


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DIGITAL_REFERENT])
def test_the_office_reads_how_many_guardians_have_neither_account_nor_letter(
    client, school, ines, mother, role
):
    guardian_of(ines, last_name="MARTIN")
    guardian_of(ines, last_name="DURAND", user=UserFactory())
    another_school = SchoolFactory()
    elsewhere = EnrolmentFactory(division__school=another_school).student
    guardian_of(elsewhere, last_name="AILLEURS")

    page = opened(client, StaffFactory(school=school, role=role).user)

    assert f"2 responsables {NO_ACCOUNT}." in page
    assert "/equipe/lettres/nouvelles/" in page
    assert "Vous lisez ici la règle" not in page


def test_a_code_that_was_given_and_has_not_served_is_counted_until_it_does(client, school, mother):
    code, _words = give(mother)
    user = secretary(school)
    given = opened(client, user)
    code.used_at, code.used_by = NOVEMBER, UserFactory()
    code.save()

    assert "1 code donné n’a pas encore servi." in given
    assert "Chaque responsable a son compte, ou une lettre préparée." in given
    assert "Aucun code donné n’attend d’être utilisé." in opened(client, user)


def test_a_code_that_is_over_or_was_never_printed_is_counted_no_more(client, school, ines, mother):
    give(mother, at=NOVEMBER - dt.timedelta(days=200))

    assert "Aucun code donné n’attend d’être utilisé." in opened(client, secretary(school))


def test_without_any_guardian_the_card_says_so_and_leads_to_no_letter(client, school):
    page = opened(client, secretary(school))

    assert "Les lettres partent quand les responsables sont connus." in page
    assert "/equipe/lettres/nouvelles/" not in page


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.DEPUTY])
def test_the_heads_read_it_once_in_their_first_days(client, school, mother, role):
    page = opened(client, StaffFactory(school=school, role=role).user)

    assert page.count("1 responsable n’a ni compte ni lettre.") == 1
    assert CARD not in page


@pytest.mark.parametrize("role", [Role.TEACHER, Role.CPE, Role.SCHOOL_LIFE, Role.NURSE])
def test_who_looks_after_no_account_reads_nothing_of_it(client, school, mother, role):
    page = opened(client, StaffFactory(school=school, role=role).user)

    assert CARD not in page
    assert "ni compte ni lettre" not in page


def test_of_two_schools_each_is_named_with_its_own_letters(client, school, ines, mother):
    other = SchoolFactory(name="Collège d’en face")
    user = secretary(school)
    StaffFactory(school=other, role=Role.SECRETARY, user=user)

    page = opened(client, user)

    card = page[page.index(CARD) :]
    assert ("Collège d’en face" in card, "Collège Simone-Exemple" in card) == (True, True)
    assert card.count("nouvelles/?") == 1
    assert str(school.public_id) in card


def test_three_families_ask_no_more_of_the_base_than_one(client, school, ines, mother):
    user = secretary(school)
    opened(client, user)
    with CaptureQueriesContext(connection) as one:
        opened(client, user)
    for _child in range(2):
        give(guardian_of(another_child(school, ines), last_name="MARTIN"))
    with CaptureQueriesContext(connection) as three:
        page = opened(client, user)

    assert "2 codes donnés n’ont pas encore servi." in page
    assert len(three) == len(one)
