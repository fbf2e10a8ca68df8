"""Who teaches a class and who leads it, today; who did before, until when, and who decided it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools.enums import LinkSource
from apps.schools.models import Division, LeadTeacher, Staff, TeachingStaff
from apps.schools.names import sort_key
from coeduc.days import day_of
from coeduc.french import day_in_words, typeset

MOMENT = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TaughtBy:
    """One subject, and each of those who teach it, with the way to their page."""

    subject: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClassTeam:
    """``history``: for who looks after the team, what was given and ended, the last first."""

    code: str
    leads: tuple[tuple[str, str], ...]
    subjects: tuple[TaughtBy, ...]
    history: tuple[str, ...]


def class_team(
    division: Division,
    taught: Sequence[TeachingStaff],
    led: Sequence[LeadTeacher],
    *,
    replaced: Mapping[int, Staff],
    with_history: bool,
    at: dt.datetime,
) -> ClassTeam:
    """``taught`` and ``led``: all the links of the class this year, whenever they hold.

    ``replaced``: by the key of who stands in for somebody today, for whom.
    """
    zone = division.school.time_zone
    by_subject: dict[str, dict[str, str]] = {}
    for link in taught:
        if _holds(link, at=at):
            people = by_subject.setdefault(link.teaching.subject.label, {})
            people[_named(link.staff, replaced)] = _url(link.staff)
    return ClassTeam(
        code=division.code,
        leads=tuple(
            (_named(link.staff, replaced), _url(link.staff)) for link in led if _holds(link, at=at)
        ),
        subjects=tuple(
            TaughtBy(subject, tuple(people.items()))
            for subject, people in sorted(by_subject.items(), key=lambda one: sort_key(one[0]))
        ),
        history=_history([*taught, *led], at=at, zone=zone) if with_history else (),
    )


def _holds(link: TeachingStaff | LeadTeacher, *, at: dt.datetime) -> bool:
    return at in link.during and at in link.staff.during


def _named(person: Staff, replaced: Mapping[int, Staff]) -> str:
    """«Mme Brugière (remplace M. Évrard)»."""
    away = replaced.get(person.pk)
    if away is None:
        return person.polite_name
    said = _("%(person)s (remplace %(away)s)")
    return said % {"person": person.polite_name, "away": away.polite_name}


def _url(person: Staff) -> str:
    return reverse("schools:colleague", args=[person.public_id])


def _history(
    links: Iterable[TeachingStaff | LeadTeacher], *, at: dt.datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    dated = [link for link in links if not link.during.isempty]
    dated.sort(key=lambda link: (link.during.lower, link.pk), reverse=True)
    return tuple(typeset(_in_words(link, at=at, zone=zone)) for link in dated)


def _in_words(link: TeachingStaff | LeadTeacher, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«Mme Duval, anglais : du 16 au 20 novembre, donné par M. Tessier.»"""
    what = (
        _("professeur principal")
        if isinstance(link, LeadTeacher)
        else f"{link.teaching.subject.label} ({link.teaching.class_code})"
    )
    said = {
        "person": link.staff.polite_name,
        "what": what,
        "when": _when(link, zone=zone),
        "by": _by(link),
    }
    return _("%(person)s, %(what)s : %(when)s ; %(by)s.") % said


def _when(link: TeachingStaff | LeadTeacher, *, zone: ZoneInfo) -> str:
    first = day_in_words(day_of(link.during.lower, zone))
    if link.during.upper is None:
        return _("depuis le %(first)s") % {"first": first}
    last = day_in_words(day_of(link.during.upper - MOMENT, zone))
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def _by(link: TeachingStaff | LeadTeacher) -> str:
    if link.source == LinkSource.FILE:
        said = _("selon le fichier national")
    elif link.set_by:
        said = _("donné ici par %(who)s") % {"who": link.set_by.get_full_name()}
    else:
        said = _("donné ici")
    if link.ended_by:
        said = _("%(said)s, terminé ici par %(who)s") % {
            "said": said,
            "who": link.ended_by.get_full_name(),
        }
    return said
