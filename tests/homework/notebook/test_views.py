"""The teacher's pages: the week, the page where a lesson is written, corrections."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.homework.models import (
    DailyCap,
    Homework,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.schools.models import Closure, Guardian
from tests.factories.schools import TeachingStaffFactory
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, work, write
from tests.homework.pages import DAY, NIGHT, of, one, slot, typed, words, write_url

pytestmark = pytest.mark.django_db


# --- A look before saving -----------------------------------------------------------------------


def test_a_look_shows_the_text_as_families_will_read_it_and_saves_nothing(
    today, teacher, school_life
):
    data = typed(
        text="**Fractions** et $\\frac{1}{2}$ <script>alert(1)</script>",
        question="Combien font deux demis ?",
        **{"work-0-text": "- Exercice 4\n- Exercice 5"},
    )

    page = teacher.post(write_url(school_life.teaching), {**data, "act": "look"})

    shown = page.content.decode()
    look = shown[shown.index('id="apercu"') :]
    look = look[: look.index("</form>")]
    assert "<strong>Fractions</strong>" in look
    assert "<mfrac>" in look
    assert "<li>Exercice 4</li>" in look
    assert "<script" not in look
    assert "Combien font deux demis ?" in look
    assert "**Fractions**" in shown  # what was typed is still in its field
    assert not Lesson.objects.exists()


def test_a_look_at_a_page_that_lacks_something_still_shows_what_is_there(
    today, teacher, school_life
):
    page = teacher.post(write_url(school_life.teaching), {"act": "look", "works": "1"})

    assert page.status_code == 200
    assert "Rien n’est encore écrit." in words(page)


# --- The week -----------------------------------------------------------------------------------


def test_the_week_of_a_teacher_shows_their_lessons_and_no_colleague_s(today, teacher, school_life):
    write(school_life, text="Fractions du mardi", works=[work("Exercice 44")])
    write(school_life, school_life.french, by=school_life.colleague, text="Le récit de Zadig")
    slot(school_life.teaching, 3)

    text = words(teacher.get(reverse("homework:notebook_week")))

    assert "Fractions du mardi" in text
    assert "Pour jeudi 19 novembre : Exercice 44" in text
    assert write_url(school_life.teaching, THURSDAY) in text
    assert "Zadig" not in text


def test_the_week_says_what_families_read_of_each_lesson(teacher, school_life):
    write(school_life, day=TODAY - DAY, is_draft=True)
    write(school_life, day=TODAY)
    write(school_life, day=TODAY, rank=2, at=NIGHT)

    with time_machine.travel(NIGHT, tick=False):
        text = words(teacher.get(reverse("homework:notebook_week")))

    for state in ("Brouillon", "Publié", "Visible demain à 7 h"):
        assert state in text


def test_another_week_is_one_tap_away_and_a_wrong_date_is_this_week(today, teacher, school_life):
    write(school_life, day=TODAY - 7 * DAY, text="La semaine passée")
    url = reverse("homework:notebook_week")

    assert "La semaine passée" not in words(teacher.get(url))
    assert "La semaine passée" in words(teacher.get(f"{url}?du=2026-11-10"))
    assert "Semaine du lundi 16 novembre" in words(teacher.get(f"{url}?du=demain"))


@pytest.mark.parametrize(("day", "monday"), [(20, 16), (21, 23), (22, 23), (23, 23)])
def test_on_a_week_end_a_teacher_opens_the_week_to_prepare(teacher, day, monday):
    with time_machine.travel(dt.datetime(2026, 11, day, 9, tzinfo=dt.UTC), tick=False):
        text = words(teacher.get(reverse("homework:notebook_week")))

    assert f"Semaine du lundi {monday} novembre" in text


def test_a_new_teacher_is_told_how_to_begin(today, teacher):
    text = words(teacher.get(reverse("homework:notebook_week")))

    assert "Aucun cours prévu ni écrit cette semaine." in text
    assert "Écrire un autre cours" in text


def test_a_teacher_finds_a_past_lesson_by_its_words(today, teacher, school_life):
    write(school_life, text="Les volumes", day=TODAY - 30 * DAY, at=TUESDAY - 30 * DAY)
    write(school_life, school_life.french, by=school_life.colleague, text="Les volumes du livre")
    url = reverse("homework:notebook_week")

    found = words(teacher.get(f"{url}?q=VOLUMES"))

    assert "Les volumes" in found
    assert "du livre" not in found
    assert "Aucune séance ne dit ces mots." in words(teacher.get(f"{url}?q=hypoténuse"))


def test_a_class_and_a_day_chosen_by_hand_lead_to_their_page(today, teacher, school_life):
    url = reverse("homework:lesson_other")
    asked = {"teaching": school_life.teaching.public_id, "day": "2026-11-18"}

    response = teacher.get(url, asked)

    assert response.url == write_url(school_life.teaching, dt.date(2026, 11, 18))
    for wrong in ({"teaching": school_life.french.public_id}, {"day": "2020-01-01"}, {"day": ""}):
        assert teacher.get(url, asked | wrong).url == reverse("homework:notebook_week")


# --- Writing ------------------------------------------------------------------------------------


def test_a_lesson_is_written_with_a_tap_for_the_day_and_one_for_the_minutes(
    today, teacher, school_life
):
    url = write_url(school_life.teaching)

    response = teacher.post(
        url, typed(question="Pourquoi ?", works=[one(duration="20", needs_screen="on")])
    )

    lesson = Lesson.objects.get()
    assert response.url == of("lesson_detail", lesson)
    state = HomeworkVersion.objects.get()
    assert (state.due_on, state.minutes, state.needs_screen) == (THURSDAY, 20, True)
    content = words(teacher.get(response.url))
    assert "C’est enregistré. Les familles et les élèves le liront tout de suite." in content


def test_empty_lines_of_works_are_not_works(today, teacher, school_life):
    blank = {"text": "  ", "due": THURSDAY.isoformat()}

    teacher.post(write_url(school_life.teaching), typed(works=[blank, one(), blank]))

    assert Homework.objects.count() == 1


def test_ten_works_are_kept_and_an_eleventh_is_never_read(today, teacher, school_life):
    works = [one(f"Exercice {n}") for n in range(12)]

    teacher.post(write_url(school_life.teaching), typed(works=works))

    assert Homework.objects.count() == 10


def test_a_line_more_keeps_everything_that_was_typed(today, teacher, school_life):
    url = write_url(school_life.teaching)

    text = words(teacher.post(url, typed("Les aires", works=[one("Lire")], act="more")))

    assert "Les aires" in text
    assert 'name="work-1-text"' in text
    assert "Quelque chose est à corriger" not in text
    assert not Lesson.objects.exists()


def test_at_night_the_teacher_is_told_before_and_after_that_families_read_tomorrow(
    teacher, school_life
):
    url = write_url(school_life.teaching)
    with time_machine.travel(NIGHT, tick=False):
        before = words(teacher.get(url))
        response = teacher.post(url, typed())
        after = words(teacher.get(response.url))

    assert "Visible demain à 7 h : il est 21 h 30" in before
    assert "C’est enregistré. Visible demain à 7 h" in after


def test_a_draft_is_kept_then_published_in_one_tap(today, teacher, school_life):
    teacher.post(write_url(school_life.teaching), typed(act="draft", works=[one()]))
    lesson = Lesson.objects.get()
    content = words(teacher.get(of("lesson_detail", lesson)))
    assert "Gardé en brouillon : les familles ne voient rien." in content

    teacher.post(of("lesson_publish", lesson))

    assert LessonVersion.objects.latest().get().visible_at == TUESDAY
    assert HomeworkVersion.objects.latest().get().visible_at == TUESDAY


def test_the_enter_key_keeps_a_draft(today, teacher, school_life):
    data = typed()
    del data["act"]

    teacher.post(write_url(school_life.teaching), data)

    assert LessonVersion.objects.get().visible_at is None


def test_a_lesson_is_scheduled_for_a_day_to_come(today, teacher, school_life):
    chosen = {"act": "schedule", "show_on": "2026-11-18", "show_clock": "12:00"}

    response = teacher.post(write_url(school_life.teaching), typed(**chosen))

    at = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
    assert LessonVersion.objects.get().visible_at == at
    assert "C’est programmé. Visible demain à 12 h" in words(teacher.get(response.url))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "Choisissez le jour où les familles le liront."),
        ({"show_on": "2026-11-16"}, "Ce moment est déjà passé."),
    ],
)
def test_a_schedule_without_a_moment_to_come_is_asked_again(
    today, teacher, school_life, chosen, expected
):
    response = teacher.post(
        write_url(school_life.teaching), typed("Les aires", act="schedule", **chosen)
    )

    assert expected in words(response)
    assert "Les aires" in words(response)
    assert not Lesson.objects.exists()


def test_the_days_proposed_bear_what_colleagues_have_given(today, teacher, school_life):
    slot(school_life.teaching, 3)
    write(
        school_life, school_life.french, by=school_life.colleague, works=[work("Zadig", minutes=35)]
    )
    DailyCap.objects.create(
        school=school_life.school, level=school_life.teaching.division.level, minutes=45
    )

    text = words(teacher.get(write_url(school_life.teaching)))

    assert "jeudi 19 novembre<small>déjà 35 min</small>" in text
    assert "Repère du collège : 45 min" in text
    assert "Zadig" not in text


def test_the_load_of_a_day_comes_with_the_minutes_being_typed(today, teacher, school_life):
    write(school_life, school_life.french, by=school_life.colleague, works=[work(minutes=35)])
    DailyCap.objects.create(
        school=school_life.school, level=school_life.teaching.division.level, minutes=45
    )
    url = of("class_day_load", school_life.teaching)

    light = words(teacher.get(f"{url}?n=0&work-0-due={THURSDAY}&work-0-duration=5"))
    heavy = words(teacher.get(f"{url}?n=0&work-0-due={THURSDAY}&work-0-duration=15"))

    assert (
        "Jeudi 19 novembre : déjà 35 min données par les collègues, 40 min avec ce travail" in light
    )
    assert "repère du collège 45 min" in light
    assert "Pourquoi dépasser" not in light
    assert "Pourquoi dépasser" in heavy
    assert teacher.get(f"{url}?n=99").status_code == 404


def test_over_the_cap_the_reason_is_asked_then_kept(today, teacher, school_life):
    DailyCap.objects.create(
        school=school_life.school, level=school_life.teaching.division.level, minutes=30
    )
    url = write_url(school_life.teaching)

    refused = words(teacher.post(url, typed(works=[one(duration="autre", minutes="40")])))

    assert "aurait 40 min de travail" in refused
    assert 'name="work-0-over_cap_reason"' in refused
    why = {"over_cap_reason": "Avec M. Petit."}
    teacher.post(url, typed(works=[one(duration="autre", minutes="40", **why)]))
    assert HomeworkVersion.objects.get().over_cap_reason == "Avec M. Petit."


def test_the_offline_way_is_asked_where_a_family_has_no_screen_and_nobody_is_named(
    today, teacher, school_life
):
    Guardian.objects.filter(user__in=[school_life.mother_of_leo]).update(user=None, email="")
    url = write_url(school_life.teaching)

    assert "1 famille de cette classe n’a pas d’écran" in words(teacher.get(url))
    refused = words(teacher.post(url, typed(works=[one(needs_screen="on")])))
    assert "Dites comment faire sans écran ni imprimante" in refused
    assert school_life.leo.display_last_name not in refused.split("Pas d’écran")[0].split("PPRE")[0]
    teacher.post(url, typed(works=[one(needs_screen="on", offline_way="Au CDI, le midi.")]))
    assert HomeworkVersion.objects.get().offline_way == "Au CDI, le midi."


def test_a_day_of_holidays_is_refused_beside_it_and_the_next_open_day_proposed(
    today, teacher, school_life
):
    Closure.objects.create(
        school=school_life.school, label="Pont", starts_on=THURSDAY, ends_on=THURSDAY
    )
    works = [{"text": "Lire", "due": "autre", "due_on": THURSDAY.isoformat()}]

    text = words(teacher.post(write_url(school_life.teaching), typed("Les aires", works=works)))

    assert "Il n’y a pas classe ce jour-là. Prochain jour de classe : vendredi 20 novembre." in text
    assert 'id="id_work-0-due_on_error"' in text
    assert "Les aires" in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"due_on": "2026-11-16"}, "Ce jour est déjà passé"),
        ({"due_on": ""}, "Dites pour quel jour."),
        ({"due_on": "31/02/2026"}, "Écrivez une date"),
        ({"due": THURSDAY.isoformat(), "duration": "autre", "minutes": "900"}, "240"),
        ({"due": THURSDAY.isoformat(), "text": "x" * 5001}, "Il y a 5001 caractères"),
        ({"due": THURSDAY.isoformat(), "text": "", "duration": "10"}, "Dites ce qu’il faut faire"),
    ],
)
def test_what_is_wrong_is_said_beside_the_work_and_nothing_is_lost(
    today, teacher, school_life, given, expected
):
    works = [{"text": "Lire", "due": "autre", **given}]

    text = words(teacher.post(write_url(school_life.teaching), typed("Les aires", works=works)))

    assert expected in text
    assert "Les aires" in text
    assert not Lesson.objects.exists()


def test_a_paste_from_a_word_processor_is_tidied(today, teacher, school_life):
    pasted = "•\u00a0Les aires\r\n•\u00a0Les volumes\u200b\r\n" + "\r\n" * 6000

    teacher.post(write_url(school_life.teaching), typed(pasted))

    assert LessonVersion.objects.get().source == "- Les aires\n- Les volumes"


def test_work_is_adapted_for_pupils_of_the_class_and_of_no_other(today, teacher, school_life):
    url = write_url(school_life.teaching)

    text = words(teacher.post(url, typed(works=[one(students=school_life.zoe.public_id)])))
    assert "Cet élève n’est pas dans cette classe." in text
    assert not Homework.objects.exists()

    teacher.post(url, typed(works=[one(students=school_life.leo.public_id)]))
    homework = Homework.objects.get()
    assert homework.is_adapted
    assert homework.chosen.get().student == school_life.leo


def test_nobody_writes_in_the_notebook_of_another_class(today, teacher, client, school_life):
    assert teacher.get(write_url(school_life.elsewhere)).status_code == 404
    assert teacher.post(write_url(school_life.elsewhere), typed()).status_code == 404
    client.force_login(school_life.lead.user)
    assert client.post(write_url(school_life.teaching), typed()).status_code == 403
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("day", ["2020-11-17", "2026-13-45"])
def test_a_day_out_of_the_year_has_no_page(today, teacher, school_life, day):
    url = f"/equipe/cahier/{school_life.teaching.public_id}/{day}/"

    assert teacher.get(url).status_code == 404


def test_two_teachers_of_one_lesson_are_shown_both_texts_then_choose(
    today, teacher, client, school_life
):
    TeachingStaffFactory(teaching=school_life.teaching, staff=school_life.colleague)
    lesson = write(school_life, text="Le texte de l’autre", by=school_life.colleague)

    response = teacher.post(write_url(school_life.teaching), typed("Mon texte", works=[one()]))

    text = words(response)
    colleague = school_life.colleague.user.get_full_name()
    assert f"Cette séance vient d’être écrite par {colleague}." in text
    assert "Le texte de l’autre" in text
    assert "Mon texte" in text
    assert f'action="{of("lesson_edit", lesson)}"' in text
    again = typed("Mon texte", works=[one()], seen="1", reason="Nous étions deux.")
    teacher.post(of("lesson_edit", lesson), again)
    sources = list(LessonVersion.objects.order_by("n").values_list("source", flat=True))
    assert sources == ["Le texte de l’autre", "Mon texte"]


@pytest.mark.parametrize("corrects", [False, True], ids=["writes", "corrects"])
def test_who_wrote_in_another_window_is_told_that_it_was_oneself(
    today, teacher, school_life, corrects
):
    lesson = write(school_life, text="Le premier texte")
    url = write_url(school_life.teaching)
    if corrects:
        url = of("lesson_edit", lesson)
        teacher.post(url, typed("Un deuxième", seen="1", reason="Précisé."))

    text = words(teacher.post(url, typed("Mon texte", seen="1", reason="Précisé.")))

    assert "Vous venez d’écrire cette séance dans une autre fenêtre." in text
    assert "Cette séance vient d’être écrite par" not in text
    assert "Mon texte" in text


# --- A lesson already written -------------------------------------------------------------------


def correction(lesson, text="Fractions : addition.", seen=1, works=(), **more):
    return typed(text, works=works, seen=str(seen), **more)


def test_a_correction_of_what_families_read_says_why_and_keeps_both(today, teacher, school_life):
    lesson = write(school_life)
    url = of("lesson_edit", lesson)

    asked = words(teacher.post(url, correction(lesson, "Fractions : produit.")))
    assert "Pourquoi cette correction ?" in asked
    assert LessonVersion.objects.count() == 1

    teacher.post(url, correction(lesson, "Fractions : produit.", reason="Erreur de titre."))
    text = words(teacher.get(of("lesson_detail", lesson)))
    assert "Fractions : produit." in text
    assert "Fractions : addition." in text
    assert "corrigée le mardi 17 novembre à 10 h" in text
    assert "Erreur de titre." in text


def test_nothing_is_asked_to_change_a_draft(today, teacher, school_life):
    lesson = write(school_life, is_draft=True)

    assert "Pourquoi cette correction ?" not in words(teacher.get(of("lesson_edit", lesson)))
    teacher.post(of("lesson_edit", lesson), correction(lesson, "Les aires", act="draft"))

    assert LessonVersion.objects.latest().get().source == "Les aires"


def test_the_works_of_a_lesson_are_corrected_in_place_and_new_ones_added(
    today, teacher, school_life
):
    lesson = write(school_life, works=[work(minutes=20)])
    homework = Homework.objects.get()
    known = {"id": homework.public_id, "seen": "1", **one("Exercice 5", duration="10")}
    page_of = words(teacher.get(of("lesson_edit", lesson)))
    assert str(homework.public_id) in page_of

    teacher.post(
        of("lesson_edit", lesson),
        correction(lesson, works=[known, one("Lire")], reason="Trop long."),
    )

    states = HomeworkVersion.objects.order_by("homework", "n")
    assert [(s.source, s.n, s.minutes) for s in states] == [
        ("Exercice 4 page 12", 1, 20),
        ("Exercice 5", 2, 10),
        ("Lire", 1, None),
    ]
    assert LessonVersion.objects.count() == 1, "what did not change has no new state"


def test_a_work_of_another_lesson_is_not_rewritten_from_here(today, teacher, school_life):
    elsewhere = write(
        school_life, school_life.elsewhere, by=school_life.teacher, works=[work("Ailleurs")]
    )
    foreign = Homework.objects.get(lesson=elsewhere)
    lesson = write(school_life)

    teacher.post(
        of("lesson_edit", lesson),
        correction(
            lesson,
            works=[{"id": foreign.public_id, "seen": "1", **one("Pirate")}],
            reason="Essai.",
        ),
    )

    assert not HomeworkVersion.objects.filter(source="Pirate").exists()


def test_a_correction_over_a_colleague_s_shows_both_before_it_replaces_theirs(
    today, teacher, school_life
):
    lesson = write(school_life)
    url = of("lesson_edit", lesson)
    teacher.post(url, correction(lesson, "La version deux", reason="Un."))

    stale = teacher.post(url, correction(lesson, "La version trois", reason="Deux."))

    text = words(stale)
    assert "La version deux" in text
    assert "La version trois" in text
    assert 'name="seen" value="2"' in text
    assert LessonVersion.objects.count() == 2


def test_a_cancelled_work_stays_on_the_page_and_in_the_history(today, teacher, school_life):
    lesson = write(school_life, works=[work("Exercice 44")])
    homework = Homework.objects.get()
    url = of("work_cancel", homework)
    assert "Exercice 44" in words(teacher.get(url))
    assert "obligatoire" in words(teacher.post(url, {"seen": "1"}))

    teacher.post(url, {"seen": "1", "reason": "Fini en classe."})

    text = words(teacher.get(of("lesson_detail", lesson)))
    assert "· annulé" in text
    assert "annulé le mardi 17 novembre à 10 h" in text
    assert "Fini en classe." in text


def test_a_colleague_of_the_class_reads_a_lesson_and_changes_nothing(today, client, school_life):
    lesson = write(school_life, works=[work()])
    client.force_login(school_life.lead.user)

    text = words(client.get(of("lesson_detail", lesson)))
    assert "Fractions" in text
    assert "Corriger" not in text
    assert client.get(of("lesson_edit", lesson)).status_code == 403
    assert client.post(of("work_cancel", Homework.objects.get())).status_code == 403
    assert client.post(of("lesson_publish", lesson)).status_code == 403
    assert client.get(of("lesson_copy", lesson)).status_code == 403


def test_once_the_year_is_over_a_lesson_is_read_and_never_changed(teacher, school_life):
    lesson = write(school_life)
    after = school_life.teaching.year.ends_on + 5 * DAY
    with time_machine.travel(dt.datetime.combine(after, dt.time(10), dt.UTC), tick=False):
        teacher.force_login(school_life.teacher.user)
        text = words(teacher.get(of("lesson_detail", lesson)))
        assert "L’année est finie" in text
        assert teacher.get(of("lesson_edit", lesson)).status_code == 403
        assert teacher.get(write_url(school_life.teaching)).status_code == 403
