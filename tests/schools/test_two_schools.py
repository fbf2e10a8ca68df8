"""Somebody who works in the offices of two schools: each page says which, and never mixes them."""

import datetime as dt
import re

import pytest
import time_machine

from apps.notices.models import LetterBatch, LetterTexts
from apps.schools.enums import Role
from tests.factories.accounts import PASSWORD
from tests.factories.imports import ImportBatchFactory
from tests.factories.invitations import LetterBatchFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    RestrictionFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def near():
    return SchoolFactory(name="Collège A-Exemple")


@pytest.fixture
def far():
    return SchoolFactory(name="Collège B-Exemple")


def working_in_both(client, role, near, far):
    user = StaffFactory(school=near, role=role).user
    StaffFactory(school=far, role=role, user=user)
    client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    return client


def invited_in(school, last_name):
    student = StudentFactory(school=school, last_name=last_name)
    EnrolmentFactory(student=student, division=DivisionFactory(school=school, code="4eB"))
    GuardianshipFactory(student=student, guardian__user=None, guardian__last_name=last_name)
    return student


def body(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))


def of(school):
    return {"ecole": str(school.public_id)}


def test_a_secretary_prepares_letters_in_the_second_school(client, near, far):
    invited_in(near, "PRES")
    invited_in(far, "LOIN")
    office = working_in_both(client, Role.SECRETARY, near, far)
    wish = {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"}

    counted = body(office.get("/equipe/lettres/nouvelles/", wish | of(far)))
    office.post("/equipe/lettres/nouvelles/", wish | of(far))

    assert "1 lettre à imprimer" in counted
    assert f'name="ecole" value="{far.public_id}"' in counted
    assert LetterBatch.objects.get().school == far


def test_a_secretary_writes_the_words_of_each_school_apart(client, near, far):
    office = working_in_both(client, Role.SECRETARY, near, far)

    office.post(f"/equipe/lettres/textes/?ecole={far.public_id}", {"signatory": "La principale"})

    assert LetterTexts.objects.get().school == far
    assert "La principale" not in body(office.get("/equipe/lettres/textes/"))


def test_the_letters_of_one_school_are_not_among_those_of_the_other(client, near, far):
    LetterBatchFactory(school=near, label="4eA de près")
    LetterBatchFactory(school=far, label="4eB de loin")
    office = working_in_both(client, Role.SECRETARY, near, far)

    first, second = (body(office.get("/equipe/lettres/", of(school))) for school in (near, far))

    assert ("4eA de près" in first, "4eB de loin" in first) == (True, False)
    assert ("4eA de près" in second, "4eB de loin" in second) == (False, True)


def test_the_team_of_the_second_school_is_one_tap_away(client, near, far):
    StaffFactory(school=far, user=None, last_name="LOIN")
    office = working_in_both(client, Role.SECRETARY, near, far)

    first = body(office.get("/equipe/comptes/equipe/"))
    second = body(office.get("/equipe/comptes/equipe/", of(far)))

    assert f'href="/equipe/comptes/equipe/?ecole={far.public_id}"' in first
    assert "Loin" not in first
    assert "Loin" in second


def test_a_school_that_is_not_theirs_does_not_exist(client, near, far):
    office = working_in_both(client, Role.SECRETARY, near, far)

    assert office.get("/equipe/lettres/", of(SchoolFactory())).status_code == 404
    assert office.get("/equipe/lettres/", {"ecole": "près"}).status_code == 404


def test_who_works_in_one_school_is_never_asked_which(client, near):
    user = StaffFactory(school=near, role=Role.SECRETARY).user
    client.force_login(user)

    assert "ecole=" not in body(client.get("/equipe/lettres/"))


def test_a_cpe_reads_in_which_school_an_access_is_cut(client, near, far):
    for school in (near, far):
        RestrictionFactory(student=invited_in(school, "CHENE"))

    page = body(working_in_both(client, Role.CPE, near, far).get("/equipe/acces-coupes/"))

    assert "Collège A-Exemple · Coupé le" in page
    assert "Collège B-Exemple · Coupé le" in page


def test_a_cpe_finds_the_pupils_of_one_of_the_two_schools(client, near, far):
    invited_in(near, "PRES")
    invited_in(far, "LOIN")
    cpe = working_in_both(client, Role.CPE, near, far)

    both, one = body(cpe.get("/equipe/eleves/")), body(cpe.get("/equipe/eleves/", of(far)))

    assert "4eB · Collège A-Exemple · " in both
    assert "4eB · Collège B-Exemple · " in both
    assert ("Pres" in one, "Loin" in one) == (False, True)


def test_a_pupil_list_of_a_school_that_is_not_theirs_is_empty(client, near, far):
    elsewhere = SchoolFactory()
    invited_in(elsewhere, "AILLEURS")
    invited_in(near, "PRES")

    page = body(working_in_both(client, Role.CPE, near, far).get("/equipe/eleves/", of(elsewhere)))

    assert "Ailleurs" not in page
    assert "Pres" not in page
    assert "Aucun élève trouvé" in page


def test_a_principal_reads_of_which_school_an_import_was(client, near, far):
    for school in (near, far):
        ImportBatchFactory(school=school, done=True)

    page = body(working_in_both(client, Role.PRINCIPAL, near, far).get("/equipe/import/"))

    assert "Collège A-Exemple · " in page
    assert "Collège B-Exemple · " in page


def test_a_principal_sets_each_school_up_from_one_page(client, near, far):
    page = body(working_in_both(client, Role.PRINCIPAL, near, far).get("/equipe/reglages/"))

    for school in (near, far):
        assert f"/equipe/reglages/{school.public_id}/annee/" in page


def test_somebody_found_at_the_counter_comes_with_their_school(client, near, far):
    invited_in(far, "CHENE")
    office = working_in_both(client, Role.SECRETARY, near, far)

    assert "Collège B-Exemple · élève" in body(office.get("/equipe/comptes/", {"q": "chene"}))
