"""Writing to the outbox, in the transaction of the service that has something to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from apps.accounts.models import User
from apps.notices.enums import Channel
from apps.notices.kinds import NoticeKind, register
from apps.notices.models import Notice
from apps.publication.models import OpeningVersion
from apps.publication.opening import next_open
from apps.schools.models import Guardian, School, Staff

__all__ = ["BY_EMAIL", "Message", "NoticeKind", "address_of", "enqueue", "enqueue_all", "register"]

# Guardians whom a mail can reach: they sign in, and an address is known. The others are left to
# the paper edition: no row pretends that they were told.
BY_EMAIL = Q(user__is_active=True) & (~Q(user__email="") | ~Q(email=""))


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell one person, a guardian or, with ``staff_id``, a member of staff.

    ``event`` is the same whenever the same thing is told.
    """

    event: str
    kind: str
    guardian_id: int | None
    school_id: int
    channel: Channel = Channel.EMAIL
    staff_id: int | None = None


def address_of(person: Guardian | Staff) -> str:
    """Where mails go: the address the person gave the portal, else the one of the school's file.

    Of a colleague the school's file serves to send a first code, nothing else.
    """
    if person.user is None or not person.user.is_active:
        return ""
    return person.user.email or (person.email if isinstance(person, Guardian) else "")


def enqueue(
    *,
    event: str,
    kind: str,
    guardian: Guardian,
    at: dt.datetime,
    channel: Channel = Channel.EMAIL,
) -> Notice:
    """The row that will tell ``guardian`` about ``event``, whoever wrote it first."""
    message = Message(event, kind, guardian.pk, guardian.school_id, channel)
    return enqueue_all([message], at=at)[message]


def enqueue_all(messages: Sequence[Message], *, at: dt.datetime) -> dict[Message, Notice]:
    """Write what is not written yet: three statements and one or two for each school.

    What falls in a school's closed hours waits for its next open instant.
    """
    not_before = _not_before({message.school_id for message in messages}, at=at)
    Notice.objects.bulk_create(
        [
            Notice(
                school_id=message.school_id,
                guardian_id=message.guardian_id,
                staff_id=message.staff_id,
                event=message.event,
                kind=message.kind,
                channel=message.channel,
                created_at=at,
                not_before=not_before[message.school_id],
                next_attempt_at=at,
            )
            for message in messages
        ],
        ignore_conflicts=True,
    )
    written = Notice.objects.filter(
        event__in={message.event for message in messages},
        school__in={message.school_id for message in messages},
    )
    by_key = {(row.event, row.guardian_id, row.staff_id, row.channel): row for row in written}
    return {
        message: by_key[message.event, message.guardian_id, message.staff_id, message.channel]
        for message in messages
    }


def settle_two_rows(kept: Staff, taken: Staff, *, by: User, at: dt.datetime) -> None:
    """What both rows of one person were to be told is told once; what was sent was."""
    for notice in Notice.objects.filter(staff=taken):
        mine = Notice.objects.filter(staff=kept, event=notice.event, channel=notice.channel)
        if notice.sent_at is not None:
            mine.filter(sent_at=None).delete()
        if mine.exists():
            notice.delete()


def _not_before(schools: set[int], *, at: dt.datetime) -> dict[int, dt.datetime]:
    return {
        school.pk: next_open(at, OpeningVersion.objects.for_school(school, at=at).as_hours())
        for school in School.objects.filter(pk__in=schools)
    }
