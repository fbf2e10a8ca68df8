"""What the portal asks of the first pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.home.presenters import desk, frame, own_steps, search
from coeduc.access import Capacity
from coeduc.portal import Cards, Included, MenuEntry

MENU = (
    MenuEntry(Capacity.FAMILY, 0, _("Aujourd’hui"), "home:family_home"),
    MenuEntry(Capacity.STUDENT, 0, _("Aujourd’hui"), "home:student_home"),
    MenuEntry(Capacity.STAFF, 0, _("Aujourd’hui"), "home:staff_home"),
)
CARDS = (
    Cards(Capacity.STAFF, desk.desk_parts),
    Cards(Capacity.STAFF, own_steps.proposal),
    Cards(Capacity.STUDENT, own_steps.proposal),
)
ACCOUNT_CARDS = (own_steps.account_parts,)
SEARCH = search.SEARCH
FACTS = frame.layout_facts
URLS = (Included("", "apps.home.urls"),)
