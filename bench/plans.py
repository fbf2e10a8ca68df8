"""What PostgreSQL means to do for each statement of a page, kept as text that can be compared."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bench.machine import ROOT
from coeduc.postgresql.prepared import Text

FOLDER = ROOT / "bench" / "plans"
# Beyond, PostgreSQL would compile the statement (`jit_above_cost`): no page needs that much.
LIMIT = 100_000
LITERAL = re.compile(r"'(?:[^']|'')*'(?:::[\w\" ]+(?:\[\])?)?|\b\d[\d.]*\b")
LIST = re.compile(r"\?(?:, \?)+")


@dataclass(frozen=True)
class Statement:
    """``took``: milliseconds of execution, told by PostgreSQL itself; ``blocks``: those it looked
    at, which a busy machine does not change.

    ``kept``: of what is prepared, the same by the plan that serves everybody's values.
    """

    sql: str
    cost: float
    took: float
    blocks: int
    plan: Any
    kept: Statement | None = None

    @property
    def served(self) -> Statement:
        """As a connection that has been used plays it."""
        return self.kept or self


def of(ask: Callable[[], Any]) -> list[Statement]:
    """Every reading that ``ask`` makes, explained and played once more."""
    reads: list[tuple[str, Any]] = []

    def kept(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if str(sql).lstrip().upper().startswith(("SELECT", "WITH", "(")):
            reads.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(kept):
        ask()
    return [explained(sql, params) for sql, params in reads]


def explained(sql: str, params: Any) -> Statement:
    kept = _as_kept(sql, params) if isinstance(sql, Text) else None
    return _read(sql, str(sql), params, kept)


def _as_kept(sql: Text, params: Any) -> Statement | None:
    """None where this connection has not prepared it, or plans it each time and rightly so."""
    with connection.cursor() as cursor:
        name, _prepare = sql.statement(cursor.cursor, params)
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE name = %s", [name])
        found = cursor.fetchone()
        if not found or not found[0]:
            return None
        values = sql.values(params)
        places = ", ".join(["%s"] * len(values))
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        try:
            return _read(sql, f"EXECUTE {name}{f' ({places})' if values else ''}", values)
        finally:
            cursor.execute("RESET plan_cache_mode")


def _read(sql: str, asked: str, params: Any, kept: Statement | None = None) -> Statement:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {asked}", params)
        (words,) = cursor.fetchone()
    (top,) = json.loads(words) if isinstance(words, str) else words
    plan = top["Plan"]
    blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return Statement(sql, plan["Total Cost"], top["Execution Time"], blocks, plan, kept)


def shape(sql: str) -> str:
    """The statement without its values, nor how many there are."""
    return LIST.sub("?…", re.sub(r"%s", "?", sql))


def slowest_node(statement: Statement) -> str:
    """The node that spends most by itself."""
    nodes = list(_nodes(statement.plan))
    node = max(nodes, key=_own_time)
    where = node.get("Relation Name") or node.get("Index Name") or ""
    rows = int(node["Actual Rows"] * node["Actual Loops"])
    removed = int(node.get("Rows Removed by Filter", 0) * node["Actual Loops"])
    return f"{node['Node Type']} {where}, {rows} lignes, {removed} écartées".replace("  ", " ")


def _nodes(node: Any) -> Any:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def _own_time(node: Any) -> float:
    def whole(one: Any) -> float:
        return float(one["Actual Total Time"] * one["Actual Loops"])

    return whole(node) - sum(whole(child) for child in node.get("Plans", ()))


def keep(page: str, by_size: dict[int, list[Statement]]) -> None:
    """One file a page: each statement, what it is estimated at each size, its plan at each."""
    FOLDER.mkdir(exist_ok=True)
    pieces = [page]
    sizes = list(by_size)
    known: dict[str, dict[int, Statement]] = {}
    for size, statements in by_size.items():
        for one in statements:
            known.setdefault(shape(one.sql), {}).setdefault(size, one)
    for n, (sql, found) in enumerate(known.items(), start=1):
        costs = ", ".join(
            f"{size} : {_rounded(found[size].cost)}" for size in sizes if size in found
        )
        pieces.append(f"\n{n}. {sql[:300]}\n   {costs}")
        before = ""
        for size, one in found.items():
            plan = "\n".join(_lines(one.served.plan, 2))
            pieces.append(
                f"   à {size} : comme ci-dessus" if plan == before else f"   à {size} :\n{plan}"
            )
            before = plan
    name = re.sub(r"\W+", "-", _plain(page)).strip("-")
    (FOLDER / f"{name}.txt").write_text("\n".join(pieces) + "\n")


def _rounded(cost: float) -> int:
    """Two figures: a plan that is the same says the same from one day to the next."""
    return int(float(f"{cost:.2g}"))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(one for one in letters if not unicodedata.combining(one))


def _lines(node: Any, depth: int) -> Any:
    where = node.get("Index Name") or node.get("Relation Name") or ""
    word = f"{node['Node Type']} {where}".rstrip()
    conditions = "; ".join(
        LIST.sub("?…", LITERAL.sub("?", node[name]))
        for name in ("Index Cond", "Recheck Cond", "Filter", "Join Filter", "Hash Cond")
        if name in node
    )
    yield f"{'  ' * depth}{word}{f'  [{conditions[:160]}]' if conditions else ''}"
    for child in node.get("Plans", ()):
        yield from _lines(child, depth + 1)
