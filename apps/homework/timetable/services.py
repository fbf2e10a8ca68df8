"""Set the weekly lessons of teachings from an iCalendar file; without one, the rhythm is learnt."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.core import signing
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from apps.homework.calendar import Calendar
from apps.homework.models import TimetableSlot
from apps.homework.policies import with_timetable_to_set
from apps.homework.teacher_absences.services import follow_timetable
from apps.homework.timetable.rules.calendar_file import TimetableError, Unread, too_much
from apps.homework.timetable.rules.courses import MOST_COURSES, MOST_NAMES, PREVIEW_LASTS, Course
from apps.homework.timetable.rules.matching import KnownTeaching, recognise
from apps.homework.timetable.rules.unread import MOST_LISTED_SHORT, odd_in_words, unread_in_words
from apps.homework.timetable.rules.weeks import LearntSlot, learn, lessons_of, tidy
from apps.homework.weeks.queries import calendar_of
from apps.schools.days import today_of
from apps.schools.models import (
    Division,
    School,
    Staff,
    Teaching,
    TeachingStaff,
)
from apps.schools.offices import Office, schools_held
from apps.schools.rosters import given_to
from apps.schools.settings.services.calendar import year_at
from coeduc.access import Reader
from coeduc.locks import hold_rows
from coeduc.shapes import ShapeError, shaped

if TYPE_CHECKING:
    from apps.accounts.models import User

SALT = "coeduc.homework.timetable"
OWN, CLASS, STAFF = "moi", "classe", "prof"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose week a file tells: one's own classes, a class, a colleague. ``key``: in a page."""

    kind: str
    label: str
    school: School
    row: Any

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.row.public_id}"


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course of a file: its ``names``, its week, and the key of the teaching recognised."""

    names: str
    slots: tuple[LearntSlot, ...]
    teaching: str = ""


@dataclass(frozen=True, slots=True)
class TimetablePreview:
    """What a file says, before it is kept; the counts are those of ``timetable.Learnt``.

    ``unread``: what could not be understood, ``odd_in_full``: what is no habit, each with its day
    and hour; ``whole_days``: what has no hour, on days of school.
    """

    lines: tuple[CourseLine, ...]
    odd: int = 0
    weeks: int = 0
    has_letters: bool = True
    on_week_ends: int = 0
    unread: tuple[str, ...] = ()
    odd_in_full: tuple[str, ...] = ()
    whole_days: tuple[str, ...] = ()


def weeks_to_set(reader: Reader, *, at: dt.datetime) -> list[Whose]:
    """One's own classes, school by school; then the classes and the teachers of who imports."""
    taught = Teaching.objects.taught_by(reader, at=at).filter(school=OuterRef("pk"))
    schools = School.objects.filter(Exists(taught)).order_by("name", "pk")
    found = [Whose(OWN, _("Mes classes"), school, school) for school in schools]
    if len(found) > 1:
        label = _("Mes classes (%(school)s)")
        found = [
            Whose(OWN, label % {"school": one.school.name}, one.school, one.row) for one in found
        ]
    for school in schools_held(reader, Office.TOOLS):
        divisions = Division.objects.filter(year=year_at(school, at=at)).order_by("code")
        found += [Whose(CLASS, division.code, school, division) for division in divisions]
        teachers = Staff.objects.in_force(at=at).filter(
            Exists(TeachingStaff.objects.in_force(at=at).filter(staff=OuterRef("pk"))),
            school=school,
        )
        found += [
            Whose(STAFF, str(person), school, person)
            for person in teachers.order_by("sort_key", "pk")
        ]
    return found


