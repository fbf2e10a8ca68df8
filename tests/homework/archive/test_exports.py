"""A notebook taken away: asked once, made by a worker, kept a week, and what is in the file."""

import datetime as dt
import io

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from apps.homework.archive import services as archive_services
from apps.homework.archive import tasks as archive_tasks
from apps.homework.archive.presenters.printed import drawn
from apps.homework.archive.rules import KEPT
from apps.homework.enums import ExportKind
from apps.homework.models import NotebookExport
from coeduc import documents
from tests.bodies import bytes_of
from tests.factories.schools import since
from tests.homework.archive.test_reading import NEVER, of_class
from tests.homework.conftest import TUESDAY, reader, write

pytestmark = pytest.mark.django_db

PDF, HTML = ExportKind.PDF, ExportKind.HTML
MINUTE = dt.timedelta(minutes=1)
LATER = TUESDAY + 5 * MINUTE


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ask(cast, kind=PDF, by=None):
    archive_services.ask(cast.division, kind, by=(by or cast.cpe).user, at=LATER)
    return NotebookExport.objects.latest("pk")


def made(cast, kind=PDF, by=None):
    """The content of the file, made by the worker's own task."""
    row = ask(cast, kind, by)
    assert archive_tasks.make_notebook_exports()
    row.refresh_from_db()
    return row.file.read()


def words(content):
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()
    )


def test_the_pdf_says_whose_notebook_it_is_when_it_was_made_and_who_asked(cast, written):
    text = words(made(cast))

    assert cast.school.name in text
    assert f"Cahier de textes de la {cast.division.code}" in text
    assert "2026-2027" in text
    assert "17 novembre 2026 à 10 h 05" in text.replace("\u00a0", " ")
    assert cast.cpe.user.get_full_name() in text


def test_the_pdf_holds_both_versions_and_what_was_cancelled(cast, written):
    text = words(made(cast)).replace("\u00a0", " ")

    for said in (
        "Les fractions égales.",
        f"Corrigé le 17 novembre 2026 à 10 h 01 par {cast.teacher.user.get_full_name()}",
        "Les fractions.",
        "Exercice 5",
        "Exercice 4",
        "Annulé le 17 novembre 2026",
        "Guten Tag",
    ):
        assert said in text


@pytest.mark.parametrize("kind", [PDF, HTML])
@pytest.mark.parametrize("who", ["cpe", "lead", "teacher"])
def test_no_draft_no_adapted_work_and_no_other_class_is_in_the_file(cast, written, kind, who):
    content = made(cast, kind, getattr(cast, who))
    text = words(content) if kind == PDF else content.decode()

    assert "Les fractions égales." in text
    assert [name for name in NEVER if name in text] == []
    assert ("Guten Tag" in text) == (who == "cpe")


def test_who_reads_a_part_is_told_in_the_file_what_is_not_there(cast, written):
    text = made(cast, HTML, cast.teacher).decode()

    assert "Ne sont pas dans ce document : Allemand, groupe Allemand 1 ; Français." in text


def test_the_page_of_html_stands_alone_and_runs_nothing(cast, written):
    write(cast, rank=5, text="<script>alert(1)</script> https://example.org", at=TUESDAY)

    text = made(cast, HTML).decode()

    assert "<script" not in text
    assert "<img" not in text
    assert "<link" not in text
    assert "&lt;script&gt;" in text


def test_two_taps_ask_once(cast, written):
    ask(cast)
    ask(cast)
    ask(cast, HTML)
    ask(cast, by=cast.teacher)

    assert NotebookExport.objects.count() == 3


def test_several_workers_never_make_the_same(cast, written):
    ask(cast)

    first, second = archive_services.claim(at=LATER), archive_services.claim(at=LATER)

    assert first is not None
    assert second is None


def test_what_a_dead_worker_held_is_left_to_the_next(cast, written):
    row = ask(cast)
    archive_services.claim(at=LATER)

    assert archive_services.claim(at=LATER + archive_services.TERMS.lasts - MINUTE) is None
    assert archive_services.claim(at=LATER + archive_services.TERMS.lasts) == row


def test_a_worker_that_comes_late_keeps_nothing_of_its_own(cast, written):
    ask(cast)
    slow = archive_services.claim(at=LATER)
    quick = archive_services.claim(at=LATER + archive_services.TERMS.lasts)
    assert archive_services.make(quick, drawn, at=LATER)
    kept = default_storage.listdir("notebook")

    assert not archive_services.make(slow, drawn, at=LATER)
    assert default_storage.listdir("notebook") == kept


