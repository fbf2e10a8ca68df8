"""Writes of the settings, each kept with its author."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from apps.accounts.models import User
from apps.schools.history import recorded
from apps.schools.models import School, SchoolContact
from coeduc.locks import hold_row


@transaction.atomic
def save_identity(school: School, *, by: User, at: dt.datetime) -> School:
    """The name and the number that every page of the school shows."""
    with recorded(by=by, at=at):
        school.save(update_fields=["name", "city", "school_life_phone", "school_life_hours"])
    return school


@transaction.atomic
def save_contacts(
    school: School, lines: Sequence[dict[str, str]], *, by: User, at: dt.datetime
) -> None:
    """The list as typed, in its order: lines are rewritten in place, what is left over goes."""
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    standing = list(SchoolContact.objects.filter(school=school).order_by("position"))
    with recorded(by=by, at=at):
        for position, line in enumerate(lines, start=1):
            if position <= len(standing):
                contact = standing[position - 1]
                if {name: getattr(contact, name) for name in line} == line:
                    continue
            else:
                contact = SchoolContact(school=school, position=position)
            for name, value in line.items():
                setattr(contact, name, value)
            contact.save()
        for contact in standing[len(lines) :]:
            contact.delete()
