"""A letter that only resembles another opens nothing: no account, no mail (CVE-2019-19844).

SQL's UPPER makes an «I» of «ı», Python's ``lower`` a «k» of the Kelvin sign, NFKC an «a» of a
wide one.
"""

import datetime as dt
import string
import sys
import unicodedata
from functools import cache

import pytest
import time_machine
from django.core import mail, signing
from django.core.cache import cache as kept
from django.core.exceptions import ValidationError

from apps.accounts.models import AccountMail, MailKind
from apps.accounts.own_account.services import accounts, addresses, mails
from apps.accounts.own_account.tasks import send_account_mails
from apps.accounts.sign_in.services.backend import named, with_address, with_identifier
from apps.invitations.activation.forms import AccountForm
from coeduc.forms import AddressField
from coeduc.letters import small
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

HERS = "benedicte.navarre@ac-creteil.fr"
PAGE = "/compte/mot-de-passe/oublie/"
EVERY = string.ascii_lowercase
NO_LETTER = {"Cc", "Cf", "Cn", "Co", "Cs", "Lo", "Mn"}
NOW = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    kept.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def read_as(sign):
    """The ASCII letters that one of the usual foldings makes of a sign that is none."""
    folded = [sign.upper(), sign.lower(), sign.casefold(), unicodedata.normalize("NFKC", sign)]
    return {one.lower() for one in folded if len(one) == 1 and one.isascii() and one.isalpha()}


@cache
def lookalikes():
    """Every sign of Unicode that might be read as an ASCII letter, with that letter."""
    signs = (chr(one) for one in range(128, sys.maxunicode + 1))
    return [
        (sign, letter)
        for sign in signs
        if unicodedata.category(sign) not in NO_LETTER
        for letter in sorted(read_as(sign))
    ]


def typed_with(sign, letter):
    """An identifier and addresses, of whoever has all letters, one of them written otherwise."""
    odd = EVERY.replace(letter, sign)
    return (odd, f"{odd}@{EVERY}.fr", f"{EVERY}@{odd}.fr")


@pytest.fixture
def her():
    return UserFactory(username="bnavarre", email=HERS)


def test_the_signs_that_are_known_to_do_it_are_tried():
    assert {("ı", "i"), ("ſ", "s"), ("\u212a", "k"), ("\uff41", "a")} <= set(lookalikes())


@pytest.mark.parametrize(
    "typed", ["benedicte.navarre@ac-creteıl.fr", "benedıcte.navarre@ac-creteil.fr"]
)
def test_no_link_leaves_for_an_address_that_resembles_that_of_an_account(client, her, typed):
    client.post(PAGE, {"email": typed})
    mails.ask_for_password(typed, network="x", at=NOW)
    while send_account_mails():
        pass

    assert not any("/nouveau/" in message.body for message in mail.outbox)


def test_the_page_says_which_letters_an_address_is_written_with(client, her):
    page = client.post(PAGE, {"email": "benedicte.navarre@ac-creteıl.fr"}).content.decode()

    assert "avec les lettres de a à z" in page
    assert not AccountMail.objects.exists()


def test_a_link_goes_to_the_address_on_record_and_not_to_what_was_typed(her, monkeypatch):
    """Were the look-up to take one for the other again, the mail would still go to its owner."""
    monkeypatch.setattr(mails, "with_address", lambda _email: her)
    row = AccountMail(kind=MailKind.PASSWORD, address="elle@ac-creteıl.fr", created_at=NOW)

    assert mails.compose(row, at=NOW).to == [HERS]


def test_no_sign_of_unicode_is_taken_for_a_letter_of_an_account():
    UserFactory(username=EVERY, email=f"{EVERY}@{EVERY}.fr")
    # NFKC is in no database: one sign a letter is enough of those.
    tried = {letter: (sign, letter) for sign, letter in lookalikes()}.values()
    cased = [one for one in lookalikes() if one[1] in (one[0].upper() + one[0].lower()).lower()]

    found = [
        (sign, look_up.__name__)
        for sign, letter in [("İ", "i"), *cased, *tried]
        for typed in typed_with(sign, letter)
        for look_up in (named, with_address, with_identifier)
        if look_up(typed) is not None
    ]

    assert found == []


def test_no_sign_of_unicode_is_made_an_ascii_letter():
    assert [sign for sign, _letter in lookalikes() if small(sign) != sign] == []


def test_no_sign_of_unicode_is_a_letter_of_an_address_that_one_writes():
    for sign, letter in lookalikes():
        for typed in typed_with(sign, letter)[1:]:
            with pytest.raises(ValidationError):
                AddressField().clean(typed)


def test_an_address_that_resembles_hers_does_not_answer_in_her_place_at_sign_in(client, her):
    other = UserFactory(email="")
    token = signing.dumps(
        {"user": other.pk, "email": "benedicte.navarre@ac-creteıl.fr"}, salt=mails.ADDRESS_SALT
    )
    client.force_login(other)

    assert "ne marche plus" in client.post(f"/compte/adresse/{token}/").content.decode()
    assert addresses.confirm(other, "benedicte.navarre@ac-creteıl.fr") is False
    other.refresh_from_db()
    assert other.email == ""
    assert named(HERS) == her


def test_one_already_on_record_does_not_answer_in_her_place_either(her):
    """Of before: never found by an address that is not its own."""
    UserFactory(email="benedicte.navarre@ac-creteıl.fr")

    assert named(HERS) == her
    assert named(HERS.upper()) == her


def test_capitals_of_a_telephone_are_the_same_account(client, her):
    client.post("/compte/connexion/", {"login": "BNavarre", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(her.pk)


def test_the_link_is_sent_whatever_the_capitals(client, her):
    client.post(PAGE, {"email": HERS.upper()})
    send_account_mails()

    [message] = mail.outbox
    assert message.to == [HERS]
    assert "/compte/mot-de-passe/nouveau/" in message.body


def test_an_identifier_that_resembles_another_is_neither_it_nor_given(her):
    assert accounts.username_is_free("bnavarr\u212a")
    form = AccountForm(
        {"username": "\u212anavarre", "password1": "x", "password2": "x"}, user=UserFactory.build()
    )

    assert "username" in form.errors
