"""What a teacher sends as a spreadsheet: read when it is one, a sentence when it is not."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.results.sheets import files
from apps.results.sheets.files import SheetError, rows_of

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
    with pytest.raises(SheetError, match=said):
        rows_of(content)


def test_a_zip_of_a_thousand_parts_is_refused():
    with pytest.raises(SheetError, match="trop gros"):
        rows_of(xlsx(INES, **{f"xl/worksheets/s{n}.xml": "<x/>" for n in range(600)}))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300).filter(lambda content: not content.startswith(b"PK")))
def test_any_bytes_are_lines_or_a_sentence(content):
    try:
        rows = rows_of(content)
    except SheetError:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
