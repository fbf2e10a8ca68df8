"""What was sent to each colleague, by e-mail or on paper, in a few words; frozen for the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.presenters.slips import full_day
from apps.invitations.enums import MailEnd
from apps.invitations.models import CodeMail
from apps.notices.enums import Delivery
from apps.schools.models import School, Staff
from coeduc.french import moment_in_words


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to one person, in a few words; ``stoppable`` while something still opens."""

    text: str
    tone: str
    stoppable: bool = False
    is_open: bool = False


NOTHING = Sent("", "draft")


def sent_to(team: Sequence[Staff], *, school: School, at: dt.datetime) -> dict[int, Sent]:
    """The last thing sent to each, by the number of the person; two statements."""
    sent: dict[int, Sent] = {}
    for code in codes_queries.open_codes_of(team, at=at):
        day = full_day(code.expires_at, school)
        if code.delivery == Delivery.MAILED:
            text = _("e-mail envoyé, valable jusqu’au %(day)s") % {"day": day}
            sent[code.staff_id] = Sent(text, "waiting", stoppable=True, is_open=True)
        else:
            text = _("code sur papier, valable jusqu’au %(day)s") % {"day": day}
            sent[code.staff_id] = Sent(text, "waiting", is_open=True)
    for mail in codes_queries.last_mails_of(team):
        if mail.sent_at is None and mail.cancelled_at is None:
            sent[mail.staff_id] = Sent(_leaves(mail, school, at=at), "waiting", True, True)
        elif mail.cancelled_because == MailEnd.GAVE_UP and mail.staff_id not in sent:
            sent[mail.staff_id] = Sent(_("l’e-mail n’est pas parti : vérifiez l’adresse"), "ask")
    return sent


def _leaves(mail: CodeMail, school: School, *, at: dt.datetime) -> str:
    if mail.attempts:
        return _("l’e-mail n’est pas encore parti : le portail essaie de nouveau")
    if mail.not_before <= at:
        return _("l’e-mail part dans la minute")
    moment = moment_in_words(mail.not_before, zone=school.time_zone)
    return _("l’e-mail part le %(moment)s") % {"moment": moment}
