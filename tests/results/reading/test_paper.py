"""The page of a period: what this reader may see at this instant, to print or to keep as PDF."""

import datetime as dt
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from apps.publication.rules import Rule, Shows
from apps.results.enums import WithdrawnFrom
from apps.results.holds import services as holds_services
from apps.schools.models import Term
from coeduc import documents
from tests.bodies import text_of
from tests.queries import statements
from tests.results.pages import ask, read, words_of
from tests.results.reading.test_progress import add
from tests.world import GUARDIAN_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
SPACES = {"guardian": "family", "pupil": "student"}
BOTH = pytest.mark.parametrize("who", SPACES)
PRINTS = pytest.mark.skipif(not documents.looks_available(), reason="without Pango")


@pytest.fixture
def world():
    """Two periods: September and October, November."""
    world = build_world(rule=Rule(shows=Shows(running_average=True)))
    spans = [((9, 1), (10, 31)), ((11, 1), (11, 30))]
    for index, (first, last) in enumerate(spans, start=1):
        Term.objects.create(
            school=world.school,
            year=world.teaching.year,
            index=index,
            starts_on=dt.date(2026, *first),
            ends_on=dt.date(2026, *last),
        )
    add(world, "Puissances", "9", days=40)
    return world


def printed(client, world, who="guardian", at=LONG_AFTER, **query):
    return read(client, world.people[who], f"{SPACES[who]}_results_print", at, query=query)


def pdf(client, world, who="guardian", at=LONG_AFTER, **query):
    return ask(client, world.people[who], f"{SPACES[who]}_results_pdf", at, data=query)


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("guardian", "Résultats d’Inès Tous les résultats d’Inès, par période"),
        ("pupil", "Tes résultats Tous tes résultats, par période"),
    ],
)
def test_the_page_has_a_title_of_its_own_and_its_links_say_that_it_holds_what_is_not_opened(
    client, world, who, heading
):
    user, at = world.people[who], LONG_AFTER
    said = "Tous les résultats de la période, même ceux qui n’ont pas été ouverts."

    assert heading in printed(client, world, who)
    for query in ({}, {"vue": "dates"}):
        assert said in read(client, user, f"{SPACES[who]}_results", at, query=query)
    assert "13,37 sur 20" in printed(client, world, who)


@BOTH
def test_the_page_is_of_the_newest_period_and_names_the_others(client, world, who):
    text = printed(client, world, who)

    assert "2e trimestre 1er trimestre Tout" in text
    assert "Fractions 12 novembre 13,37 sur 20" in text
    assert "Puissances" not in text


def test_another_period_is_asked_by_its_year_and_rank(client, world):
    text = printed(client, world, periode="2026-1")

    assert "Puissances 3 octobre 9 sur 20" in text
    assert "Fractions" not in text
    assert "Du 1er septembre 2026 au 31 octobre 2026" in text


@pytest.mark.parametrize("asked", ["", "2030-1", "x' OR 1=1", "hors-periode"])
def test_a_period_that_is_not_there_is_the_newest(client, world, asked):
    assert "Fractions" in printed(client, world, periode=asked)


def test_all_of_it_is_on_one_page_for_who_asks(client, world):
    text = printed(client, world, periode="tout")

    assert "Fractions" in text
    assert "Puissances" in text


@pytest.fixture
def around(world):
    """Before the second period, and after it: two results outside of any."""
    Term.objects.filter(index=2).update(
        starts_on=dt.date(2026, 11, 10), ends_on=dt.date(2026, 11, 15)
    )
    add(world, "Volumes", "11", days=8)
    add(world, "Aires", "15", days=-5)
    return world


def test_what_took_place_outside_of_any_period_is_one_page(client, around):
    text = printed(client, around, periode="hors-periode")

    assert "Hors période 2e trimestre 1er trimestre Tout" in text
    assert "Aires 17 novembre 15 sur 20" in text
    assert "Volumes 4 novembre 11 sur 20" in text
    assert "Fractions" not in text


