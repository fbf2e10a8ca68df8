"""How long what the portal wrote of an account is kept, and what it sent still opens. Pure."""

from __future__ import annotations

import datetime as dt

# A link to confirm an address.
ADDRESS_LASTS = dt.timedelta(days=3)
# What was counted for the limits of a day.
KEPT = dt.timedelta(days=2)
