"""The notebooks of the whole collège of the demo, six weeks of them, written in bulk.

The two classes that visitors open first have theirs written through the services
(``notebook``); thousands of lessons through them would take minutes. The rows are the same, and so
is what they respect: open hours, days of school, what each class may be given for a day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.demo.theatre.calendar import instant
from apps.demo.theatre.notebook_words import OrdinaryLesson, ordinary_lesson
from apps.demo.theatre.plan import PlannedTeaching, PlayedDays, weekly_slots
from apps.demo.theatre.play import PlayRows
from apps.demo.theatre.timetable import PlayedLesson, lessons
from apps.homework.load.queries import divisions_of
from apps.homework.load.rules import counted_minutes
from apps.homework.models import Homework, HomeworkVersion, Lesson, LessonVersion
from apps.publication.opening import OpeningHours, next_open
from apps.publication.services import opening_in_force
from apps.schools.models import Staff, TeachingStaff
from coeduc import rich_text

WEEKS = 6
LONG_WINDOW = 5 * WEEKS  # school days
BATCH = 1000
SUBSTITUTE = "eppsup"
ONE_HOUR = dt.timedelta(minutes=55)
Caps = dict[str, int]  # minutes a day, by level


@dataclass
class SchoolNotebooks:
    """What writing needs to know, read once."""

    stage: PlayRows
    links: dict[int, list[TeachingStaff]]
    divisions: dict[int, tuple[str, ...]]
    caps: Caps
    load: Counter[tuple[str, dt.date]]
    open_hours: dict[dt.date, OpeningHours] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)

    def teacher(self, teaching: int, at: dt.datetime) -> Staff | None:
        """Who gives it then: who came last, a substitute before whom they replace."""
        there = [link for link in self.links.get(teaching, ()) if at in link.during]
        there.sort(key=lambda link: (link.during.lower, link.staff.sts_type == SUBSTITUTE))
        return there[-1].staff if there else None

    def shown_at(self, at: dt.datetime, day: dt.date) -> dt.datetime:
        if day not in self.open_hours:
            self.open_hours[day] = opening_in_force(self.stage.school, at=at).as_hours()
        return next_open(at, self.open_hours[day])

    def rendered(self, source: str) -> str:
        if source not in self.html:
            self.html[source] = rich_text.render(rich_text.tidy(source))
        return self.html[source]

    def has_room(self, teaching: int, day: dt.date, minutes: int) -> bool:
        """Whether every class of it may be given as much for that day; counted where it may."""
        codes = self.divisions[teaching]
        if any(self.load[code, day] + minutes > self.caps[code[:2]] for code in codes):
            return False
        self.load.update({(code, day): minutes for code in codes})
        return True


@dataclass(frozen=True, slots=True)
class HourToWrite:
    """One lesson to write: its rank in the day, its number in the year, when the next one is."""

    taught: PlannedTeaching
    lesson: PlayedLesson
    rank: int
    number: int
    following: dt.date | None


def write_the_rest(stage: PlayRows, term: PlayedDays, caps: Caps, *, at: dt.datetime) -> int:
    """Every lesson of the last six weeks that nobody wrote, in the order of time; say how many."""
    school = _read(stage, caps, at=at)
    there = set(Lesson.objects.filter(school=stage.school).values_list("teaching", "day", "rank"))
    made = NotebookRows(school)
    for hour in sorted(_hours(stage, term), key=lambda hour: (hour.lesson, hour.taught.structure)):
        teaching = stage.teachings[hour.taught].pk
        moment = instant(hour.lesson.day, hour.lesson.clock, stage.zone) + ONE_HOUR
        if moment <= at and (teaching, hour.lesson.day, hour.rank) not in there:
            made.add(hour, moment)
    return made.save()


def _hours(stage: PlayRows, term: PlayedDays) -> Iterator[HourToWrite]:
    past = set([day for day in term.days if day <= term.today][-LONG_WINDOW:])
    for taught, slots in weekly_slots(stage.seed, stage.teachings).items():
        ranks: Counter[dt.date] = Counter()
        every = lessons(slots, term.days)
        for number, lesson in enumerate(every):
            ranks[lesson.day] += 1
            if lesson.day in past:
                following = next((one.day for one in every[number:] if one.day > lesson.day), None)
                yield HourToWrite(taught, lesson, ranks[lesson.day], number, following)


def _read(stage: PlayRows, caps: Caps, *, at: dt.datetime) -> SchoolNotebooks:
    links: dict[int, list[TeachingStaff]] = {}
    rows = TeachingStaff.objects.filter(school=stage.school, staff__user__isnull=False)
    for link in rows.select_related("staff__user").order_by("-pk"):
        links.setdefault(link.teaching_id, []).append(link)
    divisions = {
        teaching.pk: tuple(one.code for one in divisions_of(teaching, at=at))
        for teaching in stage.teachings.values()
    }
    load: Counter[tuple[str, dt.date]] = Counter()
    given = HomeworkVersion.objects.filter(school=stage.school).latest()
    for key, day, minutes in given.values_list("homework__teaching", "due_on", "minutes"):
        load.update({(code, day): counted_minutes(minutes) for code in divisions.get(key, ())})
    return SchoolNotebooks(stage, links, divisions, caps, load)


class NotebookRows:
    """Rows waiting to be written together, each table once."""

    def __init__(self, school: SchoolNotebooks) -> None:
        self.school = school
        self.lessons: list[Lesson] = []
        self.lesson_versions: list[LessonVersion] = []
        self.works: list[Homework] = []
        self.work_versions: list[HomeworkVersion] = []

    def add(self, hour: HourToWrite, at: dt.datetime) -> None:
        stage, taught = self.school.stage, hour.taught
        teaching = stage.teachings[taught].pk
        teacher = self.school.teacher(teaching, at)
        if teacher is None:
            return
        words = ordinary_lesson(
            stage.seed, taught.structure, taught.subject, taught.level, number=hour.number
        )
        lesson = Lesson(
            school=stage.school,
            teaching_id=teaching,
            day=hour.lesson.day,
            rank=hour.rank,
            author=teacher,
            created_at=at,
        )
        said = {
            "school": stage.school,
            "n": 1,
            "visible_at": self.school.shown_at(at, hour.lesson.day),
            "entered_at": at,
            "by": teacher.user,
        }
        self.lessons.append(lesson)
        self.lesson_versions.append(
            LessonVersion(
                lesson=lesson,
                question=words.question,
                source=rich_text.tidy(words.text),
                html=self.school.rendered(words.text),
                **said,
            )
        )
        if words.work and hour.following:
            self._give(lesson, words, hour.following, said)

    def _give(
        self, lesson: Lesson, words: OrdinaryLesson, day: dt.date, said: dict[str, object]
    ) -> None:
        if not self.school.has_room(lesson.teaching_id, day, words.minutes):
            return
        work = Homework(
            school=self.school.stage.school,
            lesson=lesson,
            teaching_id=lesson.teaching_id,
            created_at=lesson.created_at,
        )
        self.works.append(work)
        self.work_versions.append(
            HomeworkVersion(
                homework=work,
                source=rich_text.tidy(words.work),
                html=self.school.rendered(words.work),
                due_on=day,
                minutes=words.minutes,
                is_test=words.is_test,
                **said,
            )
        )

    def save(self) -> int:
        Lesson.objects.bulk_create(self.lessons, batch_size=BATCH)
        LessonVersion.objects.bulk_create(self.lesson_versions, batch_size=BATCH)
        Homework.objects.bulk_create(self.works, batch_size=BATCH)
        HomeworkVersion.objects.bulk_create(self.work_versions, batch_size=BATCH)
        return len(self.lessons)
