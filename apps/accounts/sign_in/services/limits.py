"""How many wrong tries, kept in PostgreSQL: nobody is shut out because another service is down.

What is counted depends on what was proved. Wrong tries made elsewhere never close an account on a
device where its owner has already signed in, and those of one person never close a whole school: a
device that has proved something, a right code with its second proof, and whoever the office lets in
again are not held by the tries of others.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from apps.accounts.models import (
    AccountMail,
    Attempt,
    AttemptKind,
    LimitLift,
    MailKind,
    Session,
    User,
)
from apps.accounts.sign_in.rules import (
    ACCOUNT_PAUSE,
    FROM_A_NETWORK,
    KEPT,
    LINKS_FROM_A_NETWORK,
    LINKS_PAUSE,
    NETWORK_PAUSE,
    ON_AN_ACCOUNT,
    UNKNOWN_CODES,
    UNKNOWN_CODES_PROVED,
)
from apps.accounts.sign_in.services.backend import named
from coeduc import device, journal
from coeduc.letters import small
from coeduc.locks import one_at_a_time
from coeduc.networks import digest, network_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from coeduc.http import Request

logger = logging.getLogger(__name__)


def may_sign_in(request: Request, login: str) -> bool:
    """Whether a password may be tried; the same answer whether or not the account exists.

    Parallel tries of one name wait for each other: each is counted before the next is allowed.
    A refusal is kept in the security journal.
    """
    allowed = _may_sign_in(request, login)
    if not allowed:
        journal.sign_in_paused(request, login)
    return allowed


def _may_sign_in(request: Request, login: str) -> bool:
    at, user = request.now, named(login)
    proved = _has_proved(request, user)
    one_at_a_time(f"try {proved} {_key(user, login)}")
    tries = Attempt.objects.filter(
        kind=AttemptKind.SIGN_IN,
        account_digest=_key(user, login),
        proved=proved,
        at__gt=at - ACCOUNT_PAUSE,
    )
    if tries.count() >= ON_AN_ACCOUNT:
        return False
    return proved or not network_is_paused(request, AttemptKind.SIGN_IN)


def note_wrong_password(request: Request, login: str) -> None:
    """Count a wrong password against the account named, or against what was typed where none is."""
    user = named(login)
    _note(request, AttemptKind.SIGN_IN, _key(user, login), proved=_has_proved(request, user))


def may_try_code(request: Request) -> bool:
    """Whether a code may be tried: a device that has proved something has a count of its own.

    It is counted under each account that has signed in on it, whatever network it goes to.
    """
    keys = _device_keys(request)
    if not keys:
        return not network_is_paused(request, AttemptKind.CODE)
    tried = Attempt.objects.filter(
        kind=AttemptKind.CODE, account_digest__in=keys, at__gt=request.now - NETWORK_PAUSE
    ).values_list("account_digest", flat=True)
    return max(Counter(tried).values(), default=0) < UNKNOWN_CODES_PROVED


def note_unknown_code(request: Request) -> None:
    """Count a code that opens nothing, against each account known to this browser, or the place."""
    keys = _device_keys(request)
    for key in keys or [""]:
        _note(request, AttemptKind.CODE, key, proved=bool(keys))


def network_is_paused(request: Request, kind: AttemptKind) -> bool:
    """Whether too much was tried from there by devices that have proved nothing."""
    most = FROM_A_NETWORK if kind == AttemptKind.SIGN_IN else UNKNOWN_CODES
    return _of_network(request, kind).count() >= most


def something_is_paused(request: Request) -> bool:
    """Whether the office would open anything again by lifting what this network has tried."""
    return any(network_is_paused(request, kind) for kind in AttemptKind) or bool(
        links_paused_until(network_of(request), at=request.now)
    )


def links_paused_until(network: str, *, at: dt.datetime) -> dt.datetime | None:
    """When a place that asked for too many links may ask again; None when it may now.

    Short, so that one person there never takes a day from everybody else behind the same address.
    """
    asked = AccountMail.objects.filter(
        kind=MailKind.PASSWORD, network_digest=network, created_at__gt=at - LINKS_PAUSE
    ).order_by("-created_at")
    last = asked.values_list("created_at", flat=True)[
        LINKS_FROM_A_NETWORK - 1 : LINKS_FROM_A_NETWORK
    ]
    return next((first + LINKS_PAUSE for first in last), None)


def account_is_paused(user: User, *, at: dt.datetime) -> bool:
    """Whether ``ON_AN_ACCOUNT`` wrong tries came within ``ACCOUNT_PAUSE`` from strange browsers."""
    return (
        _of_account(user).filter(proved=False, at__gt=at - ACCOUNT_PAUSE).count() >= ON_AN_ACCOUNT
    )


def forgive(user: User) -> None:
    """Whoever has just proved who they are, by a slip or a mailed link, starts anew."""
    _of_account(user).delete()


@transaction.atomic
def lift_for_account(user: User, *, by: User, at: dt.datetime) -> None:
    """The office lets an account in again. Kept: who, when, for whom."""
    forgive(user)
    LimitLift.objects.create(account=user, by=by, at=at)
    logger.info("sign-in reopened for account %s by %s", user.public_id, by.public_id)


@transaction.atomic
def lift_for_network(request: Request, *, by: User, at: dt.datetime) -> None:
    """The office lets its own network in again: that of the school, where it stands."""
    Attempt.objects.filter(network_digest=network_of(request)).delete()
    AccountMail.objects.filter(network_digest=network_of(request)).update(network_digest="")
    LimitLift.objects.create(network_digest=network_of(request), by=by, at=at)
    logger.info("sign-in reopened for a network by %s", by.public_id)


def forget_sessions(*, at: dt.datetime) -> int:
    """Those that are over, and open nothing any more."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def forget_old(*, at: dt.datetime) -> int:
    """Delete the attempts older than ``KEPT``; return how many."""
    return Attempt.objects.filter(at__lte=at - KEPT).delete()[0]


def _note(request: Request, kind: AttemptKind, account: str, *, proved: bool) -> None:
    Attempt.objects.create(
        kind=kind,
        account_digest=account,
        network_digest=network_of(request),
        proved=proved,
        at=request.now,
    )


def _of_account(user: User) -> QuerySet[Attempt]:
    return Attempt.objects.filter(kind=AttemptKind.SIGN_IN, account_digest=_key(user, ""))


def _of_network(request: Request, kind: AttemptKind) -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        kind=kind,
        network_digest=network_of(request),
        proved=False,
        at__gt=request.now - NETWORK_PAUSE,
    )


def _key(user: User | None, login: str) -> str:
    """One account is one key, by its identifier or its address."""
    said = f"account {user.pk}" if user is not None else f"login {small(login.strip())}"
    return digest(said, "attempt")


def _device_keys(request: Request) -> list[str]:
    return [digest(f"device of {one}", "attempt") for one in device.accounts_of(request)]


def _has_proved(request: Request, user: User | None) -> bool:
    return user is not None and str(user.public_id) in device.accounts_of(request)
