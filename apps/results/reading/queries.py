"""What families and pupils read of results, each in one statement, kept by shape."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.db.models import Exists, OuterRef, QuerySet

from apps.results.models import ClassFigures, PupilWord, Result, ResultVersion, TalkRequest
from apps.schools.links import ReaderReading
from apps.schools.models import Student
from coeduc.access import Reader

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.results.models import rows
    from apps.results.models.assessments import ResultQuerySet

    class ResultInList(
        rows.WithWording, rows.WithReading, rows.WithHandBack, rows.WithDecisions, rows.WithTerm
    ):
        """What lists and pages say of a row."""

    class ResultOfPage(ResultInList, rows.WithFirstReading, rows.WithWord, rows.WithAnswer):
        """What its page says around it."""

    ReadRow: TypeAlias = WithAnnotations[Result, ResultOfPage]
    ReadState: TypeAlias = WithAnnotations[ResultVersion, rows.WithCorrection]
    WordedRow: TypeAlias = WithAnnotations[Result, rows.WithWording]
    RequestRow: TypeAlias = WithAnnotations[TalkRequest, rows.WithHeadsMailed]

RowValues: TypeAlias = tuple[Any, ...]
# What ``ResultReading.of`` takes of a row, by name: one read of plain values, no instance a row.
COLUMNS = (
    "public_id",
    "assessment__title",
    "assessment__kind",
    "assessment__held_on",
    "assessment__scale",
    "assessment__coefficient",
    "assessment__skills",
    "assessment__teaching__subject__code",
    "assessment__teaching__subject__label",
    "reading",
    "withdrawn_because",
    "term",
)
# What ``WaitingReading.of`` takes besides: why a row shows nothing yet, and until when.
WAITING = (
    "handed_back_at",
    "recorded_at",
    "missed_hand_back",
    "closures",
    "held_until",
    "held_spans",
)


def rows_of(reader: Reader, student: int, *, at: dt.datetime) -> list[RowValues]:
    """The values of ``wording`` and ``COLUMNS`` of every row of this pupil, the last made first.

    Lists by subject, averages, curves and paper are made of it.
    """
    return ROWS.rows(reader, student, at=at)


def waiting_rows_of(reader: Reader, student: int, *, at: dt.datetime) -> list[RowValues]:
    """The same with ``WAITING``, where what is not there yet is explained."""
    return WAITING_ROWS.rows(reader, student, at=at)


def _rows_of(reader: Reader, student: int) -> QuerySet[Result, RowValues]:
    return _values(_readable(reader).with_withdrawal(reader, at=reader.at), student, COLUMNS)


def _waiting_rows_of(reader: Reader, student: int) -> QuerySet[Result, RowValues]:
    return _values(_with_decisions(reader), student, (*COLUMNS, *WAITING))


def _values(
    rows: ResultQuerySet[Result], student: int, columns: tuple[str, ...]
) -> QuerySet[Result, RowValues]:
    """In the order of their making: the day they are told to be of is sorted by who reads them."""
    mine = rows.filter(student=student).order_by("-assessment__pk")
    return cast("QuerySet[Result, RowValues]", mine.values_list("wording", *columns))


ROWS = ReaderReading(_rows_of)
WAITING_ROWS = ReaderReading(_waiting_rows_of)


def row_of(reader: Reader, public_id: uuid.UUID, *, at: dt.datetime) -> ReadRow | None:
    """One row with all that its page says around it; None where this reader has no such row."""
    return next(iter(ONE.rows(reader, public_id, at=at)), None)


def _row_of(reader: Reader, public_id: uuid.UUID) -> QuerySet[ReadRow]:
    rows = (
        _with_decisions(reader)
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
    return cast("QuerySet[ReadRow]", rows)


ONE = ReaderReading(_row_of)


def state_of(reader: Reader, result: int, *, at: dt.datetime) -> ReadState:
    """What is read of a row that has a ``reading``: its newest state released to this reader."""
    (state,) = STATE.rows(reader, result, at=at)
    return state


def _state_of(reader: Reader, result: int) -> QuerySet[ReadState]:
    states = (
        ResultVersion.objects.visible_to(reader, at=reader.at)
        .filter(result=result)
        .with_correction(reader, at=reader.at)
        .select_related("rule", "device")
    )
    return cast("QuerySet[ReadState]", states)


STATE = ReaderReading(_state_of)


def figures_of(reader: Reader, assessment: int) -> ClassFigures | None:
    """What the class did, where this reader may compare; None before any was computed."""
    figures = ClassFigures.objects.visible_to(reader, at=reader.at)
    return figures.filter(assessment=assessment).first()


def _readable(reader: Reader) -> ResultQuerySet[Result]:
    at = reader.at
    rows = Result.objects.visible_to(reader, at=at).with_wording(reader, at=at)
    return rows.with_reading(reader, at=at).with_term()


def _with_decisions(reader: Reader) -> ResultQuerySet[Result]:
    return _readable(reader).with_hand_back().with_decisions(reader, at=reader.at)


# What a pupil writes about a result ---------------------------------------------------------------


def pupils(reader: Reader) -> QuerySet[Student]:
    """With the school: the one pupil that this reader is, in the space of pupils."""
    return Student.objects.visible_to(reader, at=reader.at).select_related("school")


def read_rows(reader: Reader) -> QuerySet[WordedRow]:
    """With the school: those of which this reader may read a state."""
    read = ResultVersion.objects.visible_to(reader, at=reader.at).filter(result=OuterRef("pk"))
    rows = Result.objects.visible_to(reader, at=reader.at).with_wording(reader, at=reader.at)
    found = rows.filter(Exists(read)).select_related("assessment__school")
    return cast("QuerySet[WordedRow]", found)


def word_on(reader: Reader, result: Result) -> PupilWord | None:
    """What they wrote to their parents about it."""
    return PupilWord.objects.visible_to(reader, at=reader.at).filter(result=result).first()


def request_about(reader: Reader, result: Result) -> RequestRow | None:
    """What they asked about it, whatever came of it."""
    asked = TalkRequest.objects.visible_to(reader, at=reader.at).filter(result=result)
    return cast("QuerySet[RequestRow]", asked.with_heads_mailed()).first()
