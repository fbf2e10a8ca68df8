"""Readings kept by shape: the values of one person never serve another, and nothing is baked in."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, Value
from django.utils import translation

from apps.accounts.models import User
from apps.schools.models import School, Staff
from coeduc.replay import PADDED_TO, Reading, ReplayError, padded
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC)


def by_key(*keys):
    return User.objects.filter(pk__in=keys).order_by("pk")


@pytest.fixture
def people():
    return [UserFactory() for _ in range(3)]


def keys(rows):
    return [row.pk for row in rows]


def test_each_person_reads_their_own_rows_from_the_same_text(people):
    reading = Reading(by_key)
    one, two, three = (person.pk for person in people)

    assert keys(reading.rows(one, two)) == [one, two]
    assert keys(reading.rows(two, three)) == [two, three]
    assert keys(reading.rows(three, three)) == [three]
    assert len(reading._kept) == 1


def test_a_reading_is_written_once_and_asks_one_statement(people):
    written = []

    def build(key):
        written.append(key)
        return by_key(key)

    reading = Reading(build)
    with statements() as asked:
        for person in people:
            reading.rows(person.pk)

    assert len(written) == 2  # with two sets of markers
    assert not {person.pk for person in people} & set(written)
    assert len(asked) == len(people)


def test_what_is_there_or_not_is_another_shape(people):
    def build(key, word, since):
        rows = by_key(key).filter(username__startswith=word)
        return rows if since is None else rows.filter(date_joined__gte=since)

    reading = Reading(build)
    person = people[0]
    person.date_joined = AT
    person.save()
    later = AT + dt.timedelta(seconds=1)

    assert keys(reading.rows(person.pk, "", None)) == [person.pk]
    assert keys(reading.rows(person.pk, "", AT)) == [person.pk]
    assert keys(reading.rows(person.pk, "", later)) == []
    assert keys(reading.rows(person.pk, "qui que ce soit", None)) == []
    assert len(reading._kept) == 3


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(
            lambda key, at: by_key(key).filter(date_joined__lte=at - dt.timedelta(days=7)),
            id="an instant worked out",
        ),
        pytest.param(lambda key, at: by_key(key + 1), id="a key worked out"),
        pytest.param(lambda key, at: by_key(key).annotate(day=Value(f"{at:%A}")), id="a word"),
        pytest.param(
            lambda key, at: by_key(key) if at.hour < 7 else by_key(key).filter(is_active=True),
            id="a choice by the hour",
        ),
        pytest.param(
            lambda key, at: by_key(key) if key % 2 else by_key(key, 3), id="a choice by the key"
        ),
        pytest.param(
            lambda key, at: by_key(key) if at.year > 3000 else by_key(), id="rows or none"
        ),
        pytest.param(
            lambda key, at: by_key(key) if at.year > 2020 else by_key(), id="before or after a day"
        ),
        pytest.param(
            lambda key, at, until: by_key(key).filter(date_joined__lte=min(at, until)),
            id="the sooner of two",
        ),
    ],
)
def test_a_text_that_depends_on_a_value_is_refused(people, build):
    with pytest.raises(ReplayError, match="worked out"):
        Reading(build).rows(people[0].pk, AT, *[AT] * (build.__code__.co_argcount - 2))


def test_nothing_may_be_asked_of_the_database_while_a_reading_is_written(people):
    def build(key):
        return by_key(*User.objects.filter(pk=key).values_list("pk", flat=True))

    with pytest.raises(ReplayError, match="asks the database"):
        Reading(build).rows(people[0].pk)


def test_what_is_no_plain_value_is_refused(people):
    with pytest.raises(ReplayError, match="User"):
        Reading(lambda person: by_key(person.pk)).rows(people[0])


def test_a_shape_without_rows_has_none_and_asks_nothing(people):
    reading = Reading(by_key)

    with statements() as asked:
        assert reading.rows() == []
    assert asked == []


def test_joined_rows_values_and_unions_come_as_django_gives_them():
    job = StaffFactory()
    StaffFactory()
    person = job.user.pk

    def joined(user):
        return Staff.objects.filter(user=user).select_related("school", "user")

    def named(user):
        mine = Staff.objects.filter(user=user, school=OuterRef("pk"))
        return School.objects.filter(Exists(mine)).values_list("name", "pk")

    def both(user):
        return named(user).order_by().union(named(user).order_by(), all=True)

    with statements() as asked:
        (found,) = Reading(joined).rows(person)
        words = (found.school.name, found.user.username)
    assert words == (job.school.name, job.user.username)
    assert len(asked) == 1
    assert Reading(named).rows(person) == [(job.school.name, job.school.pk)]
    assert Reading(both).rows(person) == [(job.school.name, job.school.pk)] * 2


def test_rows_fetched_beforehand_are_those_of_this_person(people):
    jobs = [StaffFactory(user=person) for person in people]
    reading = Reading(lambda key: by_key(key).prefetch_related("staff_links"))

    for person, job in zip(people, jobs, strict=True):
        (found,) = reading.rows(person.pk)
        assert list(found.staff_links.all()) == [job]


def test_rows_fetched_beforehand_by_a_set_of_their_own_are_refused(people):
    """It is written from the markers, and would be asked with them: of nobody, without a word."""

    def build(key):
        theirs = Staff.objects.filter(user=key)
        return by_key(key).prefetch_related(Prefetch("staff_links", queryset=theirs))

    with pytest.raises(ReplayError, match="beforehand"):
        Reading(build).rows(people[0].pk)


def test_each_language_has_its_own_text(people):
    def build(key):
        return by_key(key).annotate(label=Value(translation.get_language()))

    reading = Reading(build)
    lines = []
    for language in ("fr", "en", "fr"):
        with translation.override(language):
            lines.append(reading.rows(people[0].pk)[0].label)

    assert lines == ["fr", "en", "fr"]


def test_keys_said_twice_change_no_row(people):
    ours = [person.pk for person in people]
    reading = Reading(lambda keys: by_key(*keys))

    assert len(padded(ours)) == PADDED_TO
    assert padded([]) == ()
    assert len(padded(range(1, PADDED_TO + 1))) == PADDED_TO
    assert keys(reading.rows(padded(ours))) == ours
    assert keys(reading.rows(padded(ours[:1]))) == ours[:1]
    assert len(reading._kept) == 1


def test_a_reading_forgets_its_shapes_before_they_are_too_many(people, monkeypatch):
    monkeypatch.setattr("coeduc.replay.SHAPES", 2)
    reading = Reading(lambda key, word: by_key(key).filter(~Q(username=word)))

    for n in range(5):
        assert keys(reading.rows(people[0].pk, f"autre {n}")) == [people[0].pk]

    assert len(reading._kept) <= 2


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_ask_at_once_each_have_their_own(people):
    reading, found = Reading(by_key), {}
    gate = threading.Barrier(2)

    def ask(key):
        gate.wait()
        for _ in range(20):
            found.setdefault(key, set()).update(keys(reading.rows(key)))

    def thread(key):
        try:
            ask(key)
        finally:
            connection.close()

    asking = [threading.Thread(target=thread, args=[person.pk]) for person in people[:2]]
    for one in asking:
        one.start()
    for one in asking:
        one.join()

    assert found == {person.pk: {person.pk} for person in people[:2]}


def test_schools_are_read_by_name_and_never_of_another(people):
    first, second = SchoolFactory(name="Un"), SchoolFactory(name="Deux")
    reading = Reading(lambda name: School.objects.filter(name=name))

    assert keys(reading.rows("Un")) == [first.pk]
    assert keys(reading.rows("Deux")) == [second.pk]
