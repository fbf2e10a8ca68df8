"""The first pages show what each app gives them, in the order of its ranks, and know none of it."""

import pytest

from apps.support import portal as support_portal
from coeduc import portal
from coeduc.access import Capacity
from coeduc.registry import WaitingLine
from tests.home.test_views import home
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db

CARD = [WaitingLine("Une aide de plus", "/equipe/aides/")]


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def answer(monkeypatch):
    """``answer(capacity, parts)``: an app that had no card gives these."""

    def given(capacity, parts):
        cards = (portal.Cards(capacity, lambda visit: parts(visit)),)
        monkeypatch.setattr(support_portal, "CARDS", cards, raising=False)
        portal.collect()

    yield given
    monkeypatch.undo()
    portal.collect()


@pytest.mark.parametrize(("rank", "is_first"), [(5, True), (99, False)])
def test_a_card_of_any_app_stands_at_its_rank(client, world, answer, rank, is_first):
    answer(Capacity.STAFF, lambda visit: [portal.Part(rank, "home/_acts.html", CARD)])

    words = home(client, world, "teacher", "staff_home", LONG_AFTER)

    assert (words.index(CARD[0].label) < words.index("Nouvelle évaluation")) is is_first


def test_a_card_of_one_space_is_on_no_page_of_another(client, world, answer):
    answer(Capacity.STAFF, lambda visit: [portal.Part(5, "home/_acts.html", CARD)])

    assert CARD[0].label not in home(client, world, "pupil", "student_home", LONG_AFTER)
    assert CARD[0].label not in home(client, world, "guardian", "family_home", LONG_AFTER)


def test_a_card_of_a_child_is_on_the_notebook_of_that_child_alone(client, world, answer):
    answer(
        Capacity.FAMILY,
        lambda visit: (
            [portal.Part(5, "home/_acts.html", CARD, child=link.student_id) for link in visit.known]
            + [portal.Part(5, "home/_acts.html", CARD, child=-1)]
        ),
    )

    words = home(client, world, "guardian", "family_home", LONG_AFTER)

    assert words.count(CARD[0].label) == words.count("Résultats")
