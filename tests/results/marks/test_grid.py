"""The marks grid: what it saves by itself, what it refuses beside the cell, what it leaves."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import Result, ResultVersion
from apps.support.models import HelpDevice
from tests.factories.results import enter
from tests.factories.schools import EnrolmentFactory, StudentFactory
from tests.queries import statements
from tests.world import HANDED_BACK_AT, HELD_ON, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
SKILLS = ["Calculer", "Expliquer sa démarche"]


@pytest.fixture
def world():
    return build_world(handed_back=False)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.people["teacher"])
    return client


def at(instant):
    return time_machine.travel(instant, tick=False)


def address(name, assessment):
    return reverse(f"results:{name}", kwargs={"public_id": assessment.public_id})


def line(result, *, seen=0, **cells):
    cells = {"mark": "", **cells}
    key = result.public_id
    return {f"seen-{key}": seen} | {f"{name}-{key}": value for name, value in cells.items()}


def save(client, assessment, *lines, instant=HANDED_BACK_AT):
    data = {name: value for one in lines for name, value in one.items()}
    with at(instant):
        response = client.post(address("marks_save", assessment), data)
    assert response.status_code == 200
    return response.json()["rows"]


def last(result):
    return ResultVersion.objects.filter(result=result).order_by("-n").first()


def with_skills(world, **fields):
    return assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=HANDED_BACK_AT,
        title="Raisonner",
        held_on=HELD_ON,
        **({"skills": SKILLS} | fields),
    )


def first_of(assessment):
    return Result.objects.filter(assessment=assessment).order_by("student__sort_key").first()


# Saving by itself --------------------------------------------------------------------------------


def test_a_line_left_is_saved_and_answered_with_its_new_version(teacher, world):
    rows = save(teacher, world.assessment, line(world.result, seen=1, mark="14,5"))

    assert rows == {
        str(world.result.public_id): {
            "seen": 2,
            "errors": {},
            "advice": {"achieved": "", "to_review": "", "progress": ""},
            "cells": {"mark": "14,5", "achieved": "", "to_review": "", "progress": ""},
        }
    }
    assert last(world.result).value == Decimal("14.50")


def test_a_line_sent_again_makes_no_new_version(teacher, world):
    sent = line(world.result, seen=1, mark="14,5")
    save(teacher, world.assessment, sent)

    rows = save(teacher, world.assessment, sent)

    assert rows[str(world.result.public_id)]["seen"] == 2
    assert last(world.result).n == 2


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("N", "nn"),
        ("12,5/20", "12,5"),
        ("non rendu", "nr"),
        ("12.50", "12,5"),
        ("07", "7"),
        ("", ""),
    ],
)
def test_a_line_is_answered_with_its_cells_as_the_page_will_show_them(teacher, world, typed, shown):
    sent = line(world.result, seen=1, mark=typed, achieved=" Juste. " if typed else "")

    answer = save(teacher, world.assessment, sent)[str(world.result.public_id)]

    with at(HANDED_BACK_AT):
        page = teacher.get(address("assessment_marks", world.assessment))
    row = next(row for row in page.context["rows"] if row.key == str(world.result.public_id))
    assert answer["cells"]["mark"] == shown == row.mark.value()
    assert [answer["cells"][cell.name] for cell in row.words] == [
        cell.field.value() for cell in row.words
    ]


def test_levels_are_answered_as_they_are_kept(teacher, world):
    assessment = with_skills(world)

    sent = line(first_of(assessment), level0=" 3 ")

    (answer,) = save(teacher, assessment, sent).values()
    assert (answer["cells"]["level0"], answer["cells"]["level1"]) == ("3", "")


def test_a_line_that_is_refused_is_answered_with_no_cell(teacher, world):
    (answer,) = save(teacher, world.assessment, line(world.result, seen=1, mark="21")).values()

    assert "cells" not in answer


def test_a_pasted_date_is_answered_with_the_likely_mark_and_never_saved(teacher, world):
    (answer,) = save(teacher, world.assessment, line(world.result, seen=1, mark="12-mai")).values()

    assert answer["errors"]["mark"].endswith("La note est-elle 12,5 ?")
    assert last(world.result).n == 1


def test_a_wrong_line_does_not_hold_back_the_others(teacher, world):
    rows = save(
        teacher,
        world.assessment,
        line(world.result, seen=1, mark="21"),
        line(world.other_result, seen=1, mark="9"),
    )

    assert rows[str(world.result.public_id)]["errors"] == {
        "mark": "La note ne peut pas dépasser 20."
    }
    assert (last(world.result).n, last(world.other_result).value) == (1, Decimal(9))


def test_a_line_changed_by_a_colleague_is_shown_and_never_overwritten(teacher, world):
    enter(
        world.assessment,
        {world.student: "9"},
        by=world.people["teacher_and_parent"],
        at=HANDED_BACK_AT,
        achieved="Le calcul est juste.",
    )

    rows = save(teacher, world.assessment, line(world.result, seen=1, mark="14"))

    answer = rows[str(world.result.public_id)]
    assert answer["theirs"]["mark"] == "9"
    assert "Le calcul est juste." in answer["sentence"]
    assert answer["seen"] == 2
    assert last(world.result).value == Decimal(9)


def test_a_second_tab_of_the_same_teacher_is_told_so(teacher, world):
    save(teacher, world.assessment, line(world.result, seen=1, mark="9"))

    rows = save(teacher, world.assessment, line(world.result, seen=1, mark="14"))

    words = rows[str(world.result.public_id)]["sentence"]
    assert words == "Dans une autre fenêtre, vous avez écrit : 9"


def test_a_result_that_may_have_been_read_is_not_saved_silently(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)

    sent = line(world.result, seen=1, mark="15")
    rows = save(teacher, world.assessment, sent, instant=LONG_AFTER)

    assert rows[str(world.result.public_id)]["needsReason"]
    assert last(world.result).n == 1


def test_what_is_typed_bit_by_bit_after_the_tap_releases_only_the_last_state(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    for n, mark in enumerate(("1", "15"), start=1):
        sent = line(world.result, seen=n, mark=mark)
        save(teacher, world.assessment, sent, instant=HANDED_BACK_AT + n * MINUTE)

    states = ResultVersion.objects.filter(result=world.result).order_by("n")
    assert [state.student_release_at for state in states] == [
        None,
        None,
        HANDED_BACK_AT + 12 * MINUTE,
    ]


def test_cells_that_were_not_sent_stay_as_they_are(teacher, world):
    sent = line(world.result, seen=1, mark="14", achieved="Le calcul est juste.")
    save(teacher, world.assessment, sent)
    key = world.result.public_id

    save(teacher, world.assessment, {f"seen-{key}": 2, f"to_review-{key}": "Les unités."})

    state = last(world.result)
    assert (state.value, state.achieved, state.to_review) == (
        Decimal(14),
        "Le calcul est juste.",
        "Les unités.",
    )


# Levels, words and help --------------------------------------------------------------------------


def test_a_teacher_types_a_mark_and_levels(teacher, world):
    assessment = with_skills(world)
    result = first_of(assessment)

    save(teacher, assessment, line(result, mark="12", level0="3", level1=""))

    assert (last(result).value, last(result).levels) == (Decimal(12), [3, 0])


def test_an_assessment_of_skills_only_takes_levels_and_no_mark(teacher, world):
    assessment = with_skills(world, scale=None)
    result = first_of(assessment)

    refused = save(teacher, assessment, line(result, mark="12", level0="3"))
    saved = save(teacher, assessment, line(result, level0="3", level1="4"))

    assert "Pas de note ici" in refused[str(result.public_id)]["errors"]["mark"]
    assert saved[str(result.public_id)]["seen"] == 1
    assert last(result).levels == [3, 4]


@pytest.mark.parametrize("typed", ["0", "5", "-1", "3,5", "=1", "NaN", "trois", "33"])
def test_a_level_is_one_to_four(teacher, world, typed):
    assessment = with_skills(world)
    result = first_of(assessment)

    rows = save(teacher, assessment, line(result, mark="12", level0=typed))

    assert rows[str(result.public_id)]["errors"] == {"level0": "Écrivez 1, 2, 3 ou 4."}
    assert last(result) is None


def test_an_absent_pupil_has_no_level(teacher, world):
    assessment = with_skills(world)
    result = first_of(assessment)

    rows = save(teacher, assessment, line(result, mark="abs", level0="3"))

    assert "pas les deux" in rows[str(result.public_id)]["errors"]["mark"]


def test_words_without_a_mark_wait_for_it(teacher, world):
    assessment = with_skills(world)
    result = first_of(assessment)

    rows = save(teacher, assessment, line(result, achieved="Le calcul est juste."))

    assert "Donnez aussi une note" in rows[str(result.public_id)]["errors"]["mark"]


def test_a_teacher_proposes_a_help_of_the_school_or_nothing_in_particular(teacher, world):
    device = HelpDevice.objects.create(
        school=world.school, kind="tutoring", name="Tutorat", created_at=HANDED_BACK_AT
    )

    save(
        teacher,
        world.assessment,
        line(world.result, seen=1, mark="8", help=str(device.public_id)),
        line(world.other_result, seen=1, mark="18", help="none"),
    )

    assert (last(world.result).device, last(world.result).no_help) == (device, False)
    assert (last(world.other_result).device, last(world.other_result).no_help) == (None, True)


def test_the_help_of_another_school_is_no_choice(teacher, world):
    device = HelpDevice.objects.create(
        school=world.neighbour, kind="tutoring", name="Tutorat", created_at=HANDED_BACK_AT
    )

    sent = line(world.result, seen=1, mark="8", help=str(device.public_id))
    rows = save(teacher, world.assessment, sent)

    assert "help" in rows[str(world.result.public_id)]["errors"]
    assert last(world.result).n == 1


def test_a_comment_hard_to_read_is_saved_with_a_kind_word(teacher, world):
    sent = line(world.result, seen=1, mark="8", to_review="Refaire le PPRE.")
    rows = save(teacher, world.assessment, sent)

    answer = rows[str(world.result.public_id)]
    assert (answer["seen"], answer["errors"]) == (2, {})
    assert "PPRE" in answer["advice"]["to_review"]


@pytest.fixture
def of_skills(world):
    world.assessment.skills = SKILLS
    world.assessment.save(update_fields=["skills"])
    return world


def test_a_skill_both_reached_and_to_review_is_asked_about_and_saved(teacher, of_skills):
    world = of_skills
    sent = line(world.result, seen=1, level0="4", level1="2", to_review="Calculer plus vite.")
    rows = save(teacher, world.assessment, sent)

    answer = rows[str(world.result.public_id)]
    kept = last(world.result)
    assert (answer["seen"], answer["errors"]) == (2, {})
    assert "« Calculer »" in answer["advice"]["to_review"].replace("\xa0", " ")
    assert (kept.levels, kept.to_review) == ([4, 2], "Calculer plus vite.")


def test_without_a_script_the_grid_asks_it_beside_the_words(teacher, of_skills):
    world = of_skills
    save(teacher, world.assessment, line(world.result, seen=1, level0="4", to_review="Calculer."))

    with at(HANDED_BACK_AT):
        page = teacher.get(address("assessment_marks", world.assessment)).content.decode()

    assert "à la fois réussi et à revoir" in page


# Bad input ---------------------------------------------------------------------------------------


def test_the_pupil_of_another_class_is_left_alone(teacher, world):
    elsewhere = build_world(handed_back=False)

    rows = save(teacher, world.assessment, line(elsewhere.result, seen=1, mark="3"))
    with at(HANDED_BACK_AT):
        teacher.post(
            address("assessment_marks", world.assessment), line(elsewhere.result, seen=1, mark="3")
        )

    assert rows == {}
    assert last(elsewhere.result).n == 1


def test_what_was_typed_of_a_pupil_who_has_left_is_told_and_not_said_to_be_saved(teacher, world):
    """Nothing says whether there is such a pupil anywhere: unknown and elsewhere read the same."""
    elsewhere, nobody = build_world(handed_back=False).result, uuid.uuid4()
    sent = line(elsewhere, seen=1, mark="3", achieved="Juste.") | {
        f"seen-{nobody}": 0,
        f"mark-{nobody}": "4",
        f"help-{nobody}": "none",
    }

    with at(HANDED_BACK_AT):
        response = teacher.post(address("assessment_marks", world.assessment), sent)

    assert response.context["form"].non_field_errors() == [
        "2 lignes n’ont pas été enregistrées : ces élèves ne sont plus dans cette évaluation."
        " Vous aviez écrit : « 3, Juste. ; 4 »."
    ]
    assert "n’ont pas été enregistrées" in response.content.decode()


@pytest.mark.parametrize("typed", ["12,345", "-1", "20,01", "NaN", "=1+1", "1e1", "1" * 300])
def test_what_cannot_be_a_mark_stays_typed_with_a_sentence_beside_it(teacher, world, typed):
    with at(HANDED_BACK_AT):
        response = teacher.post(
            address("assessment_marks", world.assessment),
            line(world.result, seen=1, mark=typed) | line(world.other_result, seen=1, mark="9"),
        )

    field = response.context["form"][f"mark-{world.result.public_id}"]
    assert (field.value(), len(field.errors)) == (typed, 1)
    assert (last(world.result).n, last(world.other_result).n) == (1, 1)


def test_a_text_too_long_stays_whole_with_a_sentence_beside_it(teacher, world):
    long = "Bien. " * 60

    rows = save(teacher, world.assessment, line(world.result, seen=1, mark="9", achieved=long))

    words = rows[str(world.result.public_id)]["errors"]["achieved"]
    assert words.startswith("280 signes au plus")
    assert last(world.result).n == 1


def test_ten_thousand_lines_are_refused_whole(teacher, world):
    data = {f"mark-{n}": "12" for n in range(10_000)} | line(world.result, seen=1, mark="3")

    with at(HANDED_BACK_AT):
        response = teacher.post(address("marks_save", world.assessment), data)

    assert response.status_code == 413
    assert last(world.result).n == 1


def test_without_scripts_a_colleague_s_state_is_shown_and_the_next_save_chooses(teacher, world):
    enter(
        world.assessment,
        {world.student: "9"},
        by=world.people["teacher_and_parent"],
        at=HANDED_BACK_AT,
    )
    url = address("assessment_marks", world.assessment)
    with at(HANDED_BACK_AT):
        shown = teacher.post(url, line(world.result, seen=1, mark="14"))
        seen = shown.context["form"][f"seen-{world.result.public_id}"].value()
        chosen = teacher.post(url, line(world.result, seen=seen, mark="14"))

    assert "a écrit\u00a0: 9" in shown.content.decode()
    assert chosen.status_code == 302
    assert last(world.result).value == Decimal(14)


# Cost --------------------------------------------------------------------------------------------


def classmates(world, count):
    for n in range(count):
        student = StudentFactory(school=world.school, first_name=f"Noé{n}")
        EnrolmentFactory(division=world.teaching.division, student=student)


@pytest.mark.parametrize("pupils", [1, 3, 35])
@pytest.mark.parametrize("name", ["assessment_marks", "marks_save"])
def test_a_class_is_saved_in_one_round_trip_at_the_same_cost(teacher, world, name, pupils):
    classmates(world, 33)
    assessment = with_skills(world)
    rows = list(Result.objects.filter(assessment=assessment))[:pupils]
    first = {}
    again = {}
    for row in rows:
        first |= line(row, mark="12", level0="3", level1="2", achieved="Bien.")
        again |= line(row, seen=1, mark="13", level0="3", level1="2", achieved="Bien.")
    with at(HANDED_BACK_AT):
        teacher.post(address(name, assessment), first)
        with statements() as asked:
            teacher.post(address(name, assessment), again)

    assert ResultVersion.objects.filter(result__in=rows, n=2).count() == pupils
    assert len(asked) == 17, asked.listed()


@pytest.mark.parametrize("name", ["marks_save", "assessment_marks", "marks_sheet"])
def test_marks_are_refused_without_the_token_of_their_form(world, name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.people["teacher"])

    with at(HANDED_BACK_AT):
        response = browser.post(
            address(name, world.assessment), line(world.result, seen=1, mark="2")
        )

    assert response.status_code == 403
    assert last(world.result).n == 1
