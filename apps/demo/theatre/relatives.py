"""The grandmother whom Mme Diallo lets read the notebooks of her children's classes."""

from __future__ import annotations

import datetime as dt

from apps.demo.school_files import stories
from apps.demo.theatre.accounts import open_account_of_relative
from apps.schools.models import Guardian, School, Student
from apps.schools.trusted.rules import Relative
from apps.schools.trusted.services import entrust

BINTA = Relative("Binta Sow", "01 99 00 55 77", "4 impasse des Tanneurs, 69007 Lyon")


def let_a_grandmother_read(school: School, *, at: dt.datetime) -> int:
    """Of both children, one account; returns how many notebooks it opens."""
    mother = Guardian.objects.select_related("user").get(
        school=school, siecle_id=stories.MRS_DIALLO
    )
    if mother.user is None:
        return 0
    children = Student.objects.filter(school=school, siecle_id__in=(stories.INES, stories.MALIK))
    given = [
        access
        for child in children.select_related("school").order_by("pk")
        if (access := entrust(child, BINTA, given_by=mother, by=mother.user, at=at)) is not None
    ]
    user = open_account_of_relative(BINTA.name, at=at)
    for access in given:
        access.user = user
        access.save(update_fields=["user"])
    return len(given)
