"""The mails that a development portal wrote to files instead of sending, read back.

Django's file backend appends the messages of one connection to one file, each followed by a line
of 79 hyphens.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from coeduc import french

SEPARATOR = b"\n" + b"-" * 79 + b"\n"
NEWEST = 200
UTC = ZoneInfo("UTC")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Mail:
    """One message; ``file`` and ``rank`` name it in an address."""

    file: str
    rank: int
    sent_at: dt.datetime
    sent_in_words: str
    sender: str
    recipients: str
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


def newest(folder: Path, *, limit: int = NEWEST) -> list[Mail]:
    """The last mails written, newest first; an empty list when there is none yet."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails: list[Mail] = []
    for path in files:
        mails += read(path)
        if len(mails) >= limit:
            break
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)[:limit]


def find(folder: Path, file: str, rank: int) -> Mail | None:
    """One mail. The name is compared with those of the folder: it never becomes a path."""
    for path in folder.glob("*.log"):
        if path.stem == file:
            return next((mail for mail in read(path) if mail.rank == rank), None)
    return None


def read(path: Path) -> list[Mail]:
    """The messages of one file; what a killed worker left half written is left out."""
    *whole, _rest = path.read_bytes().split(SEPARATOR)
    return [_parse(path.stem, rank, content) for rank, content in enumerate(whole, start=1)]


def _parse(file: str, rank: int, content: bytes) -> Mail:
    message = message_from_bytes(content, policy=default)
    sent_at = _date_of(message)
    return Mail(
        file=file,
        rank=rank,
        sent_at=sent_at,
        sent_in_words=french.moment_in_words(sent_at, zone=UTC),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        headers=tuple((name, str(value)) for name, value in message.items()),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return part.get_content() if part is not None else ""


def _date_of(message: EmailMessage) -> dt.datetime:
    try:
        found = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return EPOCH
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
