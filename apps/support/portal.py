"""What the portal asks of the help a school proposes."""

from __future__ import annotations

from apps.support import register
from coeduc.portal import Included

IMPERSONAL = register.IMPERSONAL
URLS = (Included("", "apps.support.urls"),)
