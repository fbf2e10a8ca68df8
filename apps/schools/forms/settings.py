"""Forms of the settings: the school's name, whom to call."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.schools.models import School
from coeduc.forms import Helper

CONTACT_LINES = 8


def phone_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=20, widget=forms.TextInput({"type": "tel", "autocomplete": "off"}), **kwargs
    )


def clean_phone(value: str) -> str:
    """Digits and the usual separators; « 3977 » is a number too."""
    if value and not re.fullmatch(r"\+?[\d .()-]{3,20}", value):
        raise forms.ValidationError(_("Écrivez un numéro, par exemple 01 99 00 41 12."))
    return value


class IdentityForm(forms.ModelForm):
    school_life_phone = phone_field(label=_("Téléphone de la vie scolaire"), required=False)

    class Meta:
        model = School
        fields = ["name", "city", "school_life_phone", "school_life_hours"]
        help_texts = {"school_life_hours": _("Par exemple : 8 h – 17 h, le mercredi 8 h – 12 h.")}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper(submit=_("Enregistrer"), cancel_url=cancel_url)

    def clean_school_life_phone(self) -> str:
        return clean_phone(self.cleaned_data["school_life_phone"])


class ContactForm(forms.Form):
    """One line of the list; wholly empty, it is left out."""

    label = forms.CharField(label=_("Pour quoi"), max_length=60, required=False)
    name = forms.CharField(label=_("Qui"), max_length=60, required=False)
    phone = phone_field(label=_("Téléphone"), required=False)
    hours = forms.CharField(label=_("Heures d’appel"), max_length=60, required=False)

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.values()):
            return data
        if not data.get("label"):
            self.add_error("label", _("Dites pour quoi on appelle : « CPE des 6e et 5e »."))
        if not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Il manque le numéro."))
        return data


class BaseContactFormSet(forms.BaseFormSet):
    def lines(self) -> list[dict[str, str]]:
        """What was typed, in order, without the empty lines."""
        return [form.cleaned_data for form in self.forms if any(form.cleaned_data.values())]


ContactFormSet = forms.formset_factory(
    ContactForm, BaseContactFormSet, extra=2, max_num=CONTACT_LINES, absolute_max=CONTACT_LINES
)
