"""What happens to an account: it is opened, gets a new password, proves again who holds it."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts.models import DoneAct, User
from apps.accounts.services import limits, mails
from coeduc import unsaved, ways_back
from coeduc.letters import plain
from coeduc.locks import hold_timeless

ACTS_LAST = dt.timedelta(days=8)
View = Callable[..., HttpResponse]


def proposed_username(first_name: str, last_name: str) -> str:
    """«adiallo», or «adiallo2» where it is taken: short, without accents, easy to type."""
    first, last = _letters(first_name), _letters(last_name)
    stem = (first[:1] + last)[:20] or "compte"
    taken = set(User.objects.filter(username__istartswith=stem).values_list("username", flat=True))
    names = (stem, *(f"{stem}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _letters(name: str) -> str:
    """«Le Goff» → «legoff», «Łoś» → «los»."""
    return re.sub(r"[^a-z]", "", plain(name))


def username_is_free(username: str) -> bool:
    return not User.objects.filter(username__iexact=username).exists()


@transaction.atomic
def open_account(*, username: str, password: str, first_name: str, last_name: str) -> User:
    """A new person who signs in; what they may see comes from the links given to them next."""
    user = User(username=username.lower(), first_name=first_name[:150], last_name=last_name[:150])
    user.set_password(password)
    user.save()
    return user


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
    limits.forgive(user)


def sign_in(request: HttpRequest, user: User, *, remember: bool) -> None:
    """Sign in somebody who has just chosen their password: that is a fresh proof.

    Remembered, a phone stays signed in for SESSION_COOKIE_AGE; otherwise until it is closed.
    """
    get_adapter().login(request, user)
    request.session.set_expiry(app_settings.SESSION_COOKIE_AGE if remember else 0)
    # Wrong tries of somebody else with this name must not lock out its owner.
    limits.forgive(user)


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether the password was given less than REAUTHENTICATION_TIMEOUT ago, in this session."""
    return did_recently_reauthenticate(request)


def ask_for_proof(back_to: str) -> HttpResponse:
    """Ask for the password again, then come back to ``back_to``."""
    query = urlencode({REDIRECT_FIELD_NAME: back_to})
    return redirect(f"{reverse('account_reauthenticate')}?{query}")


def fresh_proof_required(view: View) -> View:
    """A page that gives a way in or changes one: a remembered phone is not proof enough.

    allauth's own decorator would replay the form by itself: here the person comes back to the page,
    finds what they had typed, and acts again.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_fresh_proof(request):
            page = ways_back.page_of(request)
            if request.method == "POST":
                unsaved.keep(request, page=page)
            return ask_for_proof(page)
        return view(request, *args, **kwargs)

    return wrapped


def claim_act(user: User, key: str, *, at: dt.datetime) -> DoneAct:
    """The act of this key, ours to do when ``led_to`` is empty.

    The same key in another transaction is waited for: done there, it is that act; undone, ours.
    """
    mine = DoneAct(user=user, key=key, at=at)
    DoneAct.objects.bulk_create([mine], ignore_conflicts=True)
    return DoneAct.objects.get(user=user, key=key)


def note_act(act: DoneAct, led_to: str) -> None:
    act.led_to = led_to[:500]
    act.save(update_fields=["led_to"])


def forget_act(act: DoneAct) -> None:
    """Nothing was done: the form is still to be sent."""
    act.delete()


def forget_done_acts(*, at: dt.datetime) -> int:
    """A draft lives seven days in a browser: after eight, no form is sent again."""
    deleted, __ = DoneAct.objects.filter(at__lt=at - ACTS_LAST).delete()
    return deleted
