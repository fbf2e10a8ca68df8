"""What the school refuses: a file of an import, one row of it, a calendar, an access, a post."""

from dataclasses import dataclass


class ImportRefusedError(Exception):
    """The whole batch is refused. The message is one French sentence for the school's office."""


class ImportOutdatedError(ImportRefusedError):
    """What was confirmed is no longer what would happen: the files must be read again."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row left out. `key` is a national identifier, never a name."""

    kind: str
    key: str
    reason: str


class CalendarError(ValueError):
    """A calendar that cannot be; the message is French and may be shown as it is."""


class RestrictionError(ValueError):
    """An act that the state of the restriction forbids; the message is French."""


class TrustError(ValueError):
    """Nobody more may be trusted with a notebook just now; the message is French."""


class TeamError(ValueError):
    """An act that the state of the team forbids; the message is French."""
