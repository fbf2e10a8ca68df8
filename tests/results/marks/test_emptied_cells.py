"""A cell emptied before anybody could read it: nothing is entered there any more."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import HandBack, ResultVersion
from tests.world import HANDED_BACK_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
STAYS = "Ce résultat a déjà pu être lu"


@pytest.fixture
def world():
    return build_world(handed_back=False)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.people["teacher"])
    return client


def address(name, world):
    return reverse(f"results:{name}", args=[world.assessment.public_id])


def line(result, mark, *, seen, **cells):
    key = result.public_id
    return {f"mark-{key}": mark, f"seen-{key}": seen} | {f"{n}-{key}": v for n, v in cells.items()}


def save(client, world, data, *, instant=HANDED_BACK_AT):
    with time_machine.travel(instant, tick=False):
        response = client.post(address("marks_save", world), data)
    return response.json()["rows"][str(world.result.public_id)]


def page(client, name, world, *, instant=HANDED_BACK_AT):
    with time_machine.travel(instant, tick=False):
        return client.get(address(name, world))


def last(result):
    return ResultVersion.objects.filter(result=result).order_by("-n").first()


def test_a_teacher_empties_a_cell_that_nobody_has_read(teacher, world):
    row = save(teacher, world, line(world.result, "", seen=1))

    assert (row["seen"], row["errors"], row["cells"]["mark"]) == (2, {}, "")
    assert last(world.result).is_nothing


def test_the_pages_say_that_nothing_is_entered_there(teacher, world):
    before = page(teacher, "assessment_detail", world).context["line"]
    save(teacher, world, line(world.result, "", seen=1))

    context = page(teacher, "assessment_detail", world).context
    shown = next(one for one in context["lines"] if one.result_id == world.result.public_id)
    assert (shown.mark, shown.seen_by) == ("", "Rien de saisi")
    assert context["line"].missing_count == before.missing_count + 1


def test_what_is_typed_after_is_the_next_state(teacher, world):
    save(teacher, world, line(world.result, "", seen=1))

    row = save(teacher, world, line(world.result, "15", seen=2))

    assert row["seen"] == 3
    assert str(last(world.result).value) == "15.00"


def test_emptying_twice_is_one_state(teacher, world):
    save(teacher, world, line(world.result, "", seen=1))

    row = save(teacher, world, line(world.result, "", seen=2))

    assert (row["seen"], row["errors"]) == (2, {})
    assert ResultVersion.objects.filter(result=world.result).count() == 2


def test_words_left_alone_keep_the_mark_and_the_cell_says_why(teacher, world):
    row = save(teacher, world, line(world.result, "", seen=1, achieved="Le calcul."))

    assert "Donnez aussi une note" in row["errors"]["mark"]
    assert last(world.result).n == 1


def test_an_emptied_line_follows_no_hand_back(teacher, world):
    save(teacher, world, line(world.result, "", seen=1))

    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)

    emptied, marked = last(world.result), last(world.other_result)
    assert (emptied.student_release_at, emptied.guardian_release_at) == (None, None)
    assert marked.student_release_at is not None


def test_a_mark_emptied_after_the_tap_and_before_its_hour_never_appears(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)

    save(teacher, world, line(world.result, "", seen=1), instant=HANDED_BACK_AT + MINUTE)

    versions = ResultVersion.objects.filter(result=world.result)
    assert not versions.readable(at=LONG_AFTER).exists()


def test_what_could_be_read_is_not_emptied(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    data = line(world.result, "", seen=1) | {"reason": "Erreur."}

    with time_machine.travel(LONG_AFTER, tick=False):
        response = teacher.post(address("assessment_marks", world), data)

    assert STAYS in response.content.decode()
    assert str(last(world.result).value) != "None"


def test_a_correction_that_waits_is_not_emptied_over_what_was_read(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    data = line(world.result, "14", seen=1) | {"reason": "Erreur."}
    with time_machine.travel(LONG_AFTER, tick=False):
        teacher.post(address("assessment_marks", world), data)
    ResultVersion.objects.filter(pk=last(world.result).pk).update(
        student_release_at=None, guardian_release_at=None
    )

    row = save(teacher, world, line(world.result, "", seen=2), instant=LONG_AFTER)

    assert STAYS in row["errors"]["mark"]


def test_the_database_never_lets_an_emptied_state_appear(teacher, world):
    save(teacher, world, line(world.result, "", seen=1))

    with pytest.raises(IntegrityError), transaction.atomic():
        ResultVersion.objects.filter(pk=last(world.result).pk).update(
            student_release_at=HANDED_BACK_AT
        )


def test_two_windows_one_of_which_emptied_the_line(teacher, world):
    save(teacher, world, line(world.result, "", seen=1))

    row = save(teacher, world, line(world.result, "9", seen=1))

    assert "la ligne a été vidée" in row["sentence"]
    assert row["theirs"]["mark"] == ""


def test_an_error_names_the_pupil_and_no_identifier(teacher, world):
    with time_machine.travel(HANDED_BACK_AT, tick=False):
        response = teacher.post(
            address("assessment_marks", world),
            line(world.result, "douze", seen=1, achieved="x" * 300),
        )

    words = response.content.decode().partition('role="alert"')[2].partition("</ul>")[0]
    pupil = world.result.student
    assert f">Note de {pupil.display_last_name} {pupil.first_name}</a>" in words
    assert f">Ce qui est réussi, {pupil.display_last_name} {pupil.first_name}</a>" in words
    assert str(world.result.public_id) not in words.replace(
        f'#id_mark-{world.result.public_id}"', ""
    ).replace(f'#id_achieved-{world.result.public_id}"', "")


def test_a_tap_is_not_taken_back_once_a_pupil_could_read_however_early(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    at = HANDED_BACK_AT + MINUTE
    ResultVersion.objects.filter(result=world.result).update(student_release_at=at)

    with time_machine.travel(at, tick=False):
        teacher.post(address("hand_back_undo", world), follow=True)

    assert HandBack.objects.get(assessment=world.assessment).undone_at is None
