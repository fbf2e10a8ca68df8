"""«Rien à faire de votre côté» is said when nothing waits, and only then."""

import datetime as dt

import pytest
from django.db.models import DateTimeField, F, Value

from apps.home.queries import WAITS, what_waits
from apps.homework import portal as homework_portal
from apps.results import portal as results_portal
from apps.results.holds import services as holds_services
from apps.results.models import ResultVersion
from apps.results.words.services import words
from apps.schools.models import Student
from apps.support.enums import Answer
from coeduc import portal, registry
from coeduc.access import Capacity, Reader
from tests.factories.results import enter
from tests.factories.schools import EnrolmentFactory, GuardianshipFactory, StudentFactory
from tests.factories.support import HelpDeviceFactory
from tests.home.test_views import home
from tests.queries import statements
from tests.world import GUARDIAN_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
NOTHING = "Rien à faire de votre côté."
ASKED = "À faire de votre côté Répondre à une aide proposée : Devoirs faits"


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def helped(world):
    """The class of Inès is proposed a help with Fractions."""
    world.assessment.device = HelpDeviceFactory(school=world.school)
    world.assessment.save()
    return world


def waiting_lines(client, world, who="guardian", at=GUARDIAN_AT + DAY):
    return home(client, world, who, "family_home", at)


def answer(world, who="guardian", *, said=Answer.YES, at=GUARDIAN_AT + SECOND):
    guardian = world.people[who].guardians.get()
    device = world.assessment.device
    words.answer_help(world.result, guardian, device=device, answer=said, at=at)


def test_without_a_question_nothing_is_asked(client, world):
    words = waiting_lines(client, world)

    assert NOTHING in words
    assert "À faire" not in words


def test_a_help_without_an_answer_waits_and_nothing_is_not_said(client, helped):
    words = waiting_lines(client, helped)

    assert ASKED in words.replace("\u00a0", " ")
    assert NOTHING not in words


def test_it_waits_from_the_instant_of_the_result_and_not_before(client, helped):
    before = waiting_lines(client, helped, at=GUARDIAN_AT - SECOND)

    assert (NOTHING in before, "Devoirs faits" in before) == (True, False)
    assert NOTHING not in waiting_lines(client, helped, at=GUARDIAN_AT)


@pytest.mark.parametrize("said", list(Answer))
def test_any_answer_is_an_answer(client, helped, said):
    answer(helped, said=said)

    assert NOTHING in waiting_lines(client, helped)


def test_each_guardian_is_asked_for_themself(client, helped):
    answer(helped, "other_guardian")

    assert NOTHING not in waiting_lines(client, helped, "guardian")
    assert NOTHING in waiting_lines(client, helped, "other_guardian")


def test_a_question_unanswered_still_waits_weeks_after(client, helped):
    assert NOTHING not in waiting_lines(client, helped, at=GUARDIAN_AT + 60 * DAY)


@pytest.mark.parametrize("who", ["guardian_former", "guardian_care", "guardian_surveillance"])
def test_who_cannot_answer_is_not_asked(client, helped, who):
    assert NOTHING in waiting_lines(client, helped, who, at=LONG_AFTER)


def test_a_help_that_the_school_has_closed_waits_for_nobody(client, helped):
    device = helped.assessment.device
    device.closed_on = GUARDIAN_AT.date()
    device.save()

    assert NOTHING in waiting_lines(client, helped)


def test_a_result_taken_back_asks_nothing_any_more(client, helped):
    holds_services.withdraw(
        helped.result, "both", "Erreur.", by=helped.people["principal"], at=GUARDIAN_AT + SECOND
    )

    assert NOTHING in waiting_lines(client, helped)


def test_a_help_waits_by_its_name_for_which_child_and_since_when(client, helped):
    assert f"{ASKED}, pour Inès, depuis le mercredi 18 novembre" in waiting_lines(client, helped)


def test_no_help_for_this_pupil_is_no_question(client, helped):
    at = GUARDIAN_AT + SECOND
    enter(
        helped.assessment,
        {helped.student: "14"},
        by=helped.people["teacher"],
        at=at,
        reason="Total.",
        no_help=True,
    )

    assert NOTHING in waiting_lines(client, helped, at=LONG_AFTER)


def test_the_year_over_nothing_waits(client, helped):
    year = helped.teaching.year
    over = dt.datetime.combine(year.ends_on + 2 * DAY, dt.time(12), dt.UTC)

    assert NOTHING in waiting_lines(client, helped, at=over)


def test_the_same_help_proposed_again_after_the_answer_asks_again(client, helped):
    answer(helped)
    ResultVersion.objects.filter(result=helped.result).update(
        guardian_release_at=F("guardian_release_at") + DAY
    )

    assert NOTHING not in waiting_lines(client, helped, at=GUARDIAN_AT + 2 * DAY)


def test_what_waits_for_one_child_is_said_on_their_notebook_only(client, helped):
    mother = helped.people["guardian"].guardians.get()
    other = StudentFactory(school=helped.school, first_name="Malik", birth_date=dt.date(2009, 1, 1))
    EnrolmentFactory(student=other, school=helped.school, division__school=helped.school)
    GuardianshipFactory(student=other, guardian=mother)

    words = waiting_lines(client, helped)

    malik, ines = words.split("Malik", 2)[2].split("Inès", 1)
    assert (NOTHING in malik, NOTHING in ines) == (True, False)
    assert "Devoirs faits" in ines


def test_in_the_evening_the_wish_comes_only_with_nothing(client, helped):
    evening = dt.datetime(2026, 11, 19, 19, tzinfo=dt.UTC)

    assert "Bonne soirée" not in waiting_lines(client, helped, at=evening)
    answer(helped)
    assert "Rien à faire de votre côté. Bonne soirée." in waiting_lines(client, helped, at=evening)


class AnotherApp:
    """A subject to come, which answers as any app does; withdrawn at the end of the test."""

    def __init__(self, rows, *, child):
        self.rows, self.child = rows, child

    def __enter__(self):
        portal.answers().waiting.append(
            registry.WaitingKind(
                "tests.slips",
                lambda reader: [
                    registry.rows_of(
                        self.rows, "tests.slips", child=self.child, about="public_id", since="at"
                    )
                ],
                lambda rows, reader: [registry.WaitingLine("Un papier à rendre", "/famille/")],
            )
        )
        WAITS.forget()

    def __exit__(self, *raised):
        portal.answers().waiting.pop()
        WAITS.forget()


@pytest.mark.parametrize("child", ["pk", ""])
def test_whatever_app_answers_something_is_to_be_done(client, world, child):
    slips = Student.objects.filter(pk=world.student.pk).annotate(
        at=Value(GUARDIAN_AT, output_field=DateTimeField())
    )

    with AnotherApp(slips, child=child):
        words = waiting_lines(client, world)

    assert "À faire de votre côté Un papier à rendre" in words
    assert NOTHING not in words
    assert NOTHING in waiting_lines(client, world)


def test_all_the_apps_answer_in_one_statement(helped):
    reader = Reader(helped.people["guardian"], Capacity.FAMILY, LONG_AFTER, memo={})

    with statements() as asked:
        waiting = what_waits(reader)

    assert len(asked) == 2, asked.listed()  # the links of the family, then everything
    assert [line.label for line in waiting[helped.student.pk].news] == ["1 résultat à lire"]
    assert len(waiting[helped.student.pk].acts) == 1


def test_two_apps_may_not_answer_under_one_key(monkeypatch):
    monkeypatch.setattr(homework_portal, "WAITING", results_portal.WAITING, raising=False)

    with pytest.raises(ValueError, match="two answers"):
        portal.collect()
