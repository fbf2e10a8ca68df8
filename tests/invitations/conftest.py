"""A Wednesday of November, Inès of 4eB and her mother, who has no account yet."""

import pytest
import time_machine
from django.core.cache import cache

from tests.factories.invitations import NOVEMBER
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    SchoolFactory,
    StudentFactory,
)
from tests.invitations.doors import BORN, guardian_of


@pytest.fixture(autouse=True)
def _november():
    cache.clear()
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory(name="Collège Simone-Exemple")


@pytest.fixture
def ines(school):
    student = StudentFactory(
        school=school, first_name="Inès", last_name="DIALLO", birth_date=BORN, with_account=False
    )
    EnrolmentFactory(student=student, division=DivisionFactory(school=school, code="4eB"))
    return student


@pytest.fixture
def mother(ines):
    return guardian_of(ines, first_name="Aïssata", last_name="DIALLO")
