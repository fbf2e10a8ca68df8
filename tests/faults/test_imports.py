"""A worker killed in the middle of an import: nothing is half-written, and the next one ends it."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from apps.schools.imports.services import batches
from apps.schools.imports.tasks import work_on_imports
from apps.schools.models import ImportBatch, ImportState, Student
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolYearFactory
from tests.faults.conftest import address_of_the_test_database, wait_until
from tests.schools.imports.files import NOVEMBER, UAI, Folder, person, pupil, tie

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

WORKER = "import django; django.setup()\nfrom apps.schools.imports import tasks\n" + (
    "tasks.work_on_imports()"
)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def shelf(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    return settings.MEDIA_ROOT


@pytest.fixture
def worker(transactional_db, shelf):
    """A process of our own that works on what waits, once."""
    process = None

    def start():
        nonlocal process
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "coeduc.settings.dev",
            "DATABASE_URL": address_of_the_test_database(),
            "MEDIA_ROOT": str(shelf),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        return process

    yield start
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


@pytest.fixture
def confirmed(tmp_path, worker):
    """An import of one pupil and her mother, shown and confirmed."""
    folder = Folder(tmp_path)
    folder.nomenclature()
    folder.structures()
    folder.pupils(pupil("1"))
    folder.guardians((person("10"),), (tie("1", "10"),))
    school, referent = SchoolYearFactory(school__uai=UAI).school, UserFactory()
    files = [
        SimpleUploadedFile(path.name, path.read_bytes())
        for path in sorted(folder.path.glob("*.xml"))
    ]
    batch = batches.upload(school, files, by=referent, at=NOVEMBER)
    batches.work(batches.claim(at=NOVEMBER), at=NOVEMBER)
    assert batches.confirm(batch, by=referent, at=NOVEMBER)
    return batch


def test_a_worker_killed_in_the_middle_of_an_import_leaves_nothing_half_written(
    worker, confirmed, time_machine
):
    aside = connections.create_connection("default")
    try:
        with aside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE schools_guardianship IN EXCLUSIVE MODE")
            process = worker()
            assert wait_until(_pupils_are_written)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
            cursor.execute("ROLLBACK")
    finally:
        aside.close()

    confirmed.refresh_from_db()
    assert confirmed.state == ImportState.IMPORTING
    assert not Student.objects.exists()

    time_machine.move_to(confirmed.leased_until + MINUTE, tick=False)
    assert work_on_imports() == 1

    confirmed.refresh_from_db()
    assert confirmed.state == ImportState.DONE
    assert Student.objects.count() == 1


def _pupils_are_written():
    """In the worker's own transaction: only its progress, told aside, can be seen."""
    return ImportBatch.objects.filter(progress__gte=7).exists()
