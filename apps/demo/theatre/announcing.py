"""Tell the families of the demo what they may already read, as the bell would have done.

Only the mails to the cast are really sent, and after the demo is committed: those to the others
would hide them in the mail catcher.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from apps.demo.school_files.details import ACCOUNTS
from apps.notices.outbox.services import sending
from apps.publication.opening import is_open
from apps.publication.services import opening_in_force
from apps.results.announcements.services import announce
from apps.schools.days import today_of
from apps.schools.models import School

BATCH = 200
BELL = dt.timedelta(minutes=1)
CAST = {account.email for account in ACCOUNTS if account.email}


class Sieve(BaseEmailBackend):
    """Keeps what is addressed to the cast, drops the rest."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kept: list[EmailMessage] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.kept += [mail for mail in email_messages if CAST.intersection(mail.to)]
        return len(email_messages)


def announce_to_families(school: School, *, at: dt.datetime) -> int:
    """Announce at the last 17:01 of an open day, and send. Return the notices written."""
    bell = _last_bell(school, at=at)
    if bell is None:
        return 0
    count = 0
    while batch := announce(at=bell):
        count += batch
    sieve = Sieve()
    while notices := sending.claim(limit=BATCH, at=bell):
        for notice in notices:
            sending.send(notice, at=bell, connection=sieve)
    transaction.on_commit(lambda: _send(sieve.kept))
    return count


def _send(mails: Sequence[EmailMessage]) -> None:
    connection = get_connection()
    for mail in mails:
        mail.connection = connection
    connection.send_messages(list(mails))


def _last_bell(school: School, *, at: dt.datetime) -> dt.datetime | None:
    """One minute after the hour at which results appear to parents, on the last open day."""
    hours = opening_in_force(school, at=at).as_hours()
    today = today_of(school, at=at)
    for back in range(15):
        day = today - dt.timedelta(days=back)
        five = dt.datetime.combine(day, dt.time(17), school.time_zone).astimezone(dt.UTC)
        if five + BELL <= at and is_open(five, hours):
            return five + BELL
    return None
