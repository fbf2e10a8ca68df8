"""Twenty saves of one grid at the same instant: nothing is lost, nothing is overwritten."""

from functools import partial

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.results.models import Result, ResultVersion
from tests.at_once import at_once
from tests.factories.schools import EnrolmentFactory, StudentFactory
from tests.world import HANDED_BACK_AT, build_world

pytestmark = pytest.mark.django_db(transaction=True)
TWENTY = 20


@pytest.fixture
def world():
    return build_world(handed_back=False)


def save_together(world, lines):
    """Each line leaves from a browser of its own, all at once; the answers in order."""
    url = reverse("results:marks_save", args=[world.assessment.public_id])
    browsers = []
    for __ in lines:
        browsers.append(Client())
        browsers[-1].force_login(world.people["teacher"])
    with time_machine.travel(HANDED_BACK_AT, tick=False):
        sent = zip(browsers, lines, strict=True)
        return at_once(*(partial(browser.post, url, line) for browser, line in sent))


def line(result, mark, *, seen):
    return {f"mark-{result.public_id}": mark, f"seen-{result.public_id}": seen}


def test_twenty_pupils_saved_at_once_are_all_there(world):
    division = world.teaching.division
    for __ in range(TWENTY):
        student = StudentFactory(school=world.school)
        EnrolmentFactory(division=division, student=student)
        Result.objects.create(
            school=world.school, assessment=world.assessment, student=student, division=division
        )
    rows = list(Result.objects.filter(assessment=world.assessment, versions=None))

    answers = save_together(world, [line(row, str(n), seen=0) for n, row in enumerate(rows)])

    assert {answer.status_code for answer in answers} == {200}
    marks = ResultVersion.objects.filter(result__in=rows).values_list("value", flat=True)
    assert sorted(marks) == list(range(TWENTY))


def test_twenty_saves_of_one_line_keep_one_and_show_it_to_the_others(world):
    answers = save_together(world, [line(world.result, str(n), seen=1) for n in range(TWENTY)])

    key = str(world.result.public_id)
    found = [answer.json()["rows"][key] for answer in answers]
    kept = ResultVersion.objects.filter(result=world.result, n__gt=1)
    assert kept.count() == 1
    winners = [n for n, row in enumerate(found) if "theirs" not in row]
    assert winners == [int(kept.get().value)]
    others = [row["theirs"]["mark"] for row in found if "theirs" in row]
    assert others == [str(winners[0])] * (TWENTY - 1)
