"""What a teacher sends as a spreadsheet: read when it is one, a sentence when it is not."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.results.marks.inputs import files, texts
from apps.results.marks.inputs.files import TableError, pasted_tables, rows_of, tables_of
from tests.damage import damaged

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def xlsx(rows, **more):
    """The least a workbook holds; ``rows`` is the XML of its lines."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELS}"><sheets>'
        '<sheet name="4eB" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>",
        **more,
    }
    return zipped(**parts)


def cell(ref, text):
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


INES = f'<row r="1">{cell("A1", "Diallo Inès")}<c r="B1"><v>12.5</v></c></row>'


def test_a_workbook_is_read():
    assert rows_of(xlsx(INES)) == [["Diallo Inès", "12.5"]]


def test_a_formula_is_the_value_it_had():
    formula = f'<row r="1">{cell("A1", "Diallo")}<c r="B1"><f>1+1</f><v>2</v></c></row>'

    assert rows_of(xlsx(formula)) == [["Diallo", "2"]]


def test_macros_and_links_are_left_out_of_what_is_read():
    content = xlsx(
        INES,
        **{
            "xl/vbaProject.bin": "Shell",
            "xl/externalLinks/externalLink1.xml": "<x/>",
            "xl/media/a.png": "x",
        },
    )

    with zipfile.ZipFile(io.BytesIO(files._cleaned(content))) as clean:
        assert clean.namelist() == [
            "_rels/.rels",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/worksheets/sheet1.xml",
        ]


def test_an_ods_sheet_is_read():
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = zipped(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{office}:office:1.0" '
            f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
            '<office:spreadsheet><table:table table:name="4eB"><table:table-row>'
            '<table:table-cell office:value-type="string"><text:p>Diallo Inès</text:p>'
            '</table:table-cell><table:table-cell office:value-type="float" office:value="12.5">'
            "<text:p>12,5</text:p></table:table-cell></table:table-row></table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )

    assert rows_of(content) == [["Diallo Inès", "12.5"]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whoever_wrote_it(separator, encoding):
    text = f"Diallo Inès{separator}12\r\nMartin Léo{separator}abs\r\n"

    assert rows_of(text.encode(encoding)) == [["Diallo Inès", "12"], ["Martin Léo", "abs"]]


BOMB = xlsx(INES, **{"xl/worksheets/sheet2.xml": "0" * (21 * 1024 * 1024)})
FAR_CORNER = xlsx(f'{INES}<row r="1048576">{cell("XFD1048576", "x")}</row>')


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * (2 * 1024 * 1024 + 1), "trop lourd"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (b"MZ\x90\x00" + bytes(range(256)), "pas un tableau"),
        (b"\x89PNG\r\n\x1a\n\0\0", "pas un tableau"),
        (b"", "pas un tableau"),
        (b"PK\x03\x04 rien", "abîmé"),
        (BOMB, "trop gros"),
        (zipped(**{"notes.txt": "12"}), "pas un tableau"),
        (FAR_CORNER, "ne peut pas être lu"),
        (b"Diallo;12\n" * 10_000, "Plus de 500 lignes"),
        (b";" * 60 + b"12\n", "Plus de 40 colonnes"),
    ],
    ids=[
        "heavy",
        "old",
        "program",
        "picture",
        "empty",
        "broken",
        "bomb",
        "other zip",
        "far corner",
        "long",
        "wide",
    ],
)
def test_a_hostile_or_mistaken_file_is_answered_with_a_sentence(content, said):
    with pytest.raises(TableError, match=said):
        rows_of(content)


