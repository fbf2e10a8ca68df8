"""The pupil's word, the discreet request, the three answers: through their pages."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.publication.rules import Rule, Shows
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import HelpAnswer, PupilWord, TalkRequest
from apps.results.words.services import talk, words
from tests.factories.results import enter
from tests.factories.support import HelpDeviceFactory
from tests.queries import statements
from tests.results.pages import ask, read, words_of
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
MINE = "J’ai compris les additions, pas encore les comparaisons."
SAFEGUARD = (
    "Tes parents liront ceci. Tes professeurs aussi. "
    "Si tu as peur de leur réaction : la CPE, ou le 119."
)


@pytest.fixture
def world():
    return build_world()


def page(client, world, who, name, at, **more):
    user = world.people[who]
    return read(client, user, name, at, public_id=world.result.public_id, **more)


def post(client, world, who, name, at, **data):
    user, public_id = world.people[who], world.result.public_id
    return ask(client, user, name, at, method="post", data=data, public_id=public_id)


def result_of(client, world, who, at):
    name = "student_result_detail" if who == "pupil" else "family_result_detail"
    return page(client, world, who, name, at)


def test_a_pupil_is_offered_three_ways_to_begin_with_the_safeguard_above(client, world):
    text = result_of(client, world, "pupil", STUDENT_AT)

    assert SAFEGUARD in text
    assert text.index(SAFEGUARD) < text.index("J’ai compris…")
    assert "Je n’ai pas encore compris…" in text
    assert "La prochaine fois, je vais…" in text


def test_a_pupil_finds_the_safeguard_above_the_field_and_a_way_out(client, world):
    text = page(client, world, "pupil", "student_result_word", STUDENT_AT, query={"debut": "2"})

    assert SAFEGUARD in text
    assert text.index(SAFEGUARD) < text.index("Je n’ai pas encore compris")
    assert "Passer" in text


def test_a_word_that_was_saved_is_shown_to_its_author_and_its_teacher_only(client, world):
    response = post(client, world, "pupil", "student_result_word", STUDENT_AT, text=MINE)

    assert response.status_code == 302
    assert MINE in result_of(client, world, "pupil", STUDENT_AT)
    assert MINE not in result_of(client, world, "guardian", GUARDIAN_AT - MINUTE)


def test_parents_read_the_word_above_what_is_achieved(client):
    world = build_world(marked=False, handed_back=False)
    enter(
        world.assessment,
        {world.student: "13.37"},
        by=world.people["teacher"],
        at=HANDED_BACK_AT - MINUTE,
        achieved="Additionner.",
    )
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT)
    words.write_word(world.result, MINE, at=STUDENT_AT)

    text = result_of(client, world, "guardian", GUARDIAN_AT)

    assert text.index("Le mot d’Inès") < text.index(MINE) < text.index("Additionner.")
    assert "Changer mon mot" not in text


def test_too_late_a_pupil_is_told_so_and_loses_nothing_of_what_was_typed(client, world):
    response = post(client, world, "pupil", "student_result_word", GUARDIAN_AT, text=MINE)

    text = words_of(response)
    assert response.status_code == 200
    assert "il n’est plus temps d’y joindre un mot" in text
    assert "ton mot ne peut plus" not in text
    assert MINE in text
    assert "<textarea" not in response.content.decode()
    assert not PupilWord.objects.exists()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("", "Ton mot est vide"), ("   ", "Ton mot est vide"), ("é" * 281, "281 caractères, 280 au")],
)
def test_a_word_that_is_empty_or_too_long_is_refused_in_a_sentence(client, world, typed, refusal):
    text = words_of(post(client, world, "pupil", "student_result_word", STUDENT_AT, text=typed))

    assert refusal in text
    assert typed.strip() in text
    assert not PupilWord.objects.exists()


def test_a_word_of_280_characters_is_kept_as_it_was_typed(client, world):
    post(client, world, "pupil", "student_result_word", STUDENT_AT, text="<b>" + "é" * 277)

    assert PupilWord.objects.get().text == "<b>" + "é" * 277
    assert (
        "&lt;b&gt;"
        in ask(
            client,
            world.people["pupil"],
            "student_result_detail",
            STUDENT_AT,
            public_id=world.result.public_id,
        ).content.decode()
    )


def test_a_pupil_takes_the_word_back_in_time_and_not_after(client, world):
    words.write_word(world.result, MINE, at=STUDENT_AT)

    late = post(client, world, "pupil", "student_word_remove", GUARDIAN_AT)
    assert (late.status_code, PupilWord.objects.count()) == (302, 1)

    post(client, world, "pupil", "student_word_remove", GUARDIAN_AT - MINUTE)
    assert not PupilWord.objects.exists()


def test_nothing_is_offered_once_the_parents_can_read(client, world):
    text = result_of(client, world, "pupil", GUARDIAN_AT)

    assert SAFEGUARD not in text
    assert "Demander à la CPE" not in text


def test_before_the_result_there_is_no_page_to_write_on(client, world):
    for name in ("student_result_word", "student_result_talk"):
        response = ask(
            client,
            world.people["pupil"],
            name,
            STUDENT_AT - MINUTE,
            public_id=world.result.public_id,
        )
        assert response.status_code == 404


def test_a_pupil_asks_the_cpe_and_only_that_page_keeps_why(client, world):
    post(client, world, "pupil", "student_result_talk", STUDENT_AT, words="J’ai peur.")

    assert TalkRequest.objects.get().words == "J’ai peur."
    assert "Ta demande est partie." in page(
        client, world, "pupil", "student_result_talk", STUDENT_AT
    )
    assert "J’ai peur." not in result_of(client, world, "pupil", STUDENT_AT)


def test_a_request_changes_nothing_on_the_pages_of_parents_and_teachers(client, world):
    readers = [
        ("guardian", "family_result_detail", {"public_id": world.result.public_id}),
        ("guardian", "family_results", {}),
        ("other_guardian", "family_result_detail", {"public_id": world.result.public_id}),
        ("teacher", "assessment_detail", {"public_id": world.assessment.public_id}),
        ("teacher", "assessment_list", {}),
    ]

    def pages():
        return [
            read(client, world.people[who], name, at, **arguments)
            for at in (STUDENT_AT, LONG_AFTER)
            for who, name, arguments in readers
        ]

    before = pages()
    talk.ask_to_talk(world.result, words="J’ai peur.", at=STUDENT_AT)

    assert pages() == before


@pytest.fixture
def helped(world):
    world.assessment.device = HelpDeviceFactory(school=world.school)
    world.assessment.review_on = dt.date(2026, 12, 8)
    world.assessment.save()
    return world


def test_a_guardian_reads_the_help_when_where_and_the_day_to_look_at_it(client, helped):
    text = result_of(client, helped, "guardian", GUARDIAN_AT)

    assert "Devoirs faits Mardi et jeudi, 16 h à 17 h, au CDI, avec M. Petit" in text
    assert "On regarde ensemble le mardi 8 décembre." in text
    assert text.index("D’accord") < text.index("13,37 sur 20")


def test_a_pupil_reads_the_help_without_the_three_answers(client, helped):
    text = result_of(client, helped, "pupil", GUARDIAN_AT)

    assert "Devoirs faits" in text
    assert "Ce n’est pas possible pour nous" not in text


def test_each_guardian_answers_and_reads_their_own_answer_only(client, helped):
    post(client, helped, "guardian", "family_result_answer", GUARDIAN_AT, answer="not_possible")

    mine = result_of(client, helped, "guardian", GUARDIAN_AT + MINUTE)
    theirs = result_of(client, helped, "other_guardian", GUARDIAN_AT + MINUTE)
    childs = result_of(client, helped, "pupil", GUARDIAN_AT + MINUTE)

    assert "Votre réponse : « Ce n’est pas possible pour nous »" in mine
    assert "Votre réponse" not in theirs
    assert "réponse" not in childs


def test_a_change_of_mind_is_one_more_answer(client, helped):
    for minute, said in enumerate(("yes", "talk")):
        at = GUARDIAN_AT + minute * MINUTE
        post(client, helped, "guardian", "family_result_answer", at, answer=said)

    assert list(HelpAnswer.objects.order_by("at").values_list("answer", flat=True)) == [
        "yes",
        "talk",
    ]
    assert "Votre réponse : « J’aimerais en parler »" in result_of(
        client, helped, "guardian", LONG_AFTER
    )


def test_an_answer_that_does_not_exist_is_not_kept(client, helped):
    response = post(client, helped, "guardian", "family_result_answer", LONG_AFTER, answer="oui")

    assert response.status_code == 302
    assert not HelpAnswer.objects.exists()


def test_an_answer_before_the_result_is_a_page_that_does_not_exist(client, helped):
    before = GUARDIAN_AT - MINUTE
    response = post(client, helped, "guardian", "family_result_answer", before, answer="yes")

    assert (response.status_code, HelpAnswer.objects.count()) == (404, 0)


def test_a_former_guardian_reads_what_they_kept_and_answers_for_the_child_no_more(client, helped):
    text = result_of(client, helped, "guardian_former", LONG_AFTER)
    response = post(
        client, helped, "guardian_former", "family_result_answer", LONG_AFTER, answer="yes"
    )

    assert "Devoirs faits" in text
    assert "D’accord" not in text
    assert (response.status_code, HelpAnswer.objects.count()) == (403, 0)


def test_the_team_of_the_class_reads_the_words_beside_the_results(client, world):
    words.write_word(world.result, MINE, at=STUDENT_AT)
    arguments = {"public_id": world.assessment.public_id}

    for who in ("teacher", "lead_teacher", "cpe"):
        text = read(client, world.people[who], "assessment_detail", STUDENT_AT, **arguments)
        assert f"Inès Diallo « {MINE} »" in text


def test_a_parent_who_teaches_the_class_reads_their_own_childs_word_as_a_parent(client, world):
    words.write_word(world.other_result, MINE, at=STUDENT_AT)

    text = read(
        client,
        world.people["teacher_and_parent"],
        "assessment_detail",
        STUDENT_AT,
        public_id=world.assessment.public_id,
    )

    assert MINE not in text


def test_the_fullest_page_of_a_result_costs_eight_statements(client):
    """A word, a help answered, class figures: everything that a page may have to read."""
    world = build_world(rule=Rule(shows=Shows(class_average=True)), classmates=4)
    world.assessment.device = HelpDeviceFactory(school=world.school)
    world.assessment.save()
    words.write_word(world.result, MINE, at=STUDENT_AT)
    post(client, world, "guardian", "family_result_answer", GUARDIAN_AT, answer="yes")

    page_url = reverse("results:family_result_detail", args=[world.result.public_id])
    with time_machine.travel(GUARDIAN_AT + MINUTE, tick=False), statements() as asked:
        text = words_of(client.get(page_url))

    assert "Votre réponse : « D’accord »" in text
    assert "Moyenne de la classe" in text
    assert len(asked) == 8, asked.listed()
