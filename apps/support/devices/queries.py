"""The helps of a school, as those who may propose one read them."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.support.models import HelpDevice
from coeduc.access import Reader


def proposed_devices(reader: Reader, school: int) -> QuerySet[HelpDevice]:
    """Those a teacher of this school may still choose, by name."""
    devices = HelpDevice.objects.visible_to(reader, at=reader.at)
    return devices.proposed().filter(school=school).order_by("name")
