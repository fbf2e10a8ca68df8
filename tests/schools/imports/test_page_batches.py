"""The life of an import: read, shown, confirmed, written once, or not at all."""

import datetime as dt
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from apps.schools.enums import Role, Scope
from apps.schools.errors import ImportRefusedError
from apps.schools.imports.queries.progress import progress_of
from apps.schools.imports.services import batches
from apps.schools.models import (
    Enrolment,
    Guardianship,
    ImportBatch,
    ImportFile,
    ImportLine,
    ImportState,
    School,
    Student,
)
from coeduc import private_files
from tests.factories.schools import SchoolYearFactory, StaffFactory
from tests.schools.imports.files import NOVEMBER, UAI, Folder, person, pupil, tie

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
COUNTS = {"created": 0, "changed": 0, "ended": 0, "rejected": 0}


@pytest.fixture(autouse=True)
def media(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def school():
    return SchoolYearFactory(school__uai=UAI).school


@pytest.fixture
def referent(school):
    return StaffFactory(school=school, role=Role.DIGITAL_REFERENT, sts_type="portail").user


def uploads(folder: Folder, *names: str) -> list[SimpleUploadedFile]:
    paths = [folder.path / f"{name}.xml" for name in names] or sorted(folder.path.glob("*.xml"))
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]


def read(school, by, files, *, at=NOVEMBER) -> ImportBatch:
    batch = batches.upload(school, files, by=by, at=at)
    return worked(batch, at=at)


def worked(batch, *, at=NOVEMBER) -> ImportBatch:
    claimed = batches.claim(at=at)
    assert claimed is not None
    assert claimed.pk == batch.pk
    batches.work(claimed, at=at)
    batch.refresh_from_db()
    return batch


def imported(school, by, files, *, at=NOVEMBER) -> ImportBatch:
    batch = read(school, by, files, at=at)
    assert batches.confirm(batch, by=by, at=at)
    return worked(batch, at=at)


def on_the_shelf():
    return (
        sorted(os.listdir(private_files.storage_directory()))
        if private_files.storage_directory().is_dir()
        else []
    )


def said(batch, kind, act=None):
    lines = ImportLine.objects.filter(batch=batch, kind=kind).order_by("rank")
    return [(line.title, line.detail) for line in lines if act in (None, line.act)]


def test_a_trial_says_what_would_change_and_writes_nothing(folder, school, referent):
    batch = read(school, referent, uploads(folder))

    assert batch.state == ImportState.READY
    assert not Student.objects.exists()
    assert batch.report["counts"]["pupil"] == COUNTS | {"created": 1}
    assert said(batch, "pupil") == [("Orme Ana", "")]
    assert said(batch, "enrolment") == [("Orme Ana", "entre en 4eB")]
    assert said(batch, "guardianship") == [("Orme Lou, mère d’Ana Orme", "responsable légal")]


def test_a_confirmed_import_is_written_as_it_was_shown(folder, school, referent):
    batch = read(school, referent, uploads(folder))
    shown = said(batch, "pupil") + said(batch, "guardianship")

    assert batches.confirm(batch, by=referent, at=NOVEMBER + MINUTE)
    worked(batch, at=NOVEMBER + MINUTE)

    assert batch.state == ImportState.DONE
    assert Student.objects.get().school == school
    assert said(batch, "pupil") + said(batch, "guardianship") == shown
    assert batch.ended_at == NOVEMBER + MINUTE


def test_the_same_files_again_change_nothing(folder, school, referent):
    imported(school, referent, uploads(folder))

    batch = read(school, referent, uploads(folder), at=NOVEMBER + DAY)

    assert batch.report["is_nothing"]
    assert not ImportLine.objects.filter(batch=batch).exists()


def test_a_second_confirmation_is_not_a_second_import(folder, school, referent):
    batch = imported(school, referent, uploads(folder))

    assert not batches.confirm(batch, by=referent, at=NOVEMBER + MINUTE)
    assert batches.claim(at=NOVEMBER + MINUTE) is None


def test_a_guardian_who_loses_authority_is_put_first(folder, school, referent):
    imported(school, referent, uploads(folder))
    folder.guardians((person("10"),), (tie("1", "10", level=3),))
    folder.pupils(pupil("1", division="4eA", groups=("4ESP1",)))

    batch = read(school, referent, uploads(folder), at=NOVEMBER + DAY)

    first = ImportLine.objects.filter(batch=batch).order_by("rank").first()
    assert first.cuts_access
    assert first.detail == "devient contact : accès coupé dès la confirmation"
    assert batch.report["cuts"] == 1
    assert batch.report["counts"]["guardianship"] == COUNTS | {"changed": 1}
    assert Guardianship.objects.get().scope == Scope.FULL


