"""A file is what its bytes say; what is kept of it says nothing of whoever made it."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from apps.files.errors import FileRefusedError
from apps.files.rules import names, recognition
from apps.files.rules.recognition import accept, in_words
from tests.coeduc.pictures import ODD_EXIF
from tests.damage import damaged
from tests.files import samples
from tests.files.samples import CANARY, HONEST, HOSTILE, HTML, PDF


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_recognised_whatever_its_name(name):
    data, content_type, suffix = HONEST[name]

    received = accept(data, "leçon.exe")

    assert (received.content_type, received.name) == (content_type, f"leçon{suffix}")


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("called", ["exercice.pdf", "photo.jpg", "texte.txt"])
def test_a_hostile_file_is_refused_with_its_reason_whatever_its_name(name, called):
    data, word = HOSTILE[name]

    with pytest.raises(FileRefusedError, match=word):
        accept(data, called)


def test_a_photo_loses_where_it_was_taken_and_its_comments():
    photo = samples.located_photo()
    assert CANARY in photo

    kept = accept(photo, "photo.jpg")

    assert CANARY not in kept.data
    assert not Image.open(io.BytesIO(kept.data)).getexif()


def test_what_hides_behind_a_picture_is_lost():
    polyglot = samples.picture("GIF") + samples.zipped({"a.exe": b"MZ" + CANARY}) + HTML

    kept = accept(polyglot, "image.gif")

    assert CANARY not in kept.data
    assert b"<script>" not in kept.data


def test_a_large_photo_is_made_smaller_and_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    kept = accept(samples.picture("JPEG", (4000, 3000), exif=exif), "photo.jpg")

    assert Image.open(io.BytesIO(kept.data)).size == (1500, recognition.SIDE)


@pytest.mark.parametrize("name", ODD_EXIF)
def test_a_photo_with_odd_metadata_is_kept_upright(name):
    kept = accept(ODD_EXIF[name], "photo.jpg")

    assert Image.open(io.BytesIO(kept.data)).size == (20, 40)


def test_without_its_library_a_heic_is_answered_with_what_to_do(monkeypatch):
    photo = samples.picture("HEIF")
    monkeypatch.delitem(Image.OPEN, "HEIF")

    with pytest.raises(FileRefusedError, match="elle passera en JPEG"):
        accept(photo, "photo.heic")


def test_a_picture_with_holes_keeps_them():
    kept = accept(samples.picture("PNG", mode="LA"), "schema.png")

    assert Image.open(io.BytesIO(kept.data)).mode == "RGBA"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_kept_in_one_spelling(encoding):
    assert accept("Élève ; œuvre".encode(encoding), "liste.csv").data == "Élève ; œuvre".encode()


def test_a_table_of_commas_is_told_apart_by_its_name_alone():
    assert accept(b"a;b\n1;2", "notes.CSV").content_type == "text/csv"
    assert accept(b"a;b\n1;2", "notes.txt").content_type == "text/plain"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("cours.pdf", "cours.pdf"),
        ("cours.pdf.exe", "cours.pdf"),
        ("C:\\Users\\Claire\\Bureau\\cours.docx", "cours.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("cours\u202efdp.exe", "coursfdp.pdf"),
        ("co\x00urs\r\n.pdf", "cours.pdf"),
        ("  .pdf", "fichier.pdf"),
        ("", "fichier.pdf"),
        ("CON.pdf", "fichier CON.pdf"),
        ('a<b>"c|d?.pdf', "a b c d.pdf"),
        ("IMG_0412.HEIF", "IMG_0412.pdf"),
        ("photo.avif.dng", "photo.pdf"),
        ("dictée.weba", "dictée.pdf"),
        ("devoir.pages", "devoir.pdf"),
        ("M. Dupont v1.2.pdf", "M. Dupont v1.2.pdf"),
        ("e\u0301le\u0300ve.pdf", "élève.pdf"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_nothing_a_computer_obeys(sent, kept):
    assert accept(PDF, sent).name == kept


@given(st.text(max_size=300))
def test_any_name_becomes_a_short_line_with_the_true_ending(name):
    kept = names.clean(name, ".pdf")

    assert kept.endswith(".pdf")
    assert 4 < len(kept) <= names.LONGEST
    assert not set(kept) & set('/\\<>:"|?*\r\n')
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]


def outcome(data):
    """The type of what is kept, or «refused»; any other exception breaks the test."""
    try:
        return accept(data, "x").content_type
    except FileRefusedError:
        return "refused"


@given(st.binary(max_size=400))
def test_any_bytes_are_kept_as_a_known_kind_or_refused_in_words(data):
    assert outcome(data) in {*recognition.KINDS, "refused"}


@given(st.sampled_from(sorted(HONEST)), st.data())
def test_an_honest_file_broken_anywhere_never_breaks_the_portal(name, data):
    content = bytearray(HONEST[name][0])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))

    cut = data.draw(st.integers(1, len(content)))
    assert outcome(bytes(content[:cut])) in {*recognition.KINDS, "refused"}


def test_a_part_of_the_damaged_archives_makes_no_fault():
    """All ten thousand: ``python -m bench.damaged_files archives``."""
    found = {outcome(data) for data in damaged(samples.ARCHIVES, 400, seed=10)}

    assert "refused" in found
    assert found <= {*recognition.KINDS, "refused"}


@pytest.mark.parametrize(
    ("size", "expected"),
    [(900, "900 octets"), (240_000, "240 ko"), (999_600, "1,0 Mo"), (1_440_000, "1,4 Mo")],
)
def test_a_weight_is_said_in_french(size, expected):
    assert in_words("application/pdf", size).replace("\u00a0", " ") == f"PDF, {expected}"
