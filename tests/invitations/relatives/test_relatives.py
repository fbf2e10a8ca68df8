"""A grandmother with a code on paper, and all those who should read nothing by this door."""

import datetime as dt
import re

import pytest
from django.core import mail

from apps.invitations.models import AccessCode, CodeMail
from apps.invitations.team.tasks import send_code_mails
from apps.schools.enums import AccessEnd
from apps.schools.models import NotebookAccess
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import (
    NotebookAccessFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
)
from tests.invitations.doors import (
    ATTACH_PAGE,
    CODE_PAGE,
    NOTHING,
    PROOF_PAGE,
    enter,
    open_account,
    prove,
)
from tests.invitations.relatives.giving import CREATE, HOME, LIST, REFUSED, code_in, father_of, read

pytestmark = pytest.mark.django_db


def test_a_grandmother_goes_from_the_paper_to_the_notebook(client, given, ines):
    code = code_in(given())

    assert enter(client, code).url == PROOF_PAGE
    prove(client)
    page = client.get("/compte/activer/compte/").content.decode()
    open_account(client, username="odile")

    home = client.get("/", follow=True)
    access = NotebookAccess.objects.get()
    assert "le cahier de textes de la classe d’Inès" in page
    assert "rien d’autre" in page
    assert home.redirect_chain[-1][0] == HOME
    assert access.user.username == "odile"


def test_her_first_page_says_who_gave_it_until_when_and_what_it_is_not(client, mother, ines):
    access = NotebookAccessFactory(student=ines, given_by=mother)
    client.force_login(access.user)

    page = client.get(HOME).content.decode().replace("\u00a0", " ")

    assert "Donné par Mme Diallo, jusqu’au 3 juillet 2027." in page
    assert "Vous ne lisez ni les résultats" in page
    assert "Rendre cet accès" in page


def test_the_code_asks_for_the_childs_birth_date(client, given):
    enter(client, code_in(given()))

    wrong = prove(client, born=dt.date(2013, 5, 18))

    assert wrong.status_code == 200
    assert "Date de naissance de l’enfant dont vous lirez le cahier" in wrong.content.decode()
    assert client.get("/compte/activer/compte/").url == CODE_PAGE


def test_the_mother_ends_it_and_the_page_says_so_kindly(client, given, mother, ines):
    access = NotebookAccessFactory(student=ines, given_by=mother)
    client.force_login(access.user)
    before = client.get(HOME).content.decode()

    given.client.post(f"{LIST}{access.public_id}/fin/")
    after = client.get(HOME).content.decode()

    assert "Rien n’est donné à la classe" in before
    assert "Rien n’est donné à la classe" not in after
    assert "Vous ne lisez plus le cahier de la classe d’Inès." in after
    assert "Merci du temps" in after
    assert "Donné par" not in after


@pytest.mark.parametrize("cause", [AccessEnd.GIVER, AccessEnd.GUARDIAN, AccessEnd.SCHOOL, "cut"])
def test_why_it_ended_is_not_told_to_the_person(client, mother, ines, cause):
    ended = {} if cause == "cut" else {"ended_at": NOVEMBER, "end": cause}
    access = NotebookAccessFactory(student=ines, given_by=mother, **ended)
    if cause == "cut":
        RestrictionFactory(student=ines, guardian=mother, school=ines.school)
    client.force_login(access.user)

    page = client.get(HOME).content.decode()

    words = re.findall(r"<p>(Vous ne lisez plus.*?)</p>", page, re.DOTALL)
    assert words == [
        "Vous ne lisez plus le cahier de la classe d’Inès. Merci du temps que vous y avez passé."
    ]


def test_every_refusal_says_the_same_to_the_giver(given, ines):
    father = father_of(ines, phone="0612345678", address="12 RUE DES LILAS\n75011 PARIS")
    RestrictionFactory(student=ines, guardian=father, school=ines.school)

    pages = [
        given(**typed)
        for typed in (
            {"name": "Yann Le Gall"},
            {"phone": "+33 6 12 34 56 78"},
            {"address": "12 rue des Lilas, 75011 Paris"},
        )
    ]

    assert all(REFUSED in read(page) for page in pages)
    assert not AccessCode.objects.exists()


def test_a_code_given_before_opens_nothing_once_an_adult_of_that_door_is_cut(client, given, ines):
    code = code_in(given())
    father = father_of(ines, address="7 RUE DES ESSAIS\n75011 PARIS")
    RestrictionFactory(student=ines, guardian=father, school=ines.school)

    assert NOTHING in enter(client, code).content.decode()


def test_a_contact_of_the_child_does_not_add_it_to_their_account(client, given, ines):
    contact = father_of(ines, user=UserFactory())
    code = code_in(given())
    client.force_login(contact.user)
    enter(client, code)
    prove(client)

    answer = client.post(ATTACH_PAGE, follow=True).content.decode()

    assert "Parlez-en à qui vous a donné le code." in answer
    assert NotebookAccess.objects.get().user is None


