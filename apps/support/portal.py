"""What the portal asks of the help a school proposes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.support import register
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.portal import Included, MenuPage

MENU = (MenuPage(Capacity.STAFF, Chapter.SCHOOL, 20, _("Les aides"), "support:device_list"),)

IMPERSONAL = register.IMPERSONAL
URLS = (Included("", "apps.support.urls"),)
