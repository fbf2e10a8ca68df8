"""A world put back is the world that its factories made."""

import pytest
from django.db import connection

from apps.results.models import ResultVersion
from apps.schools.models import School, Student
from tests.emptying import tables_with_rows
from tests.factories.schools import StudentFactory
from tests.leaks.two_worlds import forgotten
from tests.snapshot import remembered
from tests.world import CANARY, build_world

pytestmark = pytest.mark.django_db
made_by_factories = build_world.__wrapped__


@pytest.fixture
def built(monkeypatch):
    """A builder with a memory of its own, and how many times it was asked to work."""
    times = []

    def build(**how):
        times.append(how)
        return made_by_factories(**how)

    return remembered(build), times


def contents():
    with connection.cursor() as cursor:
        found = {}
        for table in tables_with_rows(cursor):
            cursor.execute(f'SELECT one::text FROM "{table}" AS one')  # noqa: S608 (a catalogue)
            found[table] = sorted(row[0] for row in cursor.fetchall())
    return found


def test_the_rows_that_come_back_are_those_that_were_made(built):
    build, times = built
    with forgotten():
        first, made = build(classmates=1), contents()
    again = build(classmates=1)

    assert len(times) == 1
    assert contents() == made
    assert again.people == first.people
    assert ResultVersion.objects.get(result=again.result).value == CANARY


def test_other_words_make_another_world(built):
    build, times = built
    for how in ({}, {"marked": False}, {}):
        with forgotten():
            build(**how)

    assert times == [{}, {"marked": False}]


def test_a_second_world_in_a_test_is_another_one(built):
    build, __ = built
    with forgotten():
        build()

    one, other = build(), build()

    assert one.school.pk != other.school.pk
    assert School.objects.count() == 6


def test_rows_of_a_test_are_never_taken_for_those_of_the_world(built):
    build, __ = built
    with forgotten():
        StudentFactory(first_name="Témoin")
        build()

    build()

    assert not Student.objects.filter(first_name="Témoin").exists()


def test_what_is_written_after_is_checked_and_remembered_by_the_database(built):
    build, __ = built
    with forgotten():
        build()
    world = build()

    world.student.first_name = "Inès-Marie"
    world.student.save()
    StudentFactory(school=world.school)

    assert School.objects.filter(pk=world.school.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
