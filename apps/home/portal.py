"""What the portal asks of the first pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.home.presenters import frame, own_steps, search, staff_home
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import Cards, Included, MenuPage

MENU = (
    MenuPage(Capacity.FAMILY, Chapter.TODAY, 0, _("Aujourd’hui"), "home:family_home"),
    MenuPage(Capacity.FAMILY, Chapter.SCHOOL, 40, _("Qui peut aider"), "home:family_people"),
    MenuPage(Capacity.FAMILY, Chapter.SCHOOL, 90, _("Vos données"), "about:data"),
    MenuPage(Capacity.STUDENT, Chapter.TODAY, 0, _("Aujourd’hui"), "home:student_home"),
    MenuPage(Capacity.STUDENT, Chapter.SCHOOL, 40, _("Qui peut aider"), "home:student_people"),
    MenuPage(Capacity.STUDENT, Chapter.SCHOOL, 90, _("Tes données"), "about:data"),
    MenuPage(Capacity.TRUSTED, Chapter.TODAY, 0, _("Le cahier"), "home:trusted_home"),
    MenuPage(Capacity.STAFF, Chapter.TODAY, 0, _("L’essentiel"), "home:staff_home"),
    MenuPage(Capacity.STAFF, Chapter.SCHOOL, 90, _("Vos données"), "about:data"),
)
CARDS = (
    Cards(Capacity.STAFF, staff_home.team_parts),
    Cards(Capacity.STAFF, own_steps.proposal),
    Cards(Capacity.STUDENT, own_steps.proposal),
)
ACCOUNT_CARDS = (own_steps.account_parts,)
SEARCH = search.SEARCH
FACTS = frame.layout_facts
URLS = (Included("", "apps.home.urls"),)
