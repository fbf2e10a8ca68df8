"""What the portal asks of the ways in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.invitations import register
from apps.schools.offices import Office
from coeduc.access import Capacity
from coeduc.portal import Bell, Included, MenuEntry

TASKS = "apps.invitations.tasks"

MENU = (
    MenuEntry(
        Capacity.STAFF,
        60,
        _("Lettres et codes"),
        "invitations:letter_list",
        also=("invitations:person_list",),
        office=Office.ACCOUNTS.name,
    ),
)
BEAT = (
    Bell("send codes by e-mail", f"{TASKS}.send_code_mails", 15),
    Bell("print letters", f"{TASKS}.print_letters", 10, queue="documents"),
    Bell("remove old letters", f"{TASKS}.remove_old_letters", 60, queue="documents"),
)
REGISTER = register.REGISTER
URLS = (Included("", "apps.invitations.urls"),)
