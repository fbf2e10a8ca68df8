"""A test that commits leaves nothing behind it, and what migrations wrote stays."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.emptying import KEPT, delete_rows
from tests.world import build_world


def tables_with_any_row():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        held = []
        for name in tables:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 (its own catalogue)
            held += [name] if cursor.fetchone()[0] else []
    return set(held)


@pytest.mark.django_db(transaction=True)
def test_rows_and_their_histories_go_and_what_migrations_wrote_stays():
    build_world()
    before = tables_with_any_row()
    kinds = ContentType.objects.count()

    assert delete_rows("default")

    assert before > {"schools_schoolevent", "results_resultversion"}
    assert tables_with_any_row() == set(KEPT)
    assert ContentType.objects.count() == kinds


@pytest.mark.django_db(transaction=True)
def test_triggers_are_back_for_who_comes_next():
    build_world()
    assert delete_rows("default")

    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
