"""What an import can say: the refusal of a whole file, the rejection of one row."""

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
