"""A hold and a withdrawal, as those who read feel them."""

import datetime as dt

import pytest

from apps.notices.models import Notice
from apps.results.announcements import services as announcements_services
from apps.results.enums import WithdrawnFrom
from apps.results.models import (
    HandBack,
    HelpAnswer,
    Hold,
    MissedHandBack,
    PupilWord,
    Result,
    ResultAnnouncement,
    ResultVersion,
    TalkRequest,
    Withdrawal,
)
from coeduc.access import Capacity
from tests.factories.results import HandBackFactory, HoldFactory, WithdrawalFactory, enter
from tests.world import (
    CANARY,
    GUARDIAN_AT,
    HANDED_BACK_AT,
    LONG_AFTER,
    STUDENT_AT,
    build_world,
)

pytestmark = pytest.mark.django_db
FAMILY, STUDENT, STAFF = Capacity.FAMILY, Capacity.STUDENT, Capacity.STAFF
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
WITHDRAWN_AT = GUARDIAN_AT + HOUR
WHY = "La note était celle d’un autre élève."


@pytest.fixture
def world():
    return build_world()


def values(world, name, capacity, at):
    versions = ResultVersion.objects.visible_to(world.reader(name, capacity, at), at=at)
    return [str(version.value) for version in versions]


def care_of(world, name, capacity, at):
    """What the row of Inès says to this reader, or None when they know of no row."""
    reader = world.reader(name, capacity, at)
    rows = Result.objects.visible_to(reader, at=at).with_decisions(reader, at=at)
    return rows.with_reading(reader, at=at).filter(pk=world.result.pk).first()


def withdraw(world, **fields):
    fields = {"audience": WithdrawnFrom.BOTH, "at": WITHDRAWN_AT, "up_to": 1, **fields}
    return WithdrawalFactory(result=world.result, reason_for_family=WHY, **fields)


def correct(world, *, at, value="15"):
    teacher = world.people["teacher"]
    enter(world.assessment, {world.student: value}, by=teacher, at=at, reason="Erreur de total.")


@pytest.mark.parametrize(
    ("audience", "name", "capacity", "expected"),
    [
        (WithdrawnFrom.BOTH, "pupil", STUDENT, []),
        (WithdrawnFrom.BOTH, "guardian", FAMILY, []),
        (WithdrawnFrom.BOTH, "other_guardian", FAMILY, []),
        (WithdrawnFrom.BOTH, "guardian_former", FAMILY, []),
        (WithdrawnFrom.BOTH, "classmate", STUDENT, ["17.29"]),
        (WithdrawnFrom.BOTH, "guardian_of_classmate", FAMILY, ["17.29"]),
        (WithdrawnFrom.BOTH, "teacher", STAFF, ["13.37", "17.29"]),
        (WithdrawnFrom.GUARDIANS, "pupil", STUDENT, ["13.37"]),
        (WithdrawnFrom.GUARDIANS, "guardian", FAMILY, []),
        (WithdrawnFrom.GUARDIANS, "guardian_former", FAMILY, []),
    ],
)
def test_who_still_reads_a_withdrawn_result(world, audience, name, capacity, expected):
    withdraw(world, audience=audience)

    assert sorted(values(world, name, capacity, LONG_AFTER)) == expected


def test_a_guardian_reads_until_the_withdrawal_and_not_from_its_instant_on(world):
    withdraw(world)

    before = values(world, "guardian", FAMILY, WITHDRAWN_AT - SECOND)
    after = values(world, "guardian", FAMILY, WITHDRAWN_AT)

    assert (before, after) == ([str(CANARY)], [])


def test_a_withdrawal_never_brings_back_the_state_before(world):
    correct(world, at=GUARDIAN_AT + HOUR)
    withdraw(world, at=LONG_AFTER, up_to=2)

    assert values(world, "guardian", FAMILY, LONG_AFTER) == []
    assert values(world, "pupil", STUDENT, LONG_AFTER) == []


def test_what_is_entered_after_a_withdrawal_follows_the_rule_again(world):
    withdraw(world)
    correct(world, at=WITHDRAWN_AT + HOUR)
    version = ResultVersion.objects.get(result=world.result, n=2)

    before = values(world, "guardian", FAMILY, version.guardian_release_at - SECOND)
    after = values(world, "guardian", FAMILY, version.guardian_release_at)

    assert version.guardian_release_at > WITHDRAWN_AT + HOUR
    assert (before, after) == ([], ["15.00"])


