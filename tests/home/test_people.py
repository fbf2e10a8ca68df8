"""«Qui peut aider»: whom to call, of the schools of one's children and of no other."""

import pytest
import time_machine

from tests.factories.schools import SchoolFactory
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db

NATIONAL = "tel:119"


@pytest.fixture
def world():
    return build_world()


def page(client, user, address):
    client.force_login(user)
    with time_machine.travel(LONG_AFTER, tick=False):
        return client.get(address).content.decode()


def test_a_mother_reads_whom_to_call_at_her_childs_school_alone(client, world):
    SchoolFactory(name="Collège d’en face", school_life_phone="0199004999")
    type(world.school).objects.filter(pk=world.school.pk).update(school_life_phone="0199004112")

    words = page(client, world.people["guardian"], "/famille/qui-peut-aider/")

    main = words[words.index("<main") : words.index("</main>")]
    assert 'href="tel:' in main
    assert "99 00 49 99" not in words.replace("\xa0", " ")
    assert NATIONAL not in main


def test_a_pupil_also_reads_the_number_for_children_in_danger(client, world):
    words = page(client, world.people["pupil"], "/eleve/qui-peut-aider/")

    assert NATIONAL in words
    assert "à toute heure, gratuit et secret" in words.replace("\xa0", " ")
