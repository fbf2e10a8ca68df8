"""Names whose bytes are not those that the prologue declares; signs that no name holds."""

import contextlib
import zipfile

import pytest

from apps.schools.errors import ImportRefusedError
from apps.schools.imports.rules.decoding import clean, has_lost_letters
from apps.schools.imports.rules.files import ImportKind, open_file, parse
from apps.schools.imports.rules.readers.fields import code, text

NAMES = "LE CŒUR D’AŸ – Maëlys"


def file_of(name: str, *, declared: str, written: str) -> bytes:
    head = f"<?xml version='1.0' encoding='{declared}'?>\n" if declared else ""
    return f"{head}<BEE_ELEVES>\n<NOM>{name}</NOM></BEE_ELEVES>".encode(written)


def name_in(data: bytes) -> str:
    return text(parse(data, "a.xml").root, "NOM")


def refusal(data: bytes) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        parse(data, "a.xml")
    return str(refused.value)


@pytest.mark.parametrize("declared", ["ISO-8859-15", "iso-8859-1", "Windows-1252", "UTF-8", ""])
@pytest.mark.parametrize("written", ["cp1252", "utf-8", "utf-8-sig"])
def test_windows_and_utf_8_are_read_whatever_was_declared(declared, written):
    assert name_in(file_of(NAMES, declared=declared, written=written)) == NAMES


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("utf8", "utf-8"),
        ("UTF8", "cp1252"),
        ("latin-9", "iso-8859-15"),
        ("L9", "iso-8859-15"),
        ("cp1252", "cp1252"),
        ("ISO_8859-15", "iso-8859-15"),
    ],
)
def test_an_encoding_is_known_by_its_other_names(declared, written):
    assert name_in(file_of("Maëlys Cœur", declared=declared, written=written)) == "Maëlys Cœur"


@pytest.mark.parametrize("declared", ["ISO-8859-15", "UTF-8", "UTF-16", ""])
@pytest.mark.parametrize("written", ["utf-16", "utf-32"])
def test_the_mark_of_two_bytes_a_letter_is_believed(declared, written):
    assert name_in(file_of(NAMES, declared=declared, written=written)) == NAMES


def test_two_marks_at_the_start_are_one():
    data = b"\xef\xbb\xbf" + file_of(NAMES, declared="UTF-8", written="utf-8-sig")

    assert name_in(data) == NAMES


@pytest.mark.parametrize("root", ['BEE_ELEVES xmlns="urn:x"', 'a:BEE_ELEVES xmlns:a="urn:x"'])
def test_a_namespace_hides_no_name(root):
    tag = root.partition(" ")[0]
    data = f"<{root}><NOM>Zoé</NOM></{tag}>".encode()

    assert name_in(data) == "Zoé"


@pytest.mark.parametrize("number", ["&#0;", "&#11;", "&#x1F;", "&#xFFFE;", "&#31;"])
def test_a_control_character_written_as_a_number_is_called_one(number):
    refused_found = refusal(file_of(f"Zo{number}", declared="UTF-8", written="utf-8"))

    assert "un caractère de contrôle (ligne 3, balise NOM)" in refused_found


def test_an_accent_alone_is_the_same_letter_everywhere():
    assert name_in(file_of("Zoé", declared="UTF-8", written="iso-8859-15")) == "Zoé"


def test_what_was_declared_and_written_so_is_left_alone():
    data = file_of("Cœur Ÿ €", declared="ISO-8859-15", written="iso-8859-15")

    assert name_in(data) == "Cœur Ÿ €"


def test_a_capital_before_a_closing_quote_is_not_utf_8():
    data = file_of("«CITÉ»", declared="ISO-8859-15", written="iso-8859-15")

    assert name_in(data) == "«CITÉ»"


@pytest.mark.parametrize(
    "name",
    [
        b"Zo\xe9 Ma\xc3\xablys",  # Latin, then UTF-8
        b"L\x92\xcele c\xbdur",  # an apostrophe of Windows, an œ of ISO-8859-15 (or ½)
        b"Zo\x81",  # in neither
    ],
)
def test_two_readings_are_refused_with_their_line(name):
    data = b"<?xml version='1.0' encoding='ISO-8859-15'?>\n<BEE_ELEVES>\n<NOM>" + name
    sentence = refusal(data + b"</NOM></BEE_ELEVES>")

    assert "deux façons d’écrire les accents (ligne 3, balise NOM)" in sentence


def test_an_acute_accent_used_as_an_apostrophe_is_not_guessed():
    data = (
        b"<?xml version='1.0' encoding='UTF-8'?>\n<BEE_ELEVES><NOM>L\xb4\xcele</NOM></BEE_ELEVES>"
    )

    assert "ligne 2, balise NOM" in refusal(data + b"</NOM></BEE_ELEVES>")


@pytest.mark.parametrize("sign", ["&#x85;", "&#129;", "\u200b", "\u202e", "\xad", "\x7f", "\ufeff"])
def test_no_control_character_enters_a_name(sign):
    data = file_of(f"Ma{sign}ëlys", declared="UTF-8", written="utf-8")

    name = name_in(data)

    assert name.isprintable()
    assert name.replace("…", "") == "Maëlys"


def test_a_number_of_windows_is_the_apostrophe_it_was():
    assert name_in(file_of("L&#146;Île", declared="UTF-8", written="utf-8")) == "L’Île"


