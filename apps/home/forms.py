"""What the team looks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TeamSearchForm(forms.Form):
    """In the query string: a search is an address, which the back button gives again."""

    q = forms.CharField(
        label=_("Nom, classe ou titre"),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A page that is opened to write in it is ready for that."""
        super().__init__(*args, **kwargs)
        if not self.data.get("q"):
            self.fields["q"].widget.attrs["autofocus"] = True
