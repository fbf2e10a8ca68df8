"""An empty machine under production settings: to the first family that signs in.

The two commands of the deployment, the national files, the principal's slip, the letters, a family:
each in a process of its own, as they are typed on a server. A minute of processor, half of it for
the migrations: once in `.ci/run`, on the PostgreSQL of Debian.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

from apps.demo.school_files.national import write_files
from apps.demo.school_files.school import build_school
from coeduc import embedded
from tests import template

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("first_door")]

PUPILS = 12
# Columns, constraints, indexes, triggers and functions, in words.
SHAPE = """
SELECT table_name, column_name, concat_ws(' ', data_type, is_nullable, column_default,
    identity_generation, collation_name, character_maximum_length)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
  WHERE NOT tgisinternal
UNION ALL SELECT '', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def with_name(url, name):
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture
def empty_base():
    """A database with nothing in it, and nothing of it afterwards."""
    url = os.environ.get("DATABASE_URL") or embedded.database_url()
    name = f"first_door_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(with_name(url, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield with_name(url, name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def server(empty_base, tmp_path):
    """Type a command on the server of a school that opens today."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "coeduc.settings.prod",
        "DATABASE_URL": empty_base,
        "REDIS_URL": os.environ.get("REDIS_URL") or embedded.redis_url(),
        "SECRET_KEY": "une clé pour ce test seulement, longue et sans valeur ailleurs",
        "ALLOWED_HOSTS": "portail.example.org",
        "PUBLIC_BASE_URL": "https://portail.example.org",
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": "Le collège <portail@example.org>",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
    }

    def type_(*words):
        done = subprocess.run(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-3000:]}"
        return done.stdout

    return type_


def shape_of(url):
    with psycopg.connect(url) as base:
        return set(base.execute(SHAPE).fetchall())


@pytest.mark.django_db
def test_from_an_empty_machine_to_the_first_family(server, empty_base, tmp_path):
    files = [str(path) for path in write_files(build_school(pupils=PUPILS), tmp_path / "files")]
    paper = tmp_path / "principale.pdf"

    server("manage.py", "migrate", "--no-input")
    assert shape_of(empty_base) == shape_of(with_name(empty_base, template.ensure()))
    server("manage.py", "collectstatic", "--no-input")
    server("manage.py", "import_school_files", *files, "--create", "--dry-run")
    server("manage.py", "import_school_files", *files, "--create")
    head = server("manage.py", "shell", "-v", "0", "-c", HEAD).split()[-1]
    trial = server("manage.py", "open_account", head, "--dry-run")
    slip = server("manage.py", "open_account", head, "--pdf", str(paper))

    assert "rien n’est écrit" in trial
    assert re.search(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", slip)
    assert "the family has signed in" in server("-m", "tests.first_walk", str(paper))


# The number that the documentation tells to look for, in the principal's own file.
HEAD = (
    "from apps.schools.models import Staff; "
    "print(Staff.objects.get(posts__role='PRINCIPAL').sts_id)"
)