def test_a_state_entered_after_a_withdrawal_says_that_it_is_a_correction(world):
    withdraw(world)
    correct(world, at=WITHDRAWN_AT + HOUR)
    reader = world.reader("guardian", FAMILY)

    versions = ResultVersion.objects.visible_to(reader, at=LONG_AFTER)
    [version] = versions.with_correction(reader, at=LONG_AFTER)

    assert version.is_correction


@pytest.mark.parametrize(
    ("name", "capacity"),
    [("pupil", STUDENT), ("guardian", FAMILY), ("other_guardian", FAMILY)],
)
def test_who_had_read_is_told_why_it_was_taken_back(world, name, capacity):
    withdraw(world)

    row = care_of(world, name, capacity, LONG_AFTER)

    assert (row.reading, row.withdrawn_because) == (None, WHY)


def test_a_former_guardian_keeps_the_row_and_reads_why(world):
    withdraw(world)

    assert care_of(world, "guardian_former", FAMILY, LONG_AFTER).withdrawn_because == WHY


def test_who_had_left_before_it_appeared_hears_of_no_withdrawal(world):
    withdraw(world)

    assert care_of(world, "guardian_left_before", FAMILY, LONG_AFTER) is None


def test_parents_who_had_not_read_yet_hear_of_no_withdrawal(world):
    """Withdrawn in the day between the pupil’s instant and theirs: they wait, and read nothing."""
    between = STUDENT_AT + HOUR
    withdraw(world, at=between)

    pupil = care_of(world, "pupil", STUDENT, LONG_AFTER)
    guardian = care_of(world, "guardian", FAMILY, LONG_AFTER)

    assert pupil.withdrawn_because == WHY
    assert (guardian.reading, guardian.withdrawn_because) == (None, None)


def test_parents_hear_nothing_of_the_withdrawal_of_a_correction_they_had_not_read(world):
    """They know why the first state was taken back; that another came and went is not theirs."""
    withdraw(world)
    correct(world, at=WITHDRAWN_AT + HOUR)
    correction = ResultVersion.objects.get(result=world.result, n=2)
    between = correction.student_release_at + SECOND
    assert between < correction.guardian_release_at
    WithdrawalFactory(
        result=world.result,
        audience=WithdrawnFrom.BOTH,
        at=between,
        up_to=2,
        reason_for_family="Encore une erreur.",
    )

    said = [
        care_of(world, name, capacity, LONG_AFTER).withdrawn_because
        for name, capacity in (("pupil", STUDENT), ("guardian", FAMILY))
    ]

    assert said == ["Encore une erreur.", WHY]


def test_the_pupil_hears_nothing_of_a_withdrawal_that_is_their_parents_only(world):
    withdraw(world, audience=WithdrawnFrom.GUARDIANS)

    row = care_of(world, "pupil", STUDENT, LONG_AFTER)

    assert dt.datetime.fromisoformat(row.reading["since"]) == STUDENT_AT
    assert row.withdrawn_because is None


def spans_of(row):
    return [
        tuple(
            span[name] and dt.datetime.fromisoformat(span[name])
            for name in ("since", "until", "lifted_at")
        )
        for span in row.held_spans
    ]


def test_a_hold_says_when_it_ends_while_it_stands_and_its_span_remains(world):
    start, end = STUDENT_AT, GUARDIAN_AT + HOUR
    HoldFactory(result=world.result, since=start, until=end)

    rows = [
        care_of(world, "guardian", FAMILY, at) for at in (start - SECOND, start, end - SECOND, end)
    ]

    assert [row.held_until for row in rows] == [None, end, end, None]
    assert [spans_of(row) for row in rows] == [[], *[[(start, end, None)]] * 3]


def test_a_lifted_hold_is_over_when_it_is_lifted(world):
    lifted = STUDENT_AT + HOUR
    HoldFactory(result=world.result, since=STUDENT_AT, until=GUARDIAN_AT, lifted_at=lifted)

    rows = [care_of(world, "guardian", FAMILY, at) for at in (lifted - SECOND, lifted)]

    assert [row.held_until for row in rows] == [GUARDIAN_AT, None]
    assert spans_of(rows[1]) == [(STUDENT_AT, GUARDIAN_AT, lifted)]


def announced(world, at):
    """The pupils of whom a mail was written."""
    announcements_services.announce(at=at)
    return set(ResultAnnouncement.objects.values_list("version__student", flat=True))


