"""Enter, hand back, undo, correct: what the services write and refuse."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from apps.publication.enums import Trigger
from apps.publication.rules import Rule
from apps.results.assessments.services import assessments
from apps.results.errors import ReasonNeededError, ResultError, StaleEntryError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.marks import services as marks_services
from apps.results.marks.rules.typed import Mark
from apps.results.models import ClassFigures, HandBack, Result, ResultVersion
from apps.results.words.services.help import Help
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.results import TUESDAY, HandBackFactory, enter
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    StaffFactory,
    StudentFactory,
    TeachingFactory,
    since,
)

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
# Tuesday 17 November, 9:00 in Paris → pupil 9:10, guardians Wednesday 17:00.
STUDENT_AT = TUESDAY + 10 * MINUTE
GUARDIAN_AT = dt.datetime(2026, 11, 18, 16, tzinfo=dt.UTC)


@pytest.fixture
def teaching():
    teaching = TeachingFactory()
    RuleVersionFactory(school=teaching.school)
    OpeningVersionFactory(school=teaching.school)
    return teaching


@pytest.fixture
def teacher(teaching):
    return StaffFactory(school=teaching.school)


@pytest.fixture
def students(teaching):
    return [EnrolmentFactory(division=teaching.division).student for _ in range(6)]


@pytest.fixture
def assessment(teaching, teacher, students):
    return create(teaching, teacher)


def create(teaching, teacher, **fields):
    defaults = {
        "title": "Fractions",
        "held_on": dt.date(2026, 11, 12),
        "progress": "Devoirs faits, mardi à 16 h.",
    }
    return assessments.create_assessment(
        teaching, author=teacher, at=TUESDAY - 5 * DAY, **(defaults | fields)
    )


def instants(version):
    version.refresh_from_db()
    return version.student_release_at, version.guardian_release_at


# Roster ------------------------------------------------------------------------------------------


def test_every_pupil_of_the_class_is_on_the_roster_before_any_mark(assessment, students):
    EnrolmentFactory()  # another class

    roster = Result.objects.filter(assessment=assessment).values_list("student", flat=True)

    assert sorted(roster) == sorted(student.pk for student in students)


def test_a_pupil_who_left_the_class_is_not_on_the_roster(teaching, teacher):
    EnrolmentFactory(division=teaching.division, during=since(end=TUESDAY - 10 * DAY))

    assert not Result.objects.filter(assessment=create(teaching, teacher)).exists()


def test_a_group_assessment_takes_the_pupils_of_the_group_with_their_class(teaching, teacher):
    group = GroupFactory(school=teaching.school, year=teaching.year)
    division = DivisionFactory(school=teaching.school, year=teaching.year, level="5e")
    member = EnrolmentFactory(division=division).student
    GroupMembershipFactory(group=group, student=member)
    EnrolmentFactory(division=division)  # same class, not in the group
    latin = TeachingFactory(school=teaching.school, year=teaching.year, division=None, group=group)

    rows = Result.objects.filter(assessment=create(latin, teacher))

    assert [(row.student, row.division, row.level) for row in rows] == [(member, division, "5e")]


# Marks -------------------------------------------------------------------------------------------


def test_a_mark_alone_is_visible_to_nobody(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    assert instants(version) == (None, None)


def test_saving_the_same_grid_again_writes_nothing(assessment, students, teacher):
    enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    again = enter(assessment, {students[0]: "11.00"}, by=teacher.user, at=TUESDAY + MINUTE)

    assert (again, ResultVersion.objects.count()) == ([], 1)


def test_a_second_tab_is_told_and_overwrites_nothing(assessment, students, teacher):
    enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)
    result = Result.objects.get(student=students[0])
    stale = marks_services.MarkEntry(result=result, mark=Mark(Decimal("3")), seen=0)

    with pytest.raises(StaleEntryError):
        marks_services.save_marks(assessment, [stale], by=teacher.user, at=TUESDAY + MINUTE)

    assert ResultVersion.objects.get().value == Decimal("11")


def test_one_refused_row_saves_no_row(assessment, students, teacher):
    rows = {row.student_id: row for row in Result.objects.all()}
    good = marks_services.MarkEntry(result=rows[students[0].pk], mark=Mark(Decimal("11")))
    bad = marks_services.MarkEntry(result=rows[students[1].pk], mark=Mark(Decimal("11")), seen=4)

    with pytest.raises(StaleEntryError):
        marks_services.save_marks(assessment, [good, bad], by=teacher.user, at=TUESDAY)

    assert not ResultVersion.objects.exists()


# Hand-back ---------------------------------------------------------------------------------------


def test_the_tap_places_both_instants(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)

    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    assert instants(version) == (STUDENT_AT, GUARDIAN_AT)


def test_a_tap_in_the_evening_waits_for_the_morning(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    late = dt.datetime(2026, 11, 17, 20, 30, tzinfo=dt.UTC)  # 21:30 in Paris

    hand_backs_services.hand_back(assessment, by=teacher.user, at=late)

    assert instants(version) == (
        dt.datetime(2026, 11, 18, 6, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 19, 16, tzinfo=dt.UTC),
    )


def test_a_back_dated_tap_still_leaves_ten_minutes_to_undo(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    afternoon = TUESDAY + dt.timedelta(hours=6)

    hand_backs_services.hand_back(assessment, by=teacher.user, at=afternoon, handed_back_at=TUESDAY)

    assert instants(version)[0] == afternoon + 10 * MINUTE


def test_a_mark_entered_after_the_tap_follows_the_same_rule(assessment, students, teacher):
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    (version,) = enter(
        assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY + dt.timedelta(hours=2)
    )

    assert instants(version) == (
        TUESDAY + dt.timedelta(hours=2, minutes=10),
        GUARDIAN_AT,
    )


@pytest.mark.parametrize("mark", ["0", "8", "20", "abs", "nn"])
def test_no_instant_depends_on_the_value(assessment, students, teacher, mark):
    enter(assessment, {students[0]: mark}, by=teacher.user, at=TUESDAY - DAY)

    hand_backs_services.hand_back(
        assessment, by=teacher.user, at=TUESDAY, help_for_all=Help(nothing=True)
    )

    assert instants(ResultVersion.objects.latest().get()) == (STUDENT_AT, GUARDIAN_AT)


def test_two_taps_make_one_fact(assessment, teacher):
    first = hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    second = hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY + MINUTE)

    assert (second, HandBack.objects.count()) == (first, 1)


def test_the_database_refuses_two_standing_hand_backs(assessment):
    HandBackFactory(assessment=assessment)

    with pytest.raises(IntegrityError, match="handed_back_once"), transaction.atomic():
        HandBackFactory(assessment=assessment)


def test_the_help_line_is_asked_before_the_tap(teaching, teacher, students):
    bare = create(teaching, teacher, progress="")

    with pytest.raises(ResultError, match="pour progresser"):
        hand_backs_services.hand_back(bare, by=teacher.user, at=TUESDAY)

    assert not HandBack.objects.exists()


def test_copies_are_not_handed_back_before_the_assessment(teaching, teacher, students):
    early = create(teaching, teacher, held_on=TUESDAY.date() + DAY)

    with pytest.raises(ResultError, match="avant l’évaluation"):
        hand_backs_services.hand_back(early, by=teacher.user, at=TUESDAY)


def test_an_undone_tap_takes_the_instants_away(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    hand_backs_services.undo_hand_back(assessment, by=teacher.user, at=TUESDAY + 9 * MINUTE)

    assert instants(version) == (None, None)


def test_ten_minutes_later_it_is_too_late_to_undo(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    with pytest.raises(ResultError, match="trop tard"):
        hand_backs_services.undo_hand_back(assessment, by=teacher.user, at=TUESDAY + 10 * MINUTE)

    assert instants(version) == (STUDENT_AT, GUARDIAN_AT)


def test_copies_are_handed_back_again_after_an_undo(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)
    hand_backs_services.undo_hand_back(assessment, by=teacher.user, at=TUESDAY + MINUTE)

    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY + 30 * MINUTE)

    assert instants(version)[0] == TUESDAY + 40 * MINUTE
    assert HandBack.objects.filter(undone_at=None).count() == 1


# Corrections -------------------------------------------------------------------------------------


def test_a_result_that_may_have_been_read_changes_only_with_a_reason(assessment, students, teacher):
    enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    with pytest.raises(ReasonNeededError):
        enter(assessment, {students[0]: "12"}, by=teacher.user, at=STUDENT_AT)

    assert ResultVersion.objects.count() == 1


def test_a_correction_keeps_what_was_read_until_its_own_instant(assessment, students, teacher):
    (first,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)
    night = dt.datetime(2026, 11, 19, 21, tzinfo=dt.UTC)  # 22:00 in Paris, after both instants

    (second,) = enter(
        assessment, {students[0]: "12"}, by=teacher.user, at=night, reason="Erreur de saisie"
    )

    assert instants(first) == (STUDENT_AT, GUARDIAN_AT)
    assert instants(second) == (
        dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC),
        # Friday 7:00 + 24 h is a Saturday: Monday 17:00.
        dt.datetime(2026, 11, 23, 16, tzinfo=dt.UTC),
    )


def test_a_state_replaced_before_its_time_is_never_shown(assessment, students, teacher):
    (first,) = enter(assessment, {students[0]: "9"}, by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY + MINUTE)

    assert instants(first) == (None, None)


@pytest.mark.parametrize("change", [{"value": Decimal("20")}, {"achieved": "réécrit"}])
def test_the_database_refuses_to_rewrite_a_version(assessment, students, teacher, change):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        ResultVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_delete_a_version(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        version.delete()


def test_the_database_refuses_guardians_before_the_pupil(assessment, students, teacher):
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    with pytest.raises(IntegrityError, match="guardians_never_before"), transaction.atomic():
        ResultVersion.objects.filter(pk=version.pk).update(
            student_release_at=TUESDAY + DAY, guardian_release_at=TUESDAY
        )


def test_the_database_refuses_a_pupil_of_another_school(assessment):
    with pytest.raises(IntegrityError, match="same_school_student"), transaction.atomic():
        Result.objects.create(
            school=assessment.school,
            assessment=assessment,
            student=StudentFactory(),
            division=assessment.teaching.division,
        )


def test_the_scale_no_longer_changes_once_a_mark_is_there(assessment, students, teacher):
    enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    with pytest.raises(ResultError, match="note maximale"):
        assessments.edit_assessment(assessment, at=TUESDAY, scale=10)


# Class figures -----------------------------------------------------------------------------------


def marks_for(students):
    return dict(zip(students, ["8", "11.5", "12", "15.25", "20"], strict=False))


def test_class_figures_are_those_of_the_cohort_of_the_tap(assessment, students, teacher):
    enter(assessment, marks_for(students), by=teacher.user, at=TUESDAY - DAY)

    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    figures = ClassFigures.objects.get()
    assert (figures.count, figures.average) == (5, Decimal("13.35"))
    assert (figures.student_release_at, figures.guardian_release_at) == (STUDENT_AT, GUARDIAN_AT)


def test_a_late_mark_does_not_move_figures_that_were_read(assessment, students, teacher):
    enter(assessment, marks_for(students), by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    enter(assessment, {students[5]: "0"}, by=teacher.user, at=STUDENT_AT)

    assert ClassFigures.objects.get().average == Decimal("13.35")


def test_figures_follow_a_correction_made_before_anybody_read(assessment, students, teacher):
    enter(assessment, marks_for(students), by=teacher.user, at=TUESDAY - DAY)
    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    hand_backs_services.undo_hand_back(assessment, by=teacher.user, at=TUESDAY + MINUTE)

    assert not ClassFigures.objects.exists()


# Other rules -------------------------------------------------------------------------------------


def test_on_entry_the_result_appears_without_any_tap(teaching, teacher, students):
    RuleVersionFactory(
        school=teaching.school,
        kind="quiz",
        kind_label="les interrogations",
        rule=Rule(trigger=Trigger.ON_ENTRY),
    )
    quiz = create(teaching, teacher, kind="quiz")

    (version,) = enter(quiz, {students[0]: "11"}, by=teacher.user, at=TUESDAY)

    assert instants(version) == (STUDENT_AT, GUARDIAN_AT)


def test_with_the_bulletin_the_tap_shows_nothing_yet(teaching, teacher, students):
    RuleVersionFactory(
        school=teaching.school,
        kind="test",
        kind_label="les contrôles",
        rule=Rule(trigger=Trigger.WITH_BULLETIN),
    )
    assessment = create(teaching, teacher)
    (version,) = enter(assessment, {students[0]: "11"}, by=teacher.user, at=TUESDAY - DAY)

    hand_backs_services.hand_back(assessment, by=teacher.user, at=TUESDAY)

    assert instants(version) == (None, None)


def test_the_grid_of_a_class_is_saved_in_a_fixed_number_of_statements(
    assessment, students, teacher, django_assert_num_queries
):
    rows = {row.student_id: row for row in Result.objects.all()}
    entries = [
        marks_services.MarkEntry(result=rows[student.pk], mark=Mark(Decimal("11")))
        for student in students
    ]
    with django_assert_num_queries(13):
        marks_services.save_marks(assessment, entries, by=teacher.user, at=TUESDAY)
    assert ResultVersion.objects.count() == len(students)
