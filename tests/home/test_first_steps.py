"""The first ten minutes: true of who reads, every link theirs, and put away when they say so."""

import re

import pytest
from django.urls import resolve

from apps.accounts.models import User
from apps.home.presenters.first_steps import OF_THE_TEAM, SAYS
from apps.schools.enums import Role, Scope
from apps.schools.models import School
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.schools import (
    GuardianshipFactory,
    NotebookAccessFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    TeachingStaffFactory,
)
from tests.queries import statements

ADDRESS = "/compte/adresse/"

pytestmark = pytest.mark.django_db

PAGE, STUCK, PROPOSE = (
    "/premiers-pas/",
    "/premiers-pas/je-n-y-arrive-pas/",
    "/premiers-pas/proposer/",
)


def shown(client, address=PAGE, user=None):
    if user and address == ADDRESS:  # asks who has just given their password
        client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    elif user:
        client.force_login(user)
    page = client.get(address, follow=True).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return page.partition("<main")[2].partition("</main>")[0]


def step_of(page, title):
    """The line of this step."""
    return next(line for line in page.split("<li>") if title in line)


def teacher():
    return TeachingStaffFactory(staff__user=UserFactory(email="")).staff.user


def colleague(role):
    return StaffFactory(user=UserFactory(email=""), role=role).user


def mother():
    return GuardianshipFactory(guardian__user=UserFactory(email="")).guardian.user


PEOPLE = {
    "parent": mother,
    "eleve": lambda: StudentFactory(user=UserFactory(email="")).user,
    "proche": lambda: NotebookAccessFactory(user__email="").user,
    "professeur": teacher,
    "cpe": lambda: colleague(Role.CPE),
    "secretariat": lambda: colleague(Role.SECRETARY),
    "direction": lambda: colleague(Role.PRINCIPAL),
    "numerique": lambda: colleague(Role.DIGITAL_REFERENT),
    "equipe": lambda: colleague(Role.HEALTH_SOCIAL),
}


@pytest.mark.parametrize("key", SAYS)
def test_each_reads_their_own_steps(client, key):
    page = shown(client, user=PEOPLE[key]())
    mine, __, others = page.partition("Les premiers pas des autres")

    assert str(SAYS[key]) in mine
    assert str(SAYS[key]) not in others
    assert all(str(said) in others for other, said in SAYS.items() if other != key)


@pytest.mark.parametrize("key", SAYS)
def test_every_link_of_ones_steps_opens(client, key):
    page = shown(client, user=PEOPLE[key]())
    links = re.findall(r'href="(/[^"]*)"', page)

    assert len(links) > 8
    for link in links:
        answer = client.get(link)
        again = answer.status_code == 302 and resolve(answer.url.partition("?")[0]).url_name
        assert answer.status_code == 200 or again == "account_reauthenticate", (link, answer)


@pytest.mark.parametrize("key", SAYS)
def test_before_signing_in_each_reads_what_to_do_and_no_link_that_asks_to_sign_in(client, key):
    page = shown(client, f"{PAGE}{key}/")

    assert str(SAYS[key]) in page
    for link in re.findall(r'href="(/[^"]*)"', page):
        assert client.get(link).status_code == 200, link
    assert "Pas encore" not in page


def test_a_visitor_says_who_they_are_first(client):
    page = shown(client)

    assert "Qui êtes-vous ?" in page
    assert all(str(said) in page for said in SAYS.values())


def test_an_address_given_is_done_and_only_then(client):
    user = mother()
    before = step_of(shown(client, user=user), "Laisser une adresse e-mail")
    User.objects.filter(pk=user.pk).update(email="awa@example.org")
    after = step_of(shown(client), "Laisser une adresse e-mail")

    assert ("Pas encore" in before, "Fait" in before) == (True, False)
    assert ("Pas encore" in after, "Fait" in after) == (False, True)


def test_comfort_chosen_on_this_device_is_done(client):
    user = mother()
    client.force_login(user)
    client.post("/confort/", {"text": "large", "theme": "auto"})

    assert "Fait" in step_of(shown(client), "Choisir la taille")


def test_a_teacher_without_a_class_is_led_to_no_empty_page(client):
    page = shown(client, user=colleague(Role.TEACHER))

    assert "Pas encore" in step_of(page, "Retrouver ses classes")
    for title in ("Retrouver ses classes", "Écrire une première séance", "Préparer une évaluation"):
        assert "<a " not in step_of(page, title)


