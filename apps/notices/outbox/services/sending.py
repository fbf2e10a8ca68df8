"""Taking what is due and sending it, safely whatever dies in the middle.

A worker holds a notice by a lease: a token and an instant. Who dies leaves a lease that runs out;
who comes back late finds another token and touches nothing. Between the mail that left and the row
that says so, a crash means a second mail with the same Message-ID: told twice beats never told.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from apps.notices import kinds
from apps.notices.enums import CancelReason
from apps.notices.models import Notice
from apps.notices.outbox.services import mails
from apps.notices.outbox.services.writing import address_of
from apps.publication.models import OpeningVersion
from apps.publication.opening import is_open, next_open
from coeduc import leases
from coeduc.leases import FREE, Terms

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
MAX_ATTEMPTS = len(BACKOFF) + 1


def claim(*, limit: int, at: dt.datetime, lease: dt.timedelta = LEASE) -> list[Notice]:
    """Take up to ``limit`` due notices that no other worker holds, schools in turn, oldest first.

    The attempt is counted here: a notice that kills its worker is not tried for ever.
    """
    return leases.claim(
        Notice,
        Terms(lasts=lease, attempts=MAX_ATTEMPTS),
        at=at,
        give_up=lambda notice: _cancel(notice, CancelReason.GAVE_UP, at=at),
        limit=limit,
        order=("not_before", "pk"),
        related=("school", "guardian__user", "staff__user"),
    )


def reachable(connection: BaseEmailBackend) -> bool:
    """Open the way to the mail server; its being down is not the fault of any notice."""
    try:
        connection.open()
    except OSError as error:
        logger.warning("outbox: the mail server does not answer (%s)", type(error).__name__)
        return False
    return True


def send(notice: Notice, *, at: dt.datetime, connection: BaseEmailBackend | None = None) -> bool:
    """Send a claimed notice, or record why not; True when a mail has left.

    Nothing here raises because of one recipient: the others must receive theirs.
    """
    if not _held_long_enough(notice, at=at):
        return False
    try:
        return _send(notice, at=at, connection=connection)
    # Whatever it is (a bad address, a refusal, a broken template), it stops this notice only.
    except Exception as error:
        if connection is not None:
            connection.close()
        _postpone(notice, type(error).__name__, at=at)
        return False


def release(notices: Sequence[Notice]) -> None:
    """Give back what there was no time to send, so that it does not wait for the lease."""
    for notice in notices:
        Notice.objects.leased(notice).update(attempts=F("attempts") - 1, **FREE)


def _held_long_enough(notice: Notice, *, at: dt.datetime) -> bool:
    """A server that answers slowly must not leave us sending on a lease that has run out."""
    answer = dt.timedelta(seconds=settings.EMAIL_TIMEOUT)
    return notice.leased_until is not None and at + answer < notice.leased_until


def _send(notice: Notice, *, at: dt.datetime, connection: BaseEmailBackend | None) -> bool:
    address = address_of(notice.person)
    if not address:
        _cancel(notice, CancelReason.NO_ADDRESS, at=at)
        return False
    hours = OpeningVersion.objects.for_school(notice.school, at=at).as_hours()
    if not is_open(at, hours):
        _wait(notice, until=next_open(at, hours))
        return False
    if not kinds.get(notice.kind).allows(notice, at=at):
        _cancel(notice, CancelReason.NOT_ALLOWED, at=at)
        return False
    mail = mails.compose(notice, to=address, at=at)
    mail.connection = connection
    mail.send()
    return _mark_sent(notice, at=at)


def _mark_sent(notice: Notice, *, at: dt.datetime) -> bool:
    """Only with the lease the notice was claimed with: another worker may hold it by now."""
    return bool(Notice.objects.leased(notice).update(sent_at=at, last_error="", **FREE))


def _cancel(notice: Notice, reason: CancelReason, *, at: dt.datetime) -> None:
    Notice.objects.leased(notice).update(cancelled_at=at, cancelled_because=reason, **FREE)


def _wait(notice: Notice, *, until: dt.datetime) -> None:
    """The school is closed: no mail at night, not even after a breakdown. Not an attempt."""
    Notice.objects.leased(notice).update(not_before=until, attempts=F("attempts") - 1, **FREE)


def _postpone(notice: Notice, code: str, *, at: dt.datetime) -> None:
    """Try again later, or give up. The code is the name of a class: it says nothing of anybody."""
    logger.warning("outbox: notice %s not sent (%s)", notice.public_id, code)
    Notice.objects.leased(notice).update(last_error=code[:60])
    if notice.attempts >= MAX_ATTEMPTS:
        _cancel(notice, CancelReason.GAVE_UP, at=at)
        return
    Notice.objects.leased(notice).update(next_attempt_at=at + BACKOFF[notice.attempts - 1], **FREE)
