"""Of when the figures of a rule are, and what is being done about it, as a head reads it."""

import datetime as dt
import re
from dataclasses import replace

import pytest
import time_machine

from apps.publication import services as publication_services
from apps.publication.enums import DecisionBody
from apps.publication.models import KeptFacts
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rules import COPY_FIRST
from apps.publication.simulator import queries as simulator_queries
from apps.publication.simulator import services as simulator_services
from apps.results.assessments.services import assessments
from apps.results.models import Assessment
from tests.factories.results import enter
from tests.publication.simulator.test_rules import PARIS
from tests.publication.simulator.test_views import (
    MARKED_AT,
    address,
    autumn,
    cost,
    plain,
    printout,
    seen,
    text_of,
)
from tests.results.decisions import adopt
from tests.world import HANDED_BACK_AT, HELD_ON, LONG_AFTER, build_world

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def world(db):
    with time_machine.travel(LONG_AFTER, tick=False):
        made = build_world(classmates=3)
        autumn(made)
        yield made


@pytest.fixture
def large(monkeypatch):
    """No school is small enough to be read at once."""
    monkeypatch.setattr(simulator_queries, "AT_ONCE", -1)


def keep(at):
    while row := simulator_services.claim(at=at):
        simulator_services.refresh(row, at=at)


def enter_one_more(world):
    more = assessments.create_assessment(
        world.teaching,
        author=world.assessment.author,
        at=HANDED_BACK_AT - dt.timedelta(days=4),
        title="Les volcans",
        held_on=HELD_ON,
        progress="Refaire l’exercice 4.",
    )
    enter(more, {world.student: "12"}, by=world.people["teacher"], at=MARKED_AT)


def freshness(page):
    words = page.context["freshness"]
    return plain(" ".join(words.sentences)), words.progress, words.ask


def test_a_small_school_reads_the_figures_of_now(client, world):
    sentences, progress, ask = freshness(seen(client, world))

    assert sentences == "Chiffres du mercredi 25 novembre à 13 h."
    assert (progress, ask) == (None, "")


def test_the_figures_say_when_they_were_read_until_something_changes(client, world, large):
    keep(LONG_AFTER - 61 * MINUTE)
    before = freshness(seen(client, world))
    enter_one_more(world)
    page = seen(client, world)

    assert before == ("Chiffres du mercredi 25 novembre à 11 h 59.", None, "")
    sentences, progress, ask = freshness(page)
    assert sentences == (
        "Chiffres du mercredi 25 novembre à 11 h 59. Depuis, des résultats, des copies rendues ou "
        "le calendrier ont changé. Le portail relit tout de lui-même, au plus une fois par heure."
    )
    assert (progress, ask) == (None, "Mettre à jour")
    assert "Sur 5 résultats" in plain(page.content.decode())


@pytest.mark.parametrize(
    ("name", "query", "back"),
    [("simulator", "?name=once_a_week", "?name=once_a_week"), ("rule_adopt", "", "?regle=")],
)
def test_a_head_asks_waits_and_reads_the_figures_of_now(client, world, large, name, query, back):
    keep(LONG_AFTER)
    enter_one_more(world)
    client.force_login(world.people["principal"])
    page = address(world, name, query)

    answer = client.post(client.get(page).context["freshness"].ask_url)
    waiting = client.get(answer["Location"])

    assert answer["Location"] == address(world, name, back)
    assert freshness(waiting)[0].endswith("Mise à jour demandée.")
    assert "<progress aria-label" in waiting.content.decode()
    keep(LONG_AFTER)
    response = client.get(page)
    assert freshness(response) == ("Chiffres du mercredi 25 novembre à 13 h.", None, "")
    assert "Sur 6 résultats" in plain(response.content.decode())


def test_while_a_worker_is_at_it_the_page_shows_how_far(client, world, large):
    keep(LONG_AFTER)
    simulator_services.ask(world.school, at=LONG_AFTER)
    row = simulator_services.claim(at=LONG_AFTER)
    KeptFacts.objects.filter(pk=row.pk).update(step=2, steps=5)

    page = seen(client, world)

    assert freshness(page)[0].endswith("Mise à jour en cours.")
    assert re.search(r'<progress\s+max="5"\s+value="2"', page.content.decode())
    assert f'href="{page.context["freshness"].here}"' in page.content.decode()


