"""What stays of an import: names for a year, numbers for ever, and who asked for it."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.imports.services import batches
from apps.schools.imports.tasks import forget_import_names
from apps.schools.models import ImportBatch, ImportFile, ImportLine, ImportState, Student
from coeduc import portal
from tests.factories.imports import READ_AT, REPORT, ImportBatchFactory, ImportLineFactory
from tests.factories.schools import SchoolYearFactory, StaffFactory
from tests.schools.imports.files import NOVEMBER, UAI, pupil

pytestmark = pytest.mark.django_db

YEAR = dt.timedelta(days=365)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _november(settings, tmp_path_factory, time_machine):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    time_machine.move_to(NOVEMBER, tick=False)


@pytest.fixture
def school():
    return SchoolYearFactory(school__uai=UAI).school


@pytest.fixture
def referent(school):
    return StaffFactory(school=school, role=Role.DIGITAL_REFERENT, sts_type="portail").user


@pytest.fixture
def desk(client, referent):
    client.force_login(referent)
    return client


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def address(batch):
    return reverse("imports:batch_detail", args=[batch.public_id])


def a_report(school, **more):
    report = REPORT | {"warnings": ["Diallo Inès n’a plus de responsable."]}
    batch = ImportBatchFactory(school=school, done=True, report=report, **more)
    ImportLineFactory(batch=batch)
    return batch


def run(folder, *options):
    out = io.StringIO()
    paths = [str(path) for path in sorted(folder.path.glob("*.xml"))]
    call_command("import_school_files", *paths, *options, stdout=out, no_color=True)
    return out.getvalue()


# --- A year ----------------------------------------------------------------------------------


def test_a_year_after_the_import_a_tick_forgets_the_names_and_keeps_the_numbers(
    client, referent, school, time_machine
):
    batch = a_report(school)

    time_machine.move_to(READ_AT + YEAR - SECOND, tick=False)
    early = forget_import_names()
    client.force_login(referent)
    before = text(client.get(address(batch)))
    time_machine.move_to(READ_AT + YEAR, tick=False)
    first, second = forget_import_names(), forget_import_names()
    after = text(client.get(address(batch)))

    assert (early, first, second) == (0, 1, 0)
    assert not ImportLine.objects.exists()
    assert "Diallo" in before
    assert "jusqu’au 24 novembre 2027" in before
    assert "Diallo" not in after
    assert "effacés le 24 novembre 2027" in after
    assert "1 modification" in after


def test_a_report_of_another_day_keeps_its_names(school):
    a_report(school)
    recent = a_report(school, ended_at=READ_AT + YEAR)

    batches.forget_names(at=READ_AT + YEAR)

    assert list(ImportLine.objects.values_list("batch", flat=True)) == [recent.pk]


def test_an_import_still_open_after_a_year_is_left_alone(school):
    batch = ImportLineFactory(batch=ImportBatchFactory(school=school)).batch

    assert batches.forget_names(at=READ_AT + 2 * YEAR) == 0
    assert ImportLine.objects.filter(batch=batch).exists()


def test_older_files_are_still_known_as_such_once_the_names_are_gone(folder, school):
    run(folder)
    known = batches.last_exports(UAI)

    batches.forget_names(at=NOVEMBER + YEAR)

    assert known
    assert batches.last_exports(UAI) == known


def test_the_page_says_how_long_names_are_kept_before_anything_is_dropped(desk, school):
    a_report(school)

    assert "gardés un an, puis effacés" in text(desk.get("/equipe/import/"))


def test_the_beat_forgets_the_names():
    assert forget_import_names.name in {bell.task for bell in portal.answers().beat}


# --- The command line --------------------------------------------------------------------------


def test_an_import_from_the_command_line_leaves_its_report_on_the_page(desk, folder, school):
    run(folder)

    batch = ImportBatch.objects.get()
    listed, page = text(desk.get("/equipe/import/")), text(desk.get(address(batch)))

    assert batch.state == ImportState.DONE
    assert "ligne de commande" in listed
    assert "Importé en ligne de commande, sur le serveur, le" in page
    assert "Orme Ana" in page
    assert {file.kind for file in ImportFile.objects.all()} == {
        "nomenclature",
        "staff",
        "structures",
        "pupils",
        "guardians",
    }


def test_a_trial_from_the_command_line_leaves_nothing(folder, school):
    run(folder, "--dry-run")

    assert not ImportBatch.objects.exists()


def test_a_refusal_on_the_command_line_leaves_no_report(folder, school):
    folder.uai = "0750001A"
    folder.pupils(pupil("1"))

    with pytest.raises(CommandError):
        run(folder)

    assert not ImportBatch.objects.exists()


def test_older_files_need_one_more_word_on_the_command_line(folder, school):
    run(folder)
    folder.exported = "01/09/2026"
    folder.pupils(pupil("1"), pupil("2"))

    with pytest.raises(CommandError) as refused:
        run(folder)
    written = Student.objects.count()
    run(folder, "--older")

    assert "« --older »" in str(refused.value)
    assert written == 1
    assert Student.objects.count() == 2


# --- Given up ------------------------------------------------------------------------------------


def test_an_import_given_up_says_what_happened_that_nothing_is_written_and_what_to_do(desk, school):
    batch = ImportBatchFactory(school=school, state=ImportState.READING, attempts=3)

    assert batches.claim(at=NOVEMBER) is None

    page = text(desk.get(address(batch)))
    assert "Le travail s’est arrêté trois fois avant la fin" in page
    assert "Rien n’a été écrit dans le portail." in page
    assert "Déposez les mêmes fichiers de nouveau." in page
    assert f"serveur : {batch.public_id.hex[:8]}." in page
    assert "Déposer de nouveau" in page
