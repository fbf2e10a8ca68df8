"""The first page of somebody with several jobs tells what each of them calls for."""

import pytest
import time_machine
from django.urls import reverse

from apps.results.models import TalkRequest
from apps.schools.enums import Role
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


def first_page(client, user):
    client.force_login(user)
    with time_machine.travel(LONG_AFTER, tick=False):
        return client.get(reverse("home:staff_home")).content.decode()


def ask(world):
    return TalkRequest.objects.create(
        school=world.school,
        result=world.result,
        student=world.student,
        at=LONG_AFTER,
    )


@pytest.mark.parametrize("role", [Role.CPE, Role.DEPUTY])
def test_an_older_job_elsewhere_hides_no_request_of_a_pupil(client, world, role):
    user = StaffFactory(school=SchoolFactory(name="Ancien collège")).user
    StaffFactory(school=world.school, role=role, user=user)
    ask(world)

    page = first_page(client, user)

    assert "Inès" in page
    assert reverse("results:hold_list") in page


def test_a_colleague_with_two_jobs_without_that_office_reads_no_request(client, world):
    user = StaffFactory(school=SchoolFactory(name="Ancien collège"), role=Role.CPE).user
    StaffFactory(school=world.school, user=user)
    ask(world)

    assert "Inès" not in first_page(client, user)


def test_a_head_of_two_schools_reads_the_rule_of_each(client, world):
    other = SchoolFactory(name="Collège d’en face")
    user = StaffFactory(school=other, role=Role.PRINCIPAL).user
    StaffFactory(school=world.school, role=Role.PRINCIPAL, user=user)

    page = first_page(client, user)

    assert page.count("La règle du collège") == 2
    assert "Collège d’en face" in page


PUPILS, ASSESSMENTS = "/equipe/eleves/", "/equipe/evaluations/"
CLOSED_TO_THEM = (PUPILS, ASSESSMENTS, "/equipe/cahier/")
ACCOUNTS = (Role.SECRETARY, Role.DIGITAL_REFERENT)
BY_NAME = (Role.SCHOOL_LIFE, Role.SECRETARY, Role.HEALTH_SOCIAL, Role.NURSE)
NO_PUPILS = [*BY_NAME, Role.DIGITAL_REFERENT, Role.TEACHER]


@pytest.mark.parametrize("role", NO_PUPILS)
def test_who_follows_no_pupil_is_led_to_no_page_that_is_empty_for_them(client, world, role):
    page = first_page(client, StaffFactory(school=world.school, role=role).user)

    led = [where for where in CLOSED_TO_THEM if f'href="{where}"' in page]
    assert led == ([PUPILS] if role in BY_NAME else [])
    nothing_else = role not in (*ACCOUNTS, *BY_NAME)
    assert ("Vous lisez ici la règle du collège et les aides" in page) is nothing_else
    assert ('href="/equipe/comptes/"' in page) is (role in ACCOUNTS)


@pytest.mark.parametrize("role", [Role.CPE, Role.PRINCIPAL, Role.DEPUTY])
def test_who_follows_every_pupil_finds_them_even_before_the_first_import(client, role):
    page = first_page(client, StaffFactory(school=SchoolFactory(), role=role).user)

    assert [where for where in (PUPILS, ASSESSMENTS) if f'href="{where}"' not in page] == []
    assert "Vous lisez ici la règle" not in page


@pytest.mark.parametrize("who", ["teacher", "lead_teacher"])
def test_who_teaches_or_leads_keeps_the_whole_menu(client, world, who):
    page = first_page(client, world.people[who])

    assert [where for where in CLOSED_TO_THEM if f'href="{where}"' not in page] == []


def test_who_has_no_pupils_here_and_teaches_next_door_keeps_them(client, world):
    StaffFactory(school=SchoolFactory(), role=Role.SCHOOL_LIFE, user=world.people["teacher"])

    page = first_page(client, world.people["teacher"])

    assert [where for where in CLOSED_TO_THEM if f'href="{where}"' not in page] == []


def test_who_types_the_address_all_the_same_is_told_to_whom_it_opens(client, world):
    client.force_login(StaffFactory(school=world.school, role=Role.DIGITAL_REFERENT).user)

    with time_machine.travel(LONG_AFTER, tick=False):
        pupils, assessments = (client.get(page).content.decode() for page in CLOSED_TO_THEM[:2])

    assert "Les élèves s’ouvrent à qui leur enseigne" in pupils
    assert ("Créez la première" in assessments, "Inès" in pupils) == (False, False)
    assert "Les évaluations s’ouvrent à qui enseigne" in assessments


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.PRINCIPAL, Role.SCHOOL_LIFE])
def test_who_answers_for_the_rule_reads_it_with_the_span_that_families_read(client, world, role):
    page = first_page(client, StaffFactory(school=world.school, role=role).user)

    assert "à partir du lendemain à 17" in page
    assert "au plus tard le jour de classe suivant" in page


@pytest.mark.parametrize("role", [Role.NURSE, Role.SCHOOL_LIFE, Role.SECRETARY, Role.CPE])
def test_the_work_of_the_day_comes_before_the_rule(client, world, role):
    page = first_page(client, StaffFactory(school=world.school, role=role).user)

    assert page.index("/equipe/eleves/", page.index("<main")) < page.index("La règle du collège")
