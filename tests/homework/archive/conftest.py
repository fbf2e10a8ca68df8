"""A class with everybody who may and may not read its notebook, and one lesson with a history."""

import datetime as dt

import pytest
import time_machine

from apps.homework.notebook.services.reuse import cancel_work
from apps.homework.notebook.services.writing import rewrite_lesson
from apps.schools.enums import Role
from apps.schools.models import LeadTeacher, TeachingStaff
from tests.factories.schools import (
    GroupFactory,
    GroupMembershipFactory,
    StaffFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.homework.conftest import TUESDAY, page, work, write


@pytest.fixture
def cast(school_life):
    """With a CPE, a principal, a supervisor, a teacher of a group, and the year after."""
    cast, school = school_life, school_life.school
    cast.division, cast.other = cast.teaching.division, cast.elsewhere.division
    cast.cpe = StaffFactory(school=school, role=Role.CPE)
    cast.principal = StaffFactory(school=school, role=Role.PRINCIPAL)
    cast.watcher = StaffFactory(school=school, role=Role.SCHOOL_LIFE)
    cast.head_elsewhere = StaffFactory(role=Role.PRINCIPAL)
    cast.left = StaffFactory(school=school)
    TeachingStaffFactory(
        teaching=cast.teaching, staff=cast.left, during=since(end=TUESDAY - dt.timedelta(days=1))
    )
    cast.group = GroupFactory(school=school, year=cast.division.year, label="Allemand 1")
    GroupMembershipFactory(group=cast.group, student=cast.leo)
    german = SubjectFactory(school=school, label="Allemand")
    cast.german = TeachingFactory(
        school=school, year=cast.division.year, subject=german, division=None, group=cast.group
    )
    cast.german_teacher = StaffFactory(school=school)
    TeachingStaffFactory(teaching=cast.german, staff=cast.german_teacher)
    return cast


@pytest.fixture
def summer(cast):
    """The year is over, and the file of September has ended the links of June."""
    ends_on = cast.division.year.ends_on
    september = dt.datetime.combine(ends_on + dt.timedelta(days=55), dt.time(9), tzinfo=dt.UTC)
    for model in (TeachingStaff, LeadTeacher):
        for link in model.objects.filter(during__endswith=None):
            link.during = since(start=link.during.lower, end=september - dt.timedelta(days=1))
            link.save()
    return september


@pytest.fixture
def written(cast, today):
    """A corrected lesson, a cancelled work, and everything that may not be there."""
    by = {"by": cast.teacher.user}
    lesson = write(
        cast,
        text="Les fractions.",
        question="Pourquoi partager ?",
        works=[work("Exercice 4", minutes=20), work("Exercice 9")],
    )
    four, nine = lesson.works.order_by("pk")
    at = TUESDAY + dt.timedelta(minutes=1)
    rewrite_lesson(
        lesson,
        page(text="Les fractions égales.", question="Pourquoi partager ?"),
        seen=1,
        known=[(four, work("Exercice 5", minutes=15, seen=1))],
        at=at,
        reason="Une faute de frappe",
        **by,
    )
    cancel_work(nine, seen=1, at=at, reason="Fait en classe", **by)
    write(cast, rank=2, text="", works=[work("Rose des sables", students=(cast.ines,))])
    write(cast, rank=3, text="Sentier du nord", works=[work("Sentier du sud")], is_draft=True)
    write(cast, rank=4, text="Marée", show_from=TUESDAY + dt.timedelta(days=2))
    write(cast, cast.elsewhere, text="Plan de la gare")
    write(cast, cast.german, text="Guten Tag", by=cast.german_teacher)
    with time_machine.travel(TUESDAY + dt.timedelta(minutes=5), tick=False):
        yield lesson
