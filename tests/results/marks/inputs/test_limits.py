"""A few bytes that ask for much: answered with a sentence, before the work and not after it."""

import io
import json
import resource
import subprocess

import pytest

from apps.results.marks.inputs import child, files, texts, titles
from apps.results.marks.inputs.files import TableError, pasted_tables, rows_of
from tests.results.marks.inputs.test_files import INES, NS, PACKAGE, RELS, xlsx, zipped

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
SHEET_OF_TEXTS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELS}/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def shared(text, times):
    """A workbook of one text that so many cells show."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times + 1)
    )
    return xlsx(
        rows,
        **{
            "xl/_rels/workbook.xml.rels": SHEET_OF_TEXTS,
            "xl/sharedStrings.xml": f"<sst {NS}><si><t>{text}</t></si></sst>",
        },
    )


def ods(cells):
    return zipped(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{OFFICE}:office:1.0" '
            f'xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="4eB">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def repeated(text, times):
    return ods(
        f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell '
        f'office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>'
    )


@pytest.fixture
def tidied(monkeypatch):
    """The length of each cell that was tidied."""
    lengths = []
    real = files._tidy
    monkeypatch.setattr(files, "_tidy", lambda cell: lengths.append(len(cell)) or real(cell))
    return lengths


LONG = "x" * 1001
HEAVY = {
    "shared text": shared("a\n" * 500_000, 100),
    "shared text, one sign too long": shared(LONG, 1),
    "repeated text": repeated("a " * 500_000, 40),
    "csv": f"Diallo;{'a ' * 500_000}\n".encode(),
    "csv of one cell": b'"' + b"a\n" * 900_000 + b'"',
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_cell_longer_than_any_text_is_told_before_it_is_tidied(name, tidied):
    with pytest.raises(TableError, match=r"Une case dépasse 1.000 signes"):
        rows_of(HEAVY[name])
    assert tidied == []


@pytest.mark.parametrize("text", [f"Diallo\t{LONG}", f"Diallo;{LONG}"])
def test_a_pasted_cell_longer_than_any_text_is_told(text, tidied):
    with pytest.raises(TableError, match=r"Une case dépasse 1.000 signes"):
        pasted_tables(text)
    assert tidied == []


def test_a_text_as_long_as_allowed_is_read_from_a_workbook():
    assert rows_of(shared("x" * 1000, 2)) == [["x" * 1000]] * 2


def test_the_letters_of_a_workbook_are_counted_together(tidied):
    wide = "".join('<c t="s"><v>0</v></c>' for _n in range(20))
    rows = "".join(f"<row>{wide}</row>" for _n in range(450))
    parts = {
        "xl/_rels/workbook.xml.rels": SHEET_OF_TEXTS,
        "xl/sharedStrings.xml": f"<sst {NS}><si><t>{'x' * 900}</t></si></sst>",
    }

    with pytest.raises(TableError, match="trop de texte"):
        rows_of(xlsx(rows, **parts))
    assert tidied == []


def test_no_more_is_read_of_the_child_than_it_may_write(monkeypatch):
    def talkative(command, *, stdout, **_more):
        stdout.write(b'[{"rows":[["x"]],"name":""}]' + b" " * files.MOST_ANSWER)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(files.subprocess, "run", talkative)

    with pytest.raises(TableError, match="ne peut pas être lu"):
        rows_of(xlsx(INES))


def test_the_child_holds_its_own_limits(monkeypatch, capsys):
    held = {}
    monkeypatch.setattr(child.resource, "setrlimit", lambda what, most: held.update({what: most}))
    monkeypatch.setattr(child.sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(child.sys, "argv", ["child.py", "502", "20"])
    monkeypatch.setattr(child, "sheets", lambda *_a, **_k: iter([dict(held)]))
    monkeypatch.setattr(child, "written", lambda found: json.dumps(sorted(next(found))))

    child.main()

    wanted = {resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE}
    assert set(json.loads(capsys.readouterr().out)) == wanted
    assert held[resource.RLIMIT_AS] == (child.MEMORY, child.MEMORY)
    assert held[resource.RLIMIT_FSIZE][0] <= files.MOST_ANSWER


@pytest.mark.parametrize("text", [";" * 1_900_000, "\n" * 1_900_000 + "x", "a,\n" * 600_000])
def test_a_text_is_cut_in_no_more_cells_than_a_class_fills(text, tidied):
    with pytest.raises(TableError, match="trop de texte"):
        rows_of(text.encode())
    assert tidied == []


def test_a_paste_is_cut_in_no_more_cells_than_a_class_fills(tidied):
    with pytest.raises(TableError, match="trop de texte"):
        pasted_tables("\t" * 900_000)
    assert tidied == []


def test_titles_are_looked_for_in_short_cells_of_the_first_columns(monkeypatch):
    asked = []
    monkeypatch.setattr(titles, "key", lambda cell: asked.append(len(cell)) or "")

    files.text_table("Nom;" * 5000 + "x" * 100_000 + "\n")

    assert max(asked) <= files.LONGEST_TITLE
    assert len(asked) < 3 * 3 * (files.MOST_COLUMNS + 10)


def test_signs_that_no_text_holds_are_taken_out_by_one_look_each(monkeypatch):
    class Counted(set):
        looks = 0

        def __contains__(self, one):
            Counted.looks += 1
            return super().__contains__(one)

    monkeypatch.setattr(texts, "set", Counted, raising=False)
    text = "Diallo;12\n" * 300 + "\x01" * 20

    assert "\x01" not in texts.decoded(text.encode())
    assert Counted.looks == len(text)


@pytest.mark.parametrize("marks", ["\u0301\u0323" * 200, "\u0301" * 120])
def test_heaps_of_marks_on_one_letter_are_no_text(marks, monkeypatch):
    asked = []
    monkeypatch.setattr(
        texts.unicodedata, "normalize", lambda form, text: asked.append(text) or text
    )

    assert texts.decoded(f"Diallo;{marks}\n".encode()) is None
    assert asked == []


@pytest.mark.parametrize("name", ["Ine\u0300s", "Nguye\u0302\u0303n", "q\u0323\u0307" * 30])
def test_marks_that_languages_put_on_letters_are_read(name):
    assert texts.decoded(f"{name};12\n".encode()) is not None
