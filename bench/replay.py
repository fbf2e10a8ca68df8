"""How long it takes to replay last term: ``python -m bench.replay`` (the demo must be loaded).

Prints, for each school: results and groups replayed, then the median of five runs, in milliseconds
of processor: reading the facts from the results, reading those that are kept, one rule over them,
the figures of three rules as a page asks for them; and how many bytes are kept.
"""

import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django


def median_ms(act: Callable[[], Any], runs: int = 5) -> float:
    """Processor time: a crowded machine doubles any other."""
    spent = []
    for _run in range(runs):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return statistics.median(spent) * 1000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")
    django.setup()
    from apps.publication.models import KeptFacts, OpeningVersion  # noqa: PLC0415 (after setup)
    from apps.publication.rules import COPY_FIRST, READY_MADE  # noqa: PLC0415
    from apps.publication.simulator.queries import figures_of  # noqa: PLC0415
    from apps.publication.simulator.rules.kept import kept_facts, read_facts  # noqa: PLC0415
    from apps.publication.simulator.rules.replay import replay  # noqa: PLC0415
    from apps.publication.simulator.tasks import keep_facts  # noqa: PLC0415
    from apps.publication.sources import last_term  # noqa: PLC0415
    from apps.schools.models import School  # noqa: PLC0415

    at = dt.datetime.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else _latest()
    keep_facts()
    for school in School.objects.order_by("name"):
        term = last_term(school, at=at)
        if term is None:
            continue
        hours = OpeningVersion.objects.for_school(school, at=at).as_hours()
        count = sum(past.weight for past in term.pasts)
        kept = kept_facts(term.pasts)
        size = len(json.dumps(kept))
        acts: dict[str, Callable[[], Any]] = {
            "facts of the results": partial(last_term, school, at=at),
            "facts kept": lambda: read_facts(KeptFacts.objects.get(school=school).pasts),  # noqa: B023
            "one rule": partial(replay, term.pasts, COPY_FIRST, hours),
            "three cards": partial(figures_of, school, READY_MADE, hours, exceptions={}, at=at),
        }
        words = ", ".join(f"{name} {median_ms(act):.1f} ms" for name, act in acts.items())
        print(f"{school}: {count} results in {len(term.pasts)} groups, {size} bytes; {words}")


def _latest() -> Any:
    from apps.results.models import ResultVersion  # noqa: PLC0415

    newest = ResultVersion.objects.order_by("-entered_at").values_list("entered_at", flat=True)
    return newest[0]


if __name__ == "__main__":
    main()