def test_no_mail_tells_a_result_withdrawn_before_the_tick(world):
    withdraw(world)

    assert announced(world, WITHDRAWN_AT) == {world.other_student.pk}


def test_a_mail_already_written_is_not_sent_once_the_result_is_withdrawn(world):
    announced(world, GUARDIAN_AT)
    of_ines = Notice.objects.filter(guardian__user=world.people["guardian"]).get()
    of_leo = Notice.objects.filter(guardian__user=world.people["guardian_of_classmate"]).get()
    withdraw(world)

    assert not announcements_services.still_allowed(of_ines, at=WITHDRAWN_AT)
    assert announcements_services.still_allowed(of_leo, at=WITHDRAWN_AT)


def hand_back_known(world):
    reader = world.reader("guardian", FAMILY)
    row = Result.objects.visible_to(reader, at=LONG_AFTER).with_hand_back().get(pk=world.result.pk)
    return row.handed_back_at, row.missed_hand_back


def test_a_pupil_who_missed_the_hand_back_is_not_said_to_have_their_copy(world):
    collective = HandBack.objects.get(assessment=world.assessment)
    MissedHandBack.objects.create(
        school=world.school,
        assessment=world.assessment,
        hand_back=collective,
        result=world.other_result,
    )
    assert hand_back_known(world) == (HANDED_BACK_AT, False)
    MissedHandBack.objects.create(
        school=world.school,
        assessment=world.assessment,
        hand_back=collective,
        result=world.result,
    )
    assert hand_back_known(world) == (None, True)
    later = HANDED_BACK_AT + HOUR
    HandBackFactory(assessment=world.assessment, result=world.result, at=later)
    assert hand_back_known(world) == (later, True)


def test_what_was_missed_ends_with_the_tap_that_was_undone(world):
    collective = HandBack.objects.get(assessment=world.assessment)
    MissedHandBack.objects.create(
        school=world.school,
        assessment=world.assessment,
        hand_back=collective,
        result=world.result,
    )
    HandBack.objects.filter(pk=collective.pk).update(
        undone_at=STUDENT_AT, undone_by=world.people["teacher"]
    )
    assert hand_back_known(world) == (None, False)
    HandBackFactory(assessment=world.assessment, at=HANDED_BACK_AT + HOUR)
    assert hand_back_known(world) == (HANDED_BACK_AT + HOUR, False)


CARERS = {"cpe", "principal"}
TEACHING = {"teacher", "lead_teacher", "teacher_and_parent", "cpe", "principal"}


def who_reads(world, model, capacity=STAFF):
    return {
        name
        for name in world.people
        if model.objects.visible_to(world.reader(name, capacity), at=LONG_AFTER).exists()
    }


def make(world, model, result):
    student = result.student
    guardian = student.guardianships.filter(scope="FULL").first().guardian
    return {
        Hold: lambda: HoldFactory(result=result),
        Withdrawal: lambda: WithdrawalFactory(result=result),
        PupilWord: lambda: PupilWord.objects.create(
            school=world.school, result=result, text="J’ai compris.", written_at=STUDENT_AT
        ),
        TalkRequest: lambda: TalkRequest.objects.create(
            school=world.school, result=result, student=student, at=STUDENT_AT
        ),
        HelpAnswer: lambda: HelpAnswer.objects.create(
            school=world.school, result=result, guardian=guardian, answer="yes", at=LONG_AFTER
        ),
    }[model]()


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (Hold, CARERS),
        (Withdrawal, CARERS),
        (TalkRequest, CARERS),
        (PupilWord, TEACHING),
        (HelpAnswer, TEACHING),
    ],
)
def test_who_of_the_team_reads_what_is_decided_and_said_of_a_pupil(world, model, expected):
    make(world, model, world.result)

    assert who_reads(world, model) == expected
    assert who_reads(world, model, capacity=None) == set()


@pytest.mark.parametrize("model", [Hold, Withdrawal, TalkRequest, PupilWord, HelpAnswer])
def test_a_teacher_reads_nothing_of_it_about_their_own_child(world, model):
    make(world, model, world.other_result)

    assert "teacher_and_parent" not in who_reads(world, model)
    assert "cpe" in who_reads(world, model)


@pytest.mark.parametrize("model", [Hold, Withdrawal, TalkRequest])
def test_a_family_never_reads_the_row_itself_nor_who_asked(world, model):
    make(world, model, world.result)

    assert who_reads(world, model, FAMILY) == set()
