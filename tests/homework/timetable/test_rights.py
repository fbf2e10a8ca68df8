"""Whose weekly lessons a person may set: what they teach; all of a school, for who imports."""

import pytest

from apps.homework.policies import with_timetable_to_set
from apps.schools.enums import Role
from tests.factories.schools import StaffFactory
from tests.homework.conftest import TUESDAY, reader

pytestmark = pytest.mark.django_db


def settable(person, capacity="staff"):
    return set(with_timetable_to_set(reader(person, capacity, TUESDAY)))


def test_a_colleague_sets_the_lessons_of_nobody_else(school_life):
    assert settable(school_life.colleague) == {school_life.french}


@pytest.mark.parametrize(
    "role", [Role.TEACHER, Role.CPE, Role.SCHOOL_LIFE, Role.SECRETARY, Role.HEALTH_SOCIAL]
)
def test_who_neither_teaches_nor_imports_sets_no_lesson(school_life, role):
    assert settable(StaffFactory(school=school_life.school, role=role)) == set()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.DEPUTY, Role.DIGITAL_REFERENT])
def test_who_imports_sets_those_of_the_whole_school(school_life, role):
    every = {school_life.teaching, school_life.french, school_life.elsewhere}

    assert settable(StaffFactory(school=school_life.school, role=role)) == every


def test_who_imports_elsewhere_sets_none_here(school_life):
    assert settable(StaffFactory(role=Role.DIGITAL_REFERENT)) == set()


def test_a_teacher_sets_none_from_the_pages_of_a_family(school_life):
    assert settable(school_life.teacher, "family") == set()
