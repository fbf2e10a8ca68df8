"""The ordinary week, as families and pupils read it; what is not known of it is said."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.schools.models import SchoolWeek
from tests.factories.schools import (
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianFactory,
    GuardianshipFactory,
    SubjectFactory,
    TeachingFactory,
)
from tests.homework.absences import away, everything, hour, span
from tests.homework.conftest import TODAY, TUESDAY
from tests.homework.pages import words
from tests.queries import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FAMILY, STUDENT = reverse("homework:family_timetable"), reverse("homework:student_timetable")
NOTEBOOK = reverse("homework:family_notebook")
NOTEBOOK_OF_PUPIL = reverse("homework:student_notebook")


def of(person):
    client = Client()
    client.force_login(getattr(person, "user", person))
    return client


def read(person, url=FAMILY):
    with time_machine.travel(TUESDAY, tick=False):
        return of(person).get(url)


def hours(week):
    return [
        (day.label, one.hours.replace("\xa0", " "), one.subject)
        for day in week.days
        for one in day.hours
    ]


def test_a_mother_reads_the_week_of_her_child(office):
    hour(office.teaching, 0, dt.time(8), dt.time(9))
    hour(office.elsewhere, 0, dt.time(8), dt.time(9))  # of another class

    week = read(office.mother).context["week"]

    assert hours(week) == [
        ("Lundi", "8 h–9 h", "Mathématiques"),
        ("Jeudi", "9 h–10 h", "Mathématiques"),
    ]
    assert [day.label for day in week.days][:5] == [
        "Lundi",
        "Mardi",
        "Mercredi",
        "Jeudi",
        "Vendredi",
    ]


def test_a_pupil_reads_their_own_with_their_groups(office):
    group = GroupFactory(school=office.school, year=office.teaching.year, code="LATIN4")
    latin = TeachingFactory(
        school=office.school,
        year=office.teaching.year,
        subject=SubjectFactory(school=office.school, label="Latin"),
        division=None,
        group=group,
    )
    hour(latin, 0, dt.time(16), dt.time(17))
    GroupMembershipFactory(student=office.ines, group=group)

    mine = read(office.ines, STUDENT).context["week"]
    other = read(office.leo, STUDENT).context["week"]

    assert ("Lundi", "16 h–17 h", "Latin") in hours(mine)
    assert ("Lundi", "16 h–17 h", "Latin") not in hours(other)


def test_two_hours_that_follow_are_one(office):
    hour(office.teaching, 3, dt.time(10, 5), dt.time(11))

    week = read(office.mother).context["week"]

    assert hours(week) == [("Jeudi", "9 h–11 h", "Mathématiques")]


def test_what_has_no_hours_is_said(office):
    text = words(read(office.mother))

    assert "Le portail ne connaît pas les heures de : Français." in text


def test_the_letter_of_the_week_is_said_where_weeks_have_letters(office):
    monday = TODAY - TODAY.weekday() * DAY
    SchoolWeek.objects.create(school=office.school, monday=monday, label="B")
    assert "Cette semaine est" not in words(read(office.mother)), "no lesson depends on it"
    hour(office.french, 1, week="B")

    text = words(read(office.mother))

    assert "Cette semaine est une semaine B." in text


def test_the_days_to_come_say_what_they_change(office):
    away(office)

    assert "Pas de mathématiques jeudi, 9 h–10 h." in words(read(office.mother))
    assert "Pas de mathématiques jeudi, 9 h–10 h." in words(read(office.ines, STUDENT))
    assert "Pas de mathématiques" not in words(read(office.mother_of_zoe))


def test_the_tab_is_there_where_a_timetable_is_known_and_nowhere_else(office):
    assert FAMILY in words(read(office.mother, NOTEBOOK))
    assert STUDENT in words(read(office.ines, NOTEBOOK_OF_PUPIL))
    # Of another class, of which nothing was set.
    assert FAMILY not in words(read(office.mother_of_zoe, NOTEBOOK))
    assert STUDENT not in words(read(office.zoe, NOTEBOOK_OF_PUPIL))


def test_the_page_of_a_class_without_one_says_so(office):
    text = words(read(office.mother_of_zoe))

    assert "L’emploi du temps de cette classe n’est pas sur le portail." in text


def test_who_watches_over_a_child_reads_no_week_and_who_cares_does(office):
    page = read(office.overseer)

    assert "week" not in page.context
    assert "n’est pas sur votre page" in words(page)
    assert FAMILY not in words(read(office.overseer, NOTEBOOK))
    assert read(office.carer).context["week"].days


def test_a_contact_and_a_stranger_have_no_such_page(office):
    assert read(office.contact).status_code == 404
    assert read(office.teacher).status_code == 404


@pytest.mark.parametrize("children", [1, 3])
def test_the_page_costs_the_same_for_three_children(office, children):
    mother = office.mother.guardians.get()
    for child in (office.leo, office.zoe)[: children - 1]:
        GuardianshipFactory(student=child, guardian=mother)
    client = of(office.mother)
    away(office)

    with time_machine.travel(TUESDAY, tick=False), statements() as asked:
        page = client.get(FAMILY)

    assert len(page.context.get("children")) == (children if children > 1 else 0)
    assert len(asked) <= 8, asked.listed()


def test_one_child_at_a_time_the_last_asked_first(office):
    guardian = office.mother.guardians.get()
    GuardianshipFactory(student=office.zoe, guardian=guardian)
    client = of(office.mother)

    with time_machine.travel(TUESDAY, tick=False):
        asked = client.get(FAMILY, {"enfant": office.zoe.public_id})
        again = client.get(FAMILY)
        refused = client.get(FAMILY, {"enfant": office.leo.public_id})

    assert asked.context["week"].name == again.context["week"].name == office.zoe.first_name
    assert refused.status_code == 404


def test_the_day_at_hand_lies_open(office):
    def opened(at):
        with time_machine.travel(at, tick=False):
            week = of(office.mother).get(FAMILY).context["week"]
        return [day.label for day in week.days if day.is_open]

    assert opened(TUESDAY) == ["Mardi"]
    assert opened(TUESDAY + 4 * DAY) == ["Lundi"], "on a Saturday, the next day of school"


def changes(office):
    week = read(office.mother).context["week"]
    return [one.change.replace("\xa0", " ") for day in week.days for one in day.hours]


def test_a_cancelled_hour_says_so_on_its_own_line(office):
    hour(office.teaching, 0, dt.time(8), dt.time(9))
    away(office)

    assert changes(office) == ["", "Pas de cours jeudi."]


def test_of_two_hours_the_one_that_is_held_is_not_said_missing(office):
    hour(office.teaching, 3, dt.time(10, 5), dt.time(11))
    away(office, but=[key for key in everything(office.teacher, span()) if "10:05" in key])

    assert changes(office) == ["Pas de cours jeudi, 9 h–10 h."]


def test_a_mother_of_two_schools_reads_whose_and_whom_to_call(office):
    other = EnrolmentFactory(division__school__name="Collège Louise-Modèle")
    guardian = GuardianFactory(school=other.school, user=office.mother)
    GuardianshipFactory(student=other.student, guardian=guardian)

    for url in (FAMILY, NOTEBOOK):
        with time_machine.travel(TUESDAY, tick=False):
            page = of(office.mother).get(url, {"enfant": other.student.public_id})
        text = words(page)

        assert f"Parler au {other.school.name}" in text
        assert f"Parler au {office.school.name}" not in text
        assert f"{other.division.code} · {other.school.name}" in text
