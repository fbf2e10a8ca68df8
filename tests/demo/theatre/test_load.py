"""Loading: once, whole or not at all, the same for the same seed, in any year."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.accounts.models import User
from apps.demo.theatre.load import at_of, load_demo
from apps.publication.models import RuleVersion
from apps.results.models import Assessment, ResultVersion
from apps.schools.models import Closure, School, SchoolYear, Term
from tests.demo.theatre.conftest import load

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
SMALL = 12
SEPTEMBER = dt.date(2026, 10, 2)


def marks():
    rows = ResultVersion.objects.values_list(
        "student__siecle_id",
        "result__assessment__title",
        "result__assessment__held_on",
        "n",
        "value",
        "status",
        "achieved",
        "entered_at",
        "guardian_release_at",
    )
    return sorted(rows, key=str)


def test_a_load_that_fails_midway_leaves_nothing():
    def breaks(line: str) -> None:
        if line == "Trimestre joué : 25 %.":
            assert Assessment.objects.exists()
            raise RuntimeError(line)

    with pytest.raises(RuntimeError):
        load_demo(pupils=SMALL, seed=1, at=at_of(SEPTEMBER), say=breaks)
    assert not School.objects.exists()
    assert not User.objects.exists()


@pytest.mark.whole
def test_the_same_seed_gives_the_same_marks_and_another_seed_others():
    def once(seed: int):
        with transaction.atomic():
            load(SEPTEMBER, pupils=SMALL, seed=seed)
            found = marks()
            transaction.set_rollback(True)
        return found

    first, again, other = once(1), once(1), once(2)
    assert first
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("today", "year"),
    [
        pytest.param(dt.date(2024, 10, 9), 2024, id="another year", marks=pytest.mark.whole),
        pytest.param(dt.date(2026, 8, 20), 2025, id="summer holidays", marks=pytest.mark.whole),
        pytest.param(dt.date(2029, 1, 10), 2028, id="beyond the calendar package"),
    ],
)
def test_the_demo_lives_in_any_school_year(today, year):
    load(today, pupils=SMALL)
    schools = School.objects.count()
    assert {one.start_year for one in SchoolYear.objects.all()} == {year}
    assert Term.objects.count() == 3 * schools
    assert Closure.objects.filter(starts_on__year=year).exists()
    assert Assessment.objects.exists()
    assert not Assessment.objects.filter(created_at__gt=at_of(today)).exists()


def test_on_the_first_day_of_school_there_is_a_school_and_no_mark_yet():
    load(dt.date(2026, 9, 1), pupils=SMALL)
    assert School.objects.exists()
    assert not Assessment.objects.exists()
    assert not RuleVersion.objects.exists()


def test_a_portal_of_real_families_refuses_the_demo(settings):
    settings.DEVELOPMENT_PAGES = False
    with pytest.raises(CommandError, match="vraies familles"):
        call_command("load_demo")
    assert not School.objects.exists()


def test_too_small_a_school_is_refused_in_a_sentence():
    with pytest.raises(CommandError, match="au moins"):
        call_command("load_demo", pupils=3)
