"""What families read of an assessment: once read it changes at its own hours, and says why."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from apps.publication.enums import DecisionBody, Trigger
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, Shows
from apps.publication.services import set_opening
from apps.results.assessments.services import assessments
from apps.results.errors import ReasonNeededError, ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import AssessmentWording, Result
from apps.schools.models import Term
from coeduc.access import Capacity, Reader
from tests.access.conftest import signed_in
from tests.bodies import text_of
from tests.factories.results import enter
from tests.leaks.two_worlds import differences, mails_sent, read_all
from tests.world import (
    FORMER_UNTIL,
    GUARDIAN_AT,
    HANDED_BACK_AT,
    HELD_ON,
    LONG_AFTER,
    STUDENT_AT,
    build_world,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
AVERAGES = replace(COPY_FIRST, shows=Shows(running_average=True), support_required=False)
# Thursday evening at 22:00 in Paris: pupils on Friday at 7:00, parents on Monday at 17:00.
EVENING = dt.datetime(2026, 11, 19, 21, tzinfo=dt.UTC)
PUPILS_READ = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
PARENTS_READ = dt.datetime(2026, 11, 23, 16, tzinfo=dt.UTC)
CHANGES = {
    "title": "Volumes canari",
    "kind": "homework",
    "held_on": HELD_ON - DAY,
    "coefficient": Decimal(3),
    "progress": "Refaire l’exercice canari.",
}


def correct(world, *, at=EVENING, reason="Erreur de frappe.", **changed):
    return assessments.edit_assessment(
        world.assessment, by=world.people["teacher"], at=at, reason=reason, **changed
    )


def page(world, name, at, *, paper=False):
    space = "student" if name == "pupil" else "family"
    row = world.other_result if name.endswith("classmate") else world.result
    address = (
        reverse(f"results:{space}_results_print", args=[])
        if paper
        else reverse(f"results:{space}_result_detail", args=[row.public_id])
    )
    with time_machine.travel(at, tick=False), signed_in(world, name) as client:
        return text_of(client.get(address))


def test_nobody_has_read_it_so_it_is_simply_written():
    world = build_world(handed_back=False)

    correct(world, at=HANDED_BACK_AT - HOUR, reason="", title="Volumes")

    world.assessment.refresh_from_db()
    assert world.assessment.title == "Volumes"
    assert not AssessmentWording.objects.exists()


def test_once_read_a_change_needs_a_reason_and_nothing_is_written_without():
    world = build_world()

    with pytest.raises(ReasonNeededError):
        correct(world, reason=" ", title="Volumes")

    world.assessment.refresh_from_db()
    assert world.assessment.title == "Fractions"


def test_a_form_sent_back_unchanged_asks_for_nothing():
    world = build_world()

    correct(world, reason="", title="Fractions", coefficient=Decimal("1.0"))

    assert not AssessmentWording.objects.exists()


def test_both_states_are_kept_with_who_when_and_why():
    world = build_world()

    correct(world, title="Volumes", coefficient=Decimal(3))

    first, second = AssessmentWording.objects.order_by("n")
    assert (first.title, first.coefficient, first.reason) == ("Fractions", 1, "")
    assert (second.title, second.coefficient) == ("Volumes", 3)
    assert (second.by, second.entered_at) == (world.people["teacher"], EVENING)
    assert (second.student_release_at, second.guardian_release_at) == (PUPILS_READ, PARENTS_READ)


def test_no_page_of_anybody_changes_before_the_hour():
    world = build_world(rule=AVERAGES)
    acts = [lambda: None, *(lambda n=n: correct(world, **{n: CHANGES[n]}) for n in CHANGES)]

    for readers, at in (
        (("guardian", "guardian_of_classmate"), PARENTS_READ - MINUTE),
        (("pupil",), PUPILS_READ - MINUTE),
    ):
        found = differences(acts, lambda r=readers, t=at: read_all(world, t, r, about="results:"))
        assert found == []


@pytest.mark.parametrize("name", ["title", "kind", "held_on", "progress"])
def test_from_its_hour_on_the_page_says_the_new_words_when_and_why(name):
    world = build_world()
    before = page(world, "guardian", PARENTS_READ - MINUTE)
    correct(world, **{name: CHANGES[name]})

    after = page(world, "guardian", PARENTS_READ)

    words = {
        "title": "Volumes canari",
        "kind": "Devoir à la maison",
        "held_on": "mercredi 11",
        "progress": "exercice canari",
    }
    assert words[name].lower() not in before.lower()
    assert words[name].lower() in after.lower()
    assert "corrigée le jeudi 19" in after
    assert "Erreur de frappe." in after


def test_a_coefficient_weighs_in_the_average_from_its_hour_on():
    world = build_world(rule=AVERAGES)
    second = assessments.create_assessment(
        world.teaching,
        author=world.people["teacher"].staff_links.get(),
        at=HANDED_BACK_AT - 5 * DAY,
        title="Autre",
        held_on=HELD_ON,
        progress="Relire.",
    )
    enter(second, {world.student: "9.37"}, by=world.people["teacher"], at=HANDED_BACK_AT - DAY)
    hand_backs_services.hand_back(second, by=world.people["teacher"], at=HANDED_BACK_AT)
    year = world.teaching.year
    Term.objects.create(
        school=world.school,
        year=year,
        index=1,
        count=3,
        starts_on=year.starts_on,
        ends_on=HELD_ON + 20 * DAY,
    )
    correct(world, coefficient=Decimal(3))
    listed = reverse("results:family_results_print")

    def page_read(at):
        with time_machine.travel(at, tick=False), signed_in(world, "guardian") as client:
            return text_of(client.get(listed))

    assert "11,37" in page_read(PARENTS_READ - MINUTE)
    assert "12,37" not in page_read(PARENTS_READ - MINUTE)
    assert "12,37" in page_read(PARENTS_READ)


def test_who_had_read_nothing_is_told_of_no_correction():
    world = build_world(handed_back=False)
    hand_backs_services.hand_back(
        world.assessment,
        by=world.people["teacher"],
        at=HANDED_BACK_AT,
        later=[world.other_result.pk],
    )
    correct(world, title="Volumes")
    hand_backs_services.hand_back_later(
        world.assessment,
        by=world.people["teacher"],
        at=PARENTS_READ + DAY,
        result=world.other_result,
    )
    late = PARENTS_READ + 5 * DAY

    mine, theirs = page(world, "guardian", late), page(world, "guardian_of_classmate", late)

    assert "a été corrigée le" in mine
    assert "Volumes" in theirs
    assert "a été corrigée le" not in theirs


def test_a_change_replaced_before_its_hour_is_never_shown():
    world = build_world()
    correct(world, title="Brouillon canari")
    correct(world, at=EVENING + MINUTE, title="Volumes")

    shown = {page(world, "guardian", PARENTS_READ + n * DAY) for n in range(3)}

    assert not any("canari" in one for one in shown)
    assert AssessmentWording.objects.get(n=2).guardian_release_at is None


def test_a_former_guardian_keeps_the_words_of_their_time():
    world = build_world()
    correct(world, title="Volumes")
    reader = Reader(world.people["guardian_former"], Capacity.FAMILY, LONG_AFTER, memo={})

    row = (
        Result.objects.visible_to(reader, at=LONG_AFTER)
        .with_wording(reader, at=LONG_AFTER)
        .get(pk=world.result.pk)
    )

    assert PARENTS_READ > FORMER_UNTIL
    assert row.wording["title"] == "Fractions"


def test_the_page_of_a_former_guardian_keeps_the_words_of_their_time_too():
    world = build_world()
    correct(world, title="Volumes")

    text = page(world, "guardian_former", LONG_AFTER)

    assert "Fractions" in text
    assert "Volumes" not in text


def test_the_day_never_comes_after_the_hand_back():
    world = build_world()

    with pytest.raises(ResultError, match="avant ce jour"):
        correct(world, held_on=(HANDED_BACK_AT + DAY).date())


def test_before_the_hour_of_the_class_too_the_day_stays_before_the_hand_back():
    world = build_world()

    with pytest.raises(ResultError, match="avant ce jour"):
        correct(world, at=HANDED_BACK_AT + MINUTE, reason="", held_on=HANDED_BACK_AT.date() + DAY)


def test_once_read_the_day_is_not_one_to_come():
    """Marks shown as soon as they are entered: no copy was handed back that would refuse it."""
    world = build_world(handed_back=False, rule=replace(COPY_FIRST, trigger=Trigger.ON_ENTRY))

    with pytest.raises(ResultError, match="à venir"):
        correct(world, held_on=EVENING.date() + DAY)

    correct(world, held_on=EVENING.date())
    world.assessment.refresh_from_db()
    assert world.assessment.held_on == EVENING.date()


def test_before_anybody_reads_the_day_may_be_one_to_come():
    world = build_world(handed_back=False)

    correct(world, held_on=EVENING.date() + DAY, reason="")

    world.assessment.refresh_from_db()
    assert world.assessment.held_on == EVENING.date() + DAY


def test_new_hours_keep_the_parents_of_a_change_its_pupils_have_read():
    """Pupils on Friday at 7:00: the next Friday is not waited for a second time."""
    rule = replace(
        COPY_FIRST,
        student_opening=Opening.weekly(4, dt.time(7)),
        guardian_opening=Opening.weekly(0, dt.time(17)),
    )
    world = build_world(rule=rule)
    pupils_read, parents_read = PUPILS_READ + 7 * DAY, PARENTS_READ + 7 * DAY
    correct(world, at=EVENING + 7 * DAY, title="Volumes")
    second = AssessmentWording.objects.get(n=2)
    assert (second.student_release_at, second.guardian_release_at) == (pupils_read, parents_read)

    set_opening(
        world.school,
        OpeningHours(world.school.time_zone, quiet_from=dt.time(19)),
        by=None,
        at=pupils_read + HOUR,
        body=DecisionBody.HEAD,
        decided_on=pupils_read.date(),
        reason="Plus tôt le soir.",
    )

    second.refresh_from_db()
    assert (second.student_release_at, second.guardian_release_at) == (pupils_read, parents_read)


def test_new_hours_move_what_waits_and_nothing_that_was_read():
    world = build_world()
    correct(world, title="Volumes")
    hours = OpeningHours(world.school.time_zone, quiet_from=dt.time(18), quiet_until=dt.time(9))

    set_opening(
        world.school,
        hours,
        by=world.people["principal"],
        at=EVENING + HOUR,
        body=DecisionBody.BOARD,
        decided_on=EVENING.date(),
        reason="Plus tard.",
    )

    first, second = AssessmentWording.objects.order_by("n")
    assert second.student_release_at == PUPILS_READ + 2 * HOUR
    assert first.guardian_release_at == world.assessment.created_at


def test_a_change_replaced_before_its_hour_stays_unread_when_the_hours_change():
    world = build_world()
    correct(world, title="Brouillon")
    correct(world, at=EVENING + MINUTE, title="Volumes")

    set_opening(
        world.school,
        OpeningHours(world.school.time_zone, quiet_until=dt.time(9)),
        by=world.people["principal"],
        at=EVENING + HOUR,
        body=DecisionBody.BOARD,
        decided_on=EVENING.date(),
        reason="Plus tard.",
    )

    replaced, newest = AssessmentWording.objects.get(n=2), AssessmentWording.objects.get(n=3)
    assert (replaced.student_release_at, replaced.guardian_release_at) == (None, None)
    assert newest.student_release_at == PUPILS_READ + 2 * HOUR


def test_no_mail_tells_of_it_and_none_is_held_back():
    world = build_world()
    before = mails_sent(GUARDIAN_AT + MINUTE)
    correct(world, title="Volumes canari")

    assert before
    assert not any("canari" in str(sent) for sent in mails_sent(PARENTS_READ + MINUTE))


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_state_is_neither_changed_nor_deleted(act):
    world = build_world()
    correct(world, title="Volumes")
    states = AssessmentWording.objects.all()

    with pytest.raises(ProgrammingError), transaction.atomic():
        states.update(title="Autre") if act == "update" else states.delete()


def test_a_correction_without_a_reason_is_refused_by_the_database_too():
    world = build_world()
    correct(world, title="Volumes")
    last = AssessmentWording.objects.order_by("n").last()
    last.pk, last.n, last.reason = None, 3, ""

    with pytest.raises(IntegrityError), transaction.atomic():
        last.save(force_insert=True)


def test_the_page_of_the_teacher_asks_why_and_says_from_when(client):
    world = build_world()
    address = reverse("results:assessment_edit", args=[world.assessment.public_id])
    sent = {
        "title": "Volumes",
        "kind": world.assessment.kind,
        "held_on": HELD_ON.isoformat(),
        "coefficient": "1",
        "progress": world.assessment.progress,
    }
    with time_machine.travel(EVENING, tick=False), signed_in(world, "teacher") as browser:
        asked = text_of(browser.get(address))
        refused = browser.post(address, sent)
        done = browser.post(address, sent | {"reason": "Erreur de frappe."}, follow=True)

    assert "Pourquoi cette correction" in asked
    assert refused.status_code == 200
    assert "Les élèves le liront" in text_of(done)


def test_the_tap_of_a_class_that_reads_on_entry_adds_words_at_their_hour():
    world = build_world(handed_back=False, rule=replace(COPY_FIRST, trigger=Trigger.ON_ENTRY))
    hand_backs_services.hand_back(
        world.assessment, by=world.people["teacher"], at=EVENING, progress="Relire canari."
    )

    assert "canari" not in page(world, "guardian", PARENTS_READ - MINUTE)
    assert "canari" in page(world, "guardian", PARENTS_READ)
    assert STUDENT_AT < EVENING


def test_the_pupil_and_the_parents_read_one_day_that_of_the_act():
    world = build_world()
    correct(world, title="Volumes")

    known = {page(world, name, PARENTS_READ + DAY) for name in ("pupil", "guardian")}

    assert len(known) == 2
    assert all("corrigée le jeudi 19 novembre" in one for one in known)


def test_the_page_of_the_teacher_keeps_the_trace_of_each_correction():
    world = build_world()
    correct(world, title="Volumes", coefficient=Decimal(3))
    correct(world, at=PARENTS_READ + HOUR, title="Volumes et aires", reason="Titre complet.")
    address = reverse("results:assessment_detail", args=[world.assessment.public_id])

    late = PARENTS_READ + 2 * HOUR
    with time_machine.travel(late, tick=False), signed_in(world, "teacher") as client:
        text = " ".join(text_of(client.get(address)).replace("\u00a0", " ").split())

    assert "Corrigée le jeudi 19 novembre" in text
    assert "Erreur de frappe." in text
    assert "Titre, avant : Fractions" in text
    assert "Coefficient, avant : 1,0" not in text
    assert "Coefficient, avant : 1" in text
    assert "vendredi 20 novembre à 7 h" in text
    assert text.index("Titre complet.") < text.index("Erreur de frappe.")
    assert "Titre, avant : Volumes" in text