def workbook(*sheets, styles=""):
    """Each sheet: its name, the XML of its lines, and what hides it."""
    content_read, links, parts = "", "", {}
    for n, (name, rows, state) in enumerate(sheets, start=1):
        hides = f' state="{state}"' if state else ""
        content_read += f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{hides}/>'
        links += f'<Relationship Id="rId{n}" Type="{RELS}/worksheet" Target="worksheets/s{n}.xml"/>'
        sheet = f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"
        parts[f"xl/worksheets/s{n}.xml"] = sheet
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {NS}>{styles}</styleSheet>"
    book = f'<workbook {NS} xmlns:r="{RELS}"><sheets>{content_read}</sheets></workbook>'
    rels = f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'
    return xlsx("", **{"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels, **parts})


LEO = f'<row r="1">{cell("A1", "Martin Léo")}<c r="B1"><v>3</v></c></row>'


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_skipped(state):
    content = workbook(("brouillon", LEO, state), ("4eB", INES, ""))

    assert [table.name for table in tables_of(content)] == ["4eB"]


def test_every_visible_sheet_that_holds_something_is_given():
    content = workbook(("vide", "", ""), ("4eB", INES, ""), ("4eC", LEO, ""))

    assert [table.name for table in tables_of(content)] == ["4eB", "4eC"]


@pytest.mark.parametrize(
    "format_of",
    [
        '<xf numFmtId="10"/>',
        '<xf numFmtId="9" xfId="0" applyNumberFormat="1"/>',
        '<xf numFmtId="164"/>',
    ],
)
def test_what_a_workbook_shows_as_a_percentage_is_one(format_of):
    styles = (
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
        f'<cellXfs count="2"><xf numFmtId="0"/>{format_of}</cellXfs>'
    )
    rows = f'<row r="1">{cell("A1", "Diallo Inès")}<c r="B1" s="1"><v>0.625</v></c></row>'

    assert rows_of(workbook(("4eB", rows, ""), styles=styles)) == [["Diallo Inès", "62,5 %"]]


def test_a_percentage_is_one_in_a_sheet_that_numbers_neither_lines_nor_cells():
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
    name = '<c t="inlineStr"><is><t>Diallo Inès</t></is></c>'
    rows = f'<row><c><v>1</v></c></row><row>{name}<c s="1"><v>0.5</v></c></row>'

    assert rows_of(workbook(("4eB", rows, ""), styles=styles))[1] == ["Diallo Inès", "50 %"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<c r="B1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B1" t="e"><f>VLOOKUP(A1,Z1:Z9,2)</f><v>#N/A</v></c>', "#N/A"),
        ('<c r="B1"><f>SUM(C1:D1)</f></c>', "#FORMULE!"),
        ('<c r="B1"><f>SUM(C1:D1)</f><v></v></c>', "#FORMULE!"),
        ('<c r="B1" t="b"><v>1</v></c>', "VRAI"),
        ('<c r="B1" t="str"><f>IF(1,"","")</f><v></v></c>', ""),
    ],
)
def test_what_a_cell_of_a_workbook_shows_is_never_read_as_nothing(written, shown):
    rows = f'<row r="1">{cell("A1", "Diallo")}{written}</row>'

    assert rows_of(xlsx(rows)) == [["Diallo", shown]]


def test_a_workbook_whose_parts_have_capitals_is_read():
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(INES))) as archive,
        zipfile.ZipFile(content, "w") as renamed,
    ):
        for part in archive.infolist():
            renamed.writestr(
                part.filename.replace("workbook.xml", "Workbook.xml"), archive.read(part)
            )

    assert rows_of(content.getvalue()) == [["Diallo Inès", "12.5"]]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
            'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
            "</table:table-cell>",
            "#DIV/0!",
        ),
        (
            '<table:table-cell office:value-type="boolean" office:boolean-value="true">'
            "<text:p>VRAI</text:p></table:table-cell>",
            "VRAI",
        ),
        ('<table:table-cell table:formula="of:=[.C1]+1"/>', "#FORMULE!"),
        (
            '<table:table-cell office:value-type="float" office:value="12.5"><office:annotation>'
            "<text:p>recopié</text:p></office:annotation><text:p>12,5</text:p></table:table-cell>",
            "12.5",
        ),
    ],
)
def test_what_a_cell_of_libreoffice_shows_is_never_read_as_nothing(written, shown):
    office = "urn:oasis:names:tc:opendocument:xmlns"
    more = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    content = zipped(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{office}:office:1.0" '
            f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" '
            f'xmlns:calcext="{more}"><office:body><office:spreadsheet><table:table '
            'table:name="4eB"><table:table-row><table:table-cell office:value-type="string">'
            f"<text:p>Diallo</text:p></table:table-cell>{written}</table:table-row></table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )

    assert rows_of(content) == [["Diallo", shown]]


def test_a_number_is_what_was_typed_not_how_it_is_kept():
    rows = f'<row r="1">{cell("A1", "Diallo")}<c r="B1"><v>12.299999999999999</v></c></row>'

    assert rows_of(xlsx(rows)) == [["Diallo", "12.3"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "cp850", "utf-16-le", "utf-8"])
def test_letters_are_read_right_whatever_machine_wrote_them(encoding, end):
    lines = ["Nom;Prénom;Note", "Bénâzet;Gaëlle;12,5", "ÇELİK".replace("İ", "I") + ";Noël;9"]

    rows = rows_of(end.join(lines).encode(encoding))

    assert rows == [line.split(";") for line in lines]


def test_accents_in_two_pieces_are_put_together():
    assert rows_of("Diallo Ine\u0300s;12\n".encode()) == [["Diallo Inès", "12"]]


@pytest.mark.parametrize(
    "words",
    [
        "Très bien\u202f!", "Très bien\u00a0!",
        "Bravo \U0001f468\u200d\U0001f3eb", "exer\u00adcices",
        "أحسنت\u200f", "\u2066x\u2069", "un\u2028deux", "\ue000", "\U000e0067", "l’\u2009été",
    ],
)  # fmt: skip
def test_signs_that_nobody_sees_are_text(words):
    assert rows_of(f"Diallo Inès;12;{words}\n".encode()) == [["Diallo Inès", "12", words]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_the_one_that_shows_the_titles(separator):
    words = "des virgules, des points-virgules ; et, encore, d’autres, partout"
    quoted = f'"{words}"'
    lines = [separator.join(["Nom", "Prénom", "Note", "Pour progresser"])]
    lines += [separator.join(["Diallo", "Inès", "12", quoted])] * 3

    assert rows_of("\n".join(lines).encode())[1] == ["Diallo", "Inès", "12", words]


def test_a_separator_said_at_the_top_is_believed():
    assert rows_of(b"sep=;\nDiallo, de;12\n")[1] == ["Diallo, de", "12"]


def test_a_quote_that_nothing_closes_is_a_letter():
    rows = rows_of('Diallo Inès;"bien;12\nMartin Léo;5" de large;9\n'.encode())

    assert rows == [["Diallo Inès", '"bien', "12"], ["Martin Léo", '5" de large', "9"]]


def test_lone_quotes_in_a_paste_are_letters():
    text = 'Diallo Inès\t"bien\t12\nMartin Léo\t"mal\t9\nPetit Chloé\t"\t7\nRoy Ana\t"\t8'

    assert [row[2] for row in pasted_tables(text)[0].rows] == ["12", "9", "7", "8"]


def test_a_pasted_cell_of_several_lines_stays_one():
    text = 'Diallo Inès\t12\t"Bien.\nRelire ""Ulysse""."\nMartin Léo\t9\tBien.'

    assert pasted_tables(text)[0].rows[0] == ["Diallo Inès", "12", 'Bien.\nRelire "Ulysse".']


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text('a"\n\té;,', max_size=5), min_size=2, max_size=3), max_size=4))
def test_what_the_page_copies_it_reads_again(rows):
    rows = [[cell.replace("\t", " ").strip() for cell in row] for row in rows]
    if rows and any(rows[-1]):
        assert texts.pasted(texts.copied(rows)) == rows


