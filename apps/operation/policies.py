"""Who operates the portal: who has the server, not an office of a school."""

from __future__ import annotations

from coeduc.access import Reader


def operates(reader: Reader) -> bool:
    """An account that the server's own command named (``manage.py operator``).

    It opens the state of the service and nothing of a school: what a person reads there still
    comes from dated links alone (docs/decisions/0031).
    """
    return reader.user.is_active and reader.user.is_superuser
