"""Forms of the settings: the school's name, whom to call."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from apps.schools.clocks import (
    OTHER,
    UnknownClockError,
    clock_choices,
    clock_in_words,
    clock_named,
)
from apps.schools.logos import MAX_BYTES, LogoError, redrawn, too_heavy
from apps.schools.models import School
from apps.schools.territories import CLOCKS, territory_of
from coeduc.forms import PortalFormHelper, choice_field, depends
from coeduc.french import whole_weight

CONTACT_LINES = 10


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
    zone_name = forms.ChoiceField(
        label=_("Heure du collège"),
        choices=clock_choices,
        help_text=_("Toutes les heures du portail sont dites à cette heure."),
        error_messages={"required": _("Dites à quelle heure vit le collège.")},
    )
    other_clock = forms.CharField(
        label=_("Si c’est une autre : où ?"),
        max_length=60,
        required=False,
        help_text=_("Une grande ville ou un pays : Dakar, Londres, Maroc…"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    class Meta:
        model = School
        fields = ["name", "city", "school_life_phone", "school_life_hours", "zone_name"]
        help_texts = {"school_life_hours": _("Par exemple : 8 h – 17 h, le mercredi 8 h – 12 h.")}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depends(self, "other_clock")
        if self.is_bound and "zone_name" not in self.data:
            del self.fields["zone_name"]  # a page of before, still open: its clock stays
            del self.fields["other_clock"]
        else:
            self._show_clock()
        self.helper = PortalFormHelper(submit=_("Enregistrer"), cancel_url=cancel_url)

    def _show_clock(self) -> None:
        """What is chosen; nothing where it was only supposed: somebody is to say it once."""
        school = self.instance
        if school.zone_name not in CLOCKS:
            self.initial["zone_name"] = OTHER
            self.initial["other_clock"] = clock_in_words(school.zone_name)
        elif not school.is_clock_set and territory_of(school.uai) is None:
            choice = choice_field(self, "zone_name")
            choice.choices = [("", _("Choisissez")), *clock_choices()]
            choice.help_text = _(
                "L’UAI ne dit pas où est le collège : à vous de le dire, une fois."
            )
            self.initial["zone_name"] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = str(data.get("other_clock") or "")
        if data.get("zone_name") == OTHER:
            try:
                data["zone_name"] = self._typed_clock(typed)
            except UnknownClockError as error:
                self.add_error("other_clock", str(error))
        elif data.get("zone_name") and typed and "other_clock" in self.changed_data:
            sentence = _("Choisissez « Autre » pour prendre cette heure, ou effacez-la.")
            self.add_error("other_clock", sentence)
        return data

    def _typed_clock(self, typed: str) -> str:
        """Left as it was shown, the clock stays, whatever its name may also mean."""
        shown = self.initial.get("other_clock")
        return self.instance.zone_name if shown and typed == shown else clock_named(typed)

    def clean_school_life_phone(self) -> str:
        return clean_phone(self.cleaned_data["school_life_phone"])


class LineForm(forms.Form):
    """One line of a list; wholly empty, it is left out whatever its fields demand."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not any((self[name].data or "").strip() for name in self.fields):
            self._errors = ErrorDict()
            self.cleaned_data = {}


class ContactForm(LineForm):
    label = forms.CharField(
        label=_("Pour quoi"),
        max_length=60,
        error_messages={"required": _("Dites pour quoi on appelle : « CPE des 6e et 5e ».")},
    )
    name = forms.CharField(label=_("Qui"), max_length=60, required=False)
    phone = phone_field(
        label=_("Téléphone"), error_messages={"required": _("Il manque le numéro.")}
    )
    hours = forms.CharField(label=_("Heures d’appel"), max_length=60, required=False)

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])


class BaseContactFormSet(forms.BaseFormSet):
    def lines(self) -> list[dict[str, str]]:
        """What was typed, in order, without the empty lines."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


ContactFormSet = cast(
    "type[BaseContactFormSet]",
    forms.formset_factory(ContactForm, BaseContactFormSet, extra=2, max_num=CONTACT_LINES),
)


class LogoForm(forms.Form):
    """The picture of the school; what is kept is drawn again from it."""

    logo = forms.FileField(
        label=_("Image"),
        widget=forms.FileInput({"class": "control--files", "accept": "image/*"}),
        error_messages={
            "required": _("Choisissez une image."),
            "empty": _("Ce fichier est vide."),
        },
    )

    def __init__(self, *args: Any, cancel_url: str, too_big: bool = False, **kwargs: Any) -> None:
        """``too_big``: the picture was left out before this form was made."""
        super().__init__(*args, **kwargs)
        self.fields["logo"].help_text = _(
            "PNG, JPEG ou photo, %(most)s au plus. Un fond transparent ou blanc convient le mieux."
        ) % {"most": whole_weight(MAX_BYTES)}
        if too_big:
            self.fields["logo"].error_messages["required"] = str(too_heavy())
        self.helper = PortalFormHelper(submit=_("Mettre ce logo"), cancel_url=cancel_url)

    def clean_logo(self) -> bytes:
        """The new PNG. The size is checked before anything is read."""
        upload = self.cleaned_data["logo"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(str(too_heavy()))
        try:
            return redrawn(upload.read())
        except LogoError as error:
            raise forms.ValidationError(str(error)) from error
