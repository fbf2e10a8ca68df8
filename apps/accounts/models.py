"""People who sign in. What they may see comes from dated links, never from this table."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.accounts.passwords import folded, readings
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole
from coeduc.session_store import SessionStore


class User(AbstractUser):
    """A person with an account: one even for a parent who teaches, in several schools."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    steps_closed_at = models.DateTimeField(
        _("premiers pas : plus proposés depuis le"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            # Two parents may not sign in with one shared address; having none is common.
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="user_email_once"
            ),
        ]

    def set_password(self, raw_password: str | None) -> None:
        """None closes the account to every password."""
        super().set_password(raw_password if raw_password is None else folded(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Each reading costs a hash, whether the account exists or not: see ``backend``."""
        if raw_password is None:
            return False
        return any(super(User, self).check_password(one) for one in readings(raw_password))


class Session(AbstractBaseSession):
    """A browser where somebody is signed in, or that holds something of a visitor (no ``user``).

    ``device``: what it is in two words (``devices.rules``), never what the browser said of itself.
    """

    session_key = models.CharField(_("clé"), max_length=40, primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)
    used_at = models.DateTimeField(_("dernier usage"), null=True, blank=True)
    device = models.CharField(_("appareil"), max_length=40, blank=True)

    class Meta:
        db_table = "django_session"  # Django's own, before it said whose they are
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(
                fields=["user", "-used_at"],
                condition=~models.Q(user=None),
                name="session_of_a_person",
            ),
        ]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class MailKind(models.TextChoices):
    """What an account mail is for."""

    PASSWORD = "PASSWORD", _("lien pour un nouveau mot de passe")
    ADDRESS = "ADDRESS", _("lien pour confirmer une adresse")


class AccountMailQuerySet(LeasedQuerySet):
    """Of no school: places take turns, so that the many mails asked from one delay no other's."""

    turns = "network_digest"
    since = ("next_attempt_at",)

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(ended_at=None)

    def due(self, *, at: dt.datetime) -> Self:
        return super().due(at=at).filter(next_attempt_at__lte=at)


class AccountMail(Leased):
    """A mail about an account, asked for on a page and sent by a worker.

    Its link is made when it leaves: it is nowhere before. The address is emptied once the mail has
    left; its keyed digest stays a day or two, for the limits.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("sorte"), max_length=10, choices=MailKind)
    address = models.EmailField(_("adresse électronique"), blank=True)
    address_digest = models.CharField(_("empreinte de l’adresse"), max_length=64)
    network_digest = models.CharField(_("empreinte du réseau"), max_length=64, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_nobody = models.BooleanField(_("à une adresse sans compte"), default=False)
    created_at = models.DateTimeField(_("demandé le"))
    next_attempt_at = models.DateTimeField(_("prochain essai le"))
    ended_at = models.DateTimeField(_("parti ou abandonné le"), null=True, blank=True)

    objects = AccountMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel de compte")
        verbose_name_plural = _("courriels de compte")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=MailKind.values), name="account_mail_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) ^ models.Q(address=""),
                name="account_mail_forgets_its_address",
            ),
            lease_is_whole("account_mail_lease_is_whole"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(lease=None),
                name="account_mail_ended_holds_no_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(ended_at=None),
                name="account_mail_due",
            ),
            models.Index(fields=["address_digest", "created_at"], name="account_mail_address"),
            models.Index(fields=["network_digest", "created_at"], name="account_mail_network"),
            # Whose turn it is: when this place was served last.
            models.Index(fields=["network_digest", "-claimed_at"], name="account_mail_served"),
        ]


class DoneAct(models.Model):
    """A form that was sent and did something, so that sending it again does nothing more.

    ``key`` is a digest of the form, of where and what it sent; ``led_to`` the page it led to.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(_("clé de l’envoi"), max_length=64)
    at = models.DateTimeField(_("envoyé le"))
    led_to = models.CharField(_("page qui a suivi"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("envoi déjà fait")
        verbose_name_plural = _("envois déjà faits")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="act_done_once")]
        indexes = [models.Index(fields=["at"], name="act_done_at")]


class AttemptKind(models.TextChoices):
    """What was tried."""

    SIGN_IN = "SIGN_IN", _("mot de passe")
    CODE = "CODE", _("code inconnu")


class Attempt(models.Model):
    """A wrong try, for a day. Digests only: it says how many, never who nor where."""

    kind = models.CharField(_("sorte"), max_length=8, choices=AttemptKind)
    account_digest = models.CharField(_("empreinte du compte"), max_length=64, blank=True)
    network_digest = models.CharField(_("empreinte du réseau"), max_length=64)
    proved = models.BooleanField(_("d’un appareil connu de ce compte"))
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("essai manqué")
        verbose_name_plural = _("essais manqués")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AttemptKind.values), name="attempt_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["account_digest", "at"], name="attempt_account"),
            models.Index(fields=["network_digest", "at"], name="attempt_network"),
            models.Index(fields=["at"], name="attempt_old"),
        ]


class LimitLift(models.Model):
    """An act of the office: an account, or the school's network, let in again."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    network_digest = models.CharField(_("empreinte du réseau"), max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("connexion rouverte")
        verbose_name_plural = _("connexions rouvertes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account=None) ^ models.Q(network_digest=""),
                name="limit_lift_is_of_one_thing",
            ),
        ]
