"""Two rows of one person: a name typed here, then the same one in the file of the school.

What was typed stays, takes the number of the file, and all that the other row held.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from copy import copy

from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from pghistory.models import Event

from apps.accounts.models import User
from apps.schools.enums import LinkSource
from apps.schools.errors import TeamError
from apps.schools.history import recorded
from apps.schools.models import LeadTeacher, Post, PreparedPost, School, Staff, TeachingStaff
from apps.schools.team.rules import NEVER, Between, HeldLink, united_spans
from apps.schools.team.services.links import Held, covering
from coeduc import portal
from coeduc.locks import hold_row, hold_timeless

# What says that two links are the same one: both would be held at once.
SAME: tuple[tuple[type[Held], str], ...] = (
    (Post, "role"),
    (TeachingStaff, "teaching_id"),
    (LeadTeacher, "division_id"),
)
OF_THE_FILE = ("sts_type", "sts_id", "civility", "last_name", "first_name", "sort_key")


def refusal(one: Staff, other: Staff) -> str:
    """Why these are not united, in a sentence; "" where they may be."""
    if one.pk == other.pk or one.school_id != other.school_id or one.sort_key != other.sort_key:
        return _("Ce ne sont pas deux lignes du même nom.")
    if one.sts_id and other.sts_id:
        return _(
            "Les fichiers nationaux connaissent ces deux personnes sous deux numéros : "
            "si c’est la même, corrigez-la dans STS-WEB."
        )
    if one.user_id and other.user_id and one.user_id != other.user_id:
        return _(
            "Chacune de ces lignes a son compte : elles ne se réunissent pas. "
            "Terminez la fonction de celle qui ne sert pas."
        )
    return ""


def kept_of(one: Staff, other: Staff) -> tuple[Staff, Staff]:
    """The row that stays, and the one it takes in: what was typed, else the older."""
    first, second = sorted((one, other), key=lambda row: (bool(row.sts_id), row.pk))
    return first, second


@transaction.atomic
def unite(one: Staff, other: Staff, *, by: User, at: dt.datetime) -> Staff:
    """All of both under one row: posts, classes, account, and what they wrote.

    What either held, they held; where both did at once, what was decided here stands. TeamError for
    two people (``refusal``), and where one is said to replace the other.
    """
    _school, at = hold_row(School.objects.filter(pk=one.school_id), at=at, no_key=True)
    rows = hold_timeless(Staff.objects.filter(pk__in=(one.pk, other.pk)).order_by("pk"))
    if len(rows) < 2:
        raise TeamError(_("Ces deux lignes sont déjà réunies."))
    kept, taken = kept_of(*rows)
    if reason := refusal(kept, taken):
        raise TeamError(reason)
    pair = (kept.pk, taken.pk)
    replacing = {"staff__in": pair, "replaces__in": pair}
    prepared = PreparedPost.objects.waiting().filter(**replacing)
    if Post.objects.filter(**replacing).exists() or prepared.exists():
        raise TeamError(_("L’une est dite remplacer l’autre : ce sont deux personnes."))
    with recorded(by=by, at=at):
        for model, name in SAME:
            _take_links(model, name, kept, taken, at=at)
        portal.settle_two_rows(kept, taken, by=by, at=at)
        _take_the_rest(kept, taken)
        file = taken if taken.sts_id else kept
        for field in OF_THE_FILE:
            setattr(kept, field, getattr(file, field))
        kept.user_id = kept.user_id or taken.user_id
        kept.email = kept.email or taken.email
        kept.during = covering(kept.during, taken.during)
        kept.united_at, kept.united_by = at, by
        taken.delete()
        kept.save()
    return kept


def _take_links(
    model: type[Held], name: str, kept: Staff, taken: Staff, *, at: dt.datetime
) -> None:
    """Both lives in one (``rules.united_spans``): cut where they overlap, then under one row.

    A link that is cut keeps who gave it, each piece of it too; who ended it, the last one alone.
    """
    same: dict[object, list[Held]] = defaultdict(list)
    for link in model.objects.filter(staff__in=(kept, taken)).order_by("pk"):
        same[getattr(link, name)].append(link)
    for links in same.values():
        lives = [
            [_life(link) for link in links if link.staff_id == one.pk] for one in (kept, taken)
        ]
        spans = united_spans(*lives, at=at)
        cut = [link for link in links if not link.during.isempty]
        more = [piece for link in cut for piece in _shorten(link, spans[link.pk])]
        model.objects.filter(staff=taken, pk__in=[link.pk for link in links]).update(staff=kept)
        for piece in more:
            piece.staff = kept
            piece.save(force_insert=True)


def _life(link: Held) -> HeldLink:
    decided = link.source == LinkSource.HAND or link.ended_by_id is not None
    return HeldLink(link.pk, link.during, decided)


def _shorten(link: Held, spans: Sequence[Between]) -> list[Held]:
    """The row takes the first of its spans, or goes; those it has besides, as rows to write."""
    if not spans:
        if isinstance(link, Post):
            PreparedPost.objects.filter(post=link.pk).update(post=None)
        link.delete()
        return []
    whole, ended_by = link.during, link.ended_by_id
    pieces = [link, *(copy(link) for _span in spans[1:])]
    for piece, span in zip(pieces, spans, strict=True):
        piece.during = DateTimeTZRange(span.start, None if span.end == NEVER else span.end)
        piece.ended_by_id = ended_by if piece.during.upper == whole.upper else None
    if link.during != whole:
        link.save(update_fields=["during", "ended_by"])
    for piece in pieces[1:]:
        piece.pk = None
        if isinstance(piece, Post):
            piece.public_id = uuid.uuid4()
    return pieces[1:]


def _take_the_rest(kept: Staff, taken: Staff) -> None:
    """Whatever else points at the row, in any application: what they wrote, who replaced them."""
    for relation in Staff._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not isinstance(relation, models.ManyToOneRel) or not isinstance(model, type):
            continue
        if not issubclass(model, Event):
            name = relation.field.name
            model._base_manager.filter(**{name: taken.pk}).update(**{name: kept.pk})
