"""Whether a page costs more because there are other collèges: the same people, at 1, 10 and 100.

    python -m coeduc.embedded run python -m bench.growth [--sizes 1 10 100] [--only WORD] [--plans]

Each reader asks each page in each database. Printed: p95, over readers, of what the database takes
(processor of its process and time of the statements) and of the whole request, each divided by the
same at the first size; then the blocks that its first reader's statements look at, which no load
changes. Aimed at: 1.2 at most. Under a page: the statements that grew, and those whose kept plan
looks at far more than the plan made for these very values. ``--plans`` keeps the plans of the first
reader at each size in ``bench/plans/``. Fails when PostgreSQL estimates one above 100 000.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from bench import machine, plans
from bench.pages import backend
from bench.schools import SIZES, at_size
from bench.table import Page, Visit, chosen, visits

AIM = 1.2
# Beyond the five plans made for the values: what is measured is the plan that a connection keeps.
WARM = 6
# A kept plan is worse than one made for the values when it looks at so many times its blocks, and
# so many more.
FAR, MUCH = 1.5, 100


@dataclass
class Found:
    """Of one page at one size: a figure a reader, in milliseconds."""

    processor: list[float] = field(default_factory=list)
    statements: list[float] = field(default_factory=list)
    request: list[float] = field(default_factory=list)
    dearest: plans.Statement | None = None
    asked: list[plans.Statement] = field(default_factory=list)


def measured(page: Page, readers: int, rounds: int) -> Found:
    found = Found()
    for visit in visits(page, readers):
        for _warm in range(WARM):
            visit.ask()
        took = [_once(visit) for _round in range(rounds)]
        for series, values in zip(
            (found.processor, found.statements, found.request), zip(*took, strict=True), strict=True
        ):
            series.append(statistics.median(values))
        if not found.asked:
            found.asked = plans.of(visit.ask)
            found.dearest = max(found.asked, key=lambda one: one.cost)
    return found


def _once(visit: Visit) -> tuple[float, float, float]:
    spent = 0.0

    def timed(execute: Any, *args: Any) -> Any:
        nonlocal spent
        begun = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent += time.perf_counter() - begun

    process = backend()
    before, begun = machine.processor_time(process), time.perf_counter()
    with connection.execute_wrapper(timed):
        visit.ask()
    whole = time.perf_counter() - begun
    return machine.processor_time(process) - before, spent * 1000, whole * 1000


def _row(size: int, found: Found, first: Found) -> str:
    """p95 and its ratio, three times, then the blocks."""
    row = f"  {size:4}"
    for name in ("processor", "statements", "request"):
        here, there = (machine.nth(getattr(one, name), 95) for one in (found, first))
        row += f" {here:8.1f} {here / there:5.2f}"
    assert found.dearest
    here, there = (sum(stmt.served.blocks for stmt in one.asked) for one in (found, first))
    row += f" {here:7} {here / there:5.2f}"
    return f"{row} {found.dearest.cost:9.0f}  {_short(found.dearest.sql)}"


def _short(sql: str) -> str:
    tables = re.search(r'FROM "(\w+)"', sql)
    return tables[1] if tables else sql[:40]


def slower(first: Found, last: Found) -> list[str]:
    """The statements whose time grew, the same in both databases, dearest estimate first."""
    before = {plans.shape(one.sql): one for one in first.asked}
    grown = []
    for one in last.asked:
        known = before.get(plans.shape(one.sql))
        if not known:
            continue
        old, new = known.served, one.served
        if new.took > 0.5 and new.took > old.took * AIM and new.blocks > old.blocks * AIM:
            words = f"{old.took:.1f} → {new.took:.1f} ms, {old.blocks} → {new.blocks} blocs"
            grown.append(f"       {words}  {_short(one.sql)} : {plans.slowest_node(new)}")
    return grown


def worse_kept(found: Found) -> list[str]:
    """The statements whose plan for everybody looks at far more than the one for these values."""
    return [
        f"       plan commun : {one.blocks} → {one.kept.blocks} blocs, {one.took:.1f} → "
        f"{one.kept.took:.1f} ms  {_short(one.sql)} : {plans.slowest_node(one.kept)}"
        for one in found.asked
        if one.kept and one.kept.blocks > MUCH + one.blocks * FAR and one.kept.took > one.took
    ]


def main() -> int:
    words = machine.words(__doc__ or "")
    words.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    words.add_argument("--readers", type=int, default=8)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--only", default="", help="les pages dont le nom contient ce mot")
    words.add_argument("--plans", action="store_true", help="garder les plans dans bench/plans/")
    options = words.parse_args()
    names = {size: at_size(size) for size in options.sizes}
    print(machine.described())
    print(f"p95 de {options.readers} personnes, médiane de {options.rounds} fois chacune, ms et ÷")
    titles = "".join(f" {one:>8} {'÷':>5}" for one in ("base", "SQL", "demande"))
    print(f"  {'':4}{titles} {'blocs':>7} {'÷':>5} estimation")
    dear = []
    for page in chosen(options.only):
        print(page.name)
        found = {}
        for size in names:
            at_size(size)
            found[size] = measured(page, options.readers, options.rounds)
            print(_row(size, found[size], found[options.sizes[0]]), flush=True)
            dear += [
                f"{page.name}, {size} : {one.cost:.0f} {_short(one.sql)}"
                for one in found[size].asked
                if one.cost > plans.LIMIT
            ]
        last = found[options.sizes[-1]]
        print("\n".join([*slower(found[options.sizes[0]], last), *worse_kept(last)]) or "")
        if options.plans:
            plans.keep(page.name, {size: one.asked for size, one in found.items()})
    print("\n".join(dear) or f"aucune lecture estimée au-dessus de {plans.LIMIT}")
    return bool(dear)


if __name__ == "__main__":
    sys.exit(main())