def test_a_code_is_cleaned_and_keeps_its_spaces():
    root = parse(b"<BEE_ELEVES><CODE> 4\xc2\x81 B </CODE></BEE_ELEVES>", "a.xml").root

    assert code(root, "CODE") == " 4 B "


def test_clean_keeps_letters_of_every_alphabet():
    assert clean("Иван Łoś é") == "Иван Łoś é"


@pytest.mark.parametrize(("sign", "words"), [(b" & ", "« & »"), (b"\x1a", "contrôle")])
def test_a_sign_that_breaks_the_file_is_told_with_its_line(sign, words):
    data = b"<?xml version='1.0' encoding='ISO-8859-15'?>\n<BEE_ELEVES>\n\n<LIGNE1_ADRESSE>A"
    sentence = refusal(data + sign + b"B</LIGNE1_ADRESSE></BEE_ELEVES>")

    assert words in sentence
    assert "ligne 4, balise LIGNE1_ADRESSE" in sentence


@pytest.mark.parametrize("sign", [b"&nbsp;", b"&#26;", b"&#x1A;", b"&eacute", b"\x0b", b"<<"])
def test_any_other_break_tells_its_line_too(sign):
    data = b"<?xml version='1.0'?>\n<BEE_ELEVES>\n<NOM>A" + sign + b"B</NOM></BEE_ELEVES>"

    assert "ligne 3" in refusal(data)


PLAIN = file_of("Inès", declared="UTF-8", written="utf-8")


@pytest.mark.parametrize("before", [b"\r\n", b" \n\t", b"\xef\xbb\xbf\n"])
def test_blank_lines_before_the_prologue_are_no_damage(before):
    assert name_in(before + PLAIN) == "Inès"


def test_lines_told_are_those_of_the_file_behind_blank_ones():
    assert "ligne 5" in refusal(b"\n\n" + PLAIN.replace("Inès".encode(), b"A & B"))


@pytest.mark.parametrize("after", [b"\x1a", b"\0" * 512, b"\r\n\x1a\r\n", b"\0\n"])
def test_what_fills_the_end_of_a_file_is_no_sign_of_it(after):
    assert name_in(PLAIN + after) == "Inès"


def test_the_zeros_of_two_bytes_a_letter_are_kept():
    written = file_of("Inès", declared="UTF-16", written="utf-16-le")

    assert name_in(b"\xff\xfe" + written) == "Inès"


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Session</body></html>",
        b"<html lang='fr'><body>Votre session a expir&eacute;.</body></html>",
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD' 'x'><html/>",
        b"\n<!-- portail -->\n<HTML><HEAD></HEAD></HTML>",
    ],
)
def test_a_page_saved_in_place_of_the_file_is_called_a_page(page):
    assert "page web" in refusal(page)


@pytest.mark.parametrize("name", ["In\ufffds", "InÃ¨s", "Ã‰lodie", "FranÃ§ois", "In?s", "Lâ€™Or"])
def test_a_name_that_has_lost_its_accents_is_known(name):
    assert has_lost_letters("Diallo", name)


@pytest.mark.parametrize(
    "name", ["João", "CONCEIÇÃO", "Ãngela", "N’Guessan", "Łoś", "São-Tomé", "?"]
)
def test_a_name_of_elsewhere_has_lost_nothing(name):
    assert not has_lost_letters(name)


def zipped(tmp_path, *names, method=zipfile.ZIP_DEFLATED):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in names:
            data = b"" if name.endswith("\\") else b"<BEE_ELEVES>" + b"<A/>" * 50 + b"</BEE_ELEVES>"
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return path


@pytest.mark.parametrize(
    "names",
    [
        ("Export\\Eleves.xml",),
        ("Export\\", "Export\\2026\\Eleves.xml"),
        ("Export\\Eleves.xml", "__MACOSX\\._Eleves.xml", "Export\\.cache\\x.xml"),
    ],
)
def test_backslashes_are_folders(tmp_path, names):
    assert open_file(zipped(tmp_path, *names)).kind is ImportKind.PUPILS


@pytest.mark.parametrize("name", ["..\\E.xml", "\\E.xml", "C:\\E.xml", "a\\..\\..\\E.xml"])
def test_a_backslash_that_leaves_the_archive_is_refused(tmp_path, name):
    with pytest.raises(ImportRefusedError, match="s’écrire ailleurs"):
        open_file(zipped(tmp_path, name))


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_an_archive_damaged_anywhere_is_a_sentence(tmp_path, method):
    whole = zipped(tmp_path, "Export/Eleves.xml", method=method).read_bytes()
    path = tmp_path / "b.zip"
    for index in range(4, len(whole)):
        path.write_bytes(whole[:index] + bytes([whole[index] ^ 0xFF]) + whole[index + 1 :])
        # Some damages do no harm; any other error than a refusal ends the test.
        with contextlib.suppress(ImportRefusedError):
            open_file(path)


def test_an_empty_archive_is_a_sentence(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w"):
        pass

    with pytest.raises(ImportRefusedError, match="en contient 0"):
        open_file(path)


def test_two_entries_of_one_name_are_two_files(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path, "Export\\Eleves.xml", "Export\\Eleves.xml")

    with pytest.raises(ImportRefusedError, match="en contient 2"):
        open_file(path)