def test_who_holds_no_post_any_more_is_no_teacher(client):
    """Their stay stands, and nothing they do there: the guides of the team are not theirs."""
    person = StaffFactory(user=UserFactory(email=""))
    person.posts.all().delete()

    page = shown(client, user=person.user)

    assert "Retrouver ses classes" not in page


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.SCHOOL_LIFE, Role.NURSE, Role.PSY_EN])
def test_whoever_reads_the_directory_begins_by_finding_a_pupil(client, role):
    page = shown(client, user=colleague(role))

    assert "/equipe/eleves/" in step_of(page, "Trouver un élève")


def test_a_teacher_with_classes_finds_them(client):
    assert "Fait" in step_of(shown(client, user=teacher()), "Retrouver ses classes")


def test_a_head_reads_what_the_first_page_says_of_the_first_days(client):
    page = shown(client, user=colleague(Role.PRINCIPAL))

    assert "Pas encore" in step_of(page, "Importer les fichiers")
    assert "Déposez les fichiers de SIECLE et de STS-WEB" in page


def test_who_has_two_hats_reads_both(client):
    user = teacher()
    GuardianshipFactory(guardian__user=user)
    mine = shown(client, user=user).partition("Les premiers pas des autres")[0]

    assert str(SAYS["professeur"]) in mine
    assert str(SAYS["parent"]) in mine


@pytest.mark.parametrize("key", ["parent", "eleve", "professeur", "direction"])
def test_the_first_page_proposes_them_until_they_are_put_away_and_again_if_asked(client, key):
    user = PEOPLE[key]()
    assert 'href="/premiers-pas/"' in shown(client, "/", user)

    client.post(PROPOSE)
    assert 'href="/premiers-pas/"' not in shown(client, "/")
    assert "Le proposer de nouveau" in shown(client)

    client.post(PROPOSE, {"again": "1"})
    assert 'href="/premiers-pas/"' in shown(client, "/")


def test_once_done_they_are_proposed_no_more(client):
    user = mother()
    User.objects.filter(pk=user.pk).update(email="awa@example.org")
    client.force_login(user)
    client.post("/confort/", {"text": "large", "theme": "auto"})

    assert 'href="/premiers-pas/"' not in shown(client, "/")


def test_putting_them_away_is_for_oneself_alone(client):
    other = mother()
    client.force_login(mother())
    client.post(PROPOSE)

    assert User.objects.get(pk=other.pk).steps_closed_at is None


def test_a_visitor_who_is_stuck_reads_the_number_of_the_only_school(client):
    SchoolFactory(
        name="Collège Simone-Exemple",
        school_life_phone="01 99 00 41 12",
        school_life_hours="8 h–17 h",
    )
    page = shown(client, STUCK)

    assert "tel:+33199004112" in page
    assert "8 h–17 h" in page
    assert STUCK in client.get("/compte/connexion/").content.decode()


def test_a_visitor_of_a_portal_of_several_reads_whom_to_call_in_each(client):
    for n, name in enumerate(("Collège Ada-Exemple", "Collège Zoé-Exemple")):
        SchoolFactory(
            name=name, city=f"Ville-{n}", school_life_phone=f"01 99 00 41 1{n}", uai=f"075999{n}X"
        )
    SchoolFactory(name="Collège Sans-Numéro", school_life_phone="")
    page = shown(client, STUCK)

    assert all(said in page for said in ("Collège Ada-Exemple", "Ville-1", "Collège Zoé-Exemple"))
    assert ("tel:+33199004110" in page, "tel:+33199004111" in page) == (True, True)
    assert "Adressez-vous au secrétariat du collège" in page
    assert "0759990X" not in page
    assert STUCK in client.get("/compte/connexion/").content.decode().partition("<footer")[2]


def test_beyond_ten_schools_one_looks_for_theirs_by_name_or_town(client):
    for n in range(12):
        SchoolFactory(name=f"Collège N{n:02}", city="Épinal" if n == 11 else "Metz")
    first, second = shown(client, STUCK), shown(client, f"{STUCK}?page=2")
    found = shown(client, f"{STUCK}?q=epinal")

    assert ("Collège N09" in first, "Collège N11" in first) == (True, False)
    assert ("Collège N09" in second, "Collège N11" in second) == (False, True)
    assert ("Collège N11" in found, "Collège N01" in found) == (True, False)
    assert "Adressez-vous au secrétariat" in shown(client, f"{STUCK}?q=zzz")


def test_an_account_that_opens_nothing_reads_whom_to_call(client):
    SchoolFactory(name="Collège Ada-Exemple", school_life_phone="01 99 00 41 12")
    page = shown(client, "/", UserFactory())

    assert "Ce compte n’ouvre aucune page" in page
    assert "tel:+33199004112" in page
    assert "tel:+33199004112" in shown(client, STUCK)


