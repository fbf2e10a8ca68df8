"""The antivirus, asked for real through a socket: what it finds, what happens when it is gone."""

import tempfile
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.files import tasks as files_tasks
from apps.files.enums import Checked
from apps.files.errors import FileRefusedError
from apps.files.models import StoredFile
from apps.files.services import antivirus
from apps.files.services.antivirus import Verdict, ask
from apps.files.services.storing import Files, receive
from apps.homework.models import Attachment
from coeduc.access import Capacity
from tests.files.clamd import EICAR, listening
from tests.files.samples import PDF
from tests.homework.conftest import TUESDAY, reader, work, write
from tests.homework.giving import give

VIRUS = PDF.replace(b"endobj", b"endobj\n" + EICAR)


@pytest.fixture
def clamd(settings):
    with listening(("127.0.0.1", 0)) as (server, url):
        settings.CLAMD_URL = url
        yield server


def sent(cast, data=PDF):
    upload = SimpleUploadedFile("cours.pdf", data)
    return receive(upload, school=cast.school.pk, by=cast.teacher.user, at=TUESDAY)


def test_without_an_address_nobody_is_asked(settings):
    settings.CLAMD_URL = ""

    assert ask(EICAR) is Verdict.NOT_ASKED


@pytest.mark.parametrize("size", [0, 1, antivirus.CHUNK, antivirus.CHUNK * 3 + 7])
def test_the_antivirus_reads_every_byte_of_a_file(clamd, size):
    data = bytes(n % 251 for n in range(size))

    assert ask(data) is Verdict.CLEAN
    assert clamd.seen == [data]


def test_what_the_antivirus_finds_is_found_whatever_stands_around_it(clamd):
    assert ask(b"a" * 70_000 + EICAR + b"b") is Verdict.FOUND


def test_the_antivirus_is_asked_through_a_socket_of_the_machine_too(settings):
    with (
        tempfile.TemporaryDirectory(prefix="av") as folder,
        listening(str(Path(folder) / "clamd.sock")) as (_server, url),
    ):
        settings.CLAMD_URL = url

        assert ask(EICAR) is Verdict.FOUND
        assert ask(PDF) is Verdict.CLEAN


@pytest.mark.parametrize("mood", ["dies", "full"])
def test_an_antivirus_that_breaks_mid_way_absolves_nothing(clamd, mood):
    clamd.mood = mood

    assert ask(b"a" * 3_000_000) is Verdict.NO_ANSWER


def test_a_mute_antivirus_is_not_waited_for_longer_than_told(clamd):
    clamd.mood = "mute"

    # It never answers: that this line is reached says that the wait had an end.
    assert ask(PDF, seconds=0.3) is Verdict.NO_ANSWER


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere.sock", "http://a", "x"])
def test_an_address_where_nobody_listens_absolves_nothing(settings, url):
    settings.CLAMD_URL = url

    assert ask(PDF) is Verdict.NO_ANSWER


@pytest.mark.django_db
def test_an_infected_file_is_refused_and_nothing_of_it_is_kept(clamd, school_life):
    with pytest.raises(FileRefusedError, match="malveillant"):
        sent(school_life, VIRUS)

    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_clean_file_is_said_to_be_so(clamd, school_life):
    assert sent(school_life).checked == Checked.CLEAN


def attached(cast, stored):
    lesson = write(cast, files=Files(joined=(stored,)))
    return lesson.attachments.get()


def seen_by(person, row):
    who = reader(person, Capacity.FAMILY)
    return Attachment.objects.visible_to(who, at=TUESDAY).filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_a_file_that_nobody_judged_waits_and_appears_once_it_was(clamd, school_life):
    clamd.mood = "dies"
    row = attached(school_life, sent(school_life))
    assert not seen_by(school_life.mother, row)
    assert files_tasks.ask_antivirus_again() == 0
    assert not seen_by(school_life.mother, row)
    clamd.mood = "well"

    assert files_tasks.ask_antivirus_again() == 1

    assert seen_by(school_life.mother, row)
    assert files_tasks.ask_antivirus_again() == 0


@pytest.mark.django_db
def test_a_file_found_out_later_is_emptied_and_never_shown(
    clamd, school_life, django_capture_on_commit_callbacks
):
    clamd.mood = "dies"
    stored = sent(school_life, VIRUS)
    row = attached(school_life, stored)
    name, storage = stored.file.name, stored.file.storage
    assert storage.exists(name)
    clamd.mood = "well"

    with django_capture_on_commit_callbacks(execute=True):
        assert files_tasks.ask_antivirus_again() == 1

    stored.refresh_from_db()
    assert stored.is_refused
    assert not storage.exists(name)
    assert not seen_by(school_life.mother, row)


@pytest.mark.django_db
def test_one_file_that_the_antivirus_cannot_read_does_not_stop_the_others(clamd, school_life):
    clamd.mood = "full"
    waiting = [sent(school_life, PDF.replace(b"canari", b"%06d" % n)) for n in range(3)]
    clamd.mood = "well"

    assert files_tasks.ask_antivirus_again() == len(waiting)


@pytest.mark.django_db
def test_a_family_is_told_that_a_file_handed_in_was_refused_and_not_that_it_waits(
    clamd, school_life, django_capture_on_commit_callbacks
):
    clamd.mood = "dies"
    lesson = write(school_life, works=[work("Une maquette", asks_file=True)])
    row = give(school_life, lesson.works.get(), school_life.ines, data=VIRUS)
    client = Client()
    client.force_login(school_life.mother)

    def answer_read():
        with time_machine.travel(TUESDAY, tick=False):
            return client.get(reverse("homework:family_notebook")).content.decode()

    assert "en attente de l’antivirus" in answer_read()
    clamd.mood = "well"

    with django_capture_on_commit_callbacks(execute=True):
        assert files_tasks.ask_antivirus_again() == 1

    row.stored.refresh_from_db()
    assert row.stored.is_refused
    assert "refusé par l’antivirus" in answer_read()
    assert "en attente de l’antivirus" not in answer_read()
