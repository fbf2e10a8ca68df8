"""What a post opens, said in words before anybody confirms it; how long it is held."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.schools.enums import Role
from apps.schools.models import Post, PreparedPost, Staff
from apps.schools.names import full_name
from apps.schools.offices import Office
from apps.schools.team.inputs import Newcomer
from coeduc.days import day_of
from coeduc.french import capital, full_day

MOMENT = dt.timedelta(microseconds=1)

# What each office lets do, in the order in which a page says it.
BY_OFFICE = (
    (
        Office.HEADS,
        gettext_lazy(
            "Décide des règles, de l’équipe et de l’année, et confirme ce que d’autres préparent."
        ),
    ),
    (
        Office.WHOLE_SCHOOL,
        gettext_lazy("Lit les résultats et les familles de tous les élèves du collège."),
    ),
    (
        Office.DIRECTORY,
        gettext_lazy(
            "Trouve chaque élève du collège : nom, classe, naissance, qui appeler ; "
            "ni résultat, ni travail."
        ),
    ),
    (
        Office.DAY,
        gettext_lazy("Note quel professeur est absent, et quels cours n’ont pas lieu."),
    ),
    (
        Office.TOOLS,
        gettext_lazy("Importe les fichiers, règle le calendrier et les emplois du temps."),
    ),
    (
        Office.ACCOUNTS,
        gettext_lazy("Donne les lettres et les codes : lit le nom et l’adresse des familles."),
    ),
)
OF_A_TEACHER = gettext_lazy("Lit et saisit pour les classes qui lui sont données, et aucune autre.")
# Health and social, named by their job: the word of the files says nothing of whom one calls.
NOT_OFFERED = {Role.HEALTH_SOCIAL}


def rights_in_words(role: Role) -> tuple[str, ...]:
    """What somebody who holds this post may read and do, worked out from the offices it holds."""
    sentences = [
        sentence
        for office, sentence in BY_OFFICE
        if role in office.value
        and not (office is Office.DIRECTORY and role in Office.WHOLE_SCHOOL.value)
    ]
    if role is Role.TEACHER:
        sentences.insert(0, OF_A_TEACHER)
    return tuple(map(str, sentences))


def posts_offered() -> list[tuple[str, str]]:
    """What somebody may be asked to do, as the choices of a form."""
    return [(role.value, capital(str(role.label))) for role in Role if role not in NOT_OFFERED]


TEACHES = Role.TEACHER.value


def span_in_words(
    start: dt.datetime | None, end: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo
) -> str:
    """«du … au …», «à partir du …», «jusqu’au …»: what is not known or is past is not said."""
    first = full_day(day_of(start, zone), at=at, zone=zone) if start and start > at else ""
    last = full_day(day_of(end - MOMENT, zone), at=at, zone=zone) if end else ""
    if first and last:
        return _("du %(first)s au %(last)s") % {"first": first, "last": last}
    if first:
        return _("à partir du %(first)s") % {"first": first}
    return _("jusqu’au %(last)s") % {"last": last} if last else ""


def post_in_words(post: Post, person: Staff, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«professeure, jusqu’au vendredi 18 décembre, remplace M. Petit»."""
    parts = [
        Role(post.role).said(person.civility),
        span_in_words(post.during.lower, post.during.upper, at=at, zone=zone),
    ]
    if post.replaces:
        parts.append(_("remplace %(person)s") % {"person": post.replaces.polite_name})
    return ", ".join(filter(None, parts))


def as_staff(named: PreparedPost | Newcomer) -> Staff:
    return Staff(civility=named.civility, last_name=named.last_name, first_name=named.first_name)


def whole_name(person: Staff) -> str:
    """«Mme Inès Duval»."""
    return f"{person.get_civility_display()} {full_name(person)}".strip()


def days_in_words(first: dt.date, last: dt.date | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """As a post would last from then on: at once where its first day has come."""
    today = day_of(at, zone)
    since = _("à partir de maintenant") if first <= today else ""
    begins = full_day(first, at=at, zone=zone)
    ends = full_day(last, at=at, zone=zone) if last else ""
    if since:
        return _("%(since)s, jusqu’au %(last)s") % {"since": since, "last": ends} if ends else since
    if ends:
        return _("du %(first)s au %(last)s") % {"first": begins, "last": ends}
    return _("à partir du %(first)s") % {"first": begins}


def job_named(word: str, civility: str) -> str:
    """«professeure»."""
    return Role(word).said(civility)
