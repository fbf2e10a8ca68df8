"""What happens to an account: it is opened, its password is chosen."""

from __future__ import annotations

import datetime as dt
import re

from django.db import transaction
from django.db.models.functions import Lower

from apps.accounts.devices.services import end_every_session
from apps.accounts.models import User
from apps.accounts.own_account.services import mails
from apps.accounts.sign_in.services import limits
from apps.accounts.sign_in.services.backend import with_identifier
from coeduc.letters import plain, small
from coeduc.locks import hold_timeless


def proposed_username(first_name: str, last_name: str) -> str:
    """«adiallo», or «adiallo2» where it is taken: short, without accents, easy to type."""
    first, last = _letters(first_name), _letters(last_name)
    stem = (first[:1] + last)[:20] or "compte"
    near = User.objects.alias(small=Lower("username")).filter(small__startswith=stem)
    taken = {small(one) for one in near.values_list("username", flat=True)}
    names = (stem, *(f"{stem}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _letters(name: str) -> str:
    """«Le Goff» → «legoff», «Łoś» → «los»."""
    return re.sub(r"[^a-z]", "", plain(name))


def username_is_free(username: str) -> bool:
    """Whether no account signs in by it, whatever its letter case."""
    return with_identifier(username) is None


@transaction.atomic
def open_account(*, username: str, password: str, first_name: str, last_name: str) -> User:
    """A new person who signs in; what they may see comes from the links given to them next."""
    user = User(username=small(username), first_name=first_name[:150], last_name=last_name[:150])
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def propose_first_steps(user: User, *, again: bool, at: dt.datetime) -> None:
    """On the first page of this person, ``again`` or no more; the pages themselves stay."""
    user.steps_closed_at = None if again else at
    user.save(update_fields=["steps_closed_at"])


class UsedLinkError(Exception):
    """The link has given a password in the meantime: it gives one only."""


@transaction.atomic
def choose_password(user: User, password: str, *, link: str = "") -> None:
    """A new password ends every session of the account, on every device: its hash is in them.

    ``link``: the key of the mailed link that allows it, asked again once nobody else may use it.
    Raises UsedLinkError.
    """
    [locked] = hold_timeless(User.objects.filter(pk=user.pk))
    if link and not mails.link_tokens.check_token(locked, link):
        raise UsedLinkError
    locked.set_password(password)
    locked.save(update_fields=["password"])
    user.password = locked.password
    end_every_session(user)
    limits.forgive(user)
