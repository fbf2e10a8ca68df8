"""A worker killed while it makes a notebook: nothing is lost, and the next one makes it once."""

import pytest

from apps.homework.archive import services as archive_services
from apps.homework.archive.tasks import make_notebook_exports
from apps.homework.enums import ExportKind
from apps.homework.models import NotebookExport
from apps.homework.notebook.services.writing import Page, write_lesson
from apps.schools.enums import Role
from coeduc import clock
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import StaffFactory, TeachingFactory
from tests.faults.conftest import kill_at_work

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@pytest.fixture
def asked(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    teaching = TeachingFactory()
    OpeningVersionFactory(school=teaching.school)
    head = StaffFactory(school=teaching.school, role=Role.PRINCIPAL).user
    now = clock.now()
    lesson = Page(text="Les fractions.")
    write_lesson(teaching, lesson, day=teaching.year.starts_on, by=head, at=now)
    archive_services.ask(teaching.division, ExportKind.HTML, by=head, at=now)
    return NotebookExport.objects.get()


def held(row):
    return NotebookExport.objects.filter(pk=row.pk, leased_until__isnull=False).exists()


@pytest.mark.whole
def test_a_worker_killed_while_it_makes_a_notebook_leaves_it_to_the_next(asked, time_machine):
    kill_at_work(
        "apps.homework.archive.tasks.make_notebook_exports",
        "homework_lesson IN ACCESS EXCLUSIVE",
        seen=lambda: held(asked),
    )

    assert not make_notebook_exports()
    time_machine.move_to(clock.now() + archive_services.TERMS.lasts)
    assert make_notebook_exports()
    assert not make_notebook_exports()
    asked.refresh_from_db()
    assert asked.attempts == 2
    assert b"Cahier de textes" in asked.file.read()
