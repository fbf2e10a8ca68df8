"""What each page costs: the application's processor time, the database's, statements and bytes.

    python -m coeduc.embedded run python -m bench.pages [--rounds N] [--only WORD]

Over the grown demonstration (``bench.grown_school``), as each person. Beside them, in the same run,
a bare view of Django that reads one row and sends as many bytes: the floor. Times are those of the
two processes that do the work, so that a busy machine changes them less; compare ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sysconfig
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.models import User
from apps.results.models import Assessment, Result
from apps.schools.models import School, Student
from coeduc import clock
from coeduc.access import Capacity, Reader
from tests.queries import statements

FAMILY, PUPIL, TEACHER, HEAD = "aissata.diallo", "ines.diallo", "claire.roux", "benedicte.navarre"


@dataclass(frozen=True)
class Page:
    """``address`` is asked once, of a reader who may see what it names."""

    name: str
    person: str
    address: Callable[[], str]


def _reader(person: str, capacity: Capacity) -> Reader:
    return Reader(User.objects.get(username=person), capacity, clock.now())


def _child() -> Student:
    """The one of this family with most results."""
    reader = _reader(FAMILY, Capacity.FAMILY)
    results = Result.objects.visible_to(reader, at=reader.at)
    ids = list(results.values_list("student", flat=True))
    return Student.objects.get(pk=max(set(ids), key=ids.count))


def _results() -> str:
    return f"{reverse('results:family_results')}?enfant={_child().public_id}"


def _one_result() -> str:
    reader = _reader(FAMILY, Capacity.FAMILY)
    result = Result.objects.visible_to(reader, at=reader.at).order_by("-pk").first()
    return reverse("results:family_result_detail", args=[result.public_id])


def _grid() -> str:
    reader = _reader(TEACHER, Capacity.STAFF)
    mine = Assessment.objects.visible_to(reader, at=reader.at).filter(author__user=reader.user)
    return reverse("results:assessment_marks", args=[mine.order_by("pk").first().public_id])


def _of_school(route: str) -> Callable[[], str]:
    return lambda: reverse(route, args=[School.objects.order_by("pk").first().public_id])


def _at(route: str) -> Callable[[], str]:
    return lambda: reverse(route)


PAGES = (
    Page("accueil d’une famille", FAMILY, _at("home:family_home")),
    Page("résultats d’un enfant", FAMILY, _results),
    Page("un résultat", FAMILY, _one_result),
    Page("cahier d’une famille", FAMILY, _at("homework:family_notebook")),
    Page("accueil d’un élève", PUPIL, _at("home:student_home")),
    Page("semaine d’une professeure", TEACHER, _at("homework:notebook_week")),
    Page("liste des évaluations", TEACHER, _at("results:assessment_list")),
    Page("grille de notes", TEACHER, _grid),
    Page("accueil d’une professeure", TEACHER, _at("home:staff_home")),
    Page("accueil d’une principale", HEAD, _at("home:staff_home")),
    Page("page de la règle", HEAD, _of_school("publication:rule_adopt")),
    Page("simulateur", HEAD, _of_school("publication:simulator")),
)


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


def _backend_time() -> float:
    """Nanoseconds that the process of this connection has had of a processor, as seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def cost_of(ask: Callable[[], Any], rounds: int) -> Cost:
    """After three turns that warm caches up."""
    for _ in range(3):
        response = ask()
    with statements() as asked:
        ask()
    application, database = [], []
    for _ in range(rounds):
        theirs = _backend_time()
        ours = time.process_time()
        ask()
        application.append((time.process_time() - ours) * 1000)
        database.append((_backend_time() - theirs) * 1000)
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
                "SELECT id, username, is_active FROM accounts_user WHERE username = %s", [FAMILY]
            )
            cursor.fetchone()
        return HttpResponse(body)

    return lambda: view(requests.get("/"))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--rounds", type=int, default=25)
    words.add_argument("--only", default="", help="les pages dont le nom contient ce mot")
    options = words.parse_args()
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False  # as where it is used: no log of statements
    flags = sysconfig.get_config_var("CONFIG_ARGS") or ""
    built = "avec" if "enable-optimizations" in flags else "sans"
    print(f"Python {platform.python_version()} {built} PGO, charge {os.getloadavg()[0]:.1f}")
    print(f"{Result.objects.count()} résultats, {School.objects.count()} collèges")
    titles = ("appli", "base", "total")
    print(f"{'page':28}" + "".join(f" {one:>7}" for one in titles) + "  SQL   octets  ÷ sol")
    for page in PAGES:
        if options.only not in page.name:
            continue
        client = Client()
        client.force_login(User.objects.get(username=page.person))
        address = page.address()
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{page.name} : {address} répond {status}")
        found = cost_of(lambda at=address, who=client: who.get(at), options.rounds)
        bare = cost_of(floor_of(found.size), options.rounds)
        print(
            f"{page.name:28} {found.application:7.1f} {found.database:7.1f} {found.total:7.1f}"
            f" {found.statements:4} {found.size:8} {found.total / bare.total:6.0f}"
        )


if __name__ == "__main__":
    main()
