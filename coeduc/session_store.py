"""Django's sessions in the base, each row saying whose it is: one may see one's own and end them.

Nothing is added to what a page costs: the columns come with the row that every page reads, and the
day's use is written once an hour, apart from what the session holds.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

# Between two notes of a use: «il y a une heure» is precise enough.
EVERY = dt.timedelta(hours=1)


class SessionStore(db.SessionStore):
    """``opened_at``, ``used_at``, ``device``: of the row, kept when its key changes."""

    opened_at: dt.datetime | None = None
    used_at: dt.datetime | None = None
    device = ""

    @classmethod
    def get_model_class(cls) -> Any:
        return apps.get_model(settings.SESSION_MODEL)

    def load(self) -> dict[str, Any]:
        row: Any = self._get_session_from_db()  # type: ignore[attr-defined] # of Django's store
        if row is None:
            return {}
        self.opened_at, self.used_at, self.device = row.opened_at, row.used_at, row.device
        data = self.decode(row.session_data)
        if row.user_id is None and SESSION_KEY in data:
            # Written by the release before, while its migration had run and it had not restarted:
            # saved again with this page, it says whose it is and may be closed.
            opened = row.expire_date - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
            self.opened_at = self.used_at = opened
            self.modified = True
        return dict(data)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        if row.user_id:
            row.opened_at, row.used_at, row.device = self.opened_at, self.used_at, self.device
        return row

    def begins(self, device: str, *, at: dt.datetime) -> None:
        """Somebody has just signed in, with this device."""
        self.opened_at, self.used_at, self.device = at, at, device
        self.modified = True

    def note_use(self, *, at: dt.datetime) -> None:
        """Once an hour, and what the session holds is left alone: another page may be saving it."""
        if self.used_at is None or at - self.used_at < EVERY or SESSION_KEY not in self:
            return
        rows: Any = self.model.objects.filter(session_key=self.session_key)
        rows.update(used_at=at)
        self.used_at = at
