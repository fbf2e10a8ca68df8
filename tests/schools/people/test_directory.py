"""The directory: who finds each pupil and whom to call, and reads nothing else of them."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.homework.models import Homework, Lesson
from apps.results.models import Assessment, Result
from apps.schools.enums import Role, Scope
from apps.schools.models import Division, Guardianship, Restriction, Student
from coeduc.access import Capacity, Reader
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
ENDED = since(end=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
OF_THE_DIRECTORY = [
    Role.SECRETARY,
    Role.SCHOOL_LIFE,
    Role.HEALTH_SOCIAL,
    Role.NURSE,
    Role.SOCIAL_WORKER,
    Role.PSY_EN,
]
each_of_the_directory = pytest.mark.parametrize("role", OF_THE_DIRECTORY)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def pupil():
    student = StudentFactory(first_name="Inès", last_name="FRÊNE")
    EnrolmentFactory(student=student, division=DivisionFactory(school=student.school, code="4eB"))
    return student


def of(pupil, role):
    return StaffFactory(school=pupil.school, role=role).user


def guardian(pupil, name, mobile, **link):
    person = GuardianFactory(
        school=pupil.school, last_name=name, mobile=mobile, address="7 impasse des Lilas"
    )
    GuardianshipFactory(student=pupil, guardian=person, **link)
    return person


def body(client, user, url):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def sheet(client, user, pupil):
    return body(client, user, reverse("schools:student_detail", args=[pupil.public_id]))


@each_of_the_directory
def test_whoever_reads_the_directory_finds_a_pupil_their_class_and_whom_to_call(
    client, pupil, role
):
    guardian(pupil, "FRÊNE", "06 39 98 12 34", priority_contact=True)
    guardian(pupil, "VOISIN", "06 39 98 55 01", scope=Scope.CONTACT)
    user = of(pupil, role)

    listed = body(client, user, reverse("schools:student_list"))
    page = sheet(client, user, pupil)

    assert "Inès" in listed
    assert "4eB" in page
    assert "naissance le" in page
    assert "06 39 98 12 34" in page
    assert "06 39 98 55 01" in page
    assert page.index("Frêne</h2>") < page.index("Voisin</h2>")
    assert "Lilas" not in page


@each_of_the_directory
def test_an_adult_whose_access_is_cut_is_never_shown_as_callable_nor_why(client, pupil, role):
    """Last, after whoever may be called, with the way to who decides instead of a number."""
    cut = guardian(pupil, "ARBRE", "06 39 98 77 02", priority_contact=True)
    guardian(pupil, "FRÊNE", "06 39 98 12 34")
    RestrictionFactory(student=pupil, guardian=cut, reason="Canari du juge")
    user = of(pupil, role)

    page = sheet(client, user, pupil)

    assert "06 39 98 77 02" not in page
    assert "Canari" not in page
    assert "Accès coupé" not in page
    assert "voyez la direction avant tout" in page
    assert page.index("Frêne</h2>") < page.index("Arbre</h2>")
    reader = Reader(user, Capacity.STAFF, NOON)
    assert not Restriction.objects.visible_to(reader, at=NOON).exists()
    detail = reverse("schools:restriction_detail", args=[pupil.public_id, cut.public_id])
    assert client.get(detail).status_code == 404


@each_of_the_directory
def test_a_former_guardian_is_not_told_to_the_directory(client, pupil, role):
    guardian(pupil, "ANCIEN", "06 39 98 44 03", during=ENDED)

    page = sheet(client, of(pupil, role), pupil)

    assert "Ancien" not in page
    assert "06 39 98 44 03" not in page


def test_a_guardian_to_come_is_not_read_before_their_first_day(pupil):
    guardian(pupil, "FUTUR", "06 39 98 44 04", during=since(NOON + dt.timedelta(days=1)))
    reader = Reader(of(pupil, Role.SECRETARY), Capacity.STAFF, NOON)

    before = Guardianship.objects.known_to(reader, at=NOON)
    after = Guardianship.objects.known_to(reader, at=NOON + dt.timedelta(days=2))

    assert (before.count(), after.count()) == (0, 1)


def test_who_will_be_a_guardian_is_not_told_before(client, pupil):
    later = since(dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    guardian(pupil, "FUTUR", "06 39 98 44 04", during=later)

    page = sheet(client, of(pupil, Role.SECRETARY), pupil)

    assert "Futur" not in page
    assert "06 39 98 44 04" not in page


def test_the_links_of_ones_own_child_are_behind_no_door_of_the_team(pupil):
    user = of(pupil, Role.SECRETARY)
    adult_of(pupil, user)
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    half_brother(pupil, mother)

    links = Guardianship.objects.known_to(Reader(user, Capacity.STAFF, NOON), at=NOON)

    assert [link.student.first_name for link in links] == ["Tom"]


@each_of_the_directory
def test_the_directory_opens_no_door_but_that_of_names(role):
    """Not one mark, work, class or link of the cast through what every other page asks."""
    world = build_world()
    user = StaffFactory(school=world.school, role=role).user
    reader = Reader(user, Capacity.STAFF, LONG_AFTER)

    for model in (Student, Guardianship, Division, Result, Assessment, Lesson, Homework):
        assert not model.objects.visible_to(reader, at=LONG_AFTER).exists(), model
    assert world.student in Student.objects.known_to(reader, at=LONG_AFTER)


@pytest.mark.parametrize("capacity", [Capacity.FAMILY, Capacity.STUDENT, None])
def test_outside_the_space_of_the_team_the_directory_is_empty(pupil, capacity):
    reader = Reader(of(pupil, Role.SECRETARY), capacity, NOON)

    assert not Student.objects.known_to(reader, at=NOON).exists()
    assert not Guardianship.objects.known_to(reader, at=NOON).exists()
    assert not Division.objects.known_to(reader, at=NOON).exists()


def test_the_directory_is_that_of_ones_own_school(client, pupil):
    elsewhere = EnrolmentFactory().student
    client.force_login(of(pupil, Role.SECRETARY))

    gone = client.get(reverse("schools:student_detail", args=[elsewhere.public_id]))
    listed = client.get(reverse("schools:student_list"))

    assert gone.status_code == 404
    assert [str(student) for student, __ in listed.context["students"]] == ["Inès Frêne"]


def test_a_secretary_reads_nothing_of_the_other_parent_of_their_own_child(client, pupil):
    guardian(pupil, "FRÊNE", "06 39 98 12 34")
    user = of(pupil, Role.SECRETARY)
    GuardianshipFactory(student=pupil, guardian=GuardianFactory(school=pupil.school, user=user))

    page = sheet(client, user, pupil)

    assert "C’est votre enfant." in page
    assert "06 39 98 12 34" not in page


# Whoever is an adult of a child, and works here ---------------------------------------------------


def adult_of(pupil, user, *, state="full"):
    """A guardian who works here: as a family of today, cut, gone, or a contact alone."""
    link = {"during": ENDED} if state == "former" else {}
    scope = Scope.CONTACT if state == "contact" else Scope.FULL
    own = GuardianFactory(school=pupil.school, user=user, last_name="ARBRE")
    GuardianshipFactory(student=pupil, guardian=own, scope=scope, **link)
    if state == "cut":
        RestrictionFactory(student=pupil, guardian=own)
    return own


def half_brother(pupil, mother, first_name="Tom"):
    other = StudentFactory(school=pupil.school, first_name=first_name)
    EnrolmentFactory(student=other, division=pupil.enrolments.get().division)
    GuardianshipFactory(student=other, guardian=mother)
    return other


EACH_STATE = ["full", "cut", "former", "contact"]
WITHHELD = ["cut", "former", "contact"]


@pytest.mark.parametrize("state", EACH_STATE)
@each_of_the_directory
def test_the_other_adults_of_ones_child_are_called_from_no_page_where_they_are(
    client, pupil, role, state
):
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    tom = half_brother(pupil, mother)
    guardian(tom, "VOISIN", "06 39 98 55 01")
    user = of(pupil, role)
    adult_of(pupil, user, state=state)

    page = sheet(client, user, tom)

    assert "06 39 98 12 34" not in page
    assert "un collègue a ce numéro" in page
    assert "06 39 98 55 01" in page


def test_a_cpe_too_asks_a_colleague_for_the_number_of_the_mother_of_their_child(client, pupil):
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    user = of(pupil, Role.CPE)
    adult_of(pupil, user)

    assert "06 39 98 12 34" not in sheet(client, user, half_brother(pupil, mother))


def test_that_number_is_not_found_under_another_name_either(client, pupil):
    """The grandmother of Tom has the telephone of the house where his mother lives."""
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    tom = half_brother(pupil, mother)
    guardian(tom, "AÎNÉE", "+33 6 39 98 12 34")
    user = of(pupil, Role.SCHOOL_LIFE)
    adult_of(pupil, user, state="cut")

    page = sheet(client, user, tom)

    assert "39 98 12 34" not in page


def test_a_colleague_who_is_nobody_s_parent_calls_the_mother_from_both_pages(client, pupil):
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    tom = half_brother(pupil, mother)
    adult_of(pupil, StaffFactory(school=pupil.school).user, state="cut")
    user = of(pupil, Role.SCHOOL_LIFE)

    assert "06 39 98 12 34" in sheet(client, user, pupil)
    assert "06 39 98 12 34" in sheet(client, user, tom)


@pytest.mark.parametrize("state", WITHHELD)
@each_of_the_directory
def test_the_directory_does_not_say_where_a_child_is_to_whom_the_school_does_not(
    client, pupil, role, state
):
    """By no list, search or address: neither the name nor the class."""
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    EnrolmentFactory(
        student=StudentFactory(school=pupil.school, first_name="Paul"),
        division=pupil.enrolments.get().division,
    )
    user = of(pupil, role)
    adult_of(pupil, user, state=state)
    client.force_login(user)

    addresses = [
        reverse("schools:student_list"),
        reverse("schools:student_list") + "?classe=4eB",
        reverse("home:search") + "?q=ines",
        reverse("home:search") + "?q=frene",
    ]
    detail = client.get(reverse("schools:student_detail", args=[pupil.public_id]))

    assert detail.status_code == 404
    assert "Paul" in body(client, user, addresses[1])
    for address in addresses:
        page = body(client, user, address)
        assert "Inès" not in page, address
        assert str(pupil.public_id) not in page
    assert mother.pk


@pytest.mark.parametrize("state", WITHHELD)
def test_nor_does_the_office_of_accounts_by_the_name_of_the_other_parent(client, pupil, state):
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    user = of(pupil, Role.SECRETARY)
    adult_of(pupil, user, state=state)

    page = body(client, user, reverse("invitations:person_list") + "?q=frene")
    gone = client.get(reverse("invitations:person_detail", args=["responsables", mother.public_id]))

    assert "Inès" not in page
    assert "Frêne" not in page
    assert gone.status_code == 404


def test_who_reads_the_notebook_of_their_child_finds_them_in_the_directory(client, pupil):
    user = of(pupil, Role.SECRETARY)
    adult_of(pupil, user)

    assert "Inès" in body(client, user, reverse("schools:student_list") + "?classe=4eB")


def test_who_teaches_their_child_keeps_them_in_their_class(client, pupil):
    """What one teaches, one sees; the directory adds nothing."""
    person = StaffFactory(school=pupil.school)
    TeachingStaffFactory(
        teaching=TeachingFactory(school=pupil.school, division=pupil.enrolments.get().division),
        staff=person,
    )
    adult_of(pupil, person.user, state="cut")

    assert "C’est votre enfant." in sheet(client, person.user, pupil)


@pytest.mark.parametrize("role", [Role.SCHOOL_LIFE, Role.CPE])
def test_a_number_that_somebody_cut_has_too_is_on_no_other_card(client, pupil, role):
    """They might answer: a page and a list say the same (decision 0046)."""
    cut = guardian(pupil, "ARBRE", "+33 6 39 98 77 02")
    mother = guardian(pupil, "FRÊNE", "06 39 98 12 34")
    mother.phone = "06.39.98.77.02"
    mother.save()
    RestrictionFactory(student=pupil, guardian=cut)

    page = sheet(client, of(pupil, role), pupil)

    card = page[page.index("Frêne</h2>") : page.index("Arbre</h2>")]
    assert "06 39 98 12 34" in card
    assert "39 98 77 02" not in card.replace(".", " ")
    assert "une personne à ne pas appeler d’ici" in card


def test_a_digital_referent_finds_no_pupil(client, pupil):
    client.force_login(of(pupil, Role.DIGITAL_REFERENT))

    answer = client.get(reverse("schools:student_detail", args=[pupil.public_id]))

    assert answer.status_code == 404


@each_of_the_directory
def test_the_first_page_of_the_directory_leads_to_the_pupils_and_to_no_assessment(
    client, pupil, role
):
    page = body(client, of(pupil, role), reverse("home:staff_home"))

    assert "Chercher un élève" in page
    assert "Voir les évaluations" not in page
    assert "s’ouvrent à qui leur enseigne" not in page


def test_the_search_of_a_secretary_finds_pupils_and_classes(client, pupil):
    user = of(pupil, Role.SECRETARY)

    found = body(client, user, reverse("home:search") + "?q=frene")
    classes = body(client, user, reverse("home:search") + "?q=4eb")

    assert reverse("schools:student_detail", args=[pupil.public_id]) in found
    division = pupil.enrolments.get().division
    assert reverse("schools:class_team", args=[division.public_id]) in classes
