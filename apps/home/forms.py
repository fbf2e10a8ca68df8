"""What the team looks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """In the query string: a search is an address, which the back button gives again."""

    q = forms.CharField(
        label=_("Un nom, une classe, le titre d’une évaluation"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            {
                "type": "search",
                "autocomplete": "off",
                "spellcheck": "false",
                "enterkeyhint": "search",
            }
        ),
    )
