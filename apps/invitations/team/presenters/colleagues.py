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
from apps.invitations.codes.presenters.sent import NOTHING, Sent, sent_to
from apps.invitations.codes.rules import MAIL_DAYS
from apps.invitations.team import queries as team_queries
from apps.publication.opening import next_open
from apps.schools.models import School, Staff
from apps.schools.offices import Office
from coeduc.access import Reader
from coeduc.french import delay, moment_in_words


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
    sent: Sent
    person: Staff


def team_lines(school: School, *, reader: Reader) -> list[TeamLine]:
    """Everybody who works here today, by name, in four statements."""
    team = team_queries.team_of(school, at=reader.at)
    sent = sent_to(team, school=school, at=reader.at)
    heads = Office.HEADS.among(team)
    heads_too = invitations_policies.may_invite_heads(reader, school)
    return [
        TeamLine(
            public_id=one.public_id,
            name=str(one),
            job=one.posts_in_words,
            url=reverse(
                "invitations:person_detail",
                kwargs={"kind": codes_queries.SLUGS[Staff], "public_id": one.public_id},
            ),
            email=one.email,
            has_account=one.user_id is not None,
            may_invite=one.user_id is None and (heads_too or one not in heads),
            sent=sent.get(one.pk, NOTHING),
            person=one,
        )
        for one in team
    ]


def says() -> str:
    """What a colleague's mail says, and for how long its code opens."""
    return _(
        "Le message dit : activez votre compte. Il porte un lien et un code, qui servent une seule"
        " fois, pendant %(time)s."
    ) % {"time": delay(dt.timedelta(days=MAIL_DAYS))}


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
    return [line for line in lines if line.may_invite and line.email and not line.sent.is_open]
