"""The import page: what each state says, and to whom."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.imports.services import batches
from apps.schools.imports.tasks import forget_import_files, work_on_imports
from apps.schools.models import ImportBatch, ImportState, Student
from apps.schools.policies import can_import_somewhere
from coeduc import portal
from coeduc.days import DAY
from tests.factories.imports import REPORT, ImportBatchFactory, ImportLineFactory
from tests.factories.schools import SchoolYearFactory, StaffFactory
from tests.schools.imports.files import NOVEMBER, UAI, person, pupil, tie

pytestmark = pytest.mark.django_db

UPLOAD = "/equipe/import/"
PUPILS = (
    "<BEE_ELEVES><PARAMETRES><UAJ>{uai}</UAJ><ANNEE_SCOLAIRE>{year}</ANNEE_SCOLAIRE></PARAMETRES>"
    "</BEE_ELEVES>"
)


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


def dropped(desk, *files: tuple[str, bytes], **more):
    return desk.post(
        UPLOAD, {"files": [SimpleUploadedFile(name, data) for name, data in files]} | more
    )


def address(act="batch_detail"):
    return reverse(f"imports:{act}", args=[ImportBatch.objects.latest("pk").public_id])


def text(response):
    return " ".join(response.content.decode().split())


def everything(folder):
    return [(path.name, path.read_bytes()) for path in sorted(folder.path.glob("*.xml"))]


def zipped(name, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def test_the_first_time_the_page_says_which_files_and_where_they_are(desk):
    body = text(desk.get(UPLOAD))

    assert "Exports XML générique" in body
    assert "sts_emp" in body
    assert "512 Mo en tout" in body
    assert 'type="file"' in body
    assert "<details>" not in body


def test_from_the_drop_to_the_report_without_any_script(desk, folder, referent):
    response = dropped(desk, *everything(folder))

    assert response.headers["Location"] == address()
    assert "Lecture des fichiers" in text(desk.get(address()))

    work_on_imports()

    shown = text(desk.get(address()))
    assert "Rien n’est encore écrit, et rien ne sera effacé" in shown
    assert "Orme Ana" in shown
    assert "à créer" in shown
    assert not Student.objects.exists()

    assert desk.post(address("batch_confirm")).headers["Location"] == address()
    assert "Import en cours" in text(desk.get(address()))

    work_on_imports()

    done = text(desk.get(address()))
    assert "C’est fait" in done
    assert "Orme Ana" in done
    assert f"Confirmé par {referent.get_full_name()} le 16 novembre 2026 à 10 h." in done.replace(
        "\u00a0", " "
    )
    assert Student.objects.count() == 1


def test_nothing_chosen_is_said_beside_the_field(desk):
    body = text(desk.post(UPLOAD))

    assert "Choisissez au moins un fichier." in body
    assert not ImportBatch.objects.exists()


def test_an_empty_file_is_said_beside_the_field(desk):
    body = text(dropped(desk, ("a.xml", b"")))

    assert "Un des fichiers est vide" in body
    assert not ImportBatch.objects.exists()


def test_more_than_ten_files_are_not_taken(desk):
    body = text(dropped(desk, *((f"{n}.xml", b"<x/>") for n in range(11))))

    assert "au plus 10 fichiers" in body


def test_more_bytes_than_the_limit_are_not_kept(desk, monkeypatch):
    taken = [portal.Upload(UPLOAD, 1000, can_import_somewhere)]
    monkeypatch.setattr(portal.answers(), "uploads", taken)

    body = text(dropped(desk, ("a.xml", b"<x/>"), ("b.xml", b"x" * 2000)))

    assert "512 Mo en tout" in body
    assert "C’est trop gros" in body
    assert not ImportBatch.objects.exists()


def test_a_person_sends_so_many_imports_a_day_and_no_more(desk, referent, school, monkeypatch):
    monkeypatch.setattr(batches, "MOST_A_DAY", 2)
    old = NOVEMBER - dt.timedelta(days=1)
    for at in (old, NOVEMBER, NOVEMBER):
        batch = {"school": school, "uploaded_by": referent, "uploaded_at": at}
        ImportBatchFactory(**batch, state=ImportState.CANCELLED)

    body = text(dropped(desk, ("a.xml", b"<x/>"))).replace("\u00a0", " ")

    assert "Vous avez déposé 2 imports en un jour" in body
    assert ImportBatch.objects.count() == 3


def test_imports_are_counted_over_a_day_however_long_their_files_are_kept(
    desk, referent, school, monkeypatch
):
    monkeypatch.setattr(batches, "MOST_A_DAY", 1)
    monkeypatch.setattr(batches, "FILES_LAST", dt.timedelta(days=7))
    batch = {"school": school, "uploaded_by": referent, "uploaded_at": NOVEMBER - 2 * DAY}
    ImportBatchFactory(**batch, state=ImportState.CANCELLED)

    dropped(desk, ("a.xml", b"<x/>"))

    assert ImportBatch.objects.count() == 2


REFUSALS = {
    "another school": (
        [("a.xml", PUPILS.format(uai="0750001A", year=2026).encode())],
        "Ces fichiers sont ceux de l’établissement 0750001A, pas du vôtre.",
    ),
    "a past year": (
        [("a.xml", PUPILS.format(uai=UAI, year=2025).encode())],
        "Ces fichiers sont de l’année 2025-2026 ; l’année en cours est 2026-2027.",
    ),
    "two schools": (
        [
            ("a.xml", PUPILS.format(uai=UAI, year=2026).encode()),
            (
                "b.xml",
                PUPILS.replace("ELEVES", "STRUCTURES").format(uai="0750001A", year=2026).encode(),
            ),
        ],
        "Ces fichiers ne sont pas tous du même établissement.",
    ),
    "two years": (
        [
            ("a.xml", PUPILS.format(uai=UAI, year=2026).encode()),
            ("b.xml", PUPILS.replace("ELEVES", "STRUCTURES").format(uai=UAI, year=2025).encode()),
        ],
        "Ces fichiers ne sont pas tous de la même année scolaire.",
    ),
    "the upward file of a timetable": (
        [("emp_sts.xml", b"<EDT_STS/>")],
        "« emp_sts.xml » est le fichier qu’un logiciel d’emploi du temps envoie à STS-web.",
    ),
    "truncated": (
        [("a.xml", PUPILS.encode()[:60])],
        "« a.xml » est abîmé ou incomplet (ligne 1",
    ),
    "external entity": (
        [("a.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><BEE_ELEVES/>')],
        "« a.xml » demande d’ouvrir un autre fichier",
    ),
    "entity bomb": (
        [("a.xml", b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><BEE_ELEVES/>')],
        "« a.xml » définit des raccourcis qui peuvent grossir sans fin",
    ),
    "zip-slip": (
        [("a.zip", zipped("../../a.xml", b"<BEE_ELEVES/>"))],
        "« a.zip » contient un fichier qui veut s’écrire ailleurs",
    ),
    "zip bomb": (
        [("a.zip", zipped("a.xml", b" " * 20_000_000))],
        "« a.zip » se décompresse de façon anormale",
    ),
    "not XML": ([("photo.jpg", b"\xff\xd8\xff")], "« photo.jpg » n’est pas un fichier XML"),
    "another XML": ([("a.xml", b"<autre/>")], "sa racine est « autre »"),
    "a web page": ([("a.xml", b"<html/>")], "« a.xml » est une page web"),
    "twice the same": (
        [("a.xml", b"<BEE_ELEVES/>"), ("b.xml", b"<BEE_ELEVES/>")],
        "« a.xml » et « b.xml » sont deux fichiers de la même sorte.",
    ),
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_each_refusal_is_its_own_sentence_and_nothing_is_written(desk, reason):
    files, sentence = REFUSALS[reason]
    dropped(desk, *files)

    work_on_imports()

    body = text(desk.get(address())).replace("\u00a0", " ")
    assert sentence.replace("\u00a0", " ") in body
    assert "Rien n’a été écrit dans le portail." in body
    assert ImportBatch.objects.get().state == ImportState.REFUSED
    assert not Student.objects.exists()


def test_an_iso_8859_15_file_keeps_its_accents(desk, folder):
    folder.pupils(pupil("1", first="Zoé", last="LEBŒUF"))
    dropped(desk, *everything(folder))

    work_on_imports()

    assert "Lebœuf Zoé" in text(desk.get(address()))


def test_the_loss_of_an_access_is_said_on_the_button_itself(desk, folder):
    dropped(desk, *everything(folder))
    work_on_imports()
    desk.post(address("batch_confirm"))
    work_on_imports()
    folder.guardians((person("10"),), (tie("1", "10", level=2),))
    dropped(desk, *everything(folder))

    work_on_imports()

    body = text(desk.get(address()))
    assert "1 accès coupé dès la confirmation" in body
    assert "devient personne en charge : ne lit plus les résultats dès la confirmation" in body
    assert "Importer et couper 1 accès" in body


def test_older_files_ask_for_one_more_tick(desk, school):
    batch = ImportBatchFactory(school=school, report=REPORT | {"is_older": True})

    refused = desk.post(address("batch_confirm"))
    batch.refresh_from_db()
    assert "Cochez pour confirmer" in text(refused)
    assert batch.state == ImportState.READY

    desk.post(address("batch_confirm"), {"older": "on"})
    batch.refresh_from_db()
    assert batch.state == ImportState.IMPORTING


def test_lines_are_found_by_words_kind_and_effect(desk, school):
    batch = ImportBatchFactory(school=school)
    ImportLineFactory(batch=batch, title="Diallo Inès", search="diallo ines", act="changed")
    ImportLineFactory(batch=batch, title="Martin Léo", search="martin leo", act="created")

    def found(query):
        body = text(desk.get(f"{address()}?{query}"))
        return [name for name in ("Diallo Inès", "Martin Léo") if name in body]

    assert found("q=INÈS") == ["Diallo Inès"]
    assert found("change=created") == ["Martin Léo"]
    assert found("kind=pupil") == ["Diallo Inès", "Martin Léo"]
    assert found("kind=staff") == []
    assert found("kind=nobody") == []


def test_many_lines_come_by_pages_or_whole_for_the_printer(desk, school):
    batch = ImportBatchFactory(school=school, done=True)
    for n in range(51):
        ImportLineFactory(batch=batch, rank=n, title=f"Élève {n:02}", search=f"eleve {n:02}")

    first, second = desk.get(address()), desk.get(f"{address()}?page=2")
    whole = desk.get(f"{address()}?page=tout")

    assert ("Élève 49" in text(first), "Élève 50" in text(first)) == (True, False)
    assert ("Élève 49" in text(second), "Élève 50" in text(second)) == (False, True)
    assert ("Élève 00" in text(whole), "Élève 50" in text(whole)) == (True, True)


def test_a_page_of_lines_asks_no_more_questions_for_more_lines(desk, school):
    batch = ImportBatchFactory(school=school)
    ImportLineFactory(batch=batch)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            desk.get(address())
        return len(asked)

    one = questions()
    ImportLineFactory.create_batch(20, batch=batch)

    assert questions() == one


def test_htmx_is_given_the_progress_then_told_to_load_the_page(desk, school):
    batch = ImportBatchFactory(school=school, state=ImportState.READING, progress=6, total=12)

    running = desk.get(f"{address()}?vu=25", headers={"HX-Request": "true"})
    batch.state = ImportState.READY
    batch.save()
    ready = desk.get(address(), headers={"HX-Request": "true"})

    assert "Étape 6 sur 12" in text(running)
    assert "50 % du travail est fait" in text(running)
    assert "<html" not in text(running)
    assert (ready.headers["HX-Refresh"], ready.content) == ("true", b"")


def test_a_quarter_already_read_aloud_is_not_read_again(desk, school):
    ImportBatchFactory(school=school, state=ImportState.READING, progress=6, total=12)

    running = desk.get(f"{address()}?vu=50", headers={"HX-Request": "true"})

    assert "du travail est fait" not in text(running)


def test_a_stale_import_offers_to_read_the_files_again(desk, school):
    batch = ImportBatchFactory(school=school, is_outdated=True, refusal="Le portail a changé.")

    body = text(desk.get(address()))
    assert "Le portail a changé." in body
    assert address("batch_reread") in body
    assert address("batch_confirm") not in body

    desk.post(address("batch_reread"))
    batch.refresh_from_db()
    assert (batch.state, batch.is_outdated) == (ImportState.READING, False)


def test_giving_up_writes_nothing_and_frees_the_place(desk, folder):
    dropped(desk, *everything(folder))
    assert "Un import est ouvert" in text(desk.get(UPLOAD))
    assert 'type="file"' not in text(desk.get(UPLOAD))

    desk.post(address("batch_cancel"))

    body = text(desk.get(UPLOAD))
    assert "Import abandonné. Rien n’a été écrit." in body
    assert 'type="file"' in body


def test_an_import_that_runs_can_no_longer_be_given_up(desk, school, referent):
    batch = ImportBatchFactory(
        school=school,
        state=ImportState.IMPORTING,
        confirmed_by=referent,
        confirmed_at=NOVEMBER,
    )

    desk.post(address("batch_cancel"))

    batch.refresh_from_db()
    assert batch.state == ImportState.IMPORTING


def test_a_second_drop_beside_an_open_import_is_refused_in_words(desk, folder):
    dropped(desk, *everything(folder))

    response = dropped(desk, *everything(folder))

    assert response.status_code == 200
    assert ImportBatch.objects.count() == 1


def test_past_imports_of_the_school_are_listed_and_not_those_of_another(desk, school):
    ImportBatchFactory(school=school, done=True, uploaded_at=NOVEMBER)
    ImportBatchFactory(done=True, uploaded_at=NOVEMBER - dt.timedelta(days=40))

    body = text(desk.get(UPLOAD)).replace("\u00a0", " ")

    assert "Import du 16 novembre 2026" in body
    assert "octobre" not in body


def test_a_drop_without_the_token_of_the_form_is_refused(referent):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(referent)

    response = browser.post(UPLOAD, {"files": SimpleUploadedFile("a.xml", b"<x/>")})

    assert response.status_code == 403
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("act", ["batch_confirm", "batch_reread", "batch_cancel"])
def test_an_act_without_the_token_of_its_form_is_refused(referent, school, act):
    batch = ImportBatchFactory(school=school)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(referent)

    assert browser.post(address(act)).status_code == 403
    batch.refresh_from_db()
    assert batch.state == ImportState.READY


def test_whoever_imports_in_two_schools_says_which(client, folder, referent, school):
    other = StaffFactory(user=referent, role=Role.PRINCIPAL).school
    client.force_login(referent)

    body = text(client.get(UPLOAD))
    dropped(client, *everything(folder), school=str(other.public_id))

    assert school.name in body
    assert ImportBatch.objects.get().school == other


def test_the_beat_works_on_the_imports_and_forgets_their_files(desk, folder, time_machine):
    beat = {bell.task for bell in portal.answers().beat}
    assert {work_on_imports.name, forget_import_files.name} <= beat
    dropped(desk, *everything(folder))

    assert work_on_imports() == 1
    time_machine.move_to(NOVEMBER + dt.timedelta(days=1), tick=False)
    assert forget_import_files() == 1

    assert "effacés après un jour" in text(desk.get(address()))


def losing(school, count):
    """An import ready to cut the access of ``count`` people."""
    batch = ImportBatchFactory(school=school, report=REPORT | {"cuts": count})
    for n in range(count):
        ImportLineFactory(batch=batch, title=f"Parent {n}", cuts_access=True)
    return batch


def test_many_lost_accesses_ask_whether_these_are_the_right_files(desk, school):
    batch = losing(school, 20)

    shown = text(desk.get(address()))
    hasty = text(desk.post(address("batch_confirm")))
    batch.refresh_from_db()
    still = batch.state
    desk.post(address("batch_confirm"), {"many": "on"})
    batch.refresh_from_db()

    assert "C’est beaucoup." in shown
    assert "Et 10 autres" in shown
    assert "Cochez pour confirmer" in hasty
    assert still == ImportState.READY
    assert batch.state == ImportState.IMPORTING


def test_a_few_lost_accesses_are_confirmed_by_the_button_alone(desk, school):
    batch = losing(school, 19)

    shown = text(desk.get(address()))
    desk.post(address("batch_confirm"))
    batch.refresh_from_db()

    assert "C’est beaucoup." not in shown
    assert batch.state == ImportState.IMPORTING
