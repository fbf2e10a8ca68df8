"""Marks typed, pasted, kept without a connection, and never overwritten by a second window."""

import re

import pytest
from playwright.sync_api import expect

from apps.results.models import Result, ResultVersion
from apps.support.models import HelpDevice
from coeduc.busy import HEADER
from tests.factories.schools import EnrolmentFactory, StudentFactory
from tests.faults.conftest import wait_until
from tests.journeys.browsing import widened
from tests.journeys.late import held_back, soon
from tests.journeys.moments import MONDAY_10

USUAL = "desktop"

BUSY = {HEADER: "1", "Retry-After": "2"}
SAVED = "Tout est enregistré."
DRAFTS = """() => Object.entries(localStorage).filter(
  ([name]) => name.startsWith('co-brouillon:')
)"""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
}"""


@pytest.fixture
def grid(cast, clock, somebody):
    """The grid of «Fractions», with two pupils more than the cast, open before Mme Roux."""
    for name in ("Aya", "Bilal"):
        student = StudentFactory(school=cast.school, first_name=name, last_name="ABADIE")
        EnrolmentFactory(division=cast.maths.division, student=student)
    HelpDevice.objects.create(
        school=cast.school, kind="tutoring", name="Tutorat", created_at=MONDAY_10
    )
    clock.go(MONDAY_10)
    fractions = cast.assessment(at=MONDAY_10)
    roux = somebody()
    roux.arrive("alix.roux", f"/equipe/evaluations/{fractions.public_id}/notes/")
    expect(state(roux)).not_to_be_empty()  # the grid is awake
    return roux, fractions


def state(person):
    return person.page.locator("[data-co-state]")


def mark(person, rank):
    return person.page.locator("[data-co-cell=mark]").nth(rank)


def marks_of(assessment):
    """What the portal holds, in the order of names."""
    rows = Result.objects.filter(assessment=assessment).order_by("student__sort_key")
    last = {
        version.result_id: version
        for version in ResultVersion.objects.filter(result__in=rows).order_by("n")
    }
    return [
        (str(last[row.pk].value or last[row.pk].status) if row.pk in last else "") for row in rows
    ]


def test_a_teacher_types_five_pupils_without_leaving_the_keyboard(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)

    mark(roux, 0).focus()
    for typed in ("12,5", "abs", "7.25", "nn", "20"):
        roux.type(typed)
        roux.key("Enter")
    roux.key("Alt+ArrowDown")
    roux.type("Le calcul est juste.")
    roux.key("Escape")

    expect(mark(roux, 4)).to_be_focused()
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions) == ["12.50", "abs", "7.25", "nn", "20.00"]
    roux.check()


def test_cells_are_shown_as_the_portal_keeps_them(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    mark(roux, 0).focus()
    for typed in ("N", "12,5/20", "non rendu"):
        roux.type(typed)
        roux.key("Enter")

    expect(mark(roux, 0)).to_have_value("nn")
    expect(mark(roux, 1)).to_have_value("12,5")
    expect(mark(roux, 2)).to_have_value("nr")
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions)[:3] == ["nn", "12.50", "nr"]


def test_nothing_is_written_under_the_caret_nor_over_what_was_typed_meanwhile(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    mark(roux, 0).focus()
    with roux.page.expect_response("**/notes/lignes/"):
        roux.type("1,")
    expect(state(roux)).to_have_text(SAVED)
    expect(mark(roux, 0)).to_have_value("1,")

    roux.type("5")
    roux.key("Enter")

    expect(mark(roux, 0)).to_have_value("1,5")
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions)[0] == "1.50"


def test_a_paste_shown_as_the_portal_keeps_it_is_still_taken_back(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    mark(roux, 0).focus()
    roux.page.evaluate(PASTE, "A\n12,50/20\nN\n")
    expect(mark(roux, 2)).to_have_value("nn")

    roux.page.get_by_role("button", name="Annuler le collage").click()

    expect(roux.page.get_by_text("Le collage est annulé.")).to_be_visible()
    expect(mark(roux, 0)).to_have_value("")
    assert marks_of(fractions) == [""] * 5


def test_a_column_is_pasted_and_taken_back(grid):
    roux, fractions = grid
    mark(roux, 1).focus()

    roux.page.evaluate(PASTE, "11\n=1+1\n8\n")
    expect(state(roux)).to_have_text(re.compile(r"À vérifier\s: .* Le reste est enregistré."))
    assert marks_of(fractions) == ["", "11.00", "", "8.00", ""]
    expect(mark(roux, 2)).to_have_value("=1+1")
    assert "3 cases collées" in roux.text

    mark(roux, 2).fill("9")
    roux.key("Enter")
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions) == ["", "11.00", "9.00", "8.00", ""]


def test_pasted_days_are_asked_with_the_likely_mark_and_none_is_taken(grid):
    """Beside a second column too: a day in letters is nobody's name."""
    roux, fractions = grid
    mark(roux, 0).focus()

    roux.page.evaluate(PASTE, "12-mai\tBien\ndéc-20\t\n12:30\t\naoût-25\t\n")

    beside = roux.page.locator("[data-co-row]")
    for rank, line in enumerate(
        ("La note est-elle 12,5 ?", "La note est-elle 12 ?", "pas une note", "elle 8,25 ?")
    ):
        expect(beside.nth(rank)).to_contain_text(line)
    expect(mark(roux, 0)).to_have_value("12-mai")
    assert marks_of(fractions) == [""] * 5

    mark(roux, 3).fill("8,25")
    roux.key("Enter")
    expect(beside.nth(3)).not_to_contain_text("est-elle")
    expect(state(roux)).to_have_text(re.compile(r"À vérifier\s: .* Le reste est enregistré."))
    assert marks_of(fractions) == ["", "", "", "8.25", ""]


