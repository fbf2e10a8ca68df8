"""A worker killed in the middle of an import: nothing is half-written, and the next one ends it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.schools.imports.services import batches
from apps.schools.imports.tasks import work_on_imports
from apps.schools.models import ImportBatch, ImportState, Student
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolYearFactory
from tests.faults.conftest import kill_at_work
from tests.schools.imports.files import NOVEMBER, UAI, Folder, person, pupil, tie

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def confirmed(transactional_db, settings, tmp_path, tmp_path_factory):
    """An import of one pupil and her mother, shown and confirmed."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
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
    confirmed, time_machine
):
    kill_at_work(
        "apps.schools.imports.tasks.work_on_imports",
        "schools_guardianship IN EXCLUSIVE",
        seen=_pupils_are_written,
    )

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
