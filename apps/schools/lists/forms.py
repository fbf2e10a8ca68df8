"""Why telephones leave the school, and for which day."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.schools.lists.rules import MOST_DAYS_AHEAD
from coeduc.days import DAY
from coeduc.forms import DayField, PortalFormHelper


class PhonePrintingForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Quelques mots : « Sortie au musée ». La direction le lit."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Écrivez pourquoi, en quelques mots.")},
    )
    for_day = DayField(label=_("Pour quel jour"))

    def __init__(self, data: QueryDict | None, *, today: dt.date, cancel_url: str) -> None:
        super().__init__(data, initial={"for_day": today})
        self.today = today
        submit = _("Montrer les téléphones, à imprimer")
        self.helper = PortalFormHelper(submit=submit, cancel_url=cancel_url)

    def clean_for_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["for_day"]
        if not self.today <= day <= self.today + MOST_DAYS_AHEAD * DAY:
            raise forms.ValidationError(_("Choisissez aujourd’hui, ou un jour du trimestre."))
        return day
