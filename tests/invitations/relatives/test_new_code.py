"""Who forgets a password or loses a code is sent to whom can give another, and to nobody else."""

import pytest

from coeduc import proofs
from tests.factories.accounts import UserFactory
from tests.factories.invitations import give
from tests.factories.schools import (
    NotebookAccessFactory,
    StaffFactory,
)
from tests.invitations.doors import enter

pytestmark = pytest.mark.django_db

GIVER = "la personne qui vous a donné cet accès"
SCHOOL_GIVES = (
    "le collège vous donne un code",
    "Le collège donne un code",
    "le collège donne un code",
    "le secrétariat en donne un autre",
    "un code du secrétariat",
    "il en donne un autre",
)
OF_ONES_ACCOUNT = (
    "/mon-compte/",
    "/compte/adresse/",
    "/compte/mot-de-passe/",
    "/compte/activer/",
    "/premiers-pas/",
    "/premiers-pas/je-n-y-arrive-pas/",
)
BEFORE_SIGNING_IN = (
    "/compte/connexion/",
    "/compte/activer/",
    "/compte/nouveau-mot-de-passe/",
    "/compte/mot-de-passe/oublie/",
    "/premiers-pas/je-n-y-arrive-pas/",
)


@pytest.fixture(autouse=True)
def _proved(monkeypatch):
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)


@pytest.fixture
def odile(client, mother, ines):
    """Signed in, with no address."""
    access = NotebookAccessFactory(student=ines, given_by=mother, user__email="")
    client.force_login(access.user)
    return access


def shown(client, address):
    page = client.get(address, follow=True)
    assert page.status_code == 200
    text = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("address", OF_ONES_ACCOUNT)
def test_a_relative_is_sent_to_who_gave_the_access(client, odile, address):
    page = shown(client, address)

    assert GIVER in page
    assert [said for said in SCHOOL_GIVES if said in page] == []


@pytest.mark.parametrize("address", ["/mon-compte/", "/premiers-pas/je-n-y-arrive-pas/"])
def test_a_relative_who_works_at_the_school_has_a_code_from_it(client, odile, address):
    StaffFactory(school=odile.school, user=odile.user)

    page = shown(client, address)

    assert any(said in page for said in SCHOOL_GIVES)


@pytest.mark.parametrize("address", BEFORE_SIGNING_IN)
def test_before_signing_in_the_page_is_true_of_a_relative_too(client, db, address):
    page = shown(client, address)

    assert "un parent" in page
    assert "collège" in page


def test_the_first_steps_of_a_relative_are_not_those_of_a_parent(client, odile):
    mine, __, others = shown(client, "/premiers-pas/").partition("Les premiers pas des autres")

    assert "Un parent me laisse lire le cahier de son enfant" in mine
    assert 'href="/proche/"' in mine
    assert "Je suis parent" not in mine
    assert "Je suis parent" in others


def test_the_proof_of_a_relative_speaks_of_no_letter(client, odile):
    odile.user = None
    odile.save()
    client.logout()
    __, code = give(odile)

    page = client.get(enter(client, code).url).content.decode()

    assert "aurait trouvé ce code" in page
    assert "lettre" not in page.partition("<main")[2].partition("</main>")[0]


def test_who_gives_reads_how_to_help_with_a_lost_password(client, mother, ines):
    mother.user = UserFactory()
    mother.save()
    client.force_login(mother.user)

    page = shown(client, "/famille/proches/")

    assert "Mot de passe oublié" in page
