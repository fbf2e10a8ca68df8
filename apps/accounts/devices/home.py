"""What «Mon compte» says of the devices where one is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apps.accounts.devices.presenters import devices_card
from apps.accounts.devices.queries import other_sessions
from coeduc.http import Request
from coeduc.portal import Part


def account_parts(request: Request) -> Iterator[Part]:
    here: Any = request.session
    others = other_sessions(request.reader, here=here.session_key).count()
    yield Part(20, "account/_devices.html", devices_card(here.device, others))
