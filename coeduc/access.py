"""The one door to data: who reads, in which capacity, and what they may see.

Every page asks for «what this reader may see at this instant», never for a table. The rules
themselves live on each QuerySet as ``visible_to(reader, *, at)``.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

if TYPE_CHECKING:
    from apps.accounts.models import User
    from coeduc.http import Request


M = TypeVar("M", bound=Model)


class Capacity(enum.StrEnum):
    """In which capacity a person reads; one person may have several.

    ``TRUSTED``: a relative whom a guardian lets read the notebook of the class, and nothing else.
    """

    FAMILY = "family"
    STUDENT = "student"
    STAFF = "staff"
    TRUSTED = "trusted"


# A teacher who is also the parent of a pupil must read the family page as a family: the capacity
# comes from the address of the page, never from a column on the person.
CAPACITY_BY_PREFIX = {
    "/famille/": Capacity.FAMILY,
    "/eleve/": Capacity.STUDENT,
    "/equipe/": Capacity.STAFF,
    "/proche/": Capacity.TRUSTED,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in a capacity at an instant. ``capacity`` is None outside the four spaces.

    ``memo`` keeps what a request reads once of this person, such as their links; None outside of a
    request, where a reader may outlive what was read.
    """

    user: User
    capacity: Capacity | None
    at: dt.datetime
    memo: dict[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def is_family(self) -> bool:
        return self.capacity is Capacity.FAMILY

    @property
    def is_student(self) -> bool:
        return self.capacity is Capacity.STUDENT

    @property
    def is_staff(self) -> bool:
        return self.capacity is Capacity.STAFF


def capacity_of(path: str) -> Capacity | None:
    """The capacity that an address speaks to, or None outside the four spaces."""
    for prefix, capacity in CAPACITY_BY_PREFIX.items():
        if path.startswith(prefix):
            return capacity
    return None


def visible(request: Request, model: type[M]) -> QuerySet[M]:
    """The rows of ``model`` that this request's reader may see, at this request's instant."""
    return visible_rows(request.reader, model, at=request.now)


def visible_rows(reader: Reader, model: type[M], *, at: dt.datetime) -> QuerySet[M]:
    """The same below a request."""
    rows: Any = model._default_manager
    found: QuerySet[M] = rows.visible_to(reader, at=at)
    return found


def get_visible_or_404(request: Request, model: type[M], **lookup: Any) -> M:
    """Unknown and invisible look alike: both are a 404."""
    return get_object_or_404(visible(request, model), **lookup)


def require(allowed: bool, message: str = "") -> None:
    """Stop with a 403 when a policy says no about an object already visible."""
    if not allowed:
        raise PermissionDenied(message)
