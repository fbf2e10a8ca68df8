"""The forms of a way in: few fields, plain words, one sentence for a slip of the hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.own_account.services import accounts
from apps.accounts.passwords import folded
from apps.invitations.codes import rules as codes_rules
from coeduc.forms import AddressField, DayField, PortalFormHelper
from coeduc.letters import small

SLIP_OF_THE_HAND = _(
    "Il y a une faute de frappe dans ce code. À comparer avec le papier, signe par signe. "
    "Un code n’a ni O ni 0, ni I ni 1, et aucune voyelle."
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Le code du papier"),
        help_text=_("Dix signes, par exemple K7M2X-9RTHV. Le tiret ne compte pas."),
        max_length=40,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-co-code": "",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(submit=_("Continuer"))

    def clean_code(self) -> str:
        try:
            return codes_rules.read_code(self.cleaned_data["code"])
        except codes_rules.UnreadableCodeError as problem:
            raise forms.ValidationError(SLIP_OF_THE_HAND) from problem


class BirthDateField(DayField):
    """Typed, not chosen: a calendar would have to be turned back thirteen years."""

    widget = forms.TextInput  # type: ignore[assignment] # its base has a calendar
    default_error_messages = {"invalid": _("Écrivez le jour, le mois et l’année : 17/05/2013.")}


class BirthDateForm(forms.Form):
    birth_date = BirthDateField(
        help_text=_("Le jour, le mois, l’année : par exemple 17/05/2013."),
        input_formats=["%d/%m/%Y", "%Y/%m/%d"],
    )

    def __init__(
        self, *args: Any, is_pupil: bool, is_relative: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        of_parents = _("Date de naissance d’un de vos enfants du collège")
        if is_relative:
            of_parents = _("Date de naissance de l’enfant dont vous lirez le cahier")
        self.fields["birth_date"].label = _("Ta date de naissance") if is_pupil else of_parents
        self.fields["birth_date"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "bday" if is_pupil else "off",
        }
        self.helper = PortalFormHelper(submit=_("Continuer"))


class FirstPasswordForm(forms.Form):
    password1 = forms.CharField(
        label=_("Mot de passe"),
        help_text=_(
            "Trois ou quatre mots que vous retiendrez, par exemple le début d’une phrase. "
            "Au moins 8 caractères. Ni majuscule ni chiffre obligatoires."
        ),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Le même, encore une fois"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    remember = forms.BooleanField(label=_("Rester connecté sur cet appareil"), required=False)

    def __init__(self, *args: Any, user: User, is_pupil: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        if is_pupil:
            self.fields["password1"].help_text = _(
                "Trois ou quatre mots que tu retiendras, par exemple le début d’une phrase. "
                "Au moins 8 caractères. Ni majuscule ni chiffre obligatoires."
            )
        self.helper = PortalFormHelper(submit=_("Enregistrer"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and folded(first) != folded(second):
            self.add_error("password2", _("Les deux mots de passe ne sont pas les mêmes."))
        elif first:
            self.user.username = data.get("username") or self.user.username
            try:
                password_validation.validate_password(folded(first), self.user)
            except forms.ValidationError as problem:
                self.add_error("password1", problem)
        return data


class SmallLettersField(forms.CharField):
    """A phone that puts a capital first is not a mistake of its owner."""

    def to_python(self, value: Any) -> str:
        return small(super().to_python(value) or "")


class AccountForm(FirstPasswordForm):
    username = SmallLettersField(
        label=_("Identifiant"),
        help_text=_("Pour revenir, avec votre mot de passe. Vous pouvez le changer maintenant."),
        max_length=30,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{2,29}\Z",
                _("Au moins trois signes : lettres sans accent, chiffres, point ou tiret."),
            )
        ],
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    email = AddressField(
        label=_("Adresse e-mail"),
        help_text=_(
            "Elle reçoit ce que le portail annonce (un résultat paru, par exemple), et un lien si "
            "vous oubliez votre mot de passe. Qui lit cette boîte lit ces messages. "
            "Sans elle, le collège vous aide."
        ),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order = ("username", "password1", "password2", "email", "remember")

    def __init__(
        self, *args: Any, is_pupil: bool = False, is_relative: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, is_pupil=is_pupil, **kwargs)
        if is_relative:
            self.fields["email"].help_text = _(
                "Elle reçoit un lien si vous oubliez votre mot de passe, et rien d’autre. Sans "
                "elle, demandez un nouvel accès à qui vous a donné celui-ci."
            )
        if is_pupil:
            self.fields["username"].help_text = _(
                "Pour revenir, avec ton mot de passe. Tu peux le changer maintenant."
            )
            del self.fields["email"]  # the fewer data of a child, the better
        self.helper = PortalFormHelper(submit=_("Ouvrir mon compte"))

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if not accounts.username_is_free(username):
            raise forms.ValidationError(
                _("Cet identifiant est déjà pris : il suffit d’ajouter un chiffre.")
            )
        return username
