"""How long a talk is news, and how many a first page has. Pure."""

from __future__ import annotations

import datetime as dt

# On the pupil's first page once the parents' instant has come.
SAID_AFTER = dt.timedelta(days=7)
# Noted as talked about: kept in the list, to be taken back.
LATELY = dt.timedelta(days=7)
# On a first page, the oldest; the list of them has every one.
MOST_TALKS = 200
