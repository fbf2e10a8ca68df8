"""Families who have something new to read, and the bell that tells them."""

from apps.notices.outbox.services import sending
from apps.publication.enums import NoticePolicy
from apps.publication.models import RuleVersion
from apps.publication.rules import Rule
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import ResultFactory, ResultVersionFactory
from tests.factories.schools import GuardianshipFactory, StudentFactory
from tests.world import GUARDIAN_AT


def drain(at):
    for notice in sending.claim(limit=100, at=at):
        sending.send(notice, at=at)


def informed_one(release_at=GUARDIAN_AT, **guardianship):
    """A guardian, and a result that appears to them at ``release_at``."""
    link = GuardianshipFactory(**guardianship)
    return link.guardian, released(link.student, release_at)


def released(student, release_at=GUARDIAN_AT, notice=NoticePolicy.AT_ONCE):
    kind = str(notice) if notice != NoticePolicy.AT_ONCE else ""
    rules = RuleVersion.objects.filter(school=student.school, kind=kind)
    rule = rules.first() or RuleVersionFactory(
        school=student.school, rule=Rule(notice=notice), kind=kind, kind_label=kind
    )
    result = ResultFactory(
        student=student, school=student.school, assessment__teaching__school=student.school
    )
    return ResultVersionFactory(
        result=result,
        rule=rule,
        student_release_at=release_at,
        guardian_release_at=release_at,
    )


def families(count):
    student = StudentFactory()
    for __ in range(count):
        GuardianshipFactory(student=student)
    released(student)
