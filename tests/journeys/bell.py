"""The bell of production in the test's own process: a real Celery worker on the real Valkey."""

from __future__ import annotations

import contextlib
import queue
import uuid
from collections.abc import Iterator
from typing import Any

import redis
from celery.contrib.testing.worker import start_worker
from celery.signals import setup_logging, task_postrun
from django.db import connections

from apps.notices.outbox.tasks import drain_outbox
from apps.results.announcements.tasks import announce
from coeduc import embedded
from coeduc.celery import app

PATIENCE = 20  # seconds of the real clock


class Bell:
    """Rings what beat rings, in its order, and waits until the worker has answered."""

    def __init__(self) -> None:
        self.done: queue.Queue[tuple[str, str, Any]] = queue.Queue()

    def heard(self, task_id: str, state: str, retval: Any, **__: Any) -> None:
        """In the worker's thread; its connection goes with the task, not with the thread."""
        connections.close_all()
        self.done.put((task_id, state, retval))

    def ring(self) -> int:
        """One tick: announce what became visible, send what is due. Return the mails sent."""
        self._run(announce)
        return self._run(drain_outbox)

    def _run(self, task: Any) -> Any:
        asked = task.delay()
        answered, state, value = self.done.get(timeout=PATIENCE)
        assert (answered, state) == (asked.id, "SUCCESS"), value
        return value


@contextlib.contextmanager
def ringing() -> Iterator[Bell]:
    """A worker with keys of its own: parallel runs share one Valkey."""
    bell, prefix = Bell(), f"journey-{uuid.uuid4()}-"
    options = app.conf.broker_transport_options
    app.conf.broker_transport_options = {**options, "global_keyprefix": prefix}
    _open_anew()
    task_postrun.connect(bell.heard)
    setup_logging.connect(_keep_logging)
    try:
        with start_worker(app, pool="solo", perform_ping_check=False):
            yield bell
    finally:
        setup_logging.disconnect(_keep_logging)
        task_postrun.disconnect(bell.heard)
        app.pool.force_close_all()
        _open_anew()
        app.conf.broker_transport_options = options
        _forget_keys(prefix)


def _keep_logging(**__: Any) -> None:
    """pytest listens to the logs; Celery must not take them."""


def _open_anew() -> None:
    """Senders keep connections, with the prefix they were opened with."""
    app._pool = None
    app.amqp._producer_pool = None


def _forget_keys(prefix: str) -> None:
    with contextlib.closing(
        redis.Redis.from_url(embedded.cache_url(app.conf.broker_url))
    ) as client:
        for key in client.scan_iter(f"{prefix}*"):
            client.delete(key)
