"""The writes of the assessments, one module a subject."""

from apps.results.services.assessments import create_assessment, edit_assessment
from apps.results.services.hand_back import hand_back, undo_hand_back
from apps.results.services.marks import Entry, save_marks

__all__ = [
    "Entry",
    "create_assessment",
    "edit_assessment",
    "hand_back",
    "save_marks",
    "undo_hand_back",
]
