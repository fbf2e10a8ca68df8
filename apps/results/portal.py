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
from coeduc.access import Capacity
from coeduc.portal import FOLLOWS, Cards, Included, MenuEntry, PeriodicTask, Upload

MENU = (
    MenuEntry(Capacity.FAMILY, 20, _("Résultats"), "results:family_results"),
    MenuEntry(Capacity.STUDENT, 20, _("Tes résultats"), "results:student_results"),
    MenuEntry(Capacity.STAFF, 20, _("Évaluations"), "results:assessment_list", office=FOLLOWS),
)
WAITING = (*words_home.WAITING, *reading_home.WAITING)
CARDS = (
    Cards(Capacity.FAMILY, reading_home.family_parts),
    Cards(Capacity.STUDENT, reading_home.student_parts),
    Cards(Capacity.STAFF, words_home.desk_parts),
    Cards(Capacity.STAFF, hand_backs_home.desk_parts),
)
ACCOUNT_CARDS = (announcements_home.account_parts,)
CLASS_CARDS = (words_home.class_parts, assessments_home.class_parts)
SEARCH = assessments_home.SEARCH
BEAT = (
    PeriodicTask("announce what became visible", "apps.results.announcements.tasks.announce", 30),
    PeriodicTask("remind of late copies", "apps.results.release.tasks.remind_of_late_copies", 60),
    PeriodicTask("tell heads of requests", "apps.results.words.tasks.tell_heads_of_requests", 60),
)
UPLOADS = (Upload("/equipe/evaluations/", 8 * 1024 * 1024, policies.is_of_the_team),)
REGISTER = register.REGISTER
URLS = (Included("", "apps.results.urls"),)