def test_who_has_signed_in_reads_the_number_of_their_school_and_of_no_other(client):
    SchoolFactory(school_life_phone="01 99 00 41 99")
    user = mother()
    School.objects.filter(guardian__user=user).update(school_life_phone="01 99 00 41 12")
    page = shown(client, STUCK, user)

    assert "tel:+33199004112" in page
    assert "01 99 00 41 99" not in page


def test_the_pages_ask_little(client):
    with statements() as visitor:
        client.get(PAGE)
    client.force_login(mother())
    with statements() as mine:
        client.get(PAGE)

    assert len(visitor) == 1, visitor.listed()
    assert len(mine) == 10, mine.listed()


OF_THE_TEAM_ALONE = (
    "avant leurs parents",
    "se coupe aussitôt",
    "Quand un jugement",
    "accès coupés",
)


@pytest.mark.parametrize("key", SAYS)
@pytest.mark.parametrize("who", [None, mother, PEOPLE["eleve"]])
def test_what_the_team_keeps_discreet_is_told_to_no_family_and_no_visitor(client, key, who):
    page = shown(client, f"{PAGE}{key}/", who and who())

    assert str(SAYS[key]) in page
    assert not [said for said in OF_THE_TEAM_ALONE if said in page]
    if key in OF_THE_TEAM:
        assert "Demander son code" in page
        assert "Imprimer les lettres" not in page


def test_a_colleague_reads_the_steps_of_the_others(client):
    assert "avant leurs parents" in shown(client, f"{PAGE}cpe/", teacher())
    assert "avant leurs parents" in shown(client, user=colleague(Role.CPE))


def test_a_child_of_another_school_is_added_from_the_account_and_never_by_signing_in(client):
    page = shown(client, user=mother())

    assert "Frères et sœurs arrivent avec ses fichiers" in step_of(page, "Retrouver tous ses")
    step = step_of(page, "Ajouter un enfant d’un autre collège")
    added = shown(client, re.search(r'href="([^"]*)"', step)[1])
    assert "Ajouter à mon compte" in added
    assert "me connecter" not in added
    assert "Qui appeler" in added


@pytest.mark.parametrize(
    ("scope", "notebook", "results"),
    [(Scope.FULL, True, True), (Scope.CARE, True, False), (Scope.SURVEILLANCE, False, False)],
)
def test_a_step_is_for_who_may_take_it(client, scope, notebook, results):
    user = GuardianshipFactory(guardian__user=UserFactory(email=""), scope=scope).guardian.user
    page = shown(client, user=user)

    assert ("Voir le travail" in page, "Savoir quand un résultat" in page) == (notebook, results)


@pytest.mark.parametrize("page", [PAGE, ADDRESS])
@pytest.mark.parametrize(
    ("who", "said", "never"),
    [
        ("parent", "quand un résultat paraît", "copies"),
        ("professeur", "des copies qu’on attend", "quand un résultat paraît"),
        ("cpe", "une demande d’élève", "copies"),
        ("secretariat", "Aucun e-mail n’y part de lui-même", "quand un résultat paraît"),
    ],
)
def test_before_an_address_is_given_its_page_says_what_goes_there(client, page, who, said, never):
    words = shown(client, page, PEOPLE[who]())
    words = step_of(words, "Laisser une adresse") if page == PAGE else words

    assert said in words
    assert never not in words
    assert "Qui lit cette boîte lit ces messages." in words
    assert "ne plus rien recevoir" in words


def test_a_pupil_reads_on_the_page_of_the_address_that_nothing_goes_there(client):
    words = shown(client, ADDRESS, PEOPLE["eleve"]())

    assert "Aucun e-mail n’y part de lui-même" in words
    assert "retire l’adresse" in words
    assert not re.search(r"\b(vous|votre|retirez)\b", words)


def test_once_a_pupil_has_chosen_nothing_is_proposed_and_no_address_is_asked(client):
    client.force_login(PEOPLE["eleve"]())
    client.post("/confort/", {"text": "large", "theme": "auto"})

    assert 'href="/premiers-pas/"' not in shown(client, "/")


def test_the_usual_size_is_a_choice_too(client):
    client.force_login(mother())
    client.post("/confort/", {"text": "normal", "theme": "auto"})

    assert "Fait" in step_of(shown(client), "Choisir la taille")
    assert "data-text" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["parent", "eleve", "professeur"])
def test_the_menu_of_a_phone_holds_the_way_out_and_the_help(client, who):
    client.force_login(PEOPLE[who]())
    page = client.get("/", follow=True).content.decode()
    menu = page.partition("dividers__own")[2].partition("</nav>")[0]

    for address in ("/mon-compte/", PAGE, "/confort/"):
        assert f'href="{address}"' in menu
    assert 'action="/compte/deconnexion/"' in menu
