"""What the portal asks of the rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.publication import register
from apps.publication.rule_pages.queries import opening_entries
from coeduc.access import Capacity
from coeduc.portal import Included, MenuEntry, PeriodicTask, Setting

MENU = (
    MenuEntry(Capacity.FAMILY, 50, _("La règle"), "publication:family_rules"),
    MenuEntry(Capacity.STUDENT, 50, _("La règle"), "publication:student_rules"),
    MenuEntry(Capacity.STAFF, 50, _("La règle"), "publication:staff_rules"),
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
