"""Mme Roux teaches maths to 4eB on Thursdays at nine; the secretary keeps the day of the school."""

import datetime as dt

from apps.homework.models import TimetableSlot
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.queries import lessons_of_span
from apps.homework.teacher_absences.rules import AbsenceSpan
from apps.homework.teacher_absences.services import note_absence
from apps.schools.enums import HalfDay, Role
from tests.factories.schools import StaffFactory, since
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY

NINE, TEN = dt.time(9), dt.time(10)


def hour(teaching, weekday=3, starts=NINE, ends=TEN, week=""):
    return TimetableSlot.objects.create(
        school=teaching.school,
        teaching=teaching,
        weekday=weekday,
        week=week,
        starts_at=starts,
        ends_at=ends,
        during=since(),
    )


def span(first=THURSDAY, last=None, *, starts=HalfDay.MORNING, ends=HalfDay.AFTERNOON):
    return AbsenceSpan(first, starts, last or first, ends)


def everything(staff, when, today=TODAY):
    return {one.key for one in lessons_of_span(staff, when, today=today)}


def away(cast, when=None, *, staff=None, but=(), at=TUESDAY):
    """Noted by the secretary: every lesson but these is missing."""
    staff, when = staff or cast.teacher, when or span()
    missing = everything(staff, when) - set(but)
    return note_absence(staff, AbsenceWish(when, missing), by=cast.secretary.user, at=at)


def with_office(school_life):
    """The cast, with a secretary and the hour of Mme Roux on Thursdays."""
    school_life.secretary = StaffFactory(school=school_life.school, role=Role.SECRETARY)
    school_life.school.school_life_phone = "01 39 98 00 02"
    school_life.school.save()
    hour(school_life.teaching)
    return school_life
