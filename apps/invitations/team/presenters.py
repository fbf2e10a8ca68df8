"""The team's accounts: who has one, who has an address, what was sent; frozen for the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.enums import MailEnd, Purpose
from apps.invitations.letters.presenters import full_day
from apps.invitations.models import AccessCode, CodeMail
from apps.invitations.team import services as team_services
from apps.notices.enums import Delivery
from apps.schools.models import School, Staff
from apps.schools.offices import Office
from apps.schools.words import moment_in_words
from coeduc.access import Reader
from coeduc.locks import hold_row


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
    team = list(
        Staff.objects.in_force(at=reader.at).filter(school=school).order_by("sort_key", "pk")
    )
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
    codes = AccessCode.objects.open(at=at).filter(staff__in=team, purpose=Purpose.ACTIVATION)
    for code in codes:
        day = full_day(code.expires_at, school)
        if code.delivery == Delivery.MAILED:
            text = _("e-mail envoyé, valable jusqu’au %(day)s") % {"day": day}
            told[code.staff_id] = Told(text, "waiting", stoppable=True, is_open=True)
        else:
            text = _("code sur papier, valable jusqu’au %(day)s") % {"day": day}
            told[code.staff_id] = Told(text, "waiting", is_open=True)
    last = CodeMail.objects.filter(staff__in=team).order_by("staff", "-pk").distinct("staff")
    for mail in last:
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


def to_mail(lines: Sequence[TeamLine]) -> list[TeamLine]:
    """Who has an address, no account, and nothing on its way yet."""
    return [line for line in lines if line.may_invite and line.email and not line.told.is_open]


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
        team_services.withdraw(one, at=at)
        one.email = addresses[one.pk]
        one.save(update_fields=["email"])
    return len(changed)
