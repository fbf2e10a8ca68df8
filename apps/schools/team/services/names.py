"""A name typed here with a mistake, put right."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from apps.schools.errors import TeamError
from apps.schools.models import School, Staff
from apps.schools.names import readable_name, sort_key
from apps.schools.team.inputs import Newcomer
from coeduc.locks import hold_row


@transaction.atomic
def correct_name(person: Staff, name: Newcomer, *, at: dt.datetime) -> Staff:
    """The row, and the account that was opened under the name as it was typed.

    TeamError for who is named by a file, which would say the former name again.
    """
    _school, at = hold_row(School.objects.filter(pk=person.school_id), at=at, no_key=True)
    person = Staff.objects.select_related("user", "school").get(pk=person.pk)
    if person.sts_id:
        raise TeamError(
            _(
                "Ce nom vient du fichier national : corrigez-le dans STS-WEB, "
                "puis importez de nouveau."
            )
        )
    user, was = person.user, _of_an_account(person.first_name, person.last_name)
    person.civility, person.last_name, person.first_name = (
        name.civility,
        name.last_name,
        name.first_name,
    )
    person.sort_key = sort_key(name.last_name, name.first_name)
    person.save(update_fields=["civility", "last_name", "first_name", "sort_key"])
    if user is not None and (user.first_name, user.last_name) == was:
        user.first_name, user.last_name = _of_an_account(name.first_name, name.last_name)
        user.save(update_fields=["first_name", "last_name"])
    return person


def _of_an_account(first_name: str, last_name: str) -> tuple[str, str]:
    return first_name[:150], readable_name(last_name)[:150]
