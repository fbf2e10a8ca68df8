"""In whose name the mails about an account speak; ``accounts`` knows no school."""

from __future__ import annotations

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.own_account.services.mails import Voice
from apps.notices.outbox.services import mails
from apps.schools.models import Guardian, School, Staff, Student
from coeduc.french import moment_in_words

SOMEWHERE = ZoneInfo("Europe/Paris")  # for a portal of several schools, where none is known


def voice_of(user: User | None, *, at: dt.datetime) -> Voice:
    """The person's school; of a stranger, the only school there is; else the portal's own voice."""
    school = _school_of(user, at=at) if user else _only_school()
    if school is None:
        name = _("Portail du collège")
        moment = partial(moment_in_words, zone=SOMEWHERE)
        return Voice(name, mails.sender_of(name), moment=moment)
    return Voice(
        school_name=school.name,
        sender=mails.sender_of(school.name),
        phone=school.school_life_phone,
        phone_hours=school.school_life_hours,
        moment=partial(moment_in_words, zone=school.time_zone),
    )


def _school_of(user: User, *, at: dt.datetime) -> School | None:
    """The newest of their links says it."""
    job = Staff.objects.of(user, at=at).select_related("school").order_by("-pk").first()
    family = Guardian.objects.filter(user=user).select_related("school").order_by("-pk").first()
    pupil = Student.objects.filter(user=user).select_related("school").order_by("-pk").first()
    person = family or pupil or job
    return person.school if person else _only_school()


def _only_school() -> School | None:
    schools = list(School.objects.order_by("pk")[:2])
    return schools[0] if len(schools) == 1 else None
