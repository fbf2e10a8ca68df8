"""Ask clamd what it thinks of a file, where the school has one (setting ``CLAMD_URL``).

Protocol: «INSTREAM» of clamd(8), null-terminated form: ``zINSTREAM\\0``, then chunks each preceded
by its length on four bytes, big-endian, then a length of zero; the answer is one line.
"""

from __future__ import annotations

import enum
import socket
import time
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
CONNECT_SECONDS = 2.0
SECONDS = 8.0  # in a request; a file not yet judged waits for the next bell


class Verdict(enum.Enum):
    """What is known of a file once it was asked."""

    NOT_ASKED = "not_asked"
    CLEAN = "clean"
    FOUND = "found"
    NO_ANSWER = "no_answer"


def ask(data: bytes, *, seconds: float = SECONDS) -> Verdict:
    """Never raises: a clamd that is down, slow or confused is no answer, and no absolution."""
    if not settings.CLAMD_URL:
        return Verdict.NOT_ASKED
    try:
        answer = _talk(data, deadline=time.monotonic() + seconds)
    except (OSError, ValueError):
        return Verdict.NO_ANSWER
    if answer == "stream: OK":
        return Verdict.CLEAN
    return Verdict.FOUND if answer.endswith(" FOUND") else Verdict.NO_ANSWER


def _talk(data: bytes, *, deadline: float) -> str:
    with _door() as door:
        _send(door, b"zINSTREAM\0", deadline)
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            _send(door, len(chunk).to_bytes(4, "big") + chunk, deadline)
        _send(door, b"\0\0\0\0", deadline)
        answer = b""
        while not answer.endswith(b"\0"):
            door.settimeout(_left(deadline))
            piece = door.recv(4096)
            if not piece or len(answer) > 4096:
                raise ConnectionError
            answer += piece
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _send(door: socket.socket, data: bytes, deadline: float) -> None:
    door.settimeout(_left(deadline))
    door.sendall(data)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _door() -> socket.socket:
    """``tcp://host:3310`` or ``unix:///run/clamd.sock``."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "tcp":
        return socket.create_connection(
            (address.hostname or "localhost", address.port or 3310), timeout=CONNECT_SECONDS
        )
    if address.scheme != "unix":
        raise ValueError(settings.CLAMD_URL)
    door = socket.socket(socket.AF_UNIX)
    door.settimeout(CONNECT_SECONDS)
    try:
        door.connect(address.path)
    except OSError:
        door.close()
        raise
    return door
