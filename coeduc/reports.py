"""Errors told to a service that gathers them: off unless ``ERROR_REPORTER`` names a function.

What such a service receives is what our own logs keep, and less: the class of the error and the
places it went through, the method and the *pattern* of the address, the name of the task. Never the
message of an error, a value, a body, an address, a cookie, nor who it was, even by a public id: an
error of the portal may quote a mark, a name or a token, and that service is no processor of the
school's data. Nothing is installed for it; docs/exploitation.md shows one for Sentry.

The function is called by a thread of its own, one error at a time, and may be slow or fail: a page
never waits for it, a loop of errors fills no memory.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from django.conf import settings
from django.utils.module_loading import import_string

from coeduc.logs import Place, places

logger = logging.getLogger(__name__)

# What waits to be told; beyond, errors are in the logs alone.
MOST = 50
# Of what is known of a request or a task, what goes out.
SENT_FACTS = ("method", "route", "task")


class ErrorReport(TypedDict):
    """``errors``: the error, then its causes; ``where``: of ``TOLD``, what is known."""

    errors: list[Place]
    where: dict[str, str]


Reporter = Callable[[ErrorReport], Any]
_waiting: queue.Queue[ErrorReport] = queue.Queue(MOST)
_thread: threading.Thread | None = None
_starting = threading.Lock()


def report(error: BaseException | None, facts: Mapping[str, str]) -> None:
    """Tell of it, later and elsewhere; nothing at all where nobody is named."""
    if not settings.ERROR_REPORTER or error is None:
        return
    error_report = ErrorReport(
        errors=places(error), where={name: facts[name] for name in SENT_FACTS if name in facts}
    )
    try:
        _waiting.put_nowait(error_report)
    except queue.Full:
        return
    _start()


def _start() -> None:
    """In the process that has something to tell: threads do not survive a fork."""
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_send_all, name="error reports", daemon=True)
            _thread.start()


def _send_all() -> None:
    while True:
        error_report = _waiting.get()
        try:
            reporter: Reporter = import_string(settings.ERROR_REPORTER)
            reporter(error_report)
        except Exception as failure:  # whatever somebody else's function raises
            logger.warning("the error reporter failed (%s)", type(failure).__name__)
        finally:
            _waiting.task_done()


def all_sent() -> None:
    """Wait until everything was told: for tests, and for who wants to try their function."""
    _waiting.join()