@PRINTS
def test_that_page_is_kept_under_its_own_name(client, around):
    response = pdf(client, around, periode="hors-periode")

    assert response["Content-Disposition"] == 'inline; filename="resultats-hors-periode.pdf"'


def test_outside_of_a_period_there_is_no_average_on_paper(client, around):
    assert "en moyenne" not in printed(client, around, periode="hors-periode")
    assert "en moyenne" in printed(client, around, periode="2026-2")


def test_it_says_when_it_was_read_and_that_it_is_not_the_official_record(client, world):
    text = printed(client, world)

    assert "Ce qui était visible le mercredi 25 novembre 2026 à 13 h." in text
    assert "Ce n’est pas un bulletin. Le document officiel est le livret scolaire unique" in text


@pytest.mark.parametrize("kind", ["print", "pdf"])
def test_what_is_not_released_yet_changes_not_a_word(client, world, kind):
    if kind == "pdf" and not documents.looks_available():
        pytest.skip("without Pango")

    def shown():
        if kind == "print":
            return printed(client, world, periode="tout")
        return text_of(pdf(client, world, periode="tout"))

    before = shown()
    add(world, "Volumes", "8.41", days=-1, released=LONG_AFTER + MINUTE)

    assert shown() == before
    assert "13,37" in before


def test_what_was_taken_back_is_not_on_paper_any_more(client, world):
    holds_services.withdraw(
        world.result,
        WithdrawnFrom.BOTH,
        "Erreur.",
        by=world.people["cpe"],
        at=GUARDIAN_AT + MINUTE,
    )

    assert "13,37" not in printed(client, world, periode="tout")


def test_no_average_where_the_rule_shows_none(client):
    world = build_world()

    assert "en moyenne" not in printed(client, world)


def test_nothing_visible_yet_is_said(client):
    world = build_world(handed_back=False)

    assert "Rien de visible pour l’instant." in printed(client, world)
    assert pdf(client, world).status_code == 404


def test_where_no_pdf_can_be_made_the_page_says_what_to_do(client, world, monkeypatch):
    monkeypatch.setattr(documents, "looks_available", lambda: False)

    text = printed(client, world)

    assert "Garder en PDF" not in text
    assert "Le menu du navigateur, puis « Imprimer »" in text


def test_a_press_that_fails_leads_back_with_a_sentence_for_a_family(client, world, monkeypatch):
    def fails(*_args):
        raise documents.DocumentsUnavailableError("apt-get install")

    monkeypatch.setattr("apps.results.reading.views.paper.render_pdf", fails)

    response = pdf(client, world, periode="2026-1")

    assert response["Location"] == f"{reverse('results:family_results_print')}?periode=2026-1"
    with time_machine.travel(LONG_AFTER, tick=False):
        text = words_of(client.get(response["Location"]))
    assert "Le portail ne fabrique pas de PDF en ce moment." in text
    assert "apt-get" not in text


@PRINTS
@BOTH
def test_the_document_is_tagged_and_says_the_same_as_the_page(client, world, who):
    response = pdf(client, world, who)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="resultats-2026-2.pdf"'
    root = PdfReader(BytesIO(response.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "Inès" not in response["Content-Disposition"]
    text = text_of(response).replace("\xa0", " ").replace("\u202f", " ")
    assert "13,37 sur 20" in text
    assert "Puissances" not in text


@pytest.mark.parametrize("who", ["guardian_care", "guardian_surveillance"])
def test_who_reads_no_results_has_no_document(client, world, who):
    response = ask(client, world.people[who], "family_results_pdf", LONG_AFTER)

    assert response.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_paper_costs_the_same_whatever_it_holds(client, world, rows):
    for n in range(rows - 1):
        add(world, f"Devoir {n}", "10", days=n)
    client.force_login(world.people["guardian"])

    with time_machine.travel(LONG_AFTER, tick=False), statements() as asked:
        client.get(reverse("results:family_results_print"))

    assert len(asked) == 7, asked.listed()
