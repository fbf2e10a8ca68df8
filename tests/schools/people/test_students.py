"""The pupils of the team: who finds whom, and what the sheet tells to each role."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.schools.enums import Role, Scope
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
ENDED = since(end=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
PHONE = "06 39 98 12 34"
LIST_QUERIES = 10


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def pupil():
    student = StudentFactory(first_name="Inès", last_name="FRÊNE")
    EnrolmentFactory(student=student, division=DivisionFactory(school=student.school, code="4eB"))
    return student


@pytest.fixture
def mother(pupil):
    guardian = GuardianFactory(school=pupil.school, last_name="FRÊNE", mobile=PHONE)
    GuardianshipFactory(student=pupil, guardian=guardian)
    return guardian


def teacher_of(pupil):
    division = pupil.enrolments.get().division
    staff = StaffFactory(school=pupil.school)
    TeachingStaffFactory(
        teaching=TeachingFactory(school=pupil.school, division=division), staff=staff
    )
    return staff.user


def lead_of(pupil):
    staff = StaffFactory(school=pupil.school)
    LeadTeacherFactory(division=pupil.enrolments.get().division, staff=staff)
    return staff.user


def cpe_of(pupil):
    return StaffFactory(school=pupil.school, role=Role.CPE).user


def sheet(client, user, pupil):
    client.force_login(user)
    return client.get(reverse("schools:student_detail", args=[pupil.public_id]))


def found(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("schools:student_list"), query)
    return [str(student) for student, __ in response.context["students"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Inès Frêne", "Malik Tilleul"]),
        ({"q": "frene"}, ["Inès Frêne"]),
        ({"q": "INES frê"}, ["Inès Frêne"]),
        ({"q": "mal til"}, ["Malik Tilleul"]),
        ({"q": "%"}, ["Inès Frêne", "Malik Tilleul"]),
        ({"q": "personne"}, []),
        ({"classe": "4eC"}, ["Malik Tilleul"]),
        ({"classe": "9eZ"}, []),
    ],
)
def test_a_cpe_finds_a_pupil_by_a_piece_of_the_name_or_the_class(client, pupil, query, expected):
    other = StudentFactory(school=pupil.school, first_name="Malik", last_name="TILLEUL")
    EnrolmentFactory(student=other, division=DivisionFactory(school=pupil.school, code="4eC"))
    EnrolmentFactory()  # a pupil of another school

    assert found(client, cpe_of(pupil), **query) == expected


def test_a_teacher_finds_their_own_pupils_only(client, pupil):
    EnrolmentFactory(division__school=pupil.school)

    assert found(client, teacher_of(pupil)) == ["Inès Frêne"]


def test_a_cpe_does_not_find_a_pupil_who_left(client, pupil):
    pupil.enrolments.update(during=ENDED)

    assert found(client, cpe_of(pupil)) == []


@pytest.mark.parametrize(
    ("reader", "reads"), [(cpe_of, True), (lead_of, True), (teacher_of, False)]
)
def test_phones_are_for_the_school_and_the_lead_teacher(client, pupil, mother, reader, reads):
    body = sheet(client, reader(pupil), pupil).content.decode()

    assert "Mme Alix Frêne" not in body
    assert "Awa Frêne" in body
    assert ("0639981234" in body.replace(" ", "").replace("\u00a0", "")) is reads


@pytest.mark.parametrize("reader", [lead_of, teacher_of])
def test_a_teacher_learns_to_ask_first_and_not_why_an_access_is_cut(client, pupil, mother, reader):
    RestrictionFactory(student=pupil, guardian=mother, reason="Canari du juge")

    body = sheet(client, reader(pupil), pupil).content.decode()

    assert "voyez la direction avant tout" in body
    assert "Canari" not in body
    assert "Accès coupé" not in body
    assert "06" not in body.split("Awa Frêne")[1].split("</section>")[0]


def test_a_cpe_who_is_the_father_reads_nothing_of_the_mother(client, pupil, mother):
    cpe = cpe_of(pupil)
    father = GuardianFactory(school=pupil.school, user=cpe)
    GuardianshipFactory(student=pupil, guardian=father, scope=Scope.CONTACT)

    response = sheet(client, cpe, pupil)

    assert "Frêne" in response.content.decode()
    assert "Awa" not in response.content.decode()
    for route in ("restriction_detail", "restriction_create"):
        url = reverse(f"schools:{route}", args=[pupil.public_id, mother.public_id])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(("reader", "reads"), [(cpe_of, True), (teacher_of, False)])
def test_a_former_guardian_is_told_only_to_who_may_cut(client, pupil, reader, reads):
    former = GuardianFactory(school=pupil.school, last_name="ANCIEN")
    GuardianshipFactory(student=pupil, guardian=former, during=ENDED)

    assert ("Ancien" in sheet(client, reader(pupil), pupil).content.decode()) is reads


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_of_the_database_for_one_pupil_as_for_three(
    client, django_assert_num_queries, pupil, count
):
    for __ in range(count - 1):
        EnrolmentFactory(division__school=pupil.school)
    client.force_login(cpe_of(pupil))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("schools:student_list"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_asks_as_much_of_the_database_for_one_guardian_as_for_three(
    client, django_assert_num_queries, pupil, count
):
    for __ in range(count):
        GuardianshipFactory(student=pupil)
    client.force_login(cpe_of(pupil))

    with django_assert_num_queries(13):
        client.get(reverse("schools:student_detail", args=[pupil.public_id]))
