"""What one reader reads of an assessment itself: title, kind, day, weight, help for the class."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from apps.results.reading.presenters.rule_history import ReaderMoment

if TYPE_CHECKING:
    from apps.results.models.rows import WordingJson
    from apps.results.reading.queries import ReadRow, WordedRow


Worded = TypeVar("Worded", bound="WordedRow")


def worded_as(wording: WordingJson | None) -> dict[str, Any]:
    """The fields of ``with_wording``'s JSON, by name; empty where the assessment is told as is."""
    if wording is None:
        return {}
    review_on = wording["review_on"]
    return {
        "title": wording["title"],
        "kind": wording["kind"],
        "held_on": dt.date.fromisoformat(wording["held_on"]),
        "coefficient": Decimal(wording["coefficient"]),
        "progress": wording["progress"],
        "device_id": wording["device_id"],
        "review_on": dt.date.fromisoformat(review_on) if review_on else None,
    }


def as_worded(row: Worded) -> Worded:
    """The row, its assessment in the words of this reader; never saved."""
    for name, value in worded_as(row.wording).items():
        if getattr(row.assessment, name) != value:
            setattr(row.assessment, name, value)
    return row


def correction_sentence(row: ReadRow, *, moment: ReaderMoment) -> str:
    """«La présentation… a été corrigée le jeudi 19 novembre : …», to who may have read it before.

    The day of the act: one date for the pupil and the parents, who read it at different hours.
    """
    wording = row.wording
    if wording is None or not wording["reason"] or not row.read_since:
        return ""
    since = dt.datetime.fromisoformat(wording["since"])
    if row.read_since >= since:
        return ""
    return _("La présentation de cette évaluation a été corrigée le %(day)s : %(reason)s") % {
        "day": moment.day_of(dt.datetime.fromisoformat(wording["entered_at"])),
        "reason": wording["reason"],
    }
