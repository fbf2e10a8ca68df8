"""How calendars say that a lesson is not held. Pure.

``STATUS:CANCELLED``, ``METHOD:CANCEL`` over a whole calendar (RFC 5546, 3.2.5), or words around
the lesson: «Cours annulé : MATHS» (Pronote), «Annulé : », «Canceled: » (Outlook, Google),
«[ANNULÉ] MATHS», «MATHS (annulé)». Inside a name they are part of it.
"""

from __future__ import annotations

import re

from apps.schools.names import sort_key
from coeduc.letters import normal

LINE = "STATUS:CANCELLED"
METHOD = re.compile(r"METHOD(?:;[^:]*)?:\s*(\w+)", re.IGNORECASE)
_STATUS = re.compile(r"\bCANCELL?ED\b", re.IGNORECASE)
_BEFORE = re.compile(r"annule|absen|supprime|deplace|cancel")
_SAID = (
    r"(?:cours |séance |leçon )?(?:annul[ée]e?s?|supprim[ée]e?s?|cancell?ed"
    r"|prof(?:\.|esseure?)? absente?)"
)
_APART = re.compile(rf"[\[(]\s*{_SAID}\s*[\])]|^\W*{_SAID}\b|[-–·,]\s*{_SAID}\W*$", re.IGNORECASE)


def is_cancelling(line: str) -> bool:
    """A line of a calendar that cancels all its events."""
    found = METHOD.match(line)
    return bool(found) and found.group(1).upper() == "CANCEL"  # type: ignore[union-attr]


def name_and_cancelled(summary: str, *, status: str, categories: str) -> tuple[str, bool]:
    """The name of the lesson without these words, and whether it is cancelled."""
    summary = normal("NFC", summary)
    before, colon, after = summary.partition(":")
    if colon and _BEFORE.search(sort_key(before)):
        return after, True
    name = _APART.sub(" ", summary)
    is_marked = name != summary or bool(_BEFORE.search(sort_key(categories)))
    return (name if name.strip(" -–·,:") else summary), is_marked or bool(_STATUS.search(status))
