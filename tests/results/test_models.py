"""What the database itself refuses about rosters and hand-backs."""

import pytest
from django.db import IntegrityError

from apps.results.models import HandBack
from tests.factories.results import HandBackFactory, ResultFactory

pytestmark = pytest.mark.django_db


def test_a_pupil_is_on_the_roster_of_an_assessment_once():
    row = ResultFactory()

    with pytest.raises(IntegrityError, match="result_once"):
        ResultFactory(assessment=row.assessment, student=row.student, division=row.division)


def test_the_copies_of_a_class_are_handed_back_once():
    fact = HandBackFactory()

    with pytest.raises(IntegrityError, match="handed_back_once"):
        HandBackFactory(assessment=fact.assessment)


def test_copies_taken_back_may_be_handed_back_again():
    fact = HandBackFactory()
    HandBack.objects.filter(pk=fact.pk).update(undone_at=fact.at, undone_by=fact.by)

    again = HandBackFactory(assessment=fact.assessment)

    assert again.undone_at is None
