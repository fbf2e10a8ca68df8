"""What a visitor is promised: every planted story is in the demo, and nothing leaks in it."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import MATHS
from apps.demo.school_files.details import ACCOUNTS
from apps.demo.theatre.cast import demo_accounts
from apps.demo.theatre.load import at_of
from apps.demo.theatre.planting import GAP
from apps.notices.models import Notice
from apps.publication.models import RuleVersion
from apps.results.enums import AssessmentKind, Status
from apps.results.models import Assessment, HandBack, Result, ResultVersion
from apps.schools.models import Guardian, Guardianship, Staff, Student, Teaching
from coeduc.access import Capacity, Reader
from tests.demo.theatre.conftest import TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.xdist_group("demo"),
]
NOW = at_of(TODAY)


def reader(username: str, capacity: Capacity) -> Reader:
    return Reader(User.objects.get(username=username), capacity, NOW)


def visible_versions(username: str, capacity: Capacity):
    return ResultVersion.objects.visible_to(reader(username, capacity), at=NOW)


def marks_of(eleve_id: str, *, subject: str = ""):
    """Latest marks out of 20, in the order of the assessments."""
    versions = ResultVersion.objects.latest().filter(
        student__siecle_id=eleve_id, value__isnull=False
    )
    if subject:
        versions = versions.filter(result__assessment__teaching__subject__code=subject)
    rows = versions.order_by("result__assessment__held_on").values_list(
        "value", "result__assessment__scale"
    )
    return [value * 20 / scale for value, scale in rows]


def test_zoe_loses_four_points_in_maths_over_the_term():
    marks = marks_of(stories.FALLING_MATHS, subject=MATHS)
    assert len(marks) >= 4
    assert 3 <= marks[0] - marks[-1] <= 5.5


def test_linh_gains_three_points_without_anybody_saying_so():
    marks = marks_of(stories.QUIET_IMPROVER)
    third = len(marks) // 3
    first, last = marks[:third], marks[-third:]
    assert sum(last) / third - sum(first) / third >= 2


def test_elif_never_gets_less_than_eighteen():
    assert min(marks_of(stories.BORED_HIGH)) >= 18


def test_moussa_has_not_handed_in_six_homeworks_in_three_weeks():
    missing = ResultVersion.objects.filter(
        student__siecle_id=stories.HOMEWORK_GAP,
        status=Status.NOT_SUBMITTED,
        result__assessment__held_on__gt=TODAY - GAP,
        result__assessment__kind=AssessmentKind.HOMEWORK,
    )
    assert missing.count() == 6


def test_a_pupil_who_arrives_in_november_is_on_no_earlier_roster():
    roster = Result.objects.filter(student__siecle_id=stories.LATE_ARRIVAL)
    arrival = dt.date(2026, 11, 9)
    assert roster.exists()
    assert not roster.filter(assessment__created_at__date__lt=arrival).exists()


def test_a_pupil_who_left_keeps_what_came_before_and_gets_nothing_after():
    roster = Result.objects.filter(student__siecle_id=stories.LEAVER)
    assert roster.exists()
    assert not roster.filter(assessment__created_at__date__gt=dt.date(2026, 10, 17)).exists()


def test_each_separated_parent_reads_yanis_and_nothing_of_the_other():
    mother, father = "gaelle.legoff", "karim.haddad"
    seen = [
        list(visible_versions(name, Capacity.FAMILY).order_by("pk").values_list("pk", flat=True))
        for name in (mother, father)
    ]
    assert seen[0] == seen[1] != []
    links = Guardianship.objects.visible_to(reader(father, Capacity.FAMILY), at=NOW)
    assert {link.guardian.user.username for link in links} == {father}


def test_mme_roux_teaches_4eb_and_is_the_mother_of_come_under_one_account():
    roux = User.objects.get(username="claire.roux")
    taught = Teaching.objects.taught_by(Reader(roux, Capacity.STAFF, NOW), at=NOW)
    assert taught.filter(subject__code=MATHS, division__code=stories.DIVISION_OF_INES).exists()
    assert Guardian.objects.get(user=roux).siecle_id == stories.MRS_ROUX
    assert Staff.objects.get(user=roux).sts_id == stories.TEACHER_ROUX[1]


def test_mme_roux_finds_a_whole_pack_to_hand_back():
    fractions = Assessment.objects.with_progress().get(title__contains="multiplier et diviser")
    assert fractions.author.user.username == "claire.roux"
    assert fractions.entered_count == fractions.pupil_count > 0
    assert fractions.handed_back_at is None
    assert fractions.progress


def test_ines_sees_a_result_that_her_mother_waits_for():
    hers = set(visible_versions("ines.diallo", Capacity.STUDENT).values_list("pk", flat=True))
    theirs = set(
        visible_versions("aissata.diallo", Capacity.FAMILY)
        .filter(student__siecle_id=stories.INES)
        .values_list("pk", flat=True)
    )
    assert theirs
    ahead = ResultVersion.objects.filter(pk__in=hers - theirs)
    assert ahead.exists()
    assert all(version.guardian_release_at > NOW for version in ahead)


def test_a_mark_of_ines_was_corrected_with_a_reason_after_it_was_read():
    first, second = ResultVersion.objects.filter(
        student__siecle_id=stories.INES, result__versions__reason__gt=""
    ).order_by("n")
    assert second.value > first.value
    assert first.guardian_release_at < second.entered_at < second.student_release_at
    assert second.reason


def test_ines_and_malik_are_on_the_pages_of_their_mother():
    versions = visible_versions("aissata.diallo", Capacity.FAMILY)
    children = set(versions.values_list("student__siecle_id", flat=True))
    assert children == {stories.INES, stories.MALIK}


def test_some_packs_wait_and_some_are_not_marked_yet():
    mine = Assessment.objects.with_progress().filter(held_on__lte=TODAY, handed_back_at=None)
    assert mine.filter(entered_count=0).exists()
    assert mine.filter(entered_count__gt=0).exists()


def test_every_result_that_went_back_says_how_to_progress():
    handed_back = Assessment.objects.filter(hand_backs__undone_at=None, hand_backs__isnull=False)
    assert handed_back.exists()
    assert not handed_back.filter(progress="").exists()


def test_no_result_appears_at_night_or_at_the_week_end():
    versions = ResultVersion.objects.exclude(guardian_release_at=None).select_related("school")
    assert versions.exists()
    for version in versions:
        for instant in (version.student_release_at, version.guardian_release_at):
            local = instant.astimezone(version.school.time_zone)
            assert local.weekday() < 5
            assert dt.time(7) <= local.time() < dt.time(20)


def test_no_gesture_is_in_the_future_or_before_the_school_year():
    for instants in (
        Assessment.objects.values_list("created_at", flat=True),
        ResultVersion.objects.values_list("entered_at", flat=True),
        HandBack.objects.values_list("recorded_at", flat=True),
    ):
        assert all(at_of(dt.date(2026, 8, 31)) < instant <= NOW for instant in instants)


def test_copies_are_handed_back_during_lessons():
    for fact in HandBack.objects.select_related("school"):
        local = fact.at.astimezone(fact.school.time_zone)
        assert local.weekday() < 5
        assert dt.time(8) <= local.time() <= dt.time(17, 30)


def test_families_were_told_once_and_nothing_waits_in_the_outbox():
    assert Notice.objects.exists()
    # What was written in closed hours waits for the opening, and nothing else does.
    assert not Notice.objects.filter(sent_at=None, not_before__lte=at_of(TODAY)).exists()


def test_only_the_cast_can_sign_in_with_a_password():
    with_password = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert {visit.username for visit in demo_accounts()} <= with_password
    assert with_password == {account.username for account in ACCOUNTS}


def test_everybody_of_the_school_has_an_account_or_no_address():
    assert not Staff.objects.filter(user=None).exists()
    assert not Student.objects.filter(user=None).exists()
    readers = Guardianship.objects.exclude(scope="CONTACT").values("guardian")
    assert not Guardian.objects.filter(pk__in=readers, user=None).exclude(email="").exists()


def test_a_pupil_of_age_has_one_account_for_both_hats():
    for guardian in Guardian.objects.filter(guardianships__relation="70"):
        assert guardian.user.student.siecle_id == stories.ADULT_PUPIL


def test_the_rule_was_decided_in_september_with_a_reason_families_can_read():
    rule = RuleVersion.objects.exclude(body="ministry").get()
    assert (rule.name, rule.body) == ("copy_first", "pedagogic_council")
    assert rule.decided_on == dt.date(2026, 9, 3)
    assert rule.author.username == "benedicte.navarre"
    assert len(rule.reason) > 80


@time_machine.travel(NOW, tick=False)
def test_mme_diallo_opens_her_first_page():
    client = Client()
    client.force_login(User.objects.get(username="aissata.diallo"))
    page = client.get(reverse("home:family_home"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Inès" in text
    assert "Malik" in text
    assert "à lire" in text
    assert "sur 20" not in text


def test_a_grandmother_reads_the_classes_of_her_two_grandchildren_and_nothing_else():
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(User.objects.get(username="binta.sow"))
        page = client.get("/", follow=True)

    words = page.content.decode().replace("\u00a0", " ")
    assert page.redirect_chain[-1][0] == reverse("home:trusted_home")
    assert words.count("Donné par Mme Diallo") == 2
    assert not visible_versions("binta.sow", Capacity.FAMILY).exists()
