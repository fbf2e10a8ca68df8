"""The team as who looks after it reads it: who works, worked or will work here, and as what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypedDict
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, OrderBy, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject

from apps.schools.days import today_of
from apps.schools.enums import Role
from apps.schools.models import (
    Division,
    LeadTeacher,
    Post,
    PreparedPost,
    School,
    Staff,
    Teaching,
    TeachingStaff,
)
from apps.schools.models.staff import PreparedPostQuerySet, StaffQuerySet
from apps.schools.names import sort_key
from apps.schools.offices import Office, in_office, schools_held
from apps.schools.rosters import given_to
from coeduc.access import Reader
from coeduc.letters import small
from coeduc.plain_words import closest, words_of
from coeduc.registry import rows_of

if TYPE_CHECKING:
    from coeduc.registry import Waits

TO_CONFIRM = "posts_to_confirm"


def schools(reader: Reader) -> list[School]:
    """Whose team this person looks after, by name."""
    return schools_held(reader, Office.ACCOUNTS)


# Who ------------------------------------------------------------------------------------------


def people(reader: Reader) -> StaffQuerySet:
    """Everybody of these schools: at work, to come or gone."""
    if not reader.is_staff:
        return Staff.objects.none()
    return Staff.objects.filter(in_office(reader, Office.ACCOUNTS, at=reader.at))


def colleagues(reader: Reader) -> QuerySet[Staff]:
    """Those at work that anybody of the team sees; for who looks after the team, the others too."""
    seen: StaffQuerySet = Staff.objects.visible_to(reader, at=reader.at) | people(reader)
    return seen.with_posts(at=reader.at).select_related("school", "united_by")


def found(reader: Reader, school: School, words: str) -> QuerySet[Staff]:
    """At work or to come, by name; of those who are looked for, the closest first."""
    rows = people(reader).filter(school=school)
    return _sought(rows.not_over(at=reader.at), words)


def gone(reader: Reader, school: School, words: str) -> QuerySet[Staff]:
    """Who worked here and does no longer, the last to leave first."""
    rows = people(reader).filter(school=school).who_left(at=reader.at).select_related("school")
    last_first = F("during__endswith").desc(nulls_last=True)
    return _sought(rows, words, otherwise=(last_first, "sort_key", "pk"))


def _sought(
    rows: StaffQuerySet, words: str, otherwise: tuple[str | OrderBy, ...] = ("sort_key", "pk")
) -> QuerySet[Staff]:
    if not words_of(words):
        return rows.order_by(*otherwise)
    return rows.matching(words).order_by(closest(words_of(words)), "sort_key", "pk")


def at_work_but(reader: Reader, school: School, person: Staff | None) -> list[Staff]:
    """Whom somebody may replace: at work or to come, by name, those who teach first."""
    others = [one for one in found(reader, school, "") if person is None or one.pk != person.pk]
    teachers = Post.objects.filter(staff__in=others, role=Role.TEACHER).not_over(at=reader.at)
    taught = set(teachers.values_list("staff", flat=True))
    return sorted(others, key=lambda one: one.pk not in taught)


def namesakes(reader: Reader, school: School, last_name: str, first_name: str) -> list[Staff]:
    """Of the same name, here or gone: perhaps the same person."""
    rows = people(reader).filter(school=school, sort_key=sort_key(last_name, first_name))
    return list(rows.with_posts(at=reader.at).order_by("pk"))


def twins_of(reader: Reader, person: Staff) -> list[Staff]:
    """Of the same name in the same school, where one of the two at least was typed here."""
    rows = people(reader).filter(school=person.school_id, sort_key=person.sort_key)
    if person.sts_id:
        rows = rows.filter(sts_id="")
    return list(rows.exclude(pk=person.pk).order_by("pk"))


def holder_of(reader: Reader, school: School, address: str) -> Staff | None:
    """Whose e-mail it is already."""
    written = people(reader).filter(school=school).exclude(email="")
    return next((one for one in written if small(one.email) == small(address)), None)


def heads(school: School, *, at: dt.datetime) -> list[Staff]:
    """Who may confirm: with an account to do it, by name."""
    rows = Staff.objects.in_force(at=at).holding(Office.HEADS, at=at)
    return list(rows.filter(school=school, user__is_active=True).order_by("sort_key", "pk"))


# What they do ---------------------------------------------------------------------------------


def posts_seen(reader: Reader) -> QuerySet[Post]:
    """Of the schools whose team this person looks after, with their people."""
    if not reader.is_staff:
        return Post.objects.none()
    rows = Post.objects.filter(in_office(reader, Office.ACCOUNTS, at=reader.at))
    return rows.select_related("staff", "school", "replaces")


def posts_of(team: Iterable[Staff], *, at: dt.datetime | None = None) -> dict[int, list[Post]]:
    """By person, the oldest first: those held at ``at`` or later, all of them without ``at``."""
    rows = Post.objects.filter(staff__in=[one.pk for one in team], during__isempty=False)
    if at is not None:
        rows = rows.not_over(at=at)
    held: dict[int, list[Post]] = defaultdict(list)
    for post in rows.select_related("replaces", "set_by", "ended_by").order_by("during", "pk"):
        held[post.staff_id].append(post)
    return held


def has_principal(school: School, *, at: dt.datetime) -> bool:
    """Whether somebody holds the post of principal now, deputies apart."""
    return Post.objects.in_force(at=at).of_the_principal().filter(school=school).exists()


class PostState(Protocol):
    """A post as the database kept it, once."""

    pgh_obj_id: int
    role: str
    during: DateTimeTZRange


def states_of(person: Staff) -> Iterable[PostState]:
    """Every state that the database kept of their posts, the oldest first."""
    events = Post.pgh_event_model.objects.filter(staff=person)  # type: ignore[attr-defined] # set by pghistory
    return events.select_related("pgh_context", "replaces").order_by("pgh_id")


@dataclass(frozen=True, slots=True)
class Classes:
    """What somebody teaches and leads, now or later."""

    taught: tuple[TeachingStaff, ...]
    led: tuple[LeadTeacher, ...]

    def link(self, *, teaching: str, division: str) -> TeachingStaff | LeadTeacher | None:
        """The one that a form names: by what is taught, or by the class that is led."""
        taught = {str(one.teaching.public_id): one for one in self.taught}
        led = {str(one.division.public_id): one for one in self.led}
        return taught.get(teaching) or led.get(division)

    @property
    def teachings(self) -> list[Teaching]:
        return [link.teaching for link in self.taught]


def classes_of(person: Staff, *, at: dt.datetime) -> Classes:
    """Classes taught or led, now or to come, that have not ended."""
    taught = TeachingStaff.objects.not_over(at=at).filter(staff=person)
    led = LeadTeacher.objects.not_over(at=at).filter(staff=person)
    rows = taught.select_related(
        "teaching__subject", "teaching__division", "teaching__group", "teaching__year"
    ).order_by("teaching__division__code", "teaching__group__code", "teaching__subject__label")
    return Classes(tuple(rows), tuple(led.select_related("division").order_by("division__code")))


def classes_known(reader: Reader) -> QuerySet[Division]:
    """The classes whose pupils this person knows by name, each with its school."""
    return Division.objects.known_to(reader, at=reader.at).select_related("school")


def taught_in(division: Division) -> list[TeachingStaff]:
    """Who teaches the class or a group of its pupils, taught or will, by subject and name."""
    links = TeachingStaff.objects.filter(
        given_to(division, at=None), school=division.school_id, teaching__year=division.year_id
    )
    return list(
        links.select_related(
            "staff",
            "set_by",
            "ended_by",
            "teaching__subject",
            "teaching__division",
            "teaching__group",
        ).order_by("teaching__subject__label", "staff__sort_key", "during", "pk")
    )


def replaced_by(division: Division, *, at: dt.datetime) -> dict[int, Staff]:
    """Of the school of the class, by the key of who stands in for somebody: for whom."""
    posts = Post.objects.filter(
        school=division.school_id, during__contains=at, replaces__isnull=False
    )
    rows = posts.select_related("replaces").order_by("pk")
    return {post.staff_id: post.replaces for post in rows if post.replaces}


def leading(division: Division) -> list[LeadTeacher]:
    """Who leads the class, did or will, by name."""
    links = LeadTeacher.objects.filter(division=division)
    return list(
        links.select_related("staff", "set_by", "ended_by").order_by(
            "staff__sort_key", "during", "pk"
        )
    )


def teachings(school: School, *, at: dt.datetime) -> list[Teaching]:
    """All that is taught here this year, by class."""
    rows = Teaching.objects.filter(school=school, year__ends_on__gte=today_of(school, at=at))
    return list(
        rows.select_related("subject", "division", "group").order_by(
            "division__code", "group__code", "subject__label", "pk"
        )
    )


def divisions(school: School, *, at: dt.datetime) -> list[Division]:
    """The classes of the years that are not over, by their code."""
    rows = Division.objects.filter(school=school, year__ends_on__gte=today_of(school, at=at))
    return list(rows.order_by("code", "pk"))


def division_of(school: School, asked: str, *, at: dt.datetime) -> Division | None:
    """The class that a form names; None for none."""
    return next((one for one in divisions(school, at=at) if str(one.public_id) == asked), None)


def leads_named(school: School, *, at: dt.datetime) -> dict[int, list[str]]:
    """Who leads each class, as one calls them."""
    named: dict[int, list[str]] = defaultdict(list)
    links = LeadTeacher.objects.in_force(at=at).filter(school=school)
    for link in links.select_related("staff").order_by("staff__sort_key"):
        named[link.division_id].append(link.staff.polite_name)
    return named


# What waits -----------------------------------------------------------------------------------


def asked_of_heads(reader: Reader) -> PreparedPostQuerySet:
    """Prepared in the schools whose team this person looks after, answered or not."""
    return PreparedPost.objects.visible_to(reader, at=reader.at)


def prepared_in(reader: Reader, school: School) -> list[PreparedPost]:
    """What waits for a head, the oldest first."""
    rows = asked_of_heads(reader).waiting().filter(school=school)
    related = rows.select_related("school", "staff", "replaces", "prepared_by")
    return list(related.order_by("prepared_at", "pk"))


def teachings_prepared(rows: Iterable[PreparedPost]) -> dict[int, Teaching]:
    """By key, what they would teach; what has gone meanwhile is no part of it."""
    keys = {key for one in rows for key in one.teachings}
    if not keys:
        return {}
    seen = Teaching.objects.filter(pk__in=keys, school__in=[one.school_id for one in rows])
    return seen.select_related("subject", "division", "group").in_bulk()


class PreparedLabel(TypedDict):
    """Who would do what, and in which school."""

    civility: str
    first: str
    last: str
    job: str
    school: str


def to_confirm(reader: Reader) -> Iterable[Waits]:
    """For the first page of the heads: what others prepared."""
    if not reader.is_staff:
        return []
    rows = PreparedPost.objects.waiting().filter(in_office(reader, Office.HEADS, at=reader.at))
    names = JSONObject(
        civility=Coalesce("staff__civility", "civility"),
        first=Coalesce("staff__first_name", "first_name"),
        last=Coalesce("staff__last_name", "last_name"),
        job="role",
        school=Cast("school__public_id", TextField()),
    )
    label_json = rows.annotate(label_json=Cast(names, TextField()))
    return [
        rows_of(
            label_json,
            TO_CONFIRM,
            child="",
            about="public_id",
            since="prepared_at",
            label="label_json",
        )
    ]


def person_of(reader: Reader, school: School, asked: UUID | str) -> Staff | None:
    """Of this school alone: a person of another one does not exist here."""
    try:
        public_id = UUID(str(asked))
    except ValueError:
        return None
    rows = people(reader).filter(school=school, public_id=public_id)
    return rows.with_posts(at=reader.at).select_related("school").first()
