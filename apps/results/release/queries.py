"""Pupils who were away when their class received its copies."""

from __future__ import annotations

from typing import Any


def still_waiting(rows: Any) -> Any:
    """Of these ``MissedHandBack`` rows, those without their copy, one assessment after another."""
    people = ("result__student", "assessment__teaching__division", "assessment__teaching__group")
    return (
        rows.waiting()
        .select_related(*people)
        .order_by("assessment__held_on", "assessment", "result__student__sort_key")
    )
