"""Somebody is given something to do in the school, and it ends: who may read what, from when."""

import datetime as dt

import pytest

from apps.schools.enums import LinkSource, Role
from apps.schools.errors import TeamError
from apps.schools.models import LeadTeacher, Post, PreparedPost, Staff, Student, TeachingStaff
from apps.schools.offices import Office, holds
from apps.schools.team.inputs import Newcomer, PostWish
from apps.schools.team.services import classes, ends, posts, prepared
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    RENTREE,
    DivisionFactory,
    EnrolmentFactory,
    LeadTeacherFactory,
    SchoolFactory,
    StaffFactory,
    TeachingStaffFactory,
    since,
)

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)
TODAY = MONDAY.date()
FRIDAY = TODAY + 4 * DAY
DUVAL = Newcomer("MME", "DUVAL", "Inès", "ines.duval@example.org")


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def head(school):
    return StaffFactory(school=school, role=Role.PRINCIPAL)


@pytest.fixture
def away(school):
    """A teacher of one class with one pupil, away from today on."""
    link = TeachingStaffFactory(school=school, teaching__school=school, staff__school=school)
    EnrolmentFactory(school=school, division=link.teaching.division, student__school=school)
    return link


def wish(**asked):
    return PostWish(**({"person": DUVAL, "role": Role.TEACHER, "first_day": TODAY} | asked))


def give(school, head, at=MONDAY, **asked):
    return posts.give_post(wish(**asked), school=school, by=head.user, at=at)


def opened(person, at):
    """The pupils that this person opens."""
    person.user = person.user or UserFactory()
    person.save()
    reader = Reader(person.user, Capacity.STAFF, at)
    return Student.objects.visible_to(reader, at=at)


def holding(person, office, at):
    person.user = person.user or UserFactory()
    person.save()
    return holds(Reader(person.user, Capacity.STAFF, at), office)


# Giving -----------------------------------------------------------------------------------------


def test_a_substitute_opens_the_pupils_of_whom_they_replace_until_the_last_day(school, head, away):
    post = give(school, head, last_day=FRIDAY, replaces=away.staff, teachings=(away.teaching,))

    assert (post.replaces, post.source, post.set_by) == (away.staff, LinkSource.HAND, head.user)
    assert not opened(post.staff, MONDAY - HOUR).exists()
    assert opened(post.staff, MONDAY + HOUR).count() == 1
    assert opened(post.staff, MONDAY + 4 * DAY).count() == 1
    assert not opened(post.staff, MONDAY + 5 * DAY).exists()
    assert opened(away.staff, MONDAY + HOUR).count() == 1  # who is away still reads their class


def test_a_post_of_next_week_opens_nothing_today(school, head):
    post = give(school, head, role=Role.CPE, first_day=TODAY + WEEK)

    assert not holding(post.staff, Office.WHOLE_SCHOOL, MONDAY + HOUR)
    assert holding(post.staff, Office.WHOLE_SCHOOL, MONDAY + WEEK)


def test_a_second_post_is_held_beside_the_first(school, head, away):
    post = give(school, head, person=away.staff, role=Role.DIGITAL_REFERENT)

    assert post.staff == away.staff
    assert holding(away.staff, Office.TOOLS, MONDAY + HOUR)
    assert opened(away.staff, MONDAY + HOUR).count() == 1


def test_the_same_post_twice_at_once_is_refused_and_nothing_is_written(school, head, away):
    with pytest.raises(TeamError, match="déjà cette fonction"):
        give(school, head, person=away.staff)

    assert Post.objects.filter(staff=away.staff).count() == 1


@pytest.mark.parametrize("last_day", [TODAY - DAY, dt.date(2020, 1, 1)])
def test_a_post_that_would_be_over_is_refused(school, head, last_day):
    with pytest.raises(TeamError, match="dernier jour"):
        give(school, head, last_day=last_day)

    assert not Staff.objects.filter(last_name="DUVAL").exists()


def test_who_left_comes_back_for_as_long_as_the_post(school, head):
    left = StaffFactory(school=school, during=since(end=RENTREE + WEEK))

    give(school, head, person=left, role=Role.SECRETARY)

    left.refresh_from_db()
    assert MONDAY + HOUR in left.during
    assert holding(left, Office.ACCOUNTS, MONDAY + HOUR)


def test_what_is_taught_already_is_not_given_twice(school, head, away):
    give(
        school,
        head,
        person=away.staff,
        role=Role.DIGITAL_REFERENT,
        teachings=(away.teaching,),
    )

    assert TeachingStaff.objects.filter(staff=away.staff).count() == 1


