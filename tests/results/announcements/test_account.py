"""What «Mon compte» says of the mails: true of what would leave, and of how to stop it."""

import dataclasses
import datetime as dt

import pytest
import time_machine

from apps.publication.enums import NoticePolicy
from apps.publication.rules import COPY_FIRST
from apps.schools.enums import Relation, Role, Scope
from tests.factories.accounts import UserFactory
from tests.factories.publication import RuleVersionFactory
from tests.factories.schools import GuardianshipFactory, StaffFactory, StudentFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
PAGE = "/mon-compte/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def page_of(client, user):
    client.force_login(user)
    return client.get(PAGE).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def mother(*, email="", filed="", **link):
    return GuardianshipFactory(
        guardian__user=UserFactory(email=email), guardian__email=filed, **link
    )


def test_a_mother_is_told_where_news_of_results_go(client):
    page = page_of(client, mother(email="awa@example.org").guardian.user)

    assert "Un e-mail à awa@example.org quand un résultat paraît, sans note ni nom." in page
    assert "Pour ne plus rien recevoir, retirez l’adresse." in page


def test_an_address_of_the_schools_files_is_said_to_receive_them(client):
    page = page_of(client, mother(filed="famille@example.org").guardian.user)

    assert "Un e-mail à famille@example.org quand un résultat paraît" in page
    assert "celle des fichiers du collège" in page


def test_taking_ones_address_back_is_not_said_to_stop_what_the_files_address_receives(client):
    link = mother(email="awa@example.org", filed="famille@example.org")

    page = page_of(client, link.guardian.user)

    assert "demandez aussi au secrétariat" in page
    assert "Il n’y a pas d’autre choix" not in page


def test_without_any_address_no_mail_is_promised(client):
    page = page_of(client, mother().guardian.user)

    assert "Aucun e-mail quand un résultat paraît : le portail n’a pas d’adresse." in page


def test_a_school_whose_rule_tells_nobody_promises_no_mail(client):
    link = mother(email="awa@example.org")
    RuleVersionFactory(
        school=link.school, rule=dataclasses.replace(COPY_FIRST, notice=NoticePolicy.NONE)
    )

    page = page_of(client, link.guardian.user)

    assert "la règle du collège n’en prévoit pas" in page
    assert "Un e-mail à" not in page


def test_who_does_not_answer_for_the_pupil_is_promised_no_news_of_results(client):
    page = page_of(client, mother(email="awa@example.org", scope=Scope.CARE).guardian.user)

    assert "quand un résultat paraît" not in page


def test_a_parent_of_two_schools_reads_each_rule(client):
    first = mother(email="awa@example.org", relation=Relation.MOTHER)
    second = GuardianshipFactory(guardian__user=first.guardian.user)

    page = page_of(client, first.guardian.user)

    for link in (first, second):
        assert f"{link.school.name} : Un e-mail à awa@example.org" in page


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.PRINCIPAL, "des copies qu’on attend encore et une demande d’élève"),
        (Role.CPE, "pour une demande d’élève"),
        (Role.SECRETARY, "Aucun e-mail pour votre travail : tout est sur votre première page."),
    ],
)
def test_a_colleague_reads_what_their_job_may_receive(client, role, expected):
    user = UserFactory(email="bureau@example.org")
    StaffFactory(user=user, role=role)

    assert expected in page_of(client, user)


def test_a_pupil_is_told_that_nothing_is_sent(client):
    page = page_of(client, StudentFactory(user=UserFactory(email="ines@example.org")).user)

    assert "Aucun e-mail pour un résultat ou un devoir : tout est sur ta page." in page


def test_the_page_asks_as_much_for_two_schools_as_for_one(client):
    user = mother(email="awa@example.org").guardian.user
    client.force_login(user)
    with statements() as one:
        client.get(PAGE)
    GuardianshipFactory(guardian__user=user)
    with statements() as two:
        client.get(PAGE)

    assert len(one) == len(two) == 11, two.listed()
