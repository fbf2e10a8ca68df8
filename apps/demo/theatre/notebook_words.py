"""What teachers of the demo write of an ordinary lesson, from the themes of their subject. Pure.

A theme lasts six lessons, two for each of its skills; what was given for the next one follows.
"""

from __future__ import annotations

from dataclasses import dataclass

from apps.demo.school_files.curriculum import ENGLISH, FRENCH, GERMAN, LATIN, MATHS, SPANISH
from apps.demo.theatre.abilities import draw
from apps.demo.theatre.words import ART, HISTORY, MUSIC, SPORTS, TECHNOLOGY, Theme, themes_of
from coeduc.french import typeset

OF_A_SKILL = 2  # lessons
OF_A_THEME = 6
# Announced at the lesson before the last one of a theme, in what is written down.
ANNOUNCED = "Contrôle sur « {title} » : relire la leçon, refaire les exemples corrigés en classe."
NEVER_WRITTEN = {SPORTS, ART, MUSIC, TECHNOLOGY}
ASKS, GIVES_WORK = 0.3, 0.7
SELDOM = {SPORTS: 0.15, ART: 0.4, MUSIC: 0.4, TECHNOLOGY: 0.5}
DONE = (
    "**{title}**. Pour commencer : {skill}.",
    "**{title}**. Entraînement : {skill}, exercices {n} et {m} page {page}.",
    "**{title}**. Correction au tableau, puis {skill}.",
    "**{title}**. Travail en groupes : {skill}.",
    "**{title}**. Leçon recopiée : {skill}.",
)
IN_MOVEMENT = (
    "**{title}**. Échauffement, puis {skill}.",
    "**{title}**. Ateliers par quatre : {skill}.",
    "**{title}**. Match observé : chacun son rôle, {skill}.",
)
QUESTIONS = (
    "Qu’as-tu retenu de « {title} » ?",
    "Qu’est-ce qui était facile aujourd’hui : {skill} ?",
    "Peux-tu me montrer un exemple : {skill} ?",
)
# Work for home: words, minutes.
WRITTEN = (
    ("Exercice {n} page {page}, sur le cahier.", 20),
    ("Relire la leçon, puis refaire l’exercice {m} page {page}.", 15),
    ("Apprendre la leçon : {skill}.", 15),
    ("Exercices {n} et {m} page {page}.", 25),
)
LEARNT = (
    ("Apprendre la leçon : {skill}.", 15),
    ("Lire le document {n} page {page}, noter deux idées.", 15),
    ("Finir le schéma commencé en classe.", 10),
    ("Préparer trois phrases : {skill}.", 20),
)
SPOKEN = (
    ("Apprendre les mots de la page {page}.", 10),
    ("Relire le dialogue de la page {page} à voix haute, trois fois.", 10),
    ("Exercice {n} page {page}, sur le cahier.", 15),
    ("Préparer deux questions pour un camarade : {skill}.", 15),
)
HOME = {
    FRENCH: WRITTEN,
    MATHS: WRITTEN,
    HISTORY: LEARNT,
    ENGLISH: SPOKEN,
    SPANISH: SPOKEN,
    GERMAN: SPOKEN,
    LATIN: SPOKEN,
    SPORTS: (("Prendre une tenue chaude et une gourde : la séance est dehors.", 5),),
    ART: (("Apporter une image découpée dans un journal.", 10), ("Finir le croquis.", 15)),
    MUSIC: (("Réécouter la chanson, les paroles sont dans le cahier.", 10),),
    TECHNOLOGY: (("Finir de légender le schéma.", 10), ("Apporter un emballage vide.", 5)),
}


@dataclass(frozen=True, slots=True)
class OrdinaryLesson:
    """What is written of one lesson; ``work`` is "" where nothing is given.

    ``is_test``: the work is what to revise for a test.
    """

    text: str
    question: str = ""
    work: str = ""
    minutes: int = 0
    is_test: bool = False


def ordinary_lesson(
    seed: int, structure: str, subject: str, level: str, *, number: int
) -> OrdinaryLesson:
    """The ``number``-th lesson of the year of a class in a subject, always the same."""
    themes = themes_of(subject, level)
    if not themes:
        return OrdinaryLesson(typeset("Travail sur le projet de la classe."))
    rng = draw(seed, "ordinary", structure, subject, number)
    theme, skill = _where(themes, number)
    said = {
        "title": theme.title,
        "skill": skill,
        "n": 1 + number % 9,
        "m": 2 + number % 9,
        "page": 12 + number,
    }
    done = rng.choice(IN_MOVEMENT if subject == SPORTS else DONE)
    asks = rng.random() < ASKS
    gives = rng.random() < SELDOM.get(subject, GIVES_WORK)
    work, minutes = rng.choice(HOME.get(subject, LEARNT))
    is_test = number % OF_A_THEME == OF_A_THEME - 2 and subject not in NEVER_WRITTEN
    if is_test:
        gives, work = True, ANNOUNCED
    return OrdinaryLesson(
        text=typeset(done.format(**said)),
        question=typeset(rng.choice(QUESTIONS).format(**said)) if asks else "",
        work=typeset(work.format(**said)) if gives else "",
        minutes=minutes if gives else 0,
        is_test=is_test,
    )


def _where(themes: list[Theme], number: int) -> tuple[Theme, str]:
    step = number // OF_A_SKILL
    theme = themes[step // len(themes[0].skills) % len(themes)]
    return theme, theme.skills[step % len(theme.skills)]
