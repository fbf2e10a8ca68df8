"""The notebooks of the demo: of two classes through the services, then of the whole collège.

Where visitors look first, each lesson of the last two weeks is written by its teacher as they would;
``notebook_school`` writes the rest.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import ENGLISH, FRENCH, MATHS
from apps.demo.theatre.abilities import draw
from apps.demo.theatre.notebook_files import ASKS_A_FILE, ON_PAPER, files_of_lesson, give_files
from apps.demo.theatre.notebook_school import write_the_rest
from apps.demo.theatre.plan import PlannedTeaching, PlayedDays, weekly_slots
from apps.demo.theatre.play import PlayRows
from apps.demo.theatre.timetable import PlayedLesson, lessons
from apps.demo.theatre.words import ART, HISTORY, LIFE_SCIENCE, MUSIC, PHYSICS
from apps.homework.errors import NotebookError
from apps.homework.models import DailyCap, HomeworkVersion
from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from apps.homework.reading.services import set_done
from apps.schools.models import Student, Teaching
from coeduc.french import typeset

CLASSES = (stories.DIVISION_OF_INES, stories.DIVISION_OF_MALIK)
TICKERS = (stories.INES, stories.MALIK)
CAPS = {"6e": 45, "5e": 50, "4e": 60, "3e": 60}
WINDOW, NEXT = 12, 10  # school days
ONE_HOUR = dt.timedelta(minutes=55)
GIVES_WORK, ASKS = 0.7, 0.45
IS_TICKED, WAS_TICKED, LATELY = 0.6, 0.97, dt.timedelta(days=3)

# ruff: noqa: E501 (one lesson a line reads best as a table)
# One lesson a line: done in class | question for home | work | minutes | how without a screen.
WORDS = {
    FRENCH: """
Lecture du chapitre 2 à voix haute, puis relevé des mots qui disent la peur.|Qu’est-ce qui fait peur dans le chapitre 2 ?|Relire le chapitre 2, choisir trois phrases à lire à voix haute.|20|
Le voyage d’Ulysse : **qui raconte**, et à qui.|Comment s’appelle le voyage d’Ulysse ?|Apprendre les mots de la page 48.|15|
Accord du participe passé : exercices 2 et 5 faits ensemble.|À quoi sert d’accorder un mot avec un autre ?|Exercice 6 page 102, sur le cahier.|20|
Écriture : le portrait d’une personne qu’on admire.|Qui admires-tu, et pourquoi ?|Finir le portrait, une demi-page.|30|
""",
    MATHS: """
Addition de fractions : même dénominateur, puis dénominateurs différents.|Comment partager une tarte entre cinq personnes ?|Exercices 3 et 4 page 58.|15|
Calcul mental, puis $\\frac{1}{2} + \\frac{1}{4}$ avec des bandes de papier.|Où voit-on des fractions dans la cuisine ?|Refaire l’exemple du cahier, puis l’exercice 7.|20|
Géométrie : tracer une figure à partir d’un programme.||Tracer la figure 2 sur feuille blanche.|15|
Problèmes : lire deux fois, dessiner, puis calculer.|Quel calcul as-tu fait de tête aujourd’hui ?|Regarder la vidéo sur les fractions, puis l’exercice 9.|20|lire l’encadré de la page 60
""",
    HISTORY: """
Les ports de l’Atlantique : lecture d’une carte.|D’où viennent le sucre et le coton ?|Apprendre les trois repères de la carte.|15|
Une ville, ses quartiers, ses transports.|Quel est le plus vieux bâtiment du quartier ?|Décrire le trajet de la maison au collège en cinq phrases.|20|
Étude d’un document : qui l’écrit, quand, pour qui ?||Répondre aux questions 1 et 2 page 84.|15|
""",
    ENGLISH: """
Se présenter, poser des questions sur les goûts.|Comment demande-t-on l’heure en anglais ?|Relire la leçon à voix haute.|10|
Écoute d’un dialogue au marché.|Quels fruits sais-tu nommer en anglais ?|Réécouter le dialogue de la leçon 3.|15|relire le texte du dialogue page 41
Le passé : verbes en -ed.||Apprendre les dix verbes de la liste.|15|
""",
    LIFE_SCIENCE: """
L’eau sur Terre : d’où vient le sel ?|Pourquoi la mer est-elle salée ?|Finir le schéma du cycle de l’eau.|15|
Observation de feuilles à la loupe.|Pourquoi les feuilles tombent-elles en automne ?|Apporter deux feuilles d’arbres différents.|5|
""",
    PHYSICS: """
