"""A form sent twice does what it does once, even ten times at the same instant."""

import datetime as dt

import pytest
import time_machine
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.shortcuts import redirect
from django.test import Client
from django.urls import reverse

from apps.accounts.devices.services import forget_done_acts
from apps.accounts.models import DoneAct
from apps.homework.hand_ins.services import hand_in
from apps.homework.models import HandIn
from apps.results.models import Assessment
from coeduc.once import once
from tests.access.routes import routes
from tests.at_once import at_once, numbered
from tests.files.samples import PDF
from tests.homework.conftest import TUESDAY, school_life, work, write  # noqa: F401 # a fixture
from tests.homework.giving import kept
from tests.world import HANDED_BACK_AT, build_world

TEN = 10
NEW = "/equipe/evaluations/nouvelle/"
# A page that creates something joins them.
CREATING = {
    "homework:absence_add",
    "homework:absence_detail",
    "homework:absence_withdraw",
    "homework:export_ask",
    "homework:lesson_copy",
    "homework:lesson_copy_at_once",
    "homework:lesson_discard",
    "homework:lesson_edit",
    "homework:lesson_write",
    "homework:settings_cap",
    "homework:student_hand_in",
    "homework:timetable_use",
    "invitations:letter_create",
    "invitations:person_code",
    "invitations:person_letter",
    "invitations:person_mail",
    "invitations:team_list",
    "invitations:team_mails",
    "invitations:trusted_code",
    "invitations:trusted_create",
    "invitations:trusted_reopen",
    "publication:exception",
    "publication:exception_end",
    "publication:opening_edit",
    "publication:rule_adopt",
    "results:assessment_create",
    "results:assessment_publish",
    "results:result_hold",
    "results:result_withdraw",
    "results:student_result_talk",
    "schools:list_phones",
    "schools:post_give_back",
    "schools:restriction_create",
    "schools:settings_closures",
    "schools:settings_fill",
    "schools:settings_weeks_propose",
    "schools:team_add",
    "schools:team_classes",
    "schools:team_confirm",
    "schools:team_principal",
    "schools:team_unite",
    "support:device_open",
}


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def fields(world, **more):
    return {
        "teaching": world.teaching.pk,
        "title": "Puissances",
        "kind": "test",
        "held_on": "2026-11-17",
        "scale": "20",
        "coefficient": "1",
        **more,
    }


@pytest.fixture
def world(db):
    return build_world(handed_back=False)


@pytest.fixture
def teacher(world):
    with time_machine.travel(HANDED_BACK_AT, tick=False):
        yield browser_of(world.people["teacher"])


@pytest.mark.django_db(transaction=True)
def test_ten_posts_of_one_form_at_once_make_one_assessment():
    world = build_world(handed_back=False)
    data = fields(world, csrfmiddlewaretoken="the-same-page")
    browsers = [browser_of(world.people["teacher"]) for __ in range(TEN)]

    with time_machine.travel(HANDED_BACK_AT, tick=False):
        answers = at_once(*numbered(lambda n: browsers[n].post(NEW, data), TEN))

    assert Assessment.objects.filter(title="Puissances").count() == 1
    made = Assessment.objects.get(title="Puissances")
    page = reverse("results:assessment_marks", args=[made.public_id])
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, page)}


def test_the_second_is_led_to_what_the_first_made_and_told_so(world, teacher):
    data = fields(world, csrfmiddlewaretoken="the-same-page")
    first = teacher.post(NEW, data)

    second = teacher.post(NEW, data, follow=True)

    assert second.redirect_chain == [(first.url, 302)]
    assert "ce formulaire n’a compté qu’une fois" in second.content.decode()


def test_another_page_or_another_text_is_another_act(world, teacher):
    teacher.post(NEW, fields(world, csrfmiddlewaretoken="a-page"))
    teacher.post(NEW, fields(world, csrfmiddlewaretoken="another-page"))
    teacher.post(NEW, fields(world, csrfmiddlewaretoken="a-page", coefficient="2"))

    assert Assessment.objects.filter(title="Puissances").count() == 3


def test_a_form_that_was_refused_may_be_sent_again(world, teacher):
    refused = fields(world, csrfmiddlewaretoken="a-page", title="")

    assert teacher.post(NEW, refused).status_code == 200
    assert teacher.post(NEW, refused).status_code == 200
    assert not DoneAct.objects.exists()


def test_a_token_in_the_header_alone_is_a_key_too(world, teacher):
    for _time in range(6):
        teacher.post(NEW, fields(world), headers={"x-csrftoken": "the-same-page"})

    assert Assessment.objects.filter(title="Puissances").count() == 1


def test_the_same_form_sent_to_another_address_is_another_act(world, teacher):
    data = fields(world, csrfmiddlewaretoken="a-page")
    teacher.post(NEW, data)
    teacher.post(f"{NEW}?depuis=ailleurs", data)

    assert Assessment.objects.filter(title="Puissances").count() == 2


def test_a_form_that_was_led_elsewhere_to_be_told_no_may_be_sent_again(world, rf):
    """What refused it may be over: the same form is then judged anew, not called done."""
    answers = []

    @once
    def view(request):
        answers.append(request)
        if len(answers) == 1:
            messages.error(request, "Non.")
        return redirect("/")

    for _time in range(3):
        request = rf.post("/", {"csrfmiddlewaretoken": "a-page"})
        request.user, request.now = world.people["teacher"], HANDED_BACK_AT
        request._messages = CookieStorage(request)
        view(request)

    assert len(answers) == 2


def test_the_key_of_a_draft_outlives_the_token_of_its_page(world, teacher):
    teacher.post(NEW, fields(world, csrfmiddlewaretoken="before", once="draft"))
    teacher.post(NEW, fields(world, csrfmiddlewaretoken="after-signing-in-again", once="draft"))

    assert Assessment.objects.filter(title="Puissances").count() == 1


def test_the_key_of_somebody_is_nothing_to_anybody_else(world):
    data = fields(world, csrfmiddlewaretoken="a-page", once="draft")
    with time_machine.travel(HANDED_BACK_AT, tick=False):
        browser_of(world.people["teacher"]).post(NEW, data)
        answer = browser_of(world.people["teacher_of_another_class"]).post(NEW, data)

    assert answer.status_code == 200  # not their class: told beside the field, led nowhere


def test_keys_are_forgotten_when_no_draft_is_left(world, teacher):
    teacher.post(NEW, fields(world, csrfmiddlewaretoken="a-page"))

    assert forget_done_acts(at=HANDED_BACK_AT + dt.timedelta(days=7)) == 0
    assert forget_done_acts(at=HANDED_BACK_AT + dt.timedelta(days=9)) == 1


@pytest.mark.django_db(transaction=True)
def test_files_given_at_the_same_instant_are_three_at_most(request):
    cast = request.getfixturevalue("school_life")
    homework = write(cast, works=[work("Une maquette", asks_file=True)]).works.get()
    state = homework.versions.latest().get()
    files = [kept(cast, f"{n}.pdf", by=cast.ines, data=PDF + b"%" * n) for n in range(TEN)]

    def give(n):
        try:
            hand_in(state, cast.ines, [files[n]], at=TUESDAY)
        except Exception as refused:
            return type(refused).__name__
        return ""

    outcomes = at_once(*numbered(give, TEN))

    assert HandIn.objects.standing().count() == 3
    assert sorted(outcomes) == [""] * 3 + ["NotebookError"] * 7


def test_every_view_that_creates_does_it_once():
    assert {route.name for route in routes() if _is_once(route.view)} == CREATING


def _is_once(view):
    while view is not None:
        if getattr(view, "once", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False
