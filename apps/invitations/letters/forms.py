"""What the office wishes to print, and what only the school can say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.notices.enums import ON_PAPER, Delivery, LetterAudience
from apps.notices.models import LetterTexts
from coeduc.forms import PortalFormHelper, choice_field, choices_of

WHOLE_SCHOOL = "tout"


class LetterForm(forms.Form):
    """What the office wishes: a GET form, so that the counts come before the decision."""

    audience = forms.ChoiceField(
        label=_("Pour"),
        choices=LetterAudience,
        widget=forms.RadioSelect,
        initial=LetterAudience.GUARDIANS,
    )
    reach = forms.ChoiceField(label=_("Classe, niveau ou collège"))
    delivery = forms.ChoiceField(
        label=_("Remise"), choices=ON_PAPER, widget=forms.RadioSelect, initial=Delivery.POSTED
    )
    renews = forms.BooleanField(
        label=_("Refaire aussi les lettres déjà données"),
        help_text=_("L’ancien code ne marchera plus dès que la nouvelle lettre sera prête."),
        required=False,
    )

    def __init__(self, *args: Any, divisions: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        levels = sorted({division.level for division in divisions if division.level}, reverse=True)
        choice_field(self, "reach").choices = [
            (WHOLE_SCHOOL, _("Tout le collège")),
            *(
                (f"niveau:{level}", _("Toutes les %(level)s") % {"level": level})
                for level in levels
            ),
            *((f"classe:{one.public_id}", one.code) for one in divisions),
        ]
        self.divisions = divisions

    def clean(self) -> dict[str, Any]:
        """Papers for pupils and colleagues are handed over; only adults at home get an envelope."""
        data = super().clean() or {}
        if data.get("audience") != LetterAudience.GUARDIANS:
            data["delivery"] = Delivery.HANDED
        return data

    def chosen(self) -> tuple[list[Any], str]:
        """The classes that were chosen, and how to call them."""
        kind, _sep, value = self.cleaned_data["reach"].partition(":")
        label = choices_of(self, "reach")[self.cleaned_data["reach"]]
        if self.cleaned_data["audience"] == LetterAudience.STAFF:
            return [], str(LetterAudience.STAFF.label)
        match kind:
            case "niveau":
                return [one for one in self.divisions if one.level == value], str(label)
            case "classe":
                return [one for one in self.divisions if str(one.public_id) == value], str(label)
            case _:
                return self.divisions, str(label)


class LetterTextsForm(forms.ModelForm):
    class Meta:
        model = LetterTexts
        fields = ["sender_address", "signatory", "help_slot", "help_near_home", "data_contact"]
        help_texts = {
            "sender_address": _("En haut à gauche de chaque lettre."),
            "signatory": _("Par exemple : la principale, Mme Navarre."),
            "help_slot": _("Par exemple : le mardi de 17 h à 18 h 30, au CDI, sans rendez-vous."),
            "help_near_home": _("Une adresse par ligne : médiathèque, espace France services…"),
            "data_contact": _("Son adresse, telle que les familles la liront."),
        }

    def __init__(self, *args: Any, cancel_url: str = "", kept: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(submit=_("Enregistrer"), cancel_url=cancel_url, kept=kept)
