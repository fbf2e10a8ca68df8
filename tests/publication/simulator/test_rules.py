"""What a rule would have done with last term: exactly what production would have done."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication.enums import NoticePolicy, StepCode, Trigger
from apps.publication.instants import release
from apps.publication.opening import ANY_MINUTE, Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, Rule
from apps.publication.simulator.rules.replay import Notices, Past, replay
from apps.schools.days import monday_of
from tests.publication import strategies as some

PARIS = ZoneInfo("Europe/Paris")
HOURS = OpeningHours(PARIS)
ALL_DAY = OpeningHours(
    PARIS,
    quiet_from=dt.time(0),
    quiet_until=dt.time(0),
    weekend_from=(0, dt.time(0)),
    weekend_until=(0, dt.time(0)),
)
ON_ENTRY = Rule(
    trigger=Trigger.ON_ENTRY, guardian_opening=ANY_MINUTE, guardian_delay=dt.timedelta()
)


def paris(month, day, hour=9, minute=0):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def past(**changes):
    """A test of Thursday 12 November, marked on Monday evening, handed back on Tuesday at 9."""
    facts = {
        "kind": "test",
        "held_on": dt.date(2026, 11, 12),
        "marked_at": paris(11, 16, 21),
        "handed_back_at": paris(11, 17),
        "recorded_at": paris(11, 17),
        "bulletin_at": paris(12, 4, 0),
    }
    return Past(**{**facts, **changes})


def pupils_of(weight):
    """So many bits among six."""
    some_bits = st.lists(st.integers(0, 5), min_size=weight, max_size=weight, unique=True)
    return some_bits.map(lambda bits: sum(1 << bit for bit in bits))


@st.composite
def pasts(draw):
    facts = draw(some.facts())
    weight = draw(st.integers(1, 4))
    handed_back = draw(st.booleans())
    known = draw(st.booleans())
    return Past(
        kind=draw(st.sampled_from(["test", "oral"])),
        held_on=facts.recorded_at.date() - dt.timedelta(days=draw(st.integers(0, 20))),
        handed_back_at=facts.handed_back_at if handed_back else None,
        recorded_at=facts.recorded_at if handed_back else None,
        marked_at=facts.marked_at if draw(st.integers(0, 9)) else None,
        bulletin_at=facts.bulletin_at,
        missed=draw(st.booleans()),
        weight=weight,
        assessment=draw(st.integers(1, 4)),
        division=draw(st.integers(1, 2)),
        pupils=draw(pupils_of(weight)) if known else 0,
    )


lists = st.lists(pasts(), max_size=6)


@given(some.hours_and_rule(), lists)
def test_every_figure_is_counted_from_what_production_would_have_done(calendar_and_rule, facts):
    hours, rule = calendar_and_rule

    figures_found = replay(facts, rule, hours)

    released = [(one, release(one.facts, rule, hours)) for one in facts]
    out = [(one, found) for one, found in released if found.guardian_at is not None]
    local = [(one, found.guardian_at.astimezone(hours.time_zone)) for one, found in out]
    assert figures_found.count == sum(one.weight for one in facts)
    assert figures_found.released == sum(one.weight for one, _ in out)
    assert figures_found.in_evening == sum(one.weight for one, when in local if when.hour >= 18)
    assert figures_found.at_weekend == sum(one.weight for one, when in local if when.weekday() > 4)
    assert figures_found.before_copy == sum(
        one.weight for one, when in local if one.handed_back_at is None or when < one.handed_back_at
    )
    for sample in figures_found.samples:
        assert sample.release == release(sample.past.facts, rule, hours)


@given(some.hours_and_rule(), lists)
def test_nothing_is_lost_between_the_figures(calendar_and_rule, facts):
    hours, rule = calendar_and_rule

    figures_found = replay(facts, rule, hours)

    assert (
        figures_found.released + sum(count for _code, count in figures_found.never)
        == figures_found.count
    )
    assert (
        sum(figures_found.pupil_waits)
        == sum(figures_found.guardian_waits)
        == figures_found.released
    )
    assert (figures_found.median_guardian_wait is None) == (figures_found.released == 0)
    assert (
        max(figures_found.before_copy, figures_found.in_evening, figures_found.at_weekend)
        <= figures_found.released
    )


@given(some.hours_and_rule(), lists)
def test_a_group_of_results_says_what_each_of_them_would_say(calendar_and_rule, facts):
    hours, rule = calendar_and_rule
    one_by_one = [
        Past(
            **{name: getattr(group, name) for name in ("kind", "held_on", "handed_back_at")},
            **{name: getattr(group, name) for name in ("recorded_at", "marked_at", "missed")},
            bulletin_at=group.bulletin_at,
            pupils=pupil,
        )
        for group in facts
        for pupil in (bits(group.pupils) or [0] * group.weight)
    ]

    together, apart = replay(facts, rule, hours), replay(one_by_one, rule, hours)

    assert figures(together) == figures(apart)


def bits(pupils):
    return [1 << n for n in range(pupils.bit_length()) if pupils >> n & 1]


def figures(found):
    return {name: getattr(found, name) for name in found.__slots__ if name != "samples"}


@given(some.hours_and_rule(), lists, st.integers(0, 5 * 24 * 60))
def test_parents_never_wait_less_for_a_longer_delay(calendar_and_rule, facts, minutes):
    hours, rule = calendar_and_rule
    longer = Rule(
        trigger=rule.trigger,
        student_delay=rule.student_delay,
        guardian_delay=rule.guardian_delay + dt.timedelta(minutes=minutes),
        student_opening=rule.student_opening,
        guardian_opening=rule.guardian_opening,
    )

    before, after = replay(facts, rule, hours), replay(facts, longer, hours)

    assert before.pupil_waits == after.pupil_waits
    assert (before.median_guardian_wait or 0) <= (after.median_guardian_wait or 0)
    assert (before.longest_guardian_wait or 0) <= (after.longest_guardian_wait or 0)
    assert after.before_copy <= before.before_copy


@given(some.hours_and_rule(), lists)
def test_pupils_never_wait_longer_than_their_parents(calendar_and_rule, facts):
    hours, rule = calendar_and_rule

    figures_found = replay(facts, rule, hours)

    assert (figures_found.median_pupil_wait or 0) <= (figures_found.median_guardian_wait or 0)


def test_a_copy_handed_back_on_tuesday_reaches_the_parents_on_wednesday_at_five():
    figures_found = replay([past(weight=27)], COPY_FIRST, HOURS)

    assert (figures_found.count, figures_found.released, figures_found.never) == (27, 27, ())
    assert (figures_found.before_copy, figures_found.in_evening, figures_found.at_weekend) == (
        0,
        0,
        0,
    )
    assert figures_found.pupil_waits == (0, 27, 0, 0, 0)
    assert figures_found.guardian_waits == (0, 0, 27, 0, 0)
    assert figures_found.samples[0].release.guardian_at == paris(11, 18, 17)
    assert figures_found.samples[0].days == 2


def test_with_the_bulletin_parents_wait_for_weeks_and_nothing_precedes_the_copy():
    figures_found = replay([past()], WITH_BULLETIN, HOURS)

    assert figures_found.guardian_waits == (0, 0, 0, 0, 1)
    assert (
        figures_found.longest_guardian_wait == 21
    )  # Friday 4 December + 24 h, never at the week-end
    assert figures_found.before_copy == 0


def test_on_entry_parents_read_before_the_copy_in_the_evening_or_at_the_week_end():
    facts = [
        past(weight=20),  # Monday 21:00
        past(weight=5, marked_at=paris(11, 14, 10)),  # Saturday morning
        past(weight=2, marked_at=paris(11, 18, 10)),  # the day after the copy
    ]

    figures_found = replay(facts, ON_ENTRY, ALL_DAY)

    assert (figures_found.before_copy, figures_found.in_evening, figures_found.at_weekend) == (
        25,
        20,
        5,
    )


def test_a_copy_that_never_came_back_waits_under_one_rule_and_precedes_under_the_other():
    never = past(handed_back_at=None, recorded_at=None, weight=3)

    assert replay([never], COPY_FIRST, HOURS).never == ((StepCode.WAITS_FOR_HANDBACK, 3),)
    assert replay([never], ON_ENTRY, HOURS).before_copy == 3


def test_a_pupil_who_was_absent_waits_for_their_own_copy():
    absent = past(handed_back_at=None, recorded_at=None, missed=True)

    assert replay([absent], COPY_FIRST, HOURS).never == ((StepCode.WAITS_FOR_OWN_HANDBACK, 1),)


def test_eighteen_o_clock_is_already_the_evening():
    at_six = Rule(guardian_opening=Opening.daily(dt.time(18)))
    just_before = Rule(guardian_opening=Opening.daily(dt.time(17, 59)))

    assert replay([past()], at_six, HOURS).in_evening == 1
    assert replay([past()], just_before, HOURS).in_evening == 0


def test_an_exception_follows_its_own_rule_whatever_is_tried_for_the_others():
    exam = past(kind="common", weight=2)

    figures_found = replay([past(), exam], COPY_FIRST, HOURS, exceptions={"common": WITH_BULLETIN})

    assert figures_found.guardian_waits == (0, 0, 1, 0, 2)


def test_the_three_samples_are_the_shortest_the_middle_and_the_longest_way():
    facts = [past(assessment=n, marked_at=paris(11, 16 - n, 8), weight=n) for n in range(1, 6)]

    figures_found = replay(facts, COPY_FIRST, HOURS)

    assert [sample.past.assessment for sample in figures_found.samples] == [1, 3, 5]


def test_one_assessment_is_one_sample_though_its_marks_came_in_two_goes():
    facts = [past(assessment=1), past(assessment=1, marked_at=paris(11, 19))]

    assert len(replay(facts, COPY_FIRST, HOURS).samples) == 1


def test_no_fact_at_all_gives_no_figure_at_all():
    figures_found = replay([], COPY_FIRST, HOURS)

    assert (
        figures_found.count,
        figures_found.median_guardian_wait,
        figures_found.notices_per_week,
    ) == (0, None, None)
    assert figures_found.samples == ()


# --- Notices ------------------------------------------------------------------------------------


def two_weeks(pupil=7):
    """Three copies in a week for one pupil, two of them the same day; one the week after."""
    days = [(11, 9), (11, 9), (11, 10), (11, 16)]
    return [
        past(
            held_on=dt.date(2026, *day),
            marked_at=paris(*day),
            handed_back_at=paris(*day),
            recorded_at=paris(*day),
            pupils=1 << pupil,
        )
        for day in days
    ]


def test_what_appears_at_one_instant_is_told_once():
    assert replay(two_weeks(), COPY_FIRST, HOURS).notices_per_week == Notices(1, 2)


def test_the_page_of_the_week_is_one_notice_a_week_and_silence_is_none():
    weekly = Rule(notice=NoticePolicy.WEEKLY)
    silent = Rule(notice=NoticePolicy.NONE)

    assert replay(two_weeks(), weekly, HOURS).notices_per_week == Notices(1, 1)
    assert replay(two_weeks(), silent, HOURS).notices_per_week == Notices(0, 0)


def test_weeks_in_which_nothing_came_are_ordinary_weeks_too():
    first, *_rest, last = two_weeks()
    far = past(
        held_on=dt.date(2026, 12, 14),
        marked_at=paris(12, 14),
        handed_back_at=paris(12, 14),
        recorded_at=paris(12, 14),
        pupils=1 << 7,
    )

    assert replay([first, last, far], ONCE_A_WEEK, HOURS).notices_per_week == Notices(0, 1)


def test_two_families_are_counted_apart():
    facts = two_weeks(pupil=7) + two_weeks(pupil=8)

    assert replay(facts, COPY_FIRST, HOURS).notices_per_week == Notices(1, 2)


@pytest.mark.parametrize("changes", [{"weight": 0}, {"weight": 2, "pupils": 0b100}])
def test_a_group_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ValueError, match=r"one|least"):
        past(**changes)


@given(some.hours_and_rule(), lists)
def test_notices_are_those_of_each_family_counted_one_by_one(calendar_and_rule, facts):
    hours, rule = calendar_and_rule

    assert replay(facts, rule, hours).notices_per_week == one_family_at_a_time(facts, rule, hours)


def one_family_at_a_time(facts, rule, hours):
    """As somebody would count on paper."""
    weeks_of_all = []
    for pupil in range(6):
        theirs = [one for one in facts if one.pupils >> pupil & 1]
        if not theirs:
            continue
        lived = sorted(monday_of(one.held_on) for one in theirs)
        declared = set()
        for one in theirs:
            found = release(one.facts, rule, hours).guardian_at
            if found is not None and rule.notice != NoticePolicy.NONE:
                week = monday_of(found.astimezone(hours.time_zone).date())
                declared.add((week, found if rule.notice == NoticePolicy.AT_ONCE else None))
        week = lived[0]
        weeks = {week for week, _moment in declared}
        while week <= lived[-1]:
            weeks.add(week)
            week += dt.timedelta(weeks=1)
        weeks_of_all += [sum(1 for week, _moment in declared if week == one) for one in weeks]
    if not weeks_of_all:
        return None
    return Notices(sorted(weeks_of_all)[(len(weeks_of_all) - 1) // 2], max(weeks_of_all))
