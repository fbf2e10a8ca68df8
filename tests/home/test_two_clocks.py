"""Who teaches in Paris and in Nouméa: each school has its own today on the one first page."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from apps.homework.notebook.services.writing import Page, write_lesson
from tests.factories.accounts import UserFactory
from tests.factories.results import AssessmentFactory, ResultFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    SchoolFactory,
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
)

pytestmark = pytest.mark.django_db
# Tuesday afternoon in Paris, Wednesday half past midnight in Nouméa.
AT = dt.datetime(2026, 11, 17, 13, 30, tzinfo=dt.UTC)
TUESDAY, WEDNESDAY = dt.date(2026, 11, 17), dt.date(2026, 11, 18)


@pytest.fixture
def taught():
    """By the code of its class: 4eP in Paris, named first, and 4eN in Nouméa."""
    user, found = UserFactory(), {}
    for code, zone in (("4eP", "Europe/Paris"), ("4eN", "Pacific/Noumea")):
        school = SchoolFactory(name=f"Collège {zone}", zone_name=zone)
        staff = StaffFactory(school=school, user=user)
        division = DivisionFactory(school=school, code=code)
        EnrolmentFactory(division=division)
        found[code] = TeachingStaffFactory(
            staff=staff, teaching=TeachingFactory(school=school, division=division)
        )
    return user, found


def first_page(client, user):
    client.force_login(user)
    with time_machine.travel(AT, tick=False):
        answer = client.get(reverse("home:staff_home"))
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_the_lessons_of_today_are_those_of_each_school(client, taught):
    user, found = taught
    for code, link in found.items():
        for day in (TUESDAY, WEDNESDAY):
            page = Page(text=f"Leçon {code} du {day}", question="", works=())
            write_lesson(link.teaching, page, day=day, by=user, at=AT - dt.timedelta(days=1))

    words = first_page(client, user)

    links = re.findall(r"/equipe/cahier/seances/([0-9a-f-]+)/", words)
    days = {
        code: {
            str(lesson.day)
            for lesson in link.teaching.lessons.all()
            if str(lesson.public_id) in links
        }
        for code, link in found.items()
    }
    assert days == {"4eP": {"2026-11-17"}, "4eN": {"2026-11-18"}}


def test_copies_of_today_are_those_of_each_school(client, taught):
    user, found = taught
    for code, link in found.items():
        for day in (TUESDAY, WEDNESDAY):
            assessment = AssessmentFactory(
                teaching=link.teaching, author=link.staff, title=f"{code} {day}", held_on=day
            )
            ResultFactory(assessment=assessment)

    words = first_page(client, user)

    shown = {
        f"{code} {day}"
        for code in found
        for day in (TUESDAY, WEDNESDAY)
        if f"{code} {day}" in words
    }
    assert shown == {"4eP 2026-11-17", "4eN 2026-11-17", "4eN 2026-11-18"}
