"""The help a school proposes."""

import datetime as dt

import factory

from apps.support.enums import DeviceKind
from apps.support.models import HelpDevice
from tests.factories.schools import SchoolFactory

SEPTEMBER = dt.datetime(2026, 9, 3, 16, tzinfo=dt.UTC)


class HelpDeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HelpDevice

    school = factory.SubFactory(SchoolFactory)
    kind = DeviceKind.HOMEWORK_HELP
    name = "Devoirs faits"
    moment = "mardi et jeudi, 16 h à 17 h"
    place = "au CDI, avec M. Petit"
    created_at = SEPTEMBER
