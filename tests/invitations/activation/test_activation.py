"""From the paper to the account, page by page, with everybody who should not get through."""

import contextlib
import datetime as dt
import re

import pytest
import time_machine
from django.core import mail

from apps.accounts.models import User
from apps.accounts.own_account.services import mails
from apps.accounts.own_account.tasks import send_account_mails
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from apps.invitations.models import AccessCode
from apps.schools.enums import Role, Scope
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
    since,
)
from tests.invitations.doors import (
    ACCOUNT_PAGE,
    ATTACH_PAGE,
    BORN,
    CODE_PAGE,
    NOTHING,
    PROOF_PAGE,
    enter,
    guardian_of,
    open_account,
    prove,
)

pytestmark = pytest.mark.django_db


def test_guardian_without_email_goes_from_paper_to_their_page(client, mother):
    row, code = give(mother)

    assert enter(client, code).url == PROOF_PAGE
    assert prove(client).url == ACCOUNT_PAGE
    page = client.get(ACCOUNT_PAGE).content.decode()
    assert "Bonjour Aïssata Diallo." in page
    assert "Inès, 4eB" in page
    assert 'value="adiallo"' in page
    assert open_account(client).url == "/compte/bienvenue/"
    welcome = client.get("/compte/bienvenue/").content.decode()

    assert "Vos données, en clair" in welcome
    assert client.get("/famille/").status_code == 200
    mother.refresh_from_db()
    row.refresh_from_db()
    assert mother.user.username == "adiallo"
    assert (row.used_at, row.used_by) == (NOVEMBER, mother.user)


def test_pupil_activates_with_their_own_birth_date(client, ines):
    _row, code = give(ines)

    enter(client, code)
    proof = client.get(PROOF_PAGE).content.decode()
    prove(client)
    open_account(client, username="ines.d")

    ines.refresh_from_db()
    assert "Ta date de naissance" in proof
    assert ines.user.username == "ines.d"
    assert client.get("/eleve/").status_code == 200


def test_colleague_activates_with_the_slip_alone(client, school):
    teacher = StaffFactory(school=school, user=None)
    _row, code = give(teacher)

    enter(client, code)
    assert client.get(PROOF_PAGE).url == ACCOUNT_PAGE
    open_account(client)

    teacher.refresh_from_db()
    assert teacher.user is not None


def test_a_found_letter_says_nothing_before_the_second_proof(client, mother):
    _row, code = give(mother)
    enter(client, code)

    page = client.get(PROOF_PAGE).content.decode()

    assert "Collège Simone-Exemple" in page
    assert not any(word in page for word in ("Diallo", "Aïssata", "Inès", "4eB"))
    assert client.get(ACCOUNT_PAGE).status_code == 302
    assert open_account(client).status_code == 302
    assert not User.objects.filter(username="adiallo").exists()


def test_a_slip_of_the_hand_has_its_own_sentence(client):
    code = codes_services.new_code()
    wrong = code[:-1] + next(sign for sign in codes_rules.ALPHABET if sign != code[-1])

    page = client.post(CODE_PAGE, {"code": wrong}).content.decode()

    assert "faute de frappe" in page
    assert NOTHING not in page


