"""Who reads that a lesson is missing, in which words, until when; on the first pages and in the
agenda. Nobody reads who is away."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from apps.homework.enums import FeedOf
from apps.homework.feeds.rules import secret_of
from apps.homework.feeds.services import open_feed
from apps.homework.models import CancelledLesson
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.presenters.lessons import subject_in_words
from apps.homework.teacher_absences.rules import MOST_SHOWN
from apps.homework.teacher_absences.services import correct_absence, withdraw_absence
from apps.schools.enums import HalfDay, Scope
from apps.schools.models import School
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.homework.absences import away, everything, hour, span
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, reader
from tests.homework.pages import words
from tests.queries import statements

pytestmark = pytest.mark.django_db
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
LATER = TUESDAY + 5 * MINUTE
# Thursday, 10:00 in Paris: the lesson is over.
OVER = dt.datetime(2026, 11, 19, 9, tzinfo=dt.UTC)
SENTENCE = "Pas de mathématiques jeudi, 9 h–10 h."
HOMES = {"family": "home:family_home", "student": "home:student_home"}


def home(who, space="family", *, at=LATER):
    client = Client()
    client.force_login(getattr(who, "user", who))
    with time_machine.travel(at, tick=False):
        return words(client.get(reverse(HOMES[space])))


def test_a_mother_reads_it_with_what_she_signed_and_whom_to_call(office):
    away(office)

    text = home(office.mother)

    assert SENTENCE in text
    assert "Les sorties suivent l’autorisation que vous avez signée : vie scolaire" in text
    assert "01 39 98 00 02" in text
    assert office.teacher.last_name not in text, "the subject is enough"


def test_a_pupil_reads_it_for_themself(office):
    away(office)

    text = home(office.ines, "student")

    assert SENTENCE in text
    assert "Tes sorties suivent l’autorisation signée par tes responsables" in text


def test_who_cares_for_the_child_reads_it_and_who_watches_over_does_not(office):
    away(office)

    assert SENTENCE in home(office.carer)
    assert "Pas de mathématiques" not in home(office.overseer)


def test_another_class_reads_nothing_of_it(office):
    away(office)

    assert "Pas de mathématiques" not in home(office.mother_of_zoe)
    assert "Ce qui change" not in home(office.mother_of_zoe)


def test_whose_access_is_cut_reads_nothing_of_it(office):
    away(office)
    guardian = office.mother.guardians.get()
    GuardianshipFactory(student=office.zoe, guardian=guardian)
    RestrictionFactory(student=office.ines, guardian=guardian, school=office.school)

    assert "Pas de mathématiques" not in home(office.mother)


def test_a_contact_reads_nothing_of_it(office):
    away(office)

    for who in (office.contact,):
        assert CancelledLesson.objects.visible_to(reader(who, "family"), at=TUESDAY).count() == 0


def test_it_is_said_until_the_lesson_is_over(office):
    away(office)

    assert "Pas de mathématiques aujourd’hui, 9 h–10 h." in home(office.mother, at=OVER - MINUTE)
    assert "Pas de mathématiques" not in home(office.mother, at=OVER)


def test_the_day_is_said_from_where_one_reads(office):
    away(office)

    assert "Pas de mathématiques demain, 9 h–10 h." in home(office.mother, at=TUESDAY + DAY)


def test_beyond_a_week_it_is_not_on_the_first_page(office):
    away(office, span(THURSDAY + 7 * DAY))

    assert "Pas de mathématiques" not in home(office.mother)
    text = home(office.mother, at=LATER + 3 * DAY)
    assert "Pas de mathématiques jeudi, 9 h–10 h." in text


def test_two_hours_of_one_day_are_one_sentence(office):
    hour(office.teaching, 3, dt.time(14), dt.time(15))

    away(office)

    assert "Pas de mathématiques jeudi, 9 h–10 h et 14 h–15 h." in home(office.mother)


def test_many_are_cut_short_and_counted(office):
    for weekday in (1, 2, 4):
        hour(office.teaching, weekday)
    for n in range(3):
        more = TeachingFactory(
            school=office.school,
            year=office.teaching.year,
            subject=SubjectFactory(school=office.school, label=f"Matière {n}"),
            division=office.teaching.division,
        )
        TeachingStaffFactory(teaching=more, staff=office.teacher)
        hour(more, 4, dt.time(11), dt.time(12))
        hour(more, 2, dt.time(11), dt.time(12))
    away(office, span(TODAY + DAY, THURSDAY + DAY))

    text = home(office.mother)

    assert text.count("Pas de mat") == MOST_SHOWN
    assert "Et 3 autres cours dans les sept jours." in text


def test_without_a_timetable_it_is_said_by_half_day(office):
    away(office, span(ends=HalfDay.MORNING), staff=office.colleague)

    text = home(office.mother)

    assert "Pas de français jeudi matin (le portail ne connaît pas l’heure)." in text


def test_a_whole_day_without_a_timetable_is_one_sentence(office):
    away(office, staff=office.colleague)

    assert "Pas de français jeudi (le portail" in home(office.mother)


def test_taken_back_it_is_said_to_be_held_after_all(office):
    absence = away(office)
    withdraw_absence(absence, by=office.secretary.user, at=LATER)

    text = home(office.mother)

    assert "Pas de mathématiques" not in text
    assert "Finalement, le cours de mathématiques a lieu jeudi, 9 h–10 h." in text
    assert "Les sorties suivent" not in text
    assert "Finalement" not in home(office.mother, at=OVER)


def test_what_somebody_took_from_the_first_is_never_told(office):
    hour(office.teaching, 3, dt.time(14), dt.time(15))
    every = everything(office.teacher, span())
    away(office, but=[key for key in every if key.endswith("14:00")])

    text = home(office.mother)

    assert "14 h" not in text
    assert SENTENCE in text


def test_two_absences_of_one_hour_are_said_once_and_taken_back_one_by_one(office):
    TeachingStaffFactory(teaching=office.teaching, staff=office.lead)
    first = away(office)
    away(office, staff=office.lead)
    assert home(office.mother).count("Pas de mathématiques") == 1

    withdraw_absence(first, by=office.secretary.user, at=LATER)

    text = home(office.mother)
    assert SENTENCE in text
    assert "Finalement" not in text


def test_without_a_number_no_number_is_said(office):
    School.objects.update(school_life_phone="")
    away(office)

    text = home(office.mother)

    assert "Les sorties suivent l’autorisation que vous avez signée." in text


@pytest.mark.parametrize("children", [1, 3])
def test_the_first_page_of_a_family_costs_no_more(office, children):
    away(office)
    mother = office.mother.guardians.get()
    for n in range(children - 1):
        child = StudentFactory(school=office.school, first_name=f"Enfant{n}")
        EnrolmentFactory(student=child, division=office.teaching.division)
        GuardianshipFactory(student=child, guardian=mother, scope=Scope.FULL)
    client = Client()
    client.force_login(office.mother)

    with time_machine.travel(LATER, tick=False), statements() as asked:
        text = words(client.get(reverse("home:family_home")))

    assert text.count(SENTENCE) == children
    assert len(asked) == 8, asked.listed()


# --- The agenda -----------------------------------------------------------------------------------


def agenda(user, of=FeedOf.FAMILY, *, at=LATER):
    feed = open_feed(user, of, at=TUESDAY)
    with time_machine.travel(at, tick=False):
        response = Client().get(reverse("homework:feed_calendar", args=[secret_of(feed.public_id)]))
    return [
        (str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt, str(event["DESCRIPTION"]))
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    ]


def test_the_agenda_says_it_at_its_hour_and_forgets_it_once_taken_back(office):
    absence = away(office)

    [(title, starts, ends, details)] = agenda(office.mother)

    assert title == f"{office.ines.first_name} · Pas de mathématiques"
    assert starts == dt.datetime(2026, 11, 19, 8, tzinfo=dt.UTC)
    assert ends == dt.datetime(2026, 11, 19, 9, tzinfo=dt.UTC)
    assert details.startswith("Les sorties suivent l’autorisation que vous avez signée")
    withdraw_absence(absence, by=office.secretary.user, at=LATER)
    assert agenda(office.mother) == []


def test_the_agenda_of_a_pupil_says_it_without_a_name(office):
    away(office)

    [(title, *_when, details)] = agenda(office.ines.user, FeedOf.STUDENT)

    assert title == "Pas de mathématiques"
    assert details.startswith("Tes sorties")


def test_without_an_hour_the_agenda_has_a_whole_day(office):
    away(office, span(ends=HalfDay.MORNING), staff=office.colleague)

    [(title, starts, ends, _details)] = agenda(office.mother)

    assert title.endswith("Pas de français (matin)")
    assert (starts, ends) == (THURSDAY, THURSDAY + DAY)


def test_the_agenda_of_who_watches_over_and_of_another_class_says_nothing(office):
    away(office)

    assert agenda(office.overseer) == []
    assert agenda(office.mother_of_zoe) == []


def test_the_agenda_is_the_same_until_something_changes(office):
    absence = away(office)
    before = agenda(office.mother)

    assert agenda(office.mother, at=LATER + MINUTE) == before
    every = everything(office.teacher, span())
    correct_absence(
        absence, AbsenceWish(span(), every), by=office.secretary.user, at=LATER + MINUTE
    )
    assert agenda(office.mother, at=LATER + 2 * MINUTE) == before


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Anglais", "anglais"),
        ("ANGLAIS LV1", "anglais LV1"),
        ("EPS", "EPS"),
        ("Éducation musicale", "éducation musicale"),
        ("EDUCATION MUSICALE", "education musicale"),
        ("SVT", "SVT"),
        ("VIE DE CLASSE", "vie de classe"),
    ],
)
def test_a_subject_is_said_inside_a_sentence(label, said):
    assert subject_in_words(label) == said


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Anglais", "Pas d’anglais jeudi, 9 h–10 h."),
        ("Histoire-géographie", "Pas d’histoire-géographie jeudi, 9 h–10 h."),
        ("EPS", "Pas d’EPS jeudi, 9 h–10 h."),
    ],
)
def test_french_elides_before_a_subject(office, label, sentence):
    office.teaching.subject.label = label
    office.teaching.subject.save()
    away(office)

    assert sentence in home(office.mother)


def test_many_days_given_back_are_one_sentence(office):
    for weekday in (2, 4):
        hour(office.teaching, weekday)
    absence = away(office, span(TODAY, TODAY + 6 * DAY))
    withdraw_absence(absence, by=office.secretary.user, at=LATER)

    text = home(office.mother)

    assert "Finalement, les cours de mathématiques ont lieu demain, jeudi et vendredi." in text
    assert text.count("Finalement") == 1


def test_a_day_given_back_in_part_keeps_its_own_sentence(office):
    for starts, ends in ((14, 15), (16, 17)):
        hour(office.teaching, 3, dt.time(starts), dt.time(ends))
    hour(office.teaching, 4)
    when = span(THURSDAY, THURSDAY + DAY)
    absence = away(office, when)
    kept = {key for key in everything(office.teacher, when) if key.endswith("09:00")}
    at_nine = {key for key in kept if "2026-11-19" in key}
    correct_absence(absence, AbsenceWish(when, at_nine), by=office.secretary.user, at=LATER)

    text = home(office.mother)

    assert SENTENCE in text
    assert "Finalement, le cours de mathématiques a lieu jeudi, 14 h–15 h et 16 h–17 h." in text
    assert "Finalement, le cours de mathématiques a lieu vendredi, 9 h–10 h." in text