def test_a_worker_that_does_not_answer_is_said_and_the_figures_stay(client, world, large):
    keep(LONG_AFTER - 10 * MINUTE)
    simulator_services.ask(world.school, at=LONG_AFTER - 2 * MINUTE)

    page = seen(client, world)

    sentences, progress, ask = freshness(page)
    assert sentences == (
        "Chiffres du mercredi 25 novembre à 12 h 50. La mise à jour demandée le mercredi 25 "
        "novembre à 12 h 58 n’a pas commencé : le programme qui la fait est peut-être arrêté. "
        "Prévenez la personne qui s’occupe du portail."
    )
    assert (progress, ask) == (None, "")
    assert "Sur 5 résultats" in plain(page.content.decode())


def test_an_update_that_failed_is_said_with_its_hour(client, world, large):
    keep(LONG_AFTER - 10 * MINUTE)
    enter_one_more(world)
    KeptFacts.objects.update(failed_at=LONG_AFTER - MINUTE)

    sentences, _progress, ask = freshness(seen(client, world))

    assert (
        "La dernière mise à jour, le mercredi 25 novembre à 12 h 59, n’a pas abouti." in sentences
    )
    assert ask == "Mettre à jour"


@pytest.mark.parametrize("name", ["simulator", "rule_adopt"])
def test_a_school_that_was_never_read_says_so_and_shows_no_figure(client, world, large, name):
    client.force_login(world.people["principal"])

    page = client.get(address(world, name, ""))

    sentences, progress, ask = freshness(page)
    assert sentences.startswith("Le portail n’a pas encore lu les résultats saisis")
    assert (progress, ask) == (None, "Lire maintenant")
    body = page.content.decode()
    assert "résultats (1er" not in plain(body)
    assert "Rien à rejouer" not in body
    assert "Pas encore de faits à rejouer" not in body
    assert "/feuille/" not in body


def test_the_sheet_says_of_when_its_figures_are(client, world):
    assert "Chiffres du mercredi 25 novembre à 13 h." in text_of(printout(client, world))


def test_a_sample_that_was_deleted_since_has_no_name_left(client, world, monkeypatch):
    monkeypatch.setattr("apps.publication.simulator.views.named", lambda school, works: {})

    (story,) = seen(client, world).context["comparison"].stories

    assert plain(story.title) == "Une évaluation supprimée depuis (jeudi 12 novembre)"


def test_a_title_is_the_one_of_today(client, world, large):
    keep(LONG_AFTER)
    Assessment.objects.filter(pk=world.assessment.pk).update(title="Les fractions")

    body = plain(seen(client, world).content.decode())

    assert "Les fractions (4eB, jeudi 12 novembre)" in body


@pytest.mark.parametrize("name", ["teacher", "cpe", "principal_elsewhere"])
def test_nobody_else_asks(client, world, large, name):
    client.force_login(world.people[name])

    answer = client.post(address(world, "simulator_refresh", ""))

    assert answer.status_code in {403, 404}
    assert not KeptFacts.objects.exists()


def test_kept_figures_cost_as_many_statements_however_much_there_is(client, world, large):
    keep(LONG_AFTER)
    before = cost(client, world)
    enter_one_more(world)
    keep(LONG_AFTER + dt.timedelta(hours=2))

    assert (before, cost(client, world)) == (KEPT_COST, KEPT_COST)


KEPT_COST = 10


def test_a_rule_that_these_hours_never_open_is_said_to_show_nothing(client, world, large):
    """Silence from 16 h: the three rules made ready, at 17 h, would never show anything."""
    at_noon = replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(12)))
    adopt(world.school, at_noon, LONG_AFTER - 2 * MINUTE)
    publication_services.set_opening(
        world.school,
        OpeningHours(PARIS, quiet_from=dt.time(16)),
        by=None,
        at=LONG_AFTER - MINUTE,
        body=DecisionBody.BOARD,
        decided_on=HELD_ON,
        reason="Des soirées calmes.",
    )
    keep(LONG_AFTER)
    client.force_login(world.people["principal"])

    page = client.get(address(world, "rule_adopt", ""))

    assert {card.facts for card in page.context["cards"]} == {
        ("Aux heures d’ouverture du collège, elle ne ferait jamais rien paraître.",)
    }
    assert client.get(address(world, query="")).status_code == 200
