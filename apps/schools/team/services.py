"""Giving somebody something to do in the school, and ending it, each kept with who decided.

What is set here is ``HAND``: no file of the school ends it, nor opens again what is ended here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.days import today_of
from apps.schools.enums import LinkSource, Role
from apps.schools.errors import TeamError
from apps.schools.history import recorded
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
from apps.schools.names import sort_key
from apps.schools.offices import Office
from apps.schools.team.inputs import Newcomer, PostWish
from apps.schools.team.rules import are_covered, ends_at, starts_at
from coeduc.locks import hold_row

Held: TypeAlias = Post | TeachingStaff | LeadTeacher


@transaction.atomic
def give_post(wish: PostWish, *, school: School, by: User, at: dt.datetime) -> Post:
    """The post and what it teaches, at once or from its first day on.

    TeamError where the person holds the same post at those dates, or the dates say nothing.
    """
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    during = _during(wish, school, at=at)
    given: dict[str, object] = {"school": school, "source": LinkSource.HAND, "set_by": by}
    with recorded(by=by, at=at):
        person = _person(wish.person, school, during)
        try:
            with transaction.atomic():
                post = Post.objects.create(
                    staff=person,
                    role=wish.role,
                    during=during,
                    replaces=wish.replaces,
                    **given,
                )
        except IntegrityError as problem:
            raise TeamError(_("Cette personne a déjà cette fonction à ces dates.")) from problem
        for teaching in wish.teachings:
            _teach(person, teaching, during, given)
    return post


def _during(wish: PostWish, school: School, *, at: dt.datetime) -> DateTimeTZRange:
    zone = school.time_zone
    start = starts_at(wish.first_day, today=today_of(school, at=at), at=at, zone=zone)
    end = ends_at(wish.last_day, zone=zone)
    if end is not None and end <= start:
        raise TeamError(_("Le dernier jour est passé, ou vient avant le premier."))
    return DateTimeTZRange(start, end)


def _person(who: Staff | Newcomer, school: School, during: DateTimeTZRange) -> Staff:
    """The row of the person, there for as long as the post at least."""
    if isinstance(who, Newcomer):
        try:
            with transaction.atomic():
                return Staff.objects.create(
                    school=school,
                    sort_key=sort_key(who.last_name, who.first_name),
                    during=during,
                    **vars_of(who),
                )
        except IntegrityError as problem:
            raise TeamError(
                _("Cette adresse e-mail est déjà celle d’une autre personne de l’équipe.")
            ) from problem
    # Read again under the lock of the school: a stay read before may be shorter than it is.
    who = Staff.objects.get(pk=who.pk)
    stay = who.during
    start = during.lower if stay.isempty else min(stay.lower, during.lower)
    end = None
    if during.upper is not None and not stay.isempty and stay.upper is not None:
        end = max(stay.upper, during.upper)
    elif stay.isempty:
        end = during.upper
    covering = DateTimeTZRange(start, end)
    if covering != stay:
        who.during = covering
        who.save(update_fields=["during"])
    return who


def _teach(
    person: Staff, teaching: Teaching, during: DateTimeTZRange, given: dict[str, object]
) -> None:
    """Nothing more where they teach it already for as long."""
    standing = TeachingStaff.objects.filter(staff=person, teaching=teaching)
    if standing.filter(during__contains=during).exists():
        return
    try:
        with transaction.atomic():
            TeachingStaff.objects.create(staff=person, teaching=teaching, during=during, **given)
    except IntegrityError as problem:
        raise TeamError(
            _("%(person)s enseigne déjà %(teaching)s à une partie de ces dates.")
            % {"person": person, "teaching": teaching}
        ) from problem


@transaction.atomic
def end_post(post: Post, *, last_day: dt.date | None, by: User, at: dt.datetime) -> Post:
    """End it when ``last_day`` is over, at once when None; with the last one, what it gave.

    TeamError where it is over already, or where the school would be left without anybody to decide.
    """
    _school, at = hold_row(School.objects.filter(pk=post.school_id), at=at, no_key=True)
    post = Post.objects.select_related("staff", "school").get(pk=post.pk)
    end = ends_at(last_day, zone=post.school.time_zone) or at
    if end < at:
        raise TeamError(_("Ce jour est passé : choisissez aujourd’hui ou un jour à venir."))
    _refuse_if_over(post, at=at)
    _refuse_without_heads(post, end)
    with recorded(by=by, at=at):
        _end(post, end, by=by)
        leaves, classes_too = what_ends_with(post, at=end)
        if classes_too:
            for link in _given_to(post.staff, at=end):
                _end(link, end, by=by)
        if leaves:
            stay = post.staff
            stay.during = _until(stay.during, end)
            stay.save(update_fields=["during"])
    return post


def what_ends_with(post: Post, *, at: dt.datetime) -> tuple[bool, bool]:
    """Whether its person leaves then; whether they lose their classes, whoever stays or not.

    Who teaches no longer keeps no class, whatever else they do here.
    """
    others = Post.objects.filter(staff=post.staff_id).exclude(pk=post.pk).not_over(at=at)
    leaves = not others.exists()
    taught = post.role == Role.TEACHER and not others.filter(role=Role.TEACHER).exists()
    return leaves, leaves or taught


@transaction.atomic
def prolong_post(post: Post, *, last_day: dt.date | None, by: User, at: dt.datetime) -> Post:
    """Another end, later than it was, or none: with it the stay, and the classes that it ended.

    TeamError where it is over, where the new end comes earlier (``end_post``), or where the same
    post is held already by then.
    """
    _school, at = hold_row(School.objects.filter(pk=post.school_id), at=at, no_key=True)
    post = Post.objects.select_related("staff", "school").get(pk=post.pk)
    _refuse_if_over(post, at=at)
    was, end = post.during.upper, ends_at(last_day, zone=post.school.time_zone)
    if was is None or (end is not None and end <= was):
        raise TeamError(_("Cette date ne prolonge pas la fonction."))
    stay = post.staff
    with recorded(by=by, at=at):
        try:
            with transaction.atomic():
                _until_then(post, end, by=by)
                for link in _given_to(stay, at=at):
                    if link.during.upper == was:
                        _until_then(link, end, by=by)
        except IntegrityError as problem:
            raise TeamError(_("Cette personne a déjà cette fonction à ces dates.")) from problem
        if stay.during.upper is not None and (end is None or end > stay.during.upper):
            stay.during = DateTimeTZRange(stay.during.lower, end)
            stay.save(update_fields=["during"])
    return post


def _until_then(link: Held, end: dt.datetime | None, *, by: User) -> None:
    """Decided here from now on, whoever had opened it: no file ends it."""
    link.during = DateTimeTZRange(link.during.lower, end)
    link.source, link.set_by, link.ended_by = LinkSource.HAND, by, None
    link.save(update_fields=["during", "source", "set_by", "ended_by"])


@transaction.atomic
def name_principal(person: Staff, *, by: User, at: dt.datetime) -> Post:
    """Of several who direct, this one is the principal from now on: no longer a deputy.

    TeamError where they are no deputy, or are the principal already.
    """
    school, at = hold_row(School.objects.filter(pk=person.school_id), at=at, no_key=True)
    mine = Post.objects.in_force(at=at).filter(staff=person)
    deputy = mine.filter(role=Role.DEPUTY).first()
    if deputy is None or mine.of_the_principal().exists():
        raise TeamError(_("Cette personne n’est pas adjointe aujourd’hui."))
    end = deputy.during.upper
    with recorded(by=by, at=at):
        _end(deputy, at, by=by)
        return Post.objects.create(
            school=school,
            staff=person,
            role=Role.PRINCIPAL,
            during=DateTimeTZRange(at, end),
            source=LinkSource.HAND,
            set_by=by,
        )


@transaction.atomic
def leave_substitutes_to_office(
    school: School, *, is_left: bool, by: User, at: dt.datetime
) -> None:
    """Whether the office names substitutes without a head; told in «Ce qui a changé»."""
    held, at = hold_row(School.objects.filter(pk=school.pk), at=at)
    if held.office_names_substitutes != is_left:
        held.office_names_substitutes = is_left
        with recorded(by=by, at=at):
            held.save(update_fields=["office_names_substitutes"])


def _refuse_if_over(link: Held, *, at: dt.datetime) -> None:
    if link.during.isempty or (link.during.upper is not None and link.during.upper <= at):
        raise TeamError(_("C’était déjà fini."))


def _refuse_without_heads(post: Post, end: dt.datetime) -> None:
    """Somebody else heads the school from then on and for good, with an account to do it."""
    if post.role not in Office.HEADS.value:
        return
    others = (
        Post.objects.of_office(Office.HEADS)
        .not_over(at=end)
        .filter(school=post.school_id, staff__user__is_active=True)
        .exclude(pk=post.pk)
        .select_related("staff")
    )
    if not are_covered(end, [(one.during, one.staff.during) for one in others]):
        raise TeamError(
            _("Le collège resterait sans direction : nommez d’abord une autre personne.")
        )


def _given_to(person: Staff, *, at: dt.datetime) -> Iterator[TeachingStaff | LeadTeacher]:
    yield from TeachingStaff.objects.filter(staff=person).not_over(at=at)
    yield from LeadTeacher.objects.filter(staff=person).not_over(at=at)


def _end(link: Held, end: dt.datetime, *, by: User) -> None:
    link.during, link.ended_by = _until(link.during, end), by
    link.save(update_fields=["during", "ended_by"])


def _until(during: DateTimeTZRange, end: dt.datetime) -> DateTimeTZRange:
    """What had not begun never was."""
    if during.isempty or during.lower >= end:
        return DateTimeTZRange(empty=True)
    return DateTimeTZRange(during.lower, end)


def _at_work(person: Staff, *, at: dt.datetime) -> tuple[Staff, dt.datetime]:
    """As they are once nobody else writes. TeamError for who works here no longer, or not yet."""
    _school, at = hold_row(School.objects.filter(pk=person.school_id), at=at, no_key=True)
    here = Staff.objects.in_force(at=at).filter(pk=person.pk).first()
    if here is None:
        raise TeamError(_("Cette personne ne travaille pas au collège aujourd’hui."))
    return here, at


# --- Classes ------------------------------------------------------------------------------------


@transaction.atomic
def give_teachings(
    person: Staff, teachings: Iterable[Teaching], *, by: User, at: dt.datetime
) -> None:
    """From now on, as long as they stay. TeamError as ``give_post``."""
    person, at = _at_work(person, at=at)
    given = {"school_id": person.school_id, "source": LinkSource.HAND, "set_by": by}
    for teaching in teachings:
        _teach(person, teaching, _from_now_on(person, at=at), given)


def _from_now_on(person: Staff, *, at: dt.datetime) -> DateTimeTZRange:
    """As long as they stay, from their first day on. TeamError where they have left."""
    stay = person.during
    if stay.isempty or (stay.upper is not None and stay.upper <= at):
        raise TeamError(_("Cette personne n’est plus là : donnez-lui d’abord une fonction."))
    return DateTimeTZRange(max(at, stay.lower), stay.upper)


@transaction.atomic
def give_classes(
    person: Staff, teachings: Iterable[Teaching], led: Division | None, *, by: User, at: dt.datetime
) -> None:
    """What a form asked together: all of it, or TeamError and nothing."""
    give_teachings(person, teachings, by=by, at=at)
    if led is not None:
        name_lead(person, led, by=by, at=at)


@transaction.atomic
def end_link(link: TeachingStaff | LeadTeacher, *, by: User, at: dt.datetime) -> None:
    """What somebody teaches or leads, at once. TeamError where it is over already."""
    _school, at = hold_row(School.objects.filter(pk=link.school_id), at=at, no_key=True)
    link.refresh_from_db()
    _refuse_if_over(link, at=at)
    _end(link, at, by=by)


@transaction.atomic
def name_lead(person: Staff, division: Division, *, by: User, at: dt.datetime) -> LeadTeacher:
    """Professeur principal of the class from now on, beside another one if there is one.

    TeamError where they are already.
    """
    person, at = _at_work(person, at=at)
    try:
        with transaction.atomic():
            return LeadTeacher.objects.create(
                school_id=person.school_id,
                division=division,
                staff=person,
                during=_from_now_on(person, at=at),
                source=LinkSource.HAND,
                set_by=by,
            )
    except IntegrityError as problem:
        raise TeamError(
            _("%(person)s est déjà professeur principal de la %(code)s.")
            % {"person": person, "code": division.code}
        ) from problem


# --- Prepared by the office, confirmed by a head ------------------------------------------------


def prepare(wish: PostWish, *, school: School, by: User, at: dt.datetime) -> PreparedPost:
    """Written down as typed; opens nothing. TeamError where the dates say nothing."""
    _during(wish, school, at=at)
    known = wish.person if isinstance(wish.person, Staff) else None
    named = {} if known else vars_of(wish.person)
    return PreparedPost.objects.create(
        school=school,
        staff=known,
        role=wish.role,
        first_day=wish.first_day,
        last_day=wish.last_day,
        replaces=wish.replaces,
        teachings=[teaching.pk for teaching in wish.teachings],
        prepared_by=by,
        prepared_at=at,
        **named,
    )


def vars_of(who: Staff | Newcomer) -> dict[str, str]:
    return {name: getattr(who, name) for name in ("civility", "last_name", "first_name", "email")}


@transaction.atomic
def confirm(prepared: PreparedPost, *, by: User, at: dt.datetime) -> Post:
    """A head says yes: what was prepared is given, from today on if its first day is past.

    TeamError as ``give_post``, and where somebody has answered already.
    """
    held, at = _to_answer(prepared, at=at)
    post = give_post(wish_of(held), school=held.school, by=by, at=at)
    held.post, held.answered_by, held.answered_at = post, by, at
    held.save(update_fields=["post", "answered_by", "answered_at"])
    return post


@transaction.atomic
def set_aside(prepared: PreparedPost, *, by: User, at: dt.datetime) -> PreparedPost:
    """Refused by a head, or withdrawn by the office. TeamError where somebody has answered."""
    held, at = _to_answer(prepared, at=at)
    held.answered_by, held.answered_at = by, at
    held.save(update_fields=["answered_by", "answered_at"])
    return held


def _to_answer(prepared: PreparedPost, *, at: dt.datetime) -> tuple[PreparedPost, dt.datetime]:
    rows = PreparedPost.objects.filter(pk=prepared.pk).select_related("school", "staff", "replaces")
    held, at = hold_row(rows, at=at)
    if held.answered_at is not None:
        raise TeamError(_("C’était déjà répondu."))
    return held, at


def wish_of(prepared: PreparedPost) -> PostWish:
    """What was prepared, as it may be given now: classes that have gone are no part of it."""
    teachings = Teaching.objects.filter(school=prepared.school_id, pk__in=prepared.teachings)
    return PostWish(
        person=prepared.staff or Newcomer(**vars_of(prepared)),  # type: ignore[arg-type]
        role=prepared.role,  # type: ignore[arg-type]
        first_day=prepared.first_day,
        last_day=prepared.last_day,
        replaces=prepared.replaces,
        teachings=tuple(teachings.select_related("subject", "division", "group")),
    )
