"""Who works here today; the pupils they follow, with their families; accesses that were cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from apps.schools.days import today_of
from apps.schools.jobs import jobs_of
from apps.schools.links import PAGES, ReaderReading
from apps.schools.models import (
    Division,
    Guardian,
    Guardianship,
    Restriction,
    School,
    Staff,
    Student,
    Teaching,
)
from apps.schools.offices import Office, in_office, of_own_child
from apps.schools.rosters import has_pupils, in_roster
from apps.schools.words import keys_of_numbers
from coeduc.access import Reader
from coeduc.plain_words import closest, words_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.schools.models.families import Cut, RestrictionQuerySet
    from apps.schools.models.people import ClassOfToday, StudentQuerySet
    from apps.schools.models.staff import StaffQuerySet

    Teachings: TypeAlias = QuerySet[Teaching]
    Classes: TypeAlias = QuerySet[Division]
    PlacedStudent: TypeAlias = WithAnnotations[Student, ClassOfToday]
    LinkWithCut: TypeAlias = WithAnnotations[Guardianship, Cut]


@dataclass(frozen=True, slots=True)
class AtWork:
    """A colleague today. Every job counts: a CPE here may have taught elsewhere for years.

    ``teachings``: the keys of what they teach; ``today``: at the first of their schools.
    """

    jobs: list[Staff]
    teachings: tuple[int, ...]
    today: dt.date

    @property
    def teaches(self) -> bool:
        return bool(self.teachings)

    def schools(self, office: Office | None = None) -> list[School]:
        """Those of these jobs, once each; of those that hold ``office``, if one is asked for."""
        held = self.jobs if office is None else office.among(self.jobs)
        return list({job.school_id: job.school for job in held}.values())


def at_work(reader: Reader) -> AtWork | None:
    """None for who works nowhere today; nothing more is asked than their jobs."""
    jobs = jobs_of(reader, at=reader.at)
    rows = jobs.rows if jobs else []
    if not jobs or not rows:
        return None
    return AtWork([*rows], jobs.taught, today_of(rows[0].school, at=reader.at))


def teachings_of(reader: Reader) -> list[Teaching]:
    """The classes that this person teaches today, in order, with what a page says of them."""
    memo = reader.memo if reader.memo is not None else {}
    if teachings_of not in memo:
        memo[teachings_of] = TAUGHT.rows(reader, at=reader.at)
    return cast(list[Teaching], memo[teachings_of])


def teachings_taught(reader: Reader) -> QuerySet[Teaching]:
    """What they teach themself today, by class, ready for a line or for the choices of a form."""
    return (
        Teaching.objects.visible_to(reader, at=reader.at)
        .taught_by(reader, at=reader.at)
        .select_related("subject", "division", "group", "year", "school")
        .order_by("division__code", "group__code", "subject__label")
    )


TAUGHT = ReaderReading(teachings_taught)


def taught_by(reader: Reader, person: Staff) -> QuerySet[Teaching]:
    """What this colleague teaches today, among what the reader sees; ready for a line."""
    seen = Teaching.objects.visible_to(reader, at=reader.at)
    return (
        seen.filter(teaching_staff__staff=person, teaching_staff__during__contains=reader.at)
        .select_related("subject", "division", "group")
        .order_by("subject__label", "division__code", "group__code", "pk")
    )


def led_by(reader: Reader, person: Staff) -> list[str]:
    """Codes of the classes that this colleague leads today, among those that the reader sees."""
    seen = Division.objects.visible_to(reader, at=reader.at)
    led = seen.filter(lead_teachers__staff=person, lead_teachers__during__contains=reader.at)
    return list(led.order_by("code").values_list("code", flat=True))


# Pupils, and who answers for them -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StudentSearch:
    """Whom one looks for among the pupils; what is empty looks for nobody in particular."""

    words: str = ""
    code: str = ""
    school: str = ""


def schools(reader: Reader) -> QuerySet[School]:
    """By name."""
    return School.objects.visible_to(reader, at=reader.at).order_by("name", "pk")


def schools_by_key(reader: Reader) -> dict[int, str]:
    """Their names, in order; one statement."""
    return dict(schools(reader).values_list("pk", "name"))


def sees_several_schools(reader: Reader) -> bool:
    """Whether what is listed has to say of which school it is."""
    return School.objects.visible_to(reader, at=reader.at).count() > 1


def codes_of_classes(reader: Reader) -> list[str]:
    """Of the classes with pupils today, once each."""
    classes = Division.objects.known_to(reader, at=reader.at).filter(has_pupils(at=reader.at))
    return list(classes.order_by("code").values_list("code", flat=True).distinct())


def students(reader: Reader) -> QuerySet[Student]:
    """Whose name this person knows, each with their school."""
    return Student.objects.known_to(reader, at=reader.at).select_related("school")


def students_found(reader: Reader, search: StudentSearch | None) -> QuerySet[PlacedStudent]:
    """In the order of names: what the search of the team finds by the same words.

    Nobody without a search.
    """
    found = _in_class(reader)
    if search is None:
        return found.none()
    if search.school:
        found = found.filter(school__public_id=search.school)
    if search.code:
        found = found.filter(class_code=search.code)
    return found.matching_in_class(search.words).order_by("sort_key", "pk")


def class_of(reader: Reader, search: StudentSearch | None) -> Division | None:
    """The class that is looked at; None for all of them, and for a code of several schools."""
    if search is None or not search.code:
        return None
    classes = Division.objects.known_to(reader, at=reader.at).filter(code=search.code)
    if search.school:
        classes = classes.filter(school__public_id=search.school)
    found = list(classes.filter(has_pupils(at=reader.at))[:2])
    return found[0] if len(found) == 1 else None


def students_sought(reader: Reader, typed: str, schools: Iterable[int]) -> QuerySet[PlacedStudent]:
    """What the search of the team finds in these schools, those whose name begins so first.

    By the same words as ``students_found``, in another order.
    """
    found = _in_class(reader).filter(school__in=schools).matching_in_class(typed)
    return found.order_by(closest(words_of(typed)), "sort_key", "pk")


def colleagues_sought(reader: Reader, typed: str, schools: Iterable[int]) -> QuerySet[Staff]:
    """``with_posts``: who works today in these schools, named so.

    For who looks after their team, those to come or gone too, after the others.
    """
    seen: StaffQuerySet = Staff.objects.visible_to(reader, at=reader.at) | Staff.objects.filter(
        in_office(reader, Office.ACCOUNTS, at=reader.at)
    )
    rows = seen.filter(school__in=schools).with_posts(at=reader.at).matching(typed)
    here = ExpressionWrapper(Q(during__contains=reader.at), BooleanField())
    return rows.select_related("school").order_by(here.desc(), "sort_key", "pk")


def pupils_taught(reader: Reader, teaching: Teaching) -> QuerySet[Student]:
    """Those of the class or group today, in the order of names."""
    students = Student.objects.visible_to(reader, at=reader.at)
    return students.filter(in_roster(teaching, at=reader.at)).order_by("sort_key", "pk")


def placed(reader: Reader, student: Student) -> PlacedStudent | None:
    """This pupil with their class of today; None for one who has none."""
    return _in_class(reader).filter(pk=student.pk).first()


def _in_class(reader: Reader) -> StudentQuerySet[PlacedStudent]:
    """Pupils of today whose name this person knows, with their class."""
    seen = Student.objects.known_to(reader, at=reader.at)
    return cast("StudentQuerySet[PlacedStudent]", seen.in_class(at=reader.at))


def links_of(reader: Reader, student: Student) -> QuerySet[LinkWithCut]:
    """``shown``: of this pupil, ended ones too."""
    links = Guardianship.objects.known_to(reader, at=reader.at).filter(student=student)
    return cast("QuerySet[LinkWithCut]", links.shown().with_cut(at=reader.at))


def own_family_numbers(reader: Reader) -> frozenset[str]:
    """Of the other adults, of today or before, of the children of this reader: a colleague has
    them (decision 0005), on whichever page of a pupil these adults are."""
    links = Guardianship.objects.filter(of_own_child(reader.user))
    others = links.exclude(guardian__user=reader.user)
    rows = others.values_list("guardian__mobile", "guardian__phone")
    return keys_of_numbers(number for numbers in rows for number in numbers)


def pair(reader: Reader, student: UUID, guardian: UUID) -> tuple[Student, Guardian] | None:
    """A pupil and a guardian seen linked, today or before, or cut from each other."""
    for model in (Guardianship, Restriction):
        rows = model.objects.visible_to(reader, at=reader.at)
        found = (
            rows.filter(student__public_id=student, guardian__public_id=guardian)
            .select_related("student__school", "guardian")
            .first()
        )
        if found:
            return found.student, found.guardian
    return None


WHO_DECIDED = ("set_by", "lifted_by", "lift_confirmed_by")

# Accesses that were cut ---------------------------------------------------------------------------


def standing_restrictions(reader: Reader) -> QuerySet[Restriction]:
    """``with_people``, the last first."""
    return _restrictions(reader).filter(during__upper_inf=True).order_by("-during")


def ended_restrictions(reader: Reader) -> QuerySet[Restriction]:
    """``with_people``: what was given back in the schools this person heads, the last first."""
    ended = _restrictions(reader).filter(during__upper_inf=False)
    return ended.headed_by(reader, at=reader.at).order_by("-during")


def standing_between(reader: Reader, student: Student, guardian: Guardian) -> Restriction | None:
    """``with_people``: the one that cuts this person from this pupil today."""
    standing = _between(reader, student, guardian).filter(during__upper_inf=True)
    return standing.order_by("during").first()


def states_between(reader: Reader, student: Student, guardian: Guardian) -> QuerySet[Any]:
    """Every state that the database kept of their restrictions, the oldest first."""
    restrictions = _between(reader, student, guardian)
    events = Restriction.pgh_event_model.objects.filter(pgh_obj__in=restrictions.order_by())  # type: ignore[attr-defined] # set by pghistory
    return events.select_related("pgh_context", *WHO_DECIDED).order_by("pgh_id")


def _between(
    reader: Reader, student: Student, guardian: Guardian
) -> RestrictionQuerySet[Restriction]:
    return _restrictions(reader).filter(student=student, guardian=guardian)


def _restrictions(reader: Reader) -> RestrictionQuerySet[Restriction]:
    return Restriction.objects.visible_to(reader, at=reader.at).with_people()


# What a person is to the schools ------------------------------------------------------------------


def written_as(reader: Reader) -> list[Guardian | Student | Staff]:
    """The rows under which the schools of this account write its name, each with its school.

    Whatever the space: of a guardian whom nothing opens to any more, none.
    """
    links = Guardianship.objects.of(reader.user).opening(PAGES, at=reader.at)
    guardians = Guardian.objects.filter(Exists(links.filter(guardian=OuterRef("pk"))))
    found: list[Guardian | Student | Staff] = []
    for rows in (
        guardians.filter(user=reader.user),
        Student.objects.filter(user=reader.user),
        Staff.objects.of(reader.user, at=reader.at).with_posts(at=reader.at),
    ):
        found += rows.select_related("school").order_by("school", "pk")
    return found
