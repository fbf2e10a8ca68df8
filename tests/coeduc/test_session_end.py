"""The session is over, then a gesture: back to the page of the form, and nothing typed is lost."""

import datetime as dt
import re
from html import escape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Session
from apps.notices.models import LetterTexts
from apps.schools.enums import Role
from coeduc import unsaved, ways_back
from coeduc.device import COOKIE
from coeduc.refill import labels_of, refilled
from tests.access.routes import routes
from tests.access.table import TABLE
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.world import STUDENT_AT, build_world

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
PAGE = "/equipe/lettres/textes/"
TYPED = {"signatory": "La principale, Mme Exemple", "help_slot": "le mardi de 17 h à 18 h"}
LOGIN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def _noon():
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def secretary():
    return StaffFactory(school=SchoolFactory(), role=Role.SECRETARY).user


@pytest.fixture
def browser(client, secretary):
    """Where the secretary signed in this morning."""
    sign_in(client, secretary)
    client.get(PAGE)
    return client


def sign_in(client, user, back=""):
    data = {"login": user.username, "password": PASSWORD, **({"next": back} if back else {})}
    return client.post(LOGIN, data, follow=True)


def end_session(client):
    """As when it has lasted its time: the cookie of the device stays."""
    Session.objects.all().delete()
    client.cookies.pop("sessionid", None)


def send(client, url=PAGE, data=None, page=PAGE, **headers):
    headers = {"Referer": f"http://testserver{page}", **headers}
    return client.post(url, TYPED if data is None else data, headers=headers)


def next_of(response):
    return parse_qs(urlsplit(response.url).query)["next"][0]


def text(response):
    return " ".join(response.content.decode().split())


# --- With what was typed --------------------------------------------------------------------------


def test_signing_in_brings_back_to_the_page_with_what_was_typed(browser, secretary):
    end_session(browser)
    asked = send(browser)
    back = sign_in(browser, secretary, next_of(asked))

    assert back.request["PATH_INFO"] == PAGE
    assert "Pas encore enregistré" in text(back)
    assert TYPED["signatory"] in text(back)
    assert TYPED["help_slot"] in text(back)
    assert not LetterTexts.objects.exists()


def test_a_page_that_went_away_meanwhile_still_gives_the_words_back(browser, secretary):
    end_session(browser)
    asked = send(browser)
    secretary.staff_links.update(user=None)
    back = sign_in(browser, secretary, next_of(asked))

    assert back.status_code == 404
    assert TYPED["signatory"] in text(back)


def test_one_press_saves_it_and_the_sentence_goes(browser, secretary):
    end_session(browser)
    back = sign_in(browser, secretary, next_of(send(browser)))
    kept = back.context["unsaved"]

    browser.post(kept.to, dict(kept.fields))

    assert LetterTexts.objects.get().signatory == TYPED["signatory"]
    assert "Votre session s’était fermée" not in text(browser.get(PAGE))


@pytest.mark.parametrize("gone", [False, True], ids=["page", "page that went away"])
def test_a_text_that_will_not_be_saved_is_erased_when_one_says_so(browser, secretary, gone):
    end_session(browser)
    asked = send(browser)
    if gone:
        secretary.staff_links.update(user=None)
    words = text(sign_in(browser, secretary, next_of(asked)))
    assert re.search(r">\s*Effacer ce texte\s*</button>", words)

    back = browser.post(reverse("account_erase_unsaved"), follow=True)

    assert TYPED["signatory"] not in text(back)
    assert "Votre session s’était fermée" not in text(browser.get(PAGE))
    assert not LetterTexts.objects.exists()


def test_it_is_back_in_its_own_fields_with_one_button(browser, secretary):
    end_session(browser)
    back = text(sign_in(browser, secretary, next_of(send(browser))))

    assert "Ce que vous aviez écrit est de nouveau dans le formulaire" in back
    assert "Enregistrer maintenant" not in back
    assert "<blockquote>" not in back
    for name, value in TYPED.items():
        assert re.search(rf'name="{name}"[^>]*>?[^<]*{re.escape(escape(value))}', back), name


def test_a_pupil_finds_their_words_in_the_field_and_is_told_tu(client):
    world = build_world()
    pupil = world.people["pupil"]
    page = reverse("results:student_result_talk", args=[world.result.public_id])
    with time_machine.travel(STUDENT_AT, tick=False):
        pupil.set_password(PASSWORD)
        pupil.save(update_fields=["password"])
        sign_in(client, pupil, page)
        end_session(client)
        asked = send(client, page, {"words": "J’ai <peur>."}, page)
        back = text(sign_in(client, pupil, next_of(asked)))

    assert "J’ai &lt;peur&gt;.</textarea>" in back
    assert "Ta session s’était fermée quand tu as envoyé" in back
    assert "Votre session" not in back
    assert "Enregistrer maintenant" not in back


