"""Whether two trees answer the same bytes to the same people: after what only makes faster.

    python -m coeduc.embedded run python -m bench.same_bodies BEFORE AFTER
        [--families 48] [--teachers 24] [--each 2] [--at INSTANT] [--spaces]

BEFORE and AFTER are folders of this project. Each answers over a copy of ``bench_1`` brought to its
own tables, at the same frozen instant. Every person opens the pages without arguments, then what
the links of these lead to, ``--each`` addresses of a route at most (``bench.bodies``). Tokens of
forms apart, the first difference of each route is printed, then the addresses that only one tree
led to. ``--spaces``: any run of them is one, as a browser shows it.
"""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import machine, schools, site

RECORDER = Path(__file__).resolve().with_name("bodies.py")
WHOSE = ("families", "teachers", "each", "at")
Record = dict[tuple[str, str], dict[str, Any]]


def answers_of(tree: Path, place: Path, options: Any) -> Record:
    """The records of one tree, over a copy of the database with its own migrations."""
    name = f"{schools.PREFIX}same"
    schools.copy_of_one(name)
    place.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "DATABASE_URL": schools.url_of(name),
        "PYTHONPATH": str(tree),
        "REDIS_URL": os.environ.get("REDIS_URL") or schools.embedded.redis_url(),
    }
    words = [f"--{one}={getattr(options, one)}" for one in WHOSE]
    for command in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["-P", str(RECORDER), str(place), *words],
    ):
        subprocess.run([sys.executable, *command], cwd=tree, env=environment, check=True)
    lines = map(json.loads, (place / "index.jsonl").read_text().splitlines())
    return {(one["user"], one["address"]): {**one, "place": place} for one in lines}


def differences(
    before: Record, after: Record, *, are_spaces_one: bool = False
) -> dict[str, tuple[int, list[str]]]:
    """Of each route: how many answers differ, and the first lines that do."""
    found: dict[str, tuple[int, list[str]]] = {}
    for key in before.keys() & after.keys():
        one, other = before[key], after[key]
        texts = [(answer["place"] / answer["file"]).read_text() for answer in (one, other)]
        if are_spaces_one:
            texts = ["\n".join(text.split()) for text in texts]
        if one["head"] == other["head"] and texts[0] == texts[1]:
            continue
        count, lines = found.get(one["route"], (0, []))
        if not lines:
            old, new = (text.splitlines() for text in texts)
            changed = difflib.unified_diff(old, new, lineterm="", n=0)
            shown = [line[:200] for line in changed if line[:2] not in ("--", "++", "@@")][:10]
            heads = [f"{one['head']} → {other['head']}"] if one["head"] != other["head"] else []
            lines = [f"{key[0]} {key[1]}", *heads, *shown]
        found[one["route"]] = (count + 1, lines)
    return found


def main() -> int:
    words = machine.words(__doc__ or "")
    words.add_argument("trees", nargs=2, type=Path, metavar="ARBRE")
    words.add_argument("--families", type=int, default=48)
    words.add_argument("--teachers", type=int, default=24)
    words.add_argument("--each", type=int, default=2)
    words.add_argument("--spaces", action="store_true", help="une suite d’espaces en vaut une")
    words.add_argument("--at", default="2026-11-30T17:30:00+00:00")
    options = words.parse_args()
    print(machine.described())
    before, after = (
        answers_of(tree.resolve(), site.PLACE / "bodies" / side, options)
        for tree, side in zip(options.trees, ("before", "after"), strict=True)
    )
    both = before.keys() & after.keys()
    changed = differences(before, after, are_spaces_one=options.spaces)
    for route, (count, lines) in sorted(changed.items()):
        print(f"{route} : {count} réponses diffèrent", *lines, sep="\n    ")
    for side, alone in (("avant", before.keys() - both), ("après", after.keys() - both)):
        if alone:
            print(f"{len(alone)} adresses {side} seulement, dont {min(alone)}")
    people = len({user for user, _ in both})
    print(
        f"{len(both)} réponses de {len({before[key]['route'] for key in both})} adresses à "
        f"{people} personnes, {sum(count for count, _ in changed.values())} différentes"
    )
    return bool(changed)


if __name__ == "__main__":
    sys.exit(main())
