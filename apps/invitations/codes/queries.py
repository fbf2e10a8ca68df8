"""Whom the office may invite or help: search, and who lives behind one letter box.

Every function takes a school or a reader: nobody outside the office's own school is ever listed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from apps.invitations.codes.rules import Doors
from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode, CodeHolder, CodeMail
from apps.notices.enums import Delivery
from apps.notices.models import Person, column_of
from apps.schools.entrusted import opens
from apps.schools.links import READING
from apps.schools.models import (
    Division,
    Enrolment,
    Guardian,
    Guardianship,
    NotebookAccess,
    School,
    Staff,
    Student,
)
from apps.schools.names import sort_key
from apps.schools.offices import Office, in_office, of_withheld_child
from apps.schools.rosters import enrolled, has_pupils
from coeduc.access import Reader
from coeduc.letters import small
from coeduc.plain_words import with_words, words_of
from coeduc.replay import Reading

if TYPE_CHECKING:
    CountedDoors: TypeAlias = QuerySet[Guardian, tuple[int, int, int, int]]

KINDS = {"responsables": Guardian, "eleves": Student, "equipe": Staff}
SLUGS = {model: slug for slug, model in KINDS.items()}
SEARCH_LIMIT = 30


def may_enter(person: CodeHolder, *, at: dt.datetime) -> bool:
    """Whether a code for ``person`` opens anything: a restriction or an ended link closes it."""
    match person:
        case NotebookAccess():
            return opens(person, at=at)
        case Guardian():
            links = Guardianship.objects.opening(READING, at=at)
            return links.filter(guardian=person).exists()
        case Student():
            return Enrolment.objects.in_force(at=at).filter(student=person).exists()
        case Staff():
            return Staff.objects.in_force(at=at).filter(pk=person.pk).exists()


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil as the office names them: «Inès Diallo, 4eB»."""

    pk: int
    first_name: str
    last_name: str
    class_code: str
    sort: str

    @property
    def label(self) -> str:
        return f"{self.first_name}, {self.class_code}" if self.class_code else self.first_name


def reading_links(school: School, *, at: dt.datetime) -> Any:
    """Links that let a guardian of this school read something now."""
    return Guardianship.objects.opening(READING, at=at).filter(school=school)


def pupils_of(school: School, divisions: Iterable[Division], *, at: dt.datetime) -> list[Child]:
    """Pupils enrolled now in these classes, in the order of classes and names."""
    rows = (
        Enrolment.objects.in_force(at=at)
        .filter(school=school, division__in=divisions)
        .order_by("division__code", "student__sort_key", "student")
        .values_list(
            "student",
            "student__first_name",
            F("student__usage_name"),
            "student__last_name",
            "division__code",
            "student__sort_key",
        )
    )
    return [
        Child(pk, first, usage or last, code, f"{code} {sort}")
        for pk, first, usage, last, code, sort in rows
    ]


def divisions_of(school: School, *, at: dt.datetime) -> list[Division]:
    """Classes that have a pupil now."""
    found = Division.objects.filter(has_pupils(at=at), school=school)
    return list(found.order_by("level", "code"))


def households(
    guardians: Sequence[Guardian], children_of: dict[int, list[Child]]
) -> list[list[Guardian]]:
    """Adults of one letter box: the same address *and* a child in common.

    Two families of one building have the same address when its lines say no flat: they must never
    share an envelope.
    """
    leader = {guardian.pk: guardian.pk for guardian in guardians}

    def root(pk: int) -> int:
        while leader[pk] != pk:
            pk = leader[pk]
        return pk

    first_at: dict[tuple[str, int], int] = {}
    for guardian in guardians:
        address = address_key(guardian)
        for child in children_of[guardian.pk] if address else ():
            other = first_at.setdefault((address, child.pk), guardian.pk)
            leader[root(guardian.pk)] = root(other)
    together: dict[int, list[Guardian]] = defaultdict(list)
    for guardian in guardians:
        together[root(guardian.pk)].append(guardian)
    return list(together.values())


def address_key(guardian: Guardian) -> str:
    """The same for one address written in capitals or not, with commas or without."""
    return sort_key(guardian.address)


def find_person(reader: Reader, kind: str, public_id: UUID) -> Person | None:
    """A person of a school whose accounts ``reader`` looks after; None for anybody else."""
    model = KINDS.get(kind)
    if model is None:
        return None
    people: Any = _in_office(model, reader).select_related("school", "user")
    if model is Staff:
        people = people.with_posts(at=reader.at)
    found: Person | None = people.filter(public_id=public_id).first()
    return found


def search(reader: Reader, words: str) -> list[Person]:
    """By a name, or a parent by the name of a child; a few rows, the closest first.

    By a whole address too, of the account or of the first code: a part of one finds nobody.
    """
    parts = words_of(words)
    if not parts:
        return []
    at = reader.at
    if "@" in words:
        return _of_address(reader, words.strip())
    # Of the same schools, said again: links and pupils of no other are read.
    links = _in_office(Guardianship, reader).in_force(at=at)
    children = links.filter(in_office(reader, Office.ACCOUNTS, at=at, school="student__school"))
    of_a_child = Q(pk__in=with_words(children, parts, key="student__sort_key").values("guardian"))
    guardians = _in_office(Guardian, reader)
    named = Q(pk__in=with_words(guardians, parts).values("pk"))
    found: list[Person] = []
    found += _few(guardians.filter(named | of_a_child, pk__in=links.values("guardian")))
    found += _few(_in_office(Student, reader).in_class(at=at).matching(words))
    team = _in_office(Staff, reader).in_force(at=at).with_posts(at=at)
    found += _few(team.matching(words))
    return found[:SEARCH_LIMIT]


