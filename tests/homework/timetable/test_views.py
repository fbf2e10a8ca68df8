"""Import a timetable: seen first, used all or nothing, followed by the notebook, forgotten."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.homework.models import TimetableSlot
from apps.homework.notebook.queries.days import lessons_ahead
from apps.homework.timetable import services
from apps.schools.enums import Role
from apps.schools.models import SchoolWeek
from tests.factories.schools import (
    GroupFactory,
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.homework.conftest import TODAY, TUESDAY
from tests.homework.pages import slot, words, write_url
from tests.homework.timetables import event, ics, sample
from tests.queries import statements

pytestmark = pytest.mark.django_db
HOME = reverse("homework:timetable")
USE = reverse("homework:timetable_use")
FORGET = reverse("homework:timetable_forget")
DAY = dt.timedelta(days=1)


@pytest.fixture
def school_life(school_life):
    """4EB as SIECLE writes it, weeks A and B, and Mme Roux who teaches 4eC too."""
    division = school_life.teaching.division
    division.code = "4EB"
    division.save()
    first = dt.date(2026, 8, 31)
    SchoolWeek.objects.bulk_create(
        SchoolWeek(school=school_life.school, monday=first + n * 7 * DAY, label="AB"[n % 2])
        for n in range(44)
    )
    TeachingStaffFactory(teaching=school_life.elsewhere, staff=school_life.teacher)
    return school_life


@pytest.fixture
def head(school_life):
    return StaffFactory(school=school_life.school, role=Role.PRINCIPAL)


def upload(client, content, **more):
    file = SimpleUploadedFile("edt.ics", content, content_type="text/calendar")
    return client.post(HOME, {"file": file, **more})


def of(response):
    """The fields of the preview: what it carries, and the class proposed for each course."""
    form = response.context["form"]
    sent = {"state": form["state"].value(), "de": response.context["whose"].key}
    return sent | {field.name: field.value() for _, field in form.rows}


def weekly(*courses):
    return ics(
        *(
            event(f"{day:%Y%m%d}T{start}", f"{day:%Y%m%d}T{end}", said, "RRULE:FREQ=WEEKLY")
            for day, start, end, said in courses
        )
    )


MONDAY_4EB = (dt.date(2026, 9, 7), "080000", "085500", "MATHS 4EB")
FRIDAY_4EC = (dt.date(2026, 9, 4), "140000", "145500", "MATHS 4EC")


def kept():
    rows = TimetableSlot.objects.standing().order_by("teaching", "weekday", "starts_at")
    return list(rows.values_list("teaching", "weekday", "week"))


def test_a_teacher_sees_each_course_and_the_class_it_is_for_before_anything_is_kept(
    today, teacher, school_life
):
    response = upload(teacher, sample("pronote.ics"))

    text = words(response)
    assert "Rien n’est encore changé." in text
    assert "mardi, 8 h – 8 h 55" in text
    assert 'jeudi, 10 h – 10 h 55 <span class="soft">semaine B</span>' in text
    proposed = [line.teaching for line, _ in response.context["form"].rows]
    keys = [str(one.public_id) for one in (school_life.teaching, school_life.elsewhere)]
    assert sorted(proposed) == sorted([*keys, ""]), "heure de vie de classe is nobody’s maths"
    assert kept() == []


def test_a_teacher_is_told_that_lessons_of_a_saturday_are_left_out(today, teacher, school_life):
    saturday = (dt.date(2026, 9, 5), "080000", "085500", "MATHS 4EB")

    text = words(upload(teacher, weekly(MONDAY_4EB, saturday)))

    assert "Les cours du samedi et du dimanche ne sont pas repris." in text


def test_an_outing_without_an_hour_is_shown_and_a_holiday_is_not(today, teacher):
    outing = b"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261119\r\nSUMMARY:Louvre\r\nEND:VEVENT\r\n"
    sunday = outing.replace(b"19", b"22").replace(b"Louvre", b"Repos")
    content = weekly(MONDAY_4EB).replace(b"END:VCALENDAR", outing + sunday + b"END:VCALENDAR")

    text = words(upload(teacher, content))

    assert "Sans heure, donc pas repris :" in text
    assert "jeudi 19 novembre 2026 : Louvre" in text
    assert "Repos" not in text


HOURLY = event("20260908T100000", "20260908T105500", "MATHS 4EC", "RRULE:FREQ=HOURLY")


def test_a_teacher_reads_what_was_not_understood_with_its_day_and_hour(today, teacher):
    every = event("20260907T080000", "20260907T085500", "MATHS 4EB", "RRULE:FREQ=WEEKLY")

    text = words(upload(teacher, ics(every, HOURLY)))

    assert "mardi 8 septembre 2026, 10 h : MATHS 4EC" in text
    assert "lundi, 8 h – 8 h 55" in text


def test_a_file_of_which_nothing_is_understood_says_what_it_held(today, teacher):
    text = words(upload(teacher, ics(HOURLY)))

    assert "Aucun cours de ce fichier ne peut être compris." in text
    assert "Pas compris : mardi 8 septembre 2026, 10 h : MATHS 4EC." in text


def test_what_was_used_is_followed_by_the_week_and_by_the_next_lessons(today, teacher, school_life):
    preview = upload(teacher, sample("pronote.ics"))

    content_read = words(teacher.post(USE, of(preview), follow=True))

    assert "C’est repris : emploi du temps de 4EB et 4eC." in content_read
    assert kept() == [
        (school_life.teaching.pk, 1, ""),
        (school_life.elsewhere.pk, 3, "B"),
    ]
    assert lessons_ahead(school_life.teaching, after=TODAY)[:2] == [
        TODAY + 7 * DAY,
        TODAY + 14 * DAY,
    ]
    week = teacher.get(reverse("homework:notebook_week"), {"du": "2026-11-17"})
    places = {(place.class_code, place.day) for day in week.context["days"] for place in day.places}
    assert places == {("4EB", TODAY), ("4eC", TODAY + 2 * DAY)}
    chips = words(teacher.get(write_url(school_life.teaching)))
    assert "mardi 24 novembre" in chips


def test_only_the_classes_chosen_change_and_the_others_keep_what_they_have(
    today, teacher, school_life
):
    slot(school_life.teaching, 4)
    slot(school_life.elsewhere, 2)
    preview = upload(teacher, weekly(MONDAY_4EB))

    teacher.post(USE, of(preview))

    assert kept() == [(school_life.teaching.pk, 0, ""), (school_life.elsewhere.pk, 2, "")]


def test_a_course_not_recognised_is_attached_by_hand_to_a_class(today, teacher, school_life):
    preview = upload(teacher, weekly((*MONDAY_4EB[:3], "Soutien groupe violet")))
    [(line, field)] = preview.context["form"].rows
    assert line.teaching == ""

    teacher.post(USE, of(preview) | {field.name: str(school_life.elsewhere.public_id)})

    assert kept() == [(school_life.elsewhere.pk, 0, "")]


def test_two_courses_of_one_class_make_one_week(today, teacher, school_life):
    preview = upload(
        teacher, weekly(MONDAY_4EB, (*FRIDAY_4EC[:3], "Accompagnement"), (*MONDAY_4EB[:3], "AP"))
    )
    key = str(school_life.teaching.public_id)

    teacher.post(USE, of(preview) | {f"line-{n}": key for n in range(3)})

    assert kept() == [(school_life.teaching.pk, 0, ""), (school_life.teaching.pk, 4, "")]


def test_with_no_class_chosen_nothing_changes_and_the_page_says_so(today, teacher, school_life):
    slot(school_life.teaching, 4)
    preview = upload(teacher, weekly(MONDAY_4EB))

    response = teacher.post(USE, of(preview) | {"line-0": "aucune"})

    assert "Choisissez une classe pour un cours au moins." in words(response)
    assert kept() == [(school_life.teaching.pk, 4, "")]


def test_a_class_one_does_not_teach_cannot_be_chosen(today, teacher, school_life):
    preview = upload(teacher, weekly(MONDAY_4EB))

    response = teacher.post(USE, of(preview) | {"line-0": str(school_life.french.public_id)})

    assert response.status_code == 200
    assert kept() == []


@pytest.mark.parametrize("state", ["", "x", "eyJ9:1abc:def"])
def test_a_preview_that_was_changed_is_refused(today, teacher, school_life, state):
    preview = upload(teacher, weekly(MONDAY_4EB))

    response = teacher.post(USE, of(preview) | {"state": state})

    assert "déposez le fichier de nouveau" in words(response)
    assert kept() == []


def test_a_preview_of_this_morning_is_too_old(teacher, school_life):
    with time_machine.travel(TUESDAY, tick=False):
        preview = upload(teacher, weekly(MONDAY_4EB))
    with time_machine.travel(TUESDAY + dt.timedelta(hours=3), tick=False):
        response = teacher.post(USE, of(preview))

    assert "Cet aperçu n’est plus valable" in words(response)
    assert kept() == []


def test_the_preview_of_a_colleague_is_not_one_s_own(today, teacher, school_life, client):
    sent = of(upload(teacher, weekly(MONDAY_4EB)))
    TeachingStaffFactory(teaching=school_life.teaching, staff=school_life.colleague)
    client.force_login(school_life.colleague.user)

    response = client.post(USE, sent)

    assert "Cet aperçu n’est plus valable" in words(response)
    assert kept() == []


def test_a_class_taken_away_meanwhile_is_refused(today, teacher, school_life):
    sent = of(upload(teacher, weekly(MONDAY_4EB)))
    school_life.teaching.teaching_staff.update(during=since(end=TUESDAY - DAY))

    response = teacher.post(USE, sent)

    assert response.status_code == 200
    assert kept() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide"),
        (b"\x89PNG" * 50, "Ce n’est pas un emploi du temps iCalendar"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * (2 << 20), "2 Mo au plus"),
        (b"x" * (9 << 20), "2 Mo au plus"),
        (ics(event("20200907T080000", "20200907T090000")), "aucun cours de l’année 2026-2027"),
        (
            ics(
                event("20261117T080000", "20261117T085500", "A"),
                event("20270517T080000", "20270517T085500", "B"),
            ),
            "ne revient d’une semaine à l’autre",
        ),
    ],
    ids=["empty", "picture", "heavy", "cut", "old", "no habit"],
)
def test_a_file_that_cannot_be_used_is_told_beside_the_field(
    today, teacher, school_life, content, said
):
    response = upload(teacher, content)

    assert said in words(response)
    assert response.context["form"].errors["file"]


def test_a_single_week_is_told_to_be_one(today, teacher, school_life):
    assert "ne raconte qu’une semaine" in words(
        upload(teacher, ics(event("20261117T080000", "20261117T085500", "MATHS 4EB")))
    )


def test_forgotten_the_usual_rhythm_is_learnt_again(today, teacher, school_life):
    slot(school_life.teaching, 4)
    slot(school_life.elsewhere, 2)
    page = words(teacher.get(FORGET))
    assert "4EB · Mathématiques" in page
    assert len(kept()) == 2

    answer = teacher.post(FORGET, {"classes": [str(school_life.teaching.public_id)]}, follow=True)

    assert kept() == [(school_life.elsewhere.pk, 2, "")]
    assert "les jours habituels sont de nouveau proposés" in words(answer)
    assert "Jours habituels, appris du cahier" in words(answer)


def test_a_principal_imports_the_file_of_a_class_group_by_group(today, client, school_life, head):
    group = GroupFactory(school=school_life.school, year=school_life.teaching.year, code="4LAT1")
    latin = TeachingFactory(
        school=school_life.school,
        year=school_life.teaching.year,
        subject=school_life.french.subject,
        division=None,
        group=group,
    )
    school_life.ines.memberships.create(school=school_life.school, group=group, during=since())
    client.force_login(head.user)
    de = f"classe-{school_life.teaching.division.public_id}"
    content = weekly(
        (*MONDAY_4EB[:3], "MATHEMATIQUES - ROUX A."),
        (*FRIDAY_4EC[:3], "FRANCAIS - [4LAT1]"),
        (dt.date(2026, 9, 8), "100000", "105500", "FRANCAIS"),
    )

    preview = upload(client, content, de=de)
    client.post(USE, of(preview))

    assert kept() == [
        (school_life.teaching.pk, 0, ""),
        (school_life.french.pk, 1, ""),
        (latin.pk, 4, ""),
    ]


def test_a_principal_imports_the_file_of_a_colleague(today, client, school_life, head):
    client.force_login(head.user)
    de = f"prof-{school_life.teacher.public_id}"

    client.post(USE, of(upload(client, weekly(MONDAY_4EB, FRIDAY_4EC), de=de)))

    assert kept() == [(school_life.teaching.pk, 0, ""), (school_life.elsewhere.pk, 4, "")]


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIGITAL_REFERENT])
def test_who_imports_the_national_files_sets_every_week(today, client, school_life, role):
    client.force_login(StaffFactory(school=school_life.school, role=role).user)

    assert "Choisissez une classe ou un professeur." in words(client.get(HOME))
    de = f"classe-{school_life.teaching.division.public_id}"
    assert "4EB · Mathématiques" in words(client.get(HOME, {"de": de}))


def test_a_teacher_cannot_ask_for_the_week_of_a_class_or_of_a_colleague(
    today, teacher, school_life
):
    for key in (
        f"classe-{school_life.teaching.division.public_id}",
        f"prof-{school_life.colleague.public_id}",
        "moi-x",
    ):
        assert teacher.get(HOME, {"de": key}).status_code == 404
        assert upload(teacher, weekly(MONDAY_4EB), de=key).status_code == 404


def test_a_principal_of_another_school_sets_nothing_here(today, client, school_life):
    client.force_login(StaffFactory(role=Role.PRINCIPAL).user)

    de = f"classe-{school_life.teaching.division.public_id}"

    assert client.get(HOME, {"de": de}).status_code == 404


def test_once_the_year_is_over_nothing_can_be_set(client, school_life):
    with time_machine.travel(dt.datetime(2027, 7, 20, 9, tzinfo=dt.UTC), tick=False):
        client.force_login(school_life.teacher.user)
        response = upload(client, weekly(MONDAY_4EB))

    assert kept() == []
    assert "pas de classe" in words(response)


def test_two_weeks_set_one_after_the_other_leave_the_last(school_life):
    first = services.LearntSlot(0, "", dt.time(8), dt.time(9))
    last = services.LearntSlot(3, "B", dt.time(8), dt.time(9))

    who = school_life.teacher.user
    services.set_timetable({school_life.teaching: [first, first]}, by=who, at=TUESDAY)
    services.set_timetable({school_life.teaching: [last]}, by=who, at=TUESDAY + DAY)

    assert kept() == [(school_life.teaching.pk, 3, "B")]


def test_the_week_before_is_ended_and_not_erased(school_life):
    """What hours a class had last month may still be asked."""
    who, week = school_life.teacher.user, services.LearntSlot(0, "", dt.time(8), dt.time(9))
    stays = services.LearntSlot(1, "", dt.time(10), dt.time(11))
    services.set_timetable({school_life.teaching: [week, stays]}, by=who, at=TUESDAY)

    services.set_timetable({school_life.teaching: [stays]}, by=who, at=TUESDAY + DAY)

    rows = TimetableSlot.objects.order_by("weekday")
    assert [(row.weekday, row.during.lower, row.during.upper) for row in rows] == [
        (0, TUESDAY, TUESDAY + DAY),
        (1, TUESDAY, None),
    ]
    assert rows.in_force(at=TUESDAY).count() == 2


def test_the_page_asks_the_same_of_the_database_for_one_class_or_three(today, teacher, school_life):
    slot(school_life.teaching, 0)
    teacher.get(HOME)
    with statements() as one:
        teacher.get(HOME)
    for n in range(2):
        more = TeachingFactory(
            school=school_life.school,
            year=school_life.teaching.year,
            subject=school_life.teaching.subject,
        )
        TeachingStaffFactory(teaching=more, staff=school_life.teacher)
        slot(more, n)
    with statements() as three:
        teacher.get(HOME)

    assert len(one) == len(three), three.listed()
