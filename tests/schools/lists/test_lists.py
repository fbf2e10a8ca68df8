"""Lists on paper: who prints which, what they say, and the telephones that are written down."""

import datetime as dt

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.schools.enums import Role, Scope
from apps.schools.models import PhonePrinting
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    RestrictionFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)

pytestmark = pytest.mark.django_db
NOVEMBER = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
OUTING = {"reason": "Sortie au musée", "for_day": "2026-12-04"}


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def division():
    school = SchoolFactory()
    division = DivisionFactory(school=school, code="4eB")
    for first, last in (("Léo", "MARTIN"), ("Inès", "DIALLO")):
        student = StudentFactory(school=school, first_name=first, last_name=last)
        EnrolmentFactory(division=division, student=student)
    return division


def pupil(division, first_name):
    return division.enrolments.get(student__first_name=first_name).student


def adult_of(student, *, scope=Scope.FULL, **names):
    guardian = GuardianFactory(school=student.school, **names)
    return GuardianshipFactory(student=student, guardian=guardian, scope=scope).guardian


def as_(role, division, *, lead=False, user=None):
    more = {"user": user} if user else {}
    staff = StaffFactory(school=division.school, role=role, first_name="Alix", **more)
    if lead:
        LeadTeacherFactory(division=division, staff=staff)
    client = Client()
    client.force_login(staff.user)
    return client


def of_class(division, end=""):
    return f"/equipe/listes/classe/{division.public_id}/{end}"


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_class_list_has_the_names_in_order_and_nothing_of_the_families(division):
    adult_of(pupil(division, "Inès"), mobile="0612345678", address="7 rue des Essais")
    client = as_(Role.CPE, division)

    page = text(client.get(of_class(division)))

    assert page.index("Diallo Inès") < page.index("Martin Léo")
    assert "2 élèves" in page
    assert "06 12 34 56 78" not in page
    assert "2013" not in page
    assert "rue des Essais" not in page


def test_a_secretary_finds_every_class_and_every_group(division):
    group = GroupFactory(school=division.school, year=division.year, code="4LAT1", label="Latin")
    GroupMembershipFactory(group=group, student=pupil(division, "Léo"))
    client = as_(Role.SECRETARY, division)

    page = text(client.get("/equipe/listes/"))
    listed = text(client.get(f"/equipe/listes/groupe/{group.public_id}/"))

    assert of_class(division) in page
    assert "4LAT1 · Latin" in page
    assert "Martin Léo" in listed
    assert "4eB" in listed
    assert "Diallo" not in listed


def test_a_teacher_prints_their_classes_and_groups_and_no_other(division):
    other = DivisionFactory(school=division.school, year=division.year, code="4eC")
    EnrolmentFactory(division=other)
    group = GroupFactory(school=division.school, year=division.year, code="4LAT1")
    GroupMembershipFactory(group=group, student=pupil(division, "Léo"))
    latin = TeachingFactory(school=division.school, year=division.year, division=None, group=group)
    staff = StaffFactory(school=division.school)
    TeachingStaffFactory(teaching=latin, staff=staff)
    client = Client()
    client.force_login(staff.user)

    page = text(client.get("/equipe/listes/"))

    assert "4LAT1" in page
    assert "4eC" not in page
    assert client.get(of_class(other)).status_code == 404
    assert client.get(f"/equipe/listes/groupe/{group.public_id}/telephones/").status_code == 403


def test_a_teacher_who_does_not_lead_the_class_prints_no_telephone_of_it(division):
    adult_of(pupil(division, "Inès"), mobile="0612345678")
    person = StaffFactory(school=division.school)
    teaching = TeachingFactory(school=division.school, year=division.year, division=division)
    TeachingStaffFactory(teaching=teaching, staff=person)
    client = Client()
    client.force_login(person.user)

    assert client.get(of_class(division)).status_code == 200
    refused = client.post(of_class(division, "telephones/"), OUTING)

    assert refused.status_code == 403
    assert "06 12 34 56 78" not in text(refused)
    assert not PhonePrinting.objects.exists()


def test_telephones_ask_why_before_they_show_anything(division):
    adult_of(pupil(division, "Inès"), mobile="0612345678")
    client = as_(Role.SCHOOL_LIFE, division)

    asked = text(client.get(of_class(division, "telephones/")))
    refused = text(client.post(of_class(division, "telephones/"), {**OUTING, "reason": " "}))

    assert "06 12 34 56 78" not in asked + refused
    assert "Écrivez pourquoi" in refused
    assert not PhonePrinting.objects.exists()


def test_telephones_shown_are_written_down_and_the_head_reads_it(division):
    adult_of(
        pupil(division, "Inès"), mobile="0612345678", address="7 rue des Essais", last_name="SY"
    )
    client = as_(Role.TEACHER, division, lead=True)

    shown = text(client.post(of_class(division, "telephones/"), OUTING))
    words = text(as_(Role.PRINCIPAL, division).get("/equipe/listes/telephones/"))

    assert "Mme Sy (mère)" in shown
    assert "06 12 34 56 78" in shown
    assert "rue des Essais" not in shown
    assert "Passer par la vie scolaire." in shown  # Léo, of whom nobody answers
    assert PhonePrinting.objects.get().pupils == 2
    assert "4eB, pour le 4 décembre 2026 : Sortie au musée. Camille Personne" in words
    assert "25 novembre" in words


@pytest.mark.parametrize("day", ["2026-11-24", "2027-11-25", "demain"])
def test_a_day_that_is_over_or_too_far_is_no_reason(division, day):
    client = as_(Role.CPE, division)

    client.post(of_class(division, "telephones/"), {**OUTING, "for_day": day})

    assert not PhonePrinting.objects.exists()


