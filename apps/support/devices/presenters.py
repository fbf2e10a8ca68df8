"""The list of helps, as the team reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from apps.schools.models import School
from apps.support.models import HelpDevice
from coeduc import french


@dataclass(frozen=True, slots=True)
class HelpDeviceLine:
    """One help, as the list tells it."""

    public_id: UUID
    name: str
    kind: str
    details: str
    until: str


@dataclass(frozen=True, slots=True)
class SchoolDevices:
    """The helps of one school: those proposed, then those that were."""

    school_id: UUID
    school_name: str
    can_keep: bool
    proposed: list[HelpDeviceLine]
    closed: list[HelpDeviceLine]


def school_devices(
    school: School, devices: Iterable[HelpDevice], *, can_keep: bool, at: dt.datetime
) -> SchoolDevices:
    """``devices``: those of every school that the reader sees."""
    mine = [device for device in devices if device.school_id == school.pk]
    return SchoolDevices(
        school_id=school.public_id,
        school_name=school.name,
        can_keep=can_keep,
        proposed=[_line(device, at=at) for device in mine if device.closed_on is None],
        closed=[_line(device, at=at) for device in mine if device.closed_on is not None],
    )


def _line(device: HelpDevice, *, at: dt.datetime) -> HelpDeviceLine:
    until = ""
    if device.closed_on:
        until = french.short_day(device.closed_on, at=at, zone=device.school.time_zone)
    details = " · ".join(part for part in (device.moment, device.place) if part)
    return HelpDeviceLine(
        public_id=device.public_id,
        name=device.name,
        kind=device.get_kind_display(),
        details=french.typeset(details),
        until=until,
    )
