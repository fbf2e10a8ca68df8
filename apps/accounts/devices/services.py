"""Forms that a browser has already sent, each of which does once what it does (``coeduc.once``);
the end of a session, from another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from apps.accounts.devices.rules import ACTS_LAST
from apps.accounts.models import DoneAct, Session, User
from coeduc import device


def claim_act(user: User, key: str, *, at: dt.datetime) -> DoneAct:
    """The act of this key, ours to do when ``led_to`` is empty.

    The same key in another transaction is waited for: done there, it is that act; undone, ours.
    """
    mine = DoneAct(user=user, key=key, at=at)
    DoneAct.objects.bulk_create([mine], ignore_conflicts=True)
    return DoneAct.objects.get(user=user, key=key)


def note_act(act: DoneAct, led_to: str) -> None:
    """Keep where the act led, an address: the same form, sent again, leads there."""
    act.led_to = led_to[:500]
    act.save(update_fields=["led_to"])


def forget_act(act: DoneAct) -> None:
    """Nothing was done: the form is still to be sent."""
    act.delete()


def forget_done_acts(*, at: dt.datetime) -> int:
    """Delete those older than ``ACTS_LAST``; return how many."""
    deleted, __ = DoneAct.objects.filter(at__lt=at - ACTS_LAST).delete()
    return deleted


def end_sessions(user: User, keys: Iterable[str]) -> None:
    """Those of this person among ``keys``: whatever they ask next is asked by nobody."""
    _end(Session.objects.filter(user=user, session_key__in=keys))


def end_every_session(user: User, *, but: str | None = None) -> None:
    """On every device, ``but`` the session of this key."""
    _end(Session.objects.filter(user=user).exclude(session_key=but or ""))


def _end(sessions: QuerySet[Session]) -> None:
    """Each of these browsers will read why, the next time that it has to sign in."""
    keys = list(sessions.values_list("session_key", flat=True))
    if keys:
        device.note_closed(keys)
        sessions.delete()