def test_an_adult_who_is_cut_is_on_no_paper_nor_is_a_number_they_share(division):
    ines = pupil(division, "Inès")
    adult_of(ines, mobile="0612345678", phone="0199000001", last_name="SY")
    father = adult_of(ines, mobile="0699000002", phone="01 99 00 00 01", last_name="KANE")
    RestrictionFactory(student=ines, guardian=father, school=ines.school)

    shown = text(as_(Role.CPE, division).post(of_class(division, "telephones/"), OUTING))

    assert "06 12 34 56 78" in shown
    assert "Kane" not in shown
    assert "06 99 00 00 02" not in shown
    assert "01 99 00 00 01" not in shown


@pytest.mark.parametrize("role", [Role.SCHOOL_LIFE, Role.CPE])
@pytest.mark.parametrize("is_cut", [True, False])
def test_the_other_adults_of_ones_child_are_called_from_no_line_of_a_list(division, role, is_cut):
    """Léo is the half-brother of Inès: their mother is the same."""
    ines, leo = pupil(division, "Inès"), pupil(division, "Léo")
    mother = adult_of(ines, mobile="0612345678", last_name="SY")
    GuardianshipFactory(student=leo, guardian=mother)
    adult_of(leo, mobile="0699000002", last_name="MARTIN")
    user = UserFactory()
    father = adult_of(ines, user=user, last_name="KANE")
    if is_cut:
        RestrictionFactory(student=ines, guardian=father, school=ines.school)

    shown = text(as_(role, division, user=user).post(of_class(division, "telephones/"), OUTING))

    assert "06 12 34 56 78" not in shown
    assert "06 99 00 00 02" in shown
    assert "Un numéro manque ici : un collègue l’a." in shown


def test_a_list_does_not_say_where_a_child_is_to_whom_the_school_does_not(division):
    """And says so on every list, whatever the class: the paper would lack a child."""
    user = UserFactory()
    ines = pupil(division, "Inès")
    father = adult_of(ines, user=user, last_name="KANE")
    RestrictionFactory(student=ines, guardian=father, school=ines.school)
    other = DivisionFactory(school=division.school, year=division.year, code="4eC")
    EnrolmentFactory(division=other)
    client = as_(Role.SCHOOL_LIFE, division, user=user)

    pages = [text(client.get(of_class(one))) for one in (division, other)]
    shown = text(client.post(of_class(division, "telephones/"), OUTING))

    for page in (*pages, shown):
        assert "n’est sur aucune de vos listes" in page
        assert "Diallo" not in page
    assert "Martin Léo" in pages[0]
    assert "n’est sur aucune de vos listes" not in text(
        as_(Role.SCHOOL_LIFE, division).get(of_class(division))
    )


@pytest.mark.parametrize(
    ("scope", "is_called"),
    [
        (Scope.FULL, True),
        (Scope.CARE, True),
        (Scope.SURVEILLANCE, False),
        (Scope.CONTACT, False),
    ],
)
def test_only_who_answers_for_the_pupil_day_by_day_is_called(division, scope, is_called):
    adult_of(pupil(division, "Inès"), scope=scope, mobile="0612345678")

    shown = text(as_(Role.CPE, division).post(of_class(division, "telephones/"), OUTING))

    assert ("06 12 34 56 78" in shown) == is_called


def test_who_was_a_guardian_is_not_called(division):
    student = pupil(division, "Inès")
    former = GuardianFactory(school=student.school, mobile="0612345678")
    GuardianshipFactory(student=student, guardian=former, during=since(end=NOVEMBER))

    shown = text(as_(Role.CPE, division).post(of_class(division, "telephones/"), OUTING))

    assert "06 12 34 56 78" not in shown


def test_the_parent_of_a_pupil_prints_no_number_of_their_own_childs_family(division):
    ines = pupil(division, "Inès")
    mother = adult_of(ines, mobile="0612345678")
    adult_of(ines, mobile="0699000002")

    shown = text(
        as_(Role.CPE, division, user=mother.user).post(of_class(division, "telephones/"), OUTING)
    )

    assert "C’est votre enfant : un collègue a ses numéros." in shown
    assert "06 99 00 00 02" not in shown


def test_a_form_sent_twice_is_written_once(division):
    client = as_(Role.CPE, division)
    sent = {**OUTING, "once": "the-form-as-it-was-drawn"}

    client.post(of_class(division, "telephones/"), sent)
    again = client.post(of_class(division, "telephones/"), sent)

    assert again.url == of_class(division)
    assert PhonePrinting.objects.count() == 1


def test_what_left_the_school_is_never_rewritten(division):
    as_(Role.CPE, division).post(of_class(division, "telephones/"), OUTING)

    with pytest.raises(ProgrammingError), transaction.atomic():
        PhonePrinting.objects.update(reason="Rien")
    with pytest.raises(ProgrammingError), transaction.atomic():
        PhonePrinting.objects.all().delete()


def test_a_longer_class_asks_no_more_questions(division):
    client = as_(Role.CPE, division)
    client.post(of_class(division, "telephones/"), OUTING)

    def asked(reason):
        with CaptureQueriesContext(connection) as seen:
            client.post(of_class(division, "telephones/"), {**OUTING, "reason": reason})
        return len(seen)

    short = asked("Une")
    for n in range(5):
        student = StudentFactory(school=division.school, first_name=f"Noa{n}")
        EnrolmentFactory(division=division, student=student)
        adult_of(student, mobile=f"069900001{n}")

    assert asked("Deux") == short
