"""Passwords cost what OWASP asks; a hash of other figures is made again at sign-in."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.urls import reverse

from coeduc.settings import base
from tests.factories.accounts import UserFactory

PASSWORD = "un-long-mot-de-passe"
FIGURES = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(autouse=True)
def _hashers(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS


def test_a_password_is_hashed_with_the_figures_of_owasp():
    assert FIGURES in make_password(PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [PASSWORD, "un autre"])
def test_a_hash_of_other_figures_is_made_again_when_its_owner_signs_in(client, typed):
    person = UserFactory()
    person.password = older = Argon2PasswordHasher().encode(PASSWORD, "sel" * 8)
    person.save()

    client.post(reverse("account_login"), {"login": person.username, "password": typed})

    person.refresh_from_db()
    assert (FIGURES in person.password) is (typed == PASSWORD)
    assert (person.password == older) is (typed != PASSWORD)
    assert person.check_password(PASSWORD)
