"""From the paper to the account, page by page, with everybody who should not get through."""

import datetime as dt
import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from apps.accounts.models import User
from apps.notices.invitations import activation, codes, services
from apps.notices.invitations.documents import code_address
from apps.notices.invitations.enums import CodeEnd, Purpose
from apps.notices.invitations.models import AccessCode
from apps.schools.enums import Role, Scope
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    since,
)

pytestmark = pytest.mark.django_db

BORN = dt.date(2013, 5, 17)
PASSPHRASE = "le chat dort sur la table"
CODE_PAGE = "/compte/activer/"
PROOF_PAGE = "/compte/activer/preuve/"
ACCOUNT_PAGE = "/compte/activer/compte/"
ATTACH_PAGE = "/compte/activer/rattacher/"
RESET_PAGE = "/compte/nouveau-mot-de-passe/"
CHOOSE_PAGE = "/compte/nouveau-mot-de-passe/choisir/"
NOTHING = "Ce code n’ouvre rien"


@pytest.fixture(autouse=True)
def _november():
    cache.clear()
    with time_machine.travel(NOVEMBER, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory(name="Collège Simone-Exemple")


@pytest.fixture
def ines(school):
    student = StudentFactory(
        school=school, first_name="Inès", last_name="DIALLO", birth_date=BORN, with_account=False
    )
    EnrolmentFactory(student=student, division=DivisionFactory(school=school, code="4eB"))
    return student


@pytest.fixture
def mother(ines):
    return _guardian(ines, first_name="Aïssata", last_name="DIALLO")


def _guardian(student, *, scope=Scope.FULL, during=None, user=None, **names):
    guardian = GuardianFactory(school=student.school, user=user, **names)
    GuardianshipFactory(student=student, guardian=guardian, scope=scope, during=during or since())
    return guardian


def _enter(client, code, page=CODE_PAGE):
    return client.post(page, {"code": codes.on_paper(code)})


def _prove(client, born=BORN):
    return client.post(PROOF_PAGE, {"birth_date": born.isoformat()})


def _open(client, username="adiallo", **more):
    data = {"username": username, "password1": PASSPHRASE, "password2": PASSPHRASE, **more}
    return client.post(ACCOUNT_PAGE, data)


def test_guardian_without_email_goes_from_paper_to_their_page(client, mother):
    row, code = give(mother)

    assert _enter(client, code).url == PROOF_PAGE
    assert _prove(client).url == ACCOUNT_PAGE
    page = client.get(ACCOUNT_PAGE).content.decode()
    assert "Bonjour Aïssata Diallo." in page
    assert "Inès, 4eB" in page
    assert 'value="adiallo"' in page
    assert _open(client).url == "/compte/bienvenue/"
    welcome = client.get("/compte/bienvenue/").content.decode()

    assert "Vos données, en clair" in welcome
    assert client.get("/famille/").status_code == 200
    mother.refresh_from_db()
    row.refresh_from_db()
    assert mother.user.username == "adiallo"
    assert (row.used_at, row.used_by) == (NOVEMBER, mother.user)


def test_pupil_activates_with_their_own_birth_date(client, ines):
    _row, code = give(ines)

    _enter(client, code)
    proof = client.get(PROOF_PAGE).content.decode()
    _prove(client)
    _open(client, username="ines.d")

    ines.refresh_from_db()
    assert "Ta date de naissance" in proof
    assert ines.user.username == "ines.d"
    assert client.get("/eleve/").status_code == 200


def test_colleague_activates_with_the_slip_alone(client, school):
    teacher = StaffFactory(school=school, user=None)
    _row, code = give(teacher)

    _enter(client, code)
    assert client.get(PROOF_PAGE).url == ACCOUNT_PAGE
    _open(client)

    teacher.refresh_from_db()
    assert teacher.user is not None


def test_a_found_letter_says_nothing_before_the_second_proof(client, mother):
    _row, code = give(mother)
    _enter(client, code)

    page = client.get(PROOF_PAGE).content.decode()

    assert "Collège Simone-Exemple" in page
    assert not any(word in page for word in ("Diallo", "Aïssata", "Inès", "4eB"))
    assert client.get(ACCOUNT_PAGE).status_code == 302
    assert _open(client).status_code == 302
    assert not User.objects.filter(username="adiallo").exists()


def test_a_slip_of_the_hand_has_its_own_sentence(client):
    code = codes.new_code()
    wrong = code[:-1] + next(sign for sign in codes.ALPHABET if sign != code[-1])

    page = client.post(CODE_PAGE, {"code": wrong}).content.decode()

    assert "faute de frappe" in page
    assert NOTHING not in page


def _without(page, code):
    """A page apart from what was typed and from the token of its form, which never repeat."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return page.replace(codes.on_paper(code), "")


def _unknown(mother):
    return codes.new_code()


def _expired(mother):
    return give(mother, at=NOVEMBER - dt.timedelta(days=services.GUARDIAN_DAYS))[1]


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
    other = codes.new_code()

    page = _enter(client, code).content.decode()
    unknown = _enter(client, other).content.decode()

    assert NOTHING in page
    assert _without(page, code) == _without(unknown, other)


def test_the_last_second_of_a_code_still_opens(client, mother):
    _row, code = give(mother, at=NOVEMBER - dt.timedelta(days=services.GUARDIAN_DAYS, seconds=-1))

    assert _enter(client, code).url == PROOF_PAGE


def test_five_wrong_birth_dates_close_the_code_from_any_address(client, mother):
    row, code = give(mother)
    for guess in range(5):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{guess}"
        _enter(client, code)
        answer = _prove(client, BORN + dt.timedelta(days=guess + 1))

    row.refresh_from_db()
    assert answer.url == CODE_PAGE
    assert (row.wrong_answers, row.cancelled_because) == (5, CodeEnd.TOO_MANY_TRIES)
    assert NOTHING in _enter(client, code).content.decode()


def test_the_right_date_after_four_wrong_ones_opens(client, mother):
    _row, code = give(mother)
    _enter(client, code)
    for guess in range(4):
        _prove(client, BORN + dt.timedelta(days=guess + 1))

    assert _prove(client).url == ACCOUNT_PAGE


@pytest.mark.parametrize(
    "typed", ["17/05/2013", "17 5 2013", "17.05.2013", "17052013", "2013-05-17"]
)
def test_a_birth_date_is_typed_as_people_write_it(client, mother, typed):
    _row, code = give(mother)
    _enter(client, code)

    assert client.post(PROOF_PAGE, {"birth_date": typed}).url == ACCOUNT_PAGE


@pytest.mark.parametrize("typed", ["", "mai 2013", "31/02/2013", "99999999", "17/05"])
def test_what_is_no_date_costs_no_try(client, mother, typed):
    row, code = give(mother)
    _enter(client, code)

    assert client.post(PROOF_PAGE, {"birth_date": typed}).status_code == 200
    row.refresh_from_db()
    assert row.wrong_answers == 0


def test_the_birth_date_of_another_pupil_is_no_proof(client, mother, school):
    other = StudentFactory(school=school, birth_date=dt.date(2012, 1, 1))
    _guardian(other)
    _row, code = give(mother)
    _enter(client, code)

    assert "ne convient pas" in _prove(client, other.birth_date).content.decode()


def test_guardian_blocked_between_two_pages_is_stopped(client, mother, ines):
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)
    RestrictionFactory(student=ines, guardian=mother, school=mother.school)

    answer = _open(client)

    mother.refresh_from_db()
    assert answer.url == CODE_PAGE
    assert mother.user is None


def test_a_code_replaced_between_two_pages_is_stopped(client, mother):
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)
    give(mother)

    assert _open(client).url == CODE_PAGE
    assert not User.objects.filter(username="adiallo").exists()


def test_two_tabs_make_one_account(client, mother):
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)
    other_tab = dict(client.session)

    _open(client, username="premier")
    second = type(client)()
    session = second.session
    session.update({"way_in": other_tab["way_in"]})
    session.save()
    second.cookies["sessionid"] = session.session_key
    answer = _open(second, username="second")

    mother.refresh_from_db()
    assert answer.url == CODE_PAGE
    assert mother.user.username == "premier"
    assert not User.objects.filter(username="second").exists()


def test_its_own_user_may_know_that_a_code_has_served(client, mother):
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)
    _open(client)

    assert _enter(client, code).url == "/"
    assert NOTHING in _enter(type(client)(), code).content.decode()


def test_a_way_in_left_open_an_hour_starts_again(client, mother):
    _row, code = give(mother)
    _enter(client, code)

    with time_machine.travel(NOVEMBER + dt.timedelta(minutes=61), tick=False):
        assert _prove(client).url == CODE_PAGE


def test_teacher_adds_their_child_to_the_account_they_have(client, mother, school):
    teacher = StaffFactory(school=school, role=Role.TEACHER)
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)

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
    known = _guardian(elsewhere, user=UserFactory())
    _row, code = give(mother)
    client.force_login(known.user)
    _enter(client, code)

    _prove(client)
    client.post(ATTACH_PAGE)

    assert set(known.user.guardians.all()) == {known, mother}


def test_the_other_parent_on_the_same_phone_cannot_slip_into_the_first_account(
    client, mother, ines
):
    mother.user = UserFactory()
    mother.save()
    father = _guardian(ines, first_name="Ousmane")
    _row, code = give(father)
    client.force_login(mother.user)
    _enter(client, code)
    _prove(client)

    client.post(ATTACH_PAGE)

    father.refresh_from_db()
    assert father.user is None
    assert "déjà celui d’un autre responsable" in client.get(ATTACH_PAGE).content.decode()


def test_a_pupils_code_never_falls_to_the_parent_who_is_signed_in(client, mother, ines):
    mother.user = UserFactory()
    mother.save()
    _row, code = give(ines)
    client.force_login(mother.user)
    _enter(client, code)
    _prove(client)

    client.post(ATTACH_PAGE)

    ines.refresh_from_db()
    assert ines.user is None
    assert "Ce code est pour un élève" in client.get(ATTACH_PAGE).content.decode()


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
    _enter(client, code)
    _prove(client)

    assert sentence in _open(client, **{"username": "adiallo1", **data}).content.decode()


def test_a_taken_identifier_is_not_proposed(client, mother):
    UserFactory(username="adiallo")
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)

    assert 'value="adiallo2"' in client.get(ACCOUNT_PAGE).content.decode()


def test_person_with_a_slip_chooses_a_new_password_and_old_sessions_end(client, mother):
    mother.user = UserFactory()
    mother.save()
    old_phone = type(client)()
    old_phone.force_login(mother.user)
    assert old_phone.get("/famille/").status_code == 200
    _row, code = give(mother, purpose=Purpose.RESET)

    _enter(client, code, RESET_PAGE)
    assert _prove(client).url == CHOOSE_PAGE
    assert mother.user.username in client.get(CHOOSE_PAGE).content.decode()
    client.post(CHOOSE_PAGE, {"password1": PASSPHRASE, "password2": PASSPHRASE})

    mother.user.refresh_from_db()
    assert mother.user.check_password(PASSPHRASE)
    assert client.get("/famille/").status_code == 200
    assert old_phone.get("/famille/").status_code == 302
    assert NOTHING in _enter(type(client)(), code, RESET_PAGE).content.decode()


def test_a_slip_is_dead_the_day_after(client, mother):
    mother.user = UserFactory()
    mother.save()
    _row, code = give(
        mother, purpose=Purpose.RESET, at=NOVEMBER - dt.timedelta(hours=services.RESET_HOURS)
    )

    assert NOTHING in _enter(client, code, RESET_PAGE).content.decode()


def test_a_slip_opens_nothing_on_a_closed_account(client, mother):
    mother.user = UserFactory(is_active=False)
    mother.save()
    _row, code = give(mother, purpose=Purpose.RESET)

    assert NOTHING in _enter(client, code, RESET_PAGE).content.decode()


def test_an_activation_proof_does_not_serve_a_reset(client, mother):
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)

    assert client.get(CHOOSE_PAGE).url == CODE_PAGE


def test_guessing_codes_from_one_address_is_stopped_but_other_addresses_are_not(client, mother):
    _row, code = give(mother)
    for _guess in range(60):
        assert _enter(client, codes.new_code()).status_code == 200

    assert _enter(client, code).status_code == 429
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    assert _enter(client, code).url == PROOF_PAGE


def test_two_hundred_families_activate_behind_one_address(client, mother):
    for _family in range(200):
        _row, code = give(mother)
        assert _enter(client, code).url == PROOF_PAGE


def test_no_code_is_written_in_the_database_or_in_the_session(client, mother):
    _row, code = give(mother)
    _enter(client, code)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM notices_accesscode c")
        stored = " ".join(text for (text,) in cursor.fetchall())

    assert code not in stored
    assert codes.on_paper(code) not in stored
    assert code not in str(dict(client.session))


def test_no_address_of_a_way_in_carries_the_code(client, mother):
    _row, code = give(mother)

    seen = [_enter(client, code).url, _prove(client).url, _open(client).url]

    assert not any(code in url or codes.on_paper(code) in url for url in seen)


def test_offices_at_once_leave_one_code_that_works(mother):
    first, _code = give(mother)
    second, _other = give(mother)

    first.refresh_from_db()
    assert first.cancelled_because == CodeEnd.REPLACED
    assert list(AccessCode.objects.open(at=NOVEMBER)) == [second]


def test_the_second_service_call_with_one_code_is_refused(mother):
    row, _code = give(mother)
    activation.create_account(row, username="un", password=PASSPHRASE, at=NOVEMBER)

    with pytest.raises(activation.ActivationError):
        activation.create_account(row, username="deux", password=PASSPHRASE, at=NOVEMBER)


def test_the_qr_code_leads_to_a_fragment_that_is_never_sent():
    code = codes.new_code()
    address, _sep, fragment = code_address(code, purpose=Purpose.ACTIVATION).partition("#")

    assert address.endswith(reverse("invitations:activate"))
    assert codes.read_code(fragment) == code


def test_an_address_typed_at_the_door_is_asked_to_confirm_and_not_kept(
    client, mother, django_capture_on_commit_callbacks
):
    _row, code = give(mother)
    _enter(client, code)
    _prove(client)

    with django_capture_on_commit_callbacks(execute=True):
        _open(client, email="Awa@example.org")

    mother.refresh_from_db()
    assert mother.user.email == ""
    assert [message.to for message in mail.outbox] == [["awa@example.org"]]
    assert code not in mail.outbox[0].body


def test_no_code_is_ever_logged_nor_mailed(client, mother, caplog):
    caplog.set_level(logging.DEBUG)
    _row, code = give(mother)
    unknown = codes.new_code()

    _enter(client, unknown)
    _enter(client, code)
    _prove(client)
    _open(client)

    said = caplog.text + "".join(message.body for message in mail.outbox)
    assert not any(one in said or codes.on_paper(one) in said for one in (code, unknown))


@pytest.mark.django_db(transaction=True)
def test_eight_tabs_at_the_same_instant_make_one_account(mother):
    row, _code = give(mother)

    def come_in(number):
        try:
            activation.create_account(
                row, username=f"onglet{number}", password=PASSPHRASE, at=NOVEMBER
            )
        except activation.ActivationError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as tabs:
        opened = list(tabs.map(come_in, range(8)))

    assert opened.count(True) == 1
    assert User.objects.filter(username__startswith="onglet").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_desks_at_the_same_instant_leave_one_code(mother):
    clerk = UserFactory()

    def hand(_number):
        try:
            return give(mother, by=clerk)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as desks:
        rows = list(desks.map(hand, range(8)))

    assert len(set(rows)) == 8
    assert AccessCode.objects.open(at=NOVEMBER).count() == 1
