"""A clamd that a test starts: it speaks the real protocol, or fails in the way it is told to."""

import socket
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """``mood``: ``well``, ``mute`` (never answers), ``dies`` (mid-way), ``full`` (too large)."""

    def __init__(self, server):
        self.server, self.mood, self.seen = server, "well", []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                door, _address = self.server.accept()
            except OSError:
                return
            with door:
                door.settimeout(5)
                try:
                    self._answer(door)
                except (OSError, EOFError):
                    continue

    def _answer(self, door):
        assert read(door, 10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(read(door, 4), "big"):
            content += read(door, length)
            if self.mood == "dies":
                return
        self.seen.append(content)
        if self.mood == "mute":
            door.recv(1)
        if self.mood == "full":
            door.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        found = EICAR in content
        door.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def read(door, count):
    data = b""
    while len(data) < count:
        piece = door.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


@contextmanager
def listening(address):
    """On a path (Unix socket) or on a free port of this machine; yields it and its URL."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as server:
        server.bind(address)
        server.listen()
        name = server.getsockname()
        url = f"unix://{name}" if family == socket.AF_UNIX else f"tcp://127.0.0.1:{name[1]}"
        yield FakeClamd(server), url
