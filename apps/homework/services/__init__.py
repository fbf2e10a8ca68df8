"""What people do in the notebook."""

from apps.homework.services.days import (
    calendar_of,
    cap_of,
    lessons_ahead,
    load_by_day,
    load_on,
    paper_families,
)
from apps.homework.services.notebook import Page, Work, rewrite_lesson, shown_at, write_lesson
from apps.homework.services.ticks import set_done

__all__ = [
    "Page",
    "Work",
    "calendar_of",
    "cap_of",
    "lessons_ahead",
    "load_by_day",
    "load_on",
    "paper_families",
    "rewrite_lesson",
    "set_done",
    "shown_at",
    "write_lesson",
]
