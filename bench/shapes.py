"""How many shapes each hot reading takes when everybody has opened their pages once.

    python -m coeduc.embedded run python -m bench.shapes [--readers 2000] [--only WORD]

A shape is a text that a process keeps (``coeduc.replay.SHAPES``) and that each connection prepares
(``coeduc.postgresql.prepared.MOST``). The collège is the one of ``bench.schools``. Last lines: of
the texts that one connection is asked for, people drawn in turn, how many it would prepare again
if it kept so many.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.test import Client

from apps.schools.links import ReaderReading
from bench import machine
from bench.schools import at_size
from bench.table import Visit, chosen
from coeduc.postgresql.prepared import Text
from coeduc.replay import Reading

KEPT = (16, 24, 32, 48, 64, 96, 128)


def readings() -> dict[str, Reading]:
    """Those that a module names, under this name."""
    found: dict[int, tuple[str, Reading]] = {}
    for module in [one for name, one in sys.modules.items() if name.startswith("apps.")]:
        for name, value in vars(module).items():
            one = value._kept if isinstance(value, ReaderReading) else value
            if isinstance(one, Reading):
                found.setdefault(id(one), (f"{module.__name__}.{name}", one))
    return dict(found.values())


def asked(visit: Visit) -> list[str]:
    """The names of the texts that one page executes, in order."""
    names: list[str] = []

    def kept(execute: Any, sql: Any, *more: Any) -> Any:
        try:
            return execute(sql, *more)
        finally:
            if isinstance(sql, Text):
                names.append(sql.__dict__.get("_statement", (str(sql),))[0])

    with connection.execute_wrapper(kept):
        visit.ask()
    return names


def everybody(only: str, most: int) -> Iterator[Visit]:
    for page in chosen(only):
        for user in list(page.readers())[:most]:
            if address := page.address(page.route, user):
                client = Client(HTTP_HOST="localhost")
                client.force_login(user)
                if client.get(address).status_code == 200:
                    yield Visit(page, user, address, client)


def again(turns: Sequence[Sequence[str]], most: int) -> float:
    """The part of the texts asked for that the connection did not know."""
    known: OrderedDict[str, None] = OrderedDict()
    missed = total = 0
    for texts in turns:
        for text in texts:
            total += 1
            missed += text not in known
            known[text] = None
            known.move_to_end(text)
            if len(known) > most:
                known.popitem(last=False)
    return missed / total


def main() -> int:
    words = machine.words(__doc__ or "")
    words.add_argument("--readers", type=int, default=2000)
    words.add_argument("--only", default="", help="les pages dont le nom contient ce mot")
    options = words.parse_args()
    at_size(1)
    print(machine.described())
    people: Counter[str] = Counter()
    turns = []
    for visit in everybody(options.only, options.readers):
        people[visit.page.name] += 1
        turns.append(asked(visit))
    for page, count in people.items():
        print(f"{count:6} {page}")
    for name, reading in sorted(readings().items(), key=lambda one: -len(one[1]._kept)):
        print(f"{len(reading._kept):6} {name}")
    random.Random(1).shuffle(turns)
    print(f"{len({text for texts in turns for text in texts})} textes en tout")
    for most in KEPT:
        print(f"{most:6} gardés : {again(turns, most):.1%} préparés de nouveau")
    return 0


if __name__ == "__main__":
    sys.exit(main())
