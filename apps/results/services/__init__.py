"""The writes of the assessments, one module a subject."""

from apps.results.services.assessments import create_assessment, edit_assessment
from apps.results.services.hand_back import hand_back, hand_back_later, undo_hand_back
from apps.results.services.help import Help
from apps.results.services.marks import Entry, save_marks

__all__ = [
    "Entry",
    "Help",
    "create_assessment",
    "edit_assessment",
    "hand_back",
    "hand_back_later",
    "save_marks",
    "undo_hand_back",
]
