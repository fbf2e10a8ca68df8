"""The days of the demo: every class has its week, and one lesson of tomorrow is not held."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.demo.theatre.load import at_of
from apps.homework.models import CancelledLesson, TimetableSlot
from apps.schools.models import Teaching
from tests.demo.theatre.conftest import TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.xdist_group("demo"),
]
NOW = at_of(TODAY)


def read(username, name):
    client = Client()
    client.force_login(User.objects.get(username=username))
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse(name)).content.decode()


def test_every_class_and_every_group_has_hours():
    theirs = TimetableSlot.objects.standing().values("teaching")
    of_the_demo = Teaching.objects.filter(school__in=TimetableSlot.objects.values("school"))

    assert of_the_demo.exclude(pk__in=theirs).count() < of_the_demo.count() / 10
    assert not TimetableSlot.objects.filter(starts_at__lt=dt.time(8)).exists()


def test_a_mother_reads_tonight_that_a_lesson_of_tomorrow_is_not_held():
    assert CancelledLesson.objects.not_held().exists()

    text = read("aissata.diallo", "home:family_home")

    assert "Ce qui change" in text
    assert "Les sorties suivent" in text


def test_a_mother_and_a_teacher_find_the_week():
    assert "Lundi" in read("aissata.diallo", "homework:family_timetable")
    assert "Le prochain" in read("claire.roux", "home:staff_home")
