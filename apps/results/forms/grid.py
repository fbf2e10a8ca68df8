"""The marks grid: a line a pupil, saved in one round trip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from apps.results.marks import Mark, MarkError, mark_as_typed, parse_mark
from apps.results.models import Result, ResultVersion
from apps.results.services import Entry


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil's line of the grid, ready for the page."""

    student: str
    mark: BoundField
    achieved: BoundField
    to_review: BoundField
    seen: BoundField
    is_released: bool


class MarksForm(forms.Form):
    """The whole grid in one form: a line a pupil, saved in one round trip.

    ``roster`` is the list of (result, its latest version or None). ``at`` tells which results
    somebody may already have read: those change only with a reason.
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
        roster: Sequence[tuple[Result, ResultVersion | None]],
        scale: int,
        at: dt.datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roster, self.scale, self.at = roster, scale, at
        for result, version in roster:
            key = result.public_id
            self.fields[f"mark-{key}"] = forms.CharField(
                required=False,
                max_length=20,
                initial=mark_as_typed(version.value, version.status) if version else "",
                widget=forms.TextInput(
                    {"class": "control--short", "inputmode": "text", "autocomplete": "off"}
                ),
            )
            for name, label in (("achieved", _("réussi")), ("to_review", _("à revoir"))):
                self.fields[f"{name}-{key}"] = forms.CharField(
                    required=False,
                    max_length=280,
                    initial=getattr(version, name) if version else "",
                    widget=forms.TextInput({"autocomplete": "off", "placeholder": label}),
                )
            self.fields[f"seen-{key}"] = forms.IntegerField(
                min_value=0, initial=version.n if version else 0, widget=forms.HiddenInput
            )

    def rows(self) -> Iterator[GridRow]:
        for result, version in self.roster:
            key = result.public_id
            yield GridRow(
                student=f"{result.student.display_last_name} {result.student.first_name}",
                mark=self[f"mark-{key}"],
                achieved=self[f"achieved-{key}"],
                to_review=self[f"to_review-{key}"],
                seen=self[f"seen-{key}"],
                is_released=bool(
                    version and version.student_release_at and version.student_release_at <= self.at
                ),
            )

    @property
    def asks_reason(self) -> bool:
        return any(row.is_released for row in self.rows())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.entries: list[Entry] = []
        for result, version in self.roster:
            key = result.public_id
            try:
                mark = parse_mark(data.get(f"mark-{key}", ""), scale=self.scale)
            except MarkError as error:
                self.add_error(f"mark-{key}", str(error))
                continue
            words = {name: data.get(f"{name}-{key}", "") for name in ("achieved", "to_review")}
            if mark is None and version is None:
                if any(words.values()):
                    self.add_error(f"mark-{key}", _("Donnez aussi une note, ou « nn » (non noté)."))
                continue
            self.entries.append(
                Entry(
                    result=result,
                    mark=mark or Mark(),
                    progress=version.progress if version else "",
                    seen=data.get(f"seen-{key}") or 0,
                    **words,
                )
            )
        return data
