"""The team of a school, and what waits for a head, for who looks after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools.enums import Role
from apps.schools.models import Post, PreparedPost, School, Staff, Teaching
from apps.schools.names import listed_name
from apps.schools.people.presenters import left_sentence
from apps.schools.team.presenters.words import (
    as_staff,
    days_in_words,
    post_in_words,
    rights_in_words,
    whole_name,
)
from coeduc.chapters import Link
from coeduc.french import and_list, capital, moment_in_words, typeset


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody of the team; ``replace_url``: of a teacher, somebody may be asked to stand in."""

    name: str
    url: str
    posts: tuple[str, ...]
    account: str
    replace_url: str
    left: str
    give_url: str


def team_lines(
    team: Iterable[Staff],
    held: Mapping[int, list[Post]],
    *,
    school: School,
    at: dt.datetime,
    gone: bool = False,
) -> list[TeamMember]:
    """``held``: the posts of each; of who is ``gone``, the last one, and when they left."""
    add = reverse("schools:team_add", args=[school.public_id])
    lines = []
    for one in team:
        posts = held.get(one.pk, [])
        in_words = [
            capital(post_in_words(post, one, at=at, zone=school.time_zone))
            for post in (posts[-1:] if gone else posts)
        ]
        teaches = not gone and any(post.role == Role.TEACHER for post in posts)
        lines.append(
            TeamMember(
                name=listed_name(one),
                url=reverse("schools:colleague", args=[one.public_id]),
                posts=tuple(map(typeset, in_words or ([] if gone else [_("Aucune fonction")]))),
                account="" if gone or one.user_id else _("pas encore de compte"),
                replace_url=f"{add}?remplace={one.public_id}" if teaches else "",
                left=left_sentence(one, at=at) if gone else "",
                give_url=f"{add}?personne={one.public_id}" if gone else "",
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class PreparedCard:
    """What the office typed and a head is asked: nothing is open until the answer."""

    title: str
    sentence: str
    classes: str
    rights: tuple[str, ...]
    by: str
    confirm_url: str
    aside_url: str


def prepared_cards(
    rows: Sequence[PreparedPost], teachings: Mapping[int, Teaching], *, at: dt.datetime
) -> list[PreparedCard]:
    return [_prepared_card(row, teachings, at=at) for row in rows]


def _prepared_card(
    row: PreparedPost, teachings: Mapping[int, Teaching], *, at: dt.datetime
) -> PreparedCard:
    role = Role(row.role)
    civility = row.staff.civility if row.staff else row.civility
    parts = [
        role.said(civility),
        days_in_words(row.first_day, row.last_day, at=at, zone=row.school.time_zone),
    ]
    if row.replaces:
        parts.append(_("remplace %(person)s") % {"person": row.replaces.polite_name})
    keys = [row.school.public_id, row.public_id]
    who = row.prepared_by.get_full_name() if row.prepared_by else _("Quelqu’un")
    moment = moment_in_words(row.prepared_at, zone=row.school.time_zone)
    return PreparedCard(
        title=whole_name(row.staff or as_staff(row)),
        sentence=typeset(capital(", ".join(parts))),
        classes=and_list([teachings[key].choice for key in row.teachings if key in teachings]),
        rights=rights_in_words(role),
        by=_("Préparé par %(person)s, %(moment)s") % {"person": who, "moment": moment},
        confirm_url=reverse("schools:team_confirm", args=keys),
        aside_url=reverse("schools:team_set_aside", args=keys),
    )


def who_confirms(heads: Sequence[Staff]) -> str:
    """«Mme Roux doit confirmer.»: who will be asked, on their first page."""
    names = [person.polite_name for person in heads]
    if not names:
        return _("Personne de la direction n’a encore de compte pour confirmer.")
    if len(names) == 1:
        return _("%(name)s doit confirmer : la demande est sur sa première page.") % {
            "name": names[0]
        }
    return _("La direction doit confirmer (%(names)s) : la demande est sur sa première page.") % {
        "names": and_list(names)
    }


def prepared_sentence(heads: Sequence[Staff]) -> str:
    return typeset(_("C’est préparé. %(sentence)s") % {"sentence": who_confirms(heads)})


def schools_tabs(schools: Sequence[School], current: School) -> list[Link]:
    """The other schools of who looks after several; nothing for one alone."""
    if len(schools) < 2:
        return []
    return [
        Link(one.name, reverse("schools:team", args=[one.public_id]), current=one == current)
        for one in schools
    ]
