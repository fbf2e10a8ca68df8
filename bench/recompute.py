"""A rule changes: how long to place again what waits, for a term of a whole school.

    python -m coeduc.embedded run python -m bench.recompute [--assessments 700] [--pupils 23]

Makes its rows in the development database, inside one transaction that is never committed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import time
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.db import connection, transaction

from apps.publication.enums import DecisionBody
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK
from apps.publication.services import adopt_rule, preview_rule, to_read
from apps.results.models import (
    Assessment,
    ClassFigures,
    HandBack,
    Recomputation,
    Result,
    ResultVersion,
)
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import (
    DivisionFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    TeachingFactory,
)
from tests.queries import statements

TAPPED = dt.datetime(2026, 11, 17, 8, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def build(count: int, pupils: int) -> tuple[object, dt.datetime]:
    """``count`` assessments handed back one a minute, nothing read by the guardians yet."""
    school = SchoolFactory()
    rule = RuleVersionFactory(school=school, rule=COPY_FIRST)
    opening = OpeningVersionFactory(school=school)
    division = DivisionFactory(school=school)
    teaching = TeachingFactory(school=school, year=division.year, division=division)
    teacher = StaffFactory(school=school)
    students = [StudentFactory(school=school) for _ in range(pupils)]
    assessments = Assessment.objects.bulk_create(
        Assessment(
            school=school,
            teaching=teaching,
            author=teacher,
            title=f"Évaluation {n}",
            held_on=TAPPED.date() - dt.timedelta(days=3),
            progress="Refaire l’exercice 4.",
            created_at=TAPPED - dt.timedelta(days=4),
        )
        for n in range(count)
    )
    results = Result.objects.bulk_create(
        Result(school=school, assessment=one, student=student, division=division)
        for one in assessments
        for student in students
    )
    place = {one.pk: n for n, one in enumerate(assessments)}
    HandBack.objects.bulk_create(
        HandBack(
            school=school,
            assessment=one,
            at=TAPPED + n * MINUTE / 2,
            recorded_at=TAPPED + n * MINUTE / 2,
            by=teacher.user,
        )
        for n, one in enumerate(assessments)
    )
    ResultVersion.objects.bulk_create(
        ResultVersion(
            school=school,
            result=row,
            student_id=row.student_id,
            n=1,
            value=Decimal(n % 20),
            entered_at=TAPPED - dt.timedelta(hours=n % 40),
            by=teacher.user,
            rule=rule,
            opening=opening,
            student_release_at=TAPPED + 10 * MINUTE + place[row.assessment_id] * MINUTE / 2,
            guardian_release_at=TAPPED + dt.timedelta(days=1, hours=8),
        )
        for n, row in enumerate(results)
    )
    ClassFigures.objects.bulk_create(
        ClassFigures(
            school=school,
            assessment=one,
            count=pupils,
            average=Decimal(10),
            lowest=Decimal(0),
            highest=Decimal(19),
            student_release_at=TAPPED + 10 * MINUTE + n * MINUTE / 2,
            guardian_release_at=TAPPED + dt.timedelta(days=1, hours=8),
        )
        for n, one in enumerate(assessments)
    )
    return school, TAPPED + dt.timedelta(hours=3)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--assessments", type=int, default=700)
    asked.add_argument("--pupils", type=int, default=23)
    options = asked.parse_args()
    with transaction.atomic():
        school, at = build(options.assessments, options.pupils)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE results_resultversion, results_result, results_assessment")
        begun, worked = time.perf_counter(), time.process_time()
        rules, opening = to_read(school, at=at)
        standing = {version.kind: version.as_rule() for version in rules}
        hours = opening.as_hours()
        preview_rule(school, ONCE_A_WEEK, rules=standing, hours=hours, at=at)
        previewed = time.perf_counter()
        with statements() as made:
            adopt_rule(
                school,
                ONCE_A_WEEK,
                by=None,
                at=at,
                body=DecisionBody.HEAD,
                decided_on=at.date(),
                reason="Mesure.",
            )
        adopted, worked = time.perf_counter(), time.process_time() - worked
        batch = Recomputation.objects.get(school=school)
        moved = batch.earlier + batch.later
        print(f"{options.assessments} évaluations, {moved} résultats déplacés")
        print(f"aperçu : {previewed - begun:.2f} s ; adoption : {adopted - previewed:.2f} s")
        print(f"processeur de Python, les deux ensemble : {worked:.2f} s")
        print(f"instructions SQL de l’adoption : {len(made)}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
