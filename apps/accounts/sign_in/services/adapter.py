"""allauth, without open registration: accounts come from the school's files."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.devices.rules import device_of
from apps.accounts.devices.services import end_every_session
from apps.accounts.passwords import folded
from apps.accounts.sign_in.rules import NETWORK_PAUSE
from apps.accounts.sign_in.services import limits
from coeduc import device, ways_back
from coeduc.french import delay

if TYPE_CHECKING:
    from coeduc.http import Request

MISMATCH = _("Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez les majuscules.")


def _too_many() -> str:
    return gettext(
        "Trop d’essais : attendez %(time)s, ou appelez le collège, qui peut rouvrir tout de suite. "
        "Sur un appareil où vous vous êtes déjà connecté, réessayez sans attendre."
    ) % {"time": delay(NETWORK_PAUSE)}


TOO_MANY = lazy(_too_many, str)()


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody registers alone; nobody receives a mail that reveals that an account exists."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Nor an address that only takes posts, wherever it was found: there is no page there.

        ``opens`` comes first: it takes an address that nobody can read, where allauth's would fail.
        """
        return bool(url and ways_back.opens(url) and super().is_safe_url(url))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Our own limits, in PostgreSQL: see ``limits``."""
        if not limits.may_sign_in(cast("Request", request), _login_of(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.note_wrong_password(cast("Request", request), _login_of(credentials))

    def clean_password(self, password: str, user: Any = None) -> str:
        """Judged as it will be kept: a sign that counts for two must not make it long enough."""
        return super().clean_password(folded(password), user)

    def set_password(self, user: Any, password: str) -> None:
        """Its hash is in the sessions of the account: the others are over, and none is shown."""
        super().set_password(user, password)
        end_every_session(user, but=context.request.session.session_key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where one came from; the message there says that the other devices are closed."""
        return reverse("own_account:account")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Who has just signed in has just proved who they are: allauth would ask once more."""
        before = getattr(request, "user", None)
        if before is not None and before.is_authenticated and before.pk != user.pk:
            device.leaves(request, before)
        super().login(request, user)
        agent = request.headers.get("User-Agent", "")
        request.session.begins(device_of(agent), at=request.now)  # type: ignore[attr-defined]
        reauthenticate_by_password(request)

    def logout(self, request: HttpRequest) -> None:
        """The browser is told whose drafts to erase, from whatever page one leaves."""
        if request.user.is_authenticated:
            device.leaves(request, request.user)
        super().logout(request)


def _login_of(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")
