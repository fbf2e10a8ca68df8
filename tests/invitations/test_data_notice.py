"""How long a family's data is kept: its notice promises what the register says is erased."""

import dataclasses

import pytest

from apps.invitations.codes.presenters import data_notice
from apps.schools.enums import Role
from coeduc import portal
from coeduc.processing import ACCOUNT, IDENTITY, POSTS, RESULTS, WRITTEN, team_words
from tests.factories.invitations import give
from tests.factories.schools import StaffFactory
from tests.invitations.doors import enter, open_account, prove

NEVER_SAID = ("puis trois mois", "jusqu’au départ")


def register(*purged, **changes):
    """The register of the day when these kinds of data have their purge."""
    changes = {"by": "apps.somewhere.tasks.purge", "in_part": False} | changes
    return [
        dataclasses.replace(entry, **changes) if entry.in_family_notice in purged else entry
        for entry in portal.answers().register
    ]


def notice_of(*purged, **changes):
    said = data_notice.durations(register=register(*purged, **changes))
    return " ".join([*said.kept, said.left]).replace("\xa0", " ")


def test_nothing_is_promised_that_nothing_erases():
    said = notice_of()

    assert [words for words in NEVER_SAID if words in said] == []
    for kind in (RESULTS, ACCOUNT, IDENTITY, WRITTEN):
        assert str(kind) in said.split("n’efface pas encore de lui-même")[1]


def test_a_purge_in_the_register_changes_the_sentence_by_itself():
    said = notice_of(RESULTS)

    assert said.startswith("Les résultats : l’année scolaire, puis trois mois. Le portail n’efface")
    assert "les résultats" not in said


def test_a_purge_of_a_part_promises_nothing():
    assert notice_of(RESULTS, in_part=True) == notice_of()


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


OF_A_FAMILY = ("votre enfant", "Un parent ne voit jamais", "date de naissance", "Ton nom")
OF_THE_TEAM = "ce que vous enseignez"


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.django_db
def test_who_works_at_the_school_reads_the_notice_of_the_team(client, school, role):
    client.force_login(StaffFactory(school=school, role=role).user)

    page = client.get("/compte/bienvenue/").content.decode()

    assert [words for words in OF_A_FAMILY if words in page] == []
    assert OF_THE_TEAM in page
    assert data_notice.durations(words_of=team_words).left in page
    assert "Les résultats y paraîtront" not in page


@pytest.mark.django_db
def test_who_has_both_hats_reads_both_notices(client, school, mother):
    mother.user = StaffFactory(school=school).user
    mother.save()
    client.force_login(mother.user)

    page = client.get("/compte/bienvenue/").content.decode()

    assert "votre enfant" in page
    assert OF_THE_TEAM in page
    assert page.index("Vos données de parent") < page.index("Vos données au travail")


@pytest.mark.django_db
def test_a_parent_reads_nothing_of_the_notice_of_the_team(client, mother):
    enter(client, give(mother)[1])
    prove(client)
    open_account(client)

    assert OF_THE_TEAM not in client.get("/compte/bienvenue/").content.decode()


def test_the_team_is_told_of_its_posts_and_of_no_result_of_a_pupil():
    left = data_notice.durations(words_of=team_words).left

    assert str(POSTS) in left
    assert str(ACCOUNT) in left
    assert str(WRITTEN) in left
    assert str(RESULTS) not in left
    assert str(IDENTITY) not in left
