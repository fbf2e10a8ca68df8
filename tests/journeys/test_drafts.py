"""What a teacher typed and did not save: kept in the browser, given back to them alone."""

import pytest
from playwright.sync_api import expect

from apps.homework.models import Lesson, LessonVersion
from coeduc.busy import HEADER
from tests.factories.accounts import PASSWORD
from tests.journeys.browsing import widened
from tests.journeys.drafts import AGE, DRAFTS, state
from tests.journeys.late import held_back, soon
from tests.journeys.moments import TUESDAY_9

pytestmark = pytest.mark.parametrize("size", ["phone"], indirect=True)
DAY = "2026-11-17"
BUSY = {HEADER: "1", "Retry-After": "2"}
NOT_SAVED = "Pas encore enregistré. Un brouillon est gardé dans ce navigateur."
KEEP = """([name, kept]) =>
  localStorage.setItem(name, JSON.stringify({ ...kept, at: Date.now() }))"""


@pytest.fixture
def roux(cast, clock, somebody):
    """Mme Roux on the page of her lesson of Tuesday; leaving it is always confirmed."""
    clock.go(TUESDAY_9)
    roux = somebody()
    roux.page.on("dialog", lambda dialog: dialog.accept())
    roux.address = f"/equipe/cahier/{cast.maths.public_id}/{DAY}/"
    roux.arrive("alix.roux", roux.address)
    return roux


def done(person):
    return person.page.get_by_label("Fait en classe")


def type_lesson(roux, text="Les fractions : addition."):
    done(roux).fill(text)
    expect(state(roux)).to_have_text(NOT_SAVED)


def end_session(roux):
    roux.page.context.clear_cookies(name="sessionid")


def written():
    return [version.source for version in LessonVersion.objects.order_by("pk")]


def test_what_was_typed_is_given_back_after_leaving_by_the_menu(roux):
    type_lesson(roux)
    roux.page.get_by_label("Travail à faire").first.fill("Exercice 4")
    roux.page.get_by_role("button", name="Ajouter un travail").click()
    roux.page.get_by_label("Travail à faire").nth(1).fill("Exercice 5")
    expect(state(roux)).to_have_text(NOT_SAVED)
    roux.visit("/equipe/")

    roux.visit(roux.address)

    expect(state(roux)).to_contain_text("Pas encore enregistré : voici ce qui était écrit")
    expect(done(roux)).to_have_value("Les fractions : addition.")
    expect(roux.page.get_by_label("Travail à faire").nth(1)).to_have_value("Exercice 5")
    assert written() == []


def test_the_back_of_the_browser_gives_back_texts_with_the_boxes_that_it_restores(roux):
    type_lesson(roux)
    roux.page.get_by_label("Travail à faire").first.fill("Revoir la leçon")
    roux.page.get_by_label("C’est un contrôle").first.check()
    roux.visit("/equipe/")

    roux.page.go_back()

    expect(done(roux)).to_have_value("Les fractions : addition.")
    expect(roux.page.get_by_label("Travail à faire").first).to_have_value("Revoir la leçon")
    expect(roux.page.get_by_label("C’est un contrôle").first).to_be_checked()
    roux.visit("/equipe/")
    expect(line_of(roux)).to_have_count(1)


def line_of(person):
    return person.page.locator("[data-co-drafts] details")


def test_the_first_page_says_what_was_typed_and_leads_back_to_it(roux):
    type_lesson(roux)
    roux.visit("/equipe/")
    expect(line_of(roux)).to_have_count(1)
    expect(line_of(roux).locator("summary")).to_contain_text("Un texte non enregistré : ")

    line_of(roux).locator("summary").click()
    expect(line_of(roux)).to_contain_text("Les fractions : addition.")
    roux.check()
    roux.follow("Reprendre")

    assert roux.path == roux.address
    expect(done(roux)).to_have_value("Les fractions : addition.")


def test_a_text_whose_page_is_gone_is_still_read_and_erased(cast, roux):
    lesson = {
        "at": 0,
        "entries": [["text", "Perdu de vue."]],
        "page": "/equipe/rien/",
        "title": "A",
    }
    roux.visit("/equipe/")
    roux.page.evaluate(
        KEEP,
        [f"co-brouillon:{cast.roux.user.public_id}:rien#1", lesson],
    )
    roux.reload()

    line_of(roux).locator("summary").click()
    expect(line_of(roux)).to_contain_text("Perdu de vue.")
    roux.page.get_by_role("button", name="L’effacer").click()

    expect(line_of(roux)).to_have_count(0)
    assert roux.page.evaluate(DRAFTS) == []


