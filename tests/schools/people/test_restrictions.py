"""Cutting an access: at once, by one; giving it back: by two; seen by no family."""

import datetime as dt
import re
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.urls import reverse

from apps.notices.enums import CancelReason
from apps.notices.models import Notice
from apps.notices.outbox.services import sending
from apps.results.announcements import services as announcements_services
from apps.schools.enums import Role
from apps.schools.errors import RestrictionError
from apps.schools.links import READING
from apps.schools.models import Guardian, Guardianship, NotebookAccess, Restriction
from apps.schools.people import services as people_services
from tests.at_once import at_once
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    NotebookAccessFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
)
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(hours=1)
LAST = NOON + dt.timedelta(hours=2)
WHY = "Jugement vu au secrétariat."
LIST_QUERIES = 9


@pytest.fixture
def link():
    return GuardianshipFactory()


@pytest.fixture
def cpe(link):
    return StaffFactory(school=link.school, role=Role.CPE).user


@pytest.fixture
def principal(link):
    return StaffFactory(school=link.school, role=Role.PRINCIPAL).user


def reads(link, at):
    return Guardianship.objects.of(link.guardian.user).opening(READING, at=at).exists()


def cut(link, by, at=NOON):
    return people_services.restrict(link.student, link.guardian, reason=WHY, by=by, at=at)[0]


def test_a_guardian_cut_by_one_person_reads_nothing_from_that_instant_on(link, cpe):
    cut(link, cpe)

    assert reads(link, NOON - dt.timedelta(seconds=1))
    assert not reads(link, NOON)


def test_a_guardian_cut_from_one_child_still_reads_the_other(link, cpe):
    sibling = GuardianshipFactory(
        guardian=link.guardian, student=StudentFactory(school=link.school)
    )

    cut(link, cpe)

    kept = Guardianship.objects.of(link.guardian.user).opening(READING, at=LATER)
    assert list(kept) == [sibling]


def test_nobody_cuts_without_saying_why(link, cpe):
    with pytest.raises(RestrictionError):
        people_services.restrict(link.student, link.guardian, reason="  ", by=cpe, at=NOON)

    assert not Restriction.objects.exists()


def test_a_second_person_cutting_finds_what_the_first_did(link, cpe, principal):
    first = cut(link, cpe)

    again, created = people_services.restrict(
        link.student, link.guardian, reason="Autre phrase.", by=principal, at=LATER
    )

    assert (again.pk, created, again.reason) == (first.pk, False, WHY)


@pytest.mark.django_db(transaction=True)
def test_two_people_cutting_together_make_one_restriction():
    link = GuardianshipFactory()

    at_once(*(partial(cut, link, person) for person in (UserFactory(), UserFactory())))

    assert Restriction.objects.count() == 1


def test_the_database_refuses_two_restrictions_at_once(link):
    RestrictionFactory(student=link.student, guardian=link.guardian)

    with pytest.raises(IntegrityError), transaction.atomic():
        RestrictionFactory(
            student=link.student,
            guardian=link.guardian,
            during=DateTimeTZRange(NOON, None),
        )


def test_an_access_stays_cut_while_one_person_only_wants_it_back(link, cpe, principal):
    people_services.ask_lift(cut(link, cpe), reason="Jugement levé.", by=principal, at=LATER)

    assert not reads(link, LAST)


def test_an_access_is_back_when_another_person_confirms(link, cpe, principal):
    asked = people_services.ask_lift(cut(link, cpe), reason="Levé.", by=principal, at=LATER)

    people_services.confirm_lift(asked, by=cpe, at=LAST)

    assert not reads(link, LAST - dt.timedelta(seconds=1))
    assert reads(link, LAST)


def test_whoever_asked_cannot_confirm(link, cpe):
    asked = people_services.ask_lift(cut(link, cpe), reason="Levé.", by=cpe, at=LATER)

    with pytest.raises(RestrictionError):
        people_services.confirm_lift(asked, by=cpe, at=LAST)

    assert not reads(link, LAST)


def test_the_database_refuses_one_person_lifting_alone(link, cpe):
    asked = people_services.ask_lift(cut(link, cpe), reason="Levé.", by=cpe, at=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=asked.pk).update(
            lift_confirmed_by=cpe, during=DateTimeTZRange(NOON, LAST)
        )


def test_a_second_request_to_lift_is_refused(link, cpe, principal):
    asked = people_services.ask_lift(cut(link, cpe), reason="Levé.", by=principal, at=LATER)

    with pytest.raises(RestrictionError):
        people_services.ask_lift(asked, reason="Moi aussi.", by=cpe, at=LAST)


def test_nobody_confirms_what_nobody_asked(link, cpe, principal):
    standing = cut(link, cpe)

    with pytest.raises(RestrictionError):
        people_services.confirm_lift(standing, by=principal, at=LATER)


