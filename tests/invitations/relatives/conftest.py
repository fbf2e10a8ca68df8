import pytest
from django.test import Client

from coeduc import proofs
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolYearFactory
from tests.invitations.relatives.giving import CREATE, ESSAIS, ODILE


@pytest.fixture(autouse=True)
def _proved(monkeypatch):
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)


@pytest.fixture
def given(mother, ines):
    """Signed in as the mother; ``given()`` sends the form."""
    SchoolYearFactory(school=ines.school)
    mother.user = UserFactory()
    mother.save()
    client = Client()
    client.force_login(mother.user)

    def send(**typed):
        data = {"enfant": str(ines.public_id), "address": ESSAIS, **ODILE, **typed}
        return client.post(CREATE, data)

    send.client = client
    return send
