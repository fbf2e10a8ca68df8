"""The assessment itself: skills, copy for another class, deletion, the list."""

import pytest
import time_machine
from django.urls import reverse

from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import Assessment, Result, ResultVersion
from tests.factories.results import WithdrawalFactory
from tests.factories.schools import DivisionFactory, TeachingFactory, TeachingStaffFactory
from tests.world import HANDED_BACK_AT, HELD_ON, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world(handed_back=False)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.people["teacher"])
    with time_machine.travel(HANDED_BACK_AT, tick=False):
        yield client


def typed(world, **fields):
    return {
        "teaching": world.teaching.pk,
        "title": "Puissances",
        "kind": "test",
        "held_on": "2026-11-17",
        "scale": "20",
        "coefficient": "1",
        **fields,
    }


def create(client, world, **fields):
    return client.post(reverse("results:assessment_create"), typed(world, **fields))


def address(name, assessment):
    return reverse(f"results:{name}", kwargs={"public_id": assessment.public_id})


def empty_one(world, **fields):
    return assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=HANDED_BACK_AT,
        held_on=HELD_ON,
        **({"title": "Vide"} | fields),
    )


def test_a_teacher_writes_one_skill_a_line(teacher, world):
    create(teacher, world, skills="Calculer\r\n\r\n  Expliquer   sa démarche \r\n")

    created = Assessment.objects.get(title="Puissances")
    assert created.skills == ["Calculer", "Expliquer sa démarche"]


def test_a_new_assessment_is_out_of_twenty_unless_said_otherwise(teacher):
    form = teacher.get(reverse("results:assessment_create")).context["form"]

    assert form["scale"].value() == 20


def test_a_teacher_assesses_skills_only(teacher, world):
    create(teacher, world, scale="", skills="Calculer")

    created = Assessment.objects.get(title="Puissances")
    assert (created.scale, created.skills) == (None, ["Calculer"])


@pytest.mark.parametrize(
    ("scale", "skills", "said"),
    [
        ("", "", "au moins une compétence"),
        ("20", "\n".join("abcdefg"), "Six compétences au plus\u00a0: il y en a 7."),
        ("20", "x" * 121, "120 signes au plus"),
        ("20", "Calculer\ncalculer", "deux fois"),
    ],
)
def test_skills_that_cannot_be_are_refused_beside_the_field(teacher, world, scale, skills, said):
    response = create(teacher, world, scale=scale, skills=skills)

    assert said in response.context["form"].errors["skills"][0]
    assert response.context["form"]["skills"].value() == skills


def test_scale_and_skills_are_fixed_once_a_result_is_entered_and_the_page_says_so(teacher, world):
    url = address("assessment_edit", world.assessment)

    page = teacher.get(url).content.decode()
    teacher.post(url, typed(world, title="Fractions, suite", scale="10", skills="Calculer"))

    world.assessment.refresh_from_db()
    assert "la note maximale ne change plus" in page
    assert (world.assessment.title, world.assessment.scale, world.assessment.skills) == (
        "Fractions, suite",
        20,
        [],
    )


def test_a_copy_for_a_parallel_class_starts_with_all_but_the_class_and_the_day(teacher, world):
    other = TeachingFactory(
        school=world.school,
        year=world.teaching.year,
        subject=world.teaching.subject,
        division=DivisionFactory(school=world.school, year=world.teaching.year, code="4eD"),
    )
    TeachingStaffFactory(teaching=other, staff=world.assessment.author)
    model = empty_one(world, title="Aires", scale=10, skills=["Calculer"], progress="Exercice 4.")

    form = teacher.get(
        reverse("results:assessment_create"), {"modele": str(model.public_id)}
    ).context["form"]

    assert form["teaching"].value() == other.pk
    assert [form[name].value() for name in ("title", "scale", "skills", "progress")] == [
        "Aires",
        10,
        "Calculer",
        "Exercice 4.",
    ]
    assert str(form["held_on"].value()) == "2026-11-17"


def test_the_assessment_of_a_colleague_is_no_model(client, world):
    client.force_login(world.people["teacher_of_another_class"])

    with time_machine.travel(HANDED_BACK_AT, tick=False):
        response = client.get(
            reverse("results:assessment_create"), {"modele": str(world.assessment.public_id)}
        )

    assert response.context["form"]["title"].value() is None


def test_an_empty_assessment_is_deleted_after_a_question(teacher, world):
    empty = empty_one(world)

    asked = teacher.get(address("assessment_delete", empty))
    teacher.post(address("assessment_delete", empty))

    assert "Supprimer cette évaluation\u00a0?" in asked.content.decode()
    assert not Assessment.objects.filter(pk=empty.pk).exists()
    assert not Result.objects.filter(assessment=empty.pk).exists()


def test_marks_that_nobody_has_read_go_with_it_after_a_question_that_counts_them(teacher, world):
    asked = teacher.get(address("assessment_delete", world.assessment)).content.decode()
    teacher.post(address("assessment_delete", world.assessment))

    assert "2 résultats y sont saisis" in asked
    assert "Personne n’a encore pu les lire" in asked
    assert not Assessment.objects.filter(pk=world.assessment.pk).exists()


def test_an_assessment_handed_back_by_mistake_is_deleted_once_the_tap_is_taken_back(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    hand_backs_services.undo_hand_back(
        world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT
    )

    teacher.post(address("assessment_delete", world.assessment))

    assert not Assessment.objects.filter(pk=world.assessment.pk).exists()


def test_copies_handed_back_were_read_on_paper_and_nothing_is_deleted(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)

    response = teacher.post(address("assessment_delete", world.assessment), follow=True)

    assert "ne peut plus être supprimée" in response.content.decode()
    assert ResultVersion.objects.filter(result__assessment=world.assessment).count() == 2


def test_what_a_pupil_could_read_is_never_deleted_even_withdrawn_since(teacher, world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    WithdrawalFactory(result=world.result, at=LONG_AFTER, up_to=1)
    world.assessment.hand_backs.update(undone_at=HANDED_BACK_AT, undone_by=world.people["teacher"])

    with time_machine.travel(LONG_AFTER, tick=False):
        teacher.force_login(world.people["teacher"])
        asked = teacher.get(address("assessment_delete", world.assessment), follow=True)
        teacher.post(address("assessment_delete", world.assessment))

    assert "Un résultat a déjà pu être lu" in asked.content.decode()
    assert Assessment.objects.filter(pk=world.assessment.pk).exists()


def test_what_is_to_hand_back_comes_first_in_the_list(teacher, world):
    newer = empty_one(world, title="Rendue hier", progress="Exercice 4.")
    hand_backs_services.hand_back(newer, by=world.people["teacher"], at=HANDED_BACK_AT)

    with time_machine.travel(LONG_AFTER, tick=False):
        teacher.force_login(world.people["teacher"])
        everything = teacher.get(reverse("results:assessment_list"))
        handed_back = teacher.get(reverse("results:assessment_list"), {"state": "rendues"})

    assert [line.title for line in everything.context["lines"]] == ["Fractions", "Rendue hier"]
    assert [line.title for line in handed_back.context["lines"]] == ["Rendue hier"]
