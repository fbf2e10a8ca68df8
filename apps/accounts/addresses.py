"""An e-mail address becomes that of an account once its owner, signed in, opens the link sent.

Signed in, because a slip of the hand would otherwise give a stranger the account: a link to choose
a new password goes to that address. Nothing is kept of an address that was never confirmed.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User

SALT = "coeduc.accounts.address"
LASTS = 3 * 24 * 3600


def ask_to_confirm(user: User, email: str) -> None:
    """Send the link, once the act that asked for it is written. A failing server stops nothing."""
    token = signing.dumps({"user": user.pk, "email": email}, salt=SALT)
    page = reverse("account_confirm_address", kwargs={"token": token})
    context = {
        "school_name": _("Portail du collège"),
        "link": f"{settings.PUBLIC_BASE_URL.rstrip('/')}{page}",
    }
    mail = EmailMessage(
        subject=render_to_string("emails/confirm_address_subject.txt", context).strip(),
        body=render_to_string("emails/confirm_address.txt", context).strip() + "\n",
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    transaction.on_commit(mail.send, robust=True)


def address_in(token: str, user: User) -> str:
    """The address that this person asked for; empty when the link is old, or somebody else's."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return ""
    return said["email"] if said["user"] == user.pk else ""


@transaction.atomic
def confirm(user: User, email: str) -> bool:
    """False when another account has this address meanwhile: one address, one person."""
    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        return False
    return True


@transaction.atomic
def forget(user: User) -> None:
    user.email = ""
    user.save(update_fields=["email"])
