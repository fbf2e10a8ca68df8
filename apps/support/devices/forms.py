"""One help, in the words that families will read."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.support.enums import DeviceKind
from coeduc.forms import PortalFormHelper


class DeviceForm(forms.Form):
    """A name, a moment, a place: a sentence shows how families will read them."""

    kind = forms.ChoiceField(label=_("Sorte"), choices=[("", _("Choisir…")), *DeviceKind.choices])
    name = forms.CharField(
        label=_("Nom"),
        max_length=80,
        help_text=_("Comme les familles le liront : « Devoirs faits », « Tutorat avec un 3e »."),
    )
    moment = forms.CharField(
        label=_("Quand"),
        max_length=120,
        required=False,
        help_text=_("« mardi et jeudi, 16 h à 17 h »"),
    )
    place = forms.CharField(
        label=_("Où, avec qui"),
        max_length=120,
        required=False,
        help_text=_("« au CDI, avec M. Petit ». Jamais le nom d’un élève."),
    )

    def __init__(self, *args: Any, submit: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "kind", "name", Row("moment", "place"), submit=submit, cancel_url=cancel_url
        )
