"""Every decision says who took it, when and why; the open hours of a school."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.publication.enums import DecisionBody, Weekday
from apps.publication.opening import OpeningError, OpeningHours
from apps.schools.models import School
from coeduc.forms import DayField, PortalFormHelper, Submit, choice_field

CLOCK = {"invalid": _("Écrivez une heure, par exemple 20:00.")}
PREVIEW = "apercu"


class ClockField(forms.TimeField):
    """Hours and minutes, in the browser's own way."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput({"type": "time", "class": "control--date"}, format="%H:%M")
        super().__init__(widget=widget, error_messages=CLOCK, **kwargs)


class DecisionForm(forms.Form):
    """What every decision says of itself: who took it, when, and why; ``today`` is the school's."""

    body = forms.ChoiceField(label=_("Qui a décidé"))
    decided_on = DayField(label=_("Quand"))
    reason = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Les familles liront cette phrase."),
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Dites pourquoi : les familles liront cette raison.")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choice_field(self, "body").choices = [
            choice for choice in DecisionBody.choices if choice[0] != DecisionBody.MINISTRY
        ]

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(_("La décision ne peut pas être datée d’un jour à venir."))
        return day

    @property
    def decision(self) -> dict[str, str | dt.date]:
        return {name: self.cleaned_data[name] for name in ("body", "decided_on", "reason")}


class OpeningForm(DecisionForm):
    """The silence of the night, of the week-end and of the holidays, then the decision."""

    quiet_from = ClockField(label=_("Silence à partir de"))
    quiet_until = ClockField(label=_("jusqu’à"))
    weekend_from_day = forms.TypedChoiceField(label=_("Du"), choices=Weekday, coerce=int)
    weekend_from_clock = ClockField(label=_("à partir de"))
    weekend_until_day = forms.TypedChoiceField(label=_("Au"), choices=Weekday, coerce=int)
    weekend_until_clock = ClockField(label=_("jusqu’à"))
    holidays_open = forms.BooleanField(
        label=_("Pendant les vacances, publier quand même les jours de semaine"),
        help_text=_("Sinon, un enfant peut garder un résultat pour lui pendant deux semaines."),
        required=False,
    )

    def __init__(
        self, *args: Any, school: School, cancel_url: str, kept: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.helper = PortalFormHelper(
            Fieldset(_("La nuit"), Row("quiet_from", "quiet_until")),
            Fieldset(
                _("Le week-end"),
                Row("weekend_from_day", "weekend_from_clock"),
                Row("weekend_until_day", "weekend_until_clock"),
            ),
            Fieldset(_("Les vacances"), "holidays_open"),
            Fieldset(_("La décision"), Row("body", "decided_on"), "reason"),
            submit=_("Adopter ces heures"),
            cancel_url=cancel_url,
            kept=kept,
        )
        preview = _("Voir ce que liront les familles")
        self.helper.add_input(Submit(preview, name=PREVIEW, kind="quiet"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.hours = self._hours(data)
            except OpeningError as error:
                raise forms.ValidationError(str(error)) from error
        return data

    def _hours(self, data: dict[str, Any]) -> OpeningHours:
        return OpeningHours(
            time_zone=self.school.time_zone,
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            weekend_from=(data["weekend_from_day"], data["weekend_from_clock"]),
            weekend_until=(data["weekend_until_day"], data["weekend_until_clock"]),
            holidays_open=data["holidays_open"],
        )
