"""Between the grid and a spreadsheet: who may be found, what is shown, what is given to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from apps.results.marks.inputs.columns import ColumnChoice
from apps.results.marks.inputs.files import Table
from apps.results.marks.inputs.people import GridPupil
from apps.results.marks.inputs.reading import COLUMN, SHEET, TableReading
from apps.results.marks.inputs.texts import copied
from apps.results.marks.presenters.rows import WORDS, Roster
from apps.results.marks.rules.typed import mark_as_typed
from apps.results.models import Assessment
from apps.schools.names import listed_name


def pupils_of(roster: Roster) -> list[GridPupil]:
    return [
        GridPupil(
            key=str(result.public_id),
            label=f"{listed_name(result.student)}, {result.division.code}",
            names=tuple({result.student.display_last_name, result.student.last_name}),
            first_name=result.student.first_name,
            class_code=result.division.code,
        )
        for result, _version in roster
    ]


def proposed_of(reading: TableReading) -> dict[str, str]:
    """By the names of the grid's fields."""
    return {
        f"{cell}-{key}": value
        for key, values in reading.rows.items()
        for cell, value in values.items()
    }


def table_answer(reading: TableReading) -> dict[str, Any]:
    return {
        "sentences": [*reading.sentences, reading.question]
        if reading.question
        else reading.sentences,
        "rows": reading.rows,
        "asks": [
            {
                "sentence": ask.sentence,
                "values": ask.values,
                "candidates": [{"key": one.key, "label": one.label} for one in ask.candidates],
            }
            for ask in reading.asks
        ],
        "about": reading.about,
        "choices": [{"value": one.value, "label": one.label} for one in reading.choices],
    }


def answers_of(reading: TableReading, tables: Sequence[Table]) -> list[dict[str, Any]]:
    """The forms of the answers where no script keeps the file: its cells go with them."""
    if reading.about == COLUMN and reading.table is not None:
        return [_form_of(reading.table, COLUMN, reading.choices)]
    return [
        _form_of(tables[int(choice.value)], "", [choice])
        for choice in reading.choices
        if reading.about == SHEET
    ]


def _form_of(table: Table, name: str, choices: Sequence[ColumnChoice]) -> dict[str, Any]:
    return {
        "name": name,
        "pasted": copied(table.rows),
        "separator": table.separator,
        "choices": choices,
    }


def table_lines(roster: Roster, assessment: Assessment) -> Iterator[list[str]]:
    for result, version in roster:
        student = result.student
        levels = version.levels if version else []
        yield [
            student.display_last_name,
            student.first_name,
            result.division.code,
            mark_as_typed(version.value, version.status) if version else "",
            *(
                str((levels[n] if n < len(levels) else 0) or "")
                for n in range(len(assessment.skills))
            ),
            *(getattr(version, name) if version else "" for name in WORDS),
        ]
