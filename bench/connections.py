"""Each page through the server of production, asked by 1, 8 and 32 people at once.

    python -m coeduc.embedded run python -m bench.connections [--people 1 8 32] [--requests N]
        [--only WORD] [--server OPTIONS]

Beside it, in the same run and served alike, a bare view of Django that sends the same bytes: the
floor. Printed: p50 and p95 in milliseconds, processor a request (site and database), and what each
is to the floor. ``--server`` gives gunicorn other options, to compare two ways of serving.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable

from bench import machine, site
from bench.schools import at_size
from bench.table import Page, Visit, chosen, visits

READERS = 8


def _acts(portal: site.Site, asked: list[Visit], count: int) -> list[Callable[[], None]]:
    """``count`` requests, one reader after another."""

    def act(visit: Visit) -> Callable[[], None]:
        cookie = visit.client.cookies["sessionid"].value

        def ask() -> None:
            status, _headers, _body = portal.ask("GET", visit.address, Cookie=f"sessionid={cookie}")
            assert status == 200, (visit.address, status)

        return ask

    return [act(asked[n % len(asked)]) for n in range(count)]


def _floor(bare: site.Site, name: str, count: int) -> list[Callable[[], None]]:
    def ask() -> None:
        assert bare.ask("GET", f"/{name}/")[0] == 200

    return [ask] * count


def keep_bodies(pages: list[Page]) -> dict[str, list[Visit]]:
    """The first reader's page of each, for the floor to send; and all its readers."""
    folder = site.PLACE / "bodies"
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for n, page in enumerate(pages):
        asked = visits(page, READERS)
        (folder / f"{n}.html").write_bytes(asked[0].ask().content)
        found[f"{n}"] = asked
    return found


def main() -> None:
    words = machine.words(__doc__ or "")
    words.add_argument("--people", type=int, nargs="+", default=[1, 8, 32])
    words.add_argument("--requests", type=int, default=64, help="de chaque page à chaque nombre")
    words.add_argument("--only", default="", help="les pages dont le nom contient ce mot")
    words.add_argument("--server", default="", help="d’autres options pour gunicorn")
    options = words.parse_args()
    database = at_size(1)
    site.collect_static(database)
    pages = keep_bodies(chosen(options.only))
    other = shlex.split(options.server)
    with (
        site.serving(site.PORTAL, database, *other) as portal,
        site.serving(site.BARE, database, *other) as bare,
    ):
        print(machine.described())
        print(
            f"{options.requests} demandes ; médiane et p95 en ms, processeur d’une demande, ÷ sol"
        )
        for name, asked in pages.items():
            print(asked[0].page.name, flush=True)
            site.at_once(portal, _acts(portal, asked, 2 * READERS), people=READERS)
            for people in options.people:
                ours = site.at_once(portal, _acts(portal, asked, options.requests), people=people)
                floor = site.at_once(bare, _floor(bare, name, options.requests), people=people)
                measured = f"{_in_words(ours)}   sol {_in_words(floor)}"
                print(f"  {people:3} {measured}   {_ratios(ours, floor)}")
        print(f"mémoire d’un processus du site : {portal.memory():.0f} Mo ({machine.described()})")


def _in_words(heard: site.Heard) -> str:
    return f"{heard.p50:7.1f} {heard.p95:7.1f} {heard.processor:6.1f}"


def _ratios(ours: site.Heard, floor: site.Heard) -> str:
    values = (ours.p50 / floor.p50, ours.p95 / floor.p95, ours.processor / floor.processor)
    return " ".join(f"÷ {one:4.1f}" for one in values)


if __name__ == "__main__":
    main()
