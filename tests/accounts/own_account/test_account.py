"""«Mon compte»: what the portal holds of this person as an account, and what they decide."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.schools import StudentFactory

pytestmark = pytest.mark.django_db

PAGE = "/mon-compte/"


def page_of(client, user):
    client.force_login(user)
    return client.get(PAGE).content.decode()


def test_one_leaves_and_changes_ones_password_from_ones_account(client):
    page = page_of(client, UserFactory(username="adiallo"))

    assert "adiallo" in page
    for address in ("/compte/deconnexion/", "/compte/mot-de-passe/", "/confort/", "/vos-donnees/"):
        assert f'"{address}"' in page


def test_a_person_without_address_is_told_what_replaces_it(client):
    page = page_of(client, UserFactory(email=""))

    assert "Si vous oubliez votre mot de passe, le collège vous donne un code." in page
    assert "Donner une adresse" in page


def test_an_address_is_shown_to_its_owner_who_may_take_it_back(client):
    UserFactory(email="autre@example.org")
    page = page_of(client, UserFactory(email="awa@example.org"))

    assert "awa@example.org" in page
    assert "autre@example.org" not in page
    assert "Changer ou retirer l’adresse" in page


def test_a_pupil_is_spoken_to_as_a_pupil(client):
    page = page_of(client, StudentFactory(user=UserFactory(email="")).user)

    assert "Si tu oublies ton mot de passe" in page
    assert "Tes données\xa0: qui les lit" in page
