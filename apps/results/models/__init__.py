"""Assessments, results, and the facts that make them visible."""

from apps.results.models.assessments import Assessment, Result
from apps.results.models.changes import Recomputation
from apps.results.models.decisions import Hold, Withdrawal
from apps.results.models.hand_backs import HandBack, MissedHandBack
from apps.results.models.read_marks import ReadMark
from apps.results.models.talks import TalkOver, keepers_of, talks_waiting
from apps.results.models.versions import ClassFigures, ResultAnnouncement, ResultVersion
from apps.results.models.wording import AssessmentWording
from apps.results.models.words import HelpAnswer, PupilWord, TalkRequest

__all__ = [
    "Assessment",
    "AssessmentWording",
    "ClassFigures",
    "HandBack",
    "HelpAnswer",
    "Hold",
    "MissedHandBack",
    "PupilWord",
    "ReadMark",
    "Recomputation",
    "Result",
    "ResultAnnouncement",
    "ResultVersion",
    "TalkOver",
    "TalkRequest",
    "Withdrawal",
    "keepers_of",
    "talks_waiting",
]
