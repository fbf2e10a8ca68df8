"""Today's classes on a teacher's first page, and the load of the class that they lead."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from apps.homework.models import TimetableSlot
from apps.homework.notebook.services.writing import Page, write_lesson
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.queries import lessons_of_span
from apps.homework.teacher_absences.rules import AbsenceSpan
from apps.homework.teacher_absences.services import note_absence
from apps.results.assessments.services.assessments import create_assessment
from apps.schools.enums import HalfDay
from apps.schools.models import Closure
from tests.factories.results import enter
from tests.factories.schools import DivisionFactory, TeachingFactory, TeachingStaffFactory, since
from tests.homework.pages import words
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
        during=since(),
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


# --- In the order of hours ------------------------------------------------------------------------

# Wednesday 25 November 2026, 13:00 in Paris; lessons at 8, at 10 and at 14.
EIGHT, TEN, TWO = dt.time(8), dt.time(10), dt.time(14)


def at_hour(teaching, starts, ends, weekday=WEDNESDAY):
    TimetableSlot.objects.create(
        school=teaching.school,
        teaching=teaching,
        weekday=weekday,
        starts_at=starts,
        ends_at=ends,
        during=since(),
    )


def paris(hour, minute=0, day=25):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


def card(client, world, at, who="teacher"):
    client.force_login(world.people[who])
    with time_machine.travel(at, tick=False):
        response = client.get(reverse("home:staff_home"))
    columns = response.context["columns"]
    found = [part.card for part in columns.first if part.template == "homework/home/lessons.html"]
    return found[0], words(response)


@pytest.fixture
def day(world):
    """Maths of 4eB at eight (two hours), at ten past ten alone, and at two."""
    at_hour(world.teaching, EIGHT, dt.time(8, 55))
    at_hour(world.teaching, dt.time(9), dt.time(9, 55))
    at_hour(world.teaching, TWO, dt.time(15))
    division = DivisionFactory(school=world.school, year=world.teaching.year, code="4eX")
    world.other = TeachingFactory(
        school=world.school,
        year=world.teaching.year,
        subject=world.teaching.subject,
        division=division,
    )
    TeachingStaffFactory(teaching=world.other, staff=world.people["teacher"].staff_links.get())
    at_hour(world.other, dt.time(10, 30), dt.time(11, 30))
    return world


def test_lessons_are_in_the_order_of_hours_and_two_that_follow_are_one(client, day):
    today, _text = card(client, day, paris(7))

    assert [(line.class_code, line.hours) for line in today.lines] == [
        ("4eB", "8\xa0h–9\xa0h\xa055"),
        ("4eX", "10\xa0h\xa030–11\xa0h\xa030"),
        ("4eB", "14\xa0h–15\xa0h"),
    ]


@pytest.mark.parametrize(
    ("at", "moments", "sentence"),
    [
        (paris(7), ["next", "later", "later"], "Ensuite : 4eB à 8 h."),
        (
            paris(8),
            ["now", "next", "later"],
            "Maintenant : 4eB, jusqu’à 9 h 55. Ensuite : 4eX à 10 h 30.",
        ),
        (
            paris(9, 54),
            ["now", "next", "later"],
            "Maintenant : 4eB, jusqu’à 9 h 55. Ensuite : 4eX à 10 h 30.",
        ),
        (paris(9, 55), ["over", "next", "later"], "Ensuite : 4eX à 10 h 30."),
        (paris(14, 30), ["over", "over", "now"], "Maintenant : 4eB, jusqu’à 15 h."),
    ],
)
def test_what_is_said_follows_the_hour(client, day, at, moments, sentence):
    today, text = card(client, day, at)

    assert [line.moment for line in today.lines] == moments
    assert today.sentence.replace("\xa0", " ") == sentence
    assert sentence in text


def test_after_the_last_lesson_the_next_one_is_said(client, day):
    today, _text = card(client, day, paris(15))

    said = today.sentence.replace("\xa0", " ")
    assert said == "Vos cours du jour sont finis. Le prochain : 4eB, le mercredi 2 décembre à 8 h."


@pytest.mark.parametrize("at", [paris(10, day=28), paris(10, day=24)], ids=["saturday", "tuesday"])
def test_on_a_day_without_a_lesson_the_next_one_is_said(client, day, at):
    today, _text = card(client, day, at)

    assert today.lines == ()
    assert today.sentence.startswith("Pas de cours aujourd’hui. Le prochain\xa0: 4eB, ")


def test_on_a_day_without_school_the_next_lesson_is_said(client, day):
    Closure.objects.create(school=day.school, label="Pont", starts_on=TODAY, ends_on=TODAY)

    today, _text = card(client, day, paris(9))

    assert today.lines == ()
    assert "Le prochain\xa0: 4eB, le mercredi 2 décembre à 8\xa0h." in today.sentence


def test_a_teacher_of_whom_nothing_is_known_is_led_to_their_timetable(client, world):
    today, text = card(client, world, paris(9))

    assert today.sentence == ""
    assert today.asks_hours
    assert "Les jours de vos cours ne sont pas encore connus." in text
    assert reverse("homework:timetable") in text


def test_a_lesson_cancelled_is_said_and_never_next(client, day):
    by = day.people["secretary"]
    teacher = day.people["teacher"].staff_links.get()
    when = AbsenceSpan(TODAY, HalfDay.MORNING, TODAY, HalfDay.MORNING)
    missing = {one.key for one in lessons_of_span(teacher, when, today=TODAY)}
    note_absence(teacher, AbsenceWish(when, missing), by=by, at=paris(6))

    today, text = card(client, day, paris(9))

    assert [line.is_missing for line in today.lines] == [True, True, False]
    assert today.sentence.replace("\xa0", " ") == "Ensuite : 4eB à 14 h."
    assert text.count("Annulé") == 2
    assert f"{reverse('results:assessment_create')}?classe={day.other.public_id}" not in text


def test_a_day_all_cancelled_says_so(client, day):
    by = day.people["secretary"]
    teacher = day.people["teacher"].staff_links.get()
    when = AbsenceSpan(TODAY, HalfDay.MORNING, TODAY, HalfDay.AFTERNOON)
    missing = {one.key for one in lessons_of_span(teacher, when, today=TODAY)}
    note_absence(teacher, AbsenceWish(when, missing), by=by, at=paris(6))

    today, _text = card(client, day, paris(9))

    assert today.sentence.startswith("Vos cours du jour sont annulés. Le prochain")


def away_today(day):
    """Every lesson of the day is said to be missing, those that are over too."""
    teacher = day.people["teacher"].staff_links.get()
    when = AbsenceSpan(TODAY, HalfDay.MORNING, TODAY, HalfDay.AFTERNOON)
    missing = {one.key for one in lessons_of_span(teacher, when, today=TODAY)}
    note_absence(teacher, AbsenceWish(when, missing), by=day.people["secretary"], at=paris(9, 10))


def test_a_cancelled_lesson_is_written_all_the_same(client, day):
    away_today(day)

    today, text = card(client, day, paris(9, 30))

    assert [line.is_missing for line in today.lines] == [True, True, True]
    first = reverse("homework:lesson_write", args=[day.teaching.public_id, TODAY])
    assert [line.url for line in today.lines if line.class_code == "4eB"] == [
        first,
        f"{first}?seance=2",
    ]
    assert text.count("Écrire") == 3


def test_who_is_said_to_be_away_reads_who_noted_it_and_whom_to_call(client, day):
    day.school.school_life_phone = "01 39 98 00 02"
    day.school.save()
    away_today(day)

    _today, text = card(client, day, paris(9, 30))

    name = day.people["secretary"].get_full_name()
    said = f"Noté par {name}, aujourd’hui à 9 h 10. Une erreur ? Vie scolaire : 01 39 98 00 02."
    assert said in text
    client.force_login(day.people["teacher"])
    with time_machine.travel(paris(9, 30), tick=False):
        assert said in words(client.get(reverse("homework:notebook_week")))


def test_a_lesson_written_then_cancelled_keeps_its_place_its_state_and_its_gestures(client, day):
    by = day.people["teacher"]
    write_lesson(day.teaching, Page(text="Les aires"), day=TODAY, by=by, at=paris(9))
    away_today(day)

    today, text = card(client, day, paris(9, 58))

    first, *_others = today.lines
    assert (first.is_written, first.is_missing, first.hours) == (True, True, "8\xa0h–9\xa0h\xa055")
    assert first.state in text
    assert f"{reverse('results:assessment_create')}?classe={day.teaching.public_id}" in text


def test_what_an_absence_takes_does_not_move_what_is_written(client, day):
    by, teacher = day.people["teacher"], day.people["teacher"].staff_links.get()
    write_lesson(day.teaching, Page(text="Les aires"), day=TODAY, by=by, at=paris(9))
    when = AbsenceSpan(TODAY, HalfDay.MORNING, TODAY, HalfDay.MORNING)
    missing = {one.key for one in lessons_of_span(teacher, when, today=TODAY)}
    note_absence(teacher, AbsenceWish(when, missing), by=day.people["secretary"], at=paris(9, 10))

    today, _text = card(client, day, paris(10))

    assert [(line.is_written, line.is_missing) for line in today.lines] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert today.lines[2].url.endswith("?seance=2")


def test_the_second_lesson_of_a_day_is_written_apart(client, day):
    write_lesson(
        day.teaching,
        Page(text="Les aires"),
        day=TODAY,
        by=day.people["teacher"],
        at=paris(9),
    )

    today, _text = card(client, day, paris(12))

    first, _other, second = today.lines
    assert first.is_written
    assert not second.is_written
    assert second.url.endswith("?seance=2")


def test_each_lesson_has_its_packs_to_hand_back_and_a_new_assessment(client, day):
    ready = create_assessment(
        day.teaching,
        author=day.people["teacher"].staff_links.get(),
        at=paris(8, day=20),
        title="Volumes",
        held_on=dt.date(2026, 11, 20),
        progress="Devoirs faits.",
    )
    enter(
        ready,
        dict.fromkeys((day.student, day.other_student), "12"),
        by=day.people["teacher"],
        at=paris(9, day=21),
    )

    today, text = card(client, day, paris(9))

    mine, other, _later = today.lines
    assert [(act.label, act.about) for act in mine.acts] == [
        ("Copies rendues", "Volumes"),
        ("Évaluation", ""),
    ]
    assert [act.label for act in other.acts] == ["Évaluation"]
    assert reverse("results:assessment_hand_back", args=[ready.public_id]) in text


def test_a_new_assessment_from_a_lesson_is_of_its_class(client, day):
    client.force_login(day.people["teacher"])
    url = reverse("results:assessment_create")

    mine = client.get(url, {"classe": str(day.other.public_id)})
    strange = client.get(url, {"classe": "nobody"})

    assert mine.context["form"].initial["teaching"] == day.other.pk
    assert "teaching" not in strange.context["form"].initial


def test_the_week_is_in_the_order_of_hours(client, day):
    client.force_login(day.people["teacher"])
    with time_machine.travel(paris(9), tick=False):
        week = client.get(reverse("homework:notebook_week"))

    [places] = [one.places for one in week.context["days"] if one.is_today]
    assert [(one.class_code, one.rank) for one in places] == [("4eB", 1), ("4eX", 1), ("4eB", 2)]
    assert "10\xa0h\xa030–11\xa0h\xa030" in week.content.decode()
