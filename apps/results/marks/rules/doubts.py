"""A skill said both reached and to review, asked about while one writes; pure, never a refusal.

A family that reads «sait faire : calculer» above «à revoir : les calculs» does not know what to do.
The teacher may mean it (an easy part, a hard part): the question stands beside the words, which are
kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from apps.results.enums import SkillLevel
from coeduc import french
from coeduc.letters import key_of

# Letters of what two sentences share, to be the name of something.
ENOUGH_LETTERS = 5
_PART = re.compile(r"[.,;:!?…()\n«»]+|\bet\b|\bmais\b|\bou\b")
# What a teacher writes around the name of a skill.
_AROUND_A_NAME = """
a acquis acquise acquises apprendre attention au aux bien bon bonne bonnes bons bravo ce ces cet
cette comprendre compris comprise comprises continue continuer continues d dans de des du effort
efforts elle en encore est et eu exercice exercices faire fait fort forte fortes forts il ils j
je l la le lecon lecons les leur ma maitrise maitrisee maitrisees maitriser mes mieux mon n ne
nous on ont ou par pas pense penser penses pensez peu plus pour qu que qui regarde regarder
relire relis reprendre retravailler reussi reussie reussies reussis revoir revois revoit s sa
sais sait savoir se ses si son sont sur ta te tes ton tous tout toute toutes travail travailler
tres trop tu un une vos votre y
"""
_AROUND = frozenset(_AROUND_A_NAME.split())


def doubts(
    achieved: str, to_review: str, skills: Sequence[str], levels: Sequence[int]
) -> tuple[str, ...]:
    """The skills, else the words, that a line says both reached and to review.

    ``levels``: one a skill, 0 where it was not assessed, as typed so far.
    """
    good, weak = _words(achieved), _words(to_review)
    asked = []
    for n, skill in enumerate(skills):
        named = _words(skill)
        level = levels[n] if n < len(levels) else 0
        is_good = level >= SkillLevel.REACHED or _says(good, named)
        is_weak = 0 < level < SkillLevel.REACHED or _says(weak, named)
        if is_good and is_weak:
            asked.append(skill)
    return tuple(asked) or tuple(_shared(achieved, to_review))


def question(names: Sequence[str]) -> str:
    """«« Calculer » est à la fois réussi et à revoir : c’est voulu ?»; empty where nothing is."""
    if not names:
        return ""
    sentence = _("%(names)s : à la fois réussi et à revoir ? À préciser, si ce n’est pas voulu.")
    return french.typeset(sentence % {"names": french.and_list([f"« {name} »" for name in names])})


def _shared(achieved: str, to_review: str) -> Iterable[str]:
    """What a part of one text names, and a part of the other too, as it is written there."""
    for part in _PART.split(to_review):
        words = _words(part)
        for other in map(_words, _PART.split(achieved)):
            smaller = min(words, other, key=len)
            if smaller == words & other and _is_a_name(smaller):
                yield part.strip()
                break


def _is_a_name(words: frozenset[str]) -> bool:
    return sum(map(len, words)) >= ENOUGH_LETTERS


def _says(said: frozenset[str], named: frozenset[str]) -> bool:
    return bool(named) and named <= said


def _words(text: str) -> frozenset[str]:
    """Those that name something, accents, case and plural apart."""
    found = key_of(text.replace("’", " ").replace("'", " ")).split()
    return frozenset(word.rstrip("sx") or word for word in found if word not in _AROUND)
