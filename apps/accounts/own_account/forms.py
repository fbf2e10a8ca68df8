"""A password chosen, an address given, a way back asked for; no label is said twice."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.passwords import folded
from apps.accounts.sign_in.forms import PlainFieldsMixin
from apps.accounts.sign_in.rules import ACCOUNT_PAUSE
from apps.accounts.sign_in.services import limits
from coeduc.forms import AddressField
from coeduc.french import delay
from coeduc.letters import small


class ChosenPasswordMixin(PlainFieldsMixin):
    """The rules of a new password in one line, instead of a list of prohibitions."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Au moins 8 caractères, et rien que l’on puisse deviner de soi."
        )
        self.fields["password2"].label = _("Le même, encore une fois")

    def clean_password2(self) -> str:
        """As the first one is: an apostrophe typed on another key is the same."""
        return folded(self.cleaned_data["password2"])


class PasswordChangeForm(ChosenPasswordMixin, allauth_forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Guessed on a telephone left open as anywhere else: the same count."""
        name = self.user.get_username()
        if not limits.may_sign_in(context.request, name):
            raise forms.ValidationError(
                _("Trop d’essais. Attendez %(time)s.") % {"time": delay(ACCOUNT_PAUSE)}
            )
        try:
            return super().clean_oldpassword()
        except forms.ValidationError:
            limits.note_wrong_password(context.request, name)
            raise


class NewPasswordForm(ChosenPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class PasswordResetForm(forms.Form):
    """An address, whoever has it: nothing is looked up here."""

    email = AddressField(
        label=_("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class OwnAddressForm(forms.Form):
    email = AddressField(
        label=_("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return small(self.cleaned_data["email"])
