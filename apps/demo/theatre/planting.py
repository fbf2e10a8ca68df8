"""The assessments that a visitor is meant to find, put into the plan of 4eB. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import ENGLISH, FRENCH, MATHS
from apps.demo.theatre.abilities import draw
from apps.demo.theatre.plan import Planned, PlannedTeaching, PlayedDays, make, weekly_slots
from apps.demo.theatre.timetable import PlayedLesson, lessons
from apps.demo.theatre.words import (
    ART,
    HISTORY,
    LIFE_SCIENCE,
    MUSIC,
    PHYSICS,
    TECHNOLOGY,
    Theme,
    themes_of,
)
from apps.results.enums import AssessmentKind, Scale
from coeduc.french import typeset

CLASS_OF_INES = stories.DIVISION_OF_INES
WAITING = "waiting"  # Mme Roux has the copies in her bag: the tap is the visitor's
FRESH = "fresh"  # Inès sees it, her parents do not yet
OVERDUE = "overdue"  # marked weeks ago, and never handed back
CORRECTED = "corrected"  # a mark of Inès was raised after everybody had read it
GAP_SIZE = 6
WRITTEN = {AssessmentKind.TEST, AssessmentKind.QUIZ}
GAP = dt.timedelta(days=21)
LONG_AGO = dt.timedelta(days=48)  # twenty days of lessons and two weeks of holidays
FRACTIONS = Theme(
    AssessmentKind.TEST,
    typeset("Fractions : multiplier et diviser"),
    ("multiplier deux fractions", "diviser par une fraction", "résoudre un problème"),
)
# What a class may be asked to do at home, by subject: title, then three skills.
HOMEWORK = {
    ENGLISH: ("Écrire une carte postale : my holidays", "utiliser le prétérit",
              "connaître les mots", "relier les phrases"),
    HISTORY: ("Un croquis de la mondialisation", "choisir les bonnes couleurs",
              "faire une légende", "écrire proprement sur la carte"),
    LIFE_SCIENCE: ("Fiche : un grand séisme", "trouver une information sûre",
                   "faire un schéma", "écrire avec ses propres mots"),
    PHYSICS: ("Mes mesures de la semaine", "lire un thermomètre", "remplir un tableau",
              "tracer un graphique"),
    TECHNOLOGY: ("Relever la consommation d’une lampe", "lire une étiquette", "faire un calcul",
                 "expliquer sa réponse"),
    FRENCH: ("Un portrait en dix lignes", "choisir des adjectifs précis", "faire des phrases",
             "relire pour l’orthographe"),
    MUSIC: ("Présenter une chanson aimée", "donner les informations utiles",
            "dire ce que l’on ressent", "donner un argument"),
    ART: ("Photographier une ombre", "choisir un cadre", "jouer avec la lumière",
          "parler de son travail"),
}  # fmt: skip
# The subjects that a class has often enough to hand something back on any day.
EVERYDAY = (HISTORY, ENGLISH, FRENCH, LIFE_SCIENCE, PHYSICS, TECHNOLOGY)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the stories are planted in."""

    seed: int
    term: PlayedDays
    now: PlayedLesson  # the school's wall clock

    def hours(self, subject: str) -> list[PlayedLesson]:
        taught = self.taught(subject)
        return lessons(weekly_slots(self.seed, [taught])[taught], self.term.window)

    def taught(self, subject: str) -> PlannedTeaching:
        return PlannedTeaching(CLASS_OF_INES, subject, CLASS_OF_INES[:2])


def plant_stories(planned: list[Planned], scene: Scene) -> list[Planned]:
    """The plan with its stories; early in September there is no room yet for some of them."""
    for story in (_waiting, _fresh, _corrected, _overdue, _homework_gap):
        planned = story(planned, scene)
    for found in planned:
        found.share = scene.term.share(found.held.day)
    return planned


def _waiting(planned: list[Planned], scene: Scene) -> list[Planned]:
    """Marked the evening before the last day of school, and not handed back."""
    window = scene.term.window
    if len(window) < 2:
        return planned
    marked = PlayedLesson(window[-2], dt.time(20, 45))
    found = _staged(scene, MATHS, before=window[-2], theme=FRACTIONS)
    if found is None:
        return planned
    found.marked, found.handed_back, found.progress_at_hand_back = marked, None, False
    found.progress = "Devoirs faits, mardi à 16 h : on refait ensemble l’exercice 2."
    found.tags.add(WAITING)
    return [*_make_room(planned, found), found]


