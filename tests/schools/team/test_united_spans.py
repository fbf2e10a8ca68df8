"""Two lives made one: whoever held something at an instant held it, once."""

import datetime as dt
from itertools import pairwise

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import given
from hypothesis import strategies as st

from apps.schools.team.rules import NEVER, HeldLink, united_spans

START = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
TODAY = 10
DAYS = range(21)


def day(number):
    return START + dt.timedelta(days=number)


@st.composite
def lives(draw, first_key):
    """Of one row: links of one thing that never overlap, the last perhaps without an end."""
    days = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=6)))
    bounds = list(zip(days[::2], days[1::2], strict=False))
    if len(days) % 2:
        bounds.append((days[-1], None))
    return [
        HeldLink(
            first_key + rank,
            DateTimeTZRange(day(start), None if end is None else day(end)),
            draw(st.booleans()),
        )
        for rank, (start, end) in enumerate(bounds)
    ]


def holds(links, number):
    return [
        link
        for link in links
        if link.during.lower <= day(number)
        and (link.during.upper is None or day(number) < link.during.upper)
    ]


@given(lives(0), lives(100))
def test_what_either_held_is_held_once_and_what_was_decided_here_stands(kept, taken):
    united = united_spans(kept, taken, at=day(TODAY))

    spans = sorted(span for each in united.values() for span in each)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    both = [*kept, *taken]
    ends = [
        link.during.upper
        for link in both
        if link.decided and link.during.upper is not None and link.during.upper > day(TODAY)
    ]
    for number in DAYS:
        held = holds(both, number)
        found = [
            key
            for key, each in united.items()
            if any(span.start <= day(number) < span.end for span in each)
        ]
        decided = [link.key for link in held if link.decided]
        if decided:
            assert found == decided[:1]
        elif any(end <= day(number) for end in ends):
            assert found == []  # the file does not go on after an end decided here
        else:
            assert found == [link.key for link in held[:1]]


@given(lives(0), lives(100))
def test_whoever_is_at_work_today_stays_at_work(kept, taken):
    united = united_spans(kept, taken, at=day(TODAY))

    at_work = any(span.start <= day(TODAY) < span.end for each in united.values() for span in each)
    assert at_work == bool(holds([*kept, *taken], TODAY))


def test_what_never_was_says_nothing():
    never = HeldLink(1, DateTimeTZRange(empty=True), decided=True)
    held = HeldLink(2, DateTimeTZRange(day(3), None), decided=False)

    assert united_spans([never], [held], at=day(TODAY)) == {2: [(day(3), NEVER)]}
