"""How many files were handed in; which rows of the notebook keep a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apps.files.queries import FileUse
from apps.homework import policies
from apps.homework.archive.queries import kept_names
from apps.homework.models import Attachment, HandIn
from coeduc.access import Reader

FILE_USES = (
    FileUse(kept=Attachment.objects.all, standing=Attachment.objects.all),
    FileUse(
        kept=HandIn.objects.all,
        standing=lambda: HandIn.objects.all().standing(),
        names=kept_names,
    ),
)


def counts_of(reader: Reader, lesson: Any) -> dict[UUID, int]:
    """By work of the lesson that asks for a file, how many were given; only for those who may open
    them. ``lesson``: with ``given`` and their ``states``."""
    asked = [work for work in lesson.given if any(state.asks_file for state in work.states)]
    if not asked or not policies.can_open_hand_ins(reader, lesson.teaching):
        return {}
    counts = dict.fromkeys((work.public_id for work in asked), 0)
    rows = HandIn.objects.visible_to(reader, at=reader.at).standing().filter(homework__in=asked)
    for work in rows.values_list("homework__public_id", flat=True):
        counts[work] += 1
    return counts
