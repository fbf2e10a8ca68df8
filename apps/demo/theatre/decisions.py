"""What people decide and say around the results of the demo, each through its own service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from apps.demo.school_files import stories
from apps.demo.theatre.abilities import draw
from apps.results.enums import WithdrawnFrom
from apps.results.errors import ResultError
from apps.results.holds.services import hold, withdraw
from apps.results.models import ResultVersion
from apps.results.words.services.talk import ask_to_talk
from apps.results.words.services.words import answer_help, write_word
from apps.schools.links import LEGAL
from apps.schools.models import Guardianship, School, Staff
from apps.support.devices.services import open_device
from apps.support.enums import Answer, DeviceKind
from apps.support.models import HelpDevice
from coeduc.french import typeset

CLASS = stories.DIVISION_OF_INES
HELPS = (
    (DeviceKind.HOMEWORK_HELP, "Devoirs faits", "mardi et jeudi, 16 h à 17 h", "au CDI"),
    (DeviceKind.SMALL_GROUP, "Groupe de besoins en français", "lundi, 11 h", "salle 12"),
    (DeviceKind.TUTORING, "Tutorat avec un élève de 3e", "vendredi, 13 h", "à la médiathèque"),
    (DeviceKind.TALK, "Dix minutes avec un adulte", "sur rendez-vous", "à la vie scolaire"),
)
WORD = "J’avais révisé mais je suis allée trop vite. Je vais refaire l’exercice 2 mardi."
ASKED = "J’ai peur que ça se passe mal à la maison."
HELD_BECAUSE = "Rencontrer la famille avant qu’elle lise ce résultat."
WITHDRAWN_BECAUSE = "Deux copies avaient été échangées. Le bon résultat paraîtra bientôt."
HOLD_DAYS = 4
ANSWERS = 6


def open_helps(school: School, *, at: dt.datetime) -> list[HelpDevice]:
    """The list that teachers choose from, from the first day of school."""
    return [
        open_device(
            school, at=at, kind=kind, name=typeset(name), moment=typeset(moment), place=place
        )
        for kind, name, moment, place in HELPS
    ]


def decide_for_pupils(school: School, *, seed: int, at: dt.datetime) -> None:
    """A word, a request, a hold, a withdrawal and some answers, where the term allows them."""
    cpe = Staff.objects.get(school=school, sts_type=stories.CPE[0], sts_id=stories.CPE[1]).user
    pending = _of_class(school).filter(guardian_release_at__gt=at)
    read_by_pupils = list(pending.filter(student_release_at__lte=at))
    mine = [version for version in read_by_pupils if version.student.siecle_id == stories.INES]
    others = [
        version
        for version in read_by_pupils
        if version.student.siecle_id != stories.INES and version.value is not None
    ]
    others.sort(key=lambda version: version.value)
    if mine:
        _try(write_word, mine[0].result, typeset(WORD), at=at)
    if others:
        _try(ask_to_talk, others[0].result, words=typeset(ASKED), at=at)
    if len(others) > 1:
        until = at + dt.timedelta(days=HOLD_DAYS)
        _try(hold, others[1].result, until=until, reason=HELD_BECAUSE, by=cpe, at=at)
    _withdraw_one(school, seed=seed, by=cpe, at=at)
    _answer_some(school, seed=seed, at=at)


def _withdraw_one(school: School, *, seed: int, by: Any, at: dt.datetime) -> None:
    open_ones = [
        version
        for version in _of_class(school).filter(guardian_release_at__lte=at, n=1)
        if version.student.siecle_id not in {stories.INES, stories.COME}
    ]
    if open_ones:
        chosen = draw(seed, "withdrawn").choice(open_ones[-40:])
        _try(withdraw, chosen.result, WithdrawnFrom.BOTH, WITHDRAWN_BECAUSE, by=by, at=at)


def _answer_some(school: School, *, seed: int, at: dt.datetime) -> None:
    """The families who already answered; the others are those «sans réponse»."""
    proposed = _of_class(school).filter(device__isnull=False, guardian_release_at__lte=at)
    rng = draw(seed, "answers")
    for version in proposed.order_by("-guardian_release_at", "pk")[:ANSWERS]:
        links = Guardianship.objects.in_force(at=at).filter(
            student=version.student, scope__in=LEGAL.scopes, guardian__user__isnull=False
        )
        for link in links.select_related("guardian").order_by("pk")[: rng.randint(0, 2)]:
            answer_help(
                version.result,
                link.guardian,
                device=version.device,
                answer=rng.choice((Answer.YES, Answer.YES, Answer.TALK, Answer.NOT_POSSIBLE)),
                at=at - dt.timedelta(hours=1),
            )


def _of_class(school: School) -> Any:
    return (
        ResultVersion.objects.latest()
        .filter(school=school, result__division__code=CLASS)
        .select_related("result", "student", "device")
        .order_by("guardian_release_at", "pk")
    )


def _try(act: Any, *arguments: Any, **named: Any) -> None:
    """Early in the year, or at night, some of it is refused: the demo does without."""
    try:
        act(*arguments, **named)
    except ResultError:
        return
