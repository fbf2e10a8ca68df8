"""One password, whatever keyboard writes it; and the same work whoever signs in."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError

from apps.accounts.own_account.forms import OwnAddressForm, PasswordResetForm
from apps.accounts.passwords import folded, readings
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
# As one device sets it, as another reads it.
KEYBOARDS = {
    "apostrophe of a telephone": ("l’été à l’école", "l'été à l'école"),
    "apostrophe of a computer": ("l'été à l'école", "l’été à l’école"),
    "letter apostrophe": ("d'abord le pain", "dʼabord le pain"),
    "no-break space": ("le chat\u00a0dort ici", "le chat dort ici"),
    "narrow no-break space": ("quoi de neuf\u202f?", "quoi de neuf ?"),
    "thin space": ("mille\u2009et une nuits", "mille et une nuits"),
    "accent in two signs": ("e\u0301le\u0300ve du 4eB", "élève du 4eB"),
    "ligature": ("ﬁn de journée", "fin de journée"),
    "wide letters": ("ＡＢＣ soleil 12", "ABC soleil 12"),
    "quotes": ("“bonjour” à tous", '"bonjour" à tous'),
    "space after the last word": ("le chat dort ici ", "le chat dort ici"),
    "sign that nobody sees": ("le chat\u200b dort\ufeff ici", "le chat dort ici"),
    "pictogram of another telephone": ("j’❤\ufe0f les maths", "j'❤ les maths"),
    "hyphen that does not break": ("arc‑en‑ciel doux", "arc-en-ciel doux"),
}


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def hashes(monkeypatch):
    """How many times a password was hashed, made or compared."""
    seen = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return seen


def sign_in(client, login, password):
    return client.post(LOGIN, {"login": login, "password": password})


@pytest.mark.parametrize("name", KEYBOARDS)
def test_a_password_set_on_one_keyboard_is_read_from_another(client, name):
    set_as, typed = KEYBOARDS[name]
    user = UserFactory()
    user.set_password(set_as)
    user.save()

    assert sign_in(client, user.username, typed).status_code == 302


@pytest.mark.parametrize("name", KEYBOARDS)
def test_a_password_hashed_before_the_rule_is_still_read_as_it_was_typed(client, name):
    set_as, _typed = KEYBOARDS[name]
    user = UserFactory(password=make_password(set_as))

    assert sign_in(client, user.username, set_as).status_code == 302


def test_another_letter_is_another_password():
    assert folded("l’ete") != folded("l’été")
    assert folded("Bonjour tous") != folded("bonjour tous")


@pytest.mark.parametrize("blank", ["        ", "\u200b" * 9, "court \u2060   "])
def test_signs_that_count_for_nothing_do_not_make_a_password_long(blank):
    with pytest.raises(ValidationError):
        validate_password(folded(blank))


def test_what_needs_no_folding_is_read_once():
    assert readings("une phrase toute simple") == ("une phrase toute simple",)
    assert folded(folded("ﬁn\u00a0d’été ’")) == folded("ﬁn\u00a0d’été ’")


@pytest.mark.parametrize("password", ["raté sans signe", "raté d’un téléphone"])
def test_a_sign_in_costs_the_same_whoever_is_named(client, hashes, password):
    UserFactory(username="connue", email="connue@example.org")
    UserFactory(username="fermee", email="fermee@example.org", is_active=False)
    costs = {}
    for login in (
        "connue",
        "connue@example.org",
        "CONNUE@example.org",
        "inconnue",
        "inconnue@example.org",
        "fermee",
        "fermee@example.org",
    ):
        hashes.clear()
        assert sign_in(type(client)(), login, password).status_code == 200
        costs[login] = len(hashes)

    assert set(costs.values()) == {len(readings(password))}, costs


def test_an_address_signs_in_as_the_identifier_does(client):
    UserFactory(username="adiallo", email="awa@example.org")

    assert sign_in(client, " Awa@Example.org ", PASSWORD).status_code == 302


@pytest.mark.parametrize("login", ["adiallo\u200b", "\ufeffawa@example.org\u2060 "])
def test_a_name_copied_from_a_message_signs_in(client, login):
    UserFactory(username="adiallo", email="awa@example.org")

    assert sign_in(client, login, PASSWORD).status_code == 302


@pytest.mark.parametrize("form", [PasswordResetForm, OwnAddressForm])
@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e"])
def test_an_address_copied_from_a_message_is_the_address(form, sign):
    filled = form({"email": f"{sign}awa@exam{sign}ple.org{sign}"})

    assert filled.is_valid()
    assert filled.cleaned_data["email"] == "awa@example.org"


@pytest.mark.parametrize("login", ["", " ", "a\x00b", "é" * 300, "x@" + "y" * 300])
def test_what_names_nobody_is_answered_calmly(client, login):
    assert sign_in(client, login, PASSWORD).status_code == 200


def test_nobody_enters_without_a_name_or_a_password():
    UserFactory(email="")

    assert authenticate(None, username="", password=PASSWORD) is None
    assert authenticate(None, email="", password=PASSWORD) is None
