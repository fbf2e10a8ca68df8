"""What the page where a lesson is written needs to know of the class, of its days, of the hour."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from apps.files.forms import Tray
from apps.homework.calendar import next_open_day
from apps.homework.load import presenters as load_presenters
from apps.homework.load.queries import fullest_class
from apps.homework.models import Lesson
from apps.homework.notebook.forms.entry import MINUTES, OTHER, LessonForms
from apps.homework.notebook.presenters.lesson_context import (
    Chip,
    LessonContext,
    chip_label,
    when_sentence,
)
from apps.homework.notebook.queries.days import lessons_ahead, paper_families
from apps.homework.notebook.services.attachments import files_of
from apps.homework.notebook.services.reuse import Written
from apps.homework.notebook.services.writing import Page, shown_at
from apps.homework.weeks.queries import calendar_of
from apps.schools.models import Teaching
from apps.schools.people.queries import pupils_taught
from coeduc.days import DAY, day_of
from coeduc.http import Request


def lesson_context_of(
    request: Request, teaching: Teaching, day: dt.date, *, lesson: Lesson | None = None
) -> LessonContext:
    """``lesson``: the one being corrected, whose works are left out of the load."""
    at, zone = request.now, teaching.school.time_zone
    days = proposed_days(teaching, day=day, today=day_of(at, zone))
    weighed = fullest_class(teaching, days, without=lesson, at=at)
    appears = shown_at(Page(), teaching, at=at) or at
    return LessonContext(
        teaching=teaching,
        day=day,
        roster={
            str(student.public_id): student for student in pupils_taught(request.reader, teaching)
        },
        chips=tuple(
            Chip(
                day,
                chip_label(day, at=at, zone=zone),
                load_presenters.chip_load(one.load),
            )
            for day, one in zip(days, weighed, strict=True)
        ),
        cap=min((one.cap for one in weighed if one.cap is not None), default=None),
        paper=paper_families(teaching, at=at),
        when=when_sentence(appears, at=at, zone=zone),
        is_late=appears > at,
    )


def proposed_days(teaching: Teaching, *, day: dt.date, today: dt.date) -> list[dt.date]:
    """The next lessons of the class; for a class without a rhythm, tomorrow and in a week."""
    ahead = [one for one in lessons_ahead(teaching, after=day) if one >= today]
    if ahead:
        return ahead
    calendar = calendar_of(teaching)
    floor = max(day + DAY, today)
    found = [next_open_day(start, calendar=calendar) for start in (floor, floor + 6 * DAY)]
    return sorted({one for one in found if one is not None})


def entry_of(
    lesson_context: LessonContext,
    data: Any = None,
    *,
    tray: Tray,
    known: Written | None = None,
    model: Written | None = None,
    adapted: dict[UUID, list[str]] | None = None,
    asks_reason: bool = False,
    act: str = "",
) -> LessonForms:
    """The forms: blank, from the lesson corrected (``known``), or from one reused (``model``).

    ``act``: «more» adds a line of work, «resume» gives a draft back; neither tells an error yet.
    """
    lesson, works = None, []
    source = known or model
    found = files_of(source.lesson) if source and data is None else {}
    if known:
        lesson = {
            "seen": known.state.n,
            "text": known.state.source,
            "question": known.state.question,
        }
        works = _works_known(known, lesson_context, found)
    elif model:
        lesson = {"text": model.state.source, "question": model.state.question}
        works = _works_reused(model, lesson_context, found)
    return LessonForms(
        data,
        lesson=lesson,
        works=works,
        chips=lesson_context.chips,
        roster=lesson_context.roster,
        adapted=adapted,
        asks_reason=asks_reason,
        tray=tray,
        attached=found.get(None, ()),
        more=act == "more",
        is_early=act in ("more", "resume"),
    )


def _works_known(known: Written, lesson_context: LessonContext, found: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": homework.public_id,
            "seen": state.n,
            "attached": found.get(homework.public_id, ()),
            **_typed(state, lesson_context),
        }
        for homework, state in known.works
        if not state.is_cancelled
    ]


def _works_reused(
    model: Written, lesson_context: LessonContext, found: Any
) -> list[dict[str, Any]]:
    """For the next lesson; a work of some pupils only is theirs."""
    return [
        {
            **_typed(state, lesson_context),
            **_first_day(lesson_context),
            "over_cap_reason": "",
            "attached": found.get(homework.public_id, ()),
        }
        for homework, state in model.works
        if not (homework.is_adapted or state.is_cancelled)
    ]


def _typed(state: Any, lesson_context: LessonContext) -> dict[str, Any]:
    """A state as the fields that give it."""
    from_chip = any(chip.day == state.due_on for chip in lesson_context.chips)
    is_usual = state.minutes is None or state.minutes in MINUTES
    return {
        "text": state.source,
        "due": state.due_on.isoformat() if from_chip else OTHER,
        "due_on": None if from_chip else state.due_on,
        "duration": str(state.minutes or "") if is_usual else OTHER,
        "minutes": None if is_usual else state.minutes,
        "needs_screen": state.needs_screen,
        "needs_printer": state.needs_printer,
        "asks_file": state.asks_file,
        "is_test": state.is_test,
        "offline_way": state.offline_way,
        "over_cap_reason": state.over_cap_reason,
    }


def _first_day(lesson_context: LessonContext) -> dict[str, Any]:
    if not lesson_context.chips:
        return {}
    return {"due": lesson_context.chips[0].day.isoformat(), "due_on": None}