def test_an_access_can_be_cut_again_after_it_was_given_back(link, cpe, principal):
    asked = people_services.ask_lift(cut(link, cpe), reason="Levé.", by=principal, at=LATER)
    people_services.confirm_lift(asked, by=cpe, at=LAST)

    cut(link, principal, at=LAST)

    assert not reads(link, LAST)
    assert Restriction.objects.count() == 2


# --- On the pages --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _frozen():
    with time_machine.travel(LONG_AFTER, tick=False):
        yield


@pytest.fixture
def world(_frozen):
    return build_world()


def access(world, name, route="restriction_detail"):
    guardian = world.people[name].guardians.get()
    return reverse(f"schools:{route}", args=[world.student.public_id, guardian.public_id])


def act(client, world, actor, route, name="guardian", **data):
    client.force_login(world.people[actor])
    return client.post(access(world, name, route), data)


def family_pages(world):
    return [
        "/famille/",
        reverse("results:family_results"),
        reverse("results:family_result_detail", args=[world.result.public_id]),
    ]


def test_a_signed_in_guardian_loses_the_child_at_the_next_request(client, world):
    guardian = Client()
    guardian.force_login(world.people["guardian"])
    before = [guardian.get(page).status_code for page in family_pages(world)]

    act(client, world, "cpe", "restriction_create", reason=WHY, sure="on")

    after = [guardian.get(page).status_code for page in family_pages(world)]
    assert (before, after) == ([200, 200, 200], [404, 404, 404])


def pages_of_others(world):
    """Every page the pupil and the other guardian read, as bytes."""
    bodies = {}
    pupil_pages = [
        "/eleve/",
        reverse("results:student_results"),
        reverse("results:student_result_detail", args=[world.result.public_id]),
        reverse("publication:student_rules"),
    ]
    for name, pages in {
        "pupil": pupil_pages,
        "other_guardian": [*family_pages(world), reverse("publication:family_rules")],
    }.items():
        browser = Client()
        browser.force_login(world.people[name])
        browser.cookies["csrftoken"] = "a" * 32
        for page in pages:
            response = browser.get(page)
            assert response.status_code == 200
            bodies[name, page] = _without_token(response.content)
    return bodies


def _without_token(body):
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]*', rb"\1", body)


def test_the_pupil_and_the_other_guardian_see_not_one_byte_change(client, world):
    before = pages_of_others(world)

    act(client, world, "cpe", "restriction_create", reason=WHY, sure="on")

    assert pages_of_others(world) == before


NO_DIFFERENCE = "ne voient aucune différence"
A_RELATIVE = "ce proche, l’élève et l’autre parent peuvent le remarquer"


def shown_before_cutting(client, world):
    client.force_login(world.people["cpe"])
    page = client.get(access(world, "guardian", "restriction_create")).content.decode()
    return page.replace("\N{NO-BREAK SPACE}", " ")


def test_who_cuts_reads_that_nobody_sees_a_difference_where_nobody_does(client, world):
    NotebookAccess.objects.all().delete()

    page = shown_before_cutting(client, world)

    assert NO_DIFFERENCE in page
    assert A_RELATIVE not in page


def test_who_cuts_reads_that_a_relative_stops_reading_and_that_it_shows(client, world):
    NotebookAccess.objects.all().delete()
    giver = world.people["guardian"].guardians.get()
    NotebookAccessFactory(student=world.student, given_by=giver)

    page = shown_before_cutting(client, world)

    assert A_RELATIVE in page
    assert NO_DIFFERENCE not in page
    assert "Vasseur" not in page


def test_who_cuts_reads_of_a_relative_behind_the_same_door_whoever_let_them_in(client, world):
    NotebookAccess.objects.all().delete()
    cut_one = world.people["guardian"].guardians.get()
    other = world.people["other_guardian"].guardians.get()
    Guardian.objects.filter(pk=cut_one.pk).update(mobile="0699887766")
    NotebookAccessFactory(student=world.student, given_by=other, phone="06 99 88 77 66")

    assert A_RELATIVE in shown_before_cutting(client, world)


def test_who_cuts_reads_nothing_of_a_relative_who_goes_on_reading(client, world):
    NotebookAccess.objects.all().delete()
    other = world.people["other_guardian"].guardians.get()
    NotebookAccessFactory(student=world.student, given_by=other)

    assert NO_DIFFERENCE in shown_before_cutting(client, world)


def test_a_queued_message_is_dropped_at_sending_once_the_access_is_cut(client, world):
    announcements_services.announce(at=LONG_AFTER, look_back=announcements_services.LOOK_BACK)
    guardian = world.people["guardian"].guardians.get()

    act(client, world, "cpe", "restriction_create", reason=WHY, sure="on")
    for notice in sending.claim(limit=100, at=LONG_AFTER):
        sending.send(notice, at=LONG_AFTER)

    assert Notice.objects.get(guardian=guardian).cancelled_because == CancelReason.NOT_ALLOWED