def test_a_paste_is_taken_back_on_the_portal_too(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    mark(roux, 0).fill("9")
    roux.key("Enter")
    expect(state(roux)).to_have_text(SAVED)
    mark(roux, 0).focus()
    roux.page.evaluate(PASTE, "11\n12\n8\n")
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions) == ["11.00", "12.00", "8.00", "", ""]

    roux.page.get_by_role("button", name="Annuler le collage").click()

    expect(roux.page.get_by_text("Le collage est annulé.")).to_be_visible()
    assert marks_of(fractions) == ["9.00", "", "", "", ""]
    roux.reload()
    expect(mark(roux, 1)).to_have_value("")


def test_a_paste_that_the_portal_keeps_is_not_said_to_be_taken_back(grid):
    roux, fractions = grid
    mark(roux, 0).focus()
    roux.page.evaluate(PASTE, "11\n12\n")
    expect(state(roux)).to_have_text(SAVED)
    read = ResultVersion.objects.filter(result__assessment=fractions, value=12)
    read.update(student_release_at=MONDAY_10, guardian_release_at=None)

    roux.page.get_by_role("button", name="Annuler le collage").click()

    expect(roux.page.get_by_text("Le collage reste pour Abadie Bilal")).to_be_visible()
    assert marks_of(fractions)[:2] == ["", "12.00"]


def test_the_rest_is_said_saved_only_when_nothing_is_under_way(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    mark(roux, 0).fill("=1+1")
    roux.key("Enter")
    expect(state(roux)).to_have_text("À vérifier : Abadie Aya. Le reste est enregistré.")

    mark(roux, 1).fill("12")
    expect(state(roux)).to_have_text("Enregistrement…")
    roux.key("Enter")

    expect(state(roux)).to_have_text("À vérifier : Abadie Aya. Le reste est enregistré.")
    assert marks_of(fractions)[:2] == ["", "12.00"]


def test_the_line_of_a_pupil_who_has_left_is_told_once_and_never_said_to_be_saved(grid):
    roux, fractions = grid
    Result.objects.filter(assessment=fractions, student__first_name="Aya").delete()
    expect(state(roux)).to_have_text(SAVED)
    sent = []
    roux.page.on("request", lambda one: sent.append(one.url) if "/lignes/" in one.url else None)

    mark(roux, 0).fill("13")
    roux.key("Enter")
    mark(roux, 1).fill("12")
    roux.key("Enter")

    expect(state(roux)).to_have_text("À vérifier : Abadie Aya. Le reste est enregistré.")
    expect(roux.page.get_by_text("Cet élève n’est plus dans cette évaluation")).to_be_visible()
    assert marks_of(fractions)[0] == "12.00"
    roux.page.wait_for_timeout(1500)  # longer than the pause before a line leaves
    assert len(sent) <= 2
    roux.page.get_by_role("button", name="Enregistrer les notes").click()
    sentence = "Une ligne n’a pas été enregistrée : son élève n’est plus dans cette évaluation."
    expect(roux.page.get_by_text(f"{sentence} Vous aviez écrit : « 13 ».")).to_be_visible()


def test_a_busy_portal_is_told_in_the_grid_and_asked_again(grid):
    roux, fractions = grid
    answers = iter([503, 503])
    roux.page.route(
        "**/notes/lignes/",
        lambda route: (
            route.fulfill(status=503, headers=BUSY) if next(answers, None) else route.continue_()
        ),
    )
    expect(state(roux)).to_have_text(SAVED)

    mark(roux, 0).fill("13")
    roux.key("Enter")

    expect(state(roux)).to_contain_text("Un autre enregistrement est en cours : on réessaie.")
    roux.troubles.clear()  # what the route above answered
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions)[0] == "13.00"


