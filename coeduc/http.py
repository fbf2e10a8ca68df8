"""The request as our middleware leaves it, for annotations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from apps.accounts.models import User
    from coeduc.access import Reader


class Request(HttpRequest):
    """A signed-in request: one person, one capacity, one instant."""

    user: User  # type: ignore[assignment]
    now: dt.datetime
    reader: Reader
    htmx: HtmxDetails
