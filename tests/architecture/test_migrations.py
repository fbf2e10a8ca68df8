"""The history of the tables: complete, and one line without forks."""

import re
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = sorted(c.label for c in apps.get_app_configs() if c.name.startswith("apps."))


def of_app(label):
    loader = MigrationLoader(None)
    return {name: m for (app, name), m in loader.disk_migrations.items() if app == label}


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("label", OURS)
def test_migrations_of_an_app_follow_each_other_in_one_line(label):
    found = of_app(label)
    parents = Counter(
        name for migration in found.values() for app, name in migration.dependencies if app == label
    )

    numbers = sorted(int(name[:4]) for name in found)

    assert numbers == list(range(1, len(found) + 1))
    assert all(count == 1 for count in parents.values())


@pytest.mark.parametrize("label", OURS)
def test_migrations_have_names_that_say_something(label):
    assert [name for name in of_app(label) if re.search(r"_(auto|alter|merge)_", name)] == []
