"""The files of a notebook that one person asked for, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.homework.archive.rules import KEPT
from apps.homework.enums import ExportKind
from apps.homework.models import NotebookExport
from coeduc.days import day_of
from coeduc.french import day_in_words, delay, moment_in_words, weight

# A file a minute at most is asked of a calm server.
USUAL = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One form of the notebook: ``file`` when it can be taken, ``problem`` when it failed."""

    kind: str
    label: str
    ask: str
    said: str
    is_waiting: bool
    file: UUID | None
    problem: str


def export_lines(
    rows: Iterable[NotebookExport], *, at: dt.datetime, zone: ZoneInfo
) -> list[ExportLine]:
    """The last demand of each form; ``rows``: every one, the oldest first."""
    last: dict[str, NotebookExport] = {row.kind: row for row in rows}
    return [
        _line(kind, last.get(kind), at=at, zone=zone) for kind in (ExportKind.PDF, ExportKind.HTML)
    ]


def _line(
    kind: ExportKind, row: NotebookExport | None, *, at: dt.datetime, zone: ZoneInfo
) -> ExportLine:
    label = _("PDF, à imprimer") if kind is ExportKind.PDF else _("Page HTML, à lire à l’écran")
    ask = _("Demander le PDF") if kind is ExportKind.PDF else _("Demander la page HTML")
    said, file, problem, is_waiting = "", None, "", False
    if row is None:
        said = _("Pas encore demandé.")
    elif row.failed_at:
        problem, ask = row.problem, _("Réessayer")
    elif row.made_at is None:
        is_waiting = True
        said = _("Demandé le %(when)s : il se prépare. Vous pouvez fermer cette page.") % {
            "when": moment_in_words(row.asked_at, zone=zone)
        }
        if at - row.asked_at > USUAL:
            said = _("%(said)s C’est plus long que d’habitude : le serveur est très occupé.") % {
                "said": said
            }
    elif row.file:
        file = row.public_id
        said = _("Fait le %(when)s (%(size)s), gardé jusqu’au %(day)s.") % {
            "when": moment_in_words(row.made_at, zone=zone),
            "size": weight(row.file.size),
            "day": day_in_words(day_of(row.made_at + KEPT, zone)),
        }
        ask = _("Le refaire")
    else:
        said = _("Le fichier du %(day)s est effacé : il se garde %(time)s.") % {
            "day": day_in_words(day_of(row.made_at, zone)),
            "time": delay(KEPT),
        }
    return ExportLine(kind, label, ask, said, is_waiting, file, problem)
