"""allauth's forms in the portal's words: a label says what to write, nothing is said twice."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


class PlainFieldsMixin(forms.Form):
    """allauth repeats each label as a placeholder, which vanishes when one types."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainFieldsMixin, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Identifiant ou adresse e-mail")
        login.widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        password.help_text = ""  # the page itself says what to do about a forgotten password
        self.fields["remember"].label = _("Rester connecté sur cet appareil")


class ProofForm(PlainFieldsMixin, allauth_forms.ReauthenticateForm):
    """The password again, on a device that stayed signed in."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
