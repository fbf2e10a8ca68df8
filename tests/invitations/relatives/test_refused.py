"""What a refusal says, what it must not tell, and what the pages list and count of the others."""

import datetime as dt

import pytest
import time_machine

from apps.invitations.codes.queries import codes_not_used
from apps.invitations.models import AccessCode, CodeMail
from apps.schools.enums import AccessEnd, Role, Scope
from apps.schools.models import NotebookAccess
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    NotebookAccessFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
)
from tests.invitations.doors import enter, open_account, prove
from tests.invitations.relatives.giving import HOME, LIST, REFUSED, code_in, father_of, read

pytestmark = pytest.mark.django_db
ROSA = {"name": "Rosa Lopez", "phone": "06 99 00 00 07", "address": "3 place Autre, 69001 Lyon"}


def cut(student, guardian):
    RestrictionFactory(student=student, guardian=guardian, school=student.school)


def of_student(student, last=""):
    return f"/equipe/eleves/{student.public_id}/proches/{last}"


def head(student):
    return StaffFactory(school=student.school, role=Role.PRINCIPAL)


@pytest.fixture
def by_her_door(mother, ines):
    """Three of the mother's, whose door is that of an adult who is cut since."""
    for _n in range(3):
        NotebookAccessFactory(student=ines, given_by=mother)
    cut(ines, father_of(ines, address="7 RUE DES ESSAIS\n75011 PARIS"))


@pytest.fixture
def by_the_father(mother, ines):
    """Three of the father's, who is cut since."""
    father = father_of(ines)
    for _n in range(3):
        NotebookAccessFactory(student=ines, given_by=father)
    cut(ines, father)


@pytest.mark.parametrize("closed", ["by_her_door", "by_the_father"])
def test_a_guardian_is_kept_out_by_no_access_that_no_page_lists(request, given, closed):
    request.getfixturevalue(closed)

    page = read(given.client.get(LIST))
    code = code_in(given(**ROSA))

    assert "Aucun proche ne lit ce cahier" in page
    assert code


def test_as_many_as_the_page_lists_are_counted(given, mother, ines):
    for _n in range(3):
        NotebookAccessFactory(student=ines, given_by=mother, user=None)

    page = read(given.client.get(LIST))
    answer = read(given(**ROSA))

    assert page.count("Mettre fin") == 3
    assert "Mettez fin à un accès pour en donner un autre." in page
    assert "3 accès sont déjà donnés pour ce cahier" in answer


def test_a_code_that_the_other_guardian_gave_is_not_said_to_be_read(client, mother, ines):
    father = father_of(ines)
    NotebookAccessFactory(student=ines, given_by=mother, user=None)
    NotebookAccessFactory(student=ines, given_by=mother)
    client.force_login(father.user)

    page = read(client.get(LIST))

    assert "1 personne lit aussi ce cahier" in page
    assert "a aussi donné 1 accès, qui n’a pas encore servi" in page
    assert page.count("Mettre fin") == 2


def test_what_ends_is_one_access_where_both_guardians_gave_one(client, given, mother, ines):
    mine = NotebookAccessFactory(student=ines, given_by=mother)
    NotebookAccessFactory(student=ines, given_by=father_of(ines), user=mine.user)

    said = read(given.client.post(f"{LIST}{mine.public_id}/fin/", follow=True))
    client.force_login(mine.user)
    page = read(client.get(HOME))

    assert "C’est fini : cet accès n’ouvre plus rien." in said
    assert "ne lit plus rien" not in said
    assert "Rien n’est donné à la classe" in page


def test_a_relative_who_reads_by_two_ways_is_not_told_that_giving_one_back_ends_all(
    client, mother, ines
):
    access = NotebookAccessFactory(student=ines, given_by=mother)
    NotebookAccessFactory(student=ines, given_by=father_of(ines), user=access.user)
    client.force_login(access.user)

    page = read(client.get(HOME))

    assert page.count("Cet accès s’arrêtera aussitôt.") == 2
    assert "Vous ne lirez plus rien" not in page


