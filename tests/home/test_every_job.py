"""The first page of somebody with several jobs tells what each of them calls for."""

import pytest
import time_machine
from django.urls import reverse

from apps.results.models import TalkRequest
from apps.schools.enums import Role
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


def first_page(client, user):
    client.force_login(user)
    with time_machine.travel(LONG_AFTER, tick=False):
        return client.get(reverse("home:staff_home")).content.decode()


def ask(world):
    return TalkRequest.objects.create(
        school=world.school,
        result=world.result,
        student=world.student,
        at=LONG_AFTER,
    )


@pytest.mark.parametrize("role", [Role.CPE, Role.DEPUTY])
def test_an_older_job_elsewhere_hides_no_request_of_a_pupil(client, world, role):
    user = StaffFactory(school=SchoolFactory(name="Ancien collège")).user
    StaffFactory(school=world.school, role=role, user=user)
    ask(world)

    page = first_page(client, user)

    assert "Inès" in page
    assert reverse("results:hold_list") in page


def test_a_colleague_with_two_jobs_without_that_office_reads_no_request(client, world):
    user = StaffFactory(school=SchoolFactory(name="Ancien collège"), role=Role.CPE).user
    StaffFactory(school=world.school, user=user)
    ask(world)

    assert "Inès" not in first_page(client, user)


def test_a_head_of_two_schools_reads_the_rule_of_each(client, world):
    other = SchoolFactory(name="Collège d’en face")
    user = StaffFactory(school=other, role=Role.PRINCIPAL).user
    StaffFactory(school=world.school, role=Role.PRINCIPAL, user=user)

    page = first_page(client, user)

    assert page.count("La règle du collège") == 2
    assert "Collège d’en face" in page
