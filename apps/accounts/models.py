"""People who sign in. What they may see comes from dated links, never from this table."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account: one even for a parent who teaches, in several schools."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    email = models.EmailField(_("adresse électronique"), blank=True)

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            # Two parents may not sign in with one shared address; having none is common.
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="user_email_once"
            ),
        ]


class MailKind(models.TextChoices):
    """What an account mail is for."""

    PASSWORD = "PASSWORD", _("lien pour un nouveau mot de passe")
    ADDRESS = "ADDRESS", _("lien pour confirmer une adresse")


class AccountMail(models.Model):
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
    created_at = models.DateTimeField(_("demandé le"))
    next_attempt_at = models.DateTimeField(_("prochain essai le"))
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    leased_until = models.DateTimeField(_("pris jusqu’au"), null=True, blank=True)
    ended_at = models.DateTimeField(_("parti ou abandonné le"), null=True, blank=True)

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
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(ended_at=None),
                name="account_mail_due",
            ),
            models.Index(fields=["address_digest", "created_at"], name="account_mail_address"),
            models.Index(fields=["network_digest", "created_at"], name="account_mail_network"),
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