def test_a_teacher_keeps_her_hats_apart(client, given, ines):
    teacher = StaffFactory(school=ines.school)
    code = code_in(given())
    client.force_login(teacher.user)
    enter(client, code)
    prove(client)
    client.post(ATTACH_PAGE)

    page = client.get(HOME).content.decode()

    assert "Espace équipe" in page
    assert "Espace proche" in page
    assert client.get("/famille/").status_code == 404


def test_a_pupil_reads_as_nobodys_relative(client, given, school):
    pupil = StudentFactory(school=school, with_account=True)
    code = code_in(given())
    client.force_login(pupil.user)
    enter(client, code)
    prove(client)

    answer = client.post(ATTACH_PAGE, follow=True).content.decode()

    assert "Le compte d’un élève reste à lui seul." in answer


def test_the_other_guardian_reads_that_somebody_reads_and_may_end_it(client, mother, ines):
    father = father_of(ines)
    access = NotebookAccessFactory(student=ines, given_by=mother)
    client.force_login(father.user)

    page = client.get(LIST).content.decode()
    client.post(f"{LIST}{access.public_id}/fin/")

    access.refresh_from_db()
    assert "1 personne lit aussi ce cahier" in page
    assert "Vasseur" not in page
    assert "novembre" not in page
    assert access.end == AccessEnd.GUARDIAN


def test_the_other_guardian_gives_no_code_for_it(client, mother, ines):
    father = father_of(ines)
    access = NotebookAccessFactory(student=ines, given_by=mother, user=None)
    client.force_login(father.user)

    assert client.post(f"{LIST}{access.public_id}/code/").status_code == 404


def test_the_pupil_reads_who_reads_and_not_who_gave_it(client, mother, ines):
    ines.user = UserFactory()
    ines.save()
    NotebookAccessFactory(student=ines, given_by=mother)
    NotebookAccessFactory(student=ines, given_by=mother, name="Paul Attend", user=None)
    client.force_login(ines.user)

    page = client.get("/eleve/proches/").content.decode()

    assert "Odile Vasseur" in page
    assert "Paul Attend" not in page
    assert "Diallo" not in page.replace("Inès Diallo", "")


def test_the_paper_says_who_gives_it_and_what_to_do_if_it_fails(given):
    page = given().content.decode()

    on_screen = re.findall(r'class="[^"]*on-screen[^"]*"[^>]*>([^<]*)<', page)
    assert "Donné par" in page
    assert "Mme Diallo en donne un autre" in page
    assert "data-co-print" in page
    assert page.count("mprimez cette page") == sum("mprimez cette page" in one for one in on_screen)
    assert on_screen


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ODILE VASSEUR", "Odile Vasseur"),
        ("Odile VASSEUR", "Odile Vasseur"),
        ("Odile de VILLE-D'AVRAY", "Odile de Ville-D’Avray"),
        ("Odile McKay", "Odile McKay"),
    ],
)
def test_a_name_typed_in_capitals_reads_as_a_name(given, typed, name):
    given(name=typed)

    assert NotebookAccess.objects.get().name == name


def test_the_address_says_when_it_is_asked_for(given):
    page = given.client.get(CREATE).content.decode()

    assert "Son adresse e-mail, si le code part par e-mail" in page
    assert "(facultatif)" not in page


def test_a_lost_code_is_replaced(client, given):
    first = code_in(given())
    access = NotebookAccess.objects.get()

    second = code_in(given.client.post(f"{LIST}{access.public_id}/code/"))

    assert NOTHING in enter(client, first).content.decode()
    assert enter(client, second).url == PROOF_PAGE


def test_a_code_leaves_by_mail_and_names_nobody(given, ines):
    OpeningVersionFactory(school=ines.school)
    given(envoi="courriel", email="odile@exemple.fr")

    send_code_mails()

    (sent,) = mail.outbox
    said = sent.subject + sent.body
    assert sent.to == ["odile@exemple.fr"]
    assert not re.search(r"Inès|Diallo|Vasseur|4eB", said)
    assert CodeMail.objects.get().sent_at == NOVEMBER


def test_no_mail_leaves_once_the_access_is_ended(given, ines):
    OpeningVersionFactory(school=ines.school)
    given(envoi="courriel", email="odile@exemple.fr")
    access = NotebookAccess.objects.get()
    given.client.post(f"{LIST}{access.public_id}/fin/")

    send_code_mails()

    assert mail.outbox == []


def test_what_was_typed_of_a_relative_is_on_no_page(given, mother, ines):
    given()

    page = given.client.get(LIST).content.decode()

    assert "Odile Vasseur" in page
    assert "99 00 00 01" not in page
    assert "Essais" not in page.replace(ines.school.name, "")
