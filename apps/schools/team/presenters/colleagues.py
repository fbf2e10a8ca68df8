"""The posts, the classes and the past of a colleague, for who looks after the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools.enums import Civility, LinkSource, Role
from apps.schools.history import Ended, PortalClock, said_of
from apps.schools.models import Division, Post, Staff, Teaching
from apps.schools.people.presenters import left_sentence
from apps.schools.team.presenters.same_person import TwinRow, united_sentence
from apps.schools.team.presenters.words import (
    MOMENT,
    post_in_words,
    span_in_words,
)
from apps.schools.team.queries import Classes, PostState
from coeduc.days import day_of
from coeduc.french import and_list, capital, full_day, moment_in_words, typeset


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of somebody, who decided it, and the way to its end."""

    sentence: str
    decided: str
    end_url: str


@dataclass(frozen=True, slots=True)
class PastState:
    """Something that was given or ended, when, and by whom."""

    when: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ColleagueTeam:
    """What who looks after the team reads and does on the page of a colleague."""

    posts: tuple[PostRow, ...]
    classes: str
    leads: str
    give_url: str
    replace_url: str
    classes_url: str
    principal_url: str
    principal_label: str
    back_url: str
    decides: bool
    history: tuple[PastState, ...]
    left: str
    past: tuple[str, ...]
    mistake: Mistake | None
    twins: tuple[TwinRow, ...]
    united: str
    name_url: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """The last end, while it may still be given back: what would come back, and the way."""

    sentence: str
    classes_too: bool
    url: str


def colleague_team(
    person: Staff,
    held: Sequence[Post],
    classes: Classes,
    *,
    states: Iterable[PostState],
    ended: Ended | None,
    decides: bool,
    may_be_principal: bool,
    twins: tuple[TwinRow, ...],
    may_correct: bool,
    at: dt.datetime,
) -> ColleagueTeam:
    """``held``: all their posts; ``decides``: a head, who gives and ends without anybody else.

    ``twins``: the other rows of this name; ``may_correct``: the name, which was typed here.

    ``ended``: what the last act ended, and a head may give back.
    """
    states = list(states)
    school = person.school
    zone = school.time_zone
    standing = [post for post in held if post.during.upper is None or post.during.upper > at]
    add = reverse("schools:team_add", args=[school.public_id])
    keys = [school.public_id, person.public_id]
    teaches = any(post.role == Role.TEACHER for post in standing)
    is_deputy = any(post.role == Role.DEPUTY and at in post.during for post in standing)
    return ColleagueTeam(
        posts=tuple(_post_row(post, person, at=at, zone=zone) for post in standing),
        classes=and_list([link.teaching.choice for link in classes.taught]),
        leads=and_list([link.division.code for link in classes.led]),
        give_url=f"{add}?personne={person.public_id}",
        replace_url=f"{add}?remplace={person.public_id}" if teaches else "",
        classes_url=reverse("schools:team_classes", args=keys) if decides and standing else "",
        principal_url=reverse("schools:team_principal", args=keys)
        if decides and is_deputy and may_be_principal
        else "",
        principal_label=_("C’est la principale")
        if person.civility == Civility.MADAM
        else _("C’est le principal"),
        back_url=reverse("schools:team", args=[school.public_id]),
        decides=decides,
        history=past_states(states, person=person, zone=zone, at=at),
        left=left_sentence(person, at=at),
        past=tuple(
            typeset(capital(post_in_words(post, person, at=at, zone=zone)))
            for post in held
            if post not in standing
        ),
        mistake=_mistake(ended, states, person) if decides and ended else None,
        twins=twins,
        united=united_sentence(person),
        name_url=reverse("schools:team_name", args=keys) if may_correct else "",
    )


def _mistake(ended: Ended, states: Sequence[PostState], person: Staff) -> Mistake:
    last = states[-1]
    said = {"post": Role(last.role).said(person.civility)}
    return Mistake(
        sentence=typeset(_("La dernière décision a mis fin à « %(post)s ».") % said),
        classes_too=len(ended["links"]) > 1,
        url=reverse("schools:post_give_back", args=[person.school.public_id, ended["post"]]),
    )


