"""What reading a family's links once saves, in processor time; ratios within one run.

    python -m coeduc.embedded run python -m bench.family_pages [--user NAME] [--rounds N]

Reads the demonstration's database and writes nothing. Times are those of the process,
so that a busy machine changes them less; trust the ratios, and effects over 15 %.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from apps.accounts.models import User
from apps.results.models import Result, ResultVersion
from apps.schools.models import School
from coeduc import clock
from coeduc.access import Capacity, Reader

SETS = {"résultats": Result, "versions": ResultVersion, "établissements": School}


def alternate(acts: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """The median in milliseconds of each act, the acts taken in turn."""
    spent: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(rounds + 2):
        for name, act in acts.items():
            begun = time.process_time()
            act()
            if turn >= 2:  # the first turns warm caches up
                spent[name].append((time.process_time() - begun) * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


def read_rows(user: Any, model: Any, *, once: bool) -> Callable[[], Any]:
    """The rows of ``model`` that a family sees, its links read before or written as subqueries."""
    at = clock.now()
    reader = Reader(user, Capacity.FAMILY, at, memo={} if once else None)
    return lambda: list(model.objects.visible_to(reader, at=at).values_list("pk", flat=True))


def links(user: Any) -> None:
    print("Une même règle, liens lus une fois ou répétés en sous-requêtes (ms de calcul) :")
    for name, model in SETS.items():
        acts = {
            "une fois": read_rows(user, model, once=True),
            "répétés": read_rows(user, model, once=False),
        }
        assert sorted(acts["une fois"]()) == sorted(acts["répétés"]())
        found = alternate(acts, ROUNDS)
        ratio = found["une fois"] / found["répétés"]
        print(f"  {name:15} {found['une fois']:6.2f} / {found['répétés']:6.2f} = {ratio:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--user", default="aissata.diallo")
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    ROUNDS = options.rounds
    person = User.objects.get(username=options.user)
    links(person)
