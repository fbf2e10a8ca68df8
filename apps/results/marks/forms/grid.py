"""The marks grid: a line a pupil, saved in one round trip, or a few lines at a time by itself."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.results.marks.presenters.cells import Lines, shortened
from apps.results.marks.presenters.rows import NO_HELP, WORDS, Roster
from apps.results.marks.rules.doubts import doubts, question
from apps.results.marks.rules.readability import advice
from apps.results.marks.rules.typed import (
    Mark,
    MarkError,
    level_so_far,
    mark_as_typed,
    parse_level,
    parse_mark,
)
from apps.results.marks.services import WORDS_ALONE, MarkEntry
from apps.results.models import Assessment, Result, ResultVersion
from apps.schools.names import listed_name
from apps.support.models import HelpDevice
from coeduc import french
from coeduc.forms import depends

LONGEST_WORDS = 280
AS_THE_CLASS = ""
HELP = _("Aide proposée")
Cell = TypeVar("Cell", bound=forms.Field)


@dataclass(frozen=True, slots=True)
class WordsCell:
    """One text of a pupil's line, and what would make it easier to read."""

    name: str
    field: BoundField
    advice: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil's line of the grid, ready for the page."""

    key: str
    rank: int
    student: str
    mark: BoundField
    levels: list[BoundField]
    words: list[WordsCell]
    help: BoundField
    help_label: str
    seen: BoundField
    is_released: bool
    is_proposed: bool
    is_typed: bool  # shown again as it was sent: the portal may not have it
    words_typed: list[str]
    is_refused: bool
    has_words_error: bool
    lines: Lines

    @property
    def html(self) -> SafeString:
        return self.lines.html(self)


