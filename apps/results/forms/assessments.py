"""The assessment, and the search of their list."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.enums import AssessmentKind
from apps.results.models import Assessment
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