WHOLE = [
    xlsx(INES * 3),
    workbook(("4eB", INES, ""), styles='<cellXfs count="1"><xf numFmtId="10"/></cellXfs>'),
    zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
]


def test_a_damaged_workbook_is_opened_or_told():
    """What is inside: ``python -m bench.damaged_files tables``."""
    found = set()
    for data in damaged(WHOLE, 500, seed=10):
        if data.startswith(b"PK"):
            try:
                found.add(type(files._cleaned(data)))
            except TableError:
                found.add(TableError)
    assert found == {bytes, TableError}


def test_a_sheet_damaged_inside_its_archive_is_told():
    for data in damaged([INES.encode() * 5], 8, seed=3):
        parts = {"xl/worksheets/sheet1.xml": f"<worksheet {NS}><sheetData>".encode() + data}
        with suppress(TableError):
            assert rows_of(xlsx(INES, **parts))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped(**{"xl/workbook.bin": b"\0"}), "xlsb"),
        (zipped(**{"Index/Document.iwa": b"\0"}), "Numbers"),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "mot de passe",
        ),
        (b"<html><table><tr><td>Diallo</td><td>12</td></tr></table>", "pas un tableau"),
        (b"%PDF-1.7\n1 0 obj", "pas un tableau"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(content, said):
    with pytest.raises(TableError, match=said):
        rows_of(content)


def test_a_zip_of_a_thousand_parts_is_refused():
    with pytest.raises(TableError, match="trop gros"):
        rows_of(xlsx(INES, **{f"xl/worksheets/s{n}.xml": "<x/>" for n in range(600)}))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300).filter(lambda content: not content.startswith(b"PK")))
def test_any_bytes_are_lines_or_a_sentence(content):
    try:
        rows = rows_of(content)
    except TableError:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"{}",
        b'{"refused": 3}',
        b'[{"name": "4eB"}]',
        b'[{"name": "4eB", "rows": [["12", 3]]}]',
        b'[{"name": "4eB", "rows": {"0": "12"}}]',
        b'[{"name": null, "rows": []}]',
        b'[{"name": "4eB", "rows": [], "path": "/etc"}]',
    ],
)
def test_an_answer_of_another_shape_is_no_spreadsheet(monkeypatch, answer):
    monkeypatch.setattr(files, "_answer", lambda _cleaned: answer)

    with pytest.raises(TableError, match="ne peut pas être lu"):
        tables_of(xlsx("<row></row>"))
