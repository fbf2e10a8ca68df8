"""Files that were read wait for a yes: on the first page of each who may give it, and no other."""

import pytest
import time_machine
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.models import ImportState
from tests.factories.imports import READ_AT, ImportBatchFactory
from tests.factories.schools import SchoolFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    return ImportBatchFactory(school=SchoolFactory(name="Collège Simone-Exemple"))


def first_page(client, school, role):
    client.force_login(StaffFactory(school=school, role=role).user)
    with time_machine.travel(READ_AT, tick=False):
        page = client.get(reverse("home:staff_home"))
    return page.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.DIGITAL_REFERENT, True),
        (Role.PRINCIPAL, True),
        (Role.DEPUTY, True),
        (Role.SECRETARY, False),
        (Role.CPE, False),
        (Role.TEACHER, False),
    ],
)
def test_an_import_that_was_read_waits_for_whoever_may_confirm_it(client, batch, role, reads):
    page = first_page(client, batch.school, role)

    assert ("À confirmer, import : Collège Simone-Exemple" in page) is reads
    assert (reverse("imports:batch_detail", args=[batch.public_id]) in page) is reads


@pytest.mark.parametrize("state", [ImportState.READING, ImportState.CANCELLED, ImportState.FAILED])
def test_what_is_not_to_be_answered_does_not_wait(client, batch, state):
    batch.state = state
    batch.save()

    assert "À confirmer, import" not in first_page(client, batch.school, Role.PRINCIPAL)


def test_the_import_of_another_school_waits_elsewhere(client, batch):
    assert "Simone-Exemple" not in first_page(client, SchoolFactory(), Role.PRINCIPAL)
