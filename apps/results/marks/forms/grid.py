"""The marks grid: a line a pupil, saved in one round trip, or a few lines at a time by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.results.marks.presenters.rows import NO_HELP, WORDS, Roster
from apps.results.marks.rules.readability import advice
from apps.results.marks.rules.typed import Mark, MarkError, mark_as_typed, parse_level, parse_mark
from apps.results.marks.services import WORDS_ALONE, Entry
from apps.results.models import Assessment, Result, ResultVersion
from apps.schools.names import listed_name
from apps.support.models import HelpDevice
from coeduc import french
from coeduc.forms import depends

LONGEST_WORDS = 280
AS_THE_CLASS = ""
HELP = _("Aide proposée")


@dataclass(frozen=True, slots=True)
class LevelCell:
    """One level of a pupil's line, and the skill it is about."""

    skill: str
    field: BoundField


@dataclass(frozen=True, slots=True)
class WordsCell:
    """One text of a pupil's line, its label and what would make it easier to read."""

    name: str
    label: str
    field: BoundField
    advice: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil's line of the grid, ready for the page."""

    key: str
    student: str
    mark: BoundField
    levels: list[LevelCell]
    words: list[WordsCell]
    help: BoundField
    help_label: str
    seen: BoundField
    is_released: bool
    is_proposed: bool
    is_typed: bool  # shown again as it was sent: the portal may not have it
    told: list[str]

    @property
    def is_refused(self) -> bool:
        cells = [self.mark, *(cell.field for cell in (*self.levels, *self.words)), self.help]
        return any(cell.errors for cell in cells)

    @property
    def has_words_error(self) -> bool:
        return any(cell.field.errors for cell in self.words) or bool(self.help.errors)


class MarksForm(forms.Form):
    """The grid of ``roster``, the list of (result, its latest version or None).

    ``at`` tells which results somebody may already have read: those change only with a reason. A
    row that was not sent is left alone, and so is a cell of it that was not sent.
    ``proposed`` are values by cell name, read from a file: shown, not saved.
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
        self.entries: list[Entry] = []
        depends(self, "reason")
        for result, version in roster:
            self._add_line(result, version)

    def _add_line(self, result: Result, version: ResultVersion | None) -> None:
        key, pupil = result.public_id, pupil_of(result)
        shown = mark_as_typed(version.value, version.status) if version else ""
        of_pupil = french.of_name(pupil)
        told = _("Note %(of_pupil)s") % {"of_pupil": of_pupil}
        self._add(
            f"mark-{key}", shown, forms.CharField(label=told, required=False, widget=_short())
        )
        levels = version.levels if version else []
        for n, skill in enumerate(self.assessment.skills):
            level = levels[n] if n < len(levels) else 0
            told = _("Niveau %(of_pupil)s, %(skill)s") % {"of_pupil": of_pupil, "skill": skill}
            cell = forms.CharField(label=told, required=False, widget=_short(inputmode="numeric"))
            self._add(f"level{n}-{key}", str(level or ""), cell)
        for name, label in WORDS.items():
            shown = getattr(version, name) if version else ""
            self._add(f"{name}-{key}", shown, _words_field(f"{label}, {pupil}"))
        self._add(f"help-{key}", _help_of(version), self._help_field(version, pupil))
        self.fields[f"seen-{key}"] = forms.IntegerField(
            min_value=0,
            required=False,
            initial=version.n if version else 0,
            widget=forms.HiddenInput,
        )

    def _add(self, name: str, initial: str, cell: forms.Field) -> None:
        cell.initial = self.proposed.get(name, initial)
        cell.widget.attrs["data-co-cell"] = name.partition("-")[0]
        self.fields[name] = cell

    def _help_field(self, version: ResultVersion | None, pupil: str) -> forms.ChoiceField:
        """A device closed since stays the choice of the result that names it."""
        choices = [(AS_THE_CLASS, _("Comme la classe")), (NO_HELP, _("Rien de particulier"))]
        if version and version.device and str(version.device.public_id) not in self.devices:
            choices.append((str(version.device.public_id), str(version.device)))
        choices += [(key, str(device)) for key, device in self.devices.items()]
        return forms.ChoiceField(required=False, choices=choices, label=f"{HELP}, {pupil}")

    # Showing -------------------------------------------------------------------------------

    def rows(self) -> Iterator[GridRow]:
        for result, version in self.roster:
            key = result.public_id
            levels = [
                LevelCell(skill, self[f"level{n}-{key}"])
                for n, skill in enumerate(self.assessment.skills)
            ]
            words = [_words_cell(self[f"{name}-{key}"], name) for name in WORDS]
            yield GridRow(
                key=str(key),
                student=pupil_of(result),
                mark=self[f"mark-{key}"],
                levels=levels,
                words=words,
                help=self[f"help-{key}"],
                help_label=str(HELP),
                seen=self[f"seen-{key}"],
                is_released=_is_read(version, self.at),
                is_proposed=any(name.endswith(str(key)) for name in self.proposed),
                is_typed=self._is_typed(str(key)),
                told=[str(cell.field.value()) for cell in words if cell.field.value()],
            )

    def _is_typed(self, key: str) -> bool:
        """Whether the line was sent, and holds something else than what the portal has of it."""
        cells = [self[name] for name in self.fields if name.endswith(key)]
        return f"seen-{key}" in self.data and any(
            "\n".join(str(cell.value() or "").splitlines()) != str(cell.initial or "")
            for cell in cells
            if not cell.is_hidden
        )

    @property
    def asks_reason(self) -> bool:
        return any(_is_read(version, self.at) for _result, version in self.roster)

    def refuse(self, result: Result, sentence: str) -> None:
        self.add_error(f"mark-{result.public_id}", sentence)

    # Reading -------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for result, version in self.roster:
            if f"seen-{result.public_id}" in self.data:
                entry = self._entry(result, version)
                if entry is not None:
                    self.entries.append(entry)
        return data

    def _entry(self, result: Result, version: ResultVersion | None) -> Entry | None:
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
        return Entry(
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


def pupil_of(result: Result) -> str:
    """«ABADIE Aya»: whom a line, and what is refused of it, is about."""
    return listed_name(result.student)


def _short(**attrs: str) -> forms.TextInput:
    return forms.TextInput(
        {"class": "control--short", "inputmode": "text", "autocomplete": "off"} | attrs
    )


def _words_field(label: Any) -> forms.CharField:
    """Without ``maxlength``: a browser would cut what is pasted, and say nothing."""
    too_long = ngettext_lazy(
        "%(limit_value)d signe au plus : il y en a %(show_value)d.",
        "%(limit_value)d signes au plus : il y en a %(show_value)d.",
        "limit_value",
    )
    return forms.CharField(
        label=label,
        required=False,
        validators=[MaxLengthValidator(LONGEST_WORDS, too_long)],
        widget=forms.Textarea({"rows": 1, "autocomplete": "off", "class": "control--words"}),
    )


def _words_cell(cell: BoundField, name: str) -> WordsCell:
    told = advice(str(cell.value() or ""))
    return WordsCell(name=name, label=str(WORDS[name]), field=cell, advice=told)


def _help_of(version: ResultVersion | None) -> str:
    if version is None:
        return AS_THE_CLASS
    if version.no_help:
        return NO_HELP
    return str(version.device.public_id) if version.device else AS_THE_CLASS


def _is_read(version: ResultVersion | None, at: dt.datetime) -> bool:
    return bool(version and version.student_release_at and version.student_release_at <= at)
