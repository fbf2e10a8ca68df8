"""What the portal asks of accounts."""

from __future__ import annotations

from apps.accounts import register, services
from coeduc.portal import Acts, Bell, Included

BEAT = (
    Bell("send the mails about accounts", "apps.accounts.tasks.send_account_mails", 10),
    Bell("forget the mails about accounts", "apps.accounts.tasks.forget_account_mails", 60),
    Bell("forget the forms already sent", "apps.accounts.tasks.forget_done_acts", 60),
)
SECRET_PATHS = ("/compte/mot-de-passe/nouveau/", "/compte/adresse/")
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (Included("compte/", "apps.accounts.urls"),)
ACTS = Acts(services.claim_act, services.note_act, services.forget_act)
