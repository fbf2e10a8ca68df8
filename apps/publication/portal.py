"""What the portal asks of the rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.publication import register
from apps.publication.rule_pages.queries import opening_entries
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import Included, MenuPage, PeriodicTask, Setting

RULE = _("Comment on évalue et quand")

MENU = (
    MenuPage(Capacity.FAMILY, Chapter.SCHOOL, 0, RULE, "publication:family_rules"),
    MenuPage(Capacity.STUDENT, Chapter.SCHOOL, 0, RULE, "publication:student_rules"),
    MenuPage(Capacity.STAFF, Chapter.SCHOOL, 0, RULE, "publication:staff_rules"),
)
SETTINGS = (
    Setting(0, _("La règle"), "publication:rule_adopt"),
    Setting(10, _("Heures d’ouverture"), "publication:opening_edit"),
)
BEAT = (
    PeriodicTask(
        "keep facts to replay", "apps.publication.simulator.tasks.keep_facts", 15, "documents"
    ),
)
SETTINGS_HISTORY = (opening_entries,)
REGISTER = register.REGISTER
IMPERSONAL = register.IMPERSONAL
URLS = (Included("", "apps.publication.urls"),)