def test_ten_thousand_pasted_lines_fill_the_class_and_say_what_is_left(grid):
    roux, fractions = grid
    mark(roux, 0).focus()

    roux.page.evaluate(PASTE, "10\n" * 10_000)

    expect(state(roux)).to_have_text(SAVED)
    assert "9995 lignes en trop ont été laissées de côté." in roux.text
    assert marks_of(fractions) == ["10.00"] * 5


def test_marks_stay_in_the_page_without_a_connection_and_leave_when_it_is_back(grid):
    roux, fractions = grid
    roux.page.context.set_offline(True)
    mark(roux, 0).fill("13")
    roux.key("Enter")

    expect(state(roux)).to_contain_text("Pas de connexion : vos notes restent ici.")
    assert marks_of(fractions)[0] == ""
    roux.troubles.clear()  # the browser says that it had no connection
    roux.page.context.set_offline(False)

    expect(state(roux)).to_have_text(SAVED)
    expect(mark(roux, 0)).to_have_value("13")
    assert wait_until(lambda: marks_of(fractions)[0] == "13.00")  # the page began as saved


def test_signing_out_says_first_that_marks_are_not_saved_and_staying_saves_them(grid):
    roux, fractions = grid
    roux.page.context.set_offline(True)
    mark(roux, 0).fill("12,5")
    widened(roux.page)

    roux.control("Se déconnecter").click()

    asked = roux.page.get_by_role("dialog", name="Se déconnecter ?")
    expect(asked).to_contain_text("Des notes ne sont pas enregistrées : elles seront effacées.")
    asked.get_by_role("button", name="Revenir").click()
    roux.page.context.set_offline(False)
    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions)[0] == "12.50"


def test_two_windows_never_overwrite_each_other(grid):
    roux, fractions = grid
    other = roux.page.context.new_page()
    other.goto(roux.page.url)
    expect(other.locator("[data-co-state]")).to_have_text(SAVED)  # the grid is awake
    other.locator("[data-co-cell=mark]").first.fill("9")
    other.keyboard.press("Enter")
    expect(other.locator("[data-co-state]")).to_have_text(SAVED)

    mark(roux, 0).fill("14")
    roux.key("Enter")
    expect(roux.page.get_by_text("Dans une autre fenêtre, vous avez écrit : 9")).to_be_visible()
    assert marks_of(fractions)[0] == "9.00"
    roux.page.get_by_role("button", name="Garder ce que j’ai écrit").click()

    expect(state(roux)).to_have_text(SAVED)
    assert marks_of(fractions)[0] == "14.00"


def test_the_help_that_another_window_chose_is_taken_with_its_line(grid):
    roux, _fractions = grid
    other = roux.page.context.new_page()
    other.goto(roux.page.url)
    expect(other.locator("[data-co-state]")).to_have_text(SAVED)  # the grid is awake
    other.locator("[data-co-cell=mark]").first.fill("9")
    other.locator("[data-co-row]", has_text="Abadie Aya").locator("summary").click()
    other.locator("[data-co-row]").first.get_by_label("Aide proposée").select_option("Tutorat")
    other.keyboard.press("Escape")
    expect(other.locator("[data-co-state]")).to_have_text(SAVED)

    mark(roux, 0).fill("14")
    roux.key("Enter")
    roux.page.get_by_role("button", name="Prendre l’autre").click()

    chosen = roux.page.locator("[data-co-row] select").first.locator("option:checked")
    expect(chosen).to_have_text("Tutorat")
    expect(mark(roux, 0)).to_have_value("9")
    expect(state(roux)).to_have_text(SAVED)