# Ending -----------------------------------------------------------------------------------------


def test_a_post_ends_at_once_with_what_it_gave(school, head, away):
    (post,) = away.staff.posts.all()

    ends.end_post(post, last_day=None, by=head.user, at=MONDAY)

    away.staff.refresh_from_db()
    away.refresh_from_db()
    assert not opened(away.staff, MONDAY + HOUR).exists()
    assert away.ended_by == head.user
    assert MONDAY + HOUR not in away.staff.during


def test_a_post_ends_after_its_last_day(school, head, away):
    (post,) = away.staff.posts.all()

    ends.end_post(post, last_day=FRIDAY, by=head.user, at=MONDAY)

    away.staff.refresh_from_db()
    assert opened(away.staff, MONDAY + 4 * DAY).count() == 1
    assert not opened(away.staff, MONDAY + 5 * DAY).exists()


def test_another_post_keeps_its_person_and_their_classes(school, head, away):
    referent = give(school, head, person=away.staff, role=Role.DIGITAL_REFERENT)

    ends.end_post(referent, last_day=None, by=head.user, at=MONDAY + HOUR)

    away.staff.refresh_from_db()
    assert not holding(away.staff, Office.TOOLS, MONDAY + 2 * HOUR)
    assert opened(away.staff, MONDAY + 2 * HOUR).count() == 1


def test_a_post_that_has_not_begun_never_was(school, head):
    post = give(school, head, role=Role.CPE, first_day=TODAY + WEEK)

    ends.end_post(post, last_day=None, by=head.user, at=MONDAY + HOUR)

    post.refresh_from_db()
    assert post.during.isempty
    assert not holding(post.staff, Office.WHOLE_SCHOOL, MONDAY + WEEK)


def test_the_school_is_never_left_without_anybody_to_decide(school, head):
    (post,) = head.posts.all()
    StaffFactory(school=school, role=Role.DEPUTY, user=None)  # has no account to decide with

    with pytest.raises(TeamError, match="sans direction"):
        ends.end_post(post, last_day=None, by=head.user, at=MONDAY)

    assert holding(head, Office.HEADS, MONDAY + HOUR)


def test_a_head_may_go_where_another_one_stays(school, head):
    StaffFactory(school=school, role=Role.DEPUTY)
    (post,) = head.posts.all()

    ends.end_post(post, last_day=None, by=head.user, at=MONDAY)

    assert not holding(head, Office.HEADS, MONDAY + HOUR)


@pytest.mark.parametrize("other_ends", [FRIDAY, TODAY])
def test_two_heads_who_both_go_leave_nobody_and_the_second_is_refused(school, head, other_ends):
    deputy = StaffFactory(school=school, role=Role.DEPUTY)
    ends.end_post(deputy.posts.get(), last_day=other_ends, by=head.user, at=MONDAY)

    with pytest.raises(TeamError, match="sans direction"):
        ends.end_post(head.posts.get(), last_day=TODAY + DAY, by=head.user, at=MONDAY)

    assert holding(head, Office.HEADS, MONDAY + WEEK)


def test_a_head_goes_when_another_one_arrives(school, head):
    give(school, head, role=Role.DEPUTY, first_day=FRIDAY)
    newcomer = Staff.objects.get(last_name="DUVAL")
    newcomer.user = UserFactory()
    newcomer.save()

    with pytest.raises(TeamError, match="sans direction"):
        ends.end_post(head.posts.get(), last_day=TODAY, by=head.user, at=MONDAY)
    ends.end_post(head.posts.get(), last_day=FRIDAY, by=head.user, at=MONDAY)

    assert holding(newcomer, Office.HEADS, MONDAY + WEEK)


def test_heads_of_another_school_save_nobody(school, head):
    StaffFactory(role=Role.PRINCIPAL)

    with pytest.raises(TeamError, match="sans direction"):
        ends.end_post(head.posts.get(), last_day=None, by=head.user, at=MONDAY)


def test_a_post_that_is_over_opens_nothing_beside_one_that_stands(school, head, away):
    """On the pages of the team, where jobs are read once, as in a job of the night."""
    cpe = give(school, head, person=away.staff, role=Role.CPE)
    ends.end_post(cpe, last_day=None, by=head.user, at=MONDAY + HOUR)
    later = MONDAY + 2 * HOUR

    for memo in (None, {}):
        reader = Reader(away.staff.user, Capacity.STAFF, later, memo)
        assert not holds(reader, Office.WHOLE_SCHOOL)
        assert not holds(reader, Office.WHOLE_SCHOOL, school)
        assert Student.objects.visible_to(reader, at=later).count() == 1


