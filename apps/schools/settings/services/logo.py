"""Putting a logo on the school’s pages, and taking it off."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile
from django.db import transaction

from apps.accounts.models import User
from apps.schools.history import recorded
from apps.schools.models import School
from coeduc.locks import hold_row


@transaction.atomic
def set_logo(school: School, picture: bytes, *, by: User, at: dt.datetime) -> School:
    """``picture`` is what ``logos.redrawn`` returned; empty takes the logo off.

    The file of before leaves the disk once the change is certain.
    """
    standing, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    before, storage = standing.logo.name, standing.logo.storage
    standing.logo = ContentFile(picture, name="logo.png") if picture else ""
    with recorded(by=by, at=at):
        standing.save(update_fields=["logo"])
    if before:
        transaction.on_commit(lambda: storage.delete(before))
    return standing
