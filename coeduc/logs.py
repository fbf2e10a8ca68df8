"""What must not be written in a journal."""

from __future__ import annotations

import logging
import re

# What follows is a key: to a calendar, to a new password, to a confirmed address.
SECRET_ADDRESS = re.compile(r"(/agenda/|/compte/mot-de-passe/nouveau/|/compte/adresse/)[^\s?]+")


class HideSecretAddresses(logging.Filter):
    """Some addresses are keys: Django names the address of each error and of each 404."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if SECRET_ADDRESS.search(said):
            record.msg, record.args = SECRET_ADDRESS.sub(r"\1…", said), ()
        return True
