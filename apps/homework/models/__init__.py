"""The notebook: lessons, works, ticks, files, and what frames them."""

from apps.homework.models.exports import NotebookExport
from apps.homework.models.files import Attachment, HandIn
from apps.homework.models.notebook import (
    Done,
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.models.settings import DailyCap, Feed
from apps.homework.models.timetable import CancelledLesson, TeacherAbsence, TimetableSlot

__all__ = [
    "Attachment",
    "CancelledLesson",
    "DailyCap",
    "Done",
    "Feed",
    "HandIn",
    "Homework",
    "HomeworkStudent",
    "HomeworkVersion",
    "Lesson",
    "LessonVersion",
    "NotebookExport",
    "TeacherAbsence",
    "TimetableSlot",
]
