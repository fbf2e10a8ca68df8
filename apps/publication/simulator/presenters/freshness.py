"""Of when the figures of a page are, and what is being done about it: never a promise of when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.publication.simulator.queries import KeptState
from coeduc.french import full_moment, typeset

# A worker looks every quarter of a minute: nothing begun after this is worth saying.
SILENT = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class FactsProgress:
    """How far a worker is; ``done`` is None while none has begun."""

    done: int | None = None
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Freshness:
    """``ask``: what the button says; empty when nothing is to be asked. ``here``: this page."""

    sentences: tuple[str, ...]
    here: str
    ask_url: str
    progress: FactsProgress | None = None
    ask: str = ""


def ask_url(school: Any, said: Mapping[str, str]) -> str:
    """Where the figures of now are asked for; ``said`` brings back to the same page."""
    page = reverse("publication:simulator_refresh", args=[school])
    return f"{page}?{urlencode(said)}"


def freshness_of(
    kept: KeptState, *, at: dt.datetime, zone: ZoneInfo, here: str, ask_url: str
) -> Freshness:
    """The date first, then what has changed since, or what is being done."""
    sentences = _sentences(kept, at=at, zone=zone)
    progress = _progress(kept, at=at)
    ask = ""
    if kept.is_old and kept.asked_at is None and progress is None:
        ask = _("Lire maintenant") if kept.computed_at is None else _("Mettre à jour")
    return Freshness(tuple(typeset(one) for one in sentences), here, ask_url, progress, ask)


def _progress(kept: KeptState, *, at: dt.datetime) -> FactsProgress | None:
    if kept.steps:
        return FactsProgress(kept.step, kept.steps)
    return FactsProgress() if kept.asked_at is not None and at - kept.asked_at < SILENT else None


def _sentences(kept: KeptState, *, at: dt.datetime, zone: ZoneInfo) -> list[str]:
    def moment(instant: dt.datetime) -> dict[str, str]:
        return {"moment": full_moment(instant, at=at, zone=zone)}

    if kept.computed_at is None:
        said = [_("Le portail n’a pas encore lu les résultats saisis et les copies rendues.")]
    else:
        said = [_("Chiffres du %(moment)s.") % moment(kept.computed_at)]
    if kept.steps:
        return [
            *said,
            _("Lecture en cours.") if kept.computed_at is None else _("Mise à jour en cours."),
        ]
    if kept.asked_at is not None:
        if at - kept.asked_at < SILENT:
            return [*said, _("Mise à jour demandée.")]
        silence = _(
            "La mise à jour demandée le %(moment)s n’a pas commencé : le programme qui la fait est "
            "peut-être arrêté. Prévenez la personne qui s’occupe du portail."
        )
        return [*said, silence % moment(kept.asked_at)]
    if not kept.is_old:
        return said
    if kept.computed_at is not None:
        said.append(_("Depuis, des résultats, des copies rendues ou le calendrier ont changé."))
    if kept.failed_at is not None:
        missed = _("La dernière mise à jour, le %(moment)s, n’a pas abouti.")
        said.append(missed % moment(kept.failed_at))
    return [*said, _("Le portail relit tout de lui-même, au plus une fois par heure.")]