def test_the_first_page_says_that_marks_are_not_saved(cast, roux):
    kept = {"entries": [["a", "b", {"mark": "12"}]], "page": "/equipe/", "title": "Fractions"}
    roux.visit("/equipe/")
    roux.page.evaluate(
        KEEP,
        [f"co-brouillon:{cast.roux.user.public_id}:notes", kept],
    )
    roux.reload()

    words = line_of(roux).locator("summary")
    expect(words).to_contain_text("Des notes non enregistrées : Fractions, écrites ")


def keep_marks(person, user, *keys):
    kept = {"entries": [["a", "b", {"mark": "12"}]], "page": "/equipe/", "title": "Fractions"}
    for key in keys:
        person.page.evaluate(
            KEEP,
            [f"co-brouillon:{user.public_id}:{key}", kept],
        )


def test_the_first_page_shows_five_drafts_and_leads_to_the_others(cast, roux):
    roux.visit("/equipe/")
    keep_marks(roux, cast.roux.user, *"abcdefg")
    roux.reload()
    expect(line_of(roux).filter(visible=True)).to_have_count(5)

    roux.page.get_by_role("button", name="Et 2 autres : les voir").click()

    expect(line_of(roux).filter(visible=True)).to_have_count(7)
    roux.check()


def test_the_first_page_says_how_long_a_draft_is_kept(roux):
    type_lesson(roux)
    roux.visit("/equipe/")

    line_of(roux).locator("summary").click()

    expect(line_of(roux)).to_contain_text("jusqu’à la déconnexion, 7 jours au plus.")


def test_a_pupil_finds_on_the_first_page_what_was_not_sent(cast, clock, somebody):
    kept = {"entries": [["text", "Je n’ai pas compris."]], "page": "/eleve/", "title": "Ton mot"}
    clock.go(TUESDAY_9)
    ines = somebody()
    ines.arrive("ines.diallo", "/eleve/")
    ines.page.evaluate(
        KEEP,
        [f"co-brouillon:{cast.ines.user.public_id}:mot", kept],
    )
    ines.reload()

    line_of(ines).locator("summary").click()

    expect(line_of(ines)).to_contain_text("Je n’ai pas compris.")
    ines.check()


def test_the_first_page_of_somebody_else_says_nothing_of_a_draft(roux):
    type_lesson(roux)
    end_session(roux)
    roux.visit("/compte/connexion/")
    roux.sign_in("jeanne.berger")
    roux.visit("/equipe/")

    expect(roux.page.locator("[data-co-drafts]")).to_be_hidden()
    assert "Les fractions" not in roux.text
    assert len(roux.page.evaluate(DRAFTS)) == 1


def test_the_first_page_says_nothing_of_what_a_window_is_writing(roux):
    type_lesson(roux)
    other = roux.page.context.new_page()
    other.goto(roux.origin + "/equipe/")
    other.wait_for_load_state("networkidle")

    expect(other.locator("[data-co-drafts]")).to_be_hidden()


def test_a_draft_that_is_not_wanted_any_more_goes(roux):
    type_lesson(roux)
    roux.visit(roux.address)

    with roux.going():
        roux.page.get_by_role("button", name="Effacer ce brouillon").click()

    expect(done(roux)).to_have_value("")
    assert roux.page.evaluate(DRAFTS) == []


def test_a_lesson_that_is_saved_leaves_no_draft(roux):
    type_lesson(roux)

    roux.follow("Publier")

    assert written() == ["Les fractions : addition."]
    assert roux.page.evaluate(DRAFTS) == []


def test_signing_in_again_loses_nothing(roux):
    type_lesson(roux)
    end_session(roux)

    roux.page.get_by_role("button", name="Publier").click()
    expect(state(roux)).to_contain_text("La session est terminée : pas encore enregistré")
    roux.follow("Se reconnecter")
    roux.sign_in("alix.roux")

    assert roux.path == roux.address
    expect(done(roux)).to_have_value("Les fractions : addition.")
    roux.follow("Publier")
    assert written() == ["Les fractions : addition."]


def test_nobody_else_is_given_a_draft_and_its_owner_still_finds_it(cast, roux):
    type_lesson(roux)
    end_session(roux)
    roux.visit("/compte/connexion/")
    roux.sign_in("jeanne.berger")  # she teaches the class too
    roux.visit(roux.address)
    expect(done(roux)).to_have_value("")
    roux.visit("/mon-compte/")
    roux.follow("Se déconnecter")

    roux.sign_in("alix.roux")
    roux.visit(roux.address)

    expect(done(roux)).to_have_value("Les fractions : addition.")


