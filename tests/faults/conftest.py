"""Processes of our own, that a test may kill: a Valkey, and those of the Procfile."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, connections

from apps.notices.mailbox import queries as mailbox_queries
from coeduc import embedded
from coeduc.embedded.places import valkey_program
from coeduc.embedded.processes import answers
from tests import processes

PATIENCE = 60.0


def wait_until(happened, *, seconds=PATIENCE):
    """Poll, for a bounded time; whether it happened."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return bool(happened())


def address_of_the_test_database():
    url = urlsplit(os.environ.get("DATABASE_URL") or embedded.database_url())
    return urlunsplit(url._replace(path="/" + connection.settings_dict["NAME"]))


def kill_at_work(task, lock, *, seen):
    """A process of our own plays ``task`` (its dotted name) once, comes to stand behind ``lock``
    (a table and a mode), and is killed once ``seen()`` says that it has begun."""
    module, _dot, name = task.rpartition(".")
    aside = connections.create_connection("default")
    process = None
    try:
        with aside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"LOCK TABLE {lock} MODE")
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    f"import django; django.setup()\nfrom {module} import {name}\n{name}()",
                ],
                cwd=settings.BASE_DIR,
                env=os.environ
                | {
                    "DJANGO_SETTINGS_MODULE": "coeduc.settings.dev",
                    "DATABASE_URL": address_of_the_test_database(),
                    "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                },
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            assert wait_until(seen)
            assert process.poll() is None
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
            cursor.execute("ROLLBACK")
    finally:
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
        aside.close()


@dataclass
class Portal:
    """Everything but the web: its own Valkey, its own mail folder, the test's database."""

    folder: Path
    processes: list[subprocess.Popen] = field(default_factory=list)

    @property
    def socket(self):
        return self.folder / "valkey.sock"

    def start_valkey(self):
        options = {"port": "0", "unixsocket": str(self.socket), "save": "", "dir": str(self.folder)}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._spawn([valkey_program(None), *words], "valkey.log")
        assert wait_until(lambda: self.socket.exists() and answers(self.socket, b"PING\r\n"))

    def empty_valkey(self):
        assert answers(self.socket, b"FLUSHALL\r\n")

    def start(self, name):
        """A process of the Procfile, in a group of its own, that says what it does in its log."""
        program, *words = processes.of_procfile()[name]
        assert program == "python"
        return self._spawn([sys.executable, *words], f"{name}.log")

    def kill(self, process):
        """As an out-of-memory killer or a pulled plug does it: no last word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def mails(self):
        return mailbox_queries.newest(self.folder / "mails", limit=10_000)

    def log(self):
        return (self.folder / "bell.log").read_text(errors="replace")[-4000:]

    def _spawn(self, command, log):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": address_of_the_test_database(),
            "REDIS_URL": f"redis+socket://{self.socket}",
            "FAULTS_DIR": str(self.folder),
        }
        with (self.folder / log).open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.processes.append(process)
        return process


@pytest.fixture
def portal(transactional_db):
    # A short path: the kernel limits the address of a socket to about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="coeduc-") as folder:
        portal = Portal(Path(folder))
        try:
            portal.start_valkey()
            yield portal
        finally:
            for process in portal.processes:
                portal.kill(process)
