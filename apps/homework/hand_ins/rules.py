"""How much a pupil may give for one work. Pure."""

from __future__ import annotations

MOST_FILES = 3
