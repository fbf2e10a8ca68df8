"""Hostile and broken files are refused in one sentence, and nothing is read from them."""

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from apps.schools.errors import ImportRefusedError
from apps.schools.imports.rules import files, xml_limits
from apps.schools.imports.rules.files import (
    Budget,
    ImportKind,
    Source,
    open_file,
    open_files,
    parse,
)
from tests.damage import damaged

PUPILS = b"<?xml version='1.0' encoding='ISO-8859-15'?><BEE_ELEVES VERSION='3.0'/>"


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        open_file(path)
    return str(refused.value)


def written(tmp_path: Path, data: bytes, name: str = "a.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def zipped(tmp_path: Path, *members: tuple[str, bytes], name: str = "a.zip") -> Path:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members:
            archive.writestr(zipfile.ZipInfo(member), data, zipfile.ZIP_DEFLATED)
    return path


@pytest.mark.parametrize(
    ("root", "kind"),
    [
        ("BEE_NOMENCLATURES", ImportKind.NOMENCLATURE),
        ("BEE_STRUCTURES", ImportKind.STRUCTURES),
        ("BEE_ELEVES", ImportKind.PUPILS),
        ("BEE_RESPONSABLES", ImportKind.GUARDIANS),
        ("STS_EDT", ImportKind.STAFF),
    ],
)
def test_a_file_is_recognised_by_its_root_and_not_by_its_name(tmp_path, root, kind):
    path = written(tmp_path, f"<{root}/>".encode(), "vacances.txt")

    assert open_file(path).kind is kind


def test_the_prologue_says_how_to_decode(tmp_path):
    text = "<?xml version='1.0' encoding='ISO-8859-15'?><BEE_ELEVES><N>Cœur Ÿ €</N></BEE_ELEVES>"

    document = open_file(written(tmp_path, text.encode("iso-8859-15")))

    assert document.root.findtext("N") == "Cœur Ÿ €"


def test_the_file_that_a_timetable_sends_to_sts_is_refused_by_name(tmp_path):
    assert "emploi du temps" in refusal(written(tmp_path, b"<EDT_STS/>"))


def test_an_sts_file_that_carries_its_source_application_is_refused_too(tmp_path):
    data = b"<STS_EDT><PARAMETRES><APPLICATION_SOURCE>X</APPLICATION_SOURCE></PARAMETRES></STS_EDT>"

    assert "emploi du temps" in refusal(written(tmp_path, data))


def test_an_unknown_root_is_refused(tmp_path):
    assert "sa racine est « svg »" in refusal(written(tmp_path, b"<svg/>"))


@pytest.mark.parametrize("data", [PUPILS[:-4], PUPILS[:20], b"<BEE_ELEVES>", b"PK\x03\x04abc"])
def test_a_broken_or_truncated_file_is_refused(tmp_path, data):
    assert "abîmé" in refusal(written(tmp_path, data))


@pytest.mark.parametrize("data", [b"pas du XML", b"\x00\x01", b"%PDF-1.7", b"nom;classe\r\n"])
def test_what_is_not_xml_is_refused_as_such(tmp_path, data):
    assert "n’est pas un fichier XML" in refusal(written(tmp_path, data))


def test_an_empty_file_is_refused_as_such(tmp_path):
    assert "est vide" in refusal(written(tmp_path, b" \n"))


def test_an_unknown_encoding_is_refused(tmp_path):
    data = b"<?xml version='1.0' encoding='klingon'?><BEE_ELEVES/>"

    assert "abîmé" in refusal(written(tmp_path, data))


def test_an_external_entity_is_refused_and_its_target_never_read(tmp_path):
    secret = written(tmp_path, b"CANARY", "secret.txt")
    data = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><BEE_ELEVES>&e;</BEE_ELEVES>'
    ).encode()

    sentence = refusal(written(tmp_path, data))

    assert "demande d’ouvrir un autre fichier" in sentence
    assert "CANARY" not in sentence


def test_an_entity_bomb_is_refused_before_it_expands(tmp_path):
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    data = f'<!DOCTYPE x [<!ENTITY e0 "ha">{steps}]><BEE_ELEVES>&e29;</BEE_ELEVES>'.encode()

    assert "grossir sans fin" in refusal(written(tmp_path, data))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-15"])
