"""What the portal asks of the notebook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.files.rules.recognition import MAX_BYTES, MAX_SENT
from apps.homework import register
from apps.homework.hand_ins import queries as hand_ins_queries
from apps.homework.load.queries import cap_entries
from apps.homework.notebook import home as notebook_home
from apps.homework.reading import home as reading_home
from apps.homework.teacher_absences import home as teacher_absences_home
from apps.homework.teacher_absences import services as teacher_absences_services
from apps.schools import policies
from apps.schools.offices import Office
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import FOLLOWS, Cards, Included, MenuPage, PeriodicTask, Setting, Upload

MENU = (
    MenuPage(
        Capacity.FAMILY,
        Chapter.NOTEBOOK,
        0,
        _("Cahier de textes"),
        "homework:family_notebook",
        right="DAILY",
    ),
    MenuPage(
        Capacity.FAMILY,
        Chapter.NOTEBOOK,
        20,
        _("Mon agenda"),
        "homework:family_feed",
        right="DAILY",
    ),
    MenuPage(
        Capacity.FAMILY,
        Chapter.NOTEBOOK,
        30,
        _("Emploi du temps"),
        "homework:family_timetable",
        right="WEEK",
    ),
    MenuPage(
        Capacity.STUDENT,
        Chapter.NOTEBOOK,
        30,
        _("Emploi du temps"),
        "homework:student_timetable",
        right="WEEK",
    ),
    MenuPage(
        Capacity.STUDENT, Chapter.NOTEBOOK, 0, _("Cahier de textes"), "homework:student_notebook"
    ),
    MenuPage(Capacity.STUDENT, Chapter.NOTEBOOK, 20, _("Ton agenda"), "homework:student_feed"),
    MenuPage(
        Capacity.STAFF,
        Chapter.NOTEBOOK,
        0,
        _("La semaine"),
        "homework:notebook_week",
        right=FOLLOWS,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.NOTEBOOK,
        20,
        _("Par classe"),
        "homework:archive_list",
        right=FOLLOWS,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.NOTEBOOK,
        40,
        _("Emploi du temps"),
        "homework:timetable",
        right=FOLLOWS,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.TODAY,
        15,
        _("Professeurs absents"),
        "homework:absence_list",
        right=Office.DAY.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.SETTINGS,
        50,
        _("Emplois du temps"),
        "homework:timetable",
        right=Office.TOOLS.name,
    ),
)
WAITING = teacher_absences_home.WAITING
CLASS_CARDS = (teacher_absences_home.class_parts,)
CARDS = (
    Cards(Capacity.FAMILY, teacher_absences_home.family_parts),
    Cards(Capacity.STUDENT, teacher_absences_home.student_parts),
    Cards(Capacity.STAFF, teacher_absences_home.team_parts),
    Cards(Capacity.FAMILY, reading_home.family_parts),
    Cards(Capacity.STUDENT, reading_home.student_parts),
    Cards(Capacity.TRUSTED, reading_home.trusted_parts),
    Cards(Capacity.STAFF, notebook_home.team_parts),
)
SAME_PERSON = (teacher_absences_services.settle_two_rows,)
SETTINGS = (Setting(20, _("Travail par jour"), "homework:settings_cap"),)
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
    Upload("/equipe/cahier/", MAX_SENT, policies.is_of_the_team, file_bytes=MAX_BYTES),
    Upload("/eleve/cahier/", MAX_SENT, policies.is_a_pupil, file_bytes=MAX_BYTES),
)
FILE_USES = hand_ins_queries.FILE_USES
SECRET_PATHS = ("/agenda/",)
SETTINGS_HISTORY = (cap_entries,)
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (Included("", "apps.homework.urls"),)
