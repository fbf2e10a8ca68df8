"""What pupils asked those who answer for them."""

from __future__ import annotations

from typing import Any

from apps.results.models import TalkRequest
from apps.schools.links import ReaderReading
from apps.schools.models import of_a_past_year
from coeduc.access import Reader

MANY = 50


def requests_of_this_year(reader: Reader) -> list[TalkRequest]:
    """Those that still ask somebody to talk, the first whose hour ends first."""
    return REQUESTS.rows(reader, at=reader.at)


def _requests(reader: Reader) -> Any:
    over = of_a_past_year("result__assessment__teaching__year", at=reader.at)
    asked = TalkRequest.objects.visible_to(reader, at=reader.at).standing().exclude(over)
    return asked.with_people().with_holds(at=reader.at).order_by("parents_at", "at")[:MANY]


REQUESTS = ReaderReading(_requests)