def _of_address(reader: Reader, address: str) -> list[Person]:
    at, typed = reader.at, small(address)
    people = {"account_address": Lower("user__email")}
    of_account = Q(account_address=typed)
    links = _in_office(Guardianship, reader).in_force(at=at)
    guardians = _in_office(Guardian, reader).alias(**people)
    guardians = guardians.filter(of_account, pk__in=links.values("guardian"))
    pupils = _in_office(Student, reader).in_class(at=at).alias(**people).filter(of_account)
    team = _in_office(Staff, reader).in_force(at=at).with_posts(at=at).alias(**people)
    found = [
        *_few(guardians),
        *_few(pupils),
        *_few(team.alias(own_address=Lower("email")).filter(of_account | Q(own_address=typed))),
    ]
    return found[:SEARCH_LIMIT]


def _few(people: Any) -> list[Any]:
    return list(people.select_related("user", "school").order_by("sort_key")[:SEARCH_LIMIT])


def _in_office(model: Any, reader: Reader) -> Any:
    if not reader.is_staff:
        return model.objects.none()
    rows = model.objects.filter(in_office(reader, Office.ACCOUNTS, at=reader.at))
    # The line of an adult names their children, each with the class.
    if model is Student:
        return rows.exclude(of_withheld_child(reader, at=reader.at, student="pk"))
    if model is Guardian:
        withheld = Guardianship.objects.filter(of_withheld_child(reader, at=reader.at))
        return rows.exclude(Exists(withheld.filter(guardian=OuterRef("pk"))))
    return rows


def children_named(guardians: Iterable[Guardian], *, at: dt.datetime) -> dict[int, list[Child]]:
    """The children whom each guardian may follow now, eldest class last."""
    enrolment = Enrolment.objects.in_force(at=at).filter(student=OuterRef("student"))
    links = (
        Guardianship.objects.opening(READING, at=at)
        .filter(guardian__in=list(guardians))
        .select_related("student")
        .annotate(class_code=enrolment.values("division__code")[:1])
        .order_by("student__birth_date", "student")
    )
    children: dict[int, list[Child]] = defaultdict(list)
    for link in links:
        student = link.student
        children[link.guardian_id].append(
            Child(
                student.pk,
                student.first_name,
                student.display_last_name,
                link.class_code or "",
                f"{link.class_code or ''} {student.sort_key}",
            )
        )
    return children


def pending_code(person: Person, *, at: dt.datetime) -> AccessCode | None:
    """The code that was given and still opens something."""
    return AccessCode.objects.open(at=at).filter(**{column_of(person): person}).first()


def shown_code(person: Person, shown: str, *, reader: Reader) -> AccessCode | None:
    """The code of this person that a page showed; None for anything else that an address says."""
    try:
        public_id = UUID(shown)
    except ValueError:
        return None
    seen: Any = AccessCode.objects.visible_to(reader, at=reader.at)
    found: AccessCode | None = seen.filter(
        public_id=public_id, delivery=Delivery.HANDED, **{column_of(person): person}
    ).first()
    return found


def open_codes_of(team: Sequence[Staff], *, at: dt.datetime) -> Any:
    """First codes that still open something."""
    return AccessCode.objects.open(at=at).filter(staff__in=team, purpose=Purpose.ACTIVATION)


def last_mails_of(team: Sequence[Staff]) -> Any:
    """The last mail asked for, for each."""
    return CodeMail.objects.filter(staff__in=team).order_by("staff", "-pk").distinct("staff")


def doors_of(school: School, *, at: dt.datetime) -> Doors:
    """In one statement, whatever the number of guardians."""
    found = DOORS.rows(school.pk, at)
    return Doors(*found[0]) if found else Doors()


def codes_not_used(reader: Reader) -> dict[int, int]:
    """By school: the codes that somebody holds and that still open something, of anybody."""
    codes = AccessCode.objects.visible_to(reader, at=reader.at)
    held = codes.open(at=reader.at).in_hand(at=reader.at).order_by()
    return dict(held.values("school").annotate(n=Count("pk")).values_list("school", "n"))


def _doors(school: int, at: dt.datetime) -> CountedDoors:
    codes = AccessCode.objects.open(at=at).filter(guardian=OuterRef("pk"), school=school)
    given, held = Exists(codes), Exists(codes.in_hand(at=at))
    outside = Q(user=None)
    counted = {
        "total": Count("pk"),
        "opened": Count("pk", filter=~outside),
        "without": Count("pk", filter=outside & ~Q(given)),
        "unsure": Count("pk", filter=outside & Q(given) & ~Q(held)),
    }
    readers = _readers(school, at=at).order_by().values("school").annotate(**counted)
    return cast("CountedDoors", readers.values_list(*counted))


def _readers(school: int, *, at: dt.datetime) -> QuerySet[Guardian]:
    """Those whom letters are for: who may read something of a pupil enrolled today."""
    links = Guardianship.objects.opening(READING, at=at).filter(
        enrolled(at=at, student="student", school=school), guardian=OuterRef("pk"), school=school
    )
    return Guardian.objects.filter(Exists(links), school=school)


DOORS = Reading(_doors)