def test_a_page_left_open_never_saves_in_the_name_of_somebody_else(roux):
    type_lesson(roux)
    end_session(roux)
    other = roux.page.context.new_page()
    other.goto(roux.origin + "/compte/connexion/")
    other.get_by_label("Identifiant ou adresse e-mail").fill("jeanne.berger")
    other.get_by_label("Mot de passe").fill(PASSWORD)
    other.get_by_role("button", name="Se connecter").click()
    other.get_by_role("button", name="Menu").wait_for()

    roux.page.get_by_role("button", name="Publier").click()

    expect(state(roux)).to_contain_text("Quelqu’un d’autre s’est connecté dans ce navigateur")
    assert written() == []


def leaving(person):
    return person.page.get_by_role("dialog", name="Se déconnecter ?")


def sign_out_anyway(person):
    widened(person.page)
    person.control("Se déconnecter").click()
    person.follow("Se déconnecter quand même")


def test_signing_out_says_first_what_it_erases_and_staying_keeps_it(roux):
    done(roux).fill("Les fractions : addition.")  # the draft is not even kept yet

    widened(roux.page)
    roux.control("Se déconnecter").click()

    expect(leaving(roux)).to_contain_text("Un texte n’est pas enregistré : il sera effacé.")
    roux.check()
    assert roux.focused()["name"] == "Revenir"
    roux.key("Enter")
    expect(leaving(roux)).to_have_count(0)
    assert roux.path == roux.address
    expect(done(roux)).to_have_value("Les fractions : addition.")
    assert len(roux.page.evaluate(DRAFTS)) == 1


def test_signing_out_counts_what_waits_wherever_it_was_typed(cast, roux):
    type_lesson(roux)
    roux.visit("/equipe/evaluations/nouvelle/")
    roux.page.get_by_label("Titre").fill("Fractions")
    expect(state(roux)).to_have_text(NOT_SAVED)
    keep_marks(roux, cast.roux.user, "notes")
    roux.visit("/compte/mot-de-passe/")

    widened(roux.page)
    roux.control("Se déconnecter").click()

    words = leaving(roux)
    expect(words).to_contain_text("2 textes ne sont pas enregistrés : ils seront effacés.")
    expect(words).to_contain_text("Des notes ne sont pas enregistrées : elles seront effacées.")


def test_signing_out_with_nothing_that_waits_asks_nothing(roux):
    roux.follow("Mon compte")
    roux.follow("Se déconnecter")

    assert roux.path == "/compte/connexion/"


def test_signing_out_from_the_page_that_asks_it_says_first_what_it_erases(roux):
    type_lesson(roux)
    roux.visit("/compte/deconnexion/")

    roux.page.locator("main").get_by_role("button", name="Se déconnecter").click()

    expect(leaving(roux)).to_contain_text("Un texte n’est pas enregistré")


def test_signing_out_erases_drafts_from_a_page_without_scripts(roux):
    type_lesson(roux)
    roux.visit("/compte/mot-de-passe/")

    sign_out_anyway(roux)

    soon(roux.page, DRAFTS, lambda kept: len(kept) == 0)


def test_a_draft_of_eight_days_ago_is_gone(roux):
    type_lesson(roux)
    roux.visit("/equipe/")
    roux.page.evaluate(AGE, 8)

    roux.visit(roux.address)

    expect(done(roux)).to_have_value("")
    soon(roux.page, DRAFTS, lambda kept: len(kept) == 0)


def test_a_connection_that_is_cut_is_told_and_the_lesson_leaves_when_it_is_back(roux):
    type_lesson(roux)
    roux.page.context.set_offline(True)
    roux.page.get_by_role("button", name="Publier").click()
    expect(state(roux)).to_contain_text("Pas de connexion : pas encore enregistré")
    roux.troubles.clear()  # the browser says that it had no connection

    with roux.going():
        roux.page.context.set_offline(False)

    assert written() == ["Les fractions : addition."]


def test_a_busy_portal_is_told_and_asked_again(roux):
    type_lesson(roux)
    answers = iter([503])
    roux.page.route(
        "**/equipe/cahier/**",
        lambda route: (
            route.fulfill(status=503, headers=BUSY)
            if route.request.method == "POST" and next(answers, None)
            else route.continue_()
        ),
    )

    with roux.page.expect_navigation():
        roux.page.get_by_role("button", name="Publier").click()
        expect(state(roux)).to_contain_text("Un autre enregistrement est en cours : on réessaie.")

    assert Lesson.objects.count() == 1