class HelpField(forms.ChoiceField):
    """The page says the keys shortened; one said whole is the same choice."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        keys = [key for key, _label in cast("Iterable[Any]", self.choices)]
        whole = {short: key for key, short in shortened(keys).items()}
        return whole.get(text, text)

    def bound_data(self, data: Any, initial: Any) -> str:
        """Shown again whole too: what is kept of it is compared with that."""
        return self.to_python(data)


# One field for all the cells of a kind, validators and sentences built once: a cell is a copy of it
# that has its own label and value (``_cell``). What draws them is ``presenters/cells.py``.
MARK = forms.CharField(required=False)
# Without ``maxlength``: a browser would cut what is pasted, and say nothing.
SAID = forms.CharField(
    required=False,
    validators=[
        MaxLengthValidator(
            LONGEST_WORDS,
            ngettext_lazy(
                "%(limit_value)d signe au plus : il y en a %(show_value)d.",
                "%(limit_value)d signes au plus : il y en a %(show_value)d.",
                "limit_value",
            ),
        )
    ],
    widget=forms.Textarea,
)
SEEN = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class MarksForm(forms.Form):
    """The grid of ``roster``, the list of (result, its latest version or None).

    ``at`` tells which results somebody may already have read: those change only with a reason. A
    row that was not sent is left alone, and so is a cell of it that was not sent.
    ``proposed`` are values by cell name, read from a file: shown, not saved.
    ``gone``: by key, what was typed in lines that were sent and are not of this grid (any more).
    """

    reason = forms.CharField(
        label=_("Motif, si vous changez un résultat déjà visible"),
        help_text=_("La famille lira « Corrigé le… », pas ce motif."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        roster: Roster,
        assessment: Assessment,
        devices: Sequence[HelpDevice],
        at: dt.datetime,
        proposed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roster, self.assessment, self.at = roster, assessment, at
        self.proposed = proposed or {}
        self.devices = {str(device.public_id): device for device in devices}
        self.entries: list[MarkEntry] = []
        self.gone = _gone_lines(self.data, roster)
        depends(self, "reason")
        self._help = self._help_field()
        for result, version in roster:
            self._add_line(result, version)

    def _add_line(self, result: Result, version: ResultVersion | None) -> None:
        key, pupil = result.public_id, pupil_of(result)
        shown = mark_as_typed(version.value, version.status) if version else ""
        of_pupil = french.of_name(pupil)
        self._add(f"mark-{key}", MARK, gettext("Note %(of_pupil)s") % {"of_pupil": of_pupil}, shown)
        levels = version.levels if version else []
        for n, skill in enumerate(self.assessment.skills):
            level = levels[n] if n < len(levels) else 0
            level_label = gettext("Niveau %(of_pupil)s, %(skill)s") % {
                "of_pupil": of_pupil,
                "skill": skill,
            }
            self._add(f"level{n}-{key}", MARK, level_label, str(level or ""))
        for name, label in WORDS.items():
            shown = getattr(version, name) if version else ""
            self._add(f"{name}-{key}", SAID, f"{label}, {pupil}", shown)
        chosen = _help_of(version)
        helped = self._help
        if version and version.device and chosen not in self.devices:
            helped = self._help_field(closed=version.device)
        self._add(f"help-{key}", helped, f"{HELP}, {pupil}", chosen)
        self.fields[f"seen-{key}"] = _cell(SEEN, "", version.n if version else 0)

    def _add(self, name: str, kind: forms.Field, label: str, initial: str) -> None:
        self.fields[name] = _cell(kind, label, self.proposed.get(name, initial))

    def _help_field(self, closed: HelpDevice | None = None) -> HelpField:
        """A device closed since stays the choice of the result that names it."""
        choices = [(AS_THE_CLASS, gettext("Comme la classe"))]
        choices.append((NO_HELP, gettext("Rien de particulier")))
        devices = [*([closed] if closed else []), *self.devices.values()]
        choices += [(str(device.public_id), str(device)) for device in devices]
        return HelpField(required=False, choices=choices)

    # Showing -------------------------------------------------------------------------------

    def rows(self) -> Iterator[GridRow]:
        lines = Lines(self.roster)
        for rank, (result, version) in enumerate(self.roster):
            key = result.public_id
            levels = [self[f"level{n}-{key}"] for n in range(len(self.assessment.skills))]
            notes = self.notes(str(key))
            words = [WordsCell(name, self[f"{name}-{key}"], notes[name]) for name in WORDS]
            mark, helped = self[f"mark-{key}"], self[f"help-{key}"]
            cells = [mark, *levels, *(cell.field for cell in words), helped]
            yield GridRow(
                key=str(key),
                rank=rank,
                student=pupil_of(result),
                mark=mark,
                levels=levels,
                words=words,
                help=helped,
                help_label=str(HELP),
                seen=self[f"seen-{key}"],
                is_released=_is_read(version, self.at),
                is_proposed=any(cell.name in self.proposed for cell in cells),
                is_typed=f"seen-{key}" in self.data and any(map(_is_typed, cells)),
                words_typed=[str(cell.field.value()) for cell in words if cell.field.value()],
                is_refused=any(cell.name in self.errors for cell in cells),
                has_words_error=any(cell.name in self.errors for cell in cells[1 + len(levels) :]),
                lines=lines,
            )

    def notes(self, key: str) -> dict[str, str]:
        """By text of this line, what its author is asked or advised: never a refusal."""
        typed = {name: self._now(f"{name}-{key}") for name in WORDS}
        skills = self.assessment.skills
        levels = [level_so_far(self._now(f"level{n}-{key}")) for n in range(len(skills))]
        asked = doubts(typed["achieved"], typed["to_review"], skills, levels)
        notes = {name: advice(text) for name, text in typed.items()}
        return notes | {"to_review": question(asked) or notes["to_review"]}

    def _now(self, name: str) -> str:
        """What stands in this cell, sent or not."""
        return str(self.data[name] if name in self.data else self.fields[name].initial or "")

    @property
    def asks_reason(self) -> bool:
        return any(_is_read(version, self.at) for _result, version in self.roster)

    def refuse(self, result: Result, sentence: str) -> None:
        self.add_error(f"mark-{result.public_id}", sentence)

    # Reading -------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.gone:
            self.add_error(None, _gone_sentence(list(self.gone.values())))
        for result, version in self.roster:
            if f"seen-{result.public_id}" in self.data:
                entry = self._entry(result, version)
                if entry is not None:
                    self.entries.append(entry)
        return data

    def _entry(self, result: Result, version: ResultVersion | None) -> MarkEntry | None:
        """The line as it was typed; None where it holds nothing, or an error told beside it."""
        key = result.public_id
        mark = self._read(f"mark-{key}", lambda text: parse_mark(text, scale=self.assessment.scale))
        skills = range(len(self.assessment.skills))
        levels = tuple(self._read(f"level{n}-{key}", parse_level) or 0 for n in skills)
        words = {name: self._typed(f"{name}-{key}") for name in WORDS}
        if any(name.endswith(str(key)) for name in self.errors):
            return None
        if mark and mark.status and any(levels):
            self.refuse(result, _("Un niveau ou « %s » : pas les deux.") % mark.status)
            return None
        chosen = self._typed(f"help-{key}")
        if mark is None and not any(levels):
            if any(words.values()) or chosen:
                self.refuse(result, str(WORDS_ALONE))
                return None
            if version is None or version.is_nothing:
                return None
        return MarkEntry(
            result=result,
            mark=mark or Mark(),
            levels=levels if any(levels) else (),
            device_id=self._device(chosen, version),
            no_help=chosen == NO_HELP,
            seen=self.cleaned_data.get(f"seen-{key}") or 0,
            **words,
        )

    def _typed(self, name: str) -> str:
        """What was sent of this cell; what is there already when nothing was sent."""
        if name in self.data:
            return str(self.cleaned_data.get(name) or "")
        return str(self.fields[name].initial or "")

    def _read(self, name: str, parse: Any) -> Any:
        try:
            return parse(self._typed(name))
        except MarkError as error:
            self.add_error(name, str(error))
            return None

    def _device(self, chosen: str, version: ResultVersion | None) -> int | None:
        if chosen in self.devices:
            return self.devices[chosen].pk
        if version and version.device and chosen == str(version.device.public_id):
            return version.device_id
        return None


def whole_names(sent: QueryDict, roster: Roster) -> QueryDict:
    """What was sent, by the whole key of each pupil: the page says keys shortened."""
    whole = {
        short: key for key, short in shortened([str(row.public_id) for row, _ in roster]).items()
    }
    named = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        cell, _dash, key = name.partition("-")
        named.setlist(f"{cell}-{whole[key]}" if key in whole else name, values)
    return named


def _gone_lines(sent: Mapping[str, Any], roster: Roster) -> dict[str, str]:
    """What was typed for pupils who left while the page was open, whole; and of no one else."""
    here = {str(result.public_id) for result, _version in roster}
    keys = [name.removeprefix("seen-") for name in sent if name.startswith("seen-")]
    return {key: _typed_of(sent, key) for key in keys if key not in here}


def _typed_of(sent: Mapping[str, Any], key: str) -> str:
    cells = (name for name in sent if name.endswith(f"-{key}") and not name.startswith("seen-"))
    typed = (str(sent[name]).strip() for name in cells if not name.startswith("help-"))
    return ", ".join(filter(None, typed))


def _gone_sentence(typed: Sequence[str]) -> str:
    sentence = ngettext(
        "Une ligne n’a pas été enregistrée : son élève n’est plus dans cette évaluation.",
        "%(n)d lignes n’ont pas été enregistrées : ces élèves ne sont plus dans cette évaluation.",
        len(typed),
    ) % {"n": len(typed)}
    written = " ; ".join(filter(None, typed))
    if not written:
        return sentence
    return gettext("%(sentence)s Vous aviez écrit : « %(written)s ».") % {
        "sentence": sentence,
        "written": written,
    }


def pupil_of(result: Result) -> str:
    """«ABADIE Aya»: whom a line, and what is refused of it, is about."""
    return listed_name(result.student)


def _cell(kind: Cell, label: str, initial: Any) -> Cell:
    cell = copy.copy(kind)
    cell.label, cell.initial = label, initial
    return cell


def _is_typed(cell: BoundField) -> bool:
    """Whether a cell that was sent holds something else than what the portal has of it."""
    return "\n".join(str(cell.value() or "").splitlines()) != str(cell.initial or "")


def _help_of(version: ResultVersion | None) -> str:
    if version is None:
        return AS_THE_CLASS
    if version.no_help:
        return NO_HELP
    return str(version.device.public_id) if version.device else AS_THE_CLASS


def _is_read(version: ResultVersion | None, at: dt.datetime) -> bool:
    return bool(version and version.student_release_at and version.student_release_at <= at)
