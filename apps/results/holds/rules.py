"""How long a result may be held. Pure."""

from __future__ import annotations

import datetime as dt

LONGEST_HOLD = dt.timedelta(days=31)
