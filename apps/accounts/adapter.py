"""allauth, without open registration: accounts come from the school's files."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

MISMATCH = _("Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez les majuscules.")


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody registers alone; nobody receives a mail that reveals that an account exists."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Who has just signed in has just proved who they are: allauth would ask once more."""
        super().login(request, user)
        reauthenticate_by_password(request)