def test_of_two_columns_of_a_file_the_page_asks_which(grid):
    roux, fractions = grid
    text = "Nom;Prénom;DS n°1;DS n°2\nAbadie;Aya;15;3\nAbadie;Bilal;14;4\n"
    roux.page.get_by_text("Notes déjà dans un tableur ?").click()
    file = {"name": "notes.csv", "mimeType": "text/csv", "buffer": text.encode()}
    roux.page.locator("[data-co-sheet] input[type=file]").set_input_files(file)
    roux.page.get_by_role("button", name="Lire le fichier").click()

    roux.page.get_by_role("button", name=re.compile("DS n°2")).click()

    expect(mark(roux, 0)).to_have_value("3")
    expect(mark(roux, 1)).to_have_value("4")
    assert marks_of(fractions) == [""] * 5
    roux.check()


def test_lone_quotes_of_a_paste_are_letters(grid):
    roux, _fractions = grid
    mark(roux, 0).focus()

    roux.page.evaluate(PASTE, '11\t"bien\n12\t"mal\n')

    expect(mark(roux, 0)).to_have_value("11")
    expect(mark(roux, 1)).to_have_value("12")


def test_a_mark_typed_before_the_scripts_come_is_saved(grid):
    roux, fractions = grid
    with held_back(roux.page, "grid_marks"):
        roux.page.reload(wait_until="commit")
        mark(roux, 0).fill("14")

    expect(state(roux)).to_have_text(SAVED)

    assert marks_of(fractions)[0] == "14.00"


