"""A slip of the counter: a new password, and every other session cut."""

import datetime as dt

import pytest

from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import Purpose
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.invitations.doors import (
    CHOOSE_PAGE,
    CODE_PAGE,
    NOTHING,
    PASSPHRASE,
    RESET_PAGE,
    enter,
    prove,
)

pytestmark = pytest.mark.django_db


def test_person_with_a_slip_chooses_a_new_password_and_old_sessions_end(client, mother):
    mother.user = UserFactory()
    mother.save()
    old_phone = type(client)()
    old_phone.force_login(mother.user)
    assert old_phone.get("/famille/").status_code == 200
    _row, code = give(mother, purpose=Purpose.RESET)

    enter(client, code, RESET_PAGE)
    assert prove(client).url == CHOOSE_PAGE
    assert mother.user.username in client.get(CHOOSE_PAGE).content.decode()
    client.post(CHOOSE_PAGE, {"password1": PASSPHRASE, "password2": PASSPHRASE})

    mother.user.refresh_from_db()
    assert mother.user.check_password(PASSPHRASE)
    assert client.get("/famille/").status_code == 200
    assert old_phone.get("/famille/").status_code == 302
    assert NOTHING in enter(type(client)(), code, RESET_PAGE).content.decode()


def test_a_slip_is_dead_the_day_after(client, mother):
    mother.user = UserFactory()
    mother.save()
    _row, code = give(
        mother, purpose=Purpose.RESET, at=NOVEMBER - dt.timedelta(hours=codes_rules.RESET_HOURS)
    )

    assert NOTHING in enter(client, code, RESET_PAGE).content.decode()


def test_a_slip_opens_nothing_on_a_closed_account(client, mother):
    mother.user = UserFactory(is_active=False)
    mother.save()
    _row, code = give(mother, purpose=Purpose.RESET)

    assert NOTHING in enter(client, code, RESET_PAGE).content.decode()


def test_an_activation_proof_does_not_serve_a_reset(client, mother):
    _row, code = give(mother)
    enter(client, code)
    prove(client)

    assert client.get(CHOOSE_PAGE).url == CODE_PAGE
