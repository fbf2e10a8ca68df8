"""«Tout marquer comme lu», and its undoing: one gesture, of this reader alone.

A mark bears no time (docs/decisions/0017): what a gesture made is kept in the session of who made
it, until the next one. What is opened since, or kept to be read, is no longer of that gesture.
"""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.models import ResultVersion
from apps.results.reading import services
from apps.results.reading.inputs import LastGesture
from apps.schools.models import Student
from coeduc.french import typeset
from coeduc.http import Request
from coeduc.shapes import shaped_or_none

KEY = "results.all_read"


def mark_all(request: Request, student: Student) -> None:
    """All that the list showed as to be read is, for this reader alone; each can be kept again."""
    until = _instant_of(request.POST.get("jusqu_a", "")) or request.now
    marks = services.mark_all_read(request.reader, student, until=min(until, request.now))
    if not marks:
        messages.info(request, _("Il n’y avait plus rien à lire."))
        return
    request.session[KEY] = LastGesture(
        child=str(student.public_id),
        marks={str(version): mark for version, mark in marks.items()},
    )
    sentence = ngettext(
        "%(n)d résultat n’est plus à lire. « Le garder à lire », sur sa page, l’y remet.",
        "%(n)d résultats ne sont plus à lire. « Le garder à lire », sur la page de chacun, "
        "l’y remet.",
        len(marks),
    ) % {"n": len(marks)}
    messages.success(request, typeset(sentence))


def undo_all(request: Request, student: Student) -> None:
    """What the last gesture on this list marked is to be read again; twice is once."""
    kept = _of_last_gesture(request)
    if kept is None or not can_undo(request, student):
        messages.info(request, _("Il n’y a rien à annuler."))
        return
    del request.session[KEY]
    services.forget_marks(request.reader, kept["marks"].values(), at=request.now)
    messages.success(request, typeset(_("« Tout marquer comme lu » est annulé.")))


def can_undo(request: Request, student: Student) -> bool:
    kept = _of_last_gesture(request)
    return kept is not None and kept["child"] == str(student.public_id)


def leave_out(request: Request, version: ResultVersion) -> None:
    """The reader has said more of this one since: the undoing leaves it as it is."""
    kept = _of_last_gesture(request)
    if kept is None or str(version.pk) not in kept["marks"]:
        return
    marks = {key: mark for key, mark in kept["marks"].items() if key != str(version.pk)}
    if marks:
        request.session[KEY] = LastGesture(child=kept["child"], marks=marks)
    else:
        del request.session[KEY]


def _of_last_gesture(request: Request) -> LastGesture | None:
    return shaped_or_none(LastGesture, request.session.get(KEY))


def _instant_of(text: str) -> dt.datetime | None:
    """What the list wrote in its own form; None for anything else.

    In universal time: PostgreSQL refuses offsets that Python reads.
    """
    try:
        instant = dt.datetime.fromisoformat(text)
        return instant.astimezone(dt.UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None