@pytest.mark.parametrize(
    "more", [{"phone": "0612345678"}, {"address": "12 rue des Lilas, 75011 Paris"}]
)
def test_the_answer_is_the_same_before_the_cut_and_after(given, ines, more):
    father = father_of(ines, phone="0612345678", address="12 RUE DES LILAS\n75011 PARIS")

    before = read(given(**ROSA | more))
    cut(ines, father)
    after = read(given(**ROSA | more | {"name": "Rose Autre"}))

    assert REFUSED in before
    assert REFUSED in after
    assert not AccessCode.objects.exists()


def test_many_names_in_one_try_none(given, ines):
    secret = GuardianFactory(school=ines.school, first_name="Paul", last_name="MARTIN")
    GuardianshipFactory(student=ines, guardian=secret, scope=Scope.CONTACT)

    page = read(given(name="Jean Paul Luc Marc Durand Martin Petit Bernard Thomas Robert"))

    assert REFUSED not in page


def test_a_grandmother_who_is_a_contact_is_refused_and_nobody_is_sent_in_vain(given, ines):
    contact = GuardianFactory(school=ines.school, first_name="Odile", last_name="VASSEUR")
    GuardianshipFactory(student=ines, guardian=contact, scope=Scope.CONTACT)

    page = read(given())

    assert REFUSED in page
    assert "Demandez au collège" not in page


def test_the_rule_is_read_before_anything_is_typed(given):
    page = read(given.client.get(f"{LIST}nouveau/"))

    assert "pas pour un adulte que le collège connaît déjà pour votre enfant" in page


def test_a_head_reads_who_was_refused_and_of_whom_nothing(client, given, ines):
    father_of(ines, user=None)
    given(name="Yann Le Gall")
    client.force_login(head(ines).user)

    page = read(client.get(of_student(ines)))

    assert "Demande de Mme Diallo, refusée le 18 novembre 2026." in page
    assert "Yann" not in page
    assert "06 99 00 00 01" not in page


def test_a_refusal_of_another_pupil_or_of_long_ago_is_not_read(client, given, mother, ines):
    leo = StudentFactory(school=ines.school, first_name="Léo")
    EnrolmentFactory(student=leo, division=ines.enrolments.get().division)
    father_of(ines, user=None)
    given(name="Yann Le Gall")
    client.force_login(head(ines).user)

    other = read(client.get(of_student(leo)))
    with time_machine.travel(NOVEMBER + dt.timedelta(days=31), tick=False):
        late = read(client.get(of_student(ines)))

    assert "Demande de" not in other
    assert "Demande de" not in late


def test_a_head_who_is_a_parent_of_the_pupil_reads_no_refusal(given, ines):
    father_of(ines, user=None)
    given(name="Yann Le Gall")
    colleague = head(ines)
    reader = Reader(colleague.user, Capacity.STAFF, NOVEMBER)
    seen = NotebookAccess.objects.refused_before(reader, at=NOVEMBER).count()
    GuardianshipFactory(student=ines, guardian__user=colleague.user)

    assert seen == 1
    assert not NotebookAccess.objects.refused_before(reader, at=NOVEMBER).exists()


@pytest.mark.parametrize("days", [59, 61])
def test_what_has_ended_is_said_for_sixty_days_from_its_end(client, mother, ines, days):
    access = NotebookAccessFactory(
        student=ines, given_by=mother, ended_at=NOVEMBER, end=AccessEnd.GIVER
    )

    with time_machine.travel(NOVEMBER + dt.timedelta(days=days), tick=False):
        client.force_login(access.user)
        response = client.get(HOME)

    assert response.status_code == (200 if days < 60 else 404)


def test_a_relative_reads_what_becomes_of_their_data_once_in(client, given):
    enter(client, code_in(given()))
    prove(client)
    open_account(client, username="odile")

    page = read(client.get("/compte/bienvenue/"))

    assert "Votre page dit le travail de la classe." in page
    assert "tels qu’un responsable de l’enfant les a écrits" in page
    assert "vos fonctions" not in page


