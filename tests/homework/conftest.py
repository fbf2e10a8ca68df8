"""A class with its teacher, a colleague, a family and a parallel class."""

import datetime as dt
from types import SimpleNamespace

import pytest
import time_machine

from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from apps.schools.enums import Scope
from coeduc.access import Capacity, Reader
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.snapshot import remembered

# Tuesday 17 November 2026, 10:00 in Paris.
TUESDAY = dt.datetime(2026, 11, 17, 9, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 17)
THURSDAY = dt.date(2026, 11, 19)


@pytest.fixture
def school_life():
    return build_school_life()


@remembered
def build_school_life():
    """Inès and Léo of 4eB, Zoé of 4eC; Mme Roux teaches 4eB, Mme Petit 4eC, M. Nguyen leads 4eB."""
    teaching = TeachingFactory()
    school, year = teaching.school, teaching.year
    OpeningVersionFactory(school=school)
    other_class = DivisionFactory(school=school, year=year, code="4eC")
    french = SubjectFactory(school=school, label="Français")
    cast = SimpleNamespace(
        school=school,
        teaching=teaching,
        french=TeachingFactory(
            school=school, year=year, subject=french, division=teaching.division
        ),
        elsewhere=TeachingFactory(
            school=school, year=year, subject=teaching.subject, division=other_class
        ),
        teacher=StaffFactory(school=school),
        colleague=StaffFactory(school=school),
        lead=StaffFactory(school=school),
        ines=_pupil(teaching.division),
        leo=_pupil(teaching.division),
        zoe=_pupil(other_class),
    )
    TeachingStaffFactory(teaching=cast.teaching, staff=cast.teacher)
    TeachingStaffFactory(teaching=cast.french, staff=cast.colleague)
    LeadTeacherFactory(division=teaching.division, staff=cast.lead)
    for name, student, scope in (
        ("mother", cast.ines, Scope.FULL),
        ("father", cast.ines, Scope.FULL),
        ("carer", cast.ines, Scope.CARE),
        ("overseer", cast.ines, Scope.SURVEILLANCE),
        ("contact", cast.ines, Scope.CONTACT),
        ("mother_of_leo", cast.leo, Scope.FULL),
        ("mother_of_zoe", cast.zoe, Scope.FULL),
    ):
        guardian = GuardianFactory(school=school)
        GuardianshipFactory(student=student, guardian=guardian, scope=scope)
        setattr(cast, name, guardian.user)
    return cast


def _pupil(division):
    student = StudentFactory(school=division.school, with_account=True)
    EnrolmentFactory(division=division, student=student)
    return student


def reader(person, capacity, at=TUESDAY):
    return Reader(getattr(person, "user", person), Capacity(capacity), at)


def page(text="Fractions : addition.", question="", works=(), **more):
    return Page(text=text, question=question, works=tuple(works), **more)


def work(text="Exercice 4 page 12", due_on=THURSDAY, **more):
    return GivenWork(text=text, due_on=due_on, **more)


def write(cast, teaching=None, *, at=TUESDAY, day=TODAY, by=None, rank=1, **content):
    return write_lesson(
        teaching or cast.teaching,
        page(**content),
        day=day,
        by=(by or cast.teacher).user,
        at=at,
        rank=rank,
    )


@pytest.fixture
def today():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def teacher(client, school_life):
    client.force_login(school_life.teacher.user)
    return client


@pytest.fixture
def asked(school_life):
    """A work of 4eB that asks for a file."""
    lesson = write(school_life, works=[work("Une maquette", asks_file=True)])
    return lesson.works.get()
