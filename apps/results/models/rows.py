"""What the sets of rows add to each row, method by method; what JSON of the database they hold.

A query says which of them its rows have: ``WithAnnotations[Result, WithDecisions]`` beside it.
"""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from apps.schools.days import Span

# What JSON holds: instants, days and marks are texts ----------------------------------------------


class HeldSpan(TypedDict):
    """A hold, lapsed or lifted included."""

    since: str
    until: str
    lifted_at: str | None


class TermJson(TypedDict):
    """A period of a year, and of how many."""

    id: int
    index: int
    count: int
    starts_on: str
    ends_on: str
    reports_on: str
    year: int
    year_from: str
    year_to: str


class WordingJson(TypedDict):
    """What one reader reads of an assessment itself."""

    n: int
    since: str
    entered_at: str
    reason: str
    title: str
    kind: str
    held_on: str
    coefficient: str
    progress: str
    device_id: int | None
    review_on: str | None


class WordingState(TypedDict):
    """One state of the same, as the team reads them all; ``device`` is its name."""

    n: int
    title: str
    kind: str
    held_on: str
    coefficient: str
    progress: str
    device: str | None
    review_on: str | None
    entered_at: str
    first_name: str | None
    last_name: str | None
    reason: str
    student_at: str | None
    guardian_at: str | None


class ReadingJson(TypedDict):
    """The newest state of a result released to one reader; ``value``: not a JSON number.

    ``opened``: None while it is to be read, false where it was only taken off «à lire».
    """

    since: str
    value: str | None
    status: str
    levels: list[int]
    shows_mark: bool | None
    shows_levels: bool | None
    opened: bool | None
    past: bool
    corrected: bool


class Talked(TypedDict):
    """Who noted having talked with a guardian, and when; all None while nobody did."""

    at: str | None
    first: str | None
    last: str | None


class HoldJson(TypedDict):
    """Until when and by whom a result is held."""

    until: str
    first: str
    last: str


# Assessments --------------------------------------------------------------------------------------


class WithTap(TypedDict):
    handed_back_at: dt.datetime | None
    tapped_at: dt.datetime | None
    published_because: str | None


class WithProgress(WithTap):
    pupil_count: int
    entered_count: int


class WithFirstReadings(TypedDict):
    first_student_at: dt.datetime | None
    first_guardian_at: dt.datetime | None


class WithWordings(TypedDict):
    wording_states: list[WordingState]


# Results ------------------------------------------------------------------------------------------


class WithHandBack(TypedDict):
    handed_back_at: dt.datetime | None
    recorded_at: dt.datetime | None
    published_because: str | None
    missed_hand_back: bool
    closures: list[Span] | None


class WithDecisions(TypedDict):
    held_until: dt.datetime | None
    held_spans: list[HeldSpan]
    withdrawn_because: str | None


class WithAudiences(TypedDict):
    pupil_reads: bool
    parents_read: bool


class WithWord(TypedDict):
    word_text: str | None


class WithWording(TypedDict):
    wording: WordingJson | None
    worded_on: dt.date


class WithReading(TypedDict):
    reading: ReadingJson | None


class WithFirstReading(TypedDict):
    read_since: dt.datetime | None


class WithAnswer(TypedDict):
    answered: str | None
    talked: Talked | None


class WithTerm(TypedDict):
    term: TermJson | None


class WithCorrection(TypedDict):
    """Of a state of a result."""

    is_correction: bool


# What pupils ask ----------------------------------------------------------------------------------


class WithHeadsMailed(TypedDict):
    head_mailed: bool


class WithInstants(WithHeadsMailed):
    parents_at: dt.datetime | None


class WithHold(TypedDict):
    hold: HoldJson | None
