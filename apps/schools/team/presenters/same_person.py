"""Two rows of one name: are they one person, and what uniting them would do, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools.models import Post, Staff
from apps.schools.team.presenters.words import post_in_words, whole_name
from coeduc.french import capital, moment_in_words, typeset


@dataclass(frozen=True, slots=True)
class TwinRow:
    """One of the two rows: where its name comes from, what it holds, and the way to unite them."""

    public_id: UUID
    name: str
    origin: str
    posts: tuple[str, ...]
    account: str
    url: str


def twin_rows(
    person: Staff,
    twins: Sequence[Staff],
    held: Mapping[int, list[Post]],
    *,
    decides: bool,
    at: dt.datetime,
) -> tuple[TwinRow, ...]:
    """The others of this name; ``decides``: a head, who may say that they are one person."""
    zone = person.school.time_zone
    keys = [person.school.public_id, person.public_id]
    return tuple(
        twin_row(
            one,
            held.get(one.pk, []),
            zone=zone,
            at=at,
            url=reverse("schools:team_unite", args=[*keys, one.public_id]) if decides else "",
        )
        for one in twins
    )


def twin_row(
    person: Staff, posts: Sequence[Post], *, zone: ZoneInfo, at: dt.datetime, url: str = ""
) -> TwinRow:
    return TwinRow(
        public_id=person.public_id,
        name=whole_name(person),
        origin=_("nommée par le fichier national") if person.sts_id else _("saisie au collège"),
        posts=tuple(
            typeset(capital(post_in_words(post, person, at=at, zone=zone))) for post in posts
        ),
        account=_("a un compte") if person.user_id else _("n’a pas de compte"),
        url=url,
    )


def united_sentence(person: Staff) -> str:
    """«Deux lignes réunies par Mme Tessier, le …»; nothing where there was one."""
    if person.united_at is None:
        return ""
    said = {
        "who": person.united_by.get_full_name() if person.united_by else _("la direction"),
        "moment": moment_in_words(person.united_at, zone=person.school.time_zone),
    }
    return typeset(_("Deux lignes de ce nom, réunies le %(moment)s par %(who)s.") % said)


def united(person: Staff) -> str:
    """After the act."""
    sentence = _(
        "C’est fait : %(person)s n’a plus qu’une ligne, avec tout ce que les deux avaient."
    )
    return typeset(sentence % {"person": person.polite_name})
