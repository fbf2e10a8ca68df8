"""What would be given or ended, said in words before anybody does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.schools.enums import Role
from apps.schools.models import Post, School, Staff
from apps.schools.team.inputs import PostWish
from apps.schools.team.presenters.words import (
    MOMENT,
    as_staff,
    days_in_words,
    post_in_words,
    rights_in_words,
    whole_name,
)
from apps.schools.team.queries import Classes
from coeduc.days import day_of
from coeduc.french import and_list, capital, full_day, typeset


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of that name: the same person or not, one who types knows."""

    public_id: str
    question: str
    detail: str


@dataclass(frozen=True, slots=True)
class PostLook:
    """What would be given, in words; ``confirmers`` where somebody else has to say yes."""

    title: str
    sentence: str
    rights: tuple[str, ...]
    namesakes: tuple[Namesake, ...]
    confirmers: str
    typed: tuple[tuple[str, str], ...]


def post_look(
    wish: PostWish,
    *,
    school: School,
    namesakes: Sequence[Staff],
    confirmers: str,
    typed: Sequence[tuple[str, str]],
    at: dt.datetime,
) -> PostLook:
    """``typed``: what the form said, that the page keeps to say it again."""
    person = wish.person if isinstance(wish.person, Staff) else as_staff(wish.person)
    zone = school.time_zone
    parts = [
        wish.role.said(person.civility),
        days_in_words(wish.first_day, wish.last_day, at=at, zone=zone),
    ]
    if wish.replaces:
        parts.append(_("remplace %(person)s") % {"person": wish.replaces.polite_name})
    return PostLook(
        title=whole_name(person),
        sentence=typeset(capital(", ".join(parts)) + "."),
        rights=tuple(map(typeset, rights_in_words(wish.role))),
        namesakes=tuple(_namesake(one, at=at) for one in namesakes),
        confirmers=typeset(confirmers),
        typed=tuple(typed),
    )


def _namesake(person: Staff, *, at: dt.datetime) -> Namesake:
    here = person.during.upper is None or person.during.upper > at
    question = (
        _("Une personne de ce nom travaille déjà ici : est-ce elle ?")
        if here
        else _("Une personne de ce nom a travaillé ici : est-ce elle ?")
    )
    detail = " · ".join(filter(None, [whole_name(person), person.posts_in_words]))
    return Namesake(str(person.public_id), typeset(question), detail)


def given(post: Post, *, at: dt.datetime) -> str:
    """After the act: what is true from now on."""
    words = post_in_words(post, post.staff, at=at, zone=post.school.time_zone)
    said = _("C’est fait. %(person)s : %(post)s.")
    return typeset(said % {"person": post.staff.polite_name, "post": words})


@dataclass(frozen=True, slots=True)
class EndLook:
    """What ends with a post, said before anybody ends it."""

    title: str
    sentence: str
    with_it: tuple[str, ...]


def end_look(
    post: Post, classes: Classes, *, leaves: bool, classes_too: bool, at: dt.datetime
) -> EndLook:
    person, zone = post.staff, post.school.time_zone
    ends = []
    if classes_too and classes.taught:
        taught = and_list([link.teaching.choice for link in classes.taught])
        ends.append(_("Ses classes : %(classes)s.") % {"classes": taught})
    if classes_too and classes.led:
        led = and_list([link.division.code for link in classes.led])
        ends.append(_("Professeur principal : %(classes)s.") % {"classes": led})
    if leaves:
        ends.append(
            _("C’est sa seule fonction : cette personne ne lira plus rien du collège ensuite.")
        )
    return EndLook(
        title=whole_name(person),
        sentence=typeset(capital(post_in_words(post, person, at=at, zone=zone)) + "."),
        with_it=tuple(map(typeset, ends)),
    )


def ended(post: Post, *, at: dt.datetime) -> str:
    zone = post.school.time_zone
    said = {"person": post.staff.polite_name, "post": Role(post.role).said(post.staff.civility)}
    if post.during.isempty or (post.during.upper and post.during.upper <= at):
        return typeset(_("C’est fini : %(person)s n’est plus %(post)s.") % said)
    if post.during.upper is None:
        return typeset(_("C’est noté : %(person)s reste %(post)s, sans fin connue.") % said)
    last = full_day(day_of(post.during.upper - MOMENT, zone), at=at, zone=zone)
    sentence = _("C’est noté : %(person)s est %(post)s jusqu’au %(last)s.")
    return typeset(sentence % {**said, "last": last})