def teachings_of(reader: Reader, whose: Whose, *, at: dt.datetime) -> list[Teaching]:
    """The teachings of that week that the person may set, with ``people``: who teaches them."""
    match whose.kind:
        case "moi":
            rows = with_timetable_to_set(reader).taught_by(reader, at=at)
        case "classe":
            rows = with_timetable_to_set(reader).filter(
                given_to(whose.row, at=at, teaching=""), year=whose.row.year_id
            )
        case _:
            links = TeachingStaff.objects.in_force(at=at).filter(
                staff=whose.row, teaching=OuterRef("pk")
            )
            rows = with_timetable_to_set(reader).filter(Exists(links))
    people = TeachingStaff.objects.in_force(at=at).select_related("staff")
    found = (
        rows.filter(school=whose.school)
        .select_related("subject", "division", "group", "year", "school")
        .prefetch_related(Prefetch("teaching_staff", queryset=people, to_attr="people"))
        .order_by("division__code", "group__code", "subject__label", "pk")
    )
    return [teaching for teaching in found if not teaching.is_archived(at=at)]


def slots_of(teachings: Iterable[Teaching]) -> dict[int, tuple[LearntSlot, ...]]:
    """The weekly lessons of each teaching that has some, by its key; one statement."""
    found: dict[int, list[LearntSlot]] = defaultdict(list)
    rows = TimetableSlot.objects.standing().filter(teaching__in=list(teachings))
    for row in rows.order_by():
        found[row.teaching_id].append(LearntSlot(row.weekday, row.week, row.starts_at, row.ends_at))
    return {key: tidy(slots) for key, slots in found.items()}


def read_timetable(
    content: bytes, teachings: Sequence[Teaching], *, whole_class: bool, at: dt.datetime
) -> TimetablePreview:
    """What a file says of these teachings; raises ``TimetableError``. Nothing is written."""
    if not teachings:
        raise TimetableError(_("Il n’y a pas de classe à laquelle rattacher ces cours."))
    school, year = teachings[0].school, teachings[0].year
    calendar = calendar_of(teachings[0])
    in_file = lessons_of(content, zone=school.time_zone, first=year.starts_on, last=year.ends_on)
    courses = {lesson.course: None for lesson in in_file.lessons}
    if not courses:
        raise _nothing_in(in_file.unread, year)
    if len(courses) > MOST_COURSES:
        raise too_much()
    known = [_known(teaching) for teaching in teachings]
    found = {
        course: recognise(course, known, whole_class=whole_class) or course for course in courses
    }
    learnt = learn(
        in_file.lessons,
        on=today_of(school, at=at),
        calendar=calendar,
        key_of=found.__getitem__,
    )
    if not learnt.slots:
        raise TimetableError(
            _("Aucun cours de ce fichier ne revient d’une semaine à l’autre : rien à reprendre.")
            + _not_understood(in_file.unread)
        )
    names: dict[Any, list[str]] = defaultdict(list)
    for course, key in found.items():
        names[key].append(course.label)
    lines = [_line(key, slots, names[key]) for key, slots in learnt.slots.items()]
    lines.sort(key=lambda line: (not line.teaching, line.names))
    has_letters = bool(calendar.letters)
    return TimetablePreview(
        tuple(lines),
        learnt.odd,
        learnt.weeks,
        has_letters,
        learnt.on_week_ends,
        tuple(unread_in_words(in_file.unread)),
        tuple(odd_in_words(learnt.odd_ones)),
        tuple(unread_in_words([one for one in in_file.whole_days if _is_open(one, calendar)])),
    )


class PreviewJson(TypedDict):
    """A preview as JSON: of whom, for what; each line with its days, weeks and hours."""

    user: int
    whose: str
    lines: list[tuple[str, list[tuple[int, str, str, str]]]]


def kept_preview(preview: TimetablePreview, whose: Whose, *, by: User) -> str:
    """The preview as a page carries it: signed, of this person, for a while."""
    lines = [
        (
            line.names,
            [
                (slot.weekday, slot.week, f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}")
                for slot in line.slots
            ],
        )
        for line in preview.lines
    ]
    said = PreviewJson(user=by.pk, whose=whose.key, lines=lines)
    return signing.dumps(said, salt=SALT, compress=True)


