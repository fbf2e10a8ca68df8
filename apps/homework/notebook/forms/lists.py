"""Searches and small choices of the teacher's pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coeduc.forms import DayField, PortalFormHelper, choice_field, depends, offer


class PastFilter(forms.Form):
    """Words to find in what was written, in the query string."""

    q = forms.CharField(
        label=_("Chercher dans mes séances"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    @property
    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class OtherLessonForm(forms.Form):
    """A lesson that no timetable announces: a class, a day."""

    teaching: Any = forms.ModelChoiceField(
        label=_("Classe"), queryset=None, to_field_name="public_id"
    )
    day = DayField(label=_("Jour du cours"))

    def __init__(
        self, *args: Any, teachings: Any = None, listed: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        """``teachings``: what may be chosen, to check an answer; ``listed``: where they are read
        already, to draw the list alone."""
        super().__init__(*args, **kwargs)
        empty = _("Choisir…")
        if teachings is None:
            choice_field(self, "teaching").choices = [
                ("", empty),
                *((one.public_id, one.choice) for one in listed),
            ]
            return
        offer(self, "teaching", teachings, label="choice", empty=empty)


class CancelForm(forms.Form):
    """Why a work is no longer to be done; asked once families could read it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Pourquoi ?"), max_length=200, required=False)

    def __init__(
        self, *args: Any, asks_reason: bool, cancel_url: str, kept: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = asks_reason
        submit = _("Annuler ce travail")
        self.helper = PortalFormHelper(
            "seen", "reason", submit=submit, cancel_url=cancel_url, kept=kept
        )


class CopyTo(forms.Form):
    """One parallel class: tick it, keep or change the day of its lesson."""

    chosen = forms.BooleanField(required=False)
    day = DayField(label=_("Jour du cours"), required=False)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].label = label
        depends(self, "day")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("chosen") and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Dites quel jour."))
        return data
