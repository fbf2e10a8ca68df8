"""The database that every process of tests copies is what the migrations of this code make."""

import shutil

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import template


@pytest.fixture
def server(monkeypatch, django_db_blocker, db):
    """Templates of this test alone, that hold one table."""
    monkeypatch.setattr(template, "PREFIX", f"{connection.settings_dict['NAME']}_t_")
    monkeypatch.setattr(template, "MIGRATE", ONE_TABLE)
    with django_db_blocker.unblock(), template._server() as cursor:
        yield cursor
        for name in template._templates(cursor):
            template._drop(cursor, name)


ONE_TABLE = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
connection.cursor().execute("CREATE TABLE proof ()")
"""


def test_the_tests_database_has_every_migration_of_this_code(db):
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_whatever_may_change_the_database_names_another_template(tmp_path, monkeypatch):
    files = template.sources()
    names = {str(path.relative_to(template.ROOT)) for path in files}
    assert {"coeduc/database.py", "requirements-dev.txt", "apps/schools/names.py"} <= names
    assert "apps/results/migrations/0001_initial.py" in names
    copies = [tmp_path / path.relative_to(template.ROOT) for path in files]
    for path, copied in zip(files, copies, strict=True):
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copied)
    monkeypatch.setattr(template, "ROOT", tmp_path)

    keys = [template.key("18.1", copies), template.key("15.9", copies)]
    for copied in copies:
        copied.write_text(copied.read_text() + "#")
        keys.append(template.key("18.1", copies))

    assert len(set(keys)) == len(keys)


def test_a_template_is_made_once_and_two_are_kept(server, monkeypatch):
    made = []
    for version in ("one", "two", "two", "three"):
        monkeypatch.setattr(template, "name", lambda version=version: template.PREFIX + version)
        made.append(template.ensure())

    assert template._templates(server) == [made[1], made[3]]


def test_two_copies_know_nothing_of_each_other(server):
    copies = [f"{template.PREFIX}copy{n}" for n in (1, 2)]
    for name in copies:
        template.copy(name)
    tables = []
    for name in copies:
        here = connection.copy()
        here.settings_dict["NAME"] = name
        with here.cursor() as cursor:
            cursor.execute("ALTER TABLE proof RENAME TO changed")
            tables.append(here.introspection.table_names(cursor))
        here.close()

    assert tables == [["changed"], ["changed"]]


def test_migrations_that_fail_say_why_and_leave_nothing(server, monkeypatch):
    monkeypatch.setattr(template, "MIGRATE", "raise SystemExit('no such column')")

    with pytest.raises(template.TemplateError, match="no such column"):
        template.ensure()
    assert template._templates(server) == []
    server.execute(
        "SELECT count(*) FROM pg_database WHERE starts_with(datname, %s)",
        [f"test_{template.PREFIX}"],
    )
    assert server.fetchone() == (0,)