Mélanges : ce qui se dissout et ce qui ne se dissout pas.|Pourquoi le sucre disparaît-il dans le thé ?|Apprendre la définition d’un mélange.|10|
Circuit électrique : une pile, une lampe.|Qu’est-ce qui marche avec une pile à la maison ?||10|
""",
    ART: "\nPerspective : une rue vue de haut.|Quelle couleur choisirais-tu pour ta rue ?||10|\n",
    MUSIC: "\nChant à deux voix, écoute d’un orchestre.|Quelle chanson as-tu chantée en classe ?||10|\n",
}  # fmt: skip
# What to revise for the tests that are announced in the days to come.
REVISE = {
    MATHS: "Les fractions : refaire les exemples du cahier, puis l’exercice 7.",
    HISTORY: "Les repères de la carte, et la leçon sur les villes.",
}


@dataclass(frozen=True, slots=True)
class WrittenLesson:
    """What a teacher writes of one lesson."""

    text: str
    question: str
    work: str
    minutes: int
    offline_way: str


def write_notebooks(stage: PlayRows, term: PlayedDays, *, at: dt.datetime) -> int:
    """Write each lesson at its own end through the services; say how many."""
    school = stage.school
    DailyCap.objects.bulk_create(
        DailyCap(school=school, level=level, minutes=minutes) for level, minutes in CAPS.items()
    )
    past = [day for day in term.days if day <= term.today][-WINDOW:]
    ahead = [day for day in term.days if day > term.today][:NEXT]
    taught = [one for one in stage.teachings if one.structure in CLASSES and one.subject in WORDS]
    plan = [
        (stage.instant(hour) + ONE_HOUR, one, n, hours)
        for one, slots in weekly_slots(stage.seed, taught).items()
        for hours in [lessons(slots, [*past, *ahead])]
        for n, hour in enumerate(hours)
    ]
    ranks: Counter[tuple[PlannedTeaching, dt.date]] = Counter()
    written = 0
    for moment, one, n, hours in sorted(plan, key=lambda item: (item[0], item[1].structure)):
        if moment <= at:
            ranks[one, hours[n].day] += 1
            _write(stage, one, n, hours, rank=ranks[one, hours[n].day], at=moment)
            written += 1
    written += write_the_rest(stage, term, CAPS, at=at)
    _tick(stage, at=at)
    give_files(stage, at=at)
    return written


def lessons_written(subject: str) -> list[WrittenLesson]:
    lines = [line.split("|") for line in WORDS[subject].strip().splitlines()]
    return [
        WrittenLesson(typeset(text), typeset(question), typeset(work), int(minutes), offline)
        for text, question, work, minutes, offline in lines
    ]


def _write(
    stage: PlayRows,
    one: PlannedTeaching,
    n: int,
    hours: Sequence[PlayedLesson],
    *,
    rank: int,
    at: dt.datetime,
) -> None:
    rng = draw(stage.seed, "notebook", one.structure, one.subject, hours[n].day, rank)
    known = lessons_written(one.subject)
    of_words = (n + len(one.structure)) % len(known)
    lesson = known[of_words]
    question = lesson.question if rng.random() < ASKS else ""
    following = next((hour.day for hour in hours[n:] if hour.day > hours[n].day), None)
    works: tuple[GivenWork, ...] = ()
    asks_file = (one.subject, of_words) == ASKS_A_FILE
    if lesson.work and following and (rng.random() < GIVES_WORK or asks_file):
        needs_screen = bool(lesson.offline_way)
        works = (
            GivenWork(
                lesson.work,
                following,
                minutes=lesson.minutes,
                needs_screen=needs_screen,
                offline_way=ON_PAPER if asks_file else lesson.offline_way,
                asks_file=asks_file,
            ),
        )
    if one.subject in REVISE and following and following > stage.today:
        works += (GivenWork(typeset(REVISE[one.subject]), following, is_test=True),)
    teaching = stage.teachings[one]
    author = stage.author(teaching, at=at).user
    page = Page(
        lesson.text,
        question,
        works,
        files=files_of_lesson(stage, one.subject, of_words, by=author, at=at),
    )
    try:
        _put(stage, teaching, page, hours[n].day, rank, at)
    except NotebookError:  # the class has enough for that day already
        announced = tuple(one for one in works if one.is_test)
        _put(stage, teaching, replace(page, works=announced), hours[n].day, rank, at)


def _put(
    stage: PlayRows, teaching: Teaching, page: Page, day: dt.date, rank: int, at: dt.datetime
) -> None:
    author = stage.author(teaching, at=at).user
    write_lesson(teaching, page, day=day, by=author, at=at, rank=rank)


def _tick(stage: PlayRows, *, at: dt.datetime) -> None:
    """The two children whose pages visitors open have done what was due, and some of the rest."""
    pupils = Student.objects.filter(school=stage.school, siecle_id__in=TICKERS)
    for pupil in pupils.order_by("pk"):
        theirs = Q(homework__teaching__division__enrolments__student=pupil)
        theirs |= Q(homework__teaching__group__memberships__student=pupil)
        states = HomeworkVersion.objects.filter(theirs).latest().select_related("homework")
        for n, state in enumerate(states.order_by("homework")):
            chance = IS_TICKED if state.due_on > stage.today - LATELY else WAS_TICKED
            if draw(stage.seed, "tick", pupil.siecle_id, n).random() < chance:
                set_done(state.homework, pupil, done=True, at=at)
