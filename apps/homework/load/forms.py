"""The minutes a day that a school agrees on, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from apps.homework.load.rules import LONGEST
from apps.schools.enums import Level
from coeduc.forms import PortalFormHelper

LEAST = 5


class CapForm(forms.Form):
    """One number a level, in minutes, or nothing; ``sentences``: what its classes had lately."""

    def __init__(
        self, *args: Any, sentences: Mapping[str, str], cancel_url: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for level in Level:
            self.fields[f"level_{level.value}"] = forms.IntegerField(
                label=_("En %(level)s, minutes par jour") % {"level": level.label},
                required=False,
                min_value=LEAST,
                max_value=LONGEST,
                help_text=sentences.get(level.value, ""),
                widget=forms.NumberInput({"class": "control--short", "inputmode": "numeric"}),
                error_messages={
                    "invalid": _("Écrivez un nombre de minutes, par exemple 45."),
                    "min_value": _("Au moins %(limit_value)s minutes, ou rien."),
                    "max_value": _("Au plus %(limit_value)s minutes."),
                },
            )
        self.helper = PortalFormHelper(*self.fields, submit=_("Enregistrer"), cancel_url=cancel_url)

    def caps(self) -> dict[str, int | None]:
        return {level.value: self.cleaned_data[f"level_{level.value}"] for level in Level}
