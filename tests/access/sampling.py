"""What `make test` asks of the table: each address, each capacity, each answer; not each person.

The whole table (`--whole`: `.ci/run`, `make test ALL=1`) asks everybody everything. Here, among
the people of one capacity whom an address answers alike, one is asked, another one at each address.
That an address does not take a method is asked of one person, once a route.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from zlib import crc32

from tests.access.actors import ANONYMOUS, CAPACITIES, SIGNED_IN
from tests.access.cases import WRONG_METHOD, Answer, Case

METHODS = ("GET", "POST")
Asked = tuple[str, str]  # a line of the table, a method


def one_of(people: Iterable[str], name: str) -> str:
    """Always the same for this name."""
    among = sorted(people)
    return among[crc32(name.encode()) % len(among)]


def answered_alike(case: Case, method: str) -> list[tuple[Answer, list[str]]]:
    """The people of each capacity, by the answer they get."""
    found = []
    for people in CAPACITIES.values():
        groups: dict[Answer, list[str]] = defaultdict(list)
        for actor in people:
            groups[case.expected(method, actor)].append(actor)
        found += groups.items()
    return found


def sample(table: Mapping[str, Case]) -> dict[str, list[Asked]]:
    """What each person is asked."""
    asked: dict[str, set[Asked]] = defaultdict(set)
    known: set[Asked] = set()  # the routes that said so already
    for name, case in table.items():
        for method in METHODS:
            for answer, people in answered_alike(case, method):
                if answer == WRONG_METHOD and people != [ANONYMOUS]:
                    if (case.route, method) in known:
                        continue
                    known.add((case.route, method))
                    people = [p for p in SIGNED_IN if case.expected(method, p) == WRONG_METHOD]
                asked[one_of(people, f"{method} {name}")].add((name, method))
    return {actor: sorted(asked[actor]) for actor in (ANONYMOUS, *SIGNED_IN)}
