"""Assessments, results, and the facts that make them visible."""

from apps.results.models.assessments import Assessment, HandBack, Result
from apps.results.models.versions import ClassFigures, ResultAnnouncement, ResultVersion

__all__ = [
    "Assessment",
    "ClassFigures",
    "HandBack",
    "Result",
    "ResultAnnouncement",
    "ResultVersion",
]
