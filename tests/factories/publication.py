"""Adopted rules and hours: minimal, in force since the first day of the school year."""

import datetime as dt

import factory

from apps.publication.enums import DecisionBody
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningHours
from apps.publication.rules import COPY_FIRST
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, since

DECIDED_ON = dt.date(2026, 9, 1)


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    school = factory.SubFactory(SchoolFactory)
    during = factory.LazyFunction(since)
    author = factory.SubFactory(UserFactory)
    body = DecisionBody.PEDAGOGIC_COUNCIL
    decided_on = DECIDED_ON
    reason = "Pour que l’enfant parle lui-même de sa copie."


class RuleVersionFactory(VersionFactory):
    """``RuleVersionFactory(rule=ONCE_A_WEEK)``; an exception needs ``kind`` and ``kind_label``."""

    class Meta:
        model = RuleVersion

    @classmethod
    def _create(cls, model_class, *args, rule=COPY_FIRST, **kwargs):
        return super()._create(model_class, *args, **{**RuleVersion.columns_of(rule), **kwargs})


class OpeningVersionFactory(VersionFactory):
    """``OpeningVersionFactory(hours=OpeningHours(...))``; zone and holidays are the school's."""

    class Meta:
        model = OpeningVersion

    @classmethod
    def _create(cls, model_class, *args, hours=None, **kwargs):
        hours = hours or OpeningHours(kwargs["school"].time_zone)
        return super()._create(model_class, *args, **{**OpeningVersion.columns_of(hours), **kwargs})
