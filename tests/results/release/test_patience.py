"""Copies that nobody hands back: who is told, once, in open hours; and the head's publication."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from apps.notices.models import Notice
from apps.notices.outbox.services import sending
from apps.publication.rules import Rule
from apps.results.assessments.services import assessments
from apps.results.errors import ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import HandBack, ResultVersion
from apps.results.release.services import patience
from apps.results.release.tasks import remind_of_late_copies
from apps.schools.enums import Role
from apps.schools.models import Closure
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import AssessmentFactory
from tests.factories.schools import StaffFactory
from tests.world import HELD_ON, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
# Ten days of lessons after Thursday 12 November are over on Friday 27; twenty on 11 December.
TENTH = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 11, 27, 10, tzinfo=dt.UTC)
TWENTIETH = dt.datetime(2026, 12, 11, 10, tzinfo=dt.UTC)


@pytest.fixture
def world():
    world = build_world(handed_back=False)
    for name, user in world.people.items():
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
    return world


def notified(kind="late_copies"):
    notices = Notice.objects.filter(kind=kind).order_by("pk")
    return [(notice.staff.user, notice.event.split(":")[-1]) for notice in notices]


def of(world, *names):
    return [world.people[name] for name in names]


def sent(at):
    mail.outbox.clear()
    for notice in sending.claim(limit=100, at=at):
        sending.send(notice, at=at)
    return list(mail.outbox)


def test_nobody_is_told_before_the_patience_of_the_rule_has_passed(world):
    assert patience.remind(at=TENTH) == 0


def test_the_teachers_of_the_class_are_told_once(world):
    patience.remind(at=FRIDAY)

    assert patience.remind(at=FRIDAY + HOUR) == 0
    assert {user for user, _step in notified()} == set(of(world, "teacher", "teacher_and_parent"))


def test_who_teaches_the_class_no_more_is_told_nothing(world):
    patience.remind(at=FRIDAY)

    assert world.people["former_teacher"] not in {user for user, _step in notified()}


def test_after_twice_the_patience_the_head_is_told_too(world):
    patience.remind(at=FRIDAY)
    patience.remind(at=TWENTIETH)

    heads = [user for user, step in notified() if step == "2"]
    assert heads == of(world, "principal")


def test_copies_that_were_handed_back_are_late_no_more(world):
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=FRIDAY - HOUR)

    assert patience.remind(at=FRIDAY) == 0


def test_closures_stop_the_count(world):
    Closure.objects.create(
        school=world.school,
        label="Pont",
        starts_on=dt.date(2026, 11, 23),
        ends_on=dt.date(2026, 11, 23),
    )

    assert patience.remind(at=FRIDAY) == 0


def test_the_mail_to_the_team_names_no_pupil_and_no_mark(world):
    patience.remind(at=FRIDAY)
    (message, _other) = sent(FRIDAY)
    body = str(message.message())

    assert message.subject == "1 paquet de copies attend"
    assert "/equipe/" in message.body
    for word in ("13,37", "17,29", "Inès", "DIALLO", "Léo", "MARTIN", "Fractions", "4eB"):
        assert word not in body


@pytest.mark.parametrize("teachers_reached", [True, False])
def test_the_head_reads_that_teachers_were_told_only_when_a_mail_has_left(world, teachers_reached):
    if not teachers_reached:
        for who in ("teacher", "teacher_and_parent"):
            world.people[who].is_active = False
            world.people[who].save()
    patience.remind(at=FRIDAY)
    sent(FRIDAY)
    patience.remind(at=TWENTIETH)

    to_head = sent(TWENTIETH)[-1].body

    assert ("Le professeur en a été prévenu." in to_head) is teachers_reached
    assert ("n’a pas pu prévenir" in to_head) is not teachers_reached


def test_a_reminder_found_at_night_leaves_in_the_morning(world):
    night = dt.datetime(2026, 11, 27, 0, 30, tzinfo=dt.UTC)  # 1:30 in Paris
    with time_machine.travel(night, tick=False):
        remind_of_late_copies()

    assert sent(night) == []
    assert Notice.objects.filter(not_before__lte=night).count() == 0
    assert len(sent(dt.datetime(2026, 11, 27, 6, 1, tzinfo=dt.UTC))) == 2


def test_a_teacher_with_two_late_classes_gets_one_mail_that_counts_both(world):
    assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=FRIDAY - 20 * DAY,
        title="Volumes",
        held_on=HELD_ON,
        progress="Relire.",
    )
    patience.remind(at=FRIDAY)
    mails = [found for found in sent(FRIDAY) if found.to == [world.people["teacher"].email]]

    assert [found.subject for found in mails] == ["2 paquets de copies attendent"]


def test_copies_handed_back_before_the_mail_leaves_need_no_mail(world):
    patience.remind(at=FRIDAY)
    hand_backs_services.hand_back(world.assessment, by=world.people["teacher"], at=FRIDAY + HOUR)

    assert sent(FRIDAY + 2 * HOUR) == []


# The head publishes -------------------------------------------------------------------------------


def publish(world, at=FRIDAY, reason="le professeur est absent pour longtemps."):
    return patience.publish_unreturned(
        world.assessment, by=world.people["principal"], at=at, reason=reason
    )


def test_the_head_never_publishes_before_the_patience_has_passed(world):
    with pytest.raises(ResultError, match="trop tôt"):
        publish(world, at=TENTH)


def test_the_head_publishes_with_a_reason(world):
    with pytest.raises(ResultError, match="pourquoi"):
        publish(world, reason="  ")


def test_what_the_head_publishes_follows_the_rule_and_the_teachers_are_told(world):
    publish(world)

    version = ResultVersion.objects.get(result=world.result)
    assert version.student_release_at == FRIDAY + dt.timedelta(minutes=10)
    assert version.guardian_release_at.weekday() < 5
    assert {user for user, _pk in notified("published_by_head")} == set(
        of(world, "teacher", "teacher_and_parent")
    )
    body = sent(FRIDAY)[0].body
    assert "absent pour longtemps" not in body


def test_what_the_head_published_is_not_published_twice(world):
    publish(world)

    with pytest.raises(ResultError, match="déjà"):
        publish(world)
    assert HandBack.objects.count() == 1


def test_a_second_head_is_told_as_well(world):
    StaffFactory(school=world.school, role=Role.DEPUTY, user__email="adjointe@example.org")
    patience.remind(at=TWENTIETH)

    assert len([user for user, step in notified() if step == "2"]) == 2


def test_a_rule_of_its_own_for_a_kind_has_its_own_patience(world):
    RuleVersionFactory(
        school=world.school,
        rule=Rule(patience_days=30),
        kind="test",
        kind_label="les contrôles",
    )

    assert patience.remind(at=FRIDAY) == 0


# What the families read -------------------------------------------------------------------------


def read(client, world, who, at):
    route = "results:student_results" if who == "pupil" else "results:family_results"
    client.force_login(world.people[who])
    with time_machine.travel(at, tick=False):
        return client.get(reverse(route), {"etat": "attente"}).content.decode()


@pytest.mark.parametrize("who", ["pupil", "guardian"])
def test_a_family_reads_since_when_the_copy_is_awaited_and_who_knows(client, world, who):
    assert "12 novembre, le professeur" not in read(client, world, who, TENTH)
    assert "date du 12 novembre, c’est plus long que ce que le collège s’est donné." in read(
        client, world, who, FRIDAY
    )
    assert "date du 12 novembre, la direction peut décider de publier le résultat." in read(
        client, world, who, TWENTIETH
    )


def test_the_days_without_school_are_counted_for_the_family_as_for_the_team(client, world):
    Closure.objects.create(
        school=world.school,
        label="Pont",
        starts_on=dt.date(2026, 11, 23),
        ends_on=dt.date(2026, 11, 23),
    )

    assert "l’évaluation date du" not in read(client, world, "guardian", FRIDAY)
    assert "l’évaluation date du" in read(client, world, "guardian", FRIDAY + 3 * DAY)


@pytest.mark.parametrize("at", [FRIDAY, TWENTIETH])
def test_the_sentence_is_the_same_whether_or_not_a_mark_exists(client, at):
    pages = []
    for marked in (True, False):
        world = build_world(handed_back=False, marked=marked)
        page = read(client, world, "guardian", at)
        pages.append([line for line in page.splitlines() if "l’évaluation date du" in line])

    assert pages[0] == pages[1] != []


# The pages of the team --------------------------------------------------------------------------


def page(client, world, who, route, at, **arguments):
    client.force_login(world.people[who])
    with time_machine.travel(at, tick=False):
        return client.get(reverse(route, kwargs=arguments)).content.decode()


def of_assessment(world):
    return {"public_id": world.assessment.public_id}


def test_the_teacher_reads_a_quiet_line_on_their_first_page(client, world):
    assert "depuis longtemps" not in page(client, world, "teacher", "home:staff_home", TENTH)
    assert "1 paquet attend depuis longtemps" in page(
        client, world, "teacher", "home:staff_home", FRIDAY
    )


def test_the_head_reads_it_at_twice_the_patience_and_the_cpe_never(client, world):
    assert "Fractions" not in page(client, world, "principal", "home:staff_home", FRIDAY)
    assert "Fractions" in page(client, world, "principal", "home:staff_home", TWENTIETH)
    assert "Fractions" not in page(client, world, "cpe", "home:staff_home", TWENTIETH)


def test_the_head_is_told_when_it_is_too_early_to_publish(client, world):
    arguments = of_assessment(world)
    early = page(client, world, "principal", "results:assessment_publish", TENTH, **arguments)
    later = page(client, world, "principal", "results:assessment_publish", FRIDAY, **arguments)

    assert "trop tôt" in early
    assert 'name="reason"' not in early
    assert 'name="reason"' in later


def act(client, world, who, route, at, data=None):
    client.force_login(world.people[who])
    with time_machine.travel(at, tick=False):
        return client.post(reverse(route, kwargs=of_assessment(world)), data or {})


WHY = {"reason": "Le professeur est absent.", "sure": "on"}


def test_publishing_is_confirmed_told_to_families_and_undone_within_ten_minutes(client, world):
    act(client, world, "principal", "results:assessment_publish", FRIDAY, {"reason": "Absent."})
    assert not HandBack.objects.exists()
    act(client, world, "principal", "results:assessment_publish", FRIDAY, WHY)
    detail = page(
        client, world, "teacher", "results:assessment_detail", FRIDAY, **of_assessment(world)
    )
    assert "Publié par la direction" in detail
    assert "Le professeur est absent." in detail
    result = {"public_id": world.result.public_id}
    words = page(
        client, world, "guardian", "results:family_result_detail", FRIDAY + 5 * DAY, **result
    )
    assert "Le professeur est absent." in words

    undo = act(client, world, "teacher", "results:hand_back_undo", FRIDAY + HOUR / 10)
    assert undo.status_code == 403
    act(client, world, "principal", "results:hand_back_undo", FRIDAY + HOUR / 10)
    assert not HandBack.objects.filter(undone_at=None).exists()


@pytest.mark.parametrize("reached", [True, False])
def test_the_head_is_told_that_a_mail_leaves_only_when_one_does(client, world, reached):
    if not reached:
        for who in ("teacher", "teacher_and_parent"):
            world.people[who].is_active = False
            world.people[who].save()
    act(client, world, "principal", "results:assessment_publish", FRIDAY, WHY)

    detail = page(
        client, world, "principal", "results:assessment_detail", FRIDAY, **of_assessment(world)
    )

    assert "C’est publié." in detail
    assert ("Un e-mail va prévenir le professeur." in detail) is reached


def test_only_the_teachers_see_how_the_marks_lie(client, world):
    arguments = of_assessment(world)

    assert "2 notes" in page(
        client, world, "teacher", "results:assessment_detail", FRIDAY, **arguments
    )
    for who in ("principal", "cpe", "lead_teacher"):
        seen = page(client, world, who, "results:assessment_detail", FRIDAY, **arguments)
        assert "<svg" not in seen or "2 notes" not in seen


@pytest.mark.parametrize("schools", [1, 3])
def test_the_tick_asks_as_much_for_three_schools_as_for_one(schools, django_assert_num_queries):
    for _n in range(schools):
        AssessmentFactory(held_on=dt.date(2026, 11, 2))

    # Two for the transaction; calendars, copies, teachers, heads, told, written.
    with django_assert_num_queries(8):
        assert patience.remind(at=TWENTIETH) >= 0