def test_a_dtd_hidden_by_its_encoding_is_refused(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE x [<!ENTITY a 'b'>]><BEE_ELEVES/>"

    with pytest.raises(ImportRefusedError, match="grossir sans fin"):
        parse(text.encode(encoding), "a.xml")


def test_a_deeply_nested_file_is_refused(tmp_path):
    data = b"<BEE_ELEVES>" + b"<a>" * 40 + b"</a>" * 40 + b"</BEE_ELEVES>"

    assert "trop de balises" in refusal(written(tmp_path, data))


def test_a_zip_with_one_xml_is_opened_whatever_its_folder(tmp_path):
    path = zipped(
        tmp_path,
        ("exports/Eleves.XML", PUPILS),
        ("__MACOSX/._Eleves.xml", b"x"),
        (".hidden.xml", b"x"),
        ("lisezmoi.txt", b"x"),
    )

    assert open_file(path).kind is ImportKind.PUPILS


@pytest.mark.parametrize(
    "name", ["../../Eleves.xml", "/etc/Eleves.xml", "..\\Eleves.xml", "c:E.xml"]
)
def test_a_name_that_leaves_the_archive_is_refused(tmp_path, name):
    members = (("Eleves.xml", PUPILS), (name, PUPILS))

    assert "veut s’écrire ailleurs" in refusal(zipped(tmp_path, *members))


def test_a_zip_of_two_xml_files_is_refused(tmp_path):
    assert "il en contient 2" in refusal(zipped(tmp_path, ("a.xml", PUPILS), ("b.xml", PUPILS)))


def test_an_archive_in_an_archive_is_refused(tmp_path):
    assert "une autre archive" in refusal(zipped(tmp_path, ("a.xml", PUPILS), ("b.zip", b"x")))


def test_an_archive_renamed_as_xml_inside_an_archive_is_refused(tmp_path):
    inner = zipped(tmp_path, ("a.xml", PUPILS), name="inner.zip").read_bytes()

    assert "n’est pas un fichier XML" in refusal(zipped(tmp_path, ("a.xml", inner)))


def test_a_zip_bomb_is_stopped_by_what_really_comes_out(tmp_path):
    assert "anormale" in refusal(zipped(tmp_path, ("a.xml", b" " * 20_000_000)))


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    path = zipped(tmp_path, ("a.xml", b"<BEE_ELEVES>" + b" " * 9000 + b"</BEE_ELEVES>"))
    declared = (9000 + 25).to_bytes(4, "little")
    data = path.read_bytes()
    assert data.count(declared) == 2
    path.write_bytes(data.replace(declared, (10).to_bytes(4, "little")))

    assert "abîmé" in refusal(path)


def test_a_protected_zip_is_refused(tmp_path):
    path = zipped(tmp_path, ("a.xml", PUPILS))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))

    assert "mot de passe" in refusal(path)


def test_a_zip_of_too_many_files_is_refused(tmp_path):
    members = [(f"{n}.txt", b"") for n in range(files.MAX_MEMBERS)]

    assert "trop de fichiers" in refusal(zipped(tmp_path, ("a.xml", PUPILS), *members))


def test_the_budget_covers_the_whole_batch(tmp_path):
    paths = [written(tmp_path, PUPILS), written(tmp_path, b"<BEE_STRUCTURES/>", "b.xml")]

    with pytest.raises(ImportRefusedError, match="trop gros"):
        open_files(paths, budget=Budget(len(PUPILS) + 3))


def test_a_batch_is_not_read_longer_than_ten_seconds(tmp_path):
    paths = [written(tmp_path, PUPILS), written(tmp_path, b"<BEE_STRUCTURES/>", "b.xml")]
    ticks = iter([0.0, 1.0, 2.0, 9.0, 10.5])

    with pytest.raises(
        ImportRefusedError, match="trop long à lire : la lecture s’arrête après 10 s"
    ):
        open_files(paths, budget=Budget(clock=lambda: next(ticks)))


def test_an_endless_file_is_left_in_the_middle(monkeypatch):
    monkeypatch.setattr(xml_limits, "TAGS_BETWEEN_CLOCKS", 2)
    ticks = iter([0.0, 1.0, 11.0])

    with pytest.raises(ImportRefusedError, match="trop long à lire"):
        parse(
            b"<BEE_ELEVES>" + b"<a/>" * 9 + b"</BEE_ELEVES>",
            "a.xml",
            budget=Budget(clock=lambda: next(ticks)),
        )


def test_a_document_type_without_entities_is_refused(tmp_path):
    assert "interdites" in refusal(written(tmp_path, b"<!DOCTYPE BEE_ELEVES []><BEE_ELEVES/>"))


def test_a_file_kept_under_a_random_name_is_named_as_its_owner_knows_it(tmp_path):
    path = written(tmp_path, PUPILS[:-4], "5f2c")

    with pytest.raises(ImportRefusedError, match=r"« Eleves\.xml » est abîmé"):
        open_file(Source(path, "Eleves.xml"))


def test_one_enormous_file_is_refused_before_it_is_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10)

    assert "trop gros" in refusal(written(tmp_path, PUPILS))


def test_files_come_back_in_the_order_of_import(tmp_path):
    names = ("BEE_RESPONSABLES", "BEE_ELEVES", "BEE_STRUCTURES", "STS_EDT", "BEE_NOMENCLATURES")
    paths = [written(tmp_path, f"<{name}/>".encode(), name) for name in names]

    assert [document.kind for document in open_files(paths)] == list(ImportKind)


def test_two_files_of_the_same_kind_are_refused(tmp_path):
    paths = [written(tmp_path, PUPILS), written(tmp_path, PUPILS, "b.xml")]

    with pytest.raises(ImportRefusedError, match="sont deux fichiers de la même sorte"):
        open_files(paths)


def test_no_file_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(ImportRefusedError, match="Aucun fichier"):
        open_files([])
    assert "ne peut pas être ouvert" in refusal(tmp_path / "absent.xml")


def test_a_damaged_compressed_stream_is_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xml", zlib.compress(PUPILS))

    assert "n’est pas un fichier XML" in refusal(written(tmp_path, buffer.getvalue(), "a.zip"))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_in_another_way_is_told_so(tmp_path, method):
    path = tmp_path / "Eleves.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("Eleves.xml", "<BEE_ELEVES/>")

    assert "inhabituelle" in refusal(path)


def test_a_zip_damaged_anywhere_is_read_or_refused(tmp_path):
    """Other damage: ``python -m bench.damaged_files``."""
    sources = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr("Eleves.xml", "<BEE_ELEVES>" + "<a/>" * 50 + "</BEE_ELEVES>")
        sources.append(out.getvalue())
    refused = 0
    for data in damaged(sources, 300, seed=10):
        try:
            open_file(written(tmp_path, data))
        except ImportRefusedError:
            refused += 1
    assert refused > 100
