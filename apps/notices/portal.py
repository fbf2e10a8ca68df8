"""What the portal asks of the notices."""

from __future__ import annotations

from apps.notices import register
from coeduc.portal import Bell, Included

BEAT = (Bell("drain the outbox", "apps.notices.outbox.tasks.drain_outbox", 15),)
REGISTER = register.REGISTER
URLS = (Included("", "apps.notices.mailbox.urls", development=True),)
