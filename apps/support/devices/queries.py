"""The helps of a school, as those who may propose one read them."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.support.models import HelpDevice
from coeduc.access import Reader


def devices(reader: Reader) -> QuerySet[HelpDevice]:
    """Closed ones too, each with its school, by name."""
    rows = HelpDevice.objects.visible_to(reader, at=reader.at)
    return rows.select_related("school").order_by("name", "-pk")


def proposed_devices(reader: Reader, school: int) -> QuerySet[HelpDevice]:
    """Those a teacher of this school may still choose, by name."""
    rows = HelpDevice.objects.visible_to(reader, at=reader.at)
    return rows.proposed().filter(school=school).order_by("name")
