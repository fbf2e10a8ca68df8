"""Today's classes on a teacher's first page, and the load of the class that they lead."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.homework.models import TimetableSlot
from apps.homework.notebook.services.writing import Page, write_lesson
from tests.factories.schools import DivisionFactory, TeachingFactory, TeachingStaffFactory
from tests.queries import statements
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
WEDNESDAY = 2
TODAY = LONG_AFTER.date()


@pytest.fixture
def world():
    return build_world()


def announce(teaching):
    """A lesson every Wednesday: ``LONG_AFTER`` is one."""
    TimetableSlot.objects.create(
        school=teaching.school,
        teaching=teaching,
        weekday=WEDNESDAY,
        starts_at=dt.time(8),
        ends_at=dt.time(8, 55),
    )


def read(client, world, who, url):
    client.force_login(world.people[who])
    with time_machine.travel(LONG_AFTER, tick=False):
        return client.get(url).content.decode()


def page(client, world, who):
    return read(client, world, who, reverse("home:staff_home"))


def test_a_teacher_writes_today_s_lesson_from_the_first_page_in_one_tap(client, world):
    announce(world.teaching)
    url = reverse("homework:lesson_write", args=[world.teaching.public_id, TODAY])

    assert url in page(client, world, "teacher")
    for somebody_else in ("teacher_of_another_class", "principal", "former_teacher"):
        assert url not in page(client, world, somebody_else)


@pytest.mark.parametrize(("is_draft", "expected"), [(True, "Brouillon"), (False, "Publié")])
def test_a_lesson_already_written_is_said_with_its_state(client, world, is_draft, expected):
    announce(world.teaching)
    lesson = write_lesson(
        world.teaching,
        Page(text="Les aires", is_draft=is_draft),
        day=TODAY,
        by=world.people["teacher"],
        at=LONG_AFTER,
    )

    text = page(client, world, "teacher")

    assert reverse("homework:lesson_detail", args=[lesson.public_id]) in text
    assert expected in text
    assert "Écrire<" not in text


def test_the_first_page_asks_the_same_for_one_class_of_the_day_and_three(client, world):
    announce(world.teaching)
    counts = []
    for code in ("4eX", "4eY", None):
        client.force_login(world.people["teacher"])
        with time_machine.travel(LONG_AFTER, tick=False), statements() as asked:
            client.get(reverse("home:staff_home"))
        counts.append(len(asked))
        if code:
            division = DivisionFactory(school=world.school, year=world.teaching.year, code=code)
            more = TeachingFactory(
                school=world.school,
                year=world.teaching.year,
                subject=world.teaching.subject,
                division=division,
            )
            staff = world.people["teacher"].staff_links.get()
            TeachingStaffFactory(teaching=more, staff=staff)
            announce(more)

    assert len(set(counts)) == 1, counts


def test_the_page_of_a_class_leads_to_its_load(client, world):
    division = world.teaching.division

    text = read(
        client, world, "lead_teacher", reverse("home:lead_class", args=[division.public_id])
    )

    assert reverse("homework:class_load", args=[division.public_id]) in text
