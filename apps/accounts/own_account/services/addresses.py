"""An e-mail address becomes that of an account once its owner, signed in, opens the link sent.

Signed in, because a slip of the hand would otherwise give a stranger the account: a link to choose
a new password goes to that address. Nothing is kept of an address that was never confirmed.
"""

from __future__ import annotations

from typing import TypedDict

from django.core import signing
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.accounts.own_account.rules import ADDRESS_LASTS
from apps.accounts.own_account.services.mails import ADDRESS_SALT
from coeduc.shapes import ShapeError, shaped


class AddressJson(TypedDict):
    """What the link sent to an address says, signed."""

    user: int
    email: str


def address_in(token: str, user: User) -> str:
    """The address that this person asked for; empty when the link is old, or somebody else's."""
    try:
        said = shaped(AddressJson, signing.loads(token, salt=ADDRESS_SALT, max_age=ADDRESS_LASTS))
    except (signing.BadSignature, ShapeError):
        return ""
    if said["user"] != user.pk or not said["email"].isascii():
        return ""
    return said["email"]


@transaction.atomic
def confirm(user: User, email: str) -> bool:
    """False when another account has this address meanwhile: one address, one person.

    Nor one whose letters only resemble those of another: the account would answer to its name.
    """
    if not email.isascii():
        return False
    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        return False
    return True


@transaction.atomic
def forget(user: User) -> None:
    """Take the e-mail address off: neither news nor a link for a password goes there any more."""
    user.email = ""
    user.save(update_fields=["email"])
