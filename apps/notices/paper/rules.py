"""How long a printed file is kept. Pure."""

from __future__ import annotations

import datetime as dt

# Long enough to print and to print again; then the codes are paper only.
KEPT = dt.timedelta(days=7)
