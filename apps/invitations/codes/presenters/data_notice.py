"""What a person is told of the data kept about them: for how long, as the register says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coeduc import french, portal
from coeduc.processing import Processing, family_words, lastings


@dataclass(frozen=True, slots=True)
class Durations:
    """``kept``: a sentence a kind of data that something erases in time; ``left``: all others."""

    kept: list[str]
    left: str


def durations(
    *,
    register: Iterable[Processing] | None = None,
    words_of: Callable[[Processing], str] = family_words,
) -> Durations:
    """Of the whole register; a purge that is written and entered there changes it by itself."""
    found = lastings(portal.answers().register if register is None else register, words_of)
    waits = _("Le portail n’efface pas encore de lui-même %(what)s.")
    left = [one.what for one in found if not one.kept]
    return Durations(
        kept=[
            french.typeset(f"{french.capital(one.what)} : {_small(' '.join(one.kept))}")
            for one in found
            if one.kept
        ],
        left=french.typeset(waits % {"what": french.and_list(left)}) if left else "",
    )


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
