"""The portal as it is served (gunicorn, settings of production), and people who ask it at once."""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from bench import machine
from bench.schools import url_of
from coeduc import embedded

PLACE = machine.ROOT / "var" / "bench"
PORTAL, BARE = "coeduc.wsgi", "bench.bare"
BEHIND_A_PROXY = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}


@dataclass(frozen=True)
class Site:
    port: int
    process: psutil.Process

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request on a connection of its own, as a proxy sends it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body, {**BEHIND_A_PROXY, **headers})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def spent(self) -> float:
        """Milliseconds of processor: its processes, and those of the database that serve it."""
        ours = [self.process, *self.process.children(recursive=True)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
            theirs = [pid for (pid,) in cursor.fetchall()]
        return sum(map(machine.processor_time, [one.pid for one in ours] + theirs))

    def memory(self) -> float:
        """Megabytes that each worker holds for itself (the parts shared with others left out)."""
        workers = self.process.children()
        return sum(one.memory_full_info().uss for one in workers) / max(1, len(workers)) / 1e6


def _environment(database: str) -> dict[str, str]:
    """Sessions opened here are good there: the key is the same."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coeduc.settings.prod",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PUBLIC_BASE_URL": "https://localhost",
        "DATABASE_URL": url_of(database),
        "REDIS_URL": os.environ.get("REDIS_URL") or embedded.redis_url(),
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": "bench@example.org",
        "STATIC_ROOT": str(PLACE / "static"),
        "BENCH_BODIES": str(PLACE / "bodies"),
    }


def collect_static(database: str) -> None:
    """Names with their digests, as production writes them in every page."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=machine.ROOT,
        env=_environment(database),
        check=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(application: str, database: str, *options: str, **environment: str) -> Iterator[Site]:
    """gunicorn with ``gunicorn.conf.py``, what ``options`` and ``environment`` say apart."""
    PLACE.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    log = PLACE / f"{application}.log"
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as output:
        started = subprocess.Popen(
            [*command, "--access-logfile", os.devnull, *options],
            cwd=machine.ROOT,
            env=_environment(database) | environment,
            stdout=output,
            stderr=output,
        )
    try:
        site = Site(port, psutil.Process(started.pid))
        _wait(site, started, log)
        yield site
    finally:
        started.terminate()
        started.wait(30)


def _wait(site: Site, started: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and started.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            site.ask("GET", "/compte/connexion/")
            return
        time.sleep(0.2)
    raise SystemExit(f"{log} : le site n’a pas démarré\n{log.read_text()[-2000:]}")


@dataclass(frozen=True)
class Heard:
    """Milliseconds; ``processor`` a request, site and database."""

    p50: float
    p95: float
    rate: float
    processor: float
    count: int


def at_once(site: Site, acts: list[Callable[[], None]], *, people: int) -> Heard:
    """``acts`` shared among ``people`` who wait for their answer before they ask again."""
    left: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    for act in acts:
        left.put(act)
    took: list[float] = []
    failed: list[BaseException] = []

    def person() -> None:
        with contextlib.suppress(queue.Empty):
            while not failed:
                act = left.get_nowait()
                begun = time.perf_counter()
                try:
                    act()
                except BaseException as error:  # said by the one who waits for all
                    failed.append(error)
                took.append((time.perf_counter() - begun) * 1000)

    before, begun = site.spent(), time.perf_counter()
    threads = [threading.Thread(target=person) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    whole = time.perf_counter() - begun
    return Heard(
        statistics.median(took),
        machine.nth(took, 95),
        len(took) / whole,
        (site.spent() - before) / len(took),
        len(took),
    )
