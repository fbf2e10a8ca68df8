"""What every published thing keeps, whichever model it is."""

import pytest
from django.apps import apps
from django.db import models

from apps.publication.release.models import (
    Released,
    ReleasedQuerySet,
    guardians_never_first,
    instant_of,
)
from apps.results.models import AssessmentWording, ClassFigures, ResultVersion
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.world import LONG_AFTER, build_world

INSTANTS = {"student_release_at", "guardian_release_at"}
# They follow the class and are never without a date: the columns are not those of ``Released``.
APART = {ClassFigures}
PUBLISHED = [model for model in apps.get_models() if issubclass(model, Released)]


def test_what_has_the_two_instants_is_published_by_rule():
    both = {
        model
        for model in apps.get_models()
        if {field.name for field in model._meta.local_fields} >= INSTANTS
    }

    assert both == set(PUBLISHED) | APART
    assert {ResultVersion, AssessmentWording} <= set(PUBLISHED)


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_the_database_never_lets_guardians_read_first(model):
    wanted = guardians_never_first("").condition
    stated = [
        one
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint) and one.condition == wanted
    ]

    assert len(stated) == 1


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_one_queryset_says_who_reads(model):
    said = {"open_to", "released_to", "appeared_to", "readable", "waiting"}

    assert isinstance(model.objects.all(), ReleasedQuerySet)
    assert {name for name in said if name in vars(type(model.objects.all()))} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("capacity", Capacity)
def test_a_model_that_does_not_say_whom_its_rows_are_linked_to_opens_to_nobody(capacity):
    build_world()
    rows = ReleasedQuerySet(ResultVersion)

    assert rows.open_to(capacity, at=LONG_AFTER).exists()
    assert not rows.released_to(Reader(UserFactory(), capacity, LONG_AFTER), at=LONG_AFTER).exists()


def test_only_a_pupil_reads_at_the_pupil_s_instant():
    assert {capacity: instant_of(capacity) for capacity in (*Capacity, None)} == {
        Capacity.STUDENT: "student_release_at",
        Capacity.FAMILY: "guardian_release_at",
        Capacity.TRUSTED: "guardian_release_at",  # no table with instants opens to them
        Capacity.STAFF: "guardian_release_at",
        None: "guardian_release_at",
    }
