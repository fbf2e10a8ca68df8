"""Where one is signed in: seen by its owner alone, and ended at the next page asked for."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.test import Client

from apps.accounts.devices.rules import device_in_words, device_of
from apps.accounts.models import Session
from apps.accounts.own_account.services.accounts import choose_password
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.schools import StudentFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
ACCOUNT, PAGE, ALL = (
    "/mon-compte/",
    "/mon-compte/appareils/",
    "/mon-compte/appareils/fermer-les-autres/",
)
CLOSE = "/mon-compte/appareils/fermer/"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.5 Mobile/15E148 Safari/604.1"
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def awa():
    return UserFactory(username="adiallo")


def sign_in(user, agent=WINDOWS):
    browser = Client(headers={"user-agent": agent})
    browser.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    return browser


def is_in(browser):
    return browser.get(ACCOUNT).status_code == 200


def shown(browser, address=PAGE):
    return browser.get(address).content.decode()


def keys(browser):
    return re.findall(r'name="device"\s+value="(\w+)"', shown(browser))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (ANDROID, "Téléphone Android, Chrome"),
        (ANDROID.replace("Mobile ", ""), "Tablette Android, Chrome"),
        (IPAD, "iPad, Safari"),
        (WINDOWS, "Ordinateur Windows, Firefox"),
        (EDGE, "Ordinateur Windows, Edge"),
        ("", "Appareil inconnu"),
        ("<script>" * 400, "Appareil inconnu"),
    ],
)
def test_a_device_is_said_in_plain_words(agent, words):
    assert device_in_words(device_of(agent)) == words


def test_what_the_browser_says_of_itself_is_not_kept(awa):
    sign_in(awa, ANDROID)

    [row] = Session.objects.filter(user=awa)
    assert row.device == "phone chrome"
    assert "Pixel" not in str(row.get_decoded())


def test_one_sees_where_one_is_signed_in_and_which_is_this_one(awa, clock):
    sign_in(awa, ANDROID)
    clock.shift(dt.timedelta(days=3))
    page = shown(sign_in(awa, WINDOWS))

    assert "Téléphone Android, Chrome" in page
    assert "Connexion il y a 3 jours" in page
    windows = page.partition("Ordinateur Windows, Firefox")[2]
    assert "cet appareil" in windows.partition("</li>")[0]
    assert page.count("<strong>cet appareil</strong>") == 1
    assert "Connexion il y a moins d’une heure" in page


def test_nobody_sees_the_devices_of_another(awa):
    sign_in(UserFactory(), IPAD)
    browser = sign_in(awa)

    assert "iPad" not in shown(browser)
    assert "Connecté sur aucun autre appareil." in shown(browser, ACCOUNT)


def test_a_closed_device_is_out_at_its_next_page(awa):
    lost, here = sign_in(awa, ANDROID), sign_in(awa)
    assert is_in(lost)
    [key] = keys(here)

    here.post(CLOSE, {"device": key})

    assert not is_in(lost)
    assert is_in(here)


WHY = "Cet appareil a été déconnecté depuis un autre."


def asked_to_sign_in(browser, page=ACCOUNT, **headers):
    """What the browser reads where it is led, whatever page it asked for."""
    return browser.get(page, follow=True, headers=headers).content.decode()


@pytest.mark.parametrize("page", [ACCOUNT, "/", "/compte/connexion/"])
def test_a_closed_device_reads_why_at_its_next_sign_in_page(awa, page):
    lost, here = sign_in(awa, ANDROID), sign_in(awa)
    here.post(ALL)

    assert WHY in asked_to_sign_in(lost, page)


def test_a_page_that_htmx_asked_for_is_read_again_and_says_why(awa):
    lost, here = sign_in(awa, ANDROID), sign_in(awa)
    here.post(ALL)

    assert lost.get(ACCOUNT, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"

    assert WHY in asked_to_sign_in(lost)


def test_it_is_said_no_more_once_somebody_has_signed_in(awa):
    lost, here = sign_in(awa, ANDROID), sign_in(awa)
    here.post(ALL)
    asked_to_sign_in(lost)
    lost.post("/compte/connexion/", {"login": awa.username, "password": PASSWORD})
    is_in(lost)

    lost.post("/compte/deconnexion/")

    assert WHY not in asked_to_sign_in(lost)


def test_who_leaves_or_never_came_reads_no_such_thing(awa):
    sign_in(awa).post(ALL)
    gone = sign_in(awa, ANDROID)
    gone.post("/compte/deconnexion/")

    assert WHY not in asked_to_sign_in(gone)
    assert WHY not in asked_to_sign_in(Client())


def test_one_closes_no_device_of_another(awa):
    other = UserFactory()
    theirs, second = sign_in(other, IPAD), sign_in(other)
    [key] = keys(second)

    sign_in(awa).post(CLOSE, {"device": key})

    assert is_in(theirs)


@pytest.mark.parametrize("said", ["", "0", "../..", "é\u0000"])
def test_a_device_that_does_not_exist_closes_nothing(awa, said):
    other, here = sign_in(awa, ANDROID), sign_in(awa)

    answer = here.post(CLOSE, {"device": said}, follow=True).content.decode()
    assert "Cet appareil était déjà fermé" in answer
    assert "C’est fait" not in answer
    assert is_in(other)
    assert is_in(here)


def test_this_device_is_not_closed_from_the_list(awa):
    """One leaves it by signing out, which erases its drafts too."""
    other, here = sign_in(awa, ANDROID), sign_in(awa)
    [mine] = keys(other)

    here.post(CLOSE, {"device": mine})

    assert is_in(here)


def test_every_other_device_is_closed_at_once(awa):
    stranger = sign_in(UserFactory())
    others, here = [sign_in(awa, ANDROID), sign_in(awa, IPAD)], sign_in(awa)

    here.post(ALL)

    assert [is_in(one) for one in others] == [False, False]
    assert is_in(here)
    assert is_in(stranger)
    assert keys(here) == []


def test_a_page_that_was_leaving_does_not_open_the_closed_session_again(awa):
    """What a browser was saving when its session was closed is saved nowhere."""
    lost, here = sign_in(awa, ANDROID), sign_in(awa)
    session = lost.session
    session["page"] = 1
    here.post(ALL)

    with pytest.raises(UpdateError):
        session.save()
    assert not is_in(lost)


def test_a_new_password_leaves_no_other_device_in_the_list(awa):
    sign_in(awa, ANDROID)
    here = sign_in(awa)
    new = "le chat dort sur la table"

    answer = here.post(
        "/compte/mot-de-passe/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == "/mon-compte/"
    assert "tous les autres appareils sont fermés" in answer.content.decode()
    assert Session.objects.filter(user=awa).count() == 1
    assert "Ordinateur Windows, Firefox" in shown(here)
    assert "Android" not in shown(here)


def test_a_password_chosen_by_a_link_or_a_slip_leaves_no_session_at_all(awa):
    sign_in(awa, ANDROID)

    choose_password(awa, "le chat dort sur la table")

    assert not Session.objects.filter(user=awa).exists()


def test_signing_out_takes_the_device_off_the_list(awa):
    gone, here = sign_in(awa, ANDROID), sign_in(awa)

    gone.post("/compte/deconnexion/")

    assert keys(here) == []


def test_the_next_person_on_a_shared_browser_has_a_line_of_their_own(awa, clock):
    browser, other = sign_in(awa, ANDROID), UserFactory()
    browser.post("/compte/deconnexion/")
    clock.shift(dt.timedelta(days=2))
    browser.post("/compte/connexion/", {"login": other.username, "password": PASSWORD})

    assert not Session.objects.filter(user=awa).exists()
    assert "Connexion il y a moins d’une heure" in shown(browser)


def test_a_use_is_noted_once_an_hour(awa, clock):
    phone, here = sign_in(awa, ANDROID), sign_in(awa)
    clock.shift(dt.timedelta(hours=5))
    with statements() as first:
        phone.get(ACCOUNT)
    with statements() as second:
        phone.get(ACCOUNT)
    clock.shift(dt.timedelta(hours=2, minutes=30))

    assert [sql for sql in second if sql.startswith("UPDATE")] == []
    assert len(first) == len(second) + 1
    assert "Dernière visite il y a moins de 3 heures." in shown(here)


def test_noting_a_use_leaves_alone_what_the_session_holds(awa, clock):
    """A page slower than another must not save over it what it had read before."""
    phone = sign_in(awa, ANDROID)
    slow = phone.session
    slow.get("page")
    quick = phone.session
    quick["page"] = "kept"
    quick.save()
    clock.shift(dt.timedelta(hours=5))

    slow.note_use(at=NOON + dt.timedelta(hours=5))

    assert phone.session["page"] == "kept"


def test_an_ended_session_is_not_shown(awa, clock):
    sign_in(awa, ANDROID)
    clock.shift(dt.timedelta(days=91))

    assert keys(sign_in(awa)) == []


def test_two_hundred_devices_are_shown_by_twenty(awa):
    here = sign_in(awa)
    Session.objects.bulk_create(
        Session(
            session_key=f"many{n:03}",
            user=awa,
            session_data="",
            expire_date=NOON + dt.timedelta(days=9),
            opened_at=NOON - dt.timedelta(days=1),
            used_at=NOON - dt.timedelta(hours=n),
        )
        for n in range(1, 201)
    )

    assert len(keys(here)) == 19  # and this one
    assert "Page 1 sur 11" in shown(here)
    assert "200 autres appareils" in shown(here, ACCOUNT)


@pytest.mark.parametrize("others", [0, 2])
def test_the_lists_ask_as_much_for_one_device_as_for_three(awa, others):
    for _ in range(others):
        sign_in(awa, ANDROID)
    here = sign_in(awa)

    with statements() as account:
        here.get(ACCOUNT)
    with statements() as devices:
        here.get(PAGE)

    assert len(account) == 10, account.listed()
    assert len(devices) == 6, devices.listed()


def test_a_pupil_is_spoken_to_as_a_pupil():
    pupil = StudentFactory(user=UserFactory())

    here = sign_in(pupil.user)

    assert "Là où tu es connecté." in shown(here)
    page = here.get("/compte/mot-de-passe/").content.decode().partition("<main")[2]
    assert not re.search(r"\b([Vv]ous|votre)\b", page.partition("</main>")[0])


def test_a_session_that_says_nobody_says_whose_it_is_from_its_next_page(awa, clock):
    """Written by the release before, between its migration and the restart."""
    left = sign_in(awa)
    Session.objects.update(user=None, opened_at=None, used_at=None, device="")
    clock.shift(dt.timedelta(hours=2))
    here = sign_in(awa, ANDROID)
    before = keys(here)

    still_in = is_in(left)

    assert still_in
    assert before == []
    assert len(keys(here)) == 1
    here.post(ALL)
    assert not is_in(left)


def test_a_session_of_a_visitor_stays_nobody_s(awa):
    visitor = Client()
    visitor.get("/compte/connexion/")

    assert not Session.objects.filter(user__isnull=False).exists()


def test_the_sessions_of_an_account_go_with_it(awa):
    sign_in(awa)

    awa.delete()

    assert not Session.objects.exclude(user=None).exists()


def test_no_page_says_the_key_of_a_session(awa):
    """Who reads over a shoulder, or a screenshot, opens nothing with what a page holds."""
    browser, _other = sign_in(awa), sign_in(awa, ANDROID)
    secrets = list(Session.objects.filter(user=awa).values_list("session_key", flat=True))

    pages = shown(browser) + shown(browser, ACCOUNT)

    assert len(secrets) == 2
    assert not [key for key in secrets if key in pages]
