"""What time it is: the only place that asks. Below the request, the task and the command, `at=`.

In the demonstration the clock opens on an evening that has something to show, whatever the day of
the machine, and may be moved forward (``DEMO_CLOCK``), so that a newcomer sees in a minute how a
result travels from the class to the parents. The offset is shared by the web and the worker through
the cache: emptied, the demonstration is back to the real time until it is started again.
"""

import datetime as dt
from contextvars import ContextVar

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

KEY = "demo-clock-offset"
# The last instants this clock gave to whoever is at work here.
_given: ContextVar[tuple[dt.datetime, ...]] = ContextVar("instants given by the clock", default=())
REMEMBERED = 16


def now() -> dt.datetime:
    """The instant of a request, a task or a command."""
    instant = timezone.now()
    if settings.DEMO_CLOCK:
        instant += dt.timedelta(seconds=cache.get(KEY, 0))
    _given.set((*_given.get(), instant)[-REMEMBERED:])
    return instant


def real_now() -> dt.datetime:
    """The machine's, wherever the demonstration's clock stands: for its bar alone."""
    return timezone.now()


def after(at: dt.datetime) -> dt.datetime:
    """The instant to compare with once a lock is held: ``at`` itself may be minutes old.

    For ``coeduc.locks`` alone. The very instant that this clock gave is asked for again, never
    earlier; one that was told (a replay, the days of the demonstration, a test) is believed.
    """
    if not any(at is given for given in _given.get()):
        return at
    return max(at, now())


def is_moved() -> bool:
    """Whether the demonstration shows another hour than the real one."""
    return bool(settings.DEMO_CLOCK and cache.get(KEY))


def move_to(instant: dt.datetime) -> None:
    """Forward only: what was done «later» would otherwise lie in the future."""
    ahead = (instant - timezone.now()).total_seconds()
    if settings.DEMO_CLOCK and instant > now():
        cache.set(KEY, ahead, None)


def open_at(instant: dt.datetime) -> None:
    """The evening that the demonstration plays, before or after this one: whoever asks knows that
    nothing was done later.
    """
    if settings.DEMO_CLOCK:
        cache.set(KEY, (instant - timezone.now()).total_seconds(), None)


def reset() -> None:
    """Back to the real hour."""
    cache.delete(KEY)
