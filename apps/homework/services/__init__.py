"""What people do in the notebook."""

from apps.homework.services.again import (
    Written,
    as_typed,
    cancel_work,
    copy_lesson,
    due_days,
    lessons_to_reuse,
    publish_lesson,
    with_words,
    written,
)
from apps.homework.services.caps import set_caps, usual_loads
from apps.homework.services.days import (
    calendar_of,
    cap_of,
    fullest_class,
    lessons_ahead,
    load_by_day,
    paper_families,
)
from apps.homework.services.files import Files, files_of, receive, usable
from apps.homework.services.hand_in import hand_in, room, take_back
from apps.homework.services.notebook import Page, Work, rewrite_lesson, shown_at, write_lesson
from apps.homework.services.ticks import set_done
from apps.homework.services.week import lessons_expected, monday_of, week_at_hand

__all__ = [
    "Files",
    "Page",
    "Work",
    "Written",
    "as_typed",
    "calendar_of",
    "cancel_work",
    "cap_of",
    "copy_lesson",
    "due_days",
    "files_of",
    "fullest_class",
    "hand_in",
    "lessons_ahead",
    "lessons_expected",
    "lessons_to_reuse",
    "load_by_day",
    "monday_of",
    "paper_families",
    "publish_lesson",
    "receive",
    "rewrite_lesson",
    "room",
    "set_caps",
    "set_done",
    "shown_at",
    "take_back",
    "usable",
    "usual_loads",
    "week_at_hand",
    "with_words",
    "write_lesson",
    "written",
]