@pytest.mark.parametrize(
    ("before", "after", "detail", "cuts"),
    [
        (1, 2, "devient personne en charge : ne lit plus les résultats dès la confirmation", True),
        (1, None, "n’est plus responsable : accès coupé dès la confirmation", True),
        (2, 3, "devient contact : accès coupé dès la confirmation", True),
        (2, 1, "devient responsable légal", False),
        (3, 1, "devient responsable légal", False),
        (3, None, "n’est plus contact", False),
    ],
)
def test_what_becomes_of_a_link_is_said_in_one_sentence(
    folder, school, referent, before, after, detail, cuts
):
    folder.guardians((person("9"), person("10")), (tie("1", "9"), tie("1", "10", level=before)))
    imported(school, referent, uploads(folder))
    ties = (tie("1", "10", level=after),) if after else ()
    folder.guardians((person("9"), person("10")), (tie("1", "9"), *ties))

    batch = read(school, referent, uploads(folder), at=NOVEMBER + DAY)

    assert [line for _title, line in said(batch, "guardianship")] == [detail]
    assert (batch.report["cuts"] == 1) is cuts


def test_a_class_change_is_said_in_one_sentence(folder, school, referent):
    imported(school, referent, uploads(folder))
    folder.pupils(pupil("1", division="4eA", groups=("4ESP1",)))

    batch = read(school, referent, uploads(folder), at=NOVEMBER + DAY)

    assert said(batch, "enrolment") == [("Orme Ana", "change de classe : de 4eB à 4eA")]
    assert said(batch, "enrolment", "changed") == said(batch, "enrolment")


def test_a_pupil_without_birth_date_is_left_out_with_the_reason(folder, school, referent):
    folder.pupils(pupil("1", groups=("4ESP1",)), pupil("2", born=""))

    batch = read(school, referent, uploads(folder))

    assert said(batch, "pupil", "rejected") == [
        ("Identifiant national 2", "date de naissance absente")
    ]


def test_homonyms_and_twins_are_told_apart(folder, school, referent):
    folder.pupils(
        pupil("1"),
        pupil("2", born="04/05/2012"),
        pupil("3", first="Zoé"),
        pupil("4", first="Nour", last="FRENE"),
    )

    batch = read(school, referent, uploads(folder))

    assert "Mêmes nom et prénom : élèves 1, 2. Ils restent distincts." in batch.report["warnings"]
    assert any(
        "nés le même jour : élèves 1, 3." in sentence for sentence in batch.report["warnings"]
    )
    assert said(batch, "pupil") == [
        ("Frene Nour", ""),
        ("Orme Ana", "homonyme, identifiant national 1"),
        ("Orme Ana", "homonyme, identifiant national 2"),
        ("Orme Zoé", ""),
    ]


def test_a_person_tied_to_nobody_is_counted_and_left_aside(folder, school, referent):
    folder.guardians((person("10"), person("11", last="AUTRE")), (tie("1", "10"),))

    batch = read(school, referent, uploads(folder))

    assert "Personnes liées à aucun élève, laissées de côté : 1." in batch.report["warnings"]
    assert len(said(batch, "guardian")) == 1


def test_files_older_than_the_last_import_are_said_to_be(folder, school, referent):
    folder.exported = "10/11/2026"
    folder.pupils(pupil("1"))
    imported(school, referent, uploads(folder))
    folder.exported = "03/11/2026"
    folder.pupils(pupil("1"))

    batch = read(school, referent, uploads(folder, "ElevesSansAdresses"), at=NOVEMBER + DAY)

    assert batch.report["is_older"]
    assert (
        "exporté le 3\u00a0novembre 2026, avant celui du dernier import (10\u00a0novembre 2026)"
        in " ".join(batch.report["warnings"])
    )


def test_a_trial_made_stale_by_another_import_is_not_written(folder, school, referent):
    batch = read(school, referent, uploads(folder))
    folder.run("Nomenclature", "Structures", "sts_emp", at=NOVEMBER)

    batches.confirm(batch, by=referent, at=NOVEMBER + MINUTE)
    worked(batch, at=NOVEMBER + MINUTE)

    assert (batch.state, batch.is_outdated) == (ImportState.READY, True)
    assert not Student.objects.exists()
    assert not batches.confirm(batch, by=referent, at=NOVEMBER + MINUTE)


def test_a_stale_trial_can_be_read_again_and_confirmed(folder, school, referent):
    batch = read(school, referent, uploads(folder))
    folder.run("Nomenclature", "Structures", "sts_emp", at=NOVEMBER)
    batches.confirm(batch, by=referent, at=NOVEMBER + MINUTE)
    worked(batch)

    assert batches.reread(batch)
    worked(batch)
    batches.confirm(batch, by=referent, at=NOVEMBER + MINUTE)
    worked(batch)

    assert batch.state == ImportState.DONE
    assert Student.objects.count() == 1


