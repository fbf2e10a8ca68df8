"""The cells of a line of the marks grid, and what it is answered when it saves by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.results.errors import ReasonNeededError, StaleEntryError
from apps.results.marks.rules.typed import mark_as_typed
from apps.results.marks.services import EntryOutcome, MarkEntry
from apps.results.models import Assessment, Result, ResultVersion

if TYPE_CHECKING:
    from apps.results.marks.forms.grid import MarksForm

NO_HELP = "none"
WORDS = {
    "achieved": gettext_lazy("Ce qui est réussi"),
    "to_review": gettext_lazy("Ce qu’il faut revoir"),
    "progress": gettext_lazy("Pour progresser"),
}
Roster = Sequence[tuple[Result, ResultVersion | None]]


@dataclass(frozen=True, slots=True)
class GridHeading:
    """Of an assessment, what stands above its grid."""

    public_id: UUID
    title: str
    class_code: str
    scale: int | None
    skills: tuple[str, ...]


def grid_heading(assessment: Assessment) -> GridHeading:
    return GridHeading(
        public_id=assessment.public_id,
        title=assessment.title,
        class_code=assessment.teaching.class_code,
        scale=assessment.scale,
        skills=tuple(assessment.skills),
    )


def row_answers(
    form: MarksForm, outcome: EntryOutcome, theirs: Mapping[int, ResultVersion], *, by: User
) -> dict[str, Any]:
    """By the public id of each result sent: the version now seen, and what stands in the way.

    A line that is kept is answered with its cells as the page will show them when it is opened
    again: «N» was typed, «nn» is what the portal has.
    """
    refused = {error.result.pk: error for error in outcome.refused if error.result}
    entries = {entry.result.pk: entry for entry in form.entries}
    answers = {}
    for result, version in form.roster:
        key = str(result.public_id)
        answer: dict[str, Any] = {
            "seen": outcome.seen.get(result.pk, version.n if version else 0),
            "errors": _errors(form, key),
            "advice": form.notes(key),
        }
        error = refused.get(result.pk)
        if isinstance(error, StaleEntryError):
            found = theirs[result.pk]
            answer |= {"theirs": cells_of(found), "sentence": conflict_sentence(found, by=by)}
        elif isinstance(error, ReasonNeededError):
            answer |= {"needsReason": True, "sentence": str(error)}
        elif error is not None:
            answer["errors"]["mark"] = str(error)
        elif not answer["errors"]:
            answer["cells"] = _kept_cells(form, entries.get(result.pk))
        answers[key] = answer
    return answers


def _errors(form: MarksForm, key: str) -> dict[str, str]:
    """By cell name: «mark», «level0», «achieved»…"""
    return {
        name.removesuffix(f"-{key}"): " ".join(map(str, messages))
        for name, messages in form.errors.items()
        if name.endswith(key)
    }


def _kept_cells(form: MarksForm, entry: MarkEntry | None) -> dict[str, str]:
    """What was kept of a line, as typed cells; the help is a choice: nothing to write again."""
    levels = entry.levels if entry else ()
    cells = dict.fromkeys((f"level{n}" for n in range(len(form.assessment.skills))), "")
    cells |= {f"level{n}": str(level or "") for n, level in enumerate(levels)}
    cells |= {name: getattr(entry, name, "") for name in WORDS}
    return cells | {"mark": mark_as_typed(entry.mark.value, entry.mark.status) if entry else ""}


def cells_of(version: ResultVersion) -> dict[str, str]:
    """A state as the cells of its line would show it."""
    cells = {name: getattr(version, name) for name in WORDS}
    cells |= {f"level{n}": str(level or "") for n, level in enumerate(version.levels)}
    chosen = str(version.device.public_id) if version.device else ""
    return {
        "mark": mark_as_typed(version.value, version.status),
        "help": NO_HELP if version.no_help else chosen,
        **cells,
    }


def conflict_sentence(version: ResultVersion, *, by: User) -> str:
    """Who wrote what meanwhile, whole: one must be able to choose from it."""
    levels = ", ".join(str(level or "–") for level in version.levels)
    parts = [mark_as_typed(version.value, version.status), levels]
    parts += [getattr(version, name) for name in WORDS]
    wrote = " · ".join(part for part in parts if part)
    wrote = wrote or _("(rien : la ligne a été vidée)")
    if version.by_id == by.pk:
        return _("Dans une autre fenêtre, vous avez écrit : %(wrote)s") % {"wrote": wrote}
    return _("Entre-temps, %(person)s a écrit : %(wrote)s") % {
        "person": version.by.get_full_name() or version.by.username,
        "wrote": wrote,
    }
