"""How long it takes to replay last term: ``python -m bench.replay`` (the demo must be loaded).

Prints, for each school: results and groups replayed, then the median of five runs, in milliseconds
of processor: reading the facts, one rule, the three cards of the rule page together.
"""

import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable
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
    from apps.publication.models import OpeningVersion  # noqa: PLC0415 (after setup)
    from apps.publication.rules import COPY_FIRST, READY_MADE  # noqa: PLC0415
    from apps.publication.simulator.presenters.summary import replay_summaries  # noqa: PLC0415
    from apps.publication.simulator.rules import replay  # noqa: PLC0415
    from apps.publication.sources import last_term  # noqa: PLC0415
    from apps.schools.models import School  # noqa: PLC0415

    at = dt.datetime.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else _latest()
    for school in School.objects.order_by("name"):
        term = last_term(school, at=at)
        if term is None:
            continue
        hours = OpeningVersion.objects.for_school(school, at=at).as_hours()
        count = sum(past.weight for past in term.pasts)
        reading = median_ms(lambda: last_term(school, at=at))  # noqa: B023
        one = median_ms(lambda: replay(term.pasts, COPY_FIRST, hours))  # noqa: B023
        cards = median_ms(lambda: replay_summaries(school, READY_MADE, hours, at=at))  # noqa: B023
        print(
            f"{school}: {count} results in {len(term.pasts)} groups; "
            f"facts {reading:.0f} ms, one rule {one:.0f} ms, three cards {cards:.0f} ms"
        )


def _latest() -> Any:
    from apps.results.models import ResultVersion  # noqa: PLC0415

    newest = ResultVersion.objects.order_by("-entered_at").values_list("entered_at", flat=True)
    return newest[0]


if __name__ == "__main__":
    main()
