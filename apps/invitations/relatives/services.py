"""A code for a relative: on paper at once, or by e-mail when the school's hours are open."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from apps.accounts.models import User
from apps.invitations.codes import services as codes_services
from apps.invitations.enums import CodeEnd, MailEnd, Purpose
from apps.invitations.models import AccessCode, CodeMail
from apps.invitations.team import queries as team_queries
from apps.notices.enums import Delivery
from apps.publication.opening import next_open
from apps.schools.enums import AccessEnd
from apps.schools.models import NotebookAccess
from apps.schools.trusted import services as trusted_services
from coeduc.leases import FREE


@transaction.atomic
def code_on_paper(access: NotebookAccess, *, by: User, at: dt.datetime) -> tuple[AccessCode, str]:
    """Any earlier code stops working, sent or not."""
    _stop_mails(access, at=at)
    return codes_services.give_code(
        access, purpose=Purpose.ACTIVATION, delivery=Delivery.HANDED, by=by, at=at
    )


@transaction.atomic
def code_by_mail(access: NotebookAccess, *, by: User, at: dt.datetime) -> CodeMail:
    """Written down; the code is made when the mail leaves."""
    _stop_mails(access, at=at)
    return CodeMail.objects.create(
        school_id=access.school_id,
        access=access,
        address=access.email,
        by=by,
        created_at=at,
        not_before=next_open(at, team_queries.hours_of(access.school, at=at)),
    )


@transaction.atomic
def end(access: NotebookAccess, *, end: AccessEnd, by: User, at: dt.datetime) -> bool:
    """The access, and whatever code of it is about."""
    ended = trusted_services.end(access, end=end, by=by, at=at)
    _stop_mails(access, at=at)
    AccessCode.objects.unused().filter(access=access).update(
        cancelled_at=at, cancelled_because=CodeEnd.WITHDRAWN
    )
    return ended


def _stop_mails(access: NotebookAccess, *, at: dt.datetime) -> None:
    CodeMail.objects.waiting().filter(access=access).update(
        cancelled_at=at, cancelled_because=MailEnd.WITHDRAWN, **FREE
    )
