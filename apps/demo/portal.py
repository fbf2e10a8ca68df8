"""What the portal asks of the demonstration: its bar, under every page of development."""

from __future__ import annotations

from apps.demo.views import bar
from coeduc.portal import Included

BAR = bar
URLS = (Included("demonstration/", "apps.demo.urls", development=True),)
