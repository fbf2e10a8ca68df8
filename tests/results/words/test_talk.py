"""«En parler d’abord»: a whole school day, guaranteed; who is told; its ends; no family knows."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from apps.notices.models import Notice
from apps.notices.outbox.services import sending
from apps.publication.rules import ONCE_A_WEEK
from apps.publication.services import adopt_rule
from apps.results.errors import ResultError
from apps.results.models import ResultVersion, TalkRequest
from apps.results.release.services.instants import RuleAndHours
from apps.results.release.services.placing import place_pending
from apps.results.words.services import talk, words
from apps.results.words.tasks import notify_heads_of_requests
from apps.schools.enums import Role
from apps.schools.models import Closure, Staff
from apps.schools.offices import Office
from tests.factories.results import enter
from tests.results.pages import ask, read, words_of
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
LAST_MORNING = GUARDIAN_AT - 7 * HOUR  # Wednesday 18 November, 10:00 in Paris
PAUSED_AT = GUARDIAN_AT + DAY  # Thursday 17:00
WHY = "J’ai peur."
NIGHT = STUDENT_AT + 13 * HOUR  # Tuesday, 22:10


@pytest.fixture
def world():
    world = build_world()
    for name, user in world.people.items():
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
    return world


def parents_at(world, result=None):
    version = ResultVersion.objects.latest().get(result=result or world.result)
    return version.guardian_release_at


def notified(step):
    notices = Notice.objects.filter(kind="talk_request", event__endswith=f":{step}")
    return [notice.staff.user.email.split("@")[0] for notice in notices.order_by("pk")]


def sent(at):
    mail.outbox.clear()
    for notice in sending.claim(limit=100, at=at):
        sending.send(notice, at=at)
    return list(mail.outbox)


def close(world, first, last):
    Closure.objects.create(
        school=world.school,
        label="Vacances",
        starts_on=dt.date.fromisoformat(first),
        ends_on=dt.date.fromisoformat(last),
    )


def page(client, world, at, *, who="pupil", name="student_result_talk"):
    return read(client, world.people[who], name, at, public_id=world.result.public_id)


def post(client, world, name, at, **data):
    return ask(
        client,
        world.people["pupil"],
        name,
        at,
        method="post",
        data=data,
        public_id=world.result.public_id,
    )


# --- The instant ---------------------------------------------------------------------------------


def test_a_request_on_the_last_day_gives_an_adult_the_next_one(world):
    asked = talk.ask_to_talk(world.result, words=WHY, at=LAST_MORNING)

    assert asked.guards_until == parents_at(world) == PAUSED_AT


def test_a_request_the_day_before_moves_nothing_an_adult_has_a_whole_day(world):
    asked = talk.ask_to_talk(world.result, at=STUDENT_AT)

    assert asked.guards_until == parents_at(world) == GUARDIAN_AT


def test_nothing_else_of_anybody_moves(world):
    others = ResultVersion.objects.exclude(result=world.result)
    before = list(others.order_by("pk").values())
    pupil_at = ResultVersion.objects.get(result=world.result).student_release_at

    talk.ask_to_talk(world.result, at=LAST_MORNING)

    assert list(others.order_by("pk").values()) == before
    assert ResultVersion.objects.get(result=world.result).student_release_at == pupil_at


def test_before_a_long_closure_nothing_moves(world):
    close(world, "2026-11-19", "2026-11-20")  # Thursday and Friday, then the week-end: four days
    asked = talk.ask_to_talk(world.result, at=LAST_MORNING)

    assert asked.guards_until is None
    assert parents_at(world) == GUARDIAN_AT


def test_the_weekly_day_is_not_waited_for_again():
    world = build_world(rule=ONCE_A_WEEK)
    friday = parents_at(world)
    talk.ask_to_talk(world.result, at=friday - HOUR)

    assert parents_at(world) == friday + 3 * DAY  # Monday 17:00

    # Another copy of the class, handed back on Saturday, places them all again: Monday still.
    place_pending(world.assessment, RuleAndHours.of(world.assessment, at=friday), at=friday + DAY)
    assert parents_at(world) == friday + 3 * DAY


def test_taken_back_after_the_ordinary_instant_it_is_read_at_once_never_before_now():
    world = build_world(rule=ONCE_A_WEEK)
    friday = parents_at(world)
    talk.ask_to_talk(world.result, at=friday - HOUR)

    assert talk.take_back(world.result, at=friday + HOUR)
    assert parents_at(world) == friday + HOUR


def test_taken_back_before_the_ordinary_instant_the_ordinary_instant_returns(world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    talk.take_back(world.result, at=LAST_MORNING + HOUR)

    assert parents_at(world) == GUARDIAN_AT


def test_taken_back_at_night_it_waits_for_the_morning(world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    talk.take_back(world.result, at=GUARDIAN_AT + 5 * HOUR)  # Wednesday 22:00

    assert parents_at(world) == GUARDIAN_AT + 14 * HOUR  # Thursday 7:00


def test_a_request_is_made_once_a_result_for_ever(world):
    first = talk.ask_to_talk(world.result, words=WHY, at=STUDENT_AT)
    again = talk.ask_to_talk(world.result, words="Encore.", at=LAST_MORNING)
    assert (again, again.words, again.guards_until) == (first, WHY, first.guards_until)

    talk.take_back(world.result, at=LAST_MORNING)
    with pytest.raises(ResultError, match="déjà fait une demande"):
        talk.ask_to_talk(world.result, at=LAST_MORNING + MINUTE)

    assert TalkRequest.objects.get().taken_back_at == LAST_MORNING
    assert parents_at(world) == GUARDIAN_AT


def test_the_row_stays_as_it_was_asked(world):
    talk.ask_to_talk(world.result, words=WHY, at=STUDENT_AT)

    for act in (
        lambda: TalkRequest.objects.update(guards_until=LONG_AFTER),
        lambda: TalkRequest.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        TalkRequest.objects.create(
            school=world.school, student=world.student, result=world.result, at=LONG_AFTER
        )


def test_a_correction_keeps_the_floor(world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    adopt_rule(
        world.school,
        ONCE_A_WEEK.__class__(guardian_delay=dt.timedelta()),
        by=world.people["principal"],
        at=LAST_MORNING + MINUTE,
        body="head",
        decided_on=LAST_MORNING.date(),
        reason="Essai.",
    )
    enter(
        world.assessment,
        {world.student: "15"},
        by=world.people["teacher"],
        at=LAST_MORNING + HOUR,
        reason="Erreur de total.",
    )

    assert parents_at(world) == PAUSED_AT


def test_parents_may_read_already(world):
    with pytest.raises(words.TooLateError, match="appelle le 119"):
        talk.ask_to_talk(world.result, at=GUARDIAN_AT)

    assert not TalkRequest.objects.exists()


def test_seen_with_the_pupil_it_is_closed_and_no_date_moves(world):
    asked = talk.ask_to_talk(world.result, at=LAST_MORNING)
    talk.see(asked, by=world.people["cpe"], at=LAST_MORNING + HOUR)

    assert parents_at(world) == PAUSED_AT
    assert not talk.take_back(world.result, at=LAST_MORNING + 2 * HOUR)
    assert parents_at(world) == PAUSED_AT


# --- Who is told ---------------------------------------------------------------------------------


def test_the_cpe_is_told_at_once_without_a_name(world):
    talk.ask_to_talk(world.result, words=WHY, at=LAST_MORNING)
    (message,) = sent(LAST_MORNING)
    body = str(message.message())

    assert message.to == ["cpe@example.org"]
    assert "/equipe/" in message.body
    for secret in ("Inès", "DIALLO", "Diallo", "4eB", "Fractions", "peur", "13,37"):
        assert secret not in body


def test_half_of_the_opening_hours_later_the_head_is_told_once(world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)

    # Ten open hours on Wednesday, ten on Thursday: half on Wednesday at 20:00.
    assert talk.notify_heads(at=GUARDIAN_AT + 3 * HOUR - MINUTE) == 0
    assert talk.notify_heads(at=GUARDIAN_AT + 3 * HOUR) == 1
    assert talk.notify_heads(at=GUARDIAN_AT + 4 * HOUR) == 0
    assert notified("head") == ["principal"]
    # Nobody is written to at night.
    assert sent(GUARDIAN_AT + 4 * HOUR) == []
    assert ["principal@example.org"] in [message.to for message in sent(PAUSED_AT - 8 * HOUR)]


def test_the_head_is_not_told_of_what_was_answered_or_taken_back(world):
    asked = talk.ask_to_talk(world.result, at=LAST_MORNING)
    talk.see(asked, by=world.people["cpe"], at=LAST_MORNING + HOUR)

    with time_machine.travel(PAUSED_AT - MINUTE, tick=False):
        assert notify_heads_of_requests() == 0


def test_without_a_cpe_in_office_the_head_is_told_at_once(world):
    Staff.objects.filter(posts__role=Role.CPE).update(during=(None, LAST_MORNING - DAY))
    asked = talk.ask_to_talk(world.result, at=LAST_MORNING)

    assert notified("cpe") == []
    assert notified("head") == ["principal"]
    assert asked.head_notified_at == LAST_MORNING
    assert talk.notify_heads(at=PAUSED_AT) == 0


def test_a_cpe_who_is_a_parent_of_the_child_is_never_told(world):
    guardian = world.student.guardianships.get(guardian__user=world.people["guardian"]).guardian
    guardian.user = world.people["cpe"]
    guardian.save()

    talk.ask_to_talk(world.result, at=LAST_MORNING)

    assert notified("cpe") == []
    assert notified("head") == ["principal"]


def test_a_mail_that_has_not_left_stays_when_the_child_changed_their_mind(world):
    talk.ask_to_talk(world.result, at=NIGHT)
    talk.take_back(world.result, at=NIGHT + HOUR)

    assert sent(NIGHT + 12 * HOUR) == []


# --- What the pupil reads ------------------------------------------------------------------------


def test_the_pupil_reads_the_hour_without_and_with_a_request_before_asking(client, world):
    said = page(client, world, LAST_MORNING)

    assert (
        "Sans demande, tes parents pourront le lire à partir du mercredi 18 novembre à 17 h" in said
    )
    assert "ce sera à partir du jeudi 19 novembre à 17 h" in said
    assert "On ne demande qu’une fois" in said


def test_the_pupil_reads_that_a_request_would_not_move_the_date(client, world):
    assert "Ta demande ne change pas cette date" in page(client, world, STUDENT_AT)


def test_before_a_long_closure_the_pupil_reads_so_before_asking(client, world):
    close(world, "2026-11-19", "2026-11-20")
    said = page(client, world, LAST_MORNING)

    assert "Le collège ferme plusieurs jours : ta demande ne change pas cette date." in said
    assert "ce soir, appelle le 119" in said


def test_at_night_the_pupil_reads_on_whose_page_it_is_and_when_somebody_is_there(client, world):
    at_school = (
        "La CPE peut te recevoir à partir du mercredi 18 novembre. D’ici là, appelle le 119."
    )
    before = page(client, world, NIGHT)
    talk.ask_to_talk(world.result, at=NIGHT)
    after = page(client, world, NIGHT)

    assert "sera tout de suite sur la première page de la CPE" in before
    assert "Elle est sur la première page de la CPE." in after
    for said in (before, after):
        assert at_school in said
        assert "pourra être lue" not in said
    assert "peut te recevoir" not in page(client, world, LAST_MORNING)


def test_a_head_is_said_to_know_only_once_a_mail_has_left(client, world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    known, half = "La direction du collège est prévenue", GUARDIAN_AT + 3 * HOUR
    on_page = "Elle est aussi sur la première page de la direction."
    assert on_page not in page(client, world, LAST_MORNING)

    talk.notify_heads(at=half)
    waiting = page(client, world, half)
    care = ask(client, world.people["cpe"], "request_list", half).content.decode()
    sent(half + 12 * HOUR)
    left = page(client, world, half + 12 * HOUR)

    assert known not in waiting
    assert "La direction est prévenue" not in care
    assert on_page in waiting
    assert known in left
    assert on_page not in left
    care = ask(client, world.people["cpe"], "request_list", half + 12 * HOUR).content.decode()
    assert "La direction est prévenue" in care


def test_nothing_is_said_of_a_head_where_no_head_is_in_office(client, world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    Staff.objects.filter(posts__role__in=Office.HEADS.value).update(during=(None, LAST_MORNING))
    talk.notify_heads(at=GUARDIAN_AT + 3 * HOUR)

    assert "direction" not in page(client, world, GUARDIAN_AT + 4 * HOUR).split("Appeler")[0]


def test_after_the_hour_at_night_nobody_is_sent_to_an_office_that_is_closed(client, world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    said = page(client, world, PAUSED_AT + 5 * HOUR)

    assert "Tes parents peuvent le lire maintenant. La CPE peut te recevoir à partir du" in said
    assert "vendredi 20 novembre. D’ici là, appelle le 119." in said
    assert "Va voir" not in said


def test_taken_back_before_a_week_end_nobody_is_sent_to_a_closed_office(client):
    world = build_world(rule=ONCE_A_WEEK)
    friday = parents_at(world)
    talk.ask_to_talk(world.result, at=friday - HOUR)
    talk.take_back(world.result, at=friday + 4 * HOUR)
    said = page(client, world, friday + 4 * HOUR)

    assert "La CPE peut te recevoir à partir du lundi" in said
    assert "Va voir" not in said


def test_seen_with_an_adult_it_is_still_said_after_the_parents_hour(client, world):
    asked = talk.ask_to_talk(world.result, at=LAST_MORNING)
    talk.see(asked, by=world.people["cpe"], at=LAST_MORNING + HOUR)
    said = page(client, world, PAUSED_AT)

    assert "Un adulte du collège en a parlé avec toi le" in said
    assert "Tes parents peuvent le lire maintenant." in said
    assert "Va voir" not in said


@pytest.mark.parametrize("name", ["student_result_detail", "student_result_word"])
def test_a_standing_request_is_said_where_it_was_offered(client, world, name):
    assert "Demander à la CPE" in page(client, world, LAST_MORNING, name=name)
    talk.ask_to_talk(world.result, words=WHY, at=LAST_MORNING)
    said = page(client, world, LAST_MORNING, name=name)

    assert "Demander à la CPE" not in said
    assert "Tes parents pourront le lire à partir du jeudi 19 novembre à 17 h." in said
    assert "Ta demande à la CPE" in said
    assert WHY not in said


def test_once_the_hour_has_passed_the_result_says_so_and_leads_to_somebody(client, world):
    talk.ask_to_talk(world.result, at=LAST_MORNING)
    said = page(client, world, PAUSED_AT, name="student_result_detail")

    assert "Tes parents peuvent le lire maintenant. Va voir la CPE, ou appelle le 119." in said
    assert "Ta demande à la CPE" in said


def test_the_first_page_of_the_pupil_says_a_standing_request_with_its_hour(client, world):
    def home(at, who="pupil"):
        with time_machine.travel(at, tick=False):
            client.force_login(world.people[who])
            space = "student" if who == "pupil" else "family"
            return words_of(client.get(reverse(f"home:{space}_home")))

    asked = talk.ask_to_talk(world.result, words=WHY, at=LAST_MORNING)
    before, after = home(LAST_MORNING), home(PAUSED_AT)

    assert "Ta demande est partie. Tes parents pourront le lire à partir du jeudi" in before
    assert "Ta demande : tes parents peuvent le lire maintenant." in after
    assert WHY not in before + after
    assert "demande" not in home(LAST_MORNING, "guardian") + home(PAUSED_AT, "guardian")
    talk.see(asked, by=world.people["cpe"], at=PAUSED_AT)
    assert "Ta demande" not in home(PAUSED_AT + HOUR)


def test_an_old_page_sent_after_the_hour_has_no_dead_button_and_says_what_was_typed(client, world):
    response = post(client, world, "student_result_talk", GUARDIAN_AT, words=WHY)
    said = words_of(response)

    assert "n’est pas envoyé : « J’ai peur. »" in said
    assert "Va voir la CPE, ou appelle le 119." in said
    assert 'method="post" action="/eleve' not in response.content.decode()
    assert "<textarea" not in response.content.decode()


def test_the_sentences_change_when_their_hour_has_passed(client, world):
    post(client, world, "student_result_talk", LAST_MORNING, words=WHY)
    before = page(client, world, PAUSED_AT - MINUTE)
    after = page(client, world, PAUSED_AT)

    assert "Tes parents pourront le lire à partir du jeudi 19 novembre à 17 h." in before
    assert "Finalement, pas besoin" in before
    assert "Tes parents peuvent le lire maintenant. Va voir la CPE, ou appelle le 119." in after
    for gone in ("pourront", "Finalement", "première page", "<form method", WHY):
        assert gone not in after


def test_the_opposite_gesture_says_the_hour_that_returns(client, world):
    post(client, world, "student_result_talk", LAST_MORNING)
    before = page(client, world, LAST_MORNING)
    post(client, world, "student_talk_remove", LAST_MORNING + HOUR)
    after = page(client, world, LAST_MORNING + HOUR)

    assert (
        "« Finalement, pas besoin » : tes parents pourront le lire à partir du mercredi" in before
    )
    assert "finalement, tu n’en as pas besoin" in after
    assert "Tes parents pourront le lire à partir du mercredi 18 novembre à 17 h." in after
    assert "Demander qu’on m’en parle" not in after


def test_too_late_the_pupil_finds_no_dead_link(client, world):
    for name in ("student_result_detail", "student_result_word"):
        assert "Demander à la CPE" not in page(client, world, GUARDIAN_AT, name=name)


# --- What nobody else knows ----------------------------------------------------------------------


def test_after_the_ordinary_instant_only_the_result_is_missing(client, world):
    family = "family_result_detail"
    waits = page(client, world, GUARDIAN_AT - MINUTE, who="guardian", name=family)
    talk.ask_to_talk(world.result, words=WHY, at=LAST_MORNING)

    missing = page(client, world, GUARDIAN_AT, who="guardian", name=family)
    read_at_last = page(client, world, PAUSED_AT, who="guardian", name=family)

    assert "au plus tard le jeudi 19 novembre" in waits
    assert missing == waits
    assert "13,37" in read_at_last


def test_the_teacher_reads_the_class_s_hours_and_not_the_child_s(client, world):
    def table():
        return read(
            client,
            world.people["teacher"],
            "assessment_detail",
            LAST_MORNING + HOUR,
            public_id=world.assessment.public_id,
        )

    before = table()
    talk.ask_to_talk(world.result, words=WHY, at=LAST_MORNING)

    assert table() == before
