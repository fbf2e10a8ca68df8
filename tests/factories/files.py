"""Files as they are kept, without anything on the disk."""

import datetime as dt

import factory

from apps.files.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile

    school = factory.SubFactory(SchoolFactory)
    file = factory.Sequence(lambda n: f"notebook/{n:032x}")
    name = "devoir.txt"
    content_type = "text/plain"
    size = 3
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    added_at = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
    by = factory.SubFactory(UserFactory)
