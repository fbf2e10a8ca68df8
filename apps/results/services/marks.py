"""Save the marks grid: a change is a new version, never an overwrite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.results.errors import ReasonNeededError, ResultError, StaleEntryError
from apps.results.marks import Mark
from apps.results.models import Assessment, Result, ResultVersion
from apps.results.services.instants import Frame, forget_superseded, place, refresh_figures

CONTENT = (
    "value",
    "status",
    "levels",
    "achieved",
    "to_review",
    "progress",
    "device_id",
    "no_help",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the grid. ``seen`` is the version the teacher had in front of them (0: none).

    ``levels``: one a skill of the assessment, 1 to 4, 0 where it was not assessed.
    """

    result: Result
    mark: Mark
    achieved: str = ""
    to_review: str = ""
    progress: str = ""
    levels: tuple[int, ...] = ()
    device_id: int | None = None
    no_help: bool = False
    seen: int = 0

    def content(self) -> tuple[object, ...]:
        return (
            self.mark.value,
            self.mark.status,
            list(self.levels),
            self.achieved,
            self.to_review,
            self.progress,
            self.device_id,
            self.no_help,
        )

    @property
    def is_empty(self) -> bool:
        return self.mark.value is None and not self.mark.status and not any(self.levels)


@transaction.atomic
def save_marks(
    assessment: Assessment,
    entries: Sequence[Entry],
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> list[ResultVersion]:
    """Add a version for each entry that differs from the last one, and place its instants.

    Raises ``StaleEntryError`` when a result changed since the grid was opened and
    ``ReasonNeededError`` when one that somebody may have read changes without a reason.
    All rows are saved, or none.
    """
    Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    pending = ResultVersion.objects.filter(result__in=[entry.result for entry in entries])
    latest: dict[int, ResultVersion] = {}
    older: list[ResultVersion] = []
    for version in pending.order_by("result_id", "n"):
        latest[version.result_id] = version
        older.append(version)
    changed = [entry for entry in entries if _differs(entry, latest.get(entry.result.pk))]
    if not changed:
        return []
    versions = [_next_version(entry, latest, by=by, at=at, reason=reason) for entry in changed]
    frame = Frame.of(assessment, at=at)
    place(versions, assessment, frame, at=at)
    replaced = {version.result_id for version in versions}
    superseded = forget_superseded([v for v in older if v.result_id in replaced], at=at)
    ResultVersion.objects.bulk_update(superseded, ["student_release_at", "guardian_release_at"])
    ResultVersion.objects.bulk_create(versions)
    refresh_figures(assessment, at=at)
    return versions


def _differs(entry: Entry, known: ResultVersion | None) -> bool:
    return known is None or entry.content() != tuple(getattr(known, name) for name in CONTENT)


def _next_version(
    entry: Entry,
    latest: dict[int, ResultVersion],
    *,
    by: User,
    at: dt.datetime,
    reason: str,
) -> ResultVersion:
    known = latest.get(entry.result.pk)
    if (known.n if known else 0) != entry.seen:
        raise StaleEntryError(
            _("Ce résultat vient d’être changé par une autre personne. Relisez-le avant d’écrire."),
            result=entry.result,
        )
    is_read = known and known.student_release_at is not None and known.student_release_at <= at
    if is_read and not reason:
        raise ReasonNeededError(
            _("Ce résultat a déjà pu être lu. Dites en quelques mots pourquoi vous le corrigez.")
        )
    if entry.is_empty:
        raise ResultError(
            _("Pour retirer une note, écrivez « nn » (non noté)."), result=entry.result
        )
    return ResultVersion(
        school_id=entry.result.school_id,
        result=entry.result,
        student_id=entry.result.student_id,
        n=(known.n if known else 0) + 1,
        entered_at=at,
        by=by,
        reason=reason if is_read else "",
        **dict(zip(CONTENT, entry.content(), strict=True)),
    )
