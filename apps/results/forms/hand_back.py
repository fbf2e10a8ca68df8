"""The tap: when the copies were handed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
