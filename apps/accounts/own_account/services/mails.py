"""Mails about an account: asked for on a page, limited, made and sent by a worker.

The page writes one row whatever the address: whether somebody has it is first asked when the mail
leaves, so that no answer, no duration and no count of mails tells who has an account. Who asks is
there, waiting: these mails leave at any hour, unlike those that the school sends on its own.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from apps.accounts.models import AccountMail, MailKind, User
from apps.accounts.own_account.rules import (
    ADDRESS_LASTS,
    BY_ONE_PERSON,
    BY_ONE_PERSON_TO_ONE_ADDRESS,
    CONFIRMATIONS_TO_ONE_ADDRESS,
    KEPT,
    PASSWORDS_TO_ONE_ADDRESS,
    TO_NOBODY_FROM_ONE_NETWORK,
)
from apps.accounts.sign_in.services.backend import with_address
from apps.accounts.sign_in.services.limits import links_paused_until
from coeduc import leases, portal
from coeduc.days import DAY
from coeduc.leases import FREE, Terms
from coeduc.letters import small
from coeduc.locks import one_at_a_time
from coeduc.networks import digest

logger = logging.getLogger(__name__)

ADDRESS_SALT = "coeduc.accounts.address"
BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
TERMS = Terms(lasts=dt.timedelta(minutes=2), attempts=len(BACKOFF) + 1)


class TooManyError(Exception):
    """No more today: to this address, or from this person."""


class TooManyHereError(Exception):
    """No more from this place, for ``wait``."""

    def __init__(self, wait: dt.timedelta):
        super().__init__()
        self.wait = wait


class LinkTokens(PasswordResetTokenGenerator):
    """Of links that a new password or a new address ends, and signing in does not.

    Django's and allauth's die when their owner signs in: somebody who remembered in between would
    find dead the link that a page calls good.
    """

    key_salt = "coeduc.accounts.link"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.pk} {user.password} {small(user.email)} {timestamp}"


link_tokens = LinkTokens()


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name a mail speaks: a school, or the portal where none is known."""

    school_name: str
    sender: str
    phone: str = ""
    phone_hours: str = ""
    moment: Callable[[dt.datetime], str] = str


@transaction.atomic
def ask_for_password(email: str, *, network: str, at: dt.datetime) -> None:
    """One row, whoever has this address; nothing more once enough were sent to it today.

    Silently: what was sent earlier today still opens. TooManyHereError is about the place alone.
    """
    one_at_a_time(email)
    if until := links_paused_until(network, at=at):
        raise TooManyHereError(until - at)
    if _to(email, MailKind.PASSWORD, at=at).count() < PASSWORDS_TO_ONE_ADDRESS:
        _write(MailKind.PASSWORD, email, network=network, user=None, at=at)


@transaction.atomic
def ask_to_confirm(user: User, email: str, *, network: str, at: dt.datetime) -> None:
    """A link to ``email``, for ``user`` alone. TooManyError when enough were asked for today."""
    one_at_a_time(f"person {user.pk}")
    one_at_a_time(email)
    sent = _to(email, MailKind.ADDRESS, at=at)
    asked = _today(at).filter(user=user)
    if (
        sent.count() >= CONFIRMATIONS_TO_ONE_ADDRESS
        or sent.filter(user=user).count() >= BY_ONE_PERSON_TO_ONE_ADDRESS
        or asked.count() >= BY_ONE_PERSON
    ):
        raise TooManyError
    _write(MailKind.ADDRESS, email, network=network, user=user, at=at)


def _today(at: dt.datetime) -> Any:
    return AccountMail.objects.filter(created_at__gt=at - DAY)


def _to(email: str, kind: MailKind, *, at: dt.datetime) -> Any:
    return _today(at).filter(address_digest=digest(small(email), "address"), kind=kind)


def _write(kind: MailKind, email: str, *, network: str, user: User | None, at: dt.datetime) -> None:
    AccountMail.objects.create(
        kind=kind,
        address=small(email),
        address_digest=digest(small(email), "address"),
        network_digest=network,
        user=user,
        created_at=at,
        next_attempt_at=at,
    )


def claim(*, at: dt.datetime) -> AccountMail | None:
    """The next mail that is due, the places it was asked from in turn; given up after enough."""
    found = leases.claim(
        AccountMail,
        TERMS,
        at=at,
        give_up=lambda mail: _end(mail, at=at),
        order=("next_attempt_at", "pk"),
    )
    return next(iter(found), None)


