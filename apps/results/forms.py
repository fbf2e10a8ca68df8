"""Forms of the teachers: the assessment, the marks grid, the tap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from apps.results.enums import AssessmentKind
from apps.results.marks import Mark, MarkError, mark_as_typed, parse_mark
from apps.results.models import Assessment, Result, ResultVersion
from apps.results.services import Entry
from apps.schools.models import SchoolYear, Teaching
from coeduc.forms import DayField, FrenchDecimalField, Helper


class AssessmentForm(forms.ModelForm):
    """One assessment; the view gives the teachings of this teacher."""

    held_on = DayField(label=_("Date"))
    coefficient = FrenchDecimalField(
        label=_("Coefficient"), min_value=0, max_value=20, decimal_places=1, initial=1
    )

    class Meta:
        model = Assessment
        fields = ["teaching", "title", "kind", "held_on", "scale", "coefficient", "progress"]
        labels = {
            "teaching": _("Classe et matière"),
            "title": _("Titre"),
            "kind": _("Sorte"),
            "scale": _("Notée"),
            "progress": _("Pour progresser"),
        }
        help_texts = {
            "title": _("Les familles le liront : « Fractions », « Le récit d’aventures »."),
            "progress": _(
                "Une phrase pour toute la classe : une aide, un moment, un petit exercice. "
                "Elle est demandée avant de rendre les copies."
            ),
        }

    def __init__(
        self, *args: Any, teachings: Any, submit: str, cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teaching"].queryset = teachings
        self.fields["teaching"].label_from_instance = teaching_label
        self.fields["teaching"].empty_label = _("Choisir…")
        if self.instance.pk:
            self.fields["teaching"].disabled = True
        self.helper = Helper(
            "teaching",
            "title",
            Row("kind", "held_on"),
            Row("scale", "coefficient"),
            "progress",
            submit=submit,
            cancel_url=cancel_url,
        )

    def clean_coefficient(self) -> Any:
        coefficient = self.cleaned_data["coefficient"]
        if not coefficient:
            raise forms.ValidationError(_("Le coefficient est plus grand que zéro."))
        return coefficient

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        teaching, held_on = data.get("teaching"), data.get("held_on")
        if teaching and held_on:
            year: SchoolYear = teaching.year
            if not year.starts_on <= held_on <= year.ends_on:
                self.add_error("held_on", _("Cette date n’est pas dans l’année scolaire."))
        return data


def teaching_label(teaching: Teaching) -> str:
    return f"{teaching.class_code} — {teaching.subject.label}"


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


class HandBackForm(forms.Form):
    """The tap: when the copies were handed back, and the help line if it is missing."""

    NOW, THIS_MORNING, YESTERDAY = "now", "morning", "yesterday"

    when = forms.ChoiceField(label=_("Copies rendues"), widget=forms.RadioSelect, initial=NOW)
    progress = forms.CharField(
        label=_("Pour progresser, pour toute la classe"),
        help_text=_(
            "Les familles la liront avec chaque résultat. « Devoirs faits, mardi 16 h »,"
            " « Refaire l’exercice 4, dix minutes »."
        ),
        max_length=280,
    )

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], asks_progress: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = choices
        if not asks_progress:
            del self.fields["progress"]


class AssessmentFilter(forms.Form):
    """Search of the list, in the query string."""

    q = forms.CharField(
        label=_("Chercher"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Sorte"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Toutes")), *AssessmentKind.choices]

    def filter(self, queryset: Any) -> Any:
        if not self.is_valid():
            return queryset
        if kind := self.cleaned_data["kind"]:
            queryset = queryset.filter(kind=kind)
        return queryset.matching(self.cleaned_data["q"])
