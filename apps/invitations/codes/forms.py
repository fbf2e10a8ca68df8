"""Who stands at the counter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PersonSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Nom d’un adulte ou d’un élève"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
    )
