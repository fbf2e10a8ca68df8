"""Imports in a given state, without any file on the disk."""

import datetime as dt

import factory

from apps.schools.models import ImportBatch, ImportLine, ImportState
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory

READ_AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
NOTHING = {"created": 0, "changed": 0, "ended": 0, "rejected": 0}
REPORT = {
    "year": "2026-2027",
    "counts": {"pupil": NOTHING | {"changed": 1}},
    "warnings": [],
    "cuts": 0,
    "is_older": False,
    "is_nothing": False,
}


class ImportBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportBatch

    school = factory.SubFactory(SchoolFactory)
    state = ImportState.READY
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = READ_AT
    report = factory.LazyFunction(lambda: dict(REPORT))

    class Params:
        done = factory.Trait(
            state=ImportState.DONE,
            confirmed_by=factory.SelfAttribute("uploaded_by"),
            confirmed_at=READ_AT,
            ended_at=READ_AT,
        )


class ImportLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportLine

    batch = factory.SubFactory(ImportBatchFactory)
    school = factory.SelfAttribute("batch.school")
    rank = factory.Sequence(lambda n: n)
    kind = "pupil"
    act = "changed"
    title = "Diallo Inès"
    detail = "prénom"
    search = "diallo ines prenom"
