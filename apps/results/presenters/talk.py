"""A pupil's request to talk first, as the pupil reads it: the hour before, the hour after.

Each sentence says what somebody guarantees, and changes once its hour has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication import sentences
from apps.results.models import TalkRequest

if TYPE_CHECKING:
    from apps.results.services.talk import Foreseen

When = Callable[[dt.datetime | None], str]


@dataclass(frozen=True, slots=True)
class TalkPage:
    """``lines`` in order; ``words`` what the pupil wrote; what may still be done."""

    lines: tuple[str, ...]
    words: str = ""
    can_ask: bool = False
    can_take_back: bool = False


def talk_page(
    asked: TalkRequest | None,
    foreseen: Foreseen,
    *,
    is_late: bool,
    without_at: dt.datetime | None,
    at: dt.datetime,
    zone: ZoneInfo,
) -> TalkPage:
    """``without_at``: the parents' instant if the request were taken back now."""

    def when(instant: dt.datetime | None) -> str:
        return sentences.full_moment(instant, at=at, zone=zone) if instant else ""

    def told(*lines: str) -> tuple[str, ...]:
        return tuple(sentences.typeset(line) for line in lines if line)

    if is_late:
        now = _("Tes parents peuvent le lire maintenant. Va voir la CPE, ou appelle le 119.")
        return TalkPage(told(now))
    parents = _("Tes parents pourront le lire à partir du %(when)s.") % {
        "when": when(foreseen.ordinary_at)
    }
    if asked is None:
        return TalkPage(told(*_before_asking(foreseen, when)), can_ask=True)
    if asked.answered_at is not None:
        seen = _("Un adulte du collège en a parlé avec toi le %(when)s. C’est noté.")
        return TalkPage(told(seen % {"when": when(asked.answered_at)}, parents))
    if asked.taken_back_at is not None:
        back = _(
            "Tu as dit que finalement, tu n’en as pas besoin. On ne demande qu’une fois pour "
            "un résultat ; tu peux toujours aller voir la CPE."
        )
        return TalkPage(told(back, parents))
    return TalkPage(
        told(
            _("Ta demande est partie."),
            _read_sentence(foreseen, asked, when, at=at),
            parents,
            _tonight() if asked.guards_until is None else "",
            _taking_back(foreseen, without_at, when),
        ),
        words=asked.words,
        can_take_back=True,
    )


def _before_asking(foreseen: Foreseen, when: When) -> tuple[str, ...]:
    """The hour without the request, the hour with it, who reads it and when."""
    ordinary, paused = when(foreseen.ordinary_at), when(foreseen.paused_at)
    who = _the_adult(foreseen)
    if foreseen.is_closed_soon:
        moved = _(
            "Tes parents pourront le lire à partir du %(ordinary)s. Le collège ferme plusieurs "
            "jours : ta demande ne change pas cette date."
        ) % {"ordinary": ordinary}
        return (moved, _tonight(), _will_read(foreseen, who, when))
    if not foreseen.moves:
        moved = _(
            "Tes parents pourront le lire à partir du %(ordinary)s. Ta demande ne change pas "
            "cette date : un adulte a déjà une journée de classe entière avant."
        ) % {"ordinary": ordinary}
    else:
        moved = _(
            "Sans demande, tes parents pourront le lire à partir du %(ordinary)s. Si tu demandes "
            "maintenant, ce sera à partir du %(paused)s : un adulte a une journée de classe "
            "entière avant. Tes parents n’en sauront rien."
        ) % {"ordinary": ordinary, "paused": paused}
    once = _("On ne demande qu’une fois pour un résultat.")
    return (moved, _will_read(foreseen, who, when), once)


def _will_read(foreseen: Foreseen, who: str, when: When) -> str:
    if foreseen.read_at is None:
        return ""
    return _("Ta demande pourra être lue par %(who)s à partir du %(when)s.") % {
        "who": who,
        "when": when(foreseen.read_at),
    }


def _read_sentence(foreseen: Foreseen, asked: TalkRequest, when: When, *, at: dt.datetime) -> str:
    who = _the_adult(foreseen)
    if foreseen.read_at is not None and foreseen.read_at > at:
        told = _will_read(foreseen, who, when)
    else:
        told = _("Elle est sur la première page de %(who)s, avec cette heure.") % {"who": who}
    if asked.head_told_at is not None and foreseen.by_cpe:
        told += " " + _("La direction du collège est prévenue aussi.")
    return told


def _tonight() -> str:
    return _("Si tu as peur de ce qui va se passer à la maison : ce soir, appelle le 119.")


def _taking_back(foreseen: Foreseen, without_at: dt.datetime | None, when: When) -> str:
    if without_at is None or without_at == foreseen.ordinary_at:
        return _("« Finalement, pas besoin » : la date ne change pas.")
    return _("« Finalement, pas besoin » : tes parents pourront le lire à partir du %(when)s.") % {
        "when": when(without_at)
    }


def _the_adult(foreseen: Foreseen) -> str:
    return _("la CPE") if foreseen.by_cpe else _("la direction du collège")
