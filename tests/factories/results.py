"""Assessments and results, made through the services wherever a rule is involved."""

import datetime as dt
from decimal import Decimal

import factory

from apps.results.marks import services as marks_services
from apps.results.marks.rules.typed import Mark
from apps.results.models import Assessment, HandBack, Hold, Result, ResultVersion, Withdrawal
from tests.factories.accounts import UserFactory
from tests.factories.schools import StaffFactory, StudentFactory, TeachingFactory

# A Tuesday of November 2026, 9:00 in Paris: lessons are going on.
MONDAY = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
TUESDAY = dt.datetime(2026, 11, 17, 8, tzinfo=dt.UTC)


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    teaching = factory.SubFactory(TeachingFactory)
    school = factory.SelfAttribute("teaching.school")
    author = factory.SubFactory(StaffFactory, school=factory.SelfAttribute("..school"))
    title = "Fractions"
    held_on = dt.date(2026, 11, 12)
    progress = "Devoirs faits, mardi à 16 h."
    created_at = MONDAY


class ResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Result

    assessment = factory.SubFactory(AssessmentFactory)
    school = factory.SelfAttribute("assessment.school")
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..school"))
    division = factory.SelfAttribute("assessment.teaching.division")
    level = "4e"


class ResultVersionFactory(factory.django.DjangoModelFactory):
    """One state placed by hand: ``guardian_release_at`` and ``student_release_at`` as given."""

    class Meta:
        model = ResultVersion

    result = factory.SubFactory(ResultFactory)
    school = factory.SelfAttribute("result.school")
    student = factory.SelfAttribute("result.student")
    n = 1
    value = Decimal("11.00")
    entered_at = MONDAY
    by = factory.SubFactory(UserFactory)


class HandBackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandBack

    assessment = factory.SubFactory(AssessmentFactory)
    school = factory.SelfAttribute("assessment.school")
    at = TUESDAY
    recorded_at = factory.SelfAttribute("at")
    by = factory.SubFactory(UserFactory)


def enter(assessment, marks, *, by, at, reason="", **words):
    """Enter marks by pupil through the service: ``{student: "12.5" or "abs"}``."""
    rows = {row.student_id: row for row in assessment.results.all()}
    entries = []
    for student, typed in marks.items():
        result = rows[student.pk]
        last = result.versions.order_by("-n").first()
        is_word = not typed[0].isdigit()
        mark = Mark(status=typed) if is_word else Mark(value=Decimal(typed))
        entries.append(
            marks_services.MarkEntry(result=result, mark=mark, seen=last.n if last else 0, **words)
        )
    return marks_services.save_marks(assessment, entries, by=by, at=at, reason=reason)


class HoldFactory(factory.django.DjangoModelFactory):
    """One hold placed by hand: the instants of the versions are left as they are."""

    class Meta:
        model = Hold

    result = factory.SubFactory(ResultFactory)
    school = factory.SelfAttribute("result.school")
    since = MONDAY
    until = TUESDAY
    reason = "Appeler la famille d’abord."
    by = factory.SubFactory(UserFactory)


class WithdrawalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Withdrawal

    result = factory.SubFactory(ResultFactory)
    school = factory.SelfAttribute("result.school")
    up_to = 1
    at = TUESDAY
    by = factory.SubFactory(UserFactory)
    reason_for_family = "La note était celle d’un autre élève."
