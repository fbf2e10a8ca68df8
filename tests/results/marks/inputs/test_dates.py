"""«12.5» that a spreadsheet took for the 12th of May: asked with the pupil's name."""

import datetime as dt
from xml.sax.saxutils import quoteattr

import pytest

from apps.results.marks.inputs.files import tables_of
from apps.results.marks.inputs.reading import read, read_tables
from tests.results.marks.inputs.test_files import cell, workbook, zipped
from tests.results.marks.inputs.test_reading import INES, LEO

CLASS = [INES, LEO]
MAY_12 = dt.date(2026, 5, 12)
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="4eB">{rows}</table:table></office:spreadsheet></office:body>
 </office:document-content>"""
WORD = '<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
DATE = (
    '<table:table-cell office:value-type="date" office:date-value="{day}">'
    "<text:p>{text}</text:p></table:table-cell>"
)


def excel(day, number_format):
    """As Excel keeps a day: a number since 1900, and how it is shown."""
    return excel_of((day - dt.date(1899, 12, 30)).days, number_format)


def excel_of(number, number_format):
    styles = (
        f'<numFmts><numFmt numFmtId="170" formatCode={quoteattr(number_format)}/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    lines = (
        [cell("A1", "Nom"), cell("B1", "Prénom"), cell("C1", "Note")],
        [cell("A2", "Diallo"), cell("B2", "Inès"), f'<c r="C2" s="1"><v>{number}</v></c>'],
        [cell("A3", "Martin"), cell("B3", "Léo-Paul"), '<c r="C3"><v>14</v></c>'],
    )
    rows = "".join(f'<row r="{n}">{"".join(line)}</row>' for n, line in enumerate(lines, 1))
    return workbook(("4eB", rows, ""), styles=styles)


def libreoffice(day, text):
    lines = [
        [WORD.format(text=one) for one in ("Nom", "Prénom", "Note")],
        [*(WORD.format(text=one) for one in ("Diallo", "Inès")), DATE.format(day=day, text=text)],
        [WORD.format(text=one) for one in ("Martin", "Léo-Paul", "14")],
    ]
    rows = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {"META-INF/manifest.xml": manifest, "content.xml": ODS.format(rows=rows)}
    return zipped(mimetype=kind, **parts)


def asked(content, *, scale=20):
    """What is said of the only line that is asked about, and the marks that it offers."""
    reading = read_tables(tables_of(content), CLASS, [], scale=scale)
    assert reading.rows == {"leo": {"mark": "14"}}
    (ask,) = reading.asks
    return ask.sentence, [one.label for one in ask.candidates]


def question_about(shown, mark=""):
    said = f"Ligne 2, « Diallo Inès » : la case montre « {shown} », pas une note."
    return f"{said} La note est-elle {mark} ?" if mark else said


def plain(answer):
    said, labels = answer
    return said.replace("\u00a0", " ").replace("\u202f", " "), labels


INES_12_5 = ["Diallo Inès, 4eB : 12,5"]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("d-mmm", "12-mai"),
        ("dd/mm", "12-mai"),
        ('d" "mmm', "12-mai"),
        ("[$-40C]d\\-mmm;@", "12-mai"),
        ("jj/mm", "12-mai"),
        ("dd/mm/yyyy", "12/05/2026"),
        ("yyyy-mm-dd", "12/05/2026"),
        ("mm-dd-yy", "12/05/2026"),
    ],
)
def test_a_date_of_excel_is_asked_with_what_it_shows(number_format, shown):
    answer = plain(asked(excel(MAY_12, number_format)))

    assert answer == (question_about(shown, "12,5"), INES_12_5)


def test_twelve_out_of_twenty_that_became_december_2020_is_asked():
    answer = plain(asked(excel(dt.date(2020, 12, 1), "mmm-yy")))

    assert answer == (question_about("déc-20", "12"), ["Diallo Inès, 4eB : 12"])


@pytest.mark.parametrize(("number", "mark"), [("12", "12"), ("12.5", "12,5"), ("7", "7")])
def test_a_mark_typed_again_in_a_cell_that_shows_days_is_offered(number, mark):
    shown = f"{int(float(number))}-janv"

    answer = plain(asked(excel_of(number, "d-mmm")))

    assert answer == (question_about(shown, mark), [f"Diallo Inès, 4eB : {mark}"])


def test_libreoffice_counts_its_days_one_earlier():
    answer = plain(asked(libreoffice("1900-01-11", "11 janv. 00")))

    assert answer == (question_about("11 janv. 00", "12"), ["Diallo Inès, 4eB : 12"])


@pytest.mark.parametrize("number_format", ["# ?/?", "??/20", "#\\ ??/??"])
def test_a_fraction_is_what_is_shown_and_never_less_than_one_mark(number_format):
    """«12/20» is kept as 0,6, which is no mark that anybody gave."""
    assert tables_of(excel_of("0.6", number_format))[0].rows[1][2] == "3/5"
    assert tables_of(excel_of("12.5", number_format))[0].rows[1][2] == "12.5"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("12-mai", "12-mai"), ("12 mai 2026", "12 mai 2026"), ("12/05/26", "12/05/2026"),
     ("05/12/26", "12/05/2026"), ("mardi 12 mai 2026", "mardi 12 mai 2026")],
)  # fmt: skip
def test_a_date_of_libreoffice_is_asked_with_what_it_shows(text, shown):
    answer = plain(asked(libreoffice(MAY_12, text)))

    assert answer == (question_about(shown, "12,5"), INES_12_5)


@pytest.mark.parametrize(
    ("shown", "mark"),
    [
        *((text, "12,5") for text in (
            "12-mai", "12/05", "12-05", "12/05/2026", "12/05/26", "12.05.2026", "2026-05-12",
            "12 mai", "12 mai 2026", "12-May", "12-MAI", "12-05-2026", "mar. 12 mai 2026",
        )),
        ("5-déc", "5,12"), ("5-Dec", "5,12"), ("15-janv", "15,1"), ("15-janv.", "15,1"),
        ("1er févr.", "1,2"), ("8-août", "8,8"), ("12-juil", "12,7"), ("déc-20", "12"),
        ("mai-20", "5"), ("01/12/2020", "12"), ("août-25", "8,25"), ("déc-50", "12,5"),
        ("Aug-75", "8,75"),
    ],
)  # fmt: skip
def test_a_date_written_in_letters_is_asked(shown, mark):
    answer = plain(asked(f"Nom;Prénom;Note\nDiallo;Inès;{shown}\nMartin;Léo-Paul;14\n".encode()))

    assert answer == (question_about(shown, mark), [f"Diallo Inès, 4eB : {mark}"])


@pytest.mark.parametrize("shown", ["25-mai", "25/05/2026", "mai-24", "12:30", "12h30", "12:30:00"])
def test_what_can_be_no_mark_is_told_with_nothing_to_choose(shown):
    content = f"Nom;Prénom;Note\nDiallo;Inès;{shown}\nMartin;Léo-Paul;14\n"

    assert plain(asked(content.encode())) == (question_about(shown), [])


@pytest.mark.parametrize(("shown", "scale"), [("8/10", 10), ("3/05", 5), ("12/20", 20)])
def test_a_mark_out_of_its_scale_is_no_date(shown, scale):
    reading = read([["Nom", "Note"], ["Diallo Inès", shown]], CLASS, [], scale=scale)

    assert reading.rows == {"ines": {"mark": shown}}
    assert reading.asks == []


def test_a_whole_column_of_dates_is_asked_line_by_line_and_never_read_as_names():
    rows = [["Diallo Inès", "12-mai"], ["Martin Léo-Paul", "14-mars"]]

    reading = read([["Nom", "Note"], *rows], CLASS, [])

    assert reading.rows == {}
    assert len(reading.asks) == 2
    assert read([*rows, ["Petit Zoé", "9"]], CLASS, []).rows == {}


def test_the_dates_of_birth_are_no_marks():
    rows = [["Nom", "Né(e) le", "Note"], ["Diallo Inès", "12/05/2013", "11"]]

    reading = read(rows, CLASS, [])

    assert reading.rows == {"ines": {"mark": "11"}}
    assert reading.asks == []
