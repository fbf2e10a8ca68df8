"""A colleague's code by e-mail: asked for by the office, made and sent by a worker.

The code, its row and «sent» are written in the transaction that holds the mail: whoever dies in
the middle leaves a mail still to send, and no code that nobody has.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import F
from django.template.loader import render_to_string

from apps.accounts.models import User
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from apps.invitations.enums import CodeEnd, MailEnd, Purpose
from apps.invitations.letters.presenters import code_address, until
from apps.invitations.models import AccessCode, CodeMail
from apps.invitations.policies import may_enter
from apps.notices.enums import Delivery
from apps.notices.outbox.services import mails
from apps.notices.outbox.services.sending import BACKOFF, MAX_ATTEMPTS
from apps.publication.models import OpeningVersion
from apps.publication.opening import is_open, next_open
from apps.schools.models import School, Staff
from coeduc import leases
from coeduc.leases import FREE, Terms
from coeduc.locks import hold_row, hold_rows

logger = logging.getLogger(__name__)

TEMPLATE = "emails/staff_code"
TERMS = Terms(lasts=dt.timedelta(minutes=1), attempts=MAX_ATTEMPTS)


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
    hours = OpeningVersion.objects.for_school(school, at=at).as_hours()
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


def send_next(*, at: dt.datetime, connection: BaseEmailBackend | None = None) -> bool | None:
    """Send one mail that is due; None when none is left, False when this one could not leave."""
    found = leases.claim(
        CodeMail,
        TERMS,
        at=at,
        give_up=lambda mail: _give_up(mail, at=at),
        order=("not_before", "pk"),
        related=("school", "staff", "by"),
    )
    if not found:
        return None
    mail = found[0]
    try:
        with transaction.atomic():
            held = CodeMail.objects.leased(mail).select_for_update(of=("self",))
            return held.first() is not None and _send(mail, at=at, connection=connection)
    # A bad address or a refusal stops this mail only. The class says nothing of anybody.
    except Exception as error:
        logger.warning("code mail %s not sent (%s)", mail.public_id, type(error).__name__)
        if connection is not None:
            connection.close()
        _postpone(mail, at=at)
        return False


def _send(mail: CodeMail, *, at: dt.datetime, connection: BaseEmailBackend | None) -> bool:
    hours = OpeningVersion.objects.for_school(mail.school, at=at).as_hours()
    if not is_open(at, hours):
        CodeMail.objects.leased(mail).update(
            not_before=next_open(at, hours), attempts=F("attempts") - 1, **FREE
        )
        return False
    person = mail.staff
    if person.user_id is not None or not may_enter(person, at=at):
        _end(CodeMail.objects.filter(pk=mail.pk), MailEnd.NOT_ALLOWED, at=at)
        return False
    row, code = codes_services.give_code(
        person, purpose=Purpose.ACTIVATION, delivery=Delivery.MAILED, by=mail.by, at=at
    )
    message = _compose(mail, row, code, at=at)
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


def _compose(
    mail: CodeMail, row: AccessCode, code: str, *, at: dt.datetime
) -> EmailMultiAlternatives:
    """No name in it: an address typed wrong must not tell who works where."""
    address = code_address(code, purpose=Purpose.ACTIVATION)
    context = {
        **mails.frame_of(mail.school),
        "link": address,
        "page": address.partition("#")[0],
        "code": codes_rules.on_paper(code),
        "until": until(row.expires_at, mail.school, purpose=Purpose.ACTIVATION),
    }
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname
    message = EmailMultiAlternatives(
        subject=mails.one_line(render_to_string(f"{TEMPLATE}_subject.txt", context)),
        body=render_to_string(f"{TEMPLATE}.txt", context).strip() + "\n",
        from_email=mails.sender_of(mail.school.name),
        to=[mail.address],
        headers={
            "Message-ID": f"<{mail.public_id}.{row.public_id}@{host}>",
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    html = render_to_string(f"{TEMPLATE}.html", context).strip()
    message.attach_alternative(html, "text/html")
    return message
