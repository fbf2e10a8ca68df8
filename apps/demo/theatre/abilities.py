"""What each pupil of the demo is worth in each subject, and the planted stories. Pure.

Every draw has its own seed made of names, so that a mark never depends on the order of the
others: the same seed gives the same marks in a school of 24 pupils or of 520.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import MATHS
from apps.results.enums import AssessmentKind, Status

SPORTS = "100100"
MEAN, SPREAD = 11.5, 2.8
ABSENT, EXEMPT_IN_SPORTS, NOT_HANDED_IN = 0.03, 0.06, 0.12
HALF = Decimal("0.5")
# The children whose pages visitors open first: their level is chosen, not drawn.
CHOSEN = {
    stories.INES: 0.35,
    stories.MALIK: -0.25,
    stories.COME: 0.1,
    stories.YANIS: -0.5,
    stories.PAP_DYSLEXIA: -0.4,
}
ALWAYS_THERE = {
    stories.INES,
    stories.MALIK,
    stories.FALLING_MATHS,
    stories.QUIET_IMPROVER,
    stories.BORED_HIGH,
    stories.HOMEWORK_GAP,
}


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A value on the assessment's own scale, or a status."""

    value: Decimal | None
    status: str = ""


def draw(*words: object) -> random.Random:
    """A generator of its own for one thing, named by words."""
    return random.Random("|".join(str(word) for word in words))  # noqa: S311


def outcome(
    seed: int,
    eleve_id: str,
    subject: str,
    key: str,
    *,
    kind: str,
    scale: int,
    progress: float,
    in_gap: bool,
) -> DrawnMark:
    """What a pupil got; ``progress`` runs from 0 to 1 over the term, ``in_gap`` at its end."""
    rng = draw(seed, eleve_id, subject, key)
    if eleve_id == stories.HOMEWORK_GAP and in_gap and kind == AssessmentKind.HOMEWORK:
        return DrawnMark(None, Status.NOT_SUBMITTED)
    if eleve_id not in ALWAYS_THERE and (status := _status(rng, subject, kind)):
        return DrawnMark(None, status)
    mark = _planted(rng, eleve_id, subject, progress)
    if mark is None:
        level = _level(seed, eleve_id, subject, progress)
        mark = MEAN + SPREAD * level + rng.gauss(0, 1.5)
    return DrawnMark(_on_scale(mark, scale))


def _status(rng: random.Random, subject: str, kind: str) -> str:
    chance = rng.random()
    if chance < ABSENT and kind != AssessmentKind.HOMEWORK:
        return Status.ABSENT
    if chance < EXEMPT_IN_SPORTS and subject == SPORTS:
        return Status.EXEMPT
    if chance < NOT_HANDED_IN and kind == AssessmentKind.HOMEWORK:
        return Status.NOT_SUBMITTED
    return ""


def _planted(rng: random.Random, eleve_id: str, subject: str, progress: float) -> float | None:
    match eleve_id:
        case stories.FALLING_MATHS if subject == MATHS:
            return 13.5 - 4.5 * progress + rng.uniform(-0.25, 0.25)
        case stories.QUIET_IMPROVER:
            return 9.5 + 3.5 * progress + rng.uniform(-0.25, 0.25)
        case stories.BORED_HIGH:
            return 18.8 + rng.uniform(-0.7, 1)
    return None


def _level(seed: int, eleve_id: str, subject: str, progress: float) -> float:
    general = CHOSEN.get(eleve_id, draw(seed, eleve_id).gauss(0, 1))
    taste = draw(seed, eleve_id, subject).gauss(0, 0.6)
    drift = draw(seed, eleve_id, "drift").gauss(0, 0.25)
    return general + taste + drift * progress


def _on_scale(mark: float, scale: int) -> Decimal:
    """Half points, whatever the scale, and never outside it."""
    points = max(0.0, min(20.0, mark)) * scale / 20
    return (Decimal(round(points * 2)) * HALF).quantize(Decimal("0.01"))
