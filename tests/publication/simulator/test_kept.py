"""What is kept of past facts: read back exactly, small, and nothing of whose they are."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication.enums import NoticePolicy, Trigger
from apps.publication.opening import Opening
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, Shows
from apps.publication.simulator.rules.kept import (
    UnreadableError,
    figures_key,
    kept_facts,
    kept_figures,
    pupils_in_order,
    read_facts,
    read_figures,
)
from apps.publication.simulator.rules.replay import replay
from tests.coeduc.through_json import through_json
from tests.publication import strategies as some
from tests.publication.simulator.test_rules import HOURS, lists, paris, past


@given(lists)
def test_facts_come_back_as_they_were(facts):
    assert list(read_facts(through_json(kept_facts(facts)))) == facts


@given(some.hours_and_rule(), lists)
def test_figures_come_back_as_they_were(calendar_and_rule, facts):
    hours, rule = calendar_and_rule
    exceptions = {"oral": replace(rule, trigger=Trigger.WITH_BULLETIN)}
    figures = replay(facts, rule, hours, exceptions=exceptions)

    kept = through_json(kept_figures(figures))

    assert read_figures(kept, rule, hours, exceptions=exceptions) == figures


@given(some.hours_and_rule(), lists)
def test_a_rule_over_kept_facts_says_what_it_says_of_the_facts(calendar_and_rule, facts):
    hours, rule = calendar_and_rule

    again = read_facts(through_json(kept_facts(facts)))

    assert replay(again, rule, hours) == replay(facts, rule, hours)


def with_a_line(line):
    return kept_facts([past()]) | {"pasts": [line]}


@pytest.mark.parametrize(
    "kept",
    [
        {},
        None,
        [],
        "",
        kept_facts([past()]) | {"instants": []},
        kept_facts([past()]) | {"pasts": [[1, 2]]},
        kept_facts([past()]) | {"more": []},
        kept_facts([past()]) | {"kinds": [1]},
        kept_facts([past()]) | {"instants": ["1", None]},
        kept_facts([past()]) | {"instants": [10**30] * 9},
        kept_facts([past()]) | {"pupils": ["-1"]},
        kept_facts([past()]) | {"pupils": [255]},
        with_a_line([0, 1, 0, 0, 0, 0, 0, "1", 0, 0, 0]),
        with_a_line([0, 1, 0, 0, 0, 0, False, 1, 0, 0, 0]),
        with_a_line([-1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
        with_a_line([0, 1, 0, -1, 0, 0, 0, 1, 0, 0, 0]),
        with_a_line([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]),
        with_a_line({"kind": 0}),
        {name: value for name, value in kept_facts([past()]).items() if name != "kinds"},
    ],
)
def test_what_is_damaged_is_not_half_read(kept):
    with pytest.raises(UnreadableError):
        read_facts(kept)


@pytest.mark.parametrize(
    "more",
    [
        {"count": "12"},
        {"released": None},
        {"never": [["NOTHING_KNOWN", 1]]},
        {"never": {"DATE": 1}},
        {"pupil_waits": [0, 0, 0, 0]},
        {"oldest": "2026-11-17"},
        {"notices": [1]},
        {"days": [1, 2, 3]},
        {"samples": None},
        {"name": "Diallo"},
    ],
)
def test_figures_that_are_damaged_are_not_half_read(more):
    rule, hours = COPY_FIRST, HOURS
    kept = through_json(kept_figures(replay([past()], rule, hours))) | more

    with pytest.raises(UnreadableError):
        read_figures(kept, rule, hours)


def test_a_term_of_a_whole_school_is_kept_in_little():
    class_of_27 = [
        past(
            assessment=n,
            division=n % 20,
            weight=27,
            pupils=(2**27 - 1) << 27 * (n % 20),
            marked_at=paris(9 + n % 3, 1 + n % 27, 8, n % 60),
            handed_back_at=paris(9 + n % 3, 2 + n % 27, 9, n % 60),
        )
        for n in range(1000)
    ]

    assert len(json.dumps(kept_facts(class_of_27))) < 100_000


# --- Pupils --------------------------------------------------------------------------------------


groups = st.dictionaries(
    st.integers(1, 10_000), st.lists(st.integers(0, 9), unique=True), max_size=12
)


@given(groups, st.randoms())
def test_the_bit_of_a_pupil_says_nothing_but_the_groups_they_are_in(members, chance):
    """Other keys, in another order: what is kept of the school is the same."""
    keys = list(members)
    others = [key + 10_000 for key in keys]
    chance.shuffle(others)
    renamed = dict(zip(others, (members[key] for key in keys), strict=True))

    assert by_group(members) == by_group(renamed)


def by_group(members):
    bits = pupils_in_order(members)
    return [sum(bits[key] for key, mine in members.items() if n in mine) for n in range(10)]


# --- Under which rule ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        replace(COPY_FIRST, student_delay=dt.timedelta(minutes=11)),
        replace(COPY_FIRST, guardian_delay=dt.timedelta(hours=23)),
        replace(COPY_FIRST, student_opening=Opening.daily(dt.time(8))),
        replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(18))),
        replace(COPY_FIRST, notice=NoticePolicy.NONE),
        ONCE_A_WEEK,
        WITH_BULLETIN,
    ],
)
def test_another_rule_has_other_figures(other):
    assert figures_key(COPY_FIRST, HOURS) != figures_key(other, HOURS)
    assert figures_key(COPY_FIRST, HOURS, {"oral": COPY_FIRST}) != figures_key(
        COPY_FIRST, HOURS, {"oral": other}
    )


@pytest.mark.parametrize(
    "change",
    [
        {"quiet_from": dt.time(21)},
        {"quiet_until": dt.time(6)},
        {"weekend_from": (4, dt.time(19))},
        {"weekend_until": (0, dt.time(8))},
        {"holidays_open": False},
        {"time_zone": some.ZONES[2]},
    ],
)
def test_other_hours_have_other_figures(change):
    assert figures_key(COPY_FIRST, HOURS) != figures_key(COPY_FIRST, replace(HOURS, **change))


def test_a_closed_day_counts_where_holidays_are_closed_alone():
    day = frozenset({dt.date(2026, 11, 18)})
    closed = replace(HOURS, holidays_open=False)

    assert figures_key(COPY_FIRST, closed) != figures_key(
        COPY_FIRST, replace(closed, closed_days=day)
    )
    assert figures_key(COPY_FIRST, HOURS) == figures_key(
        COPY_FIRST, replace(HOURS, closed_days=day)
    )


def test_what_a_rule_shows_moves_nothing():
    discreet = replace(COPY_FIRST, shows=Shows(mark=False), patience_days=3)

    assert figures_key(COPY_FIRST, HOURS) == figures_key(discreet, HOURS)
