"""What each page costs: the application's processor time, the database's, statements and bytes.

    python -m coeduc.embedded run python -m bench.pages [--rounds N] [--only WORD]
        [--database NAME]

Over the grown demonstration (``bench.schools``), as the first person of each page. Beside them, in
the same run, a bare view of Django that reads one row and sends as many bytes: the floor. Times are
those of the two processes that do the work, so that a busy machine changes them less; compare
ratios.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from apps.results.models import Result
from apps.schools.models import School
from bench import machine
from bench.schools import at_size, use
from bench.table import chosen, visits
from tests.queries import statements

SOMEBODY = "aissata.diallo"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor: the medians of a page."""

    application: float
    database: float
    statements: int
    size: int

    @property
    def total(self) -> float:
        return self.application + self.database


def backend() -> int:
    """The process of the database that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(pid)


def cost_of(ask: Callable[[], Any], rounds: int) -> Cost:
    """After three turns that warm caches up."""
    for _ in range(3):
        response = ask()
    with statements() as asked:
        ask()
    application, database, process = [], [], backend()
    for _ in range(rounds):
        theirs = machine.processor_time(process)
        ours = time.process_time()
        ask()
        application.append((time.process_time() - ours) * 1000)
        database.append(machine.processor_time(process) - theirs)
    return Cost(
        statistics.median(application),
        statistics.median(database),
        len(asked),
        len(response.content),
    )


def floor_of(size: int) -> Callable[[], HttpResponse]:
    """A view of Django with nothing around it: one row read, as many bytes sent."""
    body, requests = b"x" * size, RequestFactory()

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, username, is_active FROM accounts_user WHERE username = %s", [SOMEBODY]
            )
            cursor.fetchone()
        return HttpResponse(body)

    return lambda: view(requests.get("/"))


def main() -> None:
    words = machine.words(__doc__ or "")
    words.add_argument("--rounds", type=int, default=25)
    words.add_argument("--only", default="", help="les pages dont le nom contient ce mot")
    words.add_argument("--database", help="une base déjà là (d’abord bench_1)")
    options = words.parse_args()
    if options.database:
        use(options.database)
    else:
        at_size(1)
    settings.DEBUG = False  # as where it is used: no log of statements
    print(machine.described())
    print(f"{Result.objects.count()} résultats, {School.objects.count()} collèges")
    titles = ("appli", "base", "total")
    print(f"{'page':28}" + "".join(f" {one:>7}" for one in titles) + "  SQL   octets  ÷ sol")
    for page in chosen(options.only):
        (visit,) = visits(page, 1)
        found = cost_of(visit.ask, options.rounds)
        bare = cost_of(floor_of(found.size), options.rounds)
        print(
            f"{page.name:28} {found.application:7.1f} {found.database:7.1f} {found.total:7.1f}"
            f" {found.statements:4} {found.size:8} {found.total / bare.total:6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
