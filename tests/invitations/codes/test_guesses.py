"""Guesses, addresses and logs: a code is known to its paper only."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from apps.invitations.codes.presenters.slips import code_address
from apps.invitations.enums import CodeEnd, Purpose
from tests.factories.invitations import give
from tests.invitations.doors import (
    ACCOUNT_PAGE,
    BORN,
    CODE_PAGE,
    NOTHING,
    PROOF_PAGE,
    enter,
    open_account,
    prove,
)

pytestmark = pytest.mark.django_db


def test_five_wrong_birth_dates_close_the_code_from_any_address(client, mother):
    row, code = give(mother)
    for guess in range(5):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{guess}"
        enter(client, code)
        answer = prove(client, BORN + dt.timedelta(days=guess + 1))

    row.refresh_from_db()
    assert answer.url == CODE_PAGE
    assert (row.wrong_answers, row.cancelled_because) == (5, CodeEnd.TOO_MANY_TRIES)
    assert NOTHING in enter(client, code).content.decode()


def test_the_right_date_after_four_wrong_ones_opens(client, mother):
    _row, code = give(mother)
    enter(client, code)
    for guess in range(4):
        prove(client, BORN + dt.timedelta(days=guess + 1))

    assert prove(client).url == ACCOUNT_PAGE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mai 2013",
        "31/02/2013",
        "99999999",
        "17/05",
        "17 m 2013",
        "17 jui 2013",
        "05/17/2013",
        "17 mai",
        "1 7 05 2013",
        "1705201",
        "17/05/1013",
    ],
)
def test_what_is_no_date_costs_no_try(client, mother, typed):
    row, code = give(mother)
    enter(client, code)

    assert client.post(PROOF_PAGE, {"birth_date": typed}).status_code == 200
    row.refresh_from_db()
    assert row.wrong_answers == 0


def test_guessing_codes_from_one_address_is_stopped_but_other_addresses_are_not(client, mother):
    _row, code = give(mother)
    for _guess in range(60):
        assert enter(client, codes_services.new_code()).status_code == 200

    assert enter(client, codes_services.new_code()).status_code == 429
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    assert enter(client, codes_services.new_code()).status_code == 200
    assert enter(client, code).url == PROOF_PAGE


def test_two_hundred_families_activate_behind_one_address(client, mother):
    for _family in range(200):
        _row, code = give(mother)
        assert enter(client, code).url == PROOF_PAGE


def test_no_code_is_written_in_the_database_or_in_the_session(client, mother):
    _row, code = give(mother)
    enter(client, code)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM notices_accesscode c")
        stored = " ".join(text for (text,) in cursor.fetchall())

    assert code not in stored
    assert codes_rules.on_paper(code) not in stored
    assert code not in str(dict(client.session))


def test_no_address_of_a_way_in_carries_the_code(client, mother):
    _row, code = give(mother)

    seen = [enter(client, code).url, prove(client).url, open_account(client).url]

    assert not any(code in url or codes_rules.on_paper(code) in url for url in seen)


def test_the_qr_code_leads_to_a_fragment_that_is_never_sent():
    code = codes_services.new_code()
    address, _sep, fragment = code_address(code, purpose=Purpose.ACTIVATION).partition("#")

    assert address.endswith(reverse("invitations:activate"))
    assert codes_rules.read_code(fragment) == code


def test_no_code_is_ever_logged_nor_mailed(client, mother, caplog):
    caplog.set_level(logging.DEBUG)
    _row, code = give(mother)
    unknown = codes_services.new_code()

    enter(client, unknown)
    enter(client, code)
    prove(client)
    open_account(client)

    said = caplog.text + "".join(message.body for message in mail.outbox)
    assert not any(one in said or codes_rules.on_paper(one) in said for one in (code, unknown))
