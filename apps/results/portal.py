"""What the frame and the first pages know of results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.results import register
from apps.results.announcements import home as announcements_home
from apps.results.assessments import home as assessments_home
from apps.results.hand_backs import home as hand_backs_home
from apps.results.reading import home as reading_home
from apps.results.words import home as words_home
from apps.schools import policies
from apps.schools.offices import Office
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import FOLLOWS, Cards, Included, MenuPage, PeriodicTask, Upload

MENU = (
    MenuPage(
        Capacity.FAMILY,
        Chapter.RESULTS,
        0,
        _("Évaluations"),
        "results:family_results",
        right="RESULTS",
    ),
    MenuPage(Capacity.STUDENT, Chapter.RESULTS, 0, _("Évaluations"), "results:student_results"),
    MenuPage(
        Capacity.STAFF,
        Chapter.ASSESSMENTS,
        0,
        _("Évaluations"),
        "results:assessment_list",
        right=FOLLOWS,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.TODAY,
        20,
        _("Copies attendues"),
        "results:overdue_list",
        right=Office.HEADS.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.TODAY,
        40,
        _("Demandes des élèves"),
        "results:request_list",
        right=Office.WHOLE_SCHOOL.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.TODAY,
        50,
        _("Résultats retenus"),
        "results:hold_list",
        right=Office.WHOLE_SCHOOL.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.TODAY,
        60,
        _("Résultats retirés"),
        "results:withdrawal_list",
        right=Office.WHOLE_SCHOOL.name,
    ),
    MenuPage(
        Capacity.STAFF,
        Chapter.TODAY,
        30,
        _("Demandes des familles"),
        "results:talk_list",
        right=FOLLOWS,
    ),
)
WAITING = (*words_home.WAITING, *reading_home.WAITING)
CARDS = (
    Cards(Capacity.FAMILY, reading_home.family_parts),
    Cards(Capacity.STUDENT, reading_home.student_parts),
    Cards(Capacity.STAFF, words_home.team_parts),
    Cards(Capacity.STAFF, hand_backs_home.team_parts),
)
ACCOUNT_CARDS = (announcements_home.account_parts,)
MAILS = announcements_home.mails_in_words
LESSON_ACTS = (hand_backs_home.lesson_acts,)
CLASS_CARDS = (words_home.class_parts, assessments_home.class_parts)
SEARCH = assessments_home.SEARCH
BEAT = (
    PeriodicTask("announce what became visible", "apps.results.announcements.tasks.announce", 30),
    PeriodicTask("remind of late copies", "apps.results.release.tasks.remind_of_late_copies", 60),
    PeriodicTask("tell heads of requests", "apps.results.words.tasks.notify_heads_of_requests", 60),
)
UPLOADS = (Upload("/equipe/evaluations/", 8 * 1024 * 1024, policies.is_of_the_team),)
REGISTER = register.REGISTER
URLS = (Included("", "apps.results.urls"),)
