"""Replayed readings are planned once a connection, and a plan that is void costs nobody a page."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from coeduc.postgresql import prepared
from coeduc.postgresql.prepared import Text
from coeduc.replay import Reading
from tests.factories.accounts import UserFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC)
ALTER = (
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE accounts_user ALTER COLUMN first_name TYPE varchar(190)",
)
ALTER_BACK = "ALTER TABLE accounts_user ALTER COLUMN first_name TYPE varchar(150)"


def by_key(*keys):
    return User.objects.filter(pk__in=keys).order_by("pk")


def keys(rows):
    return [row.pk for row in rows]


def sql(*texts):
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)
        return cursor.fetchall() if cursor.description else None


def names():
    """Those that the server has for this connection, and how often it planned each."""
    found = sql("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements")
    return {name: used for name, used in found if name.startswith("coeduc_")}


@pytest.fixture(autouse=True)
def _nothing_prepared_yet():
    sql("DEALLOCATE ALL")
    connection.connection.prepared.clear()


@pytest.fixture
def people():
    return [UserFactory() for _ in range(3)]


def asked(text, *params):
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall()


# What it saves ------------------------------------------------------------------------------------


def test_a_reading_is_prepared_once_and_executed_for_each_person(people):
    reading = Reading(by_key)

    for person in people:
        assert keys(reading.rows(person.pk)) == [person.pk]

    assert list(names().values()) == [len(people)]


def test_one_text_is_one_statement_whatever_the_sizes_of_the_values(people):
    reading = Reading(by_key)

    for key in (1, 40_000, 3_000_000_000, people[0].pk):
        reading.rows(key)

    assert len(names()) == 1


def test_a_reading_counts_as_the_one_statement_that_it_is(people):
    reading = Reading(by_key)
    for _again in range(2):
        with statements() as seen, CaptureQueriesContext(connection) as captured:
            reading.rows(people[0].pk)

        (words,) = seen
        assert words.startswith("SELECT")
        (query,) = captured.captured_queries
        assert f'"accounts_user"."id" IN ({people[0].pk})' in query["sql"]


def test_constants_of_every_sort_are_in_what_is_planned(people):
    person = people[0]
    User.objects.filter(pk=person.pk).update(first_name="100 % d’élèves", date_joined=AT)

    def build(key, word, since):
        rows = by_key(key).filter(first_name__contains=word, date_joined__gte=since)
        return rows.annotate(label=Value("%s 'là' %"))

    reading = Reading(build)
    (found,) = reading.rows(person.pk, "0 % d’", AT)
    assert (found.pk, found.label) == (person.pk, "%s 'là' %")
    assert keys(reading.rows(person.pk, "0 % d’", AT + dt.timedelta(seconds=1))) == []
    assert keys(reading.rows(person.pk, "%s", AT)) == []
    assert len(names()) == 2


def test_each_plain_value_keeps_its_type():
    at, day, key = AT, dt.date(2026, 11, 29), uuid.uuid4()
    text = Text(
        "SELECT %s, %s, %s, %s, %s, 7 %% 2, %s",
        (0, 1, 2, 3, 0, None),
        ("bigint", "timestamptz", "date", "uuid"),
    )

    for _again in range(2):
        assert asked(text, 5, at, day, key, 5, "a % b") == [(5, at, day, key, 5, 1, "a % b")]
    assert len(names()) == 1


def test_values_inside_a_list_are_values(people):
    text = Text("SELECT %s = ANY(%s)", (0, (0, 1, None)), ("bigint", "bigint"))

    assert asked(text, 4, [4, 5, 6]) == [(True,)]
    assert asked(text, 7, [7, 5, 6]) == [(True,)]
    assert len(names()) == 1


# What no longer holds -----------------------------------------------------------------------------


def test_a_plan_made_void_by_a_migration_is_made_again(people):
    reading, key = Reading(by_key), people[0].pk
    reading.rows(key)
    sql(*ALTER)

    for _again in range(4):
        assert keys(reading.rows(key)) == [key]
    assert list(names().values()) == [3]  # all but the first, which found it void


def test_what_was_written_before_a_void_plan_is_not_lost(people):
    reading, (first, second, _third) = Reading(by_key), people
    with transaction.atomic():
        reading.rows(first.pk)
        User.objects.filter(pk=second.pk).update(first_name="Avant")
        sql(*ALTER)
        (found,) = reading.rows(second.pk)
        User.objects.filter(pk=second.pk).update(last_name="Après")

    second.refresh_from_db()
    assert (found.first_name, second.first_name, second.last_name) == ("Avant", "Avant", "Après")


@pytest.mark.parametrize("forgotten", ["DISCARD ALL", "DEALLOCATE ALL"])
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_forgot_its_statements_prepares_them_again(people, forgotten):
    """As a pooler does between two clients."""
    reading, key = Reading(by_key), people[0].pk
    reading.rows(key)
    sql(forgotten)

    for _again in range(2):
        with transaction.atomic():
            assert keys(reading.rows(key)) == [key]

    assert len(names()) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_too(people):
    reading, key = Reading(by_key), people[0].pk
    try:
        for change in ("SELECT 1", "DEALLOCATE ALL", ALTER[1]):
            sql(change)
            for _again in range(2):
                assert keys(reading.rows(key)) == [key]
        assert len(names()) == 1
    finally:
        sql(ALTER_BACK)


def test_a_statement_that_the_session_has_already_is_used(people):
    """Another process prepared it in a session that a pooler shares: same name, same text."""
    reading, (first, second, _third) = Reading(by_key), people
    reading.rows(first.pk)
    connection.connection.prepared.clear()

    for _again in range(2):
        assert keys(reading.rows(second.pk)) == [second.pk]

    assert len(names()) == 1
    assert list(names()) == list(connection.connection.prepared)


def test_a_read_only_transaction_prepares_too(people):
    reading = Reading(by_key)
    sql("SET TRANSACTION READ ONLY")

    assert keys(reading.rows(people[0].pk)) == [people[0].pk]
    assert len(names()) == 1


@pytest.mark.parametrize("setting", [True, False])
def test_a_connection_prepares_as_its_setting_says(setting):
    other = connection.copy()
    other.settings_dict = connection.settings_dict | {"PREPARED": setting}
    try:
        other.ensure_connection()
        assert other.connection.prepared == ({} if setting else None)
    finally:
        other.close()


def test_the_least_used_are_thrown_away(people, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 2)
    reading, key = Reading(lambda word, key: by_key(key).exclude(username=word)), people[0].pk

    for word in ("un", "deux", "un", "trois"):
        assert keys(reading.rows(word, key)) == [key]

    kept = " ".join(row[0] for row in sql("SELECT statement FROM pg_prepared_statements"))
    assert len(names()) == 2
    assert [word for word in ("un", "deux", "trois") if f"'{word}'" in kept] == ["un", "trois"]


# What is refused ----------------------------------------------------------------------------------


def test_what_cannot_be_prepared_is_asked_as_it_is_written_and_said_once(caplog):
    text = Text("SELECT EXTRACT(year FROM %s)", (0,), ("uuid",))

    for _again in range(2):
        assert asked(text, dt.date(2026, 11, 29)) == [(2026,)]

    assert text.is_refused
    assert len(caplog.records) == 1


def test_a_statement_that_is_wrong_fails_as_it_would(caplog):
    text = Text("SELECT nobody FROM nowhere WHERE id = %s", (0,), ("bigint",))

    for _again in range(2):
        with pytest.raises(DatabaseError, match="nowhere"), transaction.atomic():
            asked(text, 1)

    assert not text.is_refused
    assert caplog.records == []


def test_a_statement_stopped_by_its_limit_is_not_asked_again():
    text = Text("SELECT pg_sleep(%s)", (0,), ("bigint",))
    with transaction.atomic():
        sql("SET LOCAL statement_timeout = 30")
        with (
            statements() as seen,
            pytest.raises(DatabaseError, match="timeout"),
            transaction.atomic(),
        ):
            asked(text, 60)

    assert len(seen) == 1


def test_nothing_is_prepared_where_it_is_turned_off(people, monkeypatch):
    monkeypatch.setattr(connection.connection, "prepared", None)

    assert keys(Reading(by_key).rows(people[0].pk)) == [people[0].pk]
    assert names() == {}
