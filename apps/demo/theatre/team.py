"""The people of the demo whom no national file names, given their posts as the collège gives them.

On the first morning the head names the office and those who care for pupils; later a teacher is
away: the secretary prepares a substitute, the head confirms. One more waits for her tap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import ENGLISH
from apps.demo.theatre.accounts import open_account_of
from apps.demo.theatre.calendar import instant
from apps.demo.theatre.plan import PlannedTeaching, PlayedDays
from apps.demo.theatre.play import Gesture, PlayRows
from apps.demo.theatre.words import HISTORY
from apps.schools.days import monday_of
from apps.schools.enums import Civility, Role
from apps.schools.models import School, SchoolYear, Staff
from apps.schools.team.queries import classes_of
from apps.schools.team.services.posts import Newcomer, PostWish, give_post
from apps.schools.team.services.prepared import confirm, prepare
from coeduc.days import WEEK

MORNING, PREPARED_AT, CONFIRMED_AT = dt.time(8), dt.time(7, 40), dt.time(7, 50)
TO_CONFIRM_AT = dt.time(16, 10)
AWAY = 5 * WEEK
CLASS = stories.DIVISION_OF_INES


@dataclass(frozen=True, slots=True)
class AddedByHand:
    """Somebody the head names; their account is that of ``details.ACCOUNTS`` with this name."""

    who: Newcomer
    role: Role


SECRETARY = Newcomer(Civility.MADAM, "BORDENAVE", "Sylvie", "sylvie.bordenave@example.org")
ADDED = (
    AddedByHand(SECRETARY, Role.SECRETARY),
    AddedByHand(Newcomer(Civility.SIR, "CASTERAN", "Julien"), Role.NURSE),
    AddedByHand(Newcomer(Civility.MADAM, "VERGNE", "Odile"), Role.SOCIAL_WORKER),
    AddedByHand(Newcomer(Civility.MADAM, "ARTAUD", "Noémie"), Role.PSY_EN),
)
SUBSTITUTE = Newcomer(Civility.MADAM, "BRUGIÈRE", "Lila", "lila.brugiere@example.org")
NEXT_SUBSTITUTE = Newcomer(Civility.SIR, "TERRASSE", "Hugo", "hugo.terrasse@example.org")


def name_the_office(school: School, *, at: dt.datetime) -> None:
    """On the first morning, by the head; a teacher is digital referent besides."""
    head = _head(school)
    first_day = at.astimezone(school.time_zone).date()
    for added in ADDED:
        wish = PostWish(added.who, added.role, first_day)
        open_account_of(give_post(wish, school=school, by=head, at=at).staff, at=at)
    sts_type, sts_id = stories.DIGITAL_REFERENT
    referent = Staff.objects.get(school=school, sts_type=sts_type, sts_id=sts_id)
    give_post(PostWish(referent, Role.DIGITAL_REFERENT, first_day), school=school, by=head, at=at)


def team_gestures(stage: PlayRows, term: PlayedDays) -> list[Gesture]:
    """The Monday of a week ago a substitute arrived; this afternoon the next one was prepared."""
    past = [day for day in term.days if day <= term.today]
    if len(past) < 2:
        return []
    monday = monday_of(past[-1]) - WEEK
    arrives = next((day for day in past if day >= monday), past[1])
    if arrives == past[0]:
        arrives = past[1]
    return [
        Gesture(
            instant(arrives, PREPARED_AT, stage.zone),
            6,
            "team",
            lambda moment: _replace(stage, arrives, moment),
        ),
        Gesture(
            instant(past[-1], TO_CONFIRM_AT, stage.zone),
            6,
            "team",
            lambda moment: _prepare_next(stage, term, moment),
        ),
    ]


def _replace(stage: PlayRows, day: dt.date, at: dt.datetime) -> None:
    """The office prepares, a head says yes ten minutes later, and the lessons of the day begin."""
    wish = _instead_of(stage, ENGLISH, SUBSTITUTE, day, day + AWAY, at=at)
    prepared = prepare(wish, school=stage.school, by=_office(stage.school), at=at)
    confirmed_at = instant(day, CONFIRMED_AT, stage.zone)
    post = confirm(prepared, by=_head(stage.school), at=confirmed_at)
    open_account_of(post.staff, at=confirmed_at)
    for teaching in wish.teachings:
        stage.relays[teaching.pk] = (confirmed_at, post.staff)


def _prepare_next(stage: PlayRows, term: PlayedDays, at: dt.datetime) -> None:
    ahead: Sequence[dt.date] = [day for day in term.days if day > term.today]
    if ahead:
        wish = _instead_of(stage, HISTORY, NEXT_SUBSTITUTE, ahead[0], ahead[0] + 3 * WEEK, at=at)
        prepare(wish, school=stage.school, by=_office(stage.school), at=at)


def _instead_of(
    stage: PlayRows, subject: str, who: Newcomer, first: dt.date, last: dt.date, *, at: dt.datetime
) -> PostWish:
    """All that the teacher of 4eB in this subject teaches, as the form proposes it."""
    year = SchoolYear.objects.get(school=stage.school)
    away = stage.authors[stage.teachings[PlannedTeaching(CLASS, subject, CLASS[:2])].pk]
    return PostWish(
        who,
        Role.TEACHER,
        first,
        max(first, min(last, year.ends_on)),
        replaces=away,
        teachings=tuple(classes_of(away, at=at).teachings),
    )


def _head(school: School) -> User:
    return _account(Staff.objects.filter(school=school, posts__role=Role.PRINCIPAL))


def _office(school: School) -> User:
    return _account(Staff.objects.filter(school=school, posts__role=Role.SECRETARY))


def _account(found: Iterable[Staff]) -> User:
    (person,) = found
    return person.user
