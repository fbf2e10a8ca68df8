"""Work that a row asks for: one way to take it, to fail, to die and to give up, for every machine.

A row *waits* until its work is done or given up. A worker takes it for a while under a token, its
lease: who dies leaves a lease that runs out, who comes back late finds another token and touches
nothing. The attempt is counted when the row is taken, so that a row which kills its workers is
given up like any other. Schools take turns: the long queue of one never delays another's; where a
row has no school, those who ask for the work do (``turns``).
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Max, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

logger = logging.getLogger(__name__)

FREE: dict[str, Any] = {"lease": None, "leased_until": None}
# Beyond what is asked for: what other workers are taking at this very moment is passed over.
SPARE = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long a worker holds a row, and how many are tried before it is given up."""

    lasts: dt.timedelta
    attempts: int


class LeasedQuerySet(models.QuerySet):
    """Rows that workers take; a subclass says with ``waiting()`` which still ask for work.

    ``turns``: the column of those who take turns; ``since``: from when a due row was to be done,
    the latest of several columns, for who looks whether workers follow.
    """

    turns = "school"
    since: tuple[str, ...] = ()

    def waiting(self) -> Self:
        raise NotImplementedError

    def due(self, *, at: dt.datetime) -> Self:
        """What a worker may take now: waiting, and held by no worker that is still alive."""
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lte=at))

    def missed(self) -> Self:
        """Those whose last try failed and that are tried again later; none unless a table says."""
        return self.none()

    def leased(self, row: Leased) -> Self:
        """The row, as long as it waits and the lease it was claimed with still stands."""
        return self.waiting().filter(pk=row.pk, lease=row.lease)


class Leased(models.Model):
    """The columns of a row that workers take."""

    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


R = TypeVar("R", bound=Leased)


def lease_is_whole(name: str) -> models.CheckConstraint:
    """A token and its end, or neither."""
    whole = Q(lease__isnull=False, leased_until__isnull=False)
    return models.CheckConstraint(condition=Q(lease=None, leased_until=None) | whole, name=name)


def claim(
    model: type[R],
    terms: Terms,
    *,
    at: dt.datetime,
    give_up: Callable[[R], None],
    limit: int = 1,
    order: Sequence[str] = ("pk",),
    related: Sequence[str] = (),
) -> list[R]:
    """Take up to ``limit`` due rows, one school after another, in ``order`` within each.

    ``give_up`` ends a row that was tried often enough: once it returns, the row no longer waits.
    A row that cannot even be given up is put aside for the time of a lease, and blocks no other.
    """
    while True:
        taken, ended = _claim_once(model, terms, at, give_up, limit, order, related)
        if taken or not ended:
            return taken


@transaction.atomic
def _claim_once(
    model: type[R],
    terms: Terms,
    at: dt.datetime,
    give_up: Callable[[R], None],
    limit: int,
    order: Sequence[str],
    related: Sequence[str],
) -> tuple[list[R], int]:
    """What was taken, and how many rows were given up on the way."""
    manager: Any = model._default_manager
    turns = _in_turn(manager.due(at=at), order, limit + SPARE)
    if not turns:
        return [], 0
    rank = models.Case(*(models.When(pk=pk, then=n) for n, pk in enumerate(turns)))
    rows = manager.due(at=at).filter(pk__in=turns).select_related(*related).order_by(rank)
    found = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
    token, until = uuid.uuid4(), at + terms.lasts
    manager.filter(pk__in=[row.pk for row in found]).update(
        lease=token, leased_until=until, claimed_at=at, attempts=F("attempts") + 1
    )
    for row in found:
        row.lease, row.leased_until, row.claimed_at = token, until, at
        row.attempts += 1
    taken = [row for row in found if row.attempts <= terms.attempts]
    for row in found:
        if row.attempts > terms.attempts:
            _end(row, give_up)
    return taken, len(found) - len(taken)


def _in_turn(due: Any, order: Sequence[str], limit: int) -> list[int]:
    """The first row of each school, the one served longest ago first; then the second of each."""
    whose = due.turns
    served = (
        due.model._default_manager.filter(**{whose: OuterRef(whose), "claimed_at__isnull": False})
        .order_by()
        .values(whose)
        .annotate(last=Max("claimed_at"))
        .values("last")
    )
    turn = Window(RowNumber(), partition_by=whose, order_by=list(order))
    ranked = due.annotate(turn=turn, served=Subquery(served))
    in_turn = ranked.order_by("turn", F("served").asc(nulls_first=True), *order)
    return list(in_turn.values_list("pk", flat=True)[:limit])


def _end(row: Any, give_up: Callable[[Any], None]) -> None:
    try:
        with transaction.atomic():
            give_up(row)
    # The lease it has just been given keeps it out of the way of the others.
    except Exception as error:
        logger.warning("%s %s not given up (%s)", row._meta.label, row.pk, type(error).__name__)
