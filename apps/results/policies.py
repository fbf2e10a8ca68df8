"""What a person may do to an assessment they can already see."""

from __future__ import annotations

import datetime as dt

from apps.results.models import Assessment
from apps.schools.models import Teaching, TeachingStaff
from coeduc.access import Reader


def can_teach(reader: Reader, teaching: Teaching, *, at: dt.datetime) -> bool:
    """Only those who teach it now create, mark and hand back; following is not teaching."""
    return (
        reader.is_staff
        and TeachingStaff.objects.of(reader.user, at=at).filter(teaching=teaching).exists()
    )


def can_mark(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    return can_teach(reader, assessment.teaching, at=at)


def can_hand_back(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    return can_teach(reader, assessment.teaching, at=at)


def can_edit(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    return can_teach(reader, assessment.teaching, at=at)
