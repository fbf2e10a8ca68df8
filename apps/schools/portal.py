"""What the portal asks of the school: its menu, its imports, what waits for a second person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.schools import policies, register
from apps.schools.offices import Office
from apps.schools.people import home as people_home
from apps.schools.policies import can_import_somewhere
from coeduc.access import Capacity
from coeduc.portal import FOLLOWS, Included, MenuEntry, PeriodicTask, Setting, Upload

MEBIBYTE = 1024 * 1024
IMPORTS = "apps.schools.imports.tasks"

MENU = (
    MenuEntry(
        Capacity.STAFF,
        30,
        _("Élèves"),
        "schools:student_list",
        also=("schools:restriction_list",),
        office=FOLLOWS,
    ),
    MenuEntry(
        Capacity.STAFF,
        70,
        _("Réglages"),
        "schools:settings",
        also=("imports:upload",),
        office=Office.TOOLS.name,
    ),
)
SETTINGS = (Setting(30, _("Importer les fichiers"), "imports:upload", of_school=False),)
WAITING = people_home.WAITING
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
    Upload("/equipe/import/", 512 * MEBIBYTE, can_import_somewhere),
    Upload("/equipe/reglages/", 8 * MEBIBYTE, policies.can_set_up_tools_somewhere),
)
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (
    Included("", "apps.schools.urls"),
    Included("equipe/import/", "apps.schools.imports.urls"),
)