def test_files_swapped_on_the_disk_are_refused(folder, school, referent):
    batch = read(school, referent, uploads(folder))
    stored = ImportFile.objects.get(batch=batch, name="ElevesSansAdresses.xml").stored
    private_files.path_of(stored).write_bytes(
        folder.pupils(pupil("1", division="4eA")).read_bytes()
    )

    batches.confirm(batch, by=referent, at=NOVEMBER)
    worked(batch)

    assert batch.state == ImportState.REFUSED
    assert "n’est plus le fichier déposé" in batch.refusal
    assert not Student.objects.exists()


def test_a_refusal_is_kept_as_one_sentence_and_nothing_else(folder, school, referent):
    folder.uai = "0750001A"
    folder.pupils(pupil("1"))

    batch = read(school, referent, uploads(folder, "ElevesSansAdresses"))

    assert batch.state == ImportState.REFUSED
    assert batch.refusal == ("Ces fichiers sont ceux de l’établissement 0750001A, pas du vôtre.")
    assert not ImportLine.objects.filter(batch=batch).exists()


def test_one_import_at_a_time(folder, school, referent):
    read(school, referent, uploads(folder))

    with pytest.raises(ImportRefusedError, match="déjà ouvert"):
        batches.upload(school, uploads(folder), by=referent, at=NOVEMBER)


def test_another_school_imports_meanwhile(folder, school, referent):
    read(school, referent, uploads(folder))
    other = SchoolYearFactory().school

    batch = batches.upload(other, uploads(folder), by=referent, at=NOVEMBER)

    assert batch.state == ImportState.READING


def test_a_dead_worker_leaves_a_batch_that_another_takes_after_the_lease(folder, school, referent):
    batch = batches.upload(school, uploads(folder), by=referent, at=NOVEMBER)
    batches.claim(at=NOVEMBER)

    assert batches.claim(at=NOVEMBER + MINUTE) is None
    worked(batch, at=NOVEMBER + 3 * MINUTE)

    assert batch.state == ImportState.READY


def test_a_worker_that_comes_back_late_writes_nothing(folder, school, referent):
    batch = read(school, referent, uploads(folder))
    batches.confirm(batch, by=referent, at=NOVEMBER)
    late = batches.claim(at=NOVEMBER)
    assert batches.claim(at=NOVEMBER + 3 * MINUTE) is not None

    batches.work(late, at=NOVEMBER + 3 * MINUTE)

    assert not Student.objects.exists()
    batch.refresh_from_db()
    assert batch.state == ImportState.IMPORTING


def taken_over(folder, school, referent):
    """A confirmed batch, the worker that lost it, and the lease of the one that has it now."""
    batch = read(school, referent, uploads(folder))
    batches.confirm(batch, by=referent, at=NOVEMBER)
    late = batches.claim(at=NOVEMBER)
    return late, batches.claim(at=NOVEMBER + 3 * MINUTE)


def is_still_held_by(now):
    batch = ImportBatch.objects.get(pk=now.pk)
    return (batch.lease, batch.leased_until, batch.state, batch.is_outdated, batch.refusal) == (
        now.lease,
        now.leased_until,
        ImportState.IMPORTING,
        False,
        "",
    )


def test_a_late_worker_that_refuses_the_files_does_not_end_the_import(folder, school, referent):
    late, now = taken_over(folder, school, referent)
    ImportFile.objects.update(sha256="0" * 64)

    batches.work(late, at=NOVEMBER + 3 * MINUTE)

    assert is_still_held_by(now)
    assert on_the_shelf()


def test_a_late_worker_that_finds_the_portal_changed_does_not_reopen(folder, school, referent):
    late, now = taken_over(folder, school, referent)
    late.shown = "0" * 64

    batches.work(late, at=NOVEMBER + 3 * MINUTE)

    assert is_still_held_by(now)


def test_a_late_worker_that_breaks_leaves_the_lease_of_the_other(
    folder, school, referent, monkeypatch
):
    late, now = taken_over(folder, school, referent)
    monkeypatch.setattr(batches, "import_files", lambda *_args, **_options: 1 / 0)

    for attempts in (late.attempts, batches.MAX_ATTEMPTS):
        late.attempts = attempts
        batches.work(late, at=NOVEMBER + 3 * MINUTE)

    assert is_still_held_by(now)


@pytest.mark.django_db(transaction=True)
def test_a_late_worker_does_not_move_the_figures_that_the_other_shows(folder, school, referent):
    late, now = taken_over(folder, school, referent)
    with progress_of(now) as step:
        step(2, 9)

    with progress_of(late) as step:
        step(7, 8)

    now.refresh_from_db()
    assert (now.progress, now.total) == (2, 9)


