"""The team's accounts: who has one, who has an address, what was sent; frozen for the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.presenters.slips import full_day
from apps.invitations.enums import MailEnd
from apps.invitations.models import CodeMail
from apps.invitations.team import queries as team_queries
from apps.notices.enums import Delivery
from apps.publication.opening import next_open
from apps.schools.models import School, Staff
from apps.schools.offices import Office
from coeduc.access import Reader
from coeduc.french import moment_in_words


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent to one person, in a few words; ``stoppable`` while something still opens."""

    text: str
    tone: str
    stoppable: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One colleague; ``may_invite`` is false for a head, where who reads is none."""

    public_id: UUID
    name: str
    job: str
    url: str
    email: str
    has_account: bool
    may_invite: bool
    told: Told
    person: Staff


NOTHING = Told("", "draft")


def team_lines(school: School, *, reader: Reader) -> list[TeamLine]:
    """Everybody who works here today, by name, in four statements."""
    team = team_queries.team_of(school, at=reader.at)
    told = told_of(team, school=school, at=reader.at)
    heads = Office.HEADS.among(team)
    heads_too = invitations_policies.may_invite_heads(reader, school)
    return [
        TeamLine(
            public_id=one.public_id,
            name=str(one),
            job=one.get_role_display(),
            url=reverse(
                "invitations:person_detail",
                kwargs={"kind": codes_queries.SLUGS[Staff], "public_id": one.public_id},
            ),
            email=one.email,
            has_account=one.user_id is not None,
            may_invite=one.user_id is None and (heads_too or one not in heads),
            told=told.get(one.pk, NOTHING),
            person=one,
        )
        for one in team
    ]


def told_of(team: Sequence[Staff], *, school: School, at: dt.datetime) -> dict[int, Told]:
    """The last thing sent to each, by the number of the person; two statements."""
    told: dict[int, Told] = {}
    for code in team_queries.open_codes_of(team, at=at):
        day = full_day(code.expires_at, school)
        if code.delivery == Delivery.MAILED:
            text = _("e-mail envoyé, valable jusqu’au %(day)s") % {"day": day}
            told[code.staff_id] = Told(text, "waiting", stoppable=True, is_open=True)
        else:
            text = _("code sur papier, valable jusqu’au %(day)s") % {"day": day}
            told[code.staff_id] = Told(text, "waiting", is_open=True)
    for mail in team_queries.last_mails_of(team):
        if mail.sent_at is None and mail.cancelled_at is None:
            told[mail.staff_id] = Told(_leaves(mail, school, at=at), "waiting", True, True)
        elif mail.cancelled_because == MailEnd.GAVE_UP and mail.staff_id not in told:
            told[mail.staff_id] = Told(_("l’e-mail n’est pas parti : vérifiez l’adresse"), "ask")
    return told


def _leaves(mail: CodeMail, school: School, *, at: dt.datetime) -> str:
    if mail.attempts:
        return _("l’e-mail n’est pas encore parti : le portail essaie de nouveau")
    if mail.not_before <= at:
        return _("l’e-mail part dans la minute")
    moment = moment_in_words(mail.not_before, zone=school.time_zone)
    return _("l’e-mail part le %(moment)s") % {"moment": moment}


def leaving(school: School, *, at: dt.datetime) -> str:
    """When a mail asked for now leaves: at once, or when the school opens."""
    opens = next_open(at, team_queries.hours_of(school, at=at))
    if opens <= at:
        return _("l’e-mail part dans la minute")
    return _("l’e-mail part le %(moment)s, jamais pendant les heures de silence du collège") % {
        "moment": moment_in_words(opens, zone=school.time_zone)
    }


def to_mail(lines: Sequence[TeamLine]) -> list[TeamLine]:
    """Who has an address, no account, and nothing on its way yet."""
    return [line for line in lines if line.may_invite and line.email and not line.told.is_open]
