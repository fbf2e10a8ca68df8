"""A colleague's code by e-mail: asked for by the office, made and sent by a worker.

The code, its row and «sent» are written in the transaction that holds the mail: whoever dies in
the middle leaves a mail still to send, and no code that nobody has.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import F

from apps.accounts.models import User
from apps.invitations.codes import services as codes_services
from apps.invitations.codes.queries import may_enter
from apps.invitations.enums import CodeEnd, MailEnd, Purpose
from apps.invitations.models import AccessCode, CodeMail
from apps.invitations.team import queries as team_queries
from apps.notices.enums import Delivery
from apps.notices.outbox.services.sending import BACKOFF, MAX_ATTEMPTS
from apps.publication.opening import is_open, next_open
from apps.schools.models import School, Staff
from coeduc import leases
from coeduc.leases import FREE, Terms
from coeduc.locks import hold_row, hold_rows

logger = logging.getLogger(__name__)


TERMS = Terms(lasts=dt.timedelta(minutes=1), attempts=MAX_ATTEMPTS)


# ``presenters.mails.code_mail``: a mail that carries a code, from its rows and the code itself.
Compose = Callable[..., EmailMultiAlternatives]


@transaction.atomic
def save_addresses(
    team: Sequence[Staff], addresses: dict[int, str], *, school: School, at: dt.datetime
) -> int:
    """What was typed, by the number of the person; how many changed.

    What was sent to an address that changes no longer opens anything: it may be a stranger's.
    IntegrityError when somebody gave one of them to a colleague meanwhile.
    """
    __, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    changed: list[Any] = [one for one in team if addresses[one.pk] != one.email]
    # Emptied first: two colleagues may exchange what was typed in the wrong line.
    Staff.objects.filter(pk__in=[one.pk for one in changed]).update(email="")
    for one in changed:
        withdraw(one, at=at)
        one.email = addresses[one.pk]
        one.save(update_fields=["email"])
    return len(changed)


@transaction.atomic
def ask_for_mails(
    team: Sequence[Staff], *, school: School, by: User, at: dt.datetime
) -> list[CodeMail]:
    """Write down what is to be sent; a mail still waiting for the same person gives way.

    At night and at the week-end it waits, as every mail of the school.
    """
    colleagues = Staff.objects.filter(pk__in=[one.pk for one in team])
    __, at = hold_rows(colleagues.order_by("pk"), at=at)
    _end(CodeMail.objects.filter(staff__in=team), MailEnd.REPLACED, at=at)
    hours = team_queries.hours_of(school, at=at)
    return CodeMail.objects.bulk_create(
        CodeMail(
            school=school,
            staff=one,
            address=one.email,
            by=by,
            created_at=at,
            not_before=next_open(at, hours),
        )
        for one in team
    )


@transaction.atomic
def withdraw(person: Staff, *, at: dt.datetime) -> bool:
    """Nothing sent any more, and what was sent opens nothing; False when there was neither."""
    __, at = hold_row(Staff.objects.filter(pk=person.pk), at=at)
    stopped = _end(CodeMail.objects.filter(staff=person), MailEnd.WITHDRAWN, at=at)
    closed = (
        AccessCode.objects.unused()
        .filter(staff=person, delivery=Delivery.MAILED)
        .update(cancelled_at=at, cancelled_because=CodeEnd.WITHDRAWN)
    )
    return bool(stopped or closed)


def settle_two_rows(kept: Staff, taken: Staff, *, by: User, at: dt.datetime) -> None:
    """Of what both rows of one person have waiting, that of the row that stays is left.

    But for its code that opens nothing any more, where the other one still does.
    """
    waiting = CodeMail.objects.waiting()
    if waiting.filter(staff=kept).exists():
        _end(waiting.filter(staff=taken), MailEnd.WITHDRAWN, at=at)
    unused = AccessCode.objects.unused()
    for code in unused.filter(staff=taken):
        mine = unused.filter(staff=kept, purpose=code.purpose)
        if mine.exists():
            opens_more = code.expires_at > at and not mine.open(at=at).exists()
            ended = mine if opens_more else unused.filter(pk=code.pk)
            ended.update(cancelled_at=at, cancelled_because=CodeEnd.WITHDRAWN)


def send_next(
    compose: Compose, *, at: dt.datetime, connection: BaseEmailBackend | None = None
) -> bool | None:
    """Send one mail that is due; None when none is left, False when this one could not leave."""
    found = leases.claim(
        CodeMail,
        TERMS,
        at=at,
        give_up=lambda mail: _give_up(mail, at=at),
        order=("not_before", "pk"),
        related=("school", "staff", "access", "by"),
    )
    if not found:
        return None
    mail = found[0]
    try:
        with transaction.atomic():
            held = CodeMail.objects.leased(mail).select_for_update(of=("self",))
            return held.first() is not None and _send(mail, compose, at=at, connection=connection)
    # A bad address or a refusal stops this mail only. The class says nothing of anybody.
    except Exception as error:
        logger.warning("code mail %s not sent (%s)", mail.public_id, type(error).__name__)
        if connection is not None:
            connection.close()
        _postpone(mail, at=at)
        return False


def _send(
    mail: CodeMail, compose: Compose, *, at: dt.datetime, connection: BaseEmailBackend | None
) -> bool:
    hours = team_queries.hours_of(mail.school, at=at)
    if not is_open(at, hours):
        CodeMail.objects.leased(mail).update(
            not_before=next_open(at, hours), attempts=F("attempts") - 1, **FREE
        )
        return False
    person = mail.person
    if person.user_id is not None or not may_enter(person, at=at):
        _end(CodeMail.objects.filter(pk=mail.pk), MailEnd.NOT_ALLOWED, at=at)
        return False
    row, code = codes_services.give_code(
        person, purpose=Purpose.ACTIVATION, delivery=Delivery.MAILED, by=mail.by, at=at
    )
    message = compose(mail, row, code, at=at)
    message.connection = connection
    CodeMail.objects.leased(mail).update(sent_at=at, **FREE)
    message.send()
    return True


def _postpone(mail: CodeMail, *, at: dt.datetime) -> None:
    if mail.attempts >= TERMS.attempts:
        _give_up(mail, at=at)
        return
    CodeMail.objects.leased(mail).update(not_before=at + BACKOFF[mail.attempts - 1], **FREE)


def _give_up(mail: CodeMail, *, at: dt.datetime) -> None:
    _end(CodeMail.objects.leased(mail), MailEnd.GAVE_UP, at=at)


def _end(found: models.QuerySet, reason: MailEnd, *, at: dt.datetime) -> int:
    return found.filter(sent_at=None, cancelled_at=None).update(
        cancelled_at=at, cancelled_because=reason, **FREE
    )
