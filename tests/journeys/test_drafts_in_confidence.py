"""What is typed in confidence and not saved: in its tab only, an hour at most."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from apps.results.models import Hold
from apps.schools.enums import Role
from tests.factories.schools import StaffFactory
from tests.journeys.browsing import widened
from tests.journeys.cast import account
from tests.journeys.drafts import AGE, DRAFTS, HIDDEN_AWAY, IN_CONFIDENCE, state
from tests.journeys.late import soon
from tests.journeys.moments import TUESDAY_9

pytestmark = pytest.mark.parametrize("size", ["phone"], indirect=True)


@pytest.fixture
def cpe(cast, clock, somebody):
    """A CPE who writes why a result is held."""
    fractions = cast.assessment({"ines.diallo": "8"}, at=TUESDAY_9)
    StaffFactory(school=cast.school, role=Role.CPE, user=account("Audrey", "Vasseur"))
    result = fractions.results.get(student=cast.ines)
    clock.go(TUESDAY_9)
    cpe = somebody()
    cpe.page.on("dialog", lambda dialog: dialog.accept())
    cpe.address = f"/equipe/resultats/{result.public_id}/retenir/"
    cpe.arrive("audrey.vasseur", cpe.address)
    cpe.page.get_by_label("Pourquoi").fill("Voir la famille d’abord.")
    expect(state(cpe)).to_have_text(IN_CONFIDENCE)
    return cpe


def test_the_reason_of_a_hold_is_given_back_on_its_page(cpe):
    cpe.visit("/equipe/")
    cpe.visit(cpe.address)

    expect(cpe.page.get_by_label("Pourquoi")).to_have_value("Voir la famille d’abord.")
    cpe.follow("Retenir ce résultat")
    assert Hold.objects.get().reason == "Voir la famille d’abord."
    assert cpe.page.evaluate(HIDDEN_AWAY) == []


def test_the_reason_of_a_hold_is_nowhere_on_the_first_page(cpe):
    cpe.visit("/equipe/")

    cpe.page.wait_for_load_state("networkidle")
    expect(cpe.page.locator("[data-co-drafts]")).to_be_hidden()
    assert "Voir la famille" not in cpe.everything
    assert cpe.page.evaluate(DRAFTS) == []


def test_the_reason_of_a_hold_goes_with_its_tab(cpe):
    other = cpe.page.context.new_page()
    cpe.page.close()

    other.goto(cpe.origin + cpe.address)

    other.wait_for_load_state("networkidle")
    expect(other.get_by_label("Pourquoi")).to_have_value("")


def test_the_reason_of_a_hold_is_not_given_back_an_hour_later(cpe):
    cpe.visit("/equipe/")
    cpe.page.evaluate(AGE, 1 / 23)

    cpe.visit(cpe.address)

    soon(cpe.page, HIDDEN_AWAY, lambda kept: len(kept) == 0)
    expect(cpe.page.get_by_label("Pourquoi")).to_have_value("")


def test_the_reason_of_a_hold_is_not_given_back_after_a_sign_out_of_another_tab(cpe):
    cpe.visit("/confort/")  # where nothing listens to the other tab
    other = cpe.page.context.new_page()
    other.goto(cpe.origin + "/confort/")
    widened(other).get_by_role("button", name="Se déconnecter").click()
    other.get_by_label("Mot de passe").wait_for()

    cpe.sign_in("audrey.vasseur")
    cpe.visit(cpe.address)

    expect(cpe.page.get_by_label("Pourquoi")).to_have_value("")
    soon(cpe.page, HIDDEN_AWAY, lambda kept: len(kept) == 0)


@pytest.fixture
def ines(cast, clock, somebody):
    """Inès, afraid, has begun to ask the CPE to talk first."""
    fractions = cast.assessment({"ines.diallo": "8"}, at=TUESDAY_9)
    cast.hand_back(fractions, at=TUESDAY_9)
    result = fractions.results.get(student=cast.ines)
    clock.go(TUESDAY_9 + dt.timedelta(minutes=30))
    ines = somebody()
    ines.asked = []
    ines.page.on("dialog", lambda dialog: (ines.asked.append(dialog.type), dialog.accept()))
    ines.address = f"/eleve/resultats/{result.public_id}/parler/"
    ines.arrive("ines.diallo", ines.address)
    ines.page.get_by_label("Si tu veux, dis pourquoi").fill("J’ai peur de rentrer.")
    expect(state(ines)).to_have_text(IN_CONFIDENCE)
    return ines


def test_what_a_frightened_pupil_began_to_ask_is_nowhere_on_the_first_page(ines):
    ines.visit("/eleve/")

    ines.page.wait_for_load_state("networkidle")
    expect(ines.page.locator("[data-co-drafts]")).to_be_hidden()
    assert "J’ai peur" not in ines.everything
    assert "Demander à la CPE" not in ines.text


def test_what_a_frightened_pupil_began_to_ask_is_erased_by_cancelling_without_a_question(ines):
    ines.follow("Annuler")

    assert ines.asked == []
    assert ines.page.evaluate(HIDDEN_AWAY) == []
    ines.visit(ines.address)
    expect(ines.page.get_by_label("Si tu veux, dis pourquoi")).to_have_value("")