def test_a_relative_is_shown_no_logo(client, mother, ines):
    ines.school.logo = "logos/ecusson.png"
    ines.school.save()
    access = NotebookAccessFactory(student=ines, given_by=mother)
    client.force_login(access.user)

    response = client.get(HOME)

    assert response.status_code == 200
    assert "logo" not in response.content.decode()


def test_a_code_on_paper_stops_the_mail_that_was_to_leave(given, ines):
    OpeningVersionFactory(school=ines.school)
    given(envoi="courriel", email="odile@exemple.fr")
    access = NotebookAccess.objects.get()

    given.client.post(f"{LIST}{access.public_id}/code/")

    assert CodeMail.objects.get().cancelled_at == NOVEMBER


def test_no_other_code_is_given_for_what_opens_nothing_any_more(given, mother, ines):
    access = NotebookAccessFactory(student=ines, given_by=mother, user=None)
    cut(ines, father_of(ines, address="7 RUE DES ESSAIS\n75011 PARIS"))

    assert given.client.post(f"{LIST}{access.public_id}/code/").status_code == 404
    assert not AccessCode.objects.exists()


def test_no_other_code_is_given_to_who_has_an_account(given, mother, ines):
    access = NotebookAccessFactory(student=ines, given_by=mother)

    assert given.client.post(f"{LIST}{access.public_id}/code/").status_code == 403


def test_an_ended_access_leaves_no_mail_waiting(given, ines):
    OpeningVersionFactory(school=ines.school)
    given(envoi="courriel", email="odile@exemple.fr")
    access = NotebookAccess.objects.get()

    given.client.post(f"{LIST}{access.public_id}/fin/")

    assert CodeMail.objects.get().cancelled_at == NOVEMBER


def test_an_ended_access_leaves_no_code_waiting(given):
    given()
    access = NotebookAccess.objects.get()

    given.client.post(f"{LIST}{access.public_id}/fin/")

    assert AccessCode.objects.get().cancelled_at == NOVEMBER


def test_the_code_of_a_relative_is_not_the_offices_to_count(given, ines):
    given()
    secretary = StaffFactory(school=ines.school, role=Role.SECRETARY)
    reader = Reader(secretary.user, Capacity.STAFF, NOVEMBER)

    assert AccessCode.objects.count() == 1
    assert codes_not_used(reader) == {}


def test_an_access_is_closed_on_the_page_of_its_own_pupil(client, mother, ines):
    access = NotebookAccessFactory(student=ines, given_by=mother)
    leo = StudentFactory(school=ines.school, first_name="Léo")
    EnrolmentFactory(student=leo, division=ines.enrolments.get().division)
    client.force_login(head(ines).user)

    wrong = client.post(of_student(leo, f"{access.public_id}/fin/"))
    access.refresh_from_db()
    ended_before = access.ended_at
    client.post(of_student(ines, f"{access.public_id}/fin/"))
    access.refresh_from_db()

    assert (wrong.status_code, ended_before) == (404, None)
    assert access.end == AccessEnd.SCHOOL


def test_a_head_does_not_read_who_reads_of_their_own_child(mother, ines):
    NotebookAccessFactory(student=ines, given_by=mother)
    colleague = head(ines)
    reader = Reader(colleague.user, Capacity.STAFF, NOVEMBER)
    seen = NotebookAccess.objects.visible_to(reader, at=NOVEMBER).count()
    GuardianshipFactory(student=ines, guardian__user=colleague.user)

    assert seen == 1
    assert not NotebookAccess.objects.visible_to(reader, at=NOVEMBER).exists()


def test_what_was_refused_is_nobodys_to_read_as_an_access(given, mother, ines):
    father_of(ines, user=UserFactory())
    given(name="Yann Le Gall")
    reader = Reader(mother.user, Capacity.FAMILY, NOVEMBER)

    assert NotebookAccess.objects.count() == 1
    assert not NotebookAccess.objects.visible_to(reader, at=NOVEMBER).exists()
