"""PDF: what is in it, what it may ask for, and what is said where it cannot be made."""

import builtins
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from coeduc import documents

ROOT = Path(__file__).resolve().parents[2]
PIXEL = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/%3E"


def page(body):
    head = "<head><title>Essai</title></head>"
    return f'<!DOCTYPE html><html lang="fr">{head}<body>{body}</body></html>'


def read(pdf):
    return PdfReader(io.BytesIO(pdf.content))


def test_a_reader_finds_the_text_with_its_accents_and_the_count_of_pages():
    pdf = documents.pdf_of(page("<h1>L’œuvre d’Éloïse</h1><p>«\u00a0ça\u00a0»</p>"))

    assert "L’œuvre d’Éloïse" in read(pdf).pages[0].extract_text()
    assert pdf.page_count == len(read(pdf).pages) == 1


def test_a_screen_reader_finds_language_title_and_tags():
    pdf = documents.pdf_of(page(f'<h1>Titre</h1><img src="{PIXEL}" alt="Un carré">'))
    root = read(pdf).trailer["/Root"]

    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert read(pdf).metadata.title == "Essai"
    assert b"pdfuaid" in pdf.content or "pdfuaid" in str(root["/Metadata"].get_data())


def test_the_fonts_of_the_project_are_in_the_document():
    pdf = documents.pdf_of(page("<h1>Titre</h1><p>Texte</p>"))
    fonts = read(pdf).pages[0]["/Resources"]["/Font"]
    names = " ".join(str(font.get_object()["/BaseFont"]) for font in fonts.values())

    assert "Source-Serif" in names
    assert "Source-Sans" in names


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.png",
        "https://document.invalid/etc/passwd",
        "file:///etc/passwd",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/css/../../manage.py",
        "/static/img/absent.svg",
        "/polices/../../etc/passwd",
        "data:text/html,bonjour",
        "ftp://example.org/a.png",
    ],
)
@pytest.mark.parametrize("tag", ['<img src="{}" alt="x">', '<link rel="stylesheet" href="{}">'])
def test_a_document_that_asks_for_anything_else_is_not_made(address, tag):
    with pytest.raises(documents.DocumentError):
        documents.pdf_of(page(tag.format(address) + "<p>Texte</p>"))


def test_a_static_file_is_drawn():
    body = '<img src="/static/img/favicon.svg" alt="Le portail"><p>Texte</p>'

    assert documents.pdf_of(page(body)).page_count == 1


def test_what_is_prepared_is_prepared_once():
    documents.pdf_of(page("<p>Un</p>"))

    assert documents.prepared_press() is documents.prepared_press()


def test_a_machine_without_pango_says_what_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library libpango")\n')
    program = (
        "import django; django.setup()\n"
        "from coeduc import documents\n"
        "try: documents.pdf_of('<p>Texte</p>')\n"
        "except documents.DocumentsUnavailableError as problem: print(problem)\n"
    )

    said = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "coeduc.settings.test",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "il lui manque Pango" in said
    assert "libpango-1.0-0" in said


@pytest.mark.parametrize(
    "trouble", [OSError("libpango"), ImportError("weasyprint"), AttributeError("pango_new")]
)
def test_whatever_keeps_the_library_out_is_told_the_same_way(monkeypatch, trouble):
    def refuse(name, *rest):
        if name.startswith("weasyprint"):
            raise trouble
        return found(name, *rest)

    found = builtins.__import__
    documents.prepared_press.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)

    assert "il lui manque Pango" in documents.unavailable()


def test_a_machine_that_can_says_nothing():
    assert documents.unavailable() == ""
    assert documents.looks_available()