def send(mail: AccountMail, *, at: dt.datetime, connection: BaseEmailBackend | None = None) -> bool:
    """Send a claimed mail, or put it off, and in the end give it up; True when it has left.

    A worker that comes back late, whose lease another has taken, sends and writes nothing.
    """
    if not AccountMail.objects.leased(mail).exists():
        return False
    if _is_one_too_many_to_nobody(mail, at=at):
        _end(mail, at=at)
        return False
    try:
        message = compose(mail, at=at)
        message.connection = connection
        message.send()
    # One address that is refused stops this mail only. The class says nothing of anybody.
    except Exception as error:
        logger.warning("account mail %s not sent (%s)", mail.uid, type(error).__name__)
        if connection is not None:
            connection.close()
        _put_off(mail, at=at)
        return False
    _end(mail, at=at)
    return True


def _is_one_too_many_to_nobody(mail: AccountMail, *, at: dt.datetime) -> bool:
    """Whether this one would tell an address without account, and its place has had enough told.

    Said nowhere: the page has answered long before, alike. Addresses of accounts are not held.
    """
    if mail.kind != MailKind.PASSWORD or not mail.network_digest or _holder(mail) is not None:
        return False
    to_nobody = _today(at).filter(network_digest=mail.network_digest, to_nobody=True)
    if to_nobody.exclude(pk=mail.pk).count() >= TO_NOBODY_FROM_ONE_NETWORK:
        return True
    AccountMail.objects.filter(pk=mail.pk).update(to_nobody=True)
    return False


def _holder(mail: AccountMail) -> User | None:
    user = with_address(mail.address)
    return user if user is not None and user.is_active else None


def _put_off(mail: AccountMail, *, at: dt.datetime) -> None:
    if mail.attempts >= TERMS.attempts:
        _end(mail, at=at)
        return
    later = at + BACKOFF[mail.attempts - 1]
    AccountMail.objects.leased(mail).update(next_attempt_at=later, **FREE)


def _end(mail: AccountMail, *, at: dt.datetime) -> None:
    """Only with the lease the mail was claimed with: another worker may hold it by now."""
    AccountMail.objects.leased(mail).update(ended_at=at, address="", **FREE)


def forget_old(*, at: dt.datetime) -> int:
    """What was counted long enough; a mail that still waits is kept."""
    return AccountMail.objects.filter(ended_at__isnull=False, created_at__lte=at - KEPT).delete()[0]


def compose(mail: AccountMail, *, at: dt.datetime) -> EmailMultiAlternatives:
    """In the voice of the person's school; nobody's name, and no host in the subject."""
    template, user, context = _template_of(mail, at=at)
    voice = portal.voice_of(user, at=at)
    context = {
        "school_name": voice.school_name,
        "phone": voice.phone,
        "phone_hours": voice.phone_hours,
        **{key: voice.moment(said) if key == "until" else said for key, said in context.items()},
    }
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{template}_subject.txt", context).split()),
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=voice.sender,
        to=[_recipient(mail, user)],
        headers={
            "Message-ID": f"<{mail.uid}@{host}>",
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", context).strip(), "text/html")
    return message


def _recipient(mail: AccountMail, user: User | None) -> str:
    """What opens an account goes to the address on record, never to what was typed."""
    if mail.kind == MailKind.PASSWORD and user is not None:
        return user.email
    return mail.address


def _template_of(mail: AccountMail, *, at: dt.datetime) -> tuple[str, User | None, dict[str, Any]]:
    """The template, the person it is for, and what it says of the link."""
    base = settings.PUBLIC_BASE_URL.rstrip("/")
    if mail.kind == MailKind.ADDRESS:
        token = signing.dumps({"user": mail.user_id, "email": mail.address}, salt=ADDRESS_SALT)
        page = reverse("account_confirm_address", kwargs={"token": token})
        return (
            "emails/confirm_address",
            mail.user,
            {"link": base + page, "until": at + ADDRESS_LASTS},
        )
    user = _holder(mail)
    if user is None:
        again = reverse("account_reset_password")
        return "emails/password_unknown", None, {"link": base + again}
    page = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": link_tokens.make_token(user),
        },
    )
    lasts = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return "emails/password_link", user, {"link": base + page, "until": at + lasts}


def holder_of(uidb36: str, key: str) -> User | None:
    """The open account that a link of ours leads to, while the link still opens it."""
    try:
        pk = int(uidb36, 36)
    except ValueError:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**62 else None
    return user if user is not None and link_tokens.check_token(user, key) else None
