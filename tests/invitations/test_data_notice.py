"""How long a family's data is kept: its notice promises what the register says is erased."""

import dataclasses

import pytest

from apps.invitations.codes.presenters import data_notice
from coeduc import portal
from coeduc.processing import ACCOUNT, IDENTITY, RESULTS, WRITTEN
from tests.factories.invitations import give
from tests.invitations.doors import enter, open_account, prove

NEVER_SAID = ("puis trois mois", "jusqu’au départ")


def register(*purged, **changes):
    """The register of the day when these kinds of data have their purge."""
    changes = {"by": "apps.somewhere.tasks.purge", "in_part": False} | changes
    return [
        dataclasses.replace(entry, **changes) if entry.told in purged else entry
        for entry in portal.answers().register
    ]


def told(*purged, **changes):
    said = data_notice.durations(register=register(*purged, **changes))
    return " ".join([*said.kept, said.left]).replace("\xa0", " ")


def test_nothing_is_promised_that_nothing_erases():
    said = told()

    assert [words for words in NEVER_SAID if words in said] == []
    for kind in (RESULTS, ACCOUNT, IDENTITY, WRITTEN):
        assert str(kind) in said.split("n’efface pas encore de lui-même")[1]


def test_a_purge_in_the_register_changes_the_sentence_by_itself():
    said = told(RESULTS)

    assert said.startswith("Les résultats : l’année scolaire, puis trois mois. Le portail n’efface")
    assert "les résultats" not in said


def test_a_purge_of_a_part_promises_nothing():
    assert told(RESULTS, in_part=True) == told()


def test_once_everything_has_its_purge_nothing_is_left_to_ask_for():
    said = data_notice.durations(register=register(RESULTS, ACCOUNT, IDENTITY, WRITTEN))

    assert (len(said.kept), said.left) == (4, "")


@pytest.mark.django_db
def test_who_enters_reads_what_the_portal_does_and_no_more(client, mother):
    enter(client, give(mother)[1])
    prove(client)
    open_account(client)

    page = client.get("/compte/bienvenue/").content.decode()

    assert [words for words in NEVER_SAID if words in page] == []
    assert data_notice.durations().left in page
    assert "Pour le demander, écrivez au collège." in page
