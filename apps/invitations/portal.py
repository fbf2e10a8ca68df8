"""What the portal asks of the ways in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.invitations import register
from apps.invitations.codes import home as codes_home
from apps.invitations.enums import LETTERS
from apps.invitations.letters.presenters.printed import drawn
from apps.invitations.team import services as team_services
from apps.schools.offices import Office
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import Cards, Included, MenuPage, PaperKind, PeriodicTask

MENU = (
    MenuPage(
        Capacity.FAMILY,
        Chapter.NOTEBOOK,
        60,
        _("Proches"),
        "invitations:trusted_list",
        right="LEGAL",
    ),
    MenuPage(
        Capacity.STUDENT, Chapter.NOTEBOOK, 60, _("Qui le lit"), "invitations:trusted_of_pupil"
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.ACCESS,
        0,
        _("Lettres et codes"),
        "invitations:letter_list",
        right=Office.ACCOUNTS.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.ACCESS,
        20,
        _("Aider une personne"),
        "invitations:person_list",
        right=Office.ACCOUNTS.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.ACCESS,
        40,
        _("Comptes de l’équipe"),
        "invitations:team_list",
        right=Office.ACCOUNTS.name,
    ),
)
BEAT = (PeriodicTask("send codes by e-mail", "apps.invitations.team.tasks.send_code_mails", 15),)
PAPER = (
    PaperKind(
        LETTERS, drawn, nobody=_("Plus personne à inviter : tout le monde a déjà un compte.")
    ),
)
CARDS = (Cards(Capacity.STAFF, codes_home.office_parts),)
COLLEAGUE_CARDS = (codes_home.colleague_parts,)
SAME_PERSON = (team_services.settle_two_rows,)
SEARCH = codes_home.SEARCH
REGISTER = register.REGISTER
URLS = (Included("", "apps.invitations.urls"),)
