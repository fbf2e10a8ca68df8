"""The web process, as it runs in production: one of gunicorn's, that a test may kill."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from tests.faults.conftest import wait_until


class OverSocket(http.client.HTTPConnection):
    """A portal that listens on a file."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


@dataclass
class Web:
    """One worker, so that the connection to PostgreSQL is kept from a page to the next."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def socket(self):
        return self.folder / "web.sock"

    def start(self):
        words = ["-m", "gunicorn", "coeduc.wsgi", "--workers", "1", "--threads", "1"]
        with (self.folder / "web.log").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *words, "--timeout", "60", "--bind", f"unix:{self.socket}"],
                cwd=settings.BASE_DIR,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "coeduc.settings.dev",
                    "HOME": str(self.folder),  # where it keeps what is its own
                    **self.environment,
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        assert wait_until(self._answers), self.log()

    def kill(self):
        """The process and its worker, in the middle of whatever it was doing."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
        self.socket.unlink(missing_ok=True)

    def ask(self, method, path, data=None):
        """Status, headers and text of the answer; OSError when the process died on the way."""
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = OverSocket(self.socket)
        try:
            connection.request(method, path, urlencode(data) if data is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for name, said in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies |= {key: one.value for key, one in SimpleCookie(said).items()}
            return answer.status, dict(answer.getheaders()), text
        finally:
            connection.close()

    def log(self):
        return (self.folder / "web.log").read_text(errors="replace")[-4000:]

    def _answers(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/static/css/none.css")[0] in (200, 404, 302)
        return False
