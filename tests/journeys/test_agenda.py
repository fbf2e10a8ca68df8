"""Awa puts Inès's homework in the calendar of her phone, and closes the door again."""

import pytest
from playwright.sync_api import expect

from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from tests.journeys.moments import TUESDAY_9, november


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_mother_makes_an_address_that_her_calendar_reads_until_she_closes_it(
    cast, clock, somebody
):
    clock.go(TUESDAY_9)
    homework = GivenWork(text="Exercice 4 page 12", due_on=november(19, 8).date())
    write_lesson(
        cast.maths,
        Page(text="Les fractions.", works=(homework,)),
        day=TUESDAY_9.date(),
        by=cast.roux.user,
        at=TUESDAY_9,
    )
    awa = somebody()
    awa.arrive("awa.diallo", "/famille/cahier/")

    awa.follow("Mon agenda")
    assert "Aucune note, aucun résultat, aucune absence" in awa.text
    awa.follow("Créer mon adresse")

    field = awa.page.get_by_label("Adresse secrète")
    address = field.input_value()
    to_phone = awa.page.get_by_role("link", name="Ajouter à mon agenda")
    expect(to_phone).to_have_attribute("href", address.replace("http:", "webcal:"))
    # Another machine, which knows nobody here.
    calendar = somebody().page.request
    assert "Exercice 4 page 12" in calendar.get(address).text().replace("\r\n ", "")

    awa.follow("Fermer cette adresse")
    awa.follow("Fermer cette adresse")

    assert "plus personne n’y lit rien" in awa.text
    assert calendar.get(address).status == 404
