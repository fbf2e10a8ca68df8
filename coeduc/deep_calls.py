"""Room for deep calls, taken once a request rather than a thousand times.

CPython keeps the frames of Python functions in pieces of 16 kB, which it asks of the system and
gives back each time a call crosses the end of one: a page whose loops happen to run at such a depth
asks thousands of times. A function that says it needs a large frame gets a piece of its own size,
and what it calls shares the rest of it. Memory that no frame touches is never taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

Params = ParamSpec("Params")
Result = TypeVar("Result")

# In slots of eight bytes: this frame takes half of a piece of a megabyte, and leaves the other half
# to its callees, thirty times what they had.
SLOTS = 1 << 16


def with_room(
    call: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    """What ``call`` returns or raises."""
    return call(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)


def room_for_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost of the middlewares: all the others run in the same piece."""
    return lambda request: with_room(get_response, request)
