"""Prepared by the office, confirmed by a head; what heads leave to the office."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.errors import TeamError
from apps.schools.history import recorded
from apps.schools.models import (
    Post,
    PreparedPost,
    School,
    Staff,
    Teaching,
)
from apps.schools.team.inputs import Newcomer, PostWish
from apps.schools.team.services.posts import during_of, give_post, vars_of
from coeduc.locks import hold_row


def prepare(wish: PostWish, *, school: School, by: User, at: dt.datetime) -> PreparedPost:
    """Written down as typed; opens nothing. TeamError where the dates say nothing."""
    during_of(wish, school, at=at)
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