def test_who_teaches_no_longer_keeps_no_class_whatever_else_they_do(school, head, away):
    referent = give(school, head, person=away.staff, role=Role.DIGITAL_REFERENT)
    ends.end_post(referent, last_day=FRIDAY, by=head.user, at=MONDAY)
    teacher = away.staff.posts.get(role=Role.TEACHER)

    ends.end_post(teacher, last_day=None, by=head.user, at=MONDAY)

    assert not opened(away.staff, MONDAY + HOUR).exists()
    assert not opened(away.staff, MONDAY + WEEK).exists()
    assert holding(away.staff, Office.TOOLS, MONDAY + HOUR)
    assert not holding(away.staff, Office.TOOLS, MONDAY + WEEK)


def test_the_stay_ends_with_the_last_post_whichever_was_ended_first(school, head, away):
    """And both acts are given back, the last one first."""
    referent = give(school, head, person=away.staff, role=Role.DIGITAL_REFERENT)
    ends.end_post(referent, last_day=FRIDAY, by=head.user, at=MONDAY)
    teacher = away.staff.posts.get(role=Role.TEACHER)

    ends.end_post(teacher, last_day=None, by=head.user, at=MONDAY + HOUR)

    away.staff.refresh_from_db()
    assert MONDAY + 4 * DAY in away.staff.during
    assert MONDAY + WEEK not in away.staff.during
    ends.give_back(teacher, by=head.user, at=MONDAY + 2 * HOUR)
    away.staff.refresh_from_db()
    assert away.staff.during.upper is None
    assert opened(away.staff, MONDAY + WEEK).count() == 1


def test_a_stay_without_a_post_opens_no_class(school, head, away):
    """Whoever wrote it: the rows of a class outlive no post."""
    Post.objects.filter(staff=away.staff).update(during=(RENTREE, MONDAY))

    for memo in (None, {}):
        reader = Reader(away.staff.user, Capacity.STAFF, MONDAY + HOUR, memo)
        assert not Student.objects.visible_to(reader, at=MONDAY + HOUR).exists()


def test_two_posts_given_to_who_left_both_open(school, head):
    left = StaffFactory(school=school, during=since(end=RENTREE + WEEK))
    before = Staff.objects.get(pk=left.pk)

    give(school, head, person=left, role=Role.CPE)
    give(school, head, person=before, role=Role.SECRETARY, last_day=FRIDAY)

    left.refresh_from_db()
    assert holding(left, Office.WHOLE_SCHOOL, MONDAY + 2 * WEEK)


def test_who_left_is_given_no_class(school, head, away):
    left = StaffFactory(school=school, during=since(end=RENTREE + WEEK))

    with pytest.raises(TeamError, match="ne travaille pas"):
        classes.give_teachings(left, [away.teaching], by=head.user, at=MONDAY)
    with pytest.raises(TeamError, match="ne travaille pas"):
        classes.name_lead(left, away.teaching.division, by=head.user, at=MONDAY)


@pytest.mark.parametrize("last_day", [TODAY - DAY, dt.date(2026, 1, 1)])
def test_a_post_does_not_end_in_the_past(school, head, away, last_day):
    with pytest.raises(TeamError, match="passé"):
        ends.end_post(away.staff.posts.get(), last_day=last_day, by=head.user, at=MONDAY)


def test_what_is_over_is_not_ended_twice(school, head, away):
    post = away.staff.posts.get()
    ends.end_post(post, last_day=None, by=head.user, at=MONDAY)

    with pytest.raises(TeamError, match="déjà fini"):
        ends.end_post(post, last_day=None, by=head.user, at=MONDAY + HOUR)


# Classes ----------------------------------------------------------------------------------------


def test_a_class_is_given_and_taken_back(school, head, away):
    other = StaffFactory(school=school)

    classes.give_teachings(other, [away.teaching], by=head.user, at=MONDAY)
    link = TeachingStaff.objects.get(staff=other)
    assert opened(other, MONDAY + HOUR).count() == 1
    classes.end_link(link, by=head.user, at=MONDAY + 2 * HOUR)

    assert not opened(other, MONDAY + 3 * HOUR).exists()
    assert (link.source, link.set_by) == (LinkSource.HAND, head.user)