def preview_kept(state: str, whose: Whose, *, by: User) -> TimetablePreview:
    """``kept_preview`` read back; raises ``TimetableError`` once it is too old, or was changed."""
    try:
        said = shaped(PreviewJson, signing.loads(state, salt=SALT, max_age=PREVIEW_LASTS))
    except (signing.BadSignature, ShapeError) as problem:
        raise _too_old() from problem
    if said["user"] != by.pk or said["whose"] != whose.key:
        raise _too_old()
    return TimetablePreview(
        tuple(
            CourseLine(
                names,
                tuple(
                    LearntSlot(
                        weekday, week, dt.time.fromisoformat(starts), dt.time.fromisoformat(ends)
                    )
                    for weekday, week, starts, ends in slots
                ),
            )
            for names, slots in said["lines"]
        )
    )


@transaction.atomic
def set_timetable(
    weeks: Mapping[Teaching, Iterable[LearntSlot]], *, by: User, at: dt.datetime
) -> None:
    """The weekly lessons of these teachings from now on, all or nothing; an empty week forgets
    them. The week before is ended, not erased; what absences take follows the new hours."""
    keys = [teaching.pk for teaching in weeks]
    # Two colleagues of one class confirm one after the other.
    __, at = hold_rows(Teaching.objects.filter(pk__in=keys).order_by("pk"), at=at)
    wanted = {(row.teaching_id, *_place(row)): row for row in _rows(weeks, at=at)}
    for row in TimetableSlot.objects.standing().filter(teaching__in=keys):
        if wanted.pop((row.teaching_id, *_place(row)), None) is None:
            row.during = DateTimeTZRange(row.during.lower, max(at, row.during.lower or at))
            row.save(update_fields=["during"])
    TimetableSlot.objects.bulk_create(wanted.values())
    follow_timetable(list(weeks), by=by, at=at)


def _place(slot: TimetableSlot) -> tuple[int, str, dt.time, dt.time]:
    return slot.weekday, slot.week, slot.starts_at, slot.ends_at


def _rows(
    weeks: Mapping[Teaching, Iterable[LearntSlot]], *, at: dt.datetime
) -> Iterator[TimetableSlot]:
    for teaching, slots in weeks.items():
        for slot in tidy(slots):
            yield TimetableSlot(
                school_id=teaching.school_id,
                teaching=teaching,
                weekday=slot.weekday,
                week=slot.week,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                during=DateTimeTZRange(at, None),
            )


def _is_open(one: Unread, calendar: Calendar) -> bool:
    return one.day is None or calendar.is_open(one.day)


def _known(teaching: Any) -> KnownTeaching:
    of = teaching.division or teaching.group
    return KnownTeaching(
        key=str(teaching.public_id),
        codes=tuple(filter(None, (of.code, of.label))),
        subjects=(teaching.subject.label, teaching.subject.short_label),
        teachers=tuple(link.staff.last_name for link in teaching.people),
        is_group=teaching.group_id is not None,
    )


def _line(key: Course | str, slots: tuple[LearntSlot, ...], names: list[str]) -> CourseLine:
    shown = ", ".join(dict.fromkeys(names[:MOST_NAMES])) + ("…" if len(names) > MOST_NAMES else "")
    return CourseLine(shown, slots, "" if isinstance(key, Course) else key)


def _nothing_in(unread: Sequence[Unread], year: Any) -> TimetableError:
    said = _("Ce fichier ne contient aucun cours de l’année %(year)s.") % {"year": year}
    if unread:
        said = _("Aucun cours de ce fichier ne peut être compris.")
    return TimetableError(said + _not_understood(unread))


def _not_understood(unread: Sequence[Unread]) -> str:
    if not unread:
        return ""
    words = " ; ".join(unread_in_words(unread, most=MOST_LISTED_SHORT))
    return " " + _("Pas compris : %(lessons)s.") % {"lessons": words}


def _too_old() -> TimetableError:
    return TimetableError(_("Cet aperçu n’est plus valable : déposez le fichier de nouveau."))
