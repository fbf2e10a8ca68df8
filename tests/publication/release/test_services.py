"""What still waits follows a change; what has passed, or has no date, stays."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.publication.instants import Release
from apps.publication.release import services
from apps.publication.release.services import PendingRow, settled
from apps.results.models import AssessmentWording, ResultVersion
from tests.factories.results import AssessmentFactory, ResultVersionFactory
from tests.publication.release.test_models import PUBLISHED

MONDAY = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def waiting(student_at, guardian_at, pk=1):
    return PendingRow(pk, "TEST", MONDAY, student_at, guardian_at)


def found(student_at, guardian_at):
    return Release(student_at, guardian_at, ())


def test_every_published_model_follows_a_change():
    """The results lead it: they hold its locks and know its facts."""
    assert {*services.registered(), ResultVersion} == set(PUBLISHED)


def test_what_keeps_its_rule_does_not_follow():
    """A row that waits is moved without it: the rule it names would be another's."""

    class Versions:
        model = ResultVersion

    with pytest.raises(TypeError, match="keeps its rule"):
        services.register(Versions())


def test_an_instant_that_has_passed_stays_and_the_other_moves():
    row = waiting(MONDAY, MONDAY + HOUR)

    moved = settled(row, found(MONDAY + 2 * HOUR, MONDAY + 3 * HOUR), at=MONDAY)

    assert (moved.student_at, moved.guardian_at) == (MONDAY, MONDAY + 3 * HOUR)


@pytest.mark.parametrize("lost", [(None, None), (None, MONDAY), (MONDAY, None)])
def test_what_had_a_date_keeps_it_where_the_new_rule_gives_none(lost):
    row = waiting(MONDAY, MONDAY + HOUR)

    assert settled(row, found(*lost), at=MONDAY - HOUR) == row


def wording(n):
    assessment = AssessmentFactory()
    return AssessmentWording.objects.create(
        school=assessment.school,
        assessment=assessment,
        n=n,
        title="Fractions",
        kind=assessment.kind,
        held_on=assessment.held_on,
        coefficient=1,
        entered_at=MONDAY,
        student_release_at=MONDAY,
        guardian_release_at=MONDAY,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_new_instants_of_many_rows_are_one_statement(count):
    rows = [wording(1) for __ in range(count)]
    left_alone = wording(1)
    moved = [waiting(MONDAY + HOUR, MONDAY + 2 * HOUR, pk=row.pk) for row in rows]

    with CaptureQueriesContext(connection) as asked:
        services.write(AssessmentWording, moved)

    assert len(asked) == 1
    for row in rows:
        row.refresh_from_db()
        assert row.student_release_at == MONDAY + HOUR
        assert row.guardian_release_at == MONDAY + 2 * HOUR
    left_alone.refresh_from_db()
    assert left_alone.guardian_release_at == MONDAY


@pytest.mark.django_db
def test_nothing_to_move_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        services.write(ResultVersion, [])


@pytest.mark.django_db
def test_a_row_that_keeps_its_rule_has_it_written_with_its_instants():
    version = ResultVersionFactory(student_release_at=MONDAY, guardian_release_at=MONDAY)
    row = _Ruled(version.pk, MONDAY + HOUR, MONDAY + HOUR, None, None)

    services.write(ResultVersion, [row])

    version.refresh_from_db()
    assert version.guardian_release_at == MONDAY + HOUR
    assert version.rule is None


class _Ruled:
    def __init__(self, pk, student_at, guardian_at, rule_id, opening_id):
        self.pk, self.student_at, self.guardian_at = pk, student_at, guardian_at
        self.rule_id, self.opening_id = rule_id, opening_id
