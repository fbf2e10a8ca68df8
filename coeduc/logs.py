"""What must not be written in a journal."""

from __future__ import annotations

import logging
import re

SECRET_ADDRESS = re.compile(r"(/agenda/)[^\s/]+")


class HideSecretAddresses(logging.Filter):
    """A calendar's address is a key: Django names the address of each error and of each 404."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/agenda/" in said:
            record.msg, record.args = SECRET_ADDRESS.sub(r"\1…", said), ()
        return True
