"""Who has a page of the team here, and whose team an address names: for views of several rooms."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from apps.schools import policies
from apps.schools.models import School
from coeduc.access import require, visible
from coeduc.http import Request

View = Callable[..., HttpResponseBase]


def team_or_404(request: Request) -> None:
    """Whoever works in no school has no page here, as in the other spaces."""
    if not policies.is_of_the_team(request.reader):
        raise Http404


def for_team(view: View) -> View:
    """The school of the address, for heads and who looks after the accounts.

    Other colleagues are refused, anybody else sees a 404.
    """

    @functools.wraps(view)
    def wrapped(request: Request, public_id: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        school = get_object_or_404(visible(request, School), public_id=public_id)
        require(policies.can_prepare_names(request.reader, school))
        return view(request, *args, school=school, **kwargs)

    return wrapped


def for_heads(view: View) -> View:
    """The same, for who decides of the team alone."""

    @functools.wraps(view)
    def wrapped(request: Request, *args: Any, school: School, **kwargs: Any) -> HttpResponseBase:
        require(policies.can_name(request.reader, school))
        return view(request, *args, school=school, **kwargs)

    return for_team(wrapped)