def _post_row(post: Post, person: Staff, *, at: dt.datetime, zone: ZoneInfo) -> PostRow:
    if post.source == LinkSource.FILE:
        decided = _("Selon le fichier national.")
    elif post.set_by:
        decided = _("Décidé au collège par %(person)s.") % {"person": post.set_by.get_full_name()}
    else:
        decided = _("Décidé au collège.")
    return PostRow(
        sentence=typeset(capital(post_in_words(post, person, at=at, zone=zone))),
        decided=decided,
        end_url=reverse("schools:post_end", args=[person.school.public_id, post.public_id]),
    )


def past_states(
    events: Iterable[PostState], *, person: Staff, zone: ZoneInfo, at: dt.datetime
) -> tuple[PastState, ...]:
    """What was set and ended, in words, the last first; ``events`` oldest first."""
    events = list(events)
    clock = PortalClock(events)
    before: dict[int, PostState] = {}
    found: list[PastState] = []
    for event in events:
        sentence = _state_sentence(
            before.get(event.pgh_obj_id), event, person=person, zone=zone, at=at
        )
        before[event.pgh_obj_id] = event
        if sentence:
            found.append(
                PastState(moment_in_words(clock.when(event), zone=zone), typeset(sentence))
            )
    return tuple(found[::-1])


def _state_sentence(
    before: PostState | None, event: PostState, *, person: Staff, zone: ZoneInfo, at: dt.datetime
) -> str:
    said = {"who": _who(event), "post": Role(event.role).said(person.civility)}
    if before is None:
        when = span_in_words(None, event.during.upper, at=at, zone=zone)
        return _("%(who)s : « %(post)s » donné%(when)s.") % {
            **said,
            "when": f", {when}" if when else "",
        }
    if before.during == event.during:
        return ""
    if event.during.isempty:
        return _("%(who)s : « %(post)s » annulé avant son début.") % said
    if event.during.upper is None:
        return _("%(who)s : « %(post)s » sans fin connue désormais.") % said
    last = full_day(day_of(event.during.upper - MOMENT, zone), at=at, zone=zone)
    return _("%(who)s : « %(post)s » finit le %(last)s.") % {**said, "last": last}


def _who(event: PostState) -> str:
    said = said_of(event)
    if said.get("source") == "national_files":
        return _("L’import des fichiers nationaux")
    return said.get("name") or _("Le portail")


@dataclass(frozen=True, slots=True)
class HeldClass:
    """A class of somebody, with what the button sends to take it back."""

    label: str
    since: str
    fields: tuple[tuple[str, str], ...]

    @property
    def sent(self) -> dict[str, str]:
        return dict(self.fields)


def held_classes(classes: Classes, *, at: dt.datetime, zone: ZoneInfo) -> list[HeldClass]:
    found = [
        HeldClass(
            link.teaching.choice,
            span_in_words(link.during.lower, link.during.upper, at=at, zone=zone),
            (("enseignement", str(link.teaching.public_id)),),
        )
        for link in classes.taught
    ]
    found += [
        HeldClass(
            _("Professeur principal de la %(code)s") % {"code": link.division.code},
            span_in_words(link.during.lower, link.during.upper, at=at, zone=zone),
            (("classe", str(link.division.public_id)),),
        )
        for link in classes.led
    ]
    return found


def lead_choices(
    divisions: Sequence[Division], named: Mapping[int, list[str]]
) -> list[tuple[str, str]]:
    """«4eB (aujourd’hui : Mme Roux)»."""
    choices = [("", _("Choisissez une classe"))]
    for one in divisions:
        leads = and_list(named.get(one.pk, []))
        label = (
            _("%(code)s (aujourd’hui : %(leads)s)") % {"code": one.code, "leads": leads}
            if leads
            else one.code
        )
        choices.append((str(one.public_id), label))
    return choices


def teaching_groups(
    teachings: Sequence[Teaching], held: Iterable[Teaching]
) -> list[tuple[str, list[tuple[UUID, str]]]]:
    """By class, what is not theirs yet."""
    mine = {one.pk for one in held}
    groups: dict[str, list[tuple[UUID, str]]] = {}
    for one in teachings:
        if one.pk not in mine:
            groups.setdefault(one.class_code, []).append((one.public_id, one.subject.label))
    return list(groups.items())
