"""The sentences of the demo: themes read from their tables, and what teachers write. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from apps.demo.school_files.curriculum import ENGLISH, FRENCH, GERMAN, LATIN, MATHS, SPANISH
from apps.demo.theatre import themes_letters, themes_sciences
from apps.results.enums import AssessmentKind, SkillLevel
from coeduc.french import typeset

HISTORY, LIFE_SCIENCE, PHYSICS, TECHNOLOGY = "042100", "062900", "062300", "070800"
SPORTS, ART, MUSIC = "100100", "090100", "081300"
KINDS = {
    "c": AssessmentKind.TEST,
    "i": AssessmentKind.QUIZ,
    "m": AssessmentKind.HOMEWORK,
    "o": AssessmentKind.ORAL,
    "p": AssessmentKind.PROJECT,
    "t": AssessmentKind.PRACTICAL,
}
TABLES = {
    FRENCH: themes_letters.FRENCH,
    HISTORY: themes_letters.HISTORY,
    ENGLISH: themes_letters.ENGLISH,
    SPANISH: themes_letters.SPANISH,
    GERMAN: themes_letters.GERMAN,
    LATIN: themes_letters.LATIN,
    MATHS: themes_sciences.MATHS,
    LIFE_SCIENCE: themes_sciences.LIFE_SCIENCE,
    PHYSICS: themes_sciences.PHYSICS,
    TECHNOLOGY: themes_sciences.TECHNOLOGY,
    SPORTS: themes_sciences.SPORTS,
    ART: themes_sciences.ART,
    MUSIC: themes_sciences.MUSIC,
}
PROGRESS = {
    FRENCH: (
        "Lire dix minutes chaque soir, le livre que l’on veut.",
        "Recopier la correction, puis relire à voix haute.",
        "Aide en petit groupe, jeudi de 13 h à 13 h 45, salle 12.",
    ),
    MATHS: (
        "Devoirs faits, mardi à 16 h : on refait ensemble un exercice du contrôle.",
        "Refaire l’exercice 2 sans regarder la correction, puis comparer.",
        "Cinq minutes de calcul mental par jour, avec les cartes du cahier.",
    ),
    HISTORY: (
        "Relire la leçon, la fermer, puis la raconter à quelqu’un.",
        "Apprendre les mots de la leçon, cinq par soir.",
    ),
    SPORTS: ("Continuer comme cela : tout le monde progresse d’une séance à l’autre.",),
    ART: ("Garder un carnet et y dessiner quand on en a envie.",),
    MUSIC: ("Écouter de nouveau la chanson, les paroles sont dans le cahier.",),
}
LANGUAGES = (
    "Relire les mots du cahier à voix haute, trois fois dans la semaine.",
    "Se poser les questions à deux, avec un camarade.",
)
EXPERIMENTS = (
    "Refaire le schéma sans le modèle, puis vérifier dans le cahier.",
    "Revoir les mots de la leçon ; on refait le point ensemble vendredi.",
)
PRAISE = (
    "Le travail est soigné.",
    "Les leçons sont apprises.",
    "De bonnes idées.",
    "La présentation est claire.",
    "Beaucoup d’efforts.",
)
ENCOURAGEMENT = ("De bonnes idées.", "Beaucoup d’efforts.", "Une participation utile en classe.")
ADVICE = (
    "Aller moins vite au début.",
    "Prendre le temps de se relire.",
    "Apprendre la leçon un peu chaque soir.",
    "Écrire les étapes, même quand le résultat est trouvé.",
)
HELP = (
    "On reprend ce point ensemble à la fin de l’heure, mardi.",
    "Devoirs faits, jeudi à 16 h : une place est gardée.",
    "Le prochain contrôle reprendra ce point : une autre chance de réussir.",
)
EXCELLENT, GOOD, FAIR, WEAK = 0.9, 0.7, 0.45, 0.3


@dataclass(frozen=True, slots=True)
class Theme:
    """One assessment to give: its sort, its title, and the three skills it looks at."""

    kind: str
    title: str
    skills: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class MarkWords:
    """What stands beside one pupil's mark."""

    achieved: str = ""
    to_review: str = ""
    progress: str = ""


def themes_of(subject: str, level: str) -> list[Theme]:
    """The themes of a subject at a level, in the order of the year; empty when not taught."""
    block = TABLES.get(subject, {}).get(level, "")
    return [_theme(line) for line in block.strip().splitlines()]


def _theme(line: str) -> Theme:
    letter, title, *skills = line.split("|")
    first, second, third = skills
    return Theme(KINDS[letter], typeset(title), (first, second, third))


def progress_line(subject: str, rng: random.Random) -> str:
    """«Pour progresser», for the class at once."""
    fallback = LANGUAGES if subject in (ENGLISH, SPANISH, GERMAN, LATIN) else EXPERIMENTS
    return typeset(rng.choice(PROGRESS.get(subject, fallback)))


def words_for(
    theme: Theme, share: float, rng: random.Random, *, levels: Sequence[int] = (), always: bool
) -> MarkWords:
    """Sentences that fit a mark; ``share`` is the mark over the scale. One in four has none.

    ``levels``: one a skill where they were placed; the words never say the contrary.
    """
    if not always and rng.random() < 0.25:
        return MarkWords()
    skills = list(theme.skills)
    rng.shuffle(skills)
    if share >= GOOD:
        more = share < EXCELLENT and rng.random() < 0.5
        achieved, review = skills[:2], skills[2:] if more else []
    elif share >= FAIR:
        achieved, review = [skills[0]], [skills[1]]
    else:
        achieved, review = [skills[0]] if share >= WEAK else [], [skills[1], skills[2]]
    if levels:
        reached = {
            skill
            for skill, level in zip(theme.skills, levels, strict=True)
            if level >= SkillLevel.REACHED
        }
        achieved = [skill for skill in achieved if skill in reached]
        review = [skill for skill in review if skill not in reached]
    good, bad = _sentence(achieved), _sentence(review)
    if not good or rng.random() < 0.5:
        good = f"{good} {rng.choice(PRAISE if share >= FAIR else ENCOURAGEMENT)}".strip()
    if bad and rng.random() < 0.35:
        bad = f"{bad} {rng.choice(ADVICE)}"
    help_line = rng.choice(HELP) if share < 0.4 and rng.random() < 0.5 else ""
    return MarkWords(typeset(good), typeset(bad), typeset(help_line))


def _sentence(skills: list[str]) -> str:
    return " ".join(f"{skill[0].upper()}{skill[1:]}." for skill in skills)
