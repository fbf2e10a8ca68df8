"""What each kind of process may do: a page is cut short, a migration and a worker are not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coeduc.embedded import database_url

ROOT = Path(__file__).resolve().parents[2]
SHOW = (
    "from django.db import connection\n"
    "with connection.cursor() as cursor:\n"
    "    for name in ('statement_timeout', 'lock_timeout', 'jit'):\n"
    "        cursor.execute(f'SHOW {name}')\n"
    "        print(cursor.fetchone()[0])\n"
    "print(connection.settings_dict['PATIENCE'])\n"
)
SITE = f"import coeduc.wsgi\n{SHOW}"
WORKER = (
    "import django; django.setup()\n"
    "from celery.signals import celeryd_init\n"
    "import coeduc.celery\n"
    f"celeryd_init.send(sender='one')\n{SHOW}"
)


def limits(*words):
    said = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "coeduc.settings.dev",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or database_url(),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    return said.split()[-4:]


@pytest.mark.parametrize(
    ("process", "allowed"),
    [
        (["-c", SITE], "10s"),
        (["-c", WORKER], "0"),
        (["manage.py", "shell", "--no-imports", "-c", SHOW], "0"),
    ],
    ids=["site", "worker", "command"],
)
def test_only_pages_are_cut_short_and_nobody_waits_long_for_a_lock(process, allowed):
    assert limits(*process)[:2] == [allowed, "5s"]


@pytest.mark.parametrize("code", [SITE, WORKER], ids=["site", "worker"])
def test_no_statement_is_compiled_whatever_the_server_thinks_of_its_cost(code):
    """Compiling one of a few milliseconds took seconds, and the page was cut short."""
    assert limits("-c", code)[2] == "off"


@pytest.mark.parametrize("code", [WORKER, SHOW], ids=["worker", "command"])
def test_only_a_page_gives_up_on_a_server_that_says_nothing(code):
    command = ["manage.py", "shell", "--no-imports"] if code == SHOW else []

    assert limits(*command, "-c", code)[3] == "None"


def test_a_page_waits_for_longer_than_the_server_takes_to_cut_it():
    cut_after, *_others, patience = limits("-c", SITE)

    assert float(patience) > float(cut_after.removesuffix("s"))


def test_production_asks_no_browser_to_keep_the_domain_for_ever_unless_told(production):
    assert production("SECURE_HSTS_PRELOAD") == "False"
    assert production("SECURE_HSTS_PRELOAD", SECURE_HSTS_PRELOAD="true") == "True"


@pytest.fixture
def production():
    """A setting, as production reads it from its environment."""
    environment = {
        "SECRET_KEY": "of-this-test-only",
        "ALLOWED_HOSTS": "portail.example.org",
        "PUBLIC_BASE_URL": "https://portail.example.org",
        "DATABASE_URL": "postgresql://coeduc@127.0.0.1/coeduc",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://courriel.example.org:25",
        "DEFAULT_FROM_EMAIL": "portail@example.org",
    }

    def read(name, **more):
        return subprocess.run(
            [sys.executable, "-c", f"from coeduc.settings import prod; print(prod.{name})"],
            cwd=ROOT,
            env={**os.environ, **environment, **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout.strip()

    return read
