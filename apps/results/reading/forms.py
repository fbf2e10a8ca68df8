"""Finding a result among many: by words, by subject, or those that are not there yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coeduc.forms import PortalFormHelper, choice_field

WAITING = "attente"


class ReadingFilter(forms.Form):
    """Sent in the address, in French since people read and type it; what is unknown is ignored."""

    q = forms.CharField(label=_("Chercher un mot du titre"), required=False, max_length=60)
    matiere = forms.ChoiceField(label=_("Matière"), required=False)
    etat = forms.ChoiceField(
        label=_("Montrer"),
        required=False,
        choices=[
            ("", pgettext_lazy("résultats", "Tout")),
            (WAITING, _("Ce qui n’est pas encore visible")),
        ],
    )

    def __init__(self, *args: Any, subjects: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "matiere").choices = [("", _("Toutes les matières")), *subjects]
        self.helper = PortalFormHelper("q", "matiere", "etat")
        self.helper.form_tag = False
        self.is_valid()

    def value(self, name: str) -> str:
        return str(getattr(self, "cleaned_data", {}).get(name, ""))
