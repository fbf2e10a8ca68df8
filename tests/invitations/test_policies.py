"""Who may give a way in: the account of a head opens what a head opens, today or soon."""

import datetime as dt

import pytest

from apps.invitations import policies
from apps.schools.enums import Role
from coeduc.access import Capacity, Reader
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    PostFactory,
    SchoolFactory,
    StaffFactory,
    since,
)

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 16, 11, tzinfo=dt.UTC)
NEXT_WEEK = NOON + dt.timedelta(days=7)


@pytest.fixture
def school():
    return SchoolFactory()


def reader(person):
    return Reader(person.user, Capacity.STAFF, NOON)


@pytest.mark.parametrize("arrives", [NOON - dt.timedelta(days=7), NEXT_WEEK])
def test_the_account_of_a_head_is_reset_by_heads_alone_even_through_a_child(school, arrives):
    """As a parent they are anybody's to help; their account opens the school all the same."""
    secretary = StaffFactory(school=school, role=Role.SECRETARY)
    principal = StaffFactory(school=school, role=Role.PRINCIPAL)
    deputy = StaffFactory(school=school, role=Role.DEPUTY, during=since(arrives))
    parent = GuardianFactory(school=school, user=deputy.user)
    GuardianshipFactory(guardian=parent, student__school=school)

    for person in (deputy, parent):
        assert not policies.can_reset(reader(secretary), person, deputy.user)
        assert policies.can_reset(reader(principal), person, deputy.user)


def test_a_post_of_head_that_begins_later_is_one_already(school):
    secretary = StaffFactory(school=school, role=Role.SECRETARY)
    teacher = StaffFactory(school=school, user=None)
    assert policies.can_give_code(reader(secretary), teacher)

    PostFactory(staff=teacher, role=Role.DEPUTY, during=since(NEXT_WEEK))

    assert not policies.can_give_code(reader(secretary), teacher)