def test_a_lead_teacher_is_named_once(school, head, away):
    division = DivisionFactory(school=school, year=away.teaching.year)

    classes.name_lead(away.staff, division, by=head.user, at=MONDAY)
    with pytest.raises(TeamError, match="déjà professeur principal"):
        classes.name_lead(away.staff, division, by=head.user, at=MONDAY + HOUR)

    assert LeadTeacher.objects.get(division=division).source == LinkSource.HAND


# Prepared by the office -------------------------------------------------------------------------


@pytest.fixture
def secretary(school):
    return StaffFactory(school=school, role=Role.SECRETARY)


def prepare(school, secretary, **asked):
    return prepared.prepare(wish(**asked), school=school, by=secretary.user, at=MONDAY)


def test_what_is_prepared_opens_nothing_until_a_head_says_yes(school, head, secretary, away):
    asked = prepare(
        school, secretary, replaces=away.staff, teachings=(away.teaching,), last_day=FRIDAY
    )
    assert not Staff.objects.filter(last_name="DUVAL").exists()

    post = prepared.confirm(asked, by=head.user, at=MONDAY + HOUR)

    assert (post.staff.email, post.replaces) == ("ines.duval@example.org", away.staff)
    assert post.set_by == head.user
    assert opened(post.staff, MONDAY + 2 * HOUR).count() == 1


def test_an_answer_is_given_once(school, head, secretary):
    asked = prepare(school, secretary)
    prepared.set_aside(asked, by=head.user, at=MONDAY)

    for answer in (prepared.confirm, prepared.set_aside):
        with pytest.raises(TeamError, match="déjà répondu"):
            answer(asked, by=head.user, at=MONDAY + HOUR)

    assert not Post.objects.filter(staff__last_name="DUVAL").exists()


def test_a_yes_that_comes_after_the_last_day_says_so_and_still_waits(school, head, secretary):
    asked = prepare(school, secretary, last_day=FRIDAY)

    with pytest.raises(TeamError, match="dernier jour"):
        prepared.confirm(asked, by=head.user, at=MONDAY + WEEK)

    assert PreparedPost.objects.waiting().get() == asked


def test_what_is_prepared_gives_no_class_of_another_school(school, head, secretary, away):
    """Keys are kept as they were typed: those that are not of this school are no part of it."""
    elsewhere = TeachingStaffFactory()
    held = prepared.prepare(
        wish(teachings=(away.teaching, elsewhere.teaching)),
        school=school,
        by=secretary.user,
        at=MONDAY,
    )

    post = prepared.confirm(held, by=head.user, at=MONDAY + HOUR)

    assert [link.teaching for link in post.staff.teaching_links.all()] == [away.teaching]


@pytest.mark.parametrize("kind", ["taught", "led"])
def test_a_class_taken_back_is_over_and_is_not_ended_twice(school, head, away, kind):
    """Who ended it, and when, stays as it was said the first time."""
    led = LeadTeacherFactory(school=school, division=away.teaching.division, staff=away.staff)
    link = away if kind == "taught" else led
    classes.end_link(link, by=head.user, at=MONDAY)
    ended = type(link).objects.get(pk=link.pk).during

    with pytest.raises(TeamError, match="déjà fini"):
        classes.end_link(link, by=UserFactory(), at=MONDAY + HOUR)

    link.refresh_from_db()
    assert link.during == ended
    assert link.ended_by == head.user


def test_only_those_who_look_after_accounts_read_what_is_prepared(school, head, secretary, away):
    prepare(school, secretary)
    elsewhere = StaffFactory(role=Role.PRINCIPAL)

    def read(person, capacity=Capacity.STAFF):
        reader = Reader(person.user, capacity, MONDAY)
        return PreparedPost.objects.visible_to(reader, at=MONDAY).count()

    assert [read(one) for one in (head, secretary, away.staff, elsewhere)] == [1, 1, 0, 0]
    assert read(head, Capacity.FAMILY) == 0


# A mistake --------------------------------------------------------------------------------------


def rows_of(person):
    """All that is held, as the database keeps it."""
    person.refresh_from_db()
    fields = ("pk", "during", "source", "set_by", "ended_by")
    held = [person.posts, person.teaching_links, LeadTeacher.objects.filter(staff=person)]
    return [person.during, *(list(rows.order_by("pk").values_list(*fields)) for rows in held)]