def test_marks_of_a_tab_that_was_killed_are_given_back_and_saved(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    roux.page.context.set_offline(True)
    mark(roux, 0).fill("13")
    roux.key("Alt+ArrowDown")
    roux.type("Le calcul est juste.")
    soon(roux.page, DRAFTS, lambda kept: "juste" in str(kept))
    kept = roux.page.evaluate(DRAFTS)
    roux.page.close(run_before_unload=False)
    roux.page.context.set_offline(False)
    assert marks_of(fractions)[0] == ""

    again = roux.page.context.new_page()
    again.goto(f"{roux.origin}/equipe/evaluations/{fractions.public_id}/notes/")

    expect(again.locator("[data-co-notice]")).to_contain_text("Retrouvé dans ce navigateur, tapé")
    expect(again.locator("[data-co-notice]")).to_contain_text("Abadie Aya")
    expect(again.locator("[data-co-state]")).to_have_text(SAVED)
    assert wait_until(lambda: marks_of(fractions)[0] == "13.00")  # the page began as saved
    assert len(kept) == 1
    assert again.evaluate(DRAFTS) == []


def test_a_line_given_back_never_overwrites_what_was_written_since(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    roux.page.context.set_offline(True)
    mark(roux, 0).fill("13")
    soon(roux.page, DRAFTS, lambda kept: len(kept) == 1)
    roux.page.close(run_before_unload=False)
    roux.page.context.set_offline(False)
    address = f"{roux.origin}/equipe/evaluations/{fractions.public_id}/notes/"
    elsewhere = roux.page.context.browser.new_context(
        storage_state={"cookies": roux.page.context.cookies(), "origins": []}
    )
    other = elsewhere.new_page()
    other.goto(address)
    expect(other.locator("[data-co-state]")).not_to_be_empty()
    other.locator("[data-co-cell=mark]").first.fill("9")
    other.keyboard.press("Enter")
    expect(other.locator("[data-co-state]")).to_have_text(SAVED)
    elsewhere.close()

    again = roux.page.context.new_page()
    again.goto(address)

    expect(again.get_by_text("Dans une autre fenêtre, vous avez écrit : 9")).to_be_visible()
    assert marks_of(fractions)[0] == "9.00"


def test_a_session_that_is_over_leads_back_to_the_marks_that_were_typed(grid):
    roux, fractions = grid
    expect(state(roux)).to_have_text(SAVED)
    roux.page.context.clear_cookies(name="sessionid")
    mark(roux, 0).fill("13")
    roux.key("Enter")
    expect(state(roux)).to_contain_text("Votre session est terminée")

    roux.follow("Se reconnecter")
    roux.sign_in("alix.roux")

    expect(state(roux)).to_have_text(SAVED)
    expect(mark(roux, 0)).to_have_value("13")
    assert wait_until(lambda: marks_of(fractions)[0] == "13.00")  # the page began as saved


def test_lines_that_the_portal_shows_again_are_not_said_to_be_saved(grid):
    roux, fractions = grid
    with held_back(roux.page, "grid_marks"):
        roux.page.reload(wait_until="commit")
        mark(roux, 0).fill("=1+1")
        mark(roux, 1).fill("12")
        roux.page.get_by_role("button", name="Enregistrer les notes").click()
        expect(roux.page.get_by_role("alert")).to_be_visible()

    expect(state(roux)).to_have_text("À vérifier : Abadie Aya. Le reste est enregistré.")

    assert marks_of(fractions)[:2] == ["", "12.00"]


# --- On a phone ----------------------------------------------------------------------------------

NAMED = """() => [...document.querySelectorAll(".grid__skill")].every((head) => {
  const box = head.getBoundingClientRect(), clip = getComputedStyle(head.closest("thead")).clipPath;
  return box.width > 40 && box.height > 10 && clip === "none";
})"""
ABOVE_ALL = """() => {
  const bar = document.querySelector(".grid-bar"), box = bar.getBoundingClientRect();
  return bar.contains(document.elementFromPoint(20, box.top + 6));
}"""


def with_skills(fractions):
    fractions.skills = ["Calculer", "Représenter des nombres"]
    fractions.save()
    return f"/equipe/evaluations/{fractions.public_id}/notes/"


@pytest.mark.parametrize("size", ["phone"], indirect=True)
@pytest.mark.parametrize("scripts", [False, True], ids=["no-scripts", "scripts-that-fail"])
def test_on_a_phone_each_level_is_named_before_any_script_has_run(cast, clock, somebody, scripts):
    clock.go(MONDAY_10)
    address = with_skills(cast.assessment(at=MONDAY_10))
    roux = somebody(scripts=scripts)
    roux.arrive("alix.roux")
    if scripts:
        roux.page.route("**/grid_marks*.js", lambda route: route.fulfill(body=""))
    roux.page.goto(roux.origin + address)

    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert roux.page.evaluate(NAMED)
    assert roux.page.evaluate(wide) == 0
    name = roux.page.locator("[data-co-row] th").first
    before = name.bounding_box()["x"]
    roux.page.locator(".grid").evaluate("grid => { grid.scrollLeft = 200 }")
    assert name.bounding_box()["x"] == before
    assert roux.page.locator(".grid__words").first.bounding_box()["width"] >= 240
    assert roux.page.evaluate(ABOVE_ALL)
    mark(roux, 0).fill("99,999")
    roux.page.get_by_role("button", name="Enregistrer les notes").click()
    expect(roux.page.locator(".grid__error").first).to_be_visible()
    assert roux.page.evaluate(wide) == 0


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_on_a_phone_with_scripts_each_pupil_is_a_card_that_names_its_levels(cast, clock, somebody):
    clock.go(MONDAY_10)
    address = with_skills(cast.assessment(at=MONDAY_10))
    roux = somebody()
    roux.arrive("alix.roux", address)

    first = roux.page.locator("[data-co-row]").first
    expect(first.locator(".grid__label")).to_have_text(["Calculer", "Représenter des nombres"])
    expect(first.locator(".grid__label").last).to_be_visible()


def heights(person):
    rows = person.page.locator("[data-co-row]").all()
    return [row.bounding_box()["height"] for row in rows]


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_on_a_phone_nine_pupils_are_in_sight_each_on_one_row(grid):
    roux, _fractions = grid
    name, fold = (roux.page.locator(f"[data-co-row] {one}").first for one in ("th", "summary"))

    assert max(heights(roux)) <= 72
    assert mark(roux, 0).bounding_box()["y"] < name.bounding_box()["y"] + 60
    for touched in (mark(roux, 0), fold):
        assert touched.bounding_box()["height"] >= 44
    fold.click()
    words = roux.page.locator("[data-co-row] .grid__words").first
    assert words.bounding_box()["width"] > 300


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_on_a_laptop_twenty_two_pupils_are_in_sight(grid):
    roux, _fractions = grid
    box = roux.page.locator(".grid").evaluate(
        "grid => parseFloat(getComputedStyle(grid).maxHeight)"
    )
    head = roux.page.locator(".grid thead").bounding_box()["height"]

    assert 22 * max(heights(roux)) <= box - head
