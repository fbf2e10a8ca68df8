"""Wrong tries: what is proved is not held by the tries of others, and the office lets in again."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail

from apps.accounts.models import Attempt, LimitLift
from apps.accounts.own_account.services.mails import ask_for_password
from apps.accounts.own_account.tasks import send_account_mails
from apps.accounts.sign_in.services import limits
from apps.invitations.codes import services as codes_services
from apps.invitations.enums import Purpose
from apps.schools.enums import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
)
from tests.invitations.doors import BORN, CHOOSE_PAGE, PASSPHRASE, RESET_PAGE, enter, prove

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(NOVEMBER, tick=False):
        yield


def sign_in(client, login, password=PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def is_in(client):
    return "_auth_user_id" in client.session


def enrolled(student):
    division = DivisionFactory(school=student.school)
    EnrolmentFactory(student=student, division=division)


def guess(client, login, times=8):
    for number in range(times):
        answer = sign_in(type(client)(), login, f"raté {number}")
    return answer


@pytest.fixture
def awa():
    return UserFactory(username="adiallo", email="awa@example.org")


@pytest.fixture
def spray(monkeypatch):
    """A limit by network small enough to be reached here; the real one is asserted below."""
    monkeypatch.setattr(limits, "FROM_A_NETWORK", 4)


def test_somebody_elses_guesses_do_not_shut_the_owner_out_of_their_own_device(client, awa):
    sign_in(client, "adiallo")
    client.post("/compte/deconnexion/")
    guess(client, "adiallo", 12)

    sign_in(client, "adiallo")

    assert is_in(client)
    assert sign_in(type(client)(), "adiallo").status_code == 200


def test_a_device_that_was_signed_in_is_no_place_to_guess_without_end(client, awa):
    sign_in(client, "adiallo")
    client.post("/compte/deconnexion/")
    for number in range(8):
        sign_in(client, "adiallo", f"raté {number}")

    sign_in(client, "adiallo")

    assert not is_in(client)


def test_a_device_of_one_account_proves_nothing_about_another(client, awa):
    UserFactory(username="voisine")
    sign_in(client, "voisine")
    client.post("/compte/deconnexion/")
    guess(client, "adiallo")

    sign_in(client, "adiallo")

    assert not is_in(client)


def test_the_address_and_the_identifier_are_counted_together(client, awa):
    guess(client, "adiallo", 4)
    guess(client, "AWA@example.org", 4)

    sign_in(client, "adiallo")

    assert not is_in(client)


def test_a_name_that_nobody_has_is_paused_like_any_other(client, awa):
    pages = []
    for login in ("adiallo", "personne"):
        guess(client, login)
        page = sign_in(type(client)(), login).content.decode()
        pages.append("Trop d’essais" in page)

    assert pages == [True, True]


def test_guesses_on_many_accounts_from_one_network_are_stopped(client, awa, spray):
    for number in range(4):
        sign_in(type(client)(), f"personne{number}", "azerty")

    refused = sign_in(client, "adiallo")
    assert "Trop d’essais" in refused.content.decode()
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    sign_in(client, "adiallo")
    assert is_in(client)


def test_a_device_that_has_proved_something_is_not_held_by_its_network(client, awa, spray):
    sign_in(client, "adiallo")
    client.post("/compte/deconnexion/")
    for number in range(9):
        sign_in(type(client)(), f"personne{number}", "azerty")

    sign_in(client, "adiallo")

    assert is_in(client)


def test_a_network_guesses_three_hundred_times_in_ten_minutes_and_no_more():
    assert (300, dt.timedelta(minutes=10)) == (limits.FROM_A_NETWORK, limits.NETWORK_PAUSE)


def test_after_ten_minutes_a_network_tries_again(client, awa, spray):
    for number in range(4):
        sign_in(type(client)(), f"personne{number}", "azerty")
    with time_machine.travel(NOVEMBER + dt.timedelta(minutes=10, seconds=1), tick=False):
        sign_in(client, "adiallo")

    assert is_in(client)


def test_the_old_password_is_not_guessed_on_a_telephone_left_open(client, awa):
    sign_in(client, "adiallo")
    for number in range(8):
        client.post("/compte/mot-de-passe/", {"oldpassword": f"raté {number}"})
    page = client.post(
        "/compte/mot-de-passe/",
        {"oldpassword": PASSWORD, "password1": PASSPHRASE, "password2": PASSPHRASE},
    )

    assert page.status_code == 200
    assert "Trop d’essais" in page.content.decode()


def test_a_slip_of_the_office_opens_a_paused_account_at_once(client):
    school = SchoolFactory()
    student = StudentFactory(school=school, birth_date=BORN, user=UserFactory())
    enrolled(student)
    guess(client, student.user.username)
    _row, code = give(student, purpose=Purpose.RESET)

    enter(client, code, RESET_PAGE)
    prove(client)
    client.post(CHOOSE_PAGE, {"password1": PASSPHRASE, "password2": PASSPHRASE})
    other = type(client)()
    sign_in(other, student.user.username, PASSPHRASE)

    assert is_in(other)


def test_what_was_tried_is_kept_as_digests_for_a_day(client, awa):
    guess(client, "adiallo", 1)
    kept = str(Attempt.objects.values().get())

    assert "adiallo" not in kept
    assert "127.0.0.1" not in kept
    assert limits.forget_old(at=NOVEMBER + dt.timedelta(days=1)) == 1


# --- The office -----------------------------------------------------------------------------------


@pytest.fixture
def office(client):
    school = SchoolFactory()
    secretary = StaffFactory(school=school, role=Role.SECRETARY)
    sign_in(client, secretary.user.username)
    return client


@pytest.fixture
def parent(office):
    school = StaffFactory._meta.model.objects.get().school
    guardian = GuardianFactory(school=school, user=UserFactory(username="parent"))
    GuardianshipFactory(guardian=guardian, student=StudentFactory(school=school))
    return guardian


def test_the_office_lets_an_account_in_again_and_it_is_written_down(office, parent):
    guess(office, "parent")
    page = f"/equipe/comptes/responsables/{parent.public_id}/"
    assert "La connexion fait une pause" in office.get(page).content.decode()

    office.post(f"{page}rouvrir/")
    other = type(office)()
    sign_in(other, "parent")

    assert is_in(other)
    lift = LimitLift.objects.get()
    assert (lift.account, lift.at) == (parent.user, NOVEMBER)
    assert lift.by.username != "parent"
    assert "fait une pause" not in office.get(page).content.decode()


def test_the_office_lets_its_network_in_again_and_it_is_written_down(office, parent, spray):
    for number in range(4):
        sign_in(type(office)(), f"personne{number}", "azerty")
    assert "Ce réseau fait une pause" in office.get("/equipe/comptes/").content.decode()

    office.post("/equipe/comptes/rouvrir/")
    other = type(office)()
    sign_in(other, "parent")

    assert is_in(other)
    assert LimitLift.objects.get().account is None


def test_nobody_else_lets_anybody_in_again(client, parent, office):
    teacher = StaffFactory(school=parent.school, role=Role.TEACHER).user
    other = type(client)()
    other.force_login(teacher)

    assert (
        other.post(f"/equipe/comptes/responsables/{parent.public_id}/rouvrir/").status_code == 403
    )
    assert other.post("/equipe/comptes/rouvrir/").status_code == 403
    assert not LimitLift.objects.exists()


# --- Codes ----------------------------------------------------------------------------------------


def test_unknown_codes_do_not_shut_the_families_of_a_school_out(client):
    school = SchoolFactory()
    student = StudentFactory(school=school, birth_date=BORN, with_account=False)
    enrolled(student)
    _row, code = give(student)
    for _guess in range(limits.UNKNOWN_CODES):
        enter(type(client)(), codes_services.new_code())

    assert enter(type(client)(), codes_services.new_code()).status_code == 429
    assert enter(client, code).url == "/compte/activer/preuve/"


def test_a_colleagues_code_which_has_no_second_proof_waits(client):
    colleague = StaffFactory(user=None)
    _row, code = give(colleague)
    for _guess in range(limits.UNKNOWN_CODES):
        enter(type(client)(), codes_services.new_code())

    assert enter(client, code).status_code == 429


def known_device(client, username):
    """Its cookie stays when one leaves: the test client's own ``logout`` would take it away."""
    client.force_login(UserFactory(username=username))
    client.get("/compte/adresse/")
    client.post("/compte/deconnexion/")
    return client


