"""Whatever the database lets one person have but once, two rows of one person may each have.

Every constraint that names ``Staff`` has its case here: a new one fails until it says what becomes
of the second.
"""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import ForeignKey, UniqueConstraint
from pghistory.models import Event

from apps.homework.models import CancelledLesson, TeacherAbsence
from apps.invitations.codes.services import give_code
from apps.invitations.enums import CodeEnd, MailEnd, Purpose
from apps.invitations.models import AccessCode, CodeMail
from apps.notices.enums import Delivery
from apps.notices.models import Notice
from apps.schools.enums import HalfDay
from apps.schools.models import LeadTeacher, Post, Staff, TeachingStaff
from apps.schools.team.services import same_person
from tests.factories.notices import NoticeFactory
from tests.factories.schools import (
    LeadTeacherFactory,
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.schools.team.pages import DAY, NOON, address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def pair(school):
    """Typed here, and of the file: without an account yet."""
    names = {"school": school, "user": None, "last_name": "DUVAL", "first_name": "Inès"}
    typed = StaffFactory(**names, sts_type="", sts_id="", role__none="")
    return typed, StaffFactory(**names, role__none="")


def unite(pair, head):
    return same_person.unite(*pair, by=head.user, at=NOON)


def code(person, head, **more):
    row, __ = give_code(
        person,
        **{"purpose": Purpose.ACTIVATION, "delivery": Delivery.HANDED, "at": NOON} | more,
        by=head.user,
    )
    return row


def mail(person, head, address="ines@example.org"):
    return CodeMail.objects.create(
        school=person.school,
        staff=person,
        address=address,
        by=head.user,
        created_at=NOON,
        not_before=NOON,
    )


def notice(person, **more):
    return NoticeFactory(guardian=None, staff=person, school=person.school, event="x", **more)


def absence(person, first, last, head):
    return TeacherAbsence.objects.create(
        school=person.school,
        staff=person,
        during=DateTimeTZRange(NOON + first * DAY, NOON + last * DAY),
        by=head.user,
        at=NOON,
    )


def links(model, name, factory):
    def both(pair, head):
        teaching = TeachingFactory(school=head.school)
        of = teaching if name == "teaching" else teaching.division
        for person in pair:
            factory(**{name: of, "staff": person})

    return both


def each(write):
    return lambda pair, head: [write(person, head) for person in pair]


BOTH_HAVE = {
    "access_code_one_open_a_staff": each(code),
    "code_mail_one_waiting": each(mail),
    "notice_told_once_to_staff": lambda pair, head: [notice(person) for person in pair],
    "teacher_absence_once_at_a_time": each(lambda one, head: absence(one, 1, 2, head)),
    "post_once_at_a_time": lambda pair, head: [
        Post.objects.create(
            school=one.school, staff=one, role="CPE", during=DateTimeTZRange(NOON, None)
        )
        for one in pair
    ],
    "teaching_staff_once_at_a_time": links(TeachingStaff, "teaching", TeachingStaffFactory),
    "lead_teacher_once_at_a_time": links(LeadTeacher, "division", LeadTeacherFactory),
}


def constraints_on_staff():
    """Of every table that points at the team: those that one of its columns is part of."""
    for model in apps.get_models():
        if issubclass(model, Event):
            continue
        names = {
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and field.related_model is Staff
        }
        for field in model._meta.get_fields():
            if field.name in names and field.unique:
                yield f"{model._meta.label}.{field.name}"
        for one in model._meta.constraints:
            if isinstance(one, UniqueConstraint):
                within = {*one.fields, *(str(expression) for expression in one.expressions)}
            elif isinstance(one, ExclusionConstraint):
                within = {expression for expression, _operator in one.expressions}
            else:
                continue
            if names & {str(part).removeprefix("F(").removesuffix(")") for part in within}:
                yield one.name


@pytest.mark.parametrize("constraint", sorted(constraints_on_staff()))
def test_two_rows_that_both_have_it_are_united(pair, head, signed_in, school, constraint):
    assert constraint in BOTH_HAVE, "say what becomes of the second, and try it here"
    BOTH_HAVE[constraint](pair, head)

    done = signed_in(head).post(address("team_unite", school, *(one.public_id for one in pair)))

    assert done.status_code == 302
    assert Staff.objects.filter(pk__in=[one.pk for one in pair]).count() == 1


def test_of_two_codes_that_of_the_row_that_stays_opens(pair, head):
    stays, goes = code(pair[0], head), code(pair[1], head)
    alone = code(pair[1], head, purpose=Purpose.RESET)

    kept = unite(pair, head)

    assert set(AccessCode.objects.open(at=NOON).filter(staff=kept)) == {stays, alone}
    goes.refresh_from_db()
    assert (goes.staff, goes.cancelled_at, goes.cancelled_because) == (
        kept,
        NOON,
        CodeEnd.WITHDRAWN,
    )


def test_a_code_that_opens_nothing_any_more_gives_way_to_one_that_does(pair, head):
    over, opens = code(pair[0], head, at=NOON - 400 * DAY), code(pair[1], head)

    unite(pair, head)

    assert list(AccessCode.objects.unused()) == [opens]
    over.refresh_from_db()
    assert over.cancelled_because == CodeEnd.WITHDRAWN


def test_of_two_mails_that_of_the_row_that_stays_leaves(pair, head):
    stays, goes = mail(pair[0], head), mail(pair[1], head, "autre@example.org")

    unite(pair, head)

    assert list(CodeMail.objects.waiting()) == [stays]
    goes.refresh_from_db()
    assert (goes.cancelled_at, goes.cancelled_because) == (NOON, MailEnd.WITHDRAWN)


def test_the_mail_of_the_other_row_alone_still_leaves(pair, head):
    alone = mail(pair[1], head)

    kept = unite(pair, head)

    assert CodeMail.objects.waiting().get() == alone
    assert CodeMail.objects.waiting().get().staff == kept


@pytest.mark.parametrize("sent", [0, 1])
def test_what_one_row_was_told_is_not_told_again(pair, head, sent):
    rows = [notice(one, sent=rank == sent) for rank, one in enumerate(pair)]

    kept = unite(pair, head)

    assert Notice.objects.get() == rows[sent]
    assert Notice.objects.get().staff == kept


def lesson(absence, teaching, day, **more):
    return CancelledLesson.objects.create(
        school=absence.school,
        absence=absence,
        teaching=teaching,
        day=(NOON + dt.timedelta(days=day)).date(),
        half=HalfDay.MORNING,
        at=NOON,
        **more,
    )


def test_two_absences_at_once_are_one_with_every_missing_lesson(pair, head):
    """Of the second day, the row that stays says that the lesson is held, the other that not."""
    teaching = TeachingFactory(school=head.school)
    mine, theirs = absence(pair[0], 1, 3, head), absence(pair[1], 2, 5, head)
    after = absence(pair[0], 4, 6, head)
    apart = absence(pair[1], 8, 9, head)
    lesson(mine, teaching, 1)
    lesson(mine, teaching, 2, is_held=True)
    lesson(theirs, teaching, 2)
    lesson(theirs, teaching, 4)
    lesson(after, teaching, 5)

    kept = unite(pair, head)

    one, other = TeacherAbsence.objects.filter(staff=kept).order_by("during")
    assert (one.pk, one.during.lower, one.during.upper) == (mine.pk, NOON + DAY, NOON + 6 * DAY)
    assert other == apart
    missing = CancelledLesson.objects.filter(absence=one, is_held=False)
    assert [(row.day - NOON.date()).days for row in missing.order_by("day")] == [1, 2, 4, 5]
    assert not CancelledLesson.objects.filter(is_held=True).exists()


def test_an_absence_taken_back_is_left_beside_the_other(pair, head):
    standing = absence(pair[0], 1, 3, head)
    back = absence(pair[1], 1, 3, head)
    TeacherAbsence.objects.filter(pk=back.pk).update(withdrawn_at=NOON)

    kept = unite(pair, head)

    assert set(TeacherAbsence.objects.filter(staff=kept)) == {standing, back}
    assert TeacherAbsence.objects.standing().get() == standing