def test_a_late_trial_shows_nothing(folder, school, referent):
    batch = batches.upload(school, uploads(folder), by=referent, at=NOVEMBER)
    late = batches.claim(at=NOVEMBER)
    assert batches.claim(at=NOVEMBER + 3 * MINUTE) is not None

    batches.work(late, at=NOVEMBER + 3 * MINUTE)

    batch.refresh_from_db()
    assert batch.state == ImportState.READING
    assert not ImportLine.objects.exists()


def test_a_batch_that_kills_its_workers_is_given_up(folder, school, referent):
    batch = batches.upload(school, uploads(folder), by=referent, at=NOVEMBER)
    for n in range(batches.MAX_ATTEMPTS):
        assert batches.claim(at=NOVEMBER + 3 * n * MINUTE) is not None

    assert batches.claim(at=NOVEMBER + DAY) is None

    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED
    assert "trois fois" in batch.refusal


def test_an_accident_in_the_middle_leaves_nothing_half_written(folder, school, referent):
    batch = read(school, referent, uploads(folder))
    batches.confirm(batch, by=referent, at=NOVEMBER)
    claimed = batches.claim(at=NOVEMBER)

    def broken(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "schools_guardianship"'):
            raise RuntimeError("power cut")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        batches.work(claimed, at=NOVEMBER)

    assert not Student.objects.exists()
    worked(batch)
    assert batch.state == ImportState.DONE
    assert Student.objects.count() == 1


@pytest.mark.parametrize("confirmed", [False, True])
def test_files_are_gone_once_the_import_is_over(
    folder, school, referent, confirmed, django_capture_on_commit_callbacks
):
    batch = read(school, referent, uploads(folder))
    assert len(on_the_shelf()) == 5

    with django_capture_on_commit_callbacks(execute=True):
        if confirmed:
            batches.confirm(batch, by=referent, at=NOVEMBER)
            worked(batch)
        else:
            batches.cancel(batch, at=NOVEMBER)

    assert on_the_shelf() == []
    assert not ImportFile.objects.exclude(stored="").exists()


def test_files_left_for_a_day_are_forgotten_by_a_tick(
    folder, school, referent, django_capture_on_commit_callbacks
):
    batch = read(school, referent, uploads(folder))
    batches.forget_files(at=NOVEMBER + DAY - MINUTE)
    assert len(on_the_shelf()) == 5

    with django_capture_on_commit_callbacks(execute=True):
        assert batches.forget_files(at=NOVEMBER + DAY) == 1

    batch.refresh_from_db()
    assert batch.state == ImportState.CANCELLED
    assert "après un jour" in batch.refusal
    assert on_the_shelf() == []


def test_a_file_that_no_row_knows_is_swept_after_a_day():
    kept = private_files.keep(SimpleUploadedFile("a.xml", b"<x/>"))
    os.utime(private_files.path_of(kept.stored), (NOVEMBER.timestamp(), NOVEMBER.timestamp()))

    assert batches.forget_files(at=NOVEMBER + DAY) == 0
    assert batches.forget_files(at=NOVEMBER + DAY + MINUTE) == 1
    assert on_the_shelf() == []


def test_dropped_files_are_private_and_keep_nothing_of_their_name(folder, school, referent):
    batch = batches.upload(
        school, [SimpleUploadedFile("../../élèves\n.xml", b"<x/>")], by=referent, at=NOVEMBER
    )

    file = ImportFile.objects.get(batch=batch)
    assert file.name == "élèves.xml"
    assert private_files.path_of(file.stored).parent == private_files.storage_directory()
    assert private_files.path_of(file.stored).stat().st_mode & 0o777 == 0o600
    assert private_files.storage_directory().stat().st_mode & 0o777 == 0o700


def test_two_files_of_one_name_are_told_apart(school, referent):
    files = [SimpleUploadedFile("a.xml", b"<x/>"), SimpleUploadedFile("a.xml", b"<y/>")]

    batch = batches.upload(school, files, by=referent, at=NOVEMBER)

    names = ImportFile.objects.filter(batch=batch).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["a.xml", "a.xml (2)"]


def test_a_new_year_is_created_by_the_import(folder, referent, school):
    SchoolYearFactory._meta.model.objects.all().delete()

    batch = imported(school, referent, uploads(folder))

    assert Enrolment.objects.get().division.year.start_year == 2026
    assert batch.report["warnings"] == [
        "L’année scolaire 2026-2027 n’existait pas ici\xa0: cet import la crée."
    ]
    assert School.objects.count() == 1
