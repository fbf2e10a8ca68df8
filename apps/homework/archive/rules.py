"""How long what was asked for stays to be taken. Pure."""

from __future__ import annotations

import datetime as dt

KEPT = dt.timedelta(days=7)
