"""Several acts at the same instant, each in a thread and on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import connection, connections

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """What each returned, in order. All start together; what one raised is raised at the end."""
    ready = threading.Barrier(len(acts))

    def run(act: Act) -> Any:
        try:
            ready.wait(timeout=60)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def problems_at_once(*acts: Act) -> list[Exception | None]:
    """What each raised, in order; None for those that ended well."""
    return at_once(*(partial(_problem, act) for act in acts))


def numbered(act: Callable[[int], Any], count: int) -> list[Act]:
    """The same act so many times: each is told its number."""
    return [partial(act, number) for number in range(count)]


def impatient(act: Act) -> Act:
    """Give up instead of waiting for a lock."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        act()

    return run


def _problem(act: Act) -> Exception | None:
    try:
        act()
    except Exception as problem:
        return problem
    return None