def test_a_reason_typed_is_kept_when_the_box_was_forgotten(client, world):
    response = act(client, world, "cpe", "restriction_create", reason=WHY)

    body = response.content.decode()
    assert WHY in body
    assert "Cochez pour confirmer" in body
    assert not Restriction.objects.filter(guardian__user=world.people["guardian"]).exists()


def test_the_principal_reads_the_whole_history_and_the_cpe_none_of_it(client, world):
    act(client, world, "cpe", "restriction_create", reason=WHY, sure="on")
    act(client, world, "principal", "restriction_lift", reason="Jugement levé.")
    act(client, world, "cpe", "restriction_refuse")
    act(client, world, "cpe", "restriction_lift", reason="Appel du juge.")
    act(client, world, "principal", "restriction_confirm")

    found = {}
    for reader in ("principal", "cpe"):
        client.force_login(world.people[reader])
        found[reader] = [
            (entry.sentence.split(" ", 3)[-1], entry.reason)
            for entry in client.get(access(world, "guardian")).context["history"]
        ]
    assert [reason for __, reason in found["principal"]] == [
        "",
        "Appel du juge.",
        "",
        "Jugement levé.",
        WHY,
    ]
    assert "écarte la demande" in found["principal"][2][0]
    assert found["cpe"] == []


@pytest.mark.usefixtures("_frozen")
@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.CPE])
def test_a_head_who_is_the_other_parent_does_not_find_the_cut_access(client, link, role):
    other = GuardianshipFactory(student=link.student).guardian
    RestrictionFactory(student=link.student, guardian=other, reason="Canari du juge")
    staff = StaffFactory(school=link.school, role=role, user=link.guardian.user)
    colleague = StaffFactory(school=link.school, role=role)

    found = {}
    for person in (staff, colleague):
        client.force_login(person.user)
        page = client.get(reverse("schools:restriction_list")).content.decode()
        found[person] = other.display_last_name in page

    assert found == {staff: False, colleague: True}


@pytest.mark.usefixtures("_frozen")
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cut_accesses_asks_as_much_of_the_database_for_one_as_for_three(
    client, django_assert_num_queries, count
):
    principal = StaffFactory(role=Role.PRINCIPAL)
    for __ in range(count):
        RestrictionFactory(
            student__school=principal.school,
            guardian=GuardianFactory(school=principal.school),
        )
    client.force_login(principal.user)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("schools:restriction_list"))


# --- The second of the two ------------------------------------------------------------------------

ASKS = "rétablir un accès"


def first_page(client, person):
    with time_machine.travel(NOON, tick=False):
        client.force_login(person)
        return client.get("/equipe/").content.decode().replace("\u00a0", " ")


def asked_to_lift(link, by):
    return people_services.ask_lift(cut(link, by), reason="Jugement reçu.", by=by, at=NOON)


def test_the_second_person_finds_the_request_on_the_first_page_and_who_asked_does_not(
    client, link, cpe, principal
):
    before = first_page(client, principal)
    asked_to_lift(link, cpe)

    assert ASKS not in before
    assert ASKS in first_page(client, principal)
    assert ASKS not in first_page(client, cpe)


def test_once_answered_nothing_waits_any_more(client, link, cpe, principal):
    standing = asked_to_lift(link, cpe)
    people_services.confirm_lift(standing, by=principal, at=NOON)

    assert ASKS not in first_page(client, principal)


def test_who_may_not_confirm_is_not_asked(client, link, cpe, principal):
    asked_to_lift(link, cpe)
    teacher = StaffFactory(school=link.school, role=Role.TEACHER).user
    elsewhere = StaffFactory(role=Role.PRINCIPAL).user
    parent = StaffFactory(school=link.school, role=Role.DEPUTY).user
    GuardianshipFactory(
        student=link.student, guardian=GuardianFactory(school=link.school, user=parent)
    )

    for person in (teacher, elsewhere, parent):
        assert ASKS not in first_page(client, person)


def test_who_asked_reads_the_name_of_who_is_to_confirm(client, link, cpe, principal):
    asked_to_lift(link, cpe)

    assert f"{principal.staff_links.get().polite_name} doit confirmer" in detail(client, link, cpe)


def test_who_asked_alone_reads_that_nobody_can_confirm(client, link, cpe):
    asked_to_lift(link, cpe)

    assert "Personne d’autre ne peut confirmer ici" in detail(client, link, cpe)


def detail(client, link, person):
    with time_machine.travel(NOON, tick=False):
        client.force_login(person)
        address = reverse(
            "schools:restriction_detail", args=[link.student.public_id, link.guardian.public_id]
        )
        return client.get(address).content.decode().replace("\u00a0", " ")