def _fresh(planned: list[Planned], scene: Scene) -> list[Planned]:
    """Handed back in the last lesson that has already taken place."""
    for day in reversed(scene.term.window[-2:]):
        for subject in EVERYDAY:
            hours = [lesson for lesson in scene.hours(subject) if lesson.day == day]
            tap = _minutes_later(hours[0], 12) if hours else None
            if tap is None or _minutes_later(tap, 11) > scene.now:
                continue
            found = _staged(scene, subject, before=day, theme=None)
            if found is None:
                continue
            found.marked = PlayedLesson(day - dt.timedelta(days=2), dt.time(18, 30))
            found.handed_back = tap
            found.tags.add(FRESH)
            return [*_make_room(planned, found), found]
    return planned


def _staged(scene: Scene, subject: str, *, before: dt.date, theme: Theme | None) -> Planned | None:
    """A test given six days or more before a day, if there was a lesson then."""
    hours = scene.hours(subject)
    past = [n for n, lesson in enumerate(hours) if lesson.day <= before - dt.timedelta(days=6)]
    if not past:
        return None
    rng = draw(scene.seed, "staged", subject)
    tests = [t for t in themes_of(subject, CLASS_OF_INES[:2]) if t.kind == AssessmentKind.TEST]
    return make(scene.taught(subject), theme or tests[-1], hours, past[-1], rng)


def _make_room(planned: list[Planned], new: Planned) -> list[Planned]:
    """Drop what the same teacher had planned just before, or later, and the same theme."""
    limit = new.held.day - dt.timedelta(days=6)
    return [
        found
        for found in planned
        if found.taught != new.taught or (found.held.day < limit and found.title != new.title)
    ]


def _corrected(planned: list[Planned], scene: Scene) -> list[Planned]:
    mine = [found for found in _of(planned, scene.taught(MATHS)) if not found.tags]
    if mine:
        min(mine, key=lambda found: found.held).tags.add(CORRECTED)
    return planned


def _overdue(planned: list[Planned], scene: Scene) -> list[Planned]:
    """The copies of September that a class still waits for: families read since when."""
    limit = scene.term.today - LONG_AGO
    mine = [
        found
        for found in _of(planned, scene.taught(TECHNOLOGY))
        if not found.tags and found.held.day < limit
    ]
    if mine:
        mine[0].tags.add(OVERDUE)
        mine[0].handed_back = None
    return planned


def _homework_gap(planned: list[Planned], scene: Scene) -> list[Planned]:
    """Six homeworks marked in three weeks, so that one pupil may have handed in none."""
    mine = [found for found in planned if _is_recent(found, scene)]
    count = sum(found.kind == AssessmentKind.HOMEWORK for found in mine)
    added = []
    for subject, (title, *skills) in HOMEWORK.items():
        if count >= GAP_SIZE:
            break
        first, second, third = skills
        theme = Theme(AssessmentKind.HOMEWORK, typeset(title), (first, second, third))
        written = [f for f in mine if f.taught.subject == subject and f.kind in WRITTEN]
        if kept := next((found for found in written if not found.tags), None):
            kept.theme, kept.title, kept.kind = theme, theme.title, theme.kind
            kept.scale, kept.coefficient = Scale.TWENTY, Decimal("0.5")
        elif new := _recent_homework(scene, subject, theme):
            added.append(new)
        else:
            continue
        count += 1
    return [*planned, *added]


def _is_recent(found: Planned, scene: Scene) -> bool:
    return (
        found.taught.structure == CLASS_OF_INES
        and in_gap(found, scene.term.today)
        and found.marked <= scene.now
    )


def _recent_homework(scene: Scene, subject: str, theme: Theme) -> Planned | None:
    """One given about ten days ago and marked since; None early in the year."""
    today = scene.term.today
    days = (today - GAP + dt.timedelta(days=2), today - dt.timedelta(days=8))
    hours = scene.hours(subject)
    past = [n for n, lesson in enumerate(hours) if days[0] <= lesson.day <= days[1]]
    if not past:
        return None
    new = make(scene.taught(subject), theme, hours, past[0], draw(scene.seed, "gap", subject))
    new.marked = PlayedLesson(new.held.day + dt.timedelta(days=4), dt.time(18, 30))
    return new


def in_gap(found: Planned, today: dt.date) -> bool:
    return found.held.day > today - GAP


def _of(planned: Sequence[Planned], taught: PlannedTeaching) -> list[Planned]:
    return [found for found in planned if found.taught == taught]


def _minutes_later(lesson: PlayedLesson, minutes: int) -> PlayedLesson:
    moment = dt.datetime.combine(lesson.day, lesson.clock) + dt.timedelta(minutes=minutes)
    return PlayedLesson(moment.date(), moment.time())
