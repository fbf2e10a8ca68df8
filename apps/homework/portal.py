"""What the portal asks of the notebook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.homework import register
from apps.homework.hand_ins import queries as hand_ins_queries
from apps.homework.load.queries import cap_entries
from apps.homework.notebook import home as notebook_home
from apps.homework.reading import home as reading_home
from apps.schools import policies
from coeduc.access import Capacity
from coeduc.portal import FOLLOWS, Cards, Included, MenuEntry, PeriodicTask, Setting, Upload

MEBIBYTE = 1024 * 1024
NOTEBOOK, SHORT = _("Cahier de textes"), _("Cahier")

MENU = (
    MenuEntry(
        Capacity.FAMILY,
        10,
        NOTEBOOK,
        "homework:family_notebook",
        also=("homework:family_feed",),
        short=SHORT,
    ),
    MenuEntry(
        Capacity.STUDENT,
        10,
        NOTEBOOK,
        "homework:student_notebook",
        also=("homework:student_feed",),
        short=SHORT,
    ),
    MenuEntry(Capacity.STAFF, 10, NOTEBOOK, "homework:notebook_week", short=SHORT, office=FOLLOWS),
)
CARDS = (
    Cards(Capacity.FAMILY, reading_home.family_parts),
    Cards(Capacity.STUDENT, reading_home.student_parts),
    Cards(Capacity.STAFF, notebook_home.desk_parts),
)
SETTINGS = (
    Setting(20, _("Travail par jour"), "homework:settings_cap"),
    Setting(50, _("Emplois du temps"), "homework:timetable", of_school=False),
)
BEAT = (
    PeriodicTask(
        "forget the hand-ins taken back",
        "apps.homework.hand_ins.tasks.forget_taken_back",
        60,
        queue="documents",
    ),
    PeriodicTask(
        "make the exports of notebooks",
        "apps.homework.archive.tasks.make_notebook_exports",
        10,
        queue="documents",
    ),
    PeriodicTask(
        "forget the exports of notebooks",
        "apps.homework.archive.tasks.forget_notebook_exports",
        60,
        queue="documents",
    ),
)
UPLOADS = (
    Upload("/equipe/cahier/", 25 * MEBIBYTE, policies.is_of_the_team, file_bytes=10 * MEBIBYTE),
    Upload("/eleve/cahier/", 25 * MEBIBYTE, policies.is_a_pupil, file_bytes=10 * MEBIBYTE),
)
FILE_USES = hand_ins_queries.FILE_USES
SECRET_PATHS = ("/agenda/",)
SETTINGS_HISTORY = (cap_entries,)
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (Included("", "apps.homework.urls"),)
