"""What the first pages of a family and of a pupil say of the notebook: what is due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from apps.homework.reading.presenters.days import (
    Days,
    days_by_child,
    last_lesson_days,
    to_come,
)
from apps.homework.reading.presenters.notebook import tonight_of
from apps.homework.reading.presenters.relative import relative_notebook
from apps.homework.reading.queries import (
    closed_days,
    lessons_of_the_class,
    readable_lessons,
    works_of_the_class,
    works_to_do,
)
from apps.schools.links import CHILD, DAILY
from coeduc.portal import Part, Visit

if TYPE_CHECKING:
    from apps.schools.links import ChildLink, PupilOfPage
    from apps.schools.models import NotebookAccess, Student


def family_parts(visit: Visit[Sequence[ChildLink]]) -> Iterator[Part]:
    """A guardian who does not read a child's notebook has nothing of it here.

    A child without a class has no «rien à faire»: there is no school day to say it of.
    """
    request, at = visit.request, visit.request.now
    links = DAILY.among(visit.known, at)
    if not links:
        return
    days = days_by_child(links, at=at)
    works = list(works_to_do(request.reader, to_come(days.values()), at=at))
    lessons = list(readable_lessons(request.reader, last_lesson_days(days.values()), at=at))
    enrolled = {link.student_id for link in links if link.class_code}
    students = {link.student_id: link.student for link in links}
    notebook = reverse("homework:family_notebook")
    for pupil in days:
        child = students[pupil]
        url = f"{notebook}?{CHILD}={child.public_id}"
        tonight = tonight_of(works, lessons, pupil, days[pupil], url=url, whose=child.first_name)
        if pupil in enrolled or tonight.works or tonight.tests or tonight.questions:
            yield Part(10, "homework/home/tonight.html", tonight, child=pupil)


def student_parts(visit: Visit[PupilOfPage]) -> Iterator[Part]:
    """Nothing for a pupil of no class, unless a work is still theirs."""
    request, student = visit.request, visit.known
    closed = closed_days(student, at=request.now)
    days = Days.of(request.now, student.school.time_zone, closed=closed)
    works = list(works_to_do(request.reader, to_come([days]), at=request.now))
    url = reverse("homework:student_notebook")
    tonight = tonight_of(works, (), student.pk, days, url=url)
    if student.class_code or tonight.works or tonight.tests:
        yield Part(10, "homework/home/student_tonight.html", tonight)


def trusted_parts(visit: Visit[Sequence[NotebookAccess]]) -> Iterator[Part]:
    """What a relative reads of each class; ``known``: what is open to them today."""
    reader, at = visit.request.reader, visit.request.now
    pupils = {access.student_id: access.student for access in visit.known}
    schools = {pupil.school_id: closed_days(pupil, at=at) for pupil in _one_a_school(pupils)}
    days = {
        key: Days.of(at, pupil.school.time_zone, closed=schools[pupil.school_id])
        for key, pupil in pupils.items()
    }
    if not days:
        return
    works = works_of_the_class(reader, to_come(days.values()), at=at)
    lessons = lessons_of_the_class(reader, last_lesson_days(days.values()), at=at)
    for pupil, theirs in days.items():
        card = relative_notebook(pupil, works, lessons, theirs)
        yield Part(10, "homework/home/relative.html", card, child=pupil)


def _one_a_school(pupils: dict[int, Student]) -> Iterable[Student]:
    return {pupil.school_id: pupil for pupil in pupils.values()}.values()
