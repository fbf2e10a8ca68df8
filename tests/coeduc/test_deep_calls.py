"""Frames of Python: a page asks the system for their memory once."""

from __future__ import annotations

import resource
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse

from coeduc.deep_calls import room_for_requests, with_room

CALLS = 2_000
# Any frame ends somewhere: one of these depths is at the end of a piece of 16 kB.
DEPTHS = range(40, 240)


def deeper(depth: int, call: Callable[[], int]) -> int:
    return deeper(depth - 1, call) if depth else call()


def loop() -> int:
    """A loop that calls a function of three frames, each in its own C call."""
    return sum(max([n], key=lambda one: max([one], key=lambda two: two)) for n in range(CALLS))


def pages_given() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def given_by(call: Callable[[], object]) -> int:
    before = pages_given()
    call()
    return pages_given() - before


def test_a_loop_at_any_depth_asks_for_no_memory_again_and_again():
    with_room(deeper, 240, loop)

    most = max(given_by(lambda at=at: with_room(deeper, at, loop)) for at in DEPTHS)

    assert most < CALLS / 4


def test_what_is_called_answers_and_raises_as_ever():
    assert with_room(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 7, 0)


def test_every_request_has_it_first():
    assert settings.MIDDLEWARE[0] == "coeduc.deep_calls.room_for_requests"


def test_a_request_reaches_the_page(rf):
    page = room_for_requests(lambda request: HttpResponse(request.path))

    assert page(rf.get("/cahier/")).content == b"/cahier/"
