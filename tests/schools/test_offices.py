"""Every job of a person counts: an office is held wherever one of them holds it."""

import pytest

from apps.results.models import Result
from apps.schools import policies
from apps.schools.enums import Role
from apps.schools.models import Guardianship, School, Staff, Student
from apps.schools.offices import (
    Office,
    holds,
    in_office,
    is_own_child,
    is_parent_of,
    of_own_child,
    offices_of,
    schools_held,
)
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.results import ResultFactory
from tests.factories.schools import (
    GuardianshipFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    since,
)
from tests.world import FORMER_UNTIL, LONG_AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


def staff_reader(user, capacity=Capacity.STAFF):
    return Reader(user, capacity, LONG_AFTER)


@pytest.mark.parametrize("first", [Role.TEACHER, Role.CPE])
def test_a_cpe_with_a_job_elsewhere_is_the_cpe_whichever_job_came_first(user, first):
    here, there = SchoolFactory(), SchoolFactory()
    roles = {here: Role.CPE, there: Role.TEACHER}
    for school in sorted(roles, key=lambda school: roles[school] != first):
        StaffFactory(school=school, user=user, role=roles[school])

    reader = staff_reader(user)

    assert holds(reader, Office.WHOLE_SCHOOL)
    assert holds(reader, Office.WHOLE_SCHOOL, here)
    assert not holds(reader, Office.WHOLE_SCHOOL, there)
    assert policies.can_restrict(reader, StudentFactory(school=here))
    assert not policies.can_restrict(reader, StudentFactory(school=there))


def test_two_jobs_in_one_school_both_count(user):
    school = SchoolFactory()
    for role in (Role.TEACHER, Role.DIGITAL_REFERENT):
        StaffFactory(school=school, user=user, role=role)

    assert holds(staff_reader(user), Office.TOOLS, school)
    assert not holds(staff_reader(user), Office.HEADS, school)


def test_a_job_that_has_ended_holds_nothing(user):
    StaffFactory(user=user, role=Role.PRINCIPAL, during=since(end=FORMER_UNTIL))

    assert not holds(staff_reader(user), Office.HEADS)


@pytest.mark.parametrize("capacity", [Capacity.FAMILY, Capacity.STUDENT, None])
def test_outside_the_space_of_the_team_nobody_holds_an_office(user, capacity):
    StaffFactory(user=user, role=Role.PRINCIPAL)

    assert not offices_of(staff_reader(user, capacity), Office.HEADS).exists()


def test_the_directory_is_apart_from_what_reads_results():
    """Decisions 0013, 0045: these know names and numbers, and no result."""
    apart = Office.DIRECTORY.value - Office.WHOLE_SCHOOL.value

    assert apart == {Role.SECRETARY, Role.SCHOOL_LIFE, *Office.HEALTH.value}
    assert Office.WHOLE_SCHOOL.value < Office.DIRECTORY.value


def test_a_child_of_ones_own_stays_so_after_the_link_has_ended(user):
    link = GuardianshipFactory(guardian__user=user, during=since(end=FORMER_UNTIL))
    other = GuardianshipFactory(student__school=link.school)

    theirs = Guardianship.objects.filter(of_own_child(user))

    assert list(theirs) == [link]
    assert is_own_child(staff_reader(user), link.student)
    assert not is_own_child(staff_reader(user), other.student)


def test_who_answers_for_a_pupil_at_work_is_none_of_their_parents(user):
    link = GuardianshipFactory(guardian__user=user)
    parent = StaffFactory(school=link.school, user=user)
    colleague = StaffFactory(school=link.school)
    without_account = StaffFactory(school=link.school, user=None)

    others = Staff.objects.filter(school=link.school).exclude(is_parent_of(link.student))

    assert parent not in others
    assert set(others) == {colleague, without_account}


def test_the_schools_of_an_office_are_those_where_any_job_holds_it(user):
    here, there, elsewhere = (SchoolFactory(name=name) for name in ("Ici", "Là", "Ailleurs"))
    for school, role in ((here, Role.CPE), (here, Role.SECRETARY), (there, Role.PRINCIPAL)):
        StaffFactory(school=school, user=user, role=role)
    StaffFactory(school=elsewhere, user=user, role=Role.TEACHER)

    reader = staff_reader(user)

    assert list(schools_held(reader, Office.ACCOUNTS)) == [here, there]
    assert list(schools_held(reader, Office.CPE)) == [here]
    assert set(
        School.objects.filter(in_office(reader, Office.WHOLE_SCHOOL, at=LONG_AFTER, school="pk"))
    ) == {
        here,
        there,
    }


@pytest.mark.parametrize("role", [Role.NURSE, Role.SOCIAL_WORKER, Role.PSY_EN])
def test_who_looks_after_health_reads_no_pupil_and_no_result(user, role):
    result = ResultFactory()
    StaffFactory(user=user, school=result.school, role=role)
    reader = staff_reader(user)

    assert holds(reader, Office.HEALTH)
    assert not Student.objects.visible_to(reader, at=reader.at).exists()
    assert not Result.objects.visible_to(reader, at=reader.at).exists()
