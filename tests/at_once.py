"""Several acts at the same instant, each in a thread and on a connection of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import connection, connections, transaction

WAITING = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
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


def while_held(first: Act, second: Act) -> Exception | None:
    """What ``second`` raises when it comes while ``first`` has written and not ended yet."""
    backend: list[int] = []
    outcome: list[Exception | None] = []
    may_go = threading.Event()

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend.extend(cursor.fetchone())
            may_go.wait(timeout=30)
            outcome.append(_problem(second))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    with transaction.atomic():
        first()
        may_go.set()
        until_it_waits(thread, backend)
    thread.join(timeout=30)
    return outcome[0]


def until_it_waits(thread: threading.Thread, backend: list[int]) -> None:
    """Until PostgreSQL says so of this backend, or until it did not have to."""
    for __ in range(1500):
        if not thread.is_alive():
            return
        with connection.cursor() as cursor:
            cursor.execute(WAITING, backend or [0])
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.02)
    raise AssertionError("the second act neither waits nor ends")


def _problem(act: Act) -> Exception | None:
    try:
        act()
    except Exception as problem:
        return problem
    return None