def _without(page, code):
    """A page apart from what was typed and from the token of its form, which never repeat."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return page.replace(codes_rules.on_paper(code), "")


def _unknown(mother):
    return codes_services.new_code()


def _expired(mother):
    return give(mother, at=NOVEMBER - dt.timedelta(days=codes_rules.GUARDIAN_DAYS))[1]


def _used(mother):
    row, code = give(mother)
    AccessCode.objects.filter(pk=row.pk).update(used_at=NOVEMBER, used_by=UserFactory())
    return code


def _replaced(mother):
    _row, code = give(mother)
    give(mother)
    return code


def _of_somebody_with_an_account(mother):
    _row, code = give(mother)
    mother.user = UserFactory()
    mother.save()
    return code


def _blocked(mother):
    _row, code = give(mother)
    student = mother.guardianships.get().student
    RestrictionFactory(student=student, guardian=mother, school=mother.school)
    return code


def _link_ended(mother):
    _row, code = give(mother)
    mother.guardianships.update(during=since(end=NOVEMBER - dt.timedelta(days=1)))
    return code


def _only_a_contact(mother):
    _row, code = give(mother)
    mother.guardianships.update(scope=Scope.CONTACT)
    return code


@pytest.mark.parametrize(
    "case",
    [
        _unknown,
        _expired,
        _used,
        _replaced,
        _of_somebody_with_an_account,
        _blocked,
        _link_ended,
        _only_a_contact,
    ],
)
def test_every_code_that_opens_nothing_gets_the_same_answer(client, mother, case):
    code = case(mother)
    other = codes_services.new_code()

    page = enter(client, code).content.decode()
    unknown = enter(client, other).content.decode()

    assert NOTHING in page
    assert _without(page, code) == _without(unknown, other)


def test_the_last_second_of_a_code_still_opens(client, mother):
    _row, code = give(
        mother, at=NOVEMBER - dt.timedelta(days=codes_rules.GUARDIAN_DAYS, seconds=-1)
    )

    assert enter(client, code).url == PROOF_PAGE


@pytest.mark.parametrize(
    "typed",
    [
        "17/05/2013", "17 5 2013", "17.05.2013", "17-05-2013", "17052013", "2013-05-17",
        "17/05/13", "17.5.13", "170513", "20130517", "17 mai 2013", "17 MAI 13", "17-mai-2013",
        "vendredi 17 mai 2013", "le 17 mai 2013", "née le 17/05/2013", " 17\u00a0/ 05\u202f/ 2013 ",
        "17\u201105\u20112013", "17/05/2013.", "2013/5/17", "17mai2013", "\u200e17/05/2013",
    ],
)  # fmt: skip
def test_a_birth_date_is_typed_as_people_write_it(client, mother, typed):
    _row, code = give(mother)
    enter(client, code)

    assert client.post(PROOF_PAGE, {"birth_date": typed}).url == ACCOUNT_PAGE


def test_the_birth_date_of_another_pupil_is_no_proof(client, mother, school):
    other = StudentFactory(school=school, birth_date=dt.date(2012, 1, 1))
    guardian_of(other)
    _row, code = give(mother)
    enter(client, code)

    assert "ne convient pas" in prove(client, other.birth_date).content.decode()


def test_guardian_blocked_between_two_pages_is_stopped(client, mother, ines):
    _row, code = give(mother)
    enter(client, code)
    prove(client)
    RestrictionFactory(student=ines, guardian=mother, school=mother.school)

    answer = open_account(client)

    mother.refresh_from_db()
    assert answer.url == CODE_PAGE
    assert mother.user is None


def test_a_code_replaced_between_two_pages_is_stopped(client, mother):
    _row, code = give(mother)
    enter(client, code)
    prove(client)
    give(mother)

    assert open_account(client).url == CODE_PAGE
    assert not User.objects.filter(username="adiallo").exists()


def test_its_own_user_may_know_that_a_code_has_served(client, mother):
    _row, code = give(mother)
    enter(client, code)
    prove(client)
    open_account(client)

    assert enter(client, code).url == "/"
    assert NOTHING in enter(type(client)(), code).content.decode()


def test_a_way_in_left_open_an_hour_starts_again(client, mother):
    _row, code = give(mother)
    enter(client, code)

    with time_machine.travel(NOVEMBER + dt.timedelta(minutes=61), tick=False):
        assert prove(client).url == CODE_PAGE


def test_teacher_adds_their_child_to_the_account_they_have(client, mother, school):
    teacher = StaffFactory(school=school, role=Role.TEACHER)
    _row, code = give(mother)
    enter(client, code)
    prove(client)

    to_sign_in = client.get(ATTACH_PAGE)
    client.post(
        to_sign_in.url, {"login": teacher.user.username, "password": PASSWORD, "next": ATTACH_PAGE}
    )
    page = client.get(ATTACH_PAGE).content.decode()
    answer = client.post(ATTACH_PAGE)

    mother.refresh_from_db()
    assert "Inès, 4eB" in page
    assert answer.url == "/compte/bienvenue/"
    assert mother.user == teacher.user


def test_parent_of_two_schools_keeps_one_account(client, mother):
    elsewhere = StudentFactory(birth_date=BORN)
    EnrolmentFactory(student=elsewhere, division=DivisionFactory(school=elsewhere.school))
    known = guardian_of(elsewhere, user=UserFactory())
    _row, code = give(mother)
    client.force_login(known.user)
    enter(client, code)

    prove(client)
    client.post(ATTACH_PAGE)

    assert set(known.user.guardians.all()) == {known, mother}


def test_the_other_parent_on_the_same_phone_cannot_slip_into_the_first_account(
    client, mother, ines
):
    mother.user = UserFactory()
    mother.save()
    father = guardian_of(ines, first_name="Ousmane")
    _row, code = give(father)
    client.force_login(mother.user)
    enter(client, code)
    prove(client)

    client.post(ATTACH_PAGE)

    father.refresh_from_db()
    assert father.user is None
    assert "déjà celui d’un autre responsable" in client.get(ATTACH_PAGE).content.decode()


def test_somebody_else_on_the_phone_signs_out_and_types_the_code_again(client, mother, ines):
    _row, code = give(ines)
    mother.user = UserFactory()
    mother.save()
    client.force_login(mother.user)
    enter(client, code)
    prove(client)
    page = client.get(ATTACH_PAGE).content.decode()

    answer = client.post("/compte/deconnexion/", {"next": CODE_PAGE})

    assert f'name="next" value="{CODE_PAGE}"' in page
    assert answer.url == CODE_PAGE
    assert client.get(PROOF_PAGE).url == CODE_PAGE


def test_a_pupils_code_never_falls_to_the_parent_who_is_signed_in(client, mother, ines):
    mother.user = UserFactory()
    mother.save()
    _row, code = give(ines)
    client.force_login(mother.user)
    enter(client, code)
    prove(client)

    client.post(ATTACH_PAGE)

    ines.refresh_from_db()
    assert ines.user is None
    assert "Ce code est pour un élève" in client.get(ATTACH_PAGE).content.decode()


def test_a_parents_code_never_falls_to_the_pupil_who_is_signed_in(client, mother, ines):
    ines.user = UserFactory()
    ines.save()
    _row, code = give(mother)
    client.force_login(ines.user)
    enter(client, code)
    prove(client)

    client.post(ATTACH_PAGE)

    mother.refresh_from_db()
    assert mother.user is None
    assert "Le compte d’un élève reste à lui seul" in client.get(ATTACH_PAGE).content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"username": "pris"}, "déjà pris"),
        ({"username": "a"}, "Au moins trois signes"),
        ({"password2": "autre chose"}, "pas les mêmes"),
        ({"password1": "12345", "password2": "12345"}, "au minimum 8"),
        ({"password1": "adiallo1", "password2": "adiallo1"}, "trop semblable"),
    ],
)
def test_a_person_is_told_what_to_correct(client, mother, data, sentence):
    UserFactory(username="pris")
    _row, code = give(mother)
    enter(client, code)
    prove(client)

    assert sentence in open_account(client, **{"username": "adiallo1", **data}).content.decode()


def test_a_taken_identifier_is_not_proposed(client, mother):
    UserFactory(username="adiallo")
    _row, code = give(mother)
    enter(client, code)
    prove(client)

    assert 'value="adiallo2"' in client.get(ACCOUNT_PAGE).content.decode()


def test_an_address_typed_at_the_door_is_asked_to_confirm_and_not_kept(client, mother):
    _row, code = give(mother)
    enter(client, code)
    prove(client)

    open_account(client, email="Awa@example.org")
    send_account_mails()

    mother.refresh_from_db()
    assert mother.user.email == ""
    assert [message.to for message in mail.outbox] == [["awa@example.org"]]
    assert code not in mail.outbox[0].body


def test_an_account_opens_even_when_its_address_received_enough_mails_today(client, mother):
    for _account in range(4):
        other = UserFactory()
        for _time in range(3):
            with contextlib.suppress(mails.TooManyError):
                mails.ask_to_confirm(other, "awa@example.org", network="", at=NOVEMBER)
    _row, code = give(mother)
    enter(client, code)
    prove(client)

    open_account(client, email="awa@example.org")

    mother.refresh_from_db()
    assert mother.user is not None
