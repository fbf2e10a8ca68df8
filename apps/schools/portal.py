"""What the portal asks of the school: its menu, its imports, what waits for a second person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.schools import policies, register
from apps.schools.imports import home as imports_home
from apps.schools.imports.rules.files import MAX_TOTAL_BYTES
from apps.schools.offices import Office
from apps.schools.people import home as people_home
from apps.schools.policies import can_import_somewhere
from apps.schools.team import home as team_home
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import KNOWS, Cards, Included, MenuPage, PeriodicTask, Setting, Upload

MEBIBYTE = 1024 * 1024
IMPORTS = "apps.schools.imports.tasks"

MENU = (
    MenuPage(
        Capacity.STAFF,
        Chapter.PUPILS,
        0,
        _("Tous les élèves"),
        "schools:student_list",
        # The page of a class one does not lead; a result, held or taken back.
        under=("/equipe/ma-classe/", "/equipe/classes/", "/equipe/resultats/"),
        right=KNOWS,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.PUPILS,
        20,
        _("Accès coupés"),
        "schools:restriction_list",
        right=Office.WHOLE_SCHOOL.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.PUPILS,
        30,
        _("Listes"),
        "schools:list_list",
        right=KNOWS,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.SETTINGS,
        0,
        _("Tous les réglages"),
        "schools:settings",
        right=Office.TOOLS.name,
    ),
    # In the chapter of who decides, and in that of who looks after the accounts.
    MenuPage(
        Capacity.STAFF,
        Chapter.SETTINGS,
        10,
        _("Équipe"),
        "schools:teams",
        under=("/equipe/reglages/*/equipe/",),
        right=Office.ACCOUNTS.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.ACCESS,
        60,
        _("Équipe"),
        "schools:teams",
        under=("/equipe/reglages/*/equipe/",),
        right=Office.ACCOUNTS.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.SETTINGS,
        30,
        _("Importer les fichiers"),
        "imports:upload",
        right=Office.TOOLS.name,
    ),
)
WAITING = (*people_home.WAITING, *team_home.WAITING, *imports_home.WAITING)
CARDS = (Cards(Capacity.STAFF, team_home.staff_parts),)
CLASS_CARDS = (team_home.class_parts,)
SETTINGS = (Setting(40, _("Équipe"), "schools:team"),)
ACCOUNT_CARDS = (people_home.account_parts,)
SEARCH = people_home.SEARCH
BEAT = (
    PeriodicTask("work on the imports", f"{IMPORTS}.work_on_imports", 15, queue="imports"),
    PeriodicTask(
        "forget the files of imports", f"{IMPORTS}.forget_import_files", 60, queue="imports"
    ),
    PeriodicTask(
        "forget the names in old reports of imports",
        f"{IMPORTS}.forget_import_names",
        60,
        queue="imports",
    ),
)
UPLOADS = (
    Upload("/equipe/import/", MAX_TOTAL_BYTES, can_import_somewhere),
    Upload("/equipe/reglages/", 8 * MEBIBYTE, policies.can_set_up_tools_somewhere),
)
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (
    Included("", "apps.schools.urls"),
    Included("equipe/import/", "apps.schools.imports.urls"),
)