def test_a_document_that_kills_its_workers_is_given_up_and_said(cast, written):
    row = ask(cast)
    at = LATER
    for _n in range(archive_services.TERMS.attempts):
        assert archive_services.claim(at=at) == row
        at += archive_services.TERMS.lasts

    assert archive_services.claim(at=at) is None
    row.refresh_from_db()
    assert row.failed_at == at
    assert "Essayez la page HTML" in row.problem


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (SoftTimeLimitExceeded(), "Essayez la page HTML"),
        (documents.DocumentsUnavailableError(str(documents.PANGO_IS_MISSING)), "Pango"),
    ],
)
def test_what_could_not_be_made_says_why_and_may_be_asked_again(
    client, cast, written, monkeypatch, problem, said
):
    def broken():
        raise problem

    monkeypatch.setattr(documents, "prepared_press", broken)
    row = ask(cast)

    assert not archive_tasks.make_notebook_exports()

    row.refresh_from_db()
    assert said in row.problem
    client.force_login(cast.cpe.user)
    page = client.get(of_class(cast)).content.decode()
    assert said in page
    assert "Réessayer" in page
    client.post(reverse("homework:export_ask", args=[cast.division.public_id]), {"kind": "pdf"})
    assert NotebookExport.objects.waiting().count() == 1


def test_an_accident_is_tried_again_before_it_is_given_up(cast, written, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr(documents, "prepared_press", broken)
    row = ask(cast)
    for left in range(archive_services.TERMS.attempts, 0, -1):
        row.refresh_from_db()
        assert row.failed_at is None, left
        archive_tasks.make_notebook_exports()

    row.refresh_from_db()
    assert "Quelque chose a manqué" in row.problem


def test_who_lost_the_class_meanwhile_gets_no_file(cast, written):
    row = ask(cast, by=cast.teacher)
    cast.teacher.teaching_links.update(during=since(end=TUESDAY - MINUTE))

    assert not archive_tasks.make_notebook_exports()
    row.refresh_from_db()
    assert row.problem == "Vous ne suivez plus cette classe."


def test_the_page_waits_then_gives_the_file_to_who_asked_only(client, cast, written):
    client.force_login(cast.cpe.user)
    address = reverse("homework:export_ask", args=[cast.division.public_id])
    client.post(address, {"kind": "html"})
    waiting = client.get(of_class(cast)).content.decode()
    archive_tasks.make_notebook_exports()
    row = NotebookExport.objects.get()
    piece = client.get(
        reverse("homework:export_progress", args=[cast.division.public_id]),
        headers={"HX-Request": "true"},
    ).content.decode()
    file = reverse("homework:export_file", args=[row.public_id])

    assert 'hx-trigger="every 3s"' in waiting
    assert "hx-trigger" not in piece
    assert file in piece
    assert "gardé jusqu’au 24\u00a0novembre 2026" in piece
    response = client.get(file)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Les fractions" in bytes_of(response).decode()
    client.force_login(cast.principal.user)
    assert client.get(file).status_code == 404


def test_a_file_is_no_longer_given_to_who_no_longer_follows_the_class(client, cast, written):
    made(cast, HTML, cast.teacher)
    row = NotebookExport.objects.get()
    client.force_login(cast.teacher.user)
    file = reverse("homework:export_file", args=[row.public_id])
    assert client.get(file).status_code == 200

    cast.teacher.teaching_links.update(during=since(end=TUESDAY - MINUTE))

    assert client.get(file).status_code == 404


def test_the_file_goes_after_a_week_and_the_page_says_it(client, cast, written):
    made(cast, HTML)
    row = NotebookExport.objects.get()
    stored = row.file.name
    client.force_login(cast.cpe.user)
    week = LATER + KEPT

    assert archive_services.forget_old(at=week - MINUTE) == 0
    with time_machine.travel(week, tick=False):
        assert archive_tasks.forget_notebook_exports() == 1
        assert archive_tasks.forget_notebook_exports() == 0
        file = reverse("homework:export_file", args=[row.public_id])
        assert client.get(file).status_code == 404
        assert "est effacé" in client.get(of_class(cast)).content.decode()
    assert not default_storage.exists(stored)
    assert NotebookExport.objects.count() == 1


def test_a_kind_that_does_not_exist_asks_nothing(client, cast, today):
    client.force_login(cast.cpe.user)
    address = reverse("homework:export_ask", args=[cast.division.public_id])

    assert client.post(address, {"kind": "exe"}).status_code == 302
    assert not NotebookExport.objects.exists()


def test_an_empty_notebook_is_a_document_that_says_so(cast, today):
    assert "Rien n’a été écrit" in words(made(cast))


def test_a_year_that_is_over_is_still_taken_away(cast, written, summer):
    with time_machine.travel(summer, tick=False):
        archive_services.ask(cast.division, HTML, by=cast.teacher.user, at=summer)
        assert archive_tasks.make_notebook_exports()

    assert "Les fractions égales." in NotebookExport.objects.get().file.read().decode()


def test_nobody_else_s_demand_is_visible(cast, written):
    row = ask(cast)

    for person, capacity in ((cast.principal, "staff"), (cast.mother, "family")):
        one = reader(person, capacity, LATER)
        assert row not in NotebookExport.objects.visible_to(one, at=LATER)
    mine = reader(cast.cpe, "staff", LATER)
    assert row in NotebookExport.objects.visible_to(mine, at=LATER)
