"""Pupils who were away when their class received its copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from apps.results.models import Assessment, MissedHandBack
from coeduc.access import Reader

if TYPE_CHECKING:
    from apps.results.models.hand_backs import MissedHandBackQuerySet


def still_waiting(rows: MissedHandBackQuerySet[MissedHandBack]) -> QuerySet[MissedHandBack]:
    """Of these rows, those without their copy, one assessment after another."""
    people = ("result__student", "assessment__teaching__division", "assessment__teaching__group")
    return (
        rows.waiting()
        .select_related(*people)
        .order_by("assessment__held_on", "assessment", "result__student__sort_key")
    )


def awaited_of(reader: Reader, assessment: Assessment) -> QuerySet[MissedHandBack]:
    """Those of one assessment."""
    rows = MissedHandBack.objects.visible_to(reader, at=reader.at)
    return still_waiting(rows.filter(assessment=assessment))
