"""Who gives a post, who prepares one, and what heads may leave to the office."""

import datetime as dt

import pytest

from apps.schools import policies
from apps.schools.enums import Role
from coeduc.access import Capacity, Reader
from tests.factories.schools import SchoolFactory, StaffFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 16, 11, tzinfo=dt.UTC)
HEADS = {Role.PRINCIPAL, Role.DEPUTY}
OFFICE = HEADS | {Role.SECRETARY, Role.DIGITAL_REFERENT}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_left", [False, True])
def test_only_substitutes_are_left_to_the_office_and_only_where_heads_said_so(role, is_left):
    school = SchoolFactory(office_names_substitutes=is_left)
    reader = Reader(StaffFactory(school=school, role=role).user, Capacity.STAFF, NOON)

    assert policies.can_name(reader, school) is (role in HEADS)
    assert policies.can_prepare_names(reader, school) is (role in OFFICE)
    assert policies.can_give(reader, school, is_a_substitute=False) is (role in HEADS)
    allowed = HEADS | (OFFICE if is_left else set())
    assert policies.can_give(reader, school, is_a_substitute=True) is (role in allowed)


def test_nobody_names_anybody_in_another_school():
    school = SchoolFactory(office_names_substitutes=True)
    reader = Reader(StaffFactory(role=Role.PRINCIPAL).user, Capacity.STAFF, NOON)

    assert not policies.can_give(reader, school, is_a_substitute=True)
    assert not policies.can_prepare_names(reader, school)
