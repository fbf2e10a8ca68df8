"""The office notes that a teacher is away in three gestures; it is corrected, and taken back."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.homework.teacher_absences.services import withdraw_absence
from apps.schools.enums import Role
from apps.schools.models import Closure, Post
from tests.factories.schools import StaffFactory, TeachingFactory, TeachingStaffFactory, since
from tests.homework.absences import away, hour, span
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, write
from tests.homework.pages import words
from tests.queries import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LIST, ADD = reverse("homework:absence_list"), reverse("homework:absence_add")
HOME = reverse("home:staff_home")


@pytest.fixture
def desk(office, today):
    client = Client()
    client.force_login(office.secretary.user)
    return client


def day_of(person, day=THURSDAY, **more):
    return {"professeur": str(person.public_id), "du": day.isoformat(), **more}


def ticked(response):
    return [
        lesson.key
        for day in response.context["look"].days
        for lesson in day.lessons
        if lesson.is_missing
    ]


def test_three_gestures_note_an_absence_and_the_mother_reads_it(office, desk):
    assert ADD in words(desk.get(HOME)), "one"
    look = desk.get(ADD, day_of(office.teacher))
    assert "9 h–10 h — 4E" in words(look), "two"
    assert "Pas de mathématiques jeudi, 9 h–10 h." in words(look), "as families will read it"
    assert not TeacherAbsence.objects.exists(), "looking writes nothing"

    answer = desk.post(ADD, day_of(office.teacher) | {"cours": ticked(look)}, follow=True)

    assert "C’est noté. Les familles et les élèves le lisent déjà." in words(answer), "three"
    mother = Client()
    mother.force_login(office.mother)
    text = words(mother.get(reverse("home:family_home")))
    assert "Pas de mathématiques jeudi, 9 h–10 h." in text


def test_the_same_form_sent_twice_notes_one_absence(office, desk):
    look = desk.get(ADD, day_of(office.teacher))
    sent = day_of(office.teacher) | {"cours": ticked(look), "once": "x"}

    desk.post(ADD, sent)
    answer = desk.post(ADD, sent, follow=True)

    assert "C’est déjà fait" in words(answer)
    assert TeacherAbsence.objects.count() == 1


def test_tomorrow_is_proposed_in_the_afternoon_and_today_in_the_morning(office, desk):
    form = desk.get(ADD).context["form"]
    assert form.initial["du"] == TODAY  # ten o'clock
    with time_machine.travel(TUESDAY + dt.timedelta(hours=3), tick=False):
        assert desk.get(ADD).context["form"].initial["du"] == TODAY + DAY


def test_on_a_friday_afternoon_monday_is_proposed(office, desk):
    with time_machine.travel(TUESDAY + 3 * DAY + dt.timedelta(hours=4), tick=False):
        assert desk.get(ADD).context["form"].initial["du"] == TODAY + 6 * DAY


def test_what_was_chosen_may_be_changed_before_it_is_kept(office, desk):
    look = desk.get(ADD, day_of(office.teacher))

    form = desk.get(look.context["change_url"])

    assert form.templates[0].name == "homework/absence_add.html"
    assert form.context["form"]["du"].value() == THURSDAY.isoformat()


def test_a_day_without_a_lesson_says_that_there_is_nothing_to_cancel(office, desk):
    text = words(desk.get(ADD, day_of(office.teacher, THURSDAY + DAY)))

    assert "Aucun cours à ces moments-là." in text
    assert "Noter l’absence" not in text


def test_nothing_ticked_is_refused_and_what_was_chosen_stays(office, desk):
    answer = desk.post(ADD, day_of(office.teacher))

    assert "Cochez un cours au moins" in words(answer)
    assert ticked(answer) == []
    assert not TeacherAbsence.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"professeur": ""}, "Choisissez qui est absent."),
        ({"professeur": "x"}, "Sélectionnez un choix valide"),
        ({"au": "2026-11-18"}, "Le dernier jour vient avant le premier."),
        ({"au": "2027-06-01"}, "60 jours au plus"),
        ({"du": "le 40"}, "Écrivez une date"),
    ],
)
def test_a_form_that_says_nothing_sensible_is_told_why(office, desk, sent, said):
    assert said in words(desk.get(ADD, day_of(office.teacher) | sent))


def test_a_teacher_of_another_school_is_not_among_those_who_may_be_away(office, desk):
    theirs = TeachingFactory()
    stranger = StaffFactory(school=theirs.school)
    TeachingStaffFactory(teaching=theirs, staff=stranger)

    assert "choix valide" in words(desk.get(ADD, day_of(stranger)))


def test_a_colleague_of_the_class_is_named_beside_the_lesson_that_they_may_hold(office, desk):
    TeachingStaffFactory(teaching=office.teaching, staff=office.colleague)

    look = desk.get(ADD, day_of(office.teacher))

    assert ticked(look) == []
    assert f"Aussi à : {office.colleague.polite_name}" in words(look)


def test_without_a_timetable_the_page_says_so(office, desk):
    look = desk.get(ADD, day_of(office.colleague))

    assert "Sans emploi du temps, par demi-journée : 4E" in words(look)


def test_an_absence_is_corrected_on_its_page(office, desk):
    hour(office.teaching, 3, dt.time(14), dt.time(15))
    absence = away(office)
    page = reverse("homework:absence_detail", args=[absence.public_id])
    [nine, _two] = ticked(desk.get(page))

    answer = desk.post(page, {"cours": [nine]}, follow=True)

    assert "C’est corrigé." in words(answer)
    assert ticked(desk.get(page)) == [nine]


def test_other_days_are_shown_then_kept(office, desk):
    hour(office.teaching, 4)
    absence = away(office)
    page = reverse("homework:absence_detail", args=[absence.public_id])
    friday = {"du": "2026-11-20", "de": "AM", "au": "", "jusqu": "PM"}

    look = desk.get(page, friday)
    assert "Ces jours ne sont pas encore enregistrés" in words(look)
    assert len(ticked(look)) == 1
    desk.post(page, friday | {"cours": ticked(look)})

    absence.refresh_from_db()
    assert absence.during.lower == dt.datetime(2026, 11, 19, 23, tzinfo=dt.UTC)


def test_taken_back_once_begun_it_says_what_stays_cancelled(office, desk):
    hour(office.teaching, 4)
    absence = away(office, span(THURSDAY, THURSDAY + DAY))
    there = reverse("homework:absence_detail", args=[absence.public_id])

    with time_machine.travel(dt.datetime(2026, 11, 20, 7, tzinfo=dt.UTC), tick=False):
        page = words(desk.get(there))
        answer = desk.post(
            reverse("homework:absence_withdraw", args=[absence.public_id]), follow=True
        )

    assert "Retirer à partir de maintenant" in page
    assert "ceux d’avant restent manqués." in words(answer)
    assert "tous ces cours" not in page + words(answer)


def test_an_absence_that_is_over_offers_no_way_to_take_it_back(office, desk):
    absence = away(office)
    there = reverse("homework:absence_withdraw", args=[absence.public_id])

    with time_machine.travel(dt.datetime(2026, 11, 20, 7, tzinfo=dt.UTC), tick=False):
        page = words(desk.get(reverse("homework:absence_detail", args=[absence.public_id])))
        answer = desk.post(there, follow=True)

    assert "Retirer l’absence" not in page
    assert "décochez plutôt les cours qui ont eu lieu" in words(answer)
    absence.refresh_from_db()
    assert absence.withdrawn_at is None


def test_an_absence_is_taken_back_in_one_gesture(office, desk):
    absence = away(office)

    answer = desk.post(reverse("homework:absence_withdraw", args=[absence.public_id]), follow=True)

    assert "C’est retiré : tous ces cours ont lieu" in words(answer)
    assert CancelledLesson.objects.not_held().count() == 0
    page = words(desk.get(reverse("homework:absence_detail", args=[absence.public_id])))
    assert "Cette absence a été retirée" in page
    assert "Enregistrer" not in page


def test_who_noted_it_is_read_by_the_office(office, desk):
    absence = away(office)

    text = words(desk.get(reverse("homework:absence_detail", args=[absence.public_id])))

    name = office.secretary.user.get_full_name()
    assert f"Notée par {name}, le 17 novembre 2026 à 10 h." in text


def test_the_list_has_what_comes_first_then_what_is_over_or_taken_back(office, desk):
    hour(office.teaching, 4)
    hour(office.teaching, 0)
    away(office, span(TODAY - DAY))
    away(office)
    back = away(office, span(THURSDAY + DAY))
    withdraw_absence(back, by=office.secretary.user, at=TUESDAY)

    page = desk.get(LIST)

    assert [line.when for line in page.context["lines"]] == ["jeudi 19 novembre"]
    states = {line.when: line.state for line in page.context["past"]}
    assert states == {"lundi 16 novembre": "Passée", "vendredi 20 novembre": "Retirée"}


def test_who_keeps_the_day_reads_who_is_away_today(office, desk):
    nobody = "Aucune absence notée pour aujourd’hui ni pour le prochain jour de cours."
    assert nobody in words(desk.get(HOME))
    hour(office.teaching, 1)
    away(office, span(TODAY))

    text = words(desk.get(HOME))

    assert office.teacher.polite_name in text
    assert "1 cours annulé" in text


def test_the_first_page_of_the_office_costs_the_same_for_one_absence_and_two(office, desk):
    hour(office.teaching, 1)
    away(office, span(TODAY))
    desk.get(HOME)
    with statements() as one:
        desk.get(HOME)
    away(office, span(TODAY), staff=office.colleague)
    with statements() as two:
        desk.get(HOME)

    assert len(one) == len(two), two.listed()


@pytest.mark.parametrize("role", [Role.SCHOOL_LIFE, Role.CPE, Role.PRINCIPAL, Role.DEPUTY])
def test_who_else_keeps_the_day_notes_it_too(office, today, role):
    client = Client()
    client.force_login(StaffFactory(school=office.school, role=role).user)
    look = client.get(ADD, day_of(office.teacher))

    client.post(ADD, day_of(office.teacher) | {"cours": ticked(look)})

    assert TeacherAbsence.objects.count() == 1


@pytest.mark.parametrize(
    "role", [Role.TEACHER, Role.NURSE, Role.SOCIAL_WORKER, Role.PSY_EN, Role.DIGITAL_REFERENT]
)
def test_nobody_else_of_the_team_notes_one_or_reads_who_is_away(office, today, role):
    absence = away(office)
    client = Client()
    client.force_login(StaffFactory(school=office.school, role=role).user)
    page = reverse("homework:absence_detail", args=[absence.public_id])

    assert [client.get(url).status_code for url in (LIST, ADD, page)] == [403, 403, 404]
    assert client.post(page, {"cours": []}).status_code == 404
    assert office.teacher.polite_name not in words(client.get(HOME))


def test_a_colleague_of_the_class_reads_the_lesson_and_not_who_is_away(office, today):
    away(office)
    client = Client()
    client.force_login(office.lead.user)
    division = office.teaching.division

    text = words(client.get(reverse("home:lead_class", args=[division.public_id])))

    assert "Pas de mathématiques jeudi, 9 h–10 h." in text
    assert client.get(LIST).status_code == 403
    assert LIST not in words(client.get(HOME))


def test_an_absence_of_another_school_does_not_exist_here(office, today):
    absence = away(office)
    client = Client()
    client.force_login(StaffFactory(role=Role.SECRETARY).user)

    page = reverse("homework:absence_detail", args=[absence.public_id])
    assert client.get(page).status_code == 404


# --- What is true at the hour at which it is noted ------------------------------------------------

NOTED = "C’est noté. "


def look_at(desk, office, day, moment=TUESDAY, **more):
    with time_machine.travel(moment, tick=False):
        return desk.get(ADD, day_of(office.teacher, day, **more))


def note(desk, office, day, moment=TUESDAY, **more):
    with time_machine.travel(moment, tick=False):
        keys = [
            lesson.key
            for one in desk.get(ADD, day_of(office.teacher, day, **more)).context["look"].days
            for lesson in one.lessons
        ]
        sent = day_of(office.teacher, day, **more) | {"cours": keys}
        return words(desk.post(ADD, sent, follow=True))


def test_an_hour_that_has_begun_is_not_ticked(office, desk):
    hour(office.teaching, 1, dt.time(8), dt.time(8, 55))
    hour(office.teaching, 1, dt.time(14), dt.time(15))

    look = look_at(desk, office, TODAY)

    assert [key[-5:] for key in ticked(look)] == ["14:00"]
    assert "Déjà commencé" in words(look)
    assert "14 h–15 h." in look.context["look"].families.replace("\xa0", " ")
    assert "8 h–8 h 55" not in look.context["look"].families.replace("\xa0", " ")


def test_a_lesson_given_on_a_day_that_is_over_is_not_ticked(office, desk):
    hour(office.teaching, 0)
    hour(office.teaching, 0, dt.time(14), dt.time(15))
    write(office, office.teaching, day=TODAY - DAY, at=TUESDAY - DAY)

    look = look_at(desk, office, TODAY - DAY)

    assert [key[-5:] for key in ticked(look)] == ["14:00"]
    assert "Déjà écrit dans le cahier de textes" in words(look)


def test_work_left_for_an_hour_to_come_does_not_hold_it(office, desk):
    hour(office.teaching, 1, dt.time(14), dt.time(15))
    write(office, office.teaching, day=TODAY, at=TUESDAY - 2 * DAY / 24)

    assert [key[-5:] for key in ticked(look_at(desk, office, TODAY))] == ["14:00"]


def test_a_first_day_that_is_over_is_said(office, desk):
    hour(office.teaching, 0)

    text = words(look_at(desk, office, TODAY - DAY))

    assert "Le premier jour, lundi 16 novembre, est passé" in text
    assert "Ces cours sont passés" in text
    assert "est passé" not in words(look_at(desk, office, THURSDAY))


def test_of_days_that_are_over_nobody_is_said_to_read_it(office, desk):
    hour(office.teaching, 0)

    text = note(desk, office, TODAY - DAY)

    assert NOTED + "Ces cours sont passés" in text
    assert "le lisent déjà" not in text


def test_of_a_far_day_it_is_said_from_when_families_read_it(office, desk):
    far = THURSDAY + 14 * DAY
    look = words(look_at(desk, office, far))
    assert "Ils le liront sur leur première page à partir du jeudi 26 novembre." in look

    text = note(desk, office, far)

    said = "Les familles et les élèves le liront sur leur première page à partir du jeudi 26"
    assert NOTED + said in text
    mother = Client()
    mother.force_login(office.mother)
    for days, is_read in ((8, False), (9, True)):
        with time_machine.travel(TUESDAY + days * DAY, tick=False):
            page = words(mother.get(reverse("home:family_home")))
        assert ("Pas de mathématiques" in page) is is_read


def test_of_many_weeks_it_is_said_until_when_they_read_it(office, desk):
    text = note(desk, office, THURSDAY, au=(THURSDAY + 14 * DAY).isoformat())

    assert "le lisent déjà, jusqu’au mardi 24 novembre ; la suite, sept jours avant" in text


def test_what_is_over_is_not_offered_to_be_taken_back(office, desk):
    hour(office.teaching, 1)
    absence = away(office, span(TODAY))
    page = reverse("homework:absence_detail", args=[absence.public_id])
    back = reverse("homework:absence_withdraw", args=[absence.public_id])

    with time_machine.travel(TUESDAY + DAY / 24, tick=False):
        assert back not in desk.get(page).content.decode()
        assert "décochez plutôt" in words(desk.post(back, follow=True))

    absence.refresh_from_db()
    assert absence.withdrawn_at is None


def test_while_it_lasts_it_is_taken_back_from_now_on(office, desk):
    hour(office.teaching, 0)
    absence = away(office, span(TODAY - DAY, THURSDAY))
    page = reverse("homework:absence_detail", args=[absence.public_id])
    assert "Retirer à partir de maintenant" in words(desk.get(page))

    back = reverse("homework:absence_withdraw", args=[absence.public_id])
    text = words(desk.post(back, follow=True))

    assert "les cours qui restent ont lieu ; ceux d’avant restent manqués." in text
    kept = {row.day: row.restored_at for row in CancelledLesson.objects.all()}
    assert kept == {TODAY - DAY: None, THURSDAY: TUESDAY}


def test_in_the_evening_the_first_page_has_who_is_away_tomorrow(office, desk):
    evening = TUESDAY + 8 * DAY / 24
    hour(office.teaching, 2)
    note(desk, office, TODAY + DAY, evening)

    with time_machine.travel(evening, tick=False):
        assert office.teacher.polite_name in words(desk.get(HOME))


def test_the_first_page_has_the_day_after_the_holidays_and_no_later_one(office, desk):
    Closure.objects.create(
        school=office.school, label="Pont", starts_on=TODAY + DAY, ends_on=THURSDAY
    )
    hour(office.teaching, 4)
    hour(office.french, 0)
    away(office, span(THURSDAY + DAY))
    away(office, span(TODAY + 6 * DAY), staff=office.colleague)

    text = words(desk.get(HOME))

    assert office.teacher.polite_name in text
    assert office.colleague.polite_name not in text


def test_the_day_proposed_is_one_with_lessons(office, desk):
    Closure.objects.create(school=office.school, label="Pont", starts_on=TODAY, ends_on=THURSDAY)

    assert desk.get(ADD).context["form"].initial["du"] == THURSDAY + DAY


def test_of_many_lessons_all_are_unticked_in_one_gesture(office, desk):
    long = day_of(office.teacher, au=(THURSDAY + 58 * DAY).isoformat())
    look = desk.get(ADD, long)
    assert len(ticked(look)) > 1
    text = words(look)
    assert "Tout décocher" in text
    assert text.count("Noter l’absence") == 2

    assert ticked(desk.get(look.context["none_url"])) == []


def test_a_lesson_that_a_substitute_took_later_is_counted_as_held(office, desk):
    hour(office.teaching, 1, dt.time(14), dt.time(15))
    away(office, span(TODAY))
    substitute = StaffFactory(school=office.school)
    TeachingStaffFactory(
        teaching=office.teaching, staff=substitute, during=since(start=TUESDAY - DAY)
    )
    Post.objects.filter(staff=substitute).update(replaces=office.teacher)

    assert "0 cours annulé, 1 qui a lieu" in words(desk.get(HOME))