def test_one_touch_is_shown_as_its_button_and_never_as_the_machine_s_word():
    page = """<form method="post" action="/x/"><button name="answer" value="talk">
      J’aimerais en parler</button></form>"""
    kept = (("answer", "talk"),)

    assert refilled(page, kept, to="/x/", address="/y/") is None
    assert labels_of(page, kept) == {("answer", "talk"): "J’aimerais en parler"}


def test_every_kind_of_field_takes_what_was_sent_and_no_secret_does():
    page = """<form method="post"><input type="hidden" name="once" value="new">
    <input name="title" value="Old"><textarea name="why" rows="3">
Old</textarea><select name="kind"><option value="a" selected>A<option value="b">B</option></select>
    <input type="checkbox" name="days" value="1" checked>
    <input type="checkbox" name="days" value="2">
    <input type="radio" name="who" value="x"><input type="password" name="pass"></form>"""
    kept = (
        ("once", "old"), ("title", 'A "b" <c>'), ("why", "\nDeux\nlignes"), ("kind", "b"),
        ("days", "2"), ("who", "x"), ("pass", "canari"),
    )  # fmt: skip
    back = refilled(page, kept, to="/x/?p=1", address="/x/")

    assert back is not None
    for said in (
        'value="new"',
        'name="title" value="A &quot;b&quot; &lt;c&gt;"',
        ">\n\nDeux\nlignes</textarea>",
        '<option value="b" selected>',
        '<input type="checkbox" name="days" value="2" checked>',
        '<input type="checkbox" name="days" value="1">',
        '<input type="radio" name="who" value="x" checked>',
    ):
        assert said in back
    assert "canari" not in back
    assert '<option value="a" selected' not in back


def test_what_was_typed_is_given_to_nobody_else(browser, secretary):
    end_session(browser)
    asked = send(browser)
    other = StaffFactory(school=SchoolFactory(), role=Role.SECRETARY).user

    assert TYPED["signatory"] not in text(sign_in(browser, other, next_of(asked)))


def test_on_a_browser_where_nobody_has_signed_in_nothing_is_kept(client, secretary):
    asked = send(client)

    assert not Session.objects.exists()
    assert "Votre session s’était fermée" not in text(sign_in(client, secretary, next_of(asked)))


def test_a_device_cookie_that_somebody_wrote_keeps_nothing(client, secretary):
    client.cookies[COOKIE] = str([str(secretary.public_id)])
    send(client)

    assert not Session.objects.exists()


def test_an_hour_later_it_is_forgotten(browser, secretary):
    end_session(browser)
    asked = send(browser)

    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        assert TYPED["signatory"] not in text(sign_in(browser, secretary, next_of(asked)))


def test_an_hour_is_counted_to_the_second(browser, secretary):
    end_session(browser)
    asked = send(browser)
    with time_machine.travel(NOON + dt.timedelta(minutes=59, seconds=59), tick=False):
        assert TYPED["signatory"] in text(sign_in(browser, secretary, next_of(asked)))

    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        assert TYPED["signatory"] not in text(browser.get(PAGE))


@pytest.mark.parametrize(
    "page",
    [
        "/compte/adresse/",
        "/mon-compte/appareils/fermer/",
        "/equipe/import/",
        "/confort/",
        "/demonstration/personne/",
    ],
)
def test_nothing_is_kept_of_what_is_sent_to_accounts_files_comfort_or_demonstration(
    rf, secretary, page
):
    request = rf.post(page, TYPED)
    request.user, request.session, request.now = secretary, {}, NOON
    assert not unsaved.keep(request, page=PAGE)
    assert request.session == {}

    request = rf.post(PAGE, TYPED)
    request.user, request.session, request.now = secretary, {}, NOON
    assert unsaved.keep(request, page=PAGE)


def test_signing_out_erases_it(browser, secretary):
    end_session(browser)
    asked = send(browser)
    sign_in(browser, secretary, next_of(asked))
    browser.post("/compte/deconnexion/")

    assert TYPED["signatory"] not in text(sign_in(browser, secretary, PAGE))


def test_neither_a_password_nor_a_code_nor_a_file_is_ever_kept(browser, secretary):
    end_session(browser)
    file = SimpleUploadedFile("devoir.pdf", b"%PDF-1.4 canari")
    secrets = {"password1": "canari un", "code": "canari deux", "csrfmiddlewaretoken": "canari"}
    send(browser, data={**TYPED, **secrets, "file": file})
    send(Client(), "/compte/mot-de-passe/", data={"oldpassword": "canari"})

    [session] = Session.objects.all()
    assert TYPED["signatory"] in str(session.get_decoded())
    assert "canari" not in str(session.get_decoded())


def test_a_text_without_end_is_not_kept(browser):
    end_session(browser)
    send(browser, data={"signatory": "x" * 200_000})

    assert not Session.objects.exists()


