"""What is joined to nothing leaves the disk; what an official page holds never does."""

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile

from apps.files import tasks as files_tasks
from apps.files.errors import FileRefusedError
from apps.files.models import StoredFile
from apps.files.rules import recognition
from apps.files.services import forgetting
from apps.homework.enums import ExportKind
from apps.homework.models import Attachment, NotebookExport
from tests.homework.conftest import TUESDAY, write
from tests.homework.giving import joined, kept

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def on_disk(stored):
    return stored.file.storage.exists(stored.file.name)


def test_a_file_joined_to_nothing_is_forgotten_after_a_day(
    school_life, django_capture_on_commit_callbacks
):
    loose, used = kept(school_life), kept(school_life)
    write(school_life, files=joined(used))
    assert forgetting.forget_loose(at=TUESDAY + DAY - HOUR) == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert forgetting.forget_loose(at=TUESDAY + DAY + HOUR) == 1

    assert not on_disk(loose)
    assert on_disk(used)
    assert list(StoredFile.objects.all()) == [used]


def test_a_file_taken_off_a_lesson_stays_with_the_official_history(
    school_life, django_capture_on_commit_callbacks
):
    stored = kept(school_life)
    write(school_life, files=joined(stored))
    Attachment.objects.update(removed_at=TUESDAY)

    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_loose(at=TUESDAY + 300 * DAY)

    assert on_disk(stored)


def test_a_file_that_no_row_knows_is_removed_at_night_and_a_fresh_one_is_not(school_life):
    with time_machine.travel(TUESDAY, tick=False):
        known = kept(school_life)
        storage = known.file.storage
        old = storage.save("notebook/rolled-back", ContentFile(b"x"))
    night = (TUESDAY + 2 * DAY).replace(hour=2)
    with time_machine.travel(night - HOUR, tick=False):
        fresh = storage.save("notebook/being-written", ContentFile(b"x"))

    with time_machine.travel(night, tick=False):
        write(school_life, files=joined(known), at=night)
        assert files_tasks.forget_loose_files() >= 1

    assert not storage.exists(old)
    assert storage.exists(fresh)
    assert on_disk(known)


def test_the_document_of_an_archive_is_no_stranger_on_the_disk(school_life):
    cast = school_life
    row = NotebookExport(
        school_id=cast.school.pk,
        division=cast.teaching.division,
        kind=ExportKind.PDF,
        by=cast.teacher.user,
        asked_at=TUESDAY,
        made_at=TUESDAY,
    )
    with time_machine.travel(TUESDAY, tick=False):
        row.file.save("cahier.pdf", ContentFile(b"x"))

    forgetting.forget_strangers(at=TUESDAY + 2 * DAY)

    assert on_disk(row)


def test_nobody_fills_the_disk_with_files_joined_to_nothing(school_life, monkeypatch):
    monkeypatch.setattr(recognition, "MOST_LOOSE", 2)
    for _n in range(2):
        kept(school_life)

    with pytest.raises(FileRefusedError, match="trop de fichiers"):
        kept(school_life)
    kept(school_life, by=school_life.colleague)
