"""What families and pupils read of results, each in one statement, kept by shape."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from apps.results.models import Result
from apps.schools.links import plain_of, reader_of
from coeduc.access import Reader
from coeduc.replay import Reading

# What ``Reading.of`` takes of a row, by name: one read of plain values, no instance a row.
COLUMNS = (
    "public_id",
    "assessment__title",
    "assessment__kind",
    "assessment__held_on",
    "assessment__scale",
    "assessment__coefficient",
    "assessment__skills",
    "wording",
    "assessment__teaching__subject__code",
    "assessment__teaching__subject__label",
    "reading",
    "handed_back_at",
    "recorded_at",
    "missed_hand_back",
    "closures",
    "held_until",
    "held_spans",
    "withdrawn_because",
    "term",
)


def rows_of(reader: Reader, student: int, *, at: dt.datetime) -> list[tuple[Any, ...]]:
    """The values of ``COLUMNS`` of every row of this pupil: lists, averages, curves are made of it.

    Most recent first by the day it took place: an order by release would tell something.
    """
    plain = plain_of(reader, at=at)
    return ROWS.rows(plain, student) if plain else list(_rows_of(reader, student))


def _rows_of(reader: Reader, student: int) -> Any:
    return (
        _told(reader)
        .filter(student=student)
        .order_by("-told_on", "-assessment__pk")
        .values_list(*COLUMNS)
    )


ROWS = Reading(lambda plain, student: _rows_of(reader_of(plain), student))


def row_of(reader: Reader, public_id: uuid.UUID, *, at: dt.datetime) -> Any:
    """One row with all that its page says around it; None where this reader has no such row."""
    plain = plain_of(reader, at=at)
    rows = ONE.rows(plain, public_id) if plain else list(_row_of(reader, public_id))
    return rows[0] if rows else None


def _row_of(reader: Reader, public_id: uuid.UUID) -> Any:
    return (
        _told(reader)
        .filter(public_id=public_id)
        .with_first_reading(reader, at=reader.at)
        .with_word(reader, at=reader.at)
        .with_answer(reader, at=reader.at)
        .select_related(
            "student",
            "division",
            "assessment__school",
            "assessment__teaching__subject",
            "assessment__author",
            "assessment__device",
        )
    )


ONE = Reading(lambda plain, public_id: _row_of(reader_of(plain), public_id))


def _told(reader: Reader) -> Any:
    at = reader.at
    return (
        Result.objects.visible_to(reader, at=at)
        .with_wording(reader, at=at)
        .with_reading(reader, at=at)
        .with_hand_back()
        .with_care(reader, at=at)
        .with_term()
    )
