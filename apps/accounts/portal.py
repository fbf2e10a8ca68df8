"""What the portal asks of accounts."""

from __future__ import annotations

from apps.accounts import register
from apps.accounts.devices import home as devices_home
from apps.accounts.devices import services as devices_services
from coeduc.portal import Acts, Included, PeriodicTask

BEAT = (
    PeriodicTask(
        "send the mails about accounts", "apps.accounts.own_account.tasks.send_account_mails", 10
    ),
    PeriodicTask(
        "forget the mails about accounts",
        "apps.accounts.own_account.tasks.forget_account_mails",
        60,
    ),
    PeriodicTask(
        "forget the forms already sent", "apps.accounts.devices.tasks.forget_done_acts", 60
    ),
)
SECRET_PATHS = ("/compte/mot-de-passe/nouveau/", "/compte/adresse/")
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (Included("", "apps.accounts.urls"),)
ACCOUNT_CARDS = (devices_home.account_parts,)
ACTS = Acts(devices_services.claim_act, devices_services.note_act, devices_services.forget_act)
