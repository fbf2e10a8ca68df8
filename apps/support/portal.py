"""What the portal asks of the help a school proposes."""

from __future__ import annotations

from coeduc.portal import Included

URLS = (Included("", "apps.support.urls"),)
