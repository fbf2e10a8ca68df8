"""What pupils and families read of the notebook, ready for the page; no row of a table leaves."""

from apps.homework.presenters.days import AHEAD, BEHIND, Days
from apps.homework.presenters.lines import (
    LessonTold,
    Question,
    WorkToDo,
    clean_html,
    lesson_told,
    load_in_words,
    minutes_in_words,
    questions_of,
    quoted,
    work_to_do,
)
from apps.homework.presenters.pages import (
    Ahead,
    ChildNotebook,
    DayOfWork,
    Tonight,
    ahead_of,
    ask_title,
    child_notebook,
    day_of_work,
    mine,
    tonight_of,
)

__all__ = [
    "AHEAD",
    "BEHIND",
    "Ahead",
    "ChildNotebook",
    "DayOfWork",
    "Days",
    "LessonTold",
    "Question",
    "Tonight",
    "WorkToDo",
    "ahead_of",
    "ask_title",
    "child_notebook",
    "clean_html",
    "day_of_work",
    "lesson_told",
    "load_in_words",
    "mine",
    "minutes_in_words",
    "questions_of",
    "quoted",
    "tonight_of",
    "work_to_do",
]
