"""What an image carries is built whole, or its building fails with a sentence."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from coeduc import build
from tests import catalogues


@pytest.fixture
def built(settings, tmp_path):
    """The static files of production, collected, and the catalogues, compiled."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    shutil.copytree(catalogues.ROOT / "locale", tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_a_whole_build_is_approved(built, capsys):
    call_command("check_build")

    assert "fichiers statiques rassemblés" in capsys.readouterr().out


def test_a_build_without_compiled_plurals_is_refused(built):
    (built / "locale/fr/LC_MESSAGES/django.mo").unlink()

    with pytest.raises(CommandError, match="compilemessages"):
        call_command("check_build")


def test_a_catalogue_that_counts_in_english_is_refused(built):
    source = built / "locale/fr/LC_MESSAGES/django.po"
    source.write_text(source.read_text().replace("plural=(n > 1)", "plural=(n != 1)"))
    with source.with_suffix(".mo").open("wb") as target:
        catalogues.write_mo(target, catalogues.read(source))

    [said] = build.problems()
    assert "pluriel" in said


def test_a_build_whose_static_files_were_not_collected_is_refused(built):
    shutil.rmtree(settings.STATIC_ROOT)

    with pytest.raises(CommandError, match="collectstatic"):
        call_command("check_build")


def test_a_file_that_the_manifest_promises_and_nobody_built_is_named(built):
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())
    (Path(settings.STATIC_ROOT) / manifest["paths"]["css/app.css"]).unlink()

    [said] = build.problems()
    assert "css/app.css" in said


def test_a_static_file_that_a_page_names_and_nobody_wrote_is_named(built, settings):
    page = built / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text('<link href="{% static "css/absent.css" %}">')
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [page.parent]}]

    [said] = build.problems()
    assert "css/absent.css" in said


def test_the_image_installs_the_lock_as_make_does_and_checks_what_it_built():
    image = (catalogues.ROOT / "Dockerfile").read_text()
    script = (catalogues.ROOT / "build_image.sh").read_text()

    assert "--no-deps --require-hashes -r" in image
    for step in ("compilemessages", "collectstatic", "check_build"):
        assert f"manage.py {step}" in script
