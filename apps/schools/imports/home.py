"""What waits for a yes on the first pages: files that were read, nothing of them being written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools.imports.queries import lists
from coeduc.access import Reader
from coeduc.french import typeset
from coeduc.registry import WaitingKind, WaitingLine, WaitingRow


def ready_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """«À confirmer, import : Collège Simone-Exemple, fichiers lus, rien n’est écrit»."""
    for row in reversed(rows):
        said = _("À confirmer, import : %(school)s, fichiers lus, rien n’est écrit")
        yield WaitingLine(
            typeset(said % {"school": row.label}), reverse("imports:batch_detail", args=[row.about])
        )


WAITING = (WaitingKind(lists.TO_CONFIRM, lists.to_confirm, ready_lines),)
