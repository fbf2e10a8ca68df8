"""The skills of a result in everyday words, strong ones first.

The official words of the livret scolaire are for the report, codes for the teacher’s grid. Words
have no gender: the portal does not know whether a pupil is a girl or a boy, and need not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.results.enums import SkillLevel
from coeduc import french


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The skills at one level, under its words."""

    label: str
    skills: tuple[str, ...]


def level_groups(
    skills: list[str], levels: list[int], *, name: str, to_pupil: bool
) -> tuple[LevelGroup, ...]:
    """«Inès sait faire», «Presque», «Pas encore»; what was not assessed (0) is not there."""
    found = []
    for level in sorted(SkillLevel, reverse=True):
        named = tuple(
            skill for skill, reached in zip(skills, levels, strict=False) if reached == level
        )
        if named:
            found.append(LevelGroup(_of_pupil(level, name, to_pupil=to_pupil), named))
    return tuple(found)


def short_levels(skills: list[str], levels: list[int], *, to_pupil: bool) -> tuple[str, ...]:
    """«Calculer : sait faire», a line a skill, strong ones first: where there is little room."""
    assessed = [pair for pair in zip(levels, skills, strict=False) if pair[0]]
    return tuple(
        french.typeset(f"{skill} : {in_words(SkillLevel(level), to_pupil=to_pupil)}")
        for level, skill in sorted(assessed, key=lambda pair: -pair[0])
    )


def in_words(level: SkillLevel, *, to_pupil: bool) -> str:
    """Of a pupil nobody names, or to them."""
    if to_pupil:
        return {
            SkillLevel.EXCEEDED: _("tu sais faire et tu vas plus loin"),
            SkillLevel.REACHED: _("tu sais faire"),
            SkillLevel.PARTLY_REACHED: _("presque"),
            SkillLevel.NOT_REACHED: _("pas encore"),
        }[level]
    return {
        SkillLevel.EXCEEDED: _("sait faire et va plus loin"),
        SkillLevel.REACHED: _("sait faire"),
        SkillLevel.PARTLY_REACHED: _("presque"),
        SkillLevel.NOT_REACHED: _("pas encore"),
    }[level]


def _of_pupil(level: SkillLevel, name: str, *, to_pupil: bool) -> str:
    words = in_words(level, to_pupil=to_pupil)
    if to_pupil or level < SkillLevel.REACHED:
        return french.capital(words)
    return f"{name} {words}"
