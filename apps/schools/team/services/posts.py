"""Giving somebody something to do in the school, for longer, or as the principal.

What is set here is ``HAND``: no file of the school ends it, nor opens again what is ended here.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.days import today_of
from apps.schools.enums import LinkSource, Role
from apps.schools.errors import TeamError
from apps.schools.history import recorded
from apps.schools.models import (
    Post,
    School,
    Staff,
)
from apps.schools.names import sort_key
from apps.schools.team.inputs import Newcomer, PostWish
from apps.schools.team.rules import ends_at, starts_at
from apps.schools.team.services.links import (
    Held,
    close,
    covering,
    given_to,
    refuse_if_over,
    teach,
)
from coeduc.locks import hold_row


@transaction.atomic
def give_post(wish: PostWish, *, school: School, by: User, at: dt.datetime) -> Post:
    """The post and what it teaches, at once or from its first day on.

    TeamError where the person holds the same post at those dates, or the dates say nothing.
    """
    _school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    during = during_of(wish, school, at=at)
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
            teach(person, teaching, during, given)
    return post


def during_of(wish: PostWish, school: School, *, at: dt.datetime) -> DateTimeTZRange:
    """From the first day to the last, included, at the school’s clock; TeamError if inverted."""
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
    whole = covering(who.during, during)
    if whole != who.during:
        who.during = whole
        who.save(update_fields=["during"])
    return who


@transaction.atomic
def prolong_post(post: Post, *, last_day: dt.date | None, by: User, at: dt.datetime) -> Post:
    """Another end, later than it was, or none: with it the stay, and the classes that it ended.

    TeamError where it is over, where the new end comes earlier (``end_post``), or where the same
    post is held already by then.
    """
    _school, at = hold_row(School.objects.filter(pk=post.school_id), at=at, no_key=True)
    post = Post.objects.select_related("staff", "school").get(pk=post.pk)
    refuse_if_over(post, at=at)
    was, end = post.during.upper, ends_at(last_day, zone=post.school.time_zone)
    if was is None or (end is not None and end <= was):
        raise TeamError(_("Cette date ne prolonge pas la fonction."))
    stay = post.staff
    with recorded(by=by, at=at):
        try:
            with transaction.atomic():
                _until_then(post, end, by=by)
                for link in given_to(stay, at=at):
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
        close(deputy, at, by=by)
        return Post.objects.create(
            school=school,
            staff=person,
            role=Role.PRINCIPAL,
            during=DateTimeTZRange(at, end),
            source=LinkSource.HAND,
            set_by=by,
        )


def vars_of(who: Staff | Newcomer) -> dict[str, str]:
    """What a prepared post keeps of a person, row or newcomer."""
    return {name: getattr(who, name) for name in ("civility", "last_name", "first_name", "email")}
