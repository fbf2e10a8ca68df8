"""The theatre of the demonstration ships in no school's portal."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

# What production is given, and no more; nothing is opened by reading it.
ENVIRONMENT = {
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgresql://coeduc@127.0.0.1/coeduc",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "portail.example.org",
    "PUBLIC_BASE_URL": "https://portail.example.org",
    "EMAIL_URL": "smtp://courriel.example.org:25",
    "DEFAULT_FROM_EMAIL": "portail@example.org",
    "DJANGO_SETTINGS_MODULE": "coeduc.settings.prod",
}
# Without the folder, as the image is: an import of it anywhere would be an error.
READ = """
import sys
sys.modules["apps.demo"] = None
import django
django.setup()
from django.apps import apps
from django.urls import get_resolver
from coeduc import portal
from coeduc.celery import app
app.loader.import_default_modules()
print(*sorted(config.name for config in apps.get_app_configs() if config.name.startswith("apps")))
print(*sorted(get_resolver().namespace_dict))
print(portal.bar_of(None))
"""


@pytest.fixture(scope="module")
def production():
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env={**inherited, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_production_starts_without_the_folder_of_the_demonstration(production):
    installed = production[0].split()

    assert "apps.demo" not in installed
    assert "apps.results" in installed


def test_production_has_no_address_of_the_demonstration(production):
    namespaces = production[1].split()

    assert "demo" not in namespaces
    assert "results" in namespaces


def test_production_draws_no_bar(production):
    assert production[2] == "None"


def test_the_image_leaves_the_folder_out():
    assert "apps/demo" in (ROOT / ".dockerignore").read_text().split()
