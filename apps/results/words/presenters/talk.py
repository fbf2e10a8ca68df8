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

from apps.results.models import TalkRequest
from coeduc import french
from coeduc.days import day_of

if TYPE_CHECKING:
    from apps.results.words.services.talk import Foreseen

When = Callable[[dt.datetime | None], str]


@dataclass(frozen=True, slots=True)
class TalkPage:
    """``lines`` in order; ``short`` on other pages; ``words`` of the pupil; what may be done."""

    lines: tuple[str, ...]
    short: tuple[str, ...] = ()
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
        return french.full_moment(instant, at=at, zone=zone) if instant else ""

    def in_french(*lines: str) -> tuple[str, ...]:
        return tuple(french.typeset(line) for line in lines if line)

    go = _where_to_go(foreseen, at=at, zone=zone)
    now = _("Tes parents peuvent le lire maintenant.")
    parents = _parents(foreseen, when)
    if asked is not None and asked.answered_at is not None:
        seen = _("Un adulte du collège en a parlé avec toi le %(when)s. C’est noté.")
        lines = in_french(seen % {"when": when(asked.answered_at)}, now if is_late else parents)
        return TalkPage(lines, lines)
    if is_late:
        lines = in_french(f"{now} {go}")
        return TalkPage(lines, lines)
    if asked is None:
        return TalkPage(in_french(*_before_asking(foreseen, when, at=at, zone=zone)), can_ask=True)
    if asked.taken_back_at is not None:
        back = _(
            "Tu as dit que finalement, tu n’en as pas besoin. On ne demande qu’une fois pour "
            "un résultat."
        )
        lines = in_french(back, parents, go)
        return TalkPage(lines, lines)
    sent = _("Ta demande est partie.")
    return TalkPage(
        in_french(
            sent,
            parents,
            _read_sentence(foreseen, asked, at=at, zone=zone),
            _tonight() if asked.guards_until is None else "",
            _taking_back(foreseen, without_at, when),
        ),
        in_french(sent, parents),
        words=asked.words,
        can_take_back=True,
    )


def _parents(foreseen: Foreseen, when: When) -> str:
    if foreseen.ordinary_at is None:
        return _("Il n’y a pas encore de date pour tes parents.")
    return _("Tes parents pourront le lire à partir du %(when)s.") % {
        "when": when(foreseen.ordinary_at)
    }


def _where_to_go(foreseen: Foreseen, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Whom to see now; while the school is closed, from which day, and whom to call until then."""
    if foreseen.read_at is None or not (foreseen.by_cpe or foreseen.by_head):
        return _("Pour en parler maintenant, appelle le 119.")
    if foreseen.read_at <= at:
        return _("Va voir %(who)s, ou appelle le 119.") % {"who": _the_adult(foreseen)}
    return _("%(who)s peut te recevoir à partir du %(day)s. D’ici là, appelle le 119.") % {
        "who": french.capital(_the_adult(foreseen)),
        "day": french.full_day(day_of(foreseen.read_at, zone), at=at, zone=zone),
    }


def _before_asking(
    foreseen: Foreseen, when: When, *, at: dt.datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    """The hour without the request, the hour with it, who reads it and when."""
    ordinary, paused = when(foreseen.ordinary_at), when(foreseen.paused_at)
    read = _will_be_read(foreseen, at=at, zone=zone)
    once = _("On ne demande qu’une fois pour un résultat.")
    if foreseen.ordinary_at is None:
        return (_parents(foreseen, when), read, once)
    if foreseen.is_closed_soon:
        moved = _(
            "Tes parents pourront le lire à partir du %(ordinary)s. Le collège ferme plusieurs "
            "jours : ta demande ne change pas cette date."
        ) % {"ordinary": ordinary}
        return (moved, _tonight(), read)
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
    return (moved, read, once)


def _will_be_read(foreseen: Foreseen, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Before asking: on whose first page it will be; nothing where nobody would read it."""
    if not (foreseen.by_cpe or foreseen.by_head):
        return _where_to_go(foreseen, at=at, zone=zone)
    page = _("Ta demande sera tout de suite sur la première page de %(who)s.")
    return f"{page % {'who': _the_adult(foreseen)}} {_closed(foreseen, at=at, zone=zone)}".strip()


def _read_sentence(
    foreseen: Foreseen, asked: TalkRequest, *, at: dt.datetime, zone: ZoneInfo
) -> str:
    """Who has it; a head «prévenu» only once a mail has left (``head_mailed``)."""
    if not (foreseen.by_cpe or foreseen.by_head):
        return _where_to_go(foreseen, at=at, zone=zone)
    sentences = [_("Elle est sur la première page de %(who)s.") % {"who": _the_adult(foreseen)}]
    if foreseen.by_cpe and foreseen.by_head:
        if asked.head_mailed:  # type: ignore[attr-defined]  # with_heads_mailed
            sentences.append(_("La direction du collège est prévenue aussi."))
        elif asked.head_from is not None and asked.head_from <= at:
            sentences.append(_("Elle est aussi sur la première page de la direction."))
    sentences.append(_closed(foreseen, at=at, zone=zone))
    return " ".join(line for line in sentences if line)


def _closed(foreseen: Foreseen, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """While nobody is at school: from which day an adult is, and whom to call until then."""
    if foreseen.read_at is not None and foreseen.read_at <= at:
        return ""
    closed = _("Le collège est fermé en ce moment.")
    return f"{closed} {_where_to_go(foreseen, at=at, zone=zone)}"


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
