"""A day in an address: 2026-11-17."""

from __future__ import annotations

import datetime as dt

from coeduc.days import day_or_none


class DayConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        day = day_or_none(value)
        if day is None:
            raise ValueError  # no such address
        return day

    def to_url(self, value: dt.date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()