def test_what_is_typed_before_the_scripts_come_is_kept(roux):
    with held_back(roux.page, "kept_form"):
        roux.page.reload(wait_until="commit")
        done(roux).fill("Les fractions : addition.")

    expect(state(roux)).to_have_text(NOT_SAVED)

    assert len(roux.page.evaluate(DRAFTS)) == 1


def test_a_second_window_left_as_it_is_erases_nothing(roux):
    type_lesson(roux)
    other = roux.page.context.new_page()
    other.goto(roux.page.url)
    field = other.get_by_label("Fait en classe")
    expect(field).to_have_value("")
    field.fill("Autre chose")
    expect(other.locator("[data-co-kept] [data-co-state]")).to_have_text(NOT_SAVED)

    field.fill("")
    soon(other, DRAFTS, lambda kept: len(kept) == 1)
    other.close()
    roux.visit("/equipe/")
    roux.visit(roux.address)

    expect(done(roux)).to_have_value("Les fractions : addition.")


def test_signing_out_in_another_tab_is_told_where_the_draft_was(roux):
    type_lesson(roux)
    other = roux.page.context.new_page()
    other.goto(roux.origin + "/equipe/")
    widened(other).get_by_role("button", name="Se déconnecter").click()
    other.get_by_role("button", name="Se déconnecter quand même").click()

    expect(state(roux)).to_contain_text("le brouillon est effacé")

    assert roux.page.evaluate(DRAFTS) == []
    expect(done(roux)).to_have_value("Les fractions : addition.")


def test_an_assessment_made_again_from_another_is_not_given_an_unrelated_draft(cast, roux):
    roux.visit("/equipe/evaluations/nouvelle/")
    title = roux.page.get_by_label("Titre")
    title.fill("Brouillon sans rapport")
    expect(state(roux)).to_have_text(NOT_SAVED)
    fractions = cast.assessment(at=TUESDAY_9)

    roux.visit(f"/equipe/evaluations/nouvelle/?modele={fractions.public_id}")
    expect(title).to_have_value("Fractions")
    title.fill("Fractions, suite")
    expect(state(roux)).to_have_text(NOT_SAVED)

    roux.visit("/equipe/evaluations/nouvelle/")
    expect(title).to_have_value("Brouillon sans rapport")


def test_cancelling_an_ordinary_form_asks_first_then_erases_its_draft(roux):
    asked = []
    roux.page.on("dialog", lambda dialog: asked.append(dialog.type))
    roux.visit("/equipe/evaluations/nouvelle/")
    roux.page.get_by_label("Titre").fill("Fractions")
    expect(state(roux)).to_have_text(NOT_SAVED)

    roux.follow("Annuler")

    assert asked == ["beforeunload"]
    assert roux.page.evaluate(DRAFTS) == []


def test_cancelling_then_staying_keeps_the_draft(cast, somebody, clock):
    clock.go(TUESDAY_9)
    roux = somebody()
    answers = iter(["dismiss", "accept"])
    roux.page.on("dialog", lambda dialog: getattr(dialog, next(answers))())
    roux.arrive("alix.roux", "/equipe/evaluations/nouvelle/")
    roux.page.get_by_label("Titre").fill("Fractions")
    expect(state(roux)).to_have_text(NOT_SAVED)

    roux.page.get_by_role("link", name="Annuler").click()
    roux.visit("/equipe/")

    expect(line_of(roux)).to_have_count(1)


def test_what_nothing_can_save_any_more_is_told_once_and_erased(cast, roux):
    fractions = cast.assessment({"ines.diallo": "8"}, at=TUESDAY_9)
    fractions.progress = ""
    fractions.save(update_fields=["progress"])
    roux.visit(f"/equipe/evaluations/{fractions.public_id}/copies-rendues/")
    roux.page.get_by_label("Pour progresser").fill("Refaire l’exercice 4.")
    expect(state(roux)).to_have_text(NOT_SAVED)
    fractions.progress = "Devoirs faits."
    fractions.save(update_fields=["progress"])
    cast.hand_back(fractions, at=TUESDAY_9)  # a colleague was first

    roux.page.get_by_role("button", name="J’ai rendu les copies").click()

    expect(roux.page.get_by_role("alert")).to_contain_text("Refaire l’exercice 4.")
    expect(roux.page.get_by_role("alert")).to_contain_text("ne peut plus l’être ici")
    roux.check()
    roux.page.get_by_role("button", name="Effacer ce texte").click()
    expect(roux.page.get_by_role("alert")).to_have_count(0)
    assert roux.page.evaluate(DRAFTS) == []
    roux.reload()
    assert "Refaire l’exercice 4." not in roux.text
