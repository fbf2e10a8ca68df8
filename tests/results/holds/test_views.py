"""What the CPE and the heads do about a result, page by page."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.results.assessments.services import assessments
from apps.results.holds import rules as holds_rules
from apps.results.models import Hold, Result, ResultVersion, TalkRequest, Withdrawal
from tests.factories.results import HoldFactory, WithdrawalFactory
from tests.factories.schools import GuardianFactory, GuardianshipFactory
from tests.queries import statements
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
BETWEEN = STUDENT_AT + HOUR  # Tuesday 17 November, 10:10 in Paris
REASON = "Appeler la mère avant ce soir."
WHY = "La note était celle d’un autre élève."


@pytest.fixture
def world():
    return build_world()


def asked(world, name, at, *, person="cpe", method="get", of=None, **data):
    """One request of somebody of the team at one instant."""
    address = reverse(f"results:{name}", args=[of] if of else [])
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(world.people[person])
        return getattr(client, method)(address, data, follow=True)


def text_of(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def hold_it(world, at=BETWEEN, until="2026-11-19", **data):
    return asked(
        world,
        "result_hold",
        at,
        method="post",
        of=world.result.public_id,
        until=until,
        reason=REASON,
        **data,
    )


def request_of(world, result, at=BETWEEN, **fields):
    return TalkRequest.objects.create(
        school=world.school, result=result, student=result.student, at=at, **fields
    )


def another_result(world):
    """A second assessment of the class, of the week before."""
    assessment = assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=BETWEEN - 5 * DAY,
        title="Volumes",
        held_on=(BETWEEN - 5 * DAY).date(),
    )
    return Result.objects.get(assessment=assessment, student=world.student)


def test_the_cpe_reads_before_holding_what_the_parents_will_read(world):
    page = text_of(asked(world, "result_hold", BETWEEN, of=world.result.public_id))

    # Two days of lessons later, a Thursday.
    assert "Le collège souhaite vous en parler avant le 19 novembre." in page
    assert 'value="2026-11-19"' in page


def test_a_hold_keeps_the_parents_waiting_and_says_so_to_them_alone(world):
    done = text_of(hold_it(world))
    hold = Hold.objects.get()
    family = Client()
    with time_machine.travel(GUARDIAN_AT, tick=False):
        family.force_login(world.people["guardian"])
        page = text_of(
            family.get(reverse("results:family_result_detail", args=[world.result.public_id]))
        )

    assert (hold.reason, hold.by) == (REASON, world.people["cpe"])
    assert REASON in done
    assert "avant le 19 novembre" in page
    assert REASON not in page
    assert "13,37" not in page
    assert "pas encore été rendue" not in page


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-11-17", "Choisissez une date à venir."),
        ("2026-12-30", "31 jours au plus"),
        ("bientôt", "Écrivez une date"),
        ("", "obligatoire"),
    ],
)
def test_a_date_that_makes_no_sense_is_said_beside_the_field_and_nothing_typed_is_lost(
    world, until, expected
):
    page = text_of(hold_it(world, until=until))

    assert expected in page
    assert REASON in page
    assert Hold.objects.count() == 0


def test_once_the_parents_may_read_the_page_says_that_it_is_withdrawn_instead(world):
    page = text_of(hold_it(world, at=LONG_AFTER, until="2026-11-27"))

    assert "il se retire" in page
    assert Hold.objects.count() == 0


def test_a_hold_is_lifted_with_one_confirmation_by_another_of_the_desk(world):
    hold_it(world)
    hold = Hold.objects.get()
    before = text_of(asked(world, "hold_lift", BETWEEN, of=hold.public_id, person="principal"))
    done = asked(
        world,
        "hold_lift",
        BETWEEN + HOUR,
        of=hold.public_id,
        person="principal",
        method="post",
    )

    hold.refresh_from_db()
    assert REASON in before
    assert hold.lifted_by == world.people["principal"]
    assert "C’est levé" in text_of(done)
    assert ResultVersion.objects.get(result=world.result).guardian_release_at == GUARDIAN_AT


def test_withdrawing_says_first_what_it_does_not_undo_and_does_nothing_yet(world):
    first = asked(
        world,
        "result_withdraw",
        LONG_AFTER,
        of=world.result.public_id,
        method="post",
        audience="both",
        reason_for_family=WHY,
    )

    page = text_of(first)
    assert WHY in page
    assert "Qui a lu n’est pas enregistré" in page
    assert "Aucun courriel n’est encore parti." in page
    assert Withdrawal.objects.count() == 0


def test_a_withdrawn_result_is_replaced_by_the_reason_on_the_familys_page(world):
    asked(
        world,
        "result_withdraw",
        LONG_AFTER,
        of=world.result.public_id,
        method="post",
        audience="both",
        reason_for_family=WHY,
        sure="1",
    )
    family = Client()
    with time_machine.travel(LONG_AFTER + HOUR, tick=False):
        family.force_login(world.people["guardian"])
        page = text_of(
            family.get(reverse("results:family_result_detail", args=[world.result.public_id]))
        )

    assert WHY in page
    assert "13,37" not in page


@pytest.mark.parametrize(
    ("instant", "audience", "said"),
    [
        (LONG_AFTER, "both", "L’élève et ses parents lisent votre phrase"),
        (LONG_AFTER, "guardians", "Les parents lisent votre phrase"),
        (BETWEEN, "both", "L’élève lit votre phrase à la place ; ses parents ne lisent rien."),
    ],
)
def test_after_a_withdrawal_is_said_who_reads_its_reason(world, instant, audience, said):
    fields = {"audience": audience, "reason_for_family": WHY, "sure": "1"}
    done = asked(
        world,
        "result_withdraw",
        instant,
        of=world.result.public_id,
        method="post",
        follow=True,
        **fields,
    )

    assert said in text_of(done)


def test_parents_who_read_nothing_yet_have_nothing_taken_back_from_them_alone(world):
    page = text_of(asked(world, "result_withdraw", BETWEEN, of=world.result.public_id))

    assert "parents seulement" not in page
    assert "élève et parents" in page


def test_what_was_withdrawn_by_mistake_is_published_again(world):
    WithdrawalFactory(result=world.result, at=LONG_AFTER - HOUR)
    page = text_of(asked(world, "result_decisions", LONG_AFTER, of=world.result.public_id))
    asked(world, "result_publish_again", LONG_AFTER, of=world.result.public_id, method="post")

    assert "Publier de nouveau" in page
    assert ResultVersion.objects.filter(result=world.result).count() == 2


def test_the_request_of_a_pupil_is_answered_once_and_leaves_the_list(world):
    words = "Je préfère que vous leur parliez."
    talk = request_of(world, world.result, words=words)
    before = text_of(asked(world, "request_list", BETWEEN))
    after = text_of(asked(world, "request_answer", BETWEEN, of=talk.public_id, method="post"))
    dates = list(world.result.versions.values_list("guardian_release_at", flat=True))

    assert words in before
    assert "mercredi 18 novembre à 17 h" in before
    assert "Aucune demande n’attend." in after
    talk.refresh_from_db()
    assert talk.answered_by == world.people["cpe"]
    assert dates == [GUARDIAN_AT]


def test_all_that_one_child_asks_is_one_line_closed_at_once(world):
    second = another_result(world)
    for result in (world.result, second):
        request_of(world, result)
    classmate = Result.objects.get(assessment=world.assessment, student=world.other_student)
    request_of(world, classmate, at=BETWEEN + HOUR)

    page = text_of(asked(world, "request_list", BETWEEN + 2 * HOUR))
    newest = TalkRequest.objects.filter(student=world.student).latest("pk")
    asked(world, "request_answer", BETWEEN + 2 * HOUR, of=newest.public_id, method="post")

    assert page.count("Vu avec l’élève") == 2
    assert list(TalkRequest.objects.standing()) == [TalkRequest.objects.get(result=classmate)]


def test_what_is_asked_after_the_page_was_read_stays_open(world):
    seen = request_of(world, world.result)
    later = request_of(world, another_result(world), at=BETWEEN + HOUR)

    asked(world, "request_answer", BETWEEN + 2 * HOUR, of=seen.public_id, method="post")

    assert list(TalkRequest.objects.standing()) == [later]


def test_nothing_is_held_any_more_once_the_parents_may_read(world):
    request_of(world, world.result)

    before = text_of(asked(world, "request_list", GUARDIAN_AT - HOUR))
    after = text_of(asked(world, "request_list", GUARDIAN_AT + HOUR))

    assert "Retenir le temps d’en parler" in before
    assert "Retenir" not in after.split("Attendent une réponse")[1]
    assert "Ses parents peuvent déjà le lire." in after


def test_a_cpe_answers_no_request_and_holds_nothing_of_their_own_child(world):
    guardian = GuardianFactory(school=world.school, user=world.people["cpe"])
    GuardianshipFactory(student=world.student, guardian=guardian)
    talk = request_of(world, world.result, words="Un secret de ma fille.")
    HoldFactory(result=world.result, since=BETWEEN, until=LONG_AFTER, reason="Secret du bureau.")

    requests = text_of(asked(world, "request_list", BETWEEN))
    holds = text_of(asked(world, "hold_list", BETWEEN))
    answered = asked(world, "request_answer", BETWEEN, of=talk.public_id, method="post")

    assert "secret" not in (requests + holds).lower()
    assert answered.status_code == 404
    assert hold_it(world).status_code == 403
    assert "Un secret" in text_of(asked(world, "request_list", BETWEEN, person="principal"))


def test_holds_that_end_soon_come_first_and_those_that_lapsed_last(world):
    others = list(Result.objects.filter(assessment=world.assessment))
    HoldFactory(result=others[0], since=BETWEEN - DAY, until=BETWEEN + DAY)
    HoldFactory(result=others[1], since=BETWEEN - 3 * DAY, until=BETWEEN - DAY)

    page = text_of(asked(world, "hold_list", BETWEEN))

    assert page.index("Se terminent bientôt") < page.index("Terminées")
    assert "terminé de lui-même" in page


def test_a_hold_is_found_by_the_name_of_the_pupil(world):
    HoldFactory(result=world.result, since=BETWEEN - DAY, until=LONG_AFTER)

    found = text_of(asked(world, "hold_list", BETWEEN, q="diallo"))
    other = text_of(asked(world, "hold_list", BETWEEN, q="martin"))

    assert "Inès Diallo, 4eB" in found
    assert "Diallo" not in other


LISTS = {"hold_list": Hold, "withdrawal_list": Withdrawal, "request_list": TalkRequest}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_as_much_for_three_rows_as_for_one(name):
    world = build_world(classmates=3)
    results = list(Result.objects.filter(assessment=world.assessment)[:3])
    asked_of_one = {}
    client = Client()
    client.force_login(world.people["cpe"])
    make = {
        "hold_list": lambda result: HoldFactory(
            result=result, since=BETWEEN - DAY, until=LONG_AFTER
        ),
        "withdrawal_list": lambda result: WithdrawalFactory(result=result, at=BETWEEN - DAY),
        "request_list": lambda result: request_of(world, result),
    }[name]
    for count, result in enumerate(results, start=1):
        make(result)
        with time_machine.travel(BETWEEN, tick=False), statements() as seen:
            assert client.get(reverse(f"results:{name}")).status_code == 200
        asked_of_one[count] = len(seen)

    assert asked_of_one[1] == asked_of_one[3]


def test_two_days_of_lessons_later_jumps_over_the_week_end_and_the_holidays():
    friday = dt.date(2026, 11, 20)
    closed = {dt.date(2026, 11, 24)}

    assert holds_rules.proposed_day(friday, set()) == dt.date(2026, 11, 24)
    assert holds_rules.proposed_day(friday, closed) == dt.date(2026, 11, 25)


def test_the_page_of_a_result_nobody_handed_back_offers_to_hold_and_not_to_withdraw():
    world = build_world(handed_back=False)
    page = text_of(
        asked(world, "result_decisions", HANDED_BACK_AT - HOUR, of=world.result.public_id)
    )

    assert "Retenir ce résultat" in page
    assert "Retirer ce résultat" not in page


def test_a_request_whose_result_is_held_says_until_when_and_by_whom(world):
    request_of(world, world.result)
    hold_it(world)
    page = text_of(asked(world, "request_list", BETWEEN + HOUR))
    client = Client()
    with time_machine.travel(BETWEEN + HOUR, tick=False):
        client.force_login(world.people["cpe"])
        home = text_of(client.get(reverse("home:staff_home")))

    name = world.people["cpe"].get_full_name()
    for said in (page, home):
        assert f"Retenu par {name}, au plus tard jusqu’au" in said
        assert "19 novembre." in said
        assert "Retenir le temps" not in said


def test_the_form_of_a_held_result_says_that_it_is_held_and_no_other_sentence(world):
    hold_it(world)
    page = text_of(asked(world, "result_hold", BETWEEN + HOUR, of=world.result.public_id))

    assert "Ce résultat est déjà retenu" in page
    assert "Ce que les parents liront" not in page
    assert "Retenu par" in page


def test_seen_by_mistake_all_that_was_closed_stands_again_and_no_date_moves(world):
    first = request_of(world, world.result, guards_until=GUARDIAN_AT)
    second = request_of(world, another_result(world))
    asked(world, "request_answer", BETWEEN + HOUR, of=second.public_id, method="post")
    page = text_of(asked(world, "request_list", BETWEEN + 2 * HOUR))
    done = asked(world, "request_reopen", BETWEEN + 2 * HOUR, of=first.public_id, method="post")

    assert "Ce n’était pas fait : rouvrir" in page
    assert "C’est rouvert." in text_of(done)
    assert set(TalkRequest.objects.standing()) == {first, second}
    first.refresh_from_db()
    assert first.guards_until == GUARDIAN_AT
    assert ResultVersion.objects.get(result=world.result).guardian_release_at == GUARDIAN_AT


@pytest.mark.parametrize(
    ("person", "at"), [("principal", BETWEEN + 2 * HOUR), ("cpe", GUARDIAN_AT + DAY)]
)
def test_only_whoever_said_it_opens_it_again_and_only_in_time(world, person, at):
    row = request_of(world, world.result, guards_until=GUARDIAN_AT)
    asked(world, "request_answer", BETWEEN + HOUR, of=row.public_id, method="post")

    page = text_of(asked(world, "request_list", at, person=person))
    done = asked(world, "request_reopen", at, of=row.public_id, person=person, method="post")

    assert "Ce n’était pas fait" not in page
    assert "ne se rouvre plus" in text_of(done)
    assert not TalkRequest.objects.standing().exists()
