"""Ending what somebody does here, with what it gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.enums import Role
from apps.schools.errors import TeamError
from apps.schools.history import Before, Ended, KeptSpan, recorded, said_instant, said_of
from apps.schools.models import LeadTeacher, Post, School, TeachingStaff
from apps.schools.offices import Office
from apps.schools.team.queries import PostState, states_of
from apps.schools.team.rules import GIVEN_BACK_FOR, are_covered, ends_at
from apps.schools.team.services.links import Held, close, given_to, refuse_if_over, until
from coeduc.locks import hold_row


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
    refuse_if_over(post, at=at)
    _refuse_without_heads(post, end)
    leaves, classes_too = what_ends_with(post, at=end)
    with_it = list(given_to(post.staff, at=end)) if classes_too else []
    stay = post.staff
    until_when = end if leaves else _last_end(post, at=end)
    shortens = until_when is not None and _is_open(stay.during, at=until_when)
    ended = Ended(
        post=str(post.public_id),
        links=[_before(link) for link in (post, *with_it)],
        stay=_span(stay.during) if leaves or shortens else None,
    )
    with recorded(by=by, at=at, ended=ended):
        for link in (post, *with_it):
            close(link, end, by=by)
        if until_when is not None and (leaves or shortens):
            stay.during = until(stay.during, until_when)
            stay.save(update_fields=["during"])
    return post


def _last_end(post: Post, *, at: dt.datetime) -> dt.datetime | None:
    """When the last of the other posts that stand at ``at`` ends; None while one has no end."""
    others = Post.objects.filter(staff=post.staff_id).exclude(pk=post.pk).not_over(at=at)
    ends = [one.during.upper for one in others]
    return None if None in ends else max(ends, default=None)


def what_ends_with(post: Post, *, at: dt.datetime) -> tuple[bool, bool]:
    """Whether its person leaves then; whether they lose their classes, whoever stays or not.

    Who teaches no longer keeps no class, whatever else they do here.
    """
    others = Post.objects.filter(staff=post.staff_id).exclude(pk=post.pk).not_over(at=at)
    leaves = not others.exists()
    taught = post.role == Role.TEACHER and not others.filter(role=Role.TEACHER).exists()
    return leaves, leaves or taught


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


# --- Given back ---------------------------------------------------------------------------------


def ended_by_last(states: Sequence[PostState], *, at: dt.datetime) -> Ended | None:
    """What the last act on the posts of somebody ended, where it may still be given back.

    ``states``: the oldest first. None where another act came after, or is of another kind.
    """
    if not states:
        return None
    said = said_of(states[-1])
    when = said_instant(states[-1])
    if "ended" not in said or when is None or at >= when + GIVEN_BACK_FOR:
        return None
    ended = said["ended"]
    is_of_it = bool(ended["links"]) and ended["links"][0]["key"] == states[-1].pgh_obj_id
    return ended if is_of_it else None


@transaction.atomic
def give_back(post: Post, *, by: User, at: dt.datetime) -> Post:
    """It was ended by mistake: all that this ended, as it was before.

    TeamError where something else was decided since, or it was ended too long ago.
    """
    _school, at = hold_row(School.objects.filter(pk=post.school_id), at=at, no_key=True)
    post = Post.objects.select_related("staff", "school").get(pk=post.pk)
    ended = ended_by_last(list(states_of(post.staff)), at=at)
    if ended is None or ended["links"][0]["key"] != post.pk or not _stands(ended, post, at=at):
        raise TeamError(
            _("Autre chose a été décidé depuis : donnez de nouveau la fonction, ou les classes.")
        )
    stay = post.staff
    try:
        with transaction.atomic(), recorded(by=by, at=at):
            if ended["stay"] is not None:
                stay.during = _range(ended["stay"])
                stay.save(update_fields=["during"])
            for was in ended["links"]:
                link = KINDS[was["kind"]].objects.get(pk=was["key"])
                link.during, link.source = _range(was["during"]), was["source"]
                link.set_by_id, link.ended_by_id = was["set_by"], was["ended_by"]
                link.save(update_fields=["during", "source", "set_by", "ended_by"])
    except IntegrityError as problem:
        raise TeamError(_("Cette personne a déjà cette fonction à ces dates.")) from problem
    return Post.objects.select_related("staff", "school", "replaces").get(pk=post.pk)


def _stands(ended: Ended, post: Post, *, at: dt.datetime) -> bool:
    """Whether what was ended is still as that left it: the stay, and each class, and no other."""
    end = post.during.upper
    left_until = _last_end(post, at=end or at) or end
    if ended["stay"] is not None and left_until and post.staff.during.upper != left_until:
        return False
    if ended["stay"] is not None and not left_until and _is_open(post.staff.during, at=at):
        return False
    with_it = {(was["kind"], was["key"]) for was in ended["links"][1:]}
    for was in ended["links"][1:]:
        link = KINDS[was["kind"]].objects.filter(pk=was["key"]).first()
        if link is None or link.ended_by_id is None or not _ends_at(link.during, end):
            return False
    later = given_to(post.staff, at=end or at) if with_it or ended["stay"] is not None else ()
    return all((type(link).__name__, link.pk) in with_it for link in later)


def _is_open(during: DateTimeTZRange, *, at: dt.datetime) -> bool:
    return not during.isempty and (during.upper is None or during.upper > at)


def _ends_at(during: DateTimeTZRange, end: dt.datetime | None) -> bool:
    return during.isempty or end is None or during.upper == end


KINDS: dict[str, type[Held]] = {
    model.__name__: model for model in (Post, TeachingStaff, LeadTeacher)
}


def _before(link: Held) -> Before:
    return Before(
        kind=type(link).__name__,
        key=link.pk,
        during=_span(link.during),
        source=link.source,
        set_by=link.set_by_id,
        ended_by=link.ended_by_id,
    )


def _span(during: DateTimeTZRange) -> KeptSpan:
    return KeptSpan(
        start=during.lower.isoformat(), end=during.upper.isoformat() if during.upper else None
    )


def _range(span: KeptSpan) -> DateTimeTZRange:
    end = span["end"]
    return DateTimeTZRange(
        dt.datetime.fromisoformat(span["start"]), dt.datetime.fromisoformat(end) if end else None
    )
