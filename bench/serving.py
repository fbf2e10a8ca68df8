"""Ways to serve the site, side by side: memory, people at once, slow senders, a frozen database.

    python -m coeduc.embedded run python -m bench.serving [--people 8] [--requests 96] [--way WORD]

Each way answers the same pages; then one page while eight senders keep a connection open, a request
half sent; then while PostgreSQL is frozen (stopped, then let go): how long until everybody has an
answer, which is then the page that says when to come back.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator

import psutil
from django.db import connection

from bench import machine, site
from bench.schools import at_size
from bench.table import PAGES, visits

WAYS = {
    "sync, 2": "--worker-class sync --threads 1 --workers 2",
    "sync, 4": "--worker-class sync --threads 1 --workers 4",
    "gthread, 2 × 4": "--worker-class gthread --threads 4 --workers 2",
    "gthread, 2 × 8": "--worker-class gthread --threads 8 --workers 2",
    "gthread, 4 × 4": "--worker-class gthread --threads 4 --workers 4",
}
SENDERS = 8
HALF_A_REQUEST = b"GET /compte/connexion/ HTTP/1.1\r\nHost: localhost\r\nX-Slow"


@contextlib.contextmanager
def slow_senders(portal: site.Site) -> Iterator[None]:
    """Their request never ends while this lasts."""
    with contextlib.ExitStack() as lines:
        for _ in range(SENDERS):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", portal.port)))
            line.sendall(HALF_A_REQUEST)
        time.sleep(0.5)
        yield


@contextlib.contextmanager
def frozen_database() -> Iterator[None]:
    """Its processes but the one that serves this measure, so that nobody new is let in either."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        stopped = [pid for (pid,) in cursor.fetchall()]
    if stopped and (parent := psutil.Process(stopped[0]).parent()):
        stopped.append(parent.pid)
    try:
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def pages(portal: site.Site, count: int, allowed: frozenset[int]) -> list[Callable[[], None]]:
    """Everyday pages, of several people, in turn."""
    asked = [one for page in PAGES[:7] for one in visits(page, 2)]

    def act(n: int) -> Callable[[], None]:
        visit = asked[n % len(asked)]
        cookie = f"sessionid={visit.client.cookies['sessionid'].value}"

        def ask() -> None:
            status, _headers, _body = portal.ask("GET", visit.address, Cookie=cookie)
            assert status in allowed, (visit.address, status)

        return ask

    return [act(n) for n in range(count)]


def main() -> None:
    words = machine.words(__doc__ or "")
    words.add_argument("--people", type=int, default=8)
    words.add_argument("--requests", type=int, default=96)
    words.add_argument("--way", default="", help="les façons dont le nom contient ce mot")
    options = words.parse_args()
    database = at_size(1)
    site.collect_static(database)
    print(machine.described())
    print(f"{'':15} Mo/proc. Mo en tout | médiane, p95 | envois lents | base gelée")
    for name, way in WAYS.items():
        if options.way not in name:
            continue
        with site.serving(site.PORTAL, database, *way.split()) as portal:
            acts = pages(portal, options.requests, frozenset({200}))
            site.at_once(portal, acts[:32], people=options.people)
            usual = site.at_once(portal, acts, people=options.people)
            memory, workers = portal.memory(), len(portal.process.children())
            with slow_senders(portal):
                slowed = first_answer(acts[0])
            with frozen_database():
                begun = time.monotonic()
                either = pages(portal, options.people, frozenset({200, 503}))
                site.at_once(portal, either, people=options.people)
                away = time.monotonic() - begun
        print(
            f"{name:15} {memory:8.0f} {memory * workers:10.0f} | {usual.p50:6.0f} {usual.p95:6.0f}"
            f" | {slowed:11} | {away:6.1f} s",
            flush=True,
        )


def first_answer(ask: Callable[[], None]) -> str:
    """How long one page takes, or that it never came."""
    begun = time.monotonic()
    try:
        ask()
    except OSError:
        return "aucune"
    return f"{(time.monotonic() - begun) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
