"""Hold a result, take one back, find one in the lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.enums import WithdrawnFrom
from apps.results.holds.rules import LONGEST_HOLD
from coeduc import french
from coeduc.forms import DayField, PortalFormHelper, choice_field


class PupilFilter(forms.Form):
    """Search of a pupil, in the query string."""

    q = forms.CharField(
        label=_("Nom ou prénom"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    @property
    def words(self) -> str:
        """What is looked for; nothing where it makes no sense."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


def _sentence(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=280, widget=forms.Textarea({"rows": 3, "autocomplete": "off"}), **kwargs
    )


class HoldForm(forms.Form):
    """Until when, and why; the reason stays in the school."""

    until = DayField(label=_("Retenu au plus tard jusqu’au"))
    reason = _sentence(
        label=_("Pourquoi"),
        help_text=_(
            "Une phrase, sans détail de santé ni de famille : « Voir la famille d’abord ». Lue par"
            " la direction et les CPE, jamais par la famille ni par les professeurs."
        ),
        error_messages={"required": _("Écrivez pourquoi, en une phrase.")},
    )

    def __init__(self, *args: Any, cancel_url: str, kept: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _(
            "Ce jour-là, plus rien ne le retient : il suit la règle, si la copie est rendue. "
            "%(most)s au plus."
        ) % {"most": french.delay(LONGEST_HOLD)}
        submit = _("Retenir ce résultat")
        self.helper = PortalFormHelper(
            "until", "reason", submit=submit, cancel_url=cancel_url, kept=kept
        )

    def day(self) -> dt.date | None:
        """The day in the field, chosen or proposed: what the family's sentence is made of."""
        if not self.is_bound:
            day: dt.date = self.initial["until"]
            return day
        return self.cleaned_data.get("until") if self.is_valid() else None


class WithdrawForm(forms.Form):
    """From whom, and what the family reads instead."""

    audience = forms.ChoiceField(
        label=_("Pour qui"), choices=WithdrawnFrom, widget=forms.RadioSelect
    )
    reason_for_family = _sentence(
        label=_("Ce que la famille lira à la place"),
        help_text=_(
            "Une ou deux phrases, pour l’enfant et pour ses parents : « La note était celle d’un"
            " autre élève. Mme Roux la corrige cette semaine. »"
        ),
        error_messages={"required": _("Écrivez à la famille pourquoi.")},
    )

    def __init__(
        self, *args: Any, cancel_url: str, kept: str, pupil_only: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"audience": WithdrawnFrom.BOTH})
        super().__init__(*args, **kwargs)
        if pupil_only:
            # The parents have read nothing yet: nothing to take back from them alone.
            choice_field(self, "audience").choices = [
                (WithdrawnFrom.BOTH, WithdrawnFrom.BOTH.label)
            ]
        self.helper = PortalFormHelper(
            "audience",
            "reason_for_family",
            submit=_("Continuer"),
            cancel_url=cancel_url,
            kept=kept,
        )
