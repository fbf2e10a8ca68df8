"""The teacher's gestures through the pages: create, mark, hand back, undo, correct."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.results.assessments.services import assessments
from apps.results.models import Assessment, HandBack, ResultVersion
from apps.schools.enums import Role
from tests.factories.schools import StaffFactory, TeachingFactory
from tests.world import HANDED_BACK_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def world():
    return build_world(handed_back=False)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.people["teacher"])
    return client


def at(instant):
    return time_machine.travel(instant, tick=False)


def page(name, world):
    return reverse(f"results:{name}", kwargs={"public_id": world.assessment.public_id})


def grid(world, mark, *, seen=1, **more):
    rows = {world.result: mark, world.other_result: "17,29"}
    data = {"reason": "", **more}
    for result, typed in rows.items():
        data |= {f"mark-{result.public_id}": typed, f"seen-{result.public_id}": seen}
    return data


def last(world):
    return ResultVersion.objects.filter(result=world.result).order_by("-n").first()


def test_a_teacher_creates_an_assessment_for_the_whole_class(teacher, world):
    with at(HANDED_BACK_AT):
        response = teacher.post(
            reverse("results:assessment_create"),
            {
                "teaching": world.teaching.pk,
                "title": "Puissances",
                "kind": "test",
                "held_on": "2026-11-17",
                "scale": "10",
                "coefficient": "0,5",
                "progress": "",
            },
        )

    created = Assessment.objects.get(title="Puissances")
    marks = reverse("results:assessment_marks", kwargs={"public_id": created.public_id})
    assert response["Location"] == marks
    assert created.results.count() == 2


def test_a_teacher_cannot_choose_a_class_that_is_not_theirs(client, world):
    client.force_login(world.people["teacher_of_another_class"])

    with at(HANDED_BACK_AT):
        response = client.post(
            reverse("results:assessment_create"),
            {
                "teaching": world.teaching.pk,
                "title": "Puissances",
                "kind": "test",
                "held_on": "2026-11-17",
                "scale": "20",
                "coefficient": "1",
            },
        )

    assert response.status_code == 200
    assert "teaching" in response.context["form"].errors
    assert not Assessment.objects.filter(title="Puissances").exists()


def test_a_teacher_saves_the_grid_and_nothing_is_written_twice(teacher, world):
    with at(HANDED_BACK_AT):
        teacher.post(page("assessment_marks", world), grid(world, "14,5"))
        teacher.post(page("assessment_marks", world), grid(world, "14,5", seen=2))

    assert (last(world).n, str(last(world).value)) == (2, "14.50")


def test_a_grid_opened_before_a_colleague_saved_is_refused(teacher, world):
    with at(HANDED_BACK_AT):
        teacher.post(page("assessment_marks", world), grid(world, "14"))
        response = teacher.post(page("assessment_marks", world), grid(world, "9", seen=1))

    assert response.status_code == 200
    assert response.context["form"].errors
    assert str(last(world).value) == "14.00"


@pytest.mark.parametrize("typed", ["21", "-1", "douze", "1e1", "NaN", "12,345"])
def test_a_mark_that_makes_no_sense_is_refused_and_nothing_is_saved(teacher, world, typed):
    with at(HANDED_BACK_AT):
        response = teacher.post(page("assessment_marks", world), grid(world, typed))

    assert response.status_code == 200
    assert f"mark-{world.result.public_id}" in response.context["form"].errors
    assert last(world).n == 1


def test_a_result_that_was_read_changes_only_with_a_reason(teacher, world):
    with at(HANDED_BACK_AT):
        teacher.post(page("assessment_hand_back", world), {"when": "now"})
    with at(LONG_AFTER):
        refused = teacher.post(page("assessment_marks", world), grid(world, "15"))
        accepted = teacher.post(
            page("assessment_marks", world), grid(world, "15", reason="Erreur de total.")
        )

    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert "reason" in refused.context["form"].errors
    assert (last(world).n, last(world).reason) == (2, "Erreur de total.")


def test_a_teacher_hands_back_undoes_and_hands_back_again(teacher, world):
    for minutes, name in ((0, "assessment_hand_back"), (5, "hand_back_undo")):
        with at(HANDED_BACK_AT + minutes * MINUTE):
            teacher.post(page(name, world), {"when": "now"})
    assert last(world).guardian_release_at is None

    with at(HANDED_BACK_AT + 20 * MINUTE):
        teacher.post(page("assessment_hand_back", world), {"when": "now"})

    assert HandBack.objects.filter(undone_at=None).count() == 1
    assert last(world).student_release_at == HANDED_BACK_AT + 30 * MINUTE


def test_two_taps_make_one_fact(teacher, world):
    with at(HANDED_BACK_AT):
        for _tap in range(2):
            teacher.post(page("assessment_hand_back", world), {"when": "now"})

    assert HandBack.objects.count() == 1


def test_a_tap_is_not_undone_after_ten_minutes(teacher, world):
    with at(HANDED_BACK_AT):
        teacher.post(page("assessment_hand_back", world), {"when": "now"})
    with at(HANDED_BACK_AT + 11 * MINUTE):
        response = teacher.post(page("hand_back_undo", world), follow=True)

    assert "Il est trop tard pour annuler" in response.content.decode()
    assert HandBack.objects.get().undone_at is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"q": "frac 4eb"}, 1),
        ({"q": "géométrie"}, 0),
        ({"q": "—"}, 0),
        ({"q": "!!"}, 0),
        ({"q": "  "}, 1),
        ({"kind": "oral"}, 0),
        ({"kind": "n’importe quoi"}, 1),
    ],
)
def test_a_teacher_searches_the_assessments(teacher, world, query, count):
    with at(LONG_AFTER):
        response = teacher.get(reverse("results:assessment_list"), query)

    assert len(response.context["lines"]) == count


def test_who_teaches_and_has_another_job_finds_their_own(client, world):
    """A teacher of one class who is also the deputy reads all, or only what is theirs."""
    teacher = world.people["teacher"]
    StaffFactory(school=world.school, user=teacher, role=Role.DEPUTY)
    elsewhere = TeachingFactory(school=world.school, year=world.teaching.year)
    other = assessments.create_assessment(
        elsewhere,
        author=world.assessment.author,
        at=HANDED_BACK_AT,
        title="Volcans",
        held_on=world.assessment.held_on,
    )
    client.force_login(teacher)

    with at(LONG_AFTER):
        every = client.get(reverse("results:assessment_list"))
        mine = client.get(reverse("results:assessment_list"), {"whose": "miennes"})

    assert "Les miennes" in every.content.decode()
    assert other.title in every.content.decode()
    assert other.title not in mine.content.decode()
    assert [line.public_id for line in mine.context["lines"]] == [world.assessment.public_id]


@pytest.mark.parametrize("who", ["teacher", "principal"])
def test_who_has_one_job_is_asked_nothing_more(client, world, who):
    client.force_login(world.people[who])

    with at(LONG_AFTER):
        response = client.get(reverse("results:assessment_list"), {"whose": "miennes"})

    assert "Les miennes" not in response.content.decode()
    assert len(response.context["lines"]) == 1


def test_a_teacher_finds_what_is_to_hand_back_before_what_is_to_come(teacher, world):
    assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=HANDED_BACK_AT,
        title="Puissances",
        held_on=dt.date(2026, 11, 26),
    )

    with at(HANDED_BACK_AT):
        body = teacher.get(reverse("results:assessment_list")).content.decode()

    to_hand_back, coming = body.index("<h2>À rendre</h2>"), body.index("<h2>À venir</h2>")
    assert to_hand_back < body.index(world.assessment.title) < coming < body.index("Puissances")


def test_each_column_of_the_class_stands_under_its_name(teacher, world):
    Assessment.objects.filter(pk=world.assessment.pk).update(skills=["calculer", "expliquer"])

    with at(HANDED_BACK_AT):
        body = teacher.get(page("assessment_detail", world)).content.decode()

    table = body[body.rindex("<thead>") :]
    columns = table[: table.index("</thead>")].count('scope="col"')
    first = table[table.index("<tbody>") : table.index("</tr>", table.index("<tbody>"))]
    assert first.count("<td>") + 1 == columns == 8
