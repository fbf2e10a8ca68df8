"""The doors of the portal ask in plain words."""

import pytest

from apps.accounts.models import User
from apps.accounts.own_account.forms import NewPasswordForm, PasswordChangeForm, PasswordResetForm
from apps.accounts.sign_in.forms import SignInForm


def forms():
    return {
        "sign in": SignInForm(),
        "change": PasswordChangeForm(user=User()),
        "reset": PasswordResetForm(),
        "new": NewPasswordForm(user=User(), temp_key="key"),
    }


@pytest.mark.parametrize("name", ["sign in", "change", "reset", "new"])
def test_no_label_is_repeated_inside_its_field(name):
    assert "placeholder" not in str(forms()[name])


def test_a_parent_signs_in_with_an_identifier_or_an_address():
    login = SignInForm()["login"]

    assert login.label == "Identifiant ou adresse e-mail"
    assert login.field.widget.attrs["autocomplete"] == "username"


def test_the_page_of_a_new_password_says_its_rule_in_one_line():
    for name in ("change", "new"):
        assert str(forms()[name]["password1"].help_text).startswith("Au moins 8 caractères")
