"""Codes and letters: a code is made by the service, so that its text is known to the test."""

import datetime as dt

import factory

from apps.invitations.codes import services as codes_services
from apps.invitations.enums import LETTERS, Purpose
from apps.invitations.team import services as team_services
from apps.invitations.team.presenters.mails import code_mail
from apps.notices.enums import Delivery, FileState, LetterAudience
from apps.notices.models import LetterBatch, LetterFile
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory

NOVEMBER = dt.datetime(2026, 11, 18, 10, tzinfo=dt.UTC)  # a Wednesday, 11:00 in Paris


class LetterBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LetterBatch

    school = factory.SubFactory(SchoolFactory)
    kind = LETTERS
    audience = LetterAudience.GUARDIANS
    label = "4eB"
    delivery = Delivery.POSTED
    by = factory.SubFactory(UserFactory)
    created_at = NOVEMBER


class LetterFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LetterFile

    batch = factory.SubFactory(LetterBatchFactory)
    school = factory.SelfAttribute("batch.school")
    rank = 1
    label = "4eB"

    class Params:
        failed = factory.Trait(state=FileState.FAILED, error="Quelque chose a manqué.")


def give(person, *, purpose=Purpose.ACTIVATION, at=NOVEMBER, by=None):
    """A code for ``person``: the row and the text on the paper."""
    return codes_services.give_code(
        person, purpose=purpose, delivery=Delivery.HANDED, by=by or UserFactory(), at=at
    )


def send_next(*, at, connection=None):
    """As the worker does: the next mail that is due."""
    return team_services.send_next(code_mail, at=at, connection=connection)
