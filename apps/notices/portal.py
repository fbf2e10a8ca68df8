"""What the portal asks of the notices."""

from __future__ import annotations

from apps.notices import register
from apps.notices.outbox.services import voice, writing
from coeduc.portal import Included, PeriodicTask

PAPER_TASKS = "apps.notices.paper.tasks"

BEAT = (
    PeriodicTask("drain the outbox", "apps.notices.outbox.tasks.drain_outbox", 15),
    PeriodicTask("print letters", f"{PAPER_TASKS}.print_letters", 10, queue="documents"),
    PeriodicTask("remove old letters", f"{PAPER_TASKS}.remove_old_letters", 60, queue="documents"),
)
SAME_PERSON = (writing.settle_two_rows,)
VOICE = voice.voice_of
REGISTER = register.REGISTER
URLS = (Included("", "apps.notices.mailbox.urls", development=True),)
