"""The list of helps: what was proposed once stays written as it was."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.schools.days import today_of
from apps.schools.models import School
from apps.support.errors import SupportError
from apps.support.models import HelpDevice
from coeduc.locks import hold_row

DESCRIBED = ("kind", "name", "moment", "place")


@transaction.atomic
def open_device(school: School, *, at: dt.datetime, **described: Any) -> HelpDevice:
    """Add a help to the list; two open ones never carry the same name."""
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    proposed = HelpDevice.objects.proposed().filter(school=school)
    if proposed.filter(name__iexact=described["name"]).exists():
        raise SupportError(_("Une aide porte déjà ce nom."))
    return HelpDevice.objects.create(school=school, created_at=at, **described)


@transaction.atomic
def change_device(device: HelpDevice, *, at: dt.datetime, **described: Any) -> HelpDevice:
    """Describe a help anew: the old words are closed, so that old results keep them.

    On the day it was added it is only being written: nothing is kept of that.
    """
    locked, at = hold_row(HelpDevice.objects.filter(pk=device.pk), at=at)
    if all(getattr(locked, name) == described[name] for name in DESCRIBED):
        return locked
    if locked.closed_on is not None:
        raise SupportError(_("Cette aide est fermée : rouvrez-la avant de la changer."))
    others = HelpDevice.objects.proposed().filter(school=locked.school).exclude(pk=locked.pk)
    if others.filter(name__iexact=described["name"]).exists():
        raise SupportError(_("Une aide porte déjà ce nom."))
    if _day(locked, locked.created_at) == _day(locked, at):
        HelpDevice.objects.filter(pk=locked.pk).update(**described)
        locked.refresh_from_db()
        return locked
    _close(locked, at=at)
    return HelpDevice.objects.create(school=locked.school, created_at=at, **described)


@transaction.atomic
def close_device(device: HelpDevice, *, at: dt.datetime) -> HelpDevice:
    """No teacher proposes it any more; results that name it still do."""
    locked, at = hold_row(HelpDevice.objects.filter(pk=device.pk), at=at)
    if locked.closed_on is None:
        _close(locked, at=at)
    return locked


def reopen_device(device: HelpDevice, *, at: dt.datetime) -> HelpDevice:
    """Propose it again, as a new entry with the same words."""
    if device.closed_on is None:
        return device
    described = {name: getattr(device, name) for name in DESCRIBED}
    return open_device(device.school, at=at, **described)


def _close(device: HelpDevice, *, at: dt.datetime) -> None:
    device.closed_on = _day(device, at)
    device.save(update_fields=["closed_on"])


def _day(device: HelpDevice, at: dt.datetime) -> dt.date:
    return today_of(device.school, at=at)