def unknown(client):
    return enter(client, codes_services.new_code()).status_code


def test_a_device_that_was_signed_in_is_no_place_to_guess_codes_without_end(client):
    known_device(client, "voisine")
    for _guess in range(limits.UNKNOWN_CODES_PROVED):
        unknown(client)
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"

    assert limits.UNKNOWN_CODES < limits.UNKNOWN_CODES_PROVED == 120
    assert unknown(client) == 429


def test_who_signs_in_next_on_a_device_gives_it_no_new_count(client, monkeypatch):
    monkeypatch.setattr(limits, "UNKNOWN_CODES_PROVED", 4)
    known_device(client, "voisine")
    for _guess in range(4):
        unknown(client)
    known_device(client, "adiallo")

    assert unknown(client) == 429


def test_a_known_device_neither_holds_its_network_nor_is_held_by_it(client, monkeypatch):
    monkeypatch.setattr(limits, "UNKNOWN_CODES_PROVED", 4)
    monkeypatch.setattr(limits, "UNKNOWN_CODES", 4)
    known_device(client, "voisine")
    for _guess in range(4):
        unknown(client)
    stranger = [unknown(type(client)()) for _guess in range(5)]
    other = known_device(type(client)(), "adiallo")

    assert stranger == [200, 200, 200, 200, 429]
    assert unknown(other) == 200


# --- Every page where a password is chosen --------------------------------------------------------


@pytest.mark.parametrize("weak", ["password1", "azertyuiop", "12345678", "court"])
def test_a_password_that_everybody_guesses_is_refused_on_every_page(client, awa, weak):
    student = StudentFactory(birth_date=BORN, with_account=False)
    enrolled(student)
    _row, code = give(student)
    enter(client, code)
    prove(client)
    twice = {"password1": weak, "password2": weak}
    at_the_door = client.post("/compte/activer/compte/", {"username": "nouveau", **twice})
    changing = type(client)()
    changing.force_login(awa)
    change = changing.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, **twice})
    ask_for_password(awa.email, network="", at=NOVEMBER)
    send_account_mails()
    link = re.search(r"/compte/mot-de-passe/nouveau/\S+", mail.outbox[0].body).group()
    by_mail = type(client)().post(link, twice)
    answers = [at_the_door, change, by_mail]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    student.refresh_from_db()
    assert student.user is None
    awa.refresh_from_db()
    assert awa.check_password(PASSWORD)
