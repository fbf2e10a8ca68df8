"""An empty machine under production settings: to the first family that signs in.

The two commands of the deployment, the national files, the principal's slip, the letters, a family:
each in a process of its own, as they are typed on a server.
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

pytestmark = pytest.mark.xdist_group("first_door")

PUPILS = 12


def maintenance(url):
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


@pytest.fixture
def empty_base():
    """A database with nothing in it, and nothing of it afterwards."""
    url = os.environ.get("DATABASE_URL") or embedded.database_url()
    name = f"first_door_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(maintenance(url), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
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
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-3000:]}"
        return done.stdout

    return type_


def test_from_an_empty_machine_to_the_first_family(server, tmp_path):
    files = [str(path) for path in write_files(build_school(pupils=PUPILS), tmp_path / "files")]
    paper = tmp_path / "principale.pdf"

    server("manage.py", "migrate", "--no-input")
    server("manage.py", "collectstatic", "--no-input")
    server("manage.py", "import_school_files", *files, "--create", "--dry-run")
    server("manage.py", "import_school_files", *files, "--create")
    head = server("manage.py", "shell", "-v", "0", "-c", HEAD).split()[-1]
    trial = server("manage.py", "open_account", head, "--dry-run")
    slip = server("manage.py", "open_account", head, "--pdf", str(paper))

    assert "rien n’est écrit" in trial
    assert re.search(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", slip)
    assert "the family has signed in" in server("-m", "tests.journeys.first_walk", str(paper))


# The number that the documentation tells to look for, in the principal's own file.
HEAD = "from apps.schools.models import Staff; print(Staff.objects.get(role='PRINCIPAL').sts_id)"
