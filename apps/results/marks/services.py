"""Save the marks grid: a change is a new version, never an overwrite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.publication.release.services import forget_superseded, has_passed
from apps.results.errors import ReasonNeededError, ResultError, StaleEntryError
from apps.results.marks.rules.typed import Mark
from apps.results.models import Assessment, Result, ResultVersion
from apps.results.release.services.class_figures import ClassClock, refresh_figures
from apps.results.release.services.instants import RuleAndHours, place
from coeduc.locks import hold_row

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

WORDS_ALONE = gettext_lazy("Donnez aussi une note, ou « nn » (non noté).")
_STAYS = gettext_lazy("Ce résultat a déjà pu être lu : plutôt que de le vider, écrivez « nn ».")


@dataclass(frozen=True, slots=True)
class MarkEntry:
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
    def words(self) -> tuple[str, ...]:
        return (self.achieved, self.to_review, self.progress)

    @property
    def is_empty(self) -> bool:
        """Nothing is entered: what a line says before anything, and again when it is emptied."""
        return self.mark.value is None and not self.mark.status and not any(self.levels)


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of the rows: the versions added, the refusals, and where each row stands now.

    ``seen`` gives the number of the last version by result, refused rows included.
    """

    versions: list[ResultVersion]
    refused: list[ResultError]
    seen: dict[int, int]


def save_marks(
    assessment: Assessment,
    entries: Sequence[MarkEntry],
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> list[ResultVersion]:
    """Save all rows, or none.

    Raises ``StaleEntryError`` when a result changed since the grid was opened and
    ``ReasonNeededError`` when one that somebody may have read changes without a reason.
    """
    outcome = try_marks(assessment, entries, by=by, at=at, reason=reason)
    if outcome.refused:
        raise outcome.refused[0]
    return outcome.versions


@transaction.atomic
def try_marks(
    assessment: Assessment,
    entries: Sequence[MarkEntry],
    *,
    by: User,
    at: dt.datetime,
    reason: str = "",
    partly: bool = False,
) -> EntryOutcome:
    """Add a version for each entry that differs from the last one, and place its instants.

    ``partly``: save what can be and report the rest, as a grid that saves by itself needs it;
    otherwise one refusal leaves everything as it was. An emptied line is a state too, as long as
    nobody could read anything of this pupil's: it never appears.
    """
    _locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    pending = ResultVersion.objects.filter(result__in=[entry.result for entry in entries])
    latest: dict[int, ResultVersion] = {}
    older: list[ResultVersion] = []
    for version in pending.order_by("result_id", "n"):
        latest[version.result_id] = version
        older.append(version)
    read = {version.result_id for version in older if has_passed(version.student_release_at, at)}
    versions: list[ResultVersion] = []
    refused: list[ResultError] = []
    for entry in entries:
        known = latest.get(entry.result.pk)
        if not _differs(entry, known):
            continue
        try:
            _check(entry, known, assessment, at=at, reason=reason)
            if entry.is_empty and entry.result.pk in read:
                raise ResultError(str(_STAYS), result=entry.result)
        except ResultError as error:
            refused.append(error)
        else:
            versions.append(_next_version(entry, known, by=by, at=at, reason=reason))
    seen = {result: version.n for result, version in latest.items()}
    if refused and not partly:
        return EntryOutcome([], refused, seen)
    if versions:
        _write(versions, older, assessment, at=at)
    return EntryOutcome(
        versions, refused, seen | {version.result_id: version.n for version in versions}
    )


def _write(
    versions: list[ResultVersion],
    older: list[ResultVersion],
    assessment: Assessment,
    *,
    at: dt.datetime,
) -> None:
    """Place the new states and take from those they replace the instants still to come."""
    entered = [version for version in versions if not version.is_nothing]
    frame = RuleAndHours.of(assessment, at=at)
    known = place(entered, assessment, frame, at=at)
    replaced = {version.result_id for version in versions}
    superseded = forget_superseded([v for v in older if v.result_id in replaced], at=at)
    ResultVersion.objects.bulk_update(superseded, ["student_release_at", "guardian_release_at"])
    ResultVersion.objects.bulk_create(versions)
    clocks = {assessment.pk: ClassClock.of(known, frame.rule, frame.hours)}
    refresh_figures([assessment], clocks, at=at, placed_again=False)


def _differs(entry: MarkEntry, known: ResultVersion | None) -> bool:
    if known is None or known.is_nothing:
        return not entry.is_empty or any(entry.words)
    return entry.content() != tuple(getattr(known, name) for name in CONTENT)


def _is_read(known: ResultVersion | None, at: dt.datetime) -> bool:
    return bool(known and known.student_release_at and known.student_release_at <= at)


def _check(
    entry: MarkEntry,
    known: ResultVersion | None,
    assessment: Assessment,
    *,
    at: dt.datetime,
    reason: str,
) -> None:
    """Refuse, with the sentence for its row, what cannot become the next version."""
    result = entry.result
    if (known.n if known else 0) != entry.seen:
        raise StaleEntryError(
            _("Ce résultat vient d’être changé ailleurs. Relisez-le avant d’écrire."),
            result=result,
        )
    if _is_read(known, at) and not reason:
        raise ReasonNeededError(
            _("Ce résultat a déjà pu être lu. Dites en quelques mots pourquoi vous le corrigez."),
            result=result,
        )
    if entry.is_empty and any(entry.words):
        raise ResultError(str(WORDS_ALONE), result=result)
    if entry.levels and len(entry.levels) != len(assessment.skills):
        raise ResultError(_("Un niveau par compétence, ni plus ni moins."), result=result)
    if entry.mark.value is not None and assessment.scale is None:
        raise ResultError(_("Cette évaluation n’a pas de note."), result=result)


def _next_version(
    entry: MarkEntry, known: ResultVersion | None, *, by: User, at: dt.datetime, reason: str
) -> ResultVersion:
    return ResultVersion(
        school_id=entry.result.school_id,
        result=entry.result,
        student_id=entry.result.student_id,
        n=(known.n if known else 0) + 1,
        entered_at=at,
        by=by,
        reason=reason if _is_read(known, at) else "",
        **dict(zip(CONTENT, entry.content(), strict=True)),
    )
