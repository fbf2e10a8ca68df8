"""The helps of a school, as those who may propose one read them."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.schools.models import School, Staff
from apps.support.models import HelpDevice
from coeduc.access import Reader


def schools_at_work(reader: Reader) -> QuerySet[School]:
    """Those where this person works, by name."""
    jobs = Staff.objects.visible_to(reader, at=reader.at).filter(user=reader.user)
    schools = School.objects.visible_to(reader, at=reader.at)
    return schools.filter(pk__in=jobs.values("school")).order_by("name")


def devices(reader: Reader) -> QuerySet[HelpDevice]:
    """Closed ones too, each with its school, by name."""
    rows = HelpDevice.objects.visible_to(reader, at=reader.at)
    return rows.select_related("school").order_by("name", "-pk")


def proposed_devices(reader: Reader, school: int) -> QuerySet[HelpDevice]:
    """Those a teacher of this school may still choose, by name."""
    rows = HelpDevice.objects.visible_to(reader, at=reader.at)
    return rows.proposed().filter(school=school).order_by("name")
