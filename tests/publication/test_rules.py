"""What a school may and may not decide."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication.enums import NoticePolicy, OpeningKind, ReadyMade, Trigger
from apps.publication.opening import Opening, OpeningError, OpeningHours
from apps.publication.rules import (
    COPY_FIRST,
    ONCE_A_WEEK,
    READY_MADE,
    THE_SCHOOL,
    Rule,
    RuleError,
    Shows,
    check_opens,
    of_kind,
    ready_made_name,
    rule_for,
)

HOURS = OpeningHours(ZoneInfo("Europe/Paris"))


def test_the_copy_first_is_ten_minutes_then_the_next_day_at_five():
    assert COPY_FIRST.trigger == Trigger.AFTER_HANDBACK
    assert COPY_FIRST.student_delay == dt.timedelta(minutes=10)
    assert COPY_FIRST.student_opening.kind == OpeningKind.ANY_MINUTE
    assert COPY_FIRST.guardian_delay == dt.timedelta(hours=24)
    assert COPY_FIRST.guardian_opening == Opening.daily(dt.time(17))
    assert COPY_FIRST.notice == NoticePolicy.AT_ONCE


def test_families_see_neither_class_figures_nor_running_averages_by_default():
    assert Shows() == Shows(
        mark=True,
        class_average=False,
        extremes=False,
        levels=True,
        comment=True,
        running_average=False,
    )


@pytest.mark.parametrize("name", READY_MADE)
def test_a_ready_made_rule_opens_in_ordinary_hours_and_knows_its_name(name):
    check_opens(READY_MADE[name], HOURS)

    assert ready_made_name(READY_MADE[name]) == name


def test_a_ready_made_rule_changed_by_one_setting_loses_its_name():
    changed = replace(ONCE_A_WEEK, patience_days=11)

    assert ready_made_name(changed) == ReadyMade.CUSTOM


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"student_delay": dt.timedelta(minutes=-1)}, "négatif"),
        ({"guardian_delay": dt.timedelta(minutes=-1)}, "négatif"),
        ({"guardian_delay": dt.timedelta(days=32)}, "31 jours"),
        ({"student_delay": dt.timedelta(seconds=30)}, "minutes entières"),
        ({"patience_days": 0}, "entre 1 et 60"),
        ({"patience_days": 61}, "entre 1 et 60"),
        ({"support_below": Decimal(21)}, "entre 0 et 20"),
        ({"support_below": Decimal(-1)}, "entre 0 et 20"),
    ],
)
def test_an_unreasonable_setting_is_refused_in_french(setting, words):
    with pytest.raises(RuleError, match=words):
        Rule(**setting)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ({"mark": False, "running_average": True}, "sans les notes"),
        ({"mark": False, "levels": False, "comment": False}, "montrer quelque chose"),
    ],
)
def test_a_page_that_would_show_nothing_is_refused(shown, words):
    with pytest.raises(RuleError, match=words):
        Shows(**shown)


@pytest.mark.parametrize("side", ["student_opening", "guardian_opening"])
def test_a_rule_whose_fixed_time_is_always_silent_is_refused(side):
    rule = replace(COPY_FIRST, **{side: Opening.weekly(5, dt.time(10))})

    with pytest.raises(OpeningError, match="heures de silence"):
        check_opens(rule, HOURS)


KINDS = st.sampled_from([THE_SCHOOL, "test", "oral", "devoir-commun"])


@given(
    decided=st.dictionaries(KINDS, st.sampled_from([Rule(patience_days=n) for n in (3, 5, 9)])),
    kind=KINDS,
)
def test_a_kind_follows_its_exception_else_the_school_s_rule_else_the_ministry_s(decided, kind):
    found = rule_for(decided, kind)

    if kind in decided:
        assert found == decided[kind]
    elif THE_SCHOOL in decided:
        assert found == decided[THE_SCHOOL]
    else:
        assert found == COPY_FIRST


@given(
    decided=st.dictionaries(KINDS, st.integers()),
    others=st.dictionaries(KINDS, st.integers()),
    kind=KINDS,
)
def test_the_exception_of_another_kind_changes_nothing(decided, others, kind):
    others = {other: one for other, one in others.items() if other not in {THE_SCHOOL, kind}}

    assert of_kind(decided | others, kind, 0) == of_kind(
        {one: decided[one] for one in decided if one in {THE_SCHOOL, kind}}, kind, 0
    )


def test_who_gives_no_ministry_s_frame_is_told_that_nothing_stands():
    with pytest.raises(LookupError, match="nothing decided for oral"):
        of_kind({"test": 1}, "oral")
