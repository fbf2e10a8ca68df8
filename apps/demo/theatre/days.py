"""The days of the demo: the timetable of every class, one teacher away tomorrow morning."""

from __future__ import annotations

import datetime as dt

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import MATHS
from apps.demo.theatre.plan import PlayedDays, weekly_slots
from apps.demo.theatre.play import PlayRows, taught_of
from apps.demo.theatre.words import HISTORY
from apps.homework.teacher_absences.queries import lessons_of_span
from apps.homework.teacher_absences.rules import AbsenceSpan
from apps.homework.teacher_absences.services import AbsenceWish, note_absence
from apps.homework.timetable.rules.weeks import LearntSlot
from apps.homework.timetable.services import set_timetable
from apps.schools.enums import HalfDay, Role
from apps.schools.models import Staff
from apps.schools.offices import Office

LASTS = dt.timedelta(minutes=55)
# Their teachers have a part in other stories: a copy handed back, a substitute to confirm.
ELSEWHERE = {MATHS, HISTORY}
AN_HOUR = dt.timedelta(hours=1)
CLASS = stories.DIVISION_OF_INES


def set_timetables(stage: PlayRows, *, at: dt.datetime) -> int:
    """Of every class and group, as whoever imports them would; say how many lessons a week."""
    weeks = {
        stage.teachings[one]: [
            LearntSlot(weekday, "", clock, _later(clock)) for weekday, clock in slots
        ]
        for one, slots in weekly_slots(stage.seed, taught_of(stage)).items()
    }
    set_timetable(weeks, by=_somebody(stage, Office.TOOLS, Role.PRINCIPAL, at=at), at=at)
    return sum(map(len, weeks.values()))


def leave_one_out(stage: PlayRows, term: PlayedDays, *, at: dt.datetime) -> bool:
    """The class of Inès misses a lesson on the next morning of school: her family reads it."""
    ahead = [day for day in term.days if day > term.today]
    if not ahead:
        return False
    span = AbsenceSpan(ahead[0], HalfDay.MORNING, ahead[0], HalfDay.MORNING)
    for one in taught_of(stage):
        row = stage.teachings[one]
        if one.structure != CLASS or one.subject in ELSEWHERE or row.pk in stage.relays:
            continue
        staff = stage.authors[row.pk]
        found = lessons_of_span(staff, span, today=term.today)
        if any(lesson.teaching == row for lesson in found):
            wish = AbsenceWish(span, {lesson.key for lesson in found})
            by = _somebody(stage, Office.DAY, Role.SECRETARY, at=at)
            note_absence(staff, wish, by=by, at=at - AN_HOUR)
            return True
    return False


def _somebody(stage: PlayRows, office: Office, role: Role, *, at: dt.datetime) -> User:
    """Who holds the office and has an account, of this role first."""
    held = Staff.objects.filter(school=stage.school, user__isnull=False).holding(office, at=at)
    people = held.with_posts(at=at).select_related("user").order_by("pk")
    first = min(people, key=lambda person: role not in person.roles)
    if first.user is None:
        raise LookupError(office)
    return first.user


def _later(clock: dt.time) -> dt.time:
    return (dt.datetime.combine(dt.date.min, clock) + LASTS).time()
