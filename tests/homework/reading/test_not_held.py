"""A work or a test given for a lesson that an absence takes: kept, said so, promised for no day."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.homework.enums import FeedOf
from apps.homework.feeds.presenters import feed_content
from apps.homework.feeds.services import open_feed
from apps.homework.models import TimetableSlot
from apps.homework.reading.queries import works_of_the_class, works_to_do
from apps.homework.teacher_absences.services import withdraw_absence
from apps.homework.week_sheet.queries import works_of_class
from apps.schools.days import monday_of
from apps.schools.enums import HalfDay
from apps.schools.models.calendar import SchoolWeek
from coeduc.access import Capacity, Reader
from tests.factories.schools import NotebookAccessFactory
from tests.homework.absences import away, hour, span, with_office
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, reader, work, write
from tests.homework.reading.test_views import FAMILY, PUPIL, in_order, read

pytestmark = pytest.mark.django_db
HOMES = {FAMILY: "home:family_home", PUPIL: "home:student_home"}
DAY = dt.timedelta(days=1)
WEDNESDAY = TUESDAY + DAY  # the eve of the lesson
SPACES = pytest.mark.parametrize("route", [FAMILY, PUPIL], ids=["family", "pupil"])
KEPT = "Le cours n’a pas lieu : à garder pour la prochaine fois, le professeur dira pour quand."
PUT_OFF = (
    "Le cours n’a pas lieu demain : le contrôle aura lieu un autre jour, le professeur le dira."
)


@pytest.fixture
def office(school_life):
    return with_office(school_life)


def person(cast, route):
    return cast.mother if route == FAMILY else cast.ines


def given(cast, **more):
    """Maths for Thursday, whose teacher is away; French too, which is held."""
    write(cast, works=[work("Exercice 4 page 12", THURSDAY, minutes=25, **more)])
    write(
        cast,
        cast.french,
        by=cast.colleague,
        works=[work("Lire le chapitre 2", THURSDAY, minutes=10)],
    )
    away(cast)


@SPACES
@pytest.mark.parametrize("where", ["notebook", "home"])
def test_a_work_of_a_missing_lesson_is_kept_and_its_minutes_leave_the_sum(
    client, office, route, where
):
    given(office)
    page = route if where == "notebook" else HOMES[route]

    words = read(client, person(office, route), page, at=WEDNESDAY)

    assert "Pour demain · environ 10 min" in words
    assert in_order(words, "Pour demain · environ 10 min", "Lire le chapitre 2", KEPT)
    if where == "notebook":
        assert in_order(words, "À garder pour un autre cours", "Exercice 4 page 12")


@SPACES
@pytest.mark.parametrize("where", ["notebook", "home"])
def test_a_test_of_a_missing_lesson_is_promised_for_no_day(client, office, route, where):
    write(office, works=[work("Les fractions", THURSDAY, is_test=True)])
    away(office)
    page = route if where == "notebook" else HOMES[route]

    words = read(client, person(office, route), page, at=WEDNESDAY)

    assert "Contrôle reporté" in words
    assert PUT_OFF in words
    assert "Contrôle demain" not in words
    assert "que réviser le contrôle" not in words


def test_a_relative_is_told_of_no_absence_and_promised_nothing(office):
    given(office)
    access = NotebookAccessFactory(student=office.ines, given_by=office.mother.guardians.get())
    aunt = Reader(access.user, Capacity.TRUSTED, TUESDAY)

    rows = works_of_the_class(aunt, (TODAY, THURSDAY + 7 * DAY), at=TUESDAY)

    assert [row.homework.teaching for row in rows] == [office.french]


def test_a_calendar_says_it_on_the_work_itself(office):
    given(office)
    feed = open_feed(office.mother, FeedOf.FAMILY, at=TUESDAY)

    text = feed_content(feed, at=TUESDAY).decode().replace("\r\n ", "")

    assert "Mathématiques (cours annulé)" in text
    assert "Français (cours annulé)" not in text
    assert "à garder pour la prochaine fois" in text


def test_the_week_printed_for_a_class_says_it(office):
    given(office)

    rows = works_of_class(office.teaching.division, (TODAY, THURSDAY), at=TUESDAY)

    assert {row.homework.teaching: row.is_missing for row in rows} == {
        office.teaching: True,
        office.french: False,
    }


def missing(cast):
    rows = works_to_do(reader(cast.mother, "family"), (TODAY, THURSDAY + DAY), at=TUESDAY)
    return [row.is_missing for row in rows]


def test_another_hour_of_the_day_that_is_held_takes_the_work(office):
    hour(office.teaching, starts=dt.time(14), ends=dt.time(15))
    write(office, works=[work(due_on=THURSDAY)])
    away(office, span(ends=HalfDay.MORNING))

    assert missing(office) == [False]


def test_two_hours_both_taken_leave_no_lesson(office):
    hour(office.teaching, starts=dt.time(14), ends=dt.time(15))
    write(office, works=[work(due_on=THURSDAY)])
    away(office)

    assert missing(office) == [True]


def test_an_hour_of_the_other_week_holds_no_lesson(office):
    hour(office.teaching, starts=dt.time(14), ends=dt.time(15), week="B")
    SchoolWeek.objects.create(school=office.school, monday=monday_of(THURSDAY), label="A")
    write(office, works=[work(due_on=THURSDAY)])
    away(office, span(ends=HalfDay.MORNING))

    assert missing(office) == [True]


def test_where_no_hour_is_known_the_half_day_says_it(office):
    TimetableSlot.objects.all().delete()
    write(office, works=[work(due_on=THURSDAY)])
    away(office)

    assert missing(office) == [True]


def test_a_lesson_given_back_takes_its_work_again(office):
    write(office, works=[work(due_on=THURSDAY)])
    absence = away(office)
    withdraw_absence(absence, by=office.secretary.user, at=TUESDAY)

    assert missing(office) == [False]


@SPACES
def test_the_morning_of_a_test_the_first_page_says_it(client, office, route):
    write(office, works=[work("Les fractions", THURSDAY, is_test=True)])
    early = dt.datetime(2026, 11, 19, 6, 30, tzinfo=dt.UTC)

    words = read(client, person(office, route), HOMES[route], at=early)

    assert "Contrôle aujourd’hui · Mathématiques" in words.replace("</b>", "").replace("<b>", "")


def test_a_test_is_of_a_subject_as_a_sentence_says_it(client, office):
    office.teaching.subject.label = "ANGLAIS LV1"
    office.teaching.subject.save()
    write(office, works=[work("Les verbes", THURSDAY, is_test=True)])

    words = read(client, office.mother, FAMILY, at=TUESDAY, semaine=THURSDAY.isoformat())

    assert "contrôle d’anglais LV1" in words


def test_the_page_of_the_class_asks_for_when_it_is_until_it_is_said(client, office):
    write(office, works=[work(due_on=THURSDAY), work("Exercice 5", due_on=THURSDAY)])
    away(office)
    address = reverse("home:lead_class", args=[office.teaching.division.public_id])

    for at in (TUESDAY, TUESDAY + 3 * DAY):  # the teacher is back
        client.force_login(office.lead.user)
        with time_machine.travel(at, tick=False):
            page = client.get(address)
        words = " ".join(page.content.decode().replace("\xa0", " ").split())

        assert "Mathématiques : 2 travaux donnés pour un cours qui n’a pas lieu" in words
        assert "Ouvrir la séance" in words
