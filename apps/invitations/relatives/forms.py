"""Whom a guardian lets read the notebook: what is asked serves to compare, and is said to."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.schools.names import readable_name
from apps.schools.trusted.rules import Relative, figures_of
from coeduc.forms import AddressField, PortalFormHelper, choice_field, depends
from coeduc.letters import key_of

PAPER, MAIL = "papier", "courriel"


class RelativeForm(forms.Form):
    """``children``: public id and first name of those whom this guardian answers for."""

    enfant = forms.ChoiceField(label=_("Pour le cahier de la classe de"))
    name = forms.CharField(
        label=_("Son prénom et son nom"),
        help_text=_("Votre enfant lira ce nom sur sa page, et la direction du collège aussi."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
    )
    phone = forms.CharField(
        label=_("Son numéro de téléphone"),
        help_text=_(
            "Il sert à vérifier que cette personne n’est pas un adulte que le collège connaît déjà "
            "pour votre enfant. Personne ne le lit, et l’autre responsable ne le voit pas."
        ),
        max_length=30,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Son adresse postale"),
        help_text=_("Pour la même vérification : numéro, rue, code postal, commune."),
        max_length=190,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = AddressField(
        label=_("Son adresse e-mail, si le code part par e-mail"),
        help_text=_("Pour lui envoyer le code, et pour la même vérification."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    envoi = forms.ChoiceField(
        label=_("Comment lui donner le code"),
        choices=[
            (PAPER, _("sur papier : je l’imprime ou je le recopie")),
            (MAIL, _("par e-mail, à son adresse")),
        ],
        initial=PAPER,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        children: Sequence[tuple[str, str]],
        asked: str,
        cancel_url: str,
    ) -> None:
        """``asked``: the child whose button was touched."""
        super().__init__(data, initial={"enfant": asked})
        choice_field(self, "enfant").choices = list(children)  # type: ignore[attr-defined] # a ChoiceField
        depends(self, "email")
        self.helper = PortalFormHelper(submit=_("Donner l’accès"), cancel_url=cancel_url)

    def clean_name(self) -> str:
        words = self.cleaned_data["name"].split()
        name: str = " ".join(readable_name(one) if len(one) > 1 else one for one in words)
        if len(key_of(name).split()) < 2:
            raise forms.ValidationError(_("Écrivez le prénom et le nom."))
        return name

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if not figures_of(phone):
            raise forms.ValidationError(_("Ce numéro est trop court."))
        return phone

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("envoi") == MAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Écrivez l’adresse, ou choisissez le papier."))
        return data

    @property
    def relative(self) -> Relative:
        """Of a valid form; whatever was typed serves to compare."""
        data = self.cleaned_data
        mail = data.get("email") or ""
        return Relative(data["name"], data["phone"], data["address"], mail)

    @property
    def is_mailed(self) -> bool:
        return bool(self.cleaned_data["envoi"] == MAIL)