def test_what_a_script_saves_is_the_scripts_to_keep(browser):
    end_session(browser)
    send(browser, **{"Sec-Fetch-Mode": "cors"})

    assert not Session.objects.exists()


def test_asked_for_the_password_again_one_finds_what_one_had_typed(client, secretary):
    client.force_login(secretary)
    typed = {"audience": "GUARDIANS", "reach": "un mot tapé longuement"}
    asked = send(client, "/equipe/lettres/nouvelles/", typed, page="/equipe/lettres/nouvelles/")
    assert asked.url.startswith("/compte/confirmer/")

    proof = {"password": PASSWORD, "next": next_of(asked)}
    back = client.post("/compte/confirmer/", proof, follow=True)

    assert back.request["PATH_INFO"] == "/equipe/lettres/nouvelles/"
    assert "un mot tapé longuement" in text(back)


# --- Never an address that only takes posts -------------------------------------------------------

ONLY_POSTS = sorted(
    {
        case.route
        for case in TABLE.values()
        if any(answer.status == 405 for answer in case.get)
        and not any(answer.status == 200 for answer in case.get)
    }
)


def test_which_addresses_open_is_read_from_the_views_as_the_sweep_finds_it():
    closed = {route.name for route in routes() if not ways_back.takes_get(route.view)}

    assert closed == set(ONLY_POSTS)


NAMED = {"kind": "eleves", "day": "2026-11-18", "token": "x", "uidb36": "1", "key": "x"}


def an_address(route):
    arguments = {name: NAMED.get(name, UUID(int=7)) for name in route.arguments}
    return reverse(route.name, kwargs=arguments)


@pytest.mark.parametrize("referer", ["", "/equipe/lettres/", "https://ailleurs.example/x/"])
def test_signing_in_never_leads_to_an_address_that_only_takes_posts(client, referer):
    closed = [route for route in routes() if route.name in ONLY_POSTS]
    headers = {"Referer": f"http://testserver{referer}" if referer[:1] == "/" else referer}
    answers = [
        getattr(client, method)(an_address(route), headers=headers)
        for route in closed
        for method in ("get", "post")
    ]
    led_to = {next_of(answer) for answer in answers if answer.status_code == 302}

    assert len(answers) > 40
    assert [page for page in led_to if not ways_back.opens(page)] == []


def test_a_next_that_somebody_wrote_is_not_followed_to_such_an_address(client, secretary):
    url = f"/equipe/comptes/eleves/{secretary.public_id}/code/"

    assert sign_in(client, secretary, url).request["PATH_INFO"] != url


# --- Own pages ------------------------------------------------------------------------------------


def test_an_address_opened_by_hand_that_only_takes_posts_has_a_page(client, secretary):
    client.force_login(secretary)
    one = secretary.public_id
    url = f"/equipe/lettres/{one}/fichiers/{one}/reessayer/"
    answer = client.get(url)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Il n’y a pas de page à cette adresse" in text(answer)
    assert 'href="/equipe/lettres/' in text(answer)


def test_too_much_at_once_has_a_page(client, secretary, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(secretary)
    client.raise_request_exception = False
    answer = client.post(
        PAGE, "signatory=" + "x" * 2000, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413
    assert "C’est trop pour un seul envoi" in text(answer)


def test_an_old_page_leads_back_to_its_form_with_what_was_typed(browser, secretary):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = browser.cookies
    refused = send(careful, data={**TYPED, "csrfmiddlewaretoken": "a" * 64})

    assert refused.status_code == 403
    assert f'href="{PAGE}"' in text(refused)
    assert "pas encore enregistré" in text(refused)
    assert TYPED["signatory"] in text(careful.get(PAGE))


def test_what_another_site_sends_is_not_kept(browser):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = browser.cookies
    refused = careful.post(
        PAGE,
        TYPED,
        headers={"Referer": "https://ailleurs.example/", "Origin": "https://ailleurs.example"},
    )

    assert refused.status_code == 403
    assert "rien n’a été enregistré" in text(refused)
    assert TYPED["signatory"] not in text(careful.get(PAGE))


def test_an_old_sign_in_page_leads_back_to_it():
    careful = Client(enforce_csrf_checks=True)
    refused = careful.post(LOGIN, {"login": "x", "password": "y"})

    assert refused.status_code == 403
    assert f'href="{LOGIN}"' in text(refused)


def test_a_person_who_has_gone_on_reading_keeps_their_session(browser, secretary):
    UserFactory()

    assert browser.get(PAGE).status_code == 200
    assert browser.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://testserver/equipe/?page=2", "/equipe/?page=2"),
        ("https://testserver//ailleurs.example/equipe/", ""),
        ("https://testserver/\\\\ailleurs.example/", ""),
        ("https://ailleurs.example/equipe/", ""),
    ],
)
def test_a_way_back_read_alone_never_leaves_the_portal(rf, address, page):
    assert ways_back.within(address, rf.get("/", headers={"host": "testserver"})) == page
