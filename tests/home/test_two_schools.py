"""A family of two schools, and whom it calls in each."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    SchoolFactory,
    StudentFactory,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
HERE, THERE = "01 99 00 41 12", "01 99 00 52 13"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def child(first_name, school, parent):
    """A child of ``parent`` in a school; the files of each school know the parent apart."""
    student = StudentFactory(school=school, first_name=first_name)
    EnrolmentFactory(student=student, division__school=school)
    known = parent.guardians.filter(school=school).first()
    guardian = known or GuardianFactory(school=school, user=parent)
    GuardianshipFactory(student=student, guardian=guardian)
    return student


@pytest.fixture
def parent():
    return GuardianFactory(school=school("Collège Simone-Exemple", HERE)).user


def school(name, phone):
    return SchoolFactory(name=name, school_life_phone=phone)


def home(client, parent):
    client.force_login(parent)
    return client.get(reverse("home:family_home"))


def test_a_parent_of_two_schools_sees_both_children_each_with_the_school(client, parent):
    first = parent.guardians.get().school
    child("Inès", first, parent)
    child("Malik", school("Lycée des Essais", THERE), parent)

    cards = home(client, parent).context["cards"]

    found = {card.name: card.class_name.split(" · ")[1:] for card in cards}
    assert found == {"Inès": ["Collège Simone-Exemple"], "Malik": ["Lycée des Essais"]}


def test_a_parent_of_one_school_does_not_read_its_name_on_each_card(client, parent):
    first = parent.guardians.get().school
    child("Inès", first, parent)
    child("Malik", first, parent)

    cards = home(client, parent).context["cards"]

    assert not any("Collège" in card.class_name for card in cards)


def test_a_parent_of_two_schools_finds_the_number_of_each_beside_its_name(client, parent):
    child("Inès", parent.guardians.get().school, parent)
    child("Malik", school("Lycée des Essais", THERE), parent)

    body = home(client, parent).content.decode()

    first, second = body.split('<section class="people">')[1:]
    assert "Simone-Exemple" in first
    assert "tel:+33199004112" in first
    assert "Lycée des Essais" in second
    assert "tel:+33199005213" in second


def test_the_page_of_one_child_gives_the_number_of_that_childs_school_only(client, parent):
    child("Inès", parent.guardians.get().school, parent)
    malik = child("Malik", school("Lycée des Essais", THERE), parent)
    client.force_login(parent)

    page = client.get(reverse("results:family_results"), {"enfant": malik.public_id})

    body = page.content.decode()
    assert "tel:+33199005213" in body
    assert "tel:+33199004112" not in body
