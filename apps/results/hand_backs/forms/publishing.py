"""The head publishes copies that never came back: a reason, and once more «sure»."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coeduc.forms import PortalFormHelper


class PublishForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi publier sans rendre les copies ?"),
        help_text=_(
            "Les élèves et les parents liront cette phrase. "
            "« Le professeur est absent et ses copies sont restées chez lui. »"
        ),
        max_length=280,
        widget=forms.Textarea({"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("Je publie les résultats de cette classe sans les copies."),
        error_messages={"required": _("Cochez pour confirmer.")},
    )

    def __init__(self, *args: Any, cancel_url: str, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            "reason", "sure", submit=_("Publier"), cancel_url=cancel_url, kept=kept
        )
