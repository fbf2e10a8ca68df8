"""Ended after one question, given again on the same day, and said to who gave it."""

import datetime as dt
import re

import pytest
from django.test import Client

from apps.schools.enums import AccessEnd
from apps.schools.models import NotebookAccess
from tests.factories.accounts import UserFactory
from tests.factories.invitations import NOVEMBER
from tests.factories.schools import NotebookAccessFactory, RestrictionFactory
from tests.invitations.relatives.giving import HOME, LIST, ODILE, father_of, read

pytestmark = pytest.mark.django_db
YESTERDAY = NOVEMBER - dt.timedelta(days=1)
REOPEN = "Rouvrir"


@pytest.fixture
def access(given, mother, ines):
    """Read by Odile, as the mother let her."""
    return NotebookAccessFactory(
        student=ines, given_by=mother, name=ODILE["name"], phone=ODILE["phone"]
    )


def ended(access, end, at=NOVEMBER):
    NotebookAccess.objects.filter(pk=access.pk).update(ended_at=at, end=end)


def of_odile(access):
    browser = Client()
    browser.force_login(access.user)
    return read(browser.get(HOME))


def end(client, access):
    return client.post(f"{LIST}{access.public_id}/fin/")


def reopen(client, access):
    return client.post(f"{LIST}{access.public_id}/rouvrir/", follow=True)


def test_ending_is_asked_once_before_it_is_done(given, access):
    page = given.client.get(LIST).content.decode()

    folded = re.search(r"<details.*?</details>", page, re.DOTALL).group()
    assert "Mettre fin" in folded
    assert "Oui, mettre fin" in folded
    assert page.count(f"{access.public_id}/fin/") == folded.count(f"{access.public_id}/fin/") == 1


def test_what_was_ended_by_mistake_is_given_again_to_the_same_account(given, access):
    end(given.client, access)
    offered = REOPEN in read(given.client.get(LIST))

    page = read(reopen(given.client, access))

    assert offered
    assert "Odile Vasseur" in page
    assert REOPEN not in page
    assert "Vous ne lisez plus" not in of_odile(access)


def test_between_the_end_and_the_way_back_nothing_was_read(given, access):
    end(given.client, access)
    assert "Vous ne lisez plus" in of_odile(access)

    reopen(given.client, access)

    access.refresh_from_db()
    again = NotebookAccess.objects.exclude(pk=access.pk).get()
    assert access.end == AccessEnd.GIVER
    assert (again.user, again.phone, again.end) == (access.user, access.phone, "")


def test_two_taps_give_it_again_once(given, access):
    end(given.client, access)

    reopen(given.client, access)
    reopen(given.client, access)

    assert NotebookAccess.objects.count() == 2


@pytest.mark.parametrize(
    ("cause", "at"),
    [
        (AccessEnd.GIVER, YESTERDAY),
        (AccessEnd.GUARDIAN, NOVEMBER),
        (AccessEnd.SCHOOL, NOVEMBER),
        (AccessEnd.GIVEN_BACK, NOVEMBER),
    ],
)
def test_what_another_ended_or_an_earlier_day_is_not_opened_again(given, access, cause, at):
    ended(access, cause, at)

    assert REOPEN not in read(given.client.get(LIST))
    assert reopen(given.client, access).status_code == 404
    assert NotebookAccess.objects.count() == 1


def test_the_other_guardian_opens_again_nothing_that_the_mother_ended(client, given, access, ines):
    father = father_of(ines, user=UserFactory())
    end(given.client, access)
    client.force_login(father.user)

    assert reopen(client, access).status_code == 404


def test_who_may_not_be_trusted_any_more_is_not_let_in_again(given, access, ines):
    end(given.client, access)
    father = father_of(ines, phone=ODILE["phone"])
    RestrictionFactory(student=ines, guardian=father, school=ines.school)

    page = read(reopen(given.client, access))

    assert "Cet accès ne peut pas s’ouvrir" in page
    assert "Vous ne lisez plus" in of_odile(access)


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (AccessEnd.GUARDIAN, "L’autre parent y a mis fin le 17 novembre"),
        (AccessEnd.SCHOOL, "Le collège y a mis fin le 17 novembre"),
        (AccessEnd.GIVEN_BACK, "Cette personne l’a rendu le 17 novembre"),
    ],
)
def test_who_gave_it_reads_who_ended_it_and_when(given, access, cause, sentence):
    ended(access, cause, YESTERDAY)

    page = read(given.client.get(LIST))

    assert "Odile Vasseur" in page
    assert sentence in page


def test_what_ended_long_ago_is_said_no_more(given, access):
    ended(access, AccessEnd.GUARDIAN, NOVEMBER - dt.timedelta(days=31))

    assert "Odile Vasseur" not in read(given.client.get(LIST))


def test_the_other_guardian_reads_nothing_of_what_ended(client, given, access, ines):
    father = father_of(ines, user=UserFactory())
    ended(access, AccessEnd.GIVEN_BACK)
    client.force_login(father.user)

    page = read(client.get(LIST))

    assert "Vasseur" not in page
    assert "rendu" not in page


def test_without_any_relative_the_page_says_no_more_than_that(given):
    page = read(given.client.get(LIST))

    assert "Aucun proche ne lit ce cahier pour Inès." in page
    assert "en dehors de sa famille" not in page
    assert "Votre enfant peut voir qui lit." in page
