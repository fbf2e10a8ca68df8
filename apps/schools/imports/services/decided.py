"""What the school decided by itself of its team: no file ends it, opens it again or moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.schools.enums import LinkSource
from apps.schools.errors import ImportRefusedError
from apps.schools.imports.services.sync import ImportRun
from apps.schools.models import LeadTeacher, Post, Staff, TeachingStaff
from apps.schools.offices import Office
from coeduc.database import DatedQuerySet

T = TypeVar("T")
K = TypeVar("K", bound=tuple[object, ...])
LINKS: tuple[type[Post | TeachingStaff | LeadTeacher], ...] = (Post, TeachingStaff, LeadTeacher)
Links = TypeVar("Links", bound=DatedQuerySet)


@dataclass(frozen=True, slots=True)
class DecidedHere:
    """``busy``: who was given something that stands; ``named``: of them, who was given a post;
    ``let_go``: whose posts all ended here.
    """

    busy: frozenset[int]
    named: frozenset[int]
    let_go: frozenset[int]


def decided_here(batch: ImportRun) -> DecidedHere:
    """Of the school, by the keys of people."""
    busy: set[int] = set()
    for model in LINKS:
        given = given_here(batch, model.objects.filter(school=batch.school))
        busy.update(given.values_list("staff", flat=True))
    posts = Post.objects.filter(school=batch.school)
    named = given_here(batch, posts).values_list("staff", flat=True)
    ended = set(_ended_here(batch, posts).values_list("staff", flat=True))
    standing = posts.not_over(at=batch.at).filter(ended_by=None)
    return DecidedHere(
        frozenset(busy),
        frozenset(named),
        frozenset(ended.difference(standing.values_list("staff", flat=True))),
    )


def given_here(batch: ImportRun, links: Links) -> Links:
    """By hand, and still standing or to come."""
    return links.not_over(at=batch.at).filter(source=LinkSource.HAND)


def _ended_here(batch: ImportRun, links: Links) -> Links:
    """This year, before it began, or still to come."""
    when = Q(during__endswith__gte=batch.opening) | Q(during__isempty=True)
    return links.filter(when, ended_by__isnull=False)


def of_files(batch: ImportRun, links: Links) -> Links:
    """What a file may end or move."""
    return links.not_over(at=batch.at).filter(source=LinkSource.FILE, ended_by=None)


def without_decided(
    batch: ImportRun, wanted: Mapping[K, T], links: DatedQuerySet, *names: str
) -> dict[K, T]:
    """``wanted``, by ``names`` (the last is the person), but for what was decided here."""
    decided = _decided(batch, links, *names)
    return {key: link for key, link in wanted.items() if key not in decided}


def _decided(batch: ImportRun, links: DatedQuerySet, *names: str) -> set[tuple[object, ...]]:
    """What a file opened and still holds was not ended for good: two rows were united since."""
    given, ended = given_here(batch, links), _ended_here(batch, links)
    standing = of_files(batch, links)
    return {
        *given.values_list(*names),
        *set(ended.values_list(*names)).difference(standing.values_list(*names)),
    }


def warn_of_local_decisions(batch: ImportRun) -> None:
    """What was set or ended here, counted, for the office to know why a file was not followed."""
    stays = sum(
        len(_decided(batch, model.objects.filter(school=batch.school), "pk")) for model in LINKS
    )
    if stays:
        batch.report.warn(
            _("Décidé au collège, laissé tel quel : %(count)s (fonctions, enseignements, classes).")
            % {"count": stays}
        )


def heads_of(batch: ImportRun) -> bool:
    """Whether somebody heads the school when the changes of this import take effect."""
    at = batch.change_at()
    staff = Staff.objects.in_force(at=at).filter(school=batch.school)
    return staff.holding(Office.HEADS, at=at).exists()


def refuse_without_heads(batch: ImportRun, *, had: bool) -> None:
    """A file that names nobody of the direction any more would lock the school out."""
    if had and not heads_of(batch):
        raise ImportRefusedError(
            _(
                "Ce fichier STS ne nomme plus personne à la direction : le collège ne pourrait "
                "plus rien décider ici. Nommez d’abord quelqu’un dans « Équipe », ou exportez de "
                "nouveau."
            )
        )