@pytest.fixture
def leading(away):
    """They lead their class until Friday week, and another one from next week on."""
    classes = away.teaching.division, DivisionFactory(school=away.school)
    spans = since(RENTREE, MONDAY + 11 * DAY), since(MONDAY + WEEK)
    for division, during in zip(classes, spans, strict=True):
        LeadTeacherFactory(division=division, staff=away.staff, during=during)
    return away


@pytest.mark.parametrize("last_day", [None, FRIDAY])
def test_what_ended_by_mistake_is_given_back_as_it_was(head, leading, last_day):
    person = leading.staff
    before = rows_of(person)
    post = ends.end_post(person.posts.get(), last_day=last_day, by=head.user, at=MONDAY)
    assert rows_of(person) != before

    ends.give_back(post, by=head.user, at=MONDAY + HOUR)

    assert rows_of(person) == before
    assert opened(person, MONDAY + 2 * HOUR).count() == 1


def test_a_post_cancelled_before_its_first_day_is_given_back(school, head):
    post = give(school, head, first_day=TODAY + WEEK)
    before = rows_of(post.staff)
    ends.end_post(post, last_day=None, by=head.user, at=MONDAY + HOUR)
    assert post.staff.__class__.objects.get(pk=post.staff.pk).during.isempty

    ends.give_back(post, by=head.user, at=MONDAY + 2 * HOUR)

    assert rows_of(post.staff) == before


def test_one_post_of_two_is_given_back_and_the_other_is_left_as_it_is(school, head, away):
    other = give(school, head, person=away.staff, role=Role.DIGITAL_REFERENT)
    before = rows_of(away.staff)
    post = away.staff.posts.exclude(pk=other.pk).get()
    ends.end_post(post, last_day=None, by=head.user, at=MONDAY + HOUR)

    ends.give_back(post, by=head.user, at=MONDAY + 2 * HOUR)

    assert rows_of(away.staff) == before


def another_post(school, head, person):
    give(school, head, at=MONDAY + HOUR, person=person, role=Role.NURSE)


def a_class(school, head, person):
    another_post(school, head, person)
    link = TeachingStaffFactory(school=school, teaching__school=school, staff__school=school)
    classes.give_teachings(person, [link.teaching], by=head.user, at=MONDAY + 2 * HOUR)


def the_other_post_ended(school, head, person):
    another_post(school, head, person)
    post = person.posts.get(role=Role.NURSE)
    ends.end_post(post, last_day=None, by=head.user, at=MONDAY + 2 * HOUR)


def a_stay_written_by_a_file(school, head, person):
    Staff.objects.filter(pk=person.pk).update(during=since(RENTREE))


def a_class_written_by_a_file(school, head, person):
    other = TeachingStaffFactory(school=school, teaching__school=school, staff__school=school)
    TeachingStaffFactory(school=school, teaching=other.teaching, staff=person)


def another_end_of_a_class(school, head, person):
    TeachingStaff.objects.filter(staff=person).update(during=since(RENTREE, MONDAY - DAY))


def given_back_already(school, head, person):
    ends.give_back(person.posts.get(), by=head.user, at=MONDAY + HOUR)


@pytest.mark.parametrize(
    "decided",
    [
        another_post,
        a_class,
        the_other_post_ended,
        a_stay_written_by_a_file,
        a_class_written_by_a_file,
        another_end_of_a_class,
        given_back_already,
    ],
)
def test_nothing_is_given_back_once_something_else_was_decided(school, head, away, decided):
    post = ends.end_post(away.staff.posts.get(), last_day=None, by=head.user, at=MONDAY)
    decided(school, head, away.staff)
    before = rows_of(away.staff)

    with pytest.raises(TeamError, match="Autre chose a été décidé"):
        ends.give_back(post, by=head.user, at=MONDAY + 3 * HOUR)

    assert rows_of(away.staff) == before


def test_nothing_is_given_back_a_week_later(head, away):
    post = ends.end_post(away.staff.posts.get(), last_day=None, by=head.user, at=MONDAY)

    with pytest.raises(TeamError):
        ends.give_back(post, by=head.user, at=MONDAY + WEEK)

    ends.give_back(post, by=head.user, at=MONDAY + WEEK - HOUR)


def test_what_a_file_ended_is_not_given_back(school, head, away):
    post = away.staff.posts.get()
    Post.objects.filter(pk=post.pk).update(during=since(RENTREE, MONDAY - HOUR))

    with pytest.raises(TeamError):
        ends.give_back(post, by=head.user, at=MONDAY)
