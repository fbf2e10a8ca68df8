"""A colleague's jobs are read once a request: they let read what the subqueries let read."""

import datetime as dt
import re

import pytest

from apps.home.presenters.frame import facts_of
from apps.home.queries import what_waits
from apps.homework.models import (
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.notebook.queries import week
from apps.results.assessments.queries import EveryAssessment, whose_teachings
from apps.results.hand_backs.queries import copies_for_later, packs_to_hand_back
from apps.results.models import (
    Assessment,
    AssessmentWording,
    ClassFigures,
    HelpAnswer,
    MissedHandBack,
    PupilWord,
    Result,
    ResultVersion,
    TalkRequest,
)
from apps.results.release.rules.patience import Patience
from apps.results.release.services.patience import PatienceCalendar, overdue_seen
from apps.results.words.queries import requests_of_this_year
from apps.schools import policies
from apps.schools.enums import Role
from apps.schools.jobs import jobs_of
from apps.schools.links import plain_of, reader_of
from apps.schools.models import Division, Guardianship, School, Staff, Student, Teaching
from apps.schools.offices import Office, holds, schools_held
from apps.schools.people.queries import at_work, teachings_of
from apps.support.enums import Answer
from coeduc.access import Capacity, Reader
from coeduc.replay import Reading
from tests.access.actors import FAMILIES, PUPILS, TEAM
from tests.access.test_links_read_once import (
    every_model_behind_the_door,
    rows,
    written_each_time,
)
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    DivisionFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.queries import statements
from tests.world import FORMER_UNTIL, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
# Before somebody left, at that very instant, and long after.
SOME = (FORMER_UNTIL - SECOND, FORMER_UNTIL, LONG_AFTER)
MODELS = (School, Staff, Teaching, Division, Student, Assessment, Lesson)


def as_staff(user, at=LONG_AFTER, *, memo=None, capacity=Capacity.STAFF):
    return Reader(user, capacity, at, memo=memo)


def tangled_colleagues(world):
    """Two jobs, one ended; two schools; a group; a lead of a class and of none; one's own child."""
    school, year = world.school, world.teaching.year
    group = GroupFactory(school=school, year=year)
    GroupMembershipFactory(student=world.student, group=group)
    latin = TeachingFactory(
        school=school, year=year, subject=world.teaching.subject, division=None, group=group
    )
    people = {}

    def job(name, role=Role.TEACHER, at=school, **more):
        user = people.setdefault(name, UserFactory())
        return StaffFactory(school=at, user=user, role=role, **more)

    TeachingStaffFactory(teaching=latin, staff=job("of a group"))
    TeachingStaffFactory(teaching=world.teaching, staff=job("left", during=since(end=FORMER_UNTIL)))
    TeachingStaffFactory(teaching=world.teaching, staff=job("teaches and leads"))
    LeadTeacherFactory(
        division=DivisionFactory(school=school, year=year, code="3eA"),
        staff=job("teaches and leads"),
    )
    LeadTeacherFactory(
        division=world.teaching.division,
        staff=job("led until"),
        during=since(end=FORMER_UNTIL),
    )
    job("CPE here", Role.CPE)
    job("CPE here", at=world.neighbour)
    job("CPE there", at=school)
    job("CPE there", Role.CPE, at=world.neighbour)
    job("CPE and head", Role.CPE)
    job("CPE and head", Role.DEPUTY)
    job("was head", Role.PRINCIPAL, during=since(end=FORMER_UNTIL))
    job("was head")
    job("head and parent", Role.PRINCIPAL)
    parent = GuardianFactory(school=school, user=people["head and parent"])
    GuardianshipFactory(student=world.student, guardian=parent)
    return people


def the_team(world):
    people = {name: world.people[name] for name in (*TEAM, "stranger", "guardian", "pupil")}
    return people | tangled_colleagues(world)


def ask_to_talk(world):
    for name in ("guardian", "guardian_of_classmate"):
        guardian = world.people[name].guardians.get()
        result = world.result if name == "guardian" else world.other_result
        HelpAnswer.objects.create(
            school=world.school,
            result=result,
            guardian=guardian,
            device=world.help,
            answer=Answer.TALK,
            at=FORMER_UNTIL - dt.timedelta(hours=1),
        )


def test_every_model_answers_a_colleague_alike_whichever_way_jobs_are_read(world):
    people = the_team(world)
    ask_to_talk(world)
    models = every_model_behind_the_door()

    read, differing = set(), []
    for name, user in people.items():
        for at in SOME:
            once, apart = (
                {model: rows(model, as_staff(user, at, memo=memo)) for model in models}
                for memo in ({}, None)
            )
            read |= {model for model, found in once.items() if found}
            differing += [(name, at, one.__name__) for one in models if once[one] != apart[one]]

    assert differing == []
    assert {*MODELS, Guardianship, Result, ResultVersion, Homework, HomeworkVersion} <= read
    assert {HelpAnswer, TalkRequest} <= read


def test_a_colleague_rebuilt_from_plain_values_is_the_same_for_every_rule(world):
    people = the_team(world)
    ask_to_talk(world)
    models = every_model_behind_the_door()

    for name, user in people.items():
        reader = as_staff(user, memo={})
        again = reader_of(plain_of(reader, at=LONG_AFTER))

        assert {m: rows(m, again) for m in models} == {m: rows(m, reader) for m in models}, name


def said_of(reader, world):
    """Every answer about offices and classes that a page asks, and its frame."""
    desk = at_work(reader) if reader.memo is not None else None
    return {
        "frame": facts_of(reader, at=reader.at),
        "offices": {one: holds(reader, one) for one in Office},
        "here": {one: holds(reader, one, world.school) for one in Office},
        "by key": {one: holds(reader, one, world.neighbour.pk) for one in Office},
        "held": {one: schools_held(reader, one) for one in Office},
        "team": policies.is_of_the_team(reader),
        "follows": policies.follows_somebody(reader),
        "leads": policies.is_lead(reader, world.teaching.division),
        "teaches": policies.teaches(reader, world.teaching),
        "contacts": policies.can_read_contacts(reader, world.student),
        "whose": whose_teachings(reader),
        "taught": sorted(one.pk for one in teachings_of(reader)),
        "waits": what_waits(reader),
    }, desk


def test_a_colleague_holds_the_same_offices_whichever_way_jobs_are_read(world):
    people = the_team(world)
    ask_to_talk(world)

    waiting, differing = set(), []
    for name, user in people.items():
        for at in SOME:
            once, desk = said_of(as_staff(user, at, memo={}), world)
            apart, _none = said_of(as_staff(user, at), world)
            differing += [(name, at, key) for key in once if once[key] != apart[key]]
            assert (desk is not None) == once["team"]
            waiting |= {name} if once["waits"] else set()

    assert differing == []
    assert {"lead_teacher", "cpe"} <= waiting
    assert "teacher" not in waiting


def answers(user, world, at):
    """What the kept readings tell a colleague (coeduc/replay.py)."""
    reader = as_staff(user, at, memo={})
    days = (at.date() - dt.timedelta(days=60), at.date() + dt.timedelta(days=60))
    taught = teachings_of(reader)
    keys = [one.pk for one in taught]
    calendar = PatienceCalendar.of(world.school, at=at)
    every = EveryAssessment(reader)
    return {
        "taught": [(one.pk, one.class_code, one.subject.label, one.school.name) for one in taught],
        "frame": facts_of(reader, at=at),
        "waits": what_waits(reader),
        "lessons": [
            (
                row.pk,
                [state.pk for state in row.states],
                [
                    (
                        work.pk,
                        [one.pk for one in work.states],
                        [str(p.student) for p in work.pupils],
                    )
                    for work in row.given
                ],
            )
            for row in week.lessons_written(reader, taught, days, at=at)
        ],
        "today": [(row.pk, row.last_html) for row in week.TODAY.rows(reader, tuple(keys), at=at)],
        "expected": week.lessons_expected(taught, first=days[0], last=days[1], today=at.date()),
        "packs": [
            (row.pk, row.pupil_count, row.entered_count)
            for row in packs_to_hand_back(reader, tuple(keys))
        ],
        "later": [str(row.result.student) for row in copies_for_later(reader, tuple(keys))],
        "requests": [(row.pk, str(row.student), row.hold) for row in requests_of_this_year(reader)],
        "overdue": [
            (least, most, found.pk, str(found.author))
            for least in (Patience.TEACHER, Patience.HEAD)
            for most in (None, 10)
            for found in overdue_seen(
                reader, world.school, calendar, least=least, all_years=not most, most=most
            )
        ],
        "every": (every.count(), [(row.pk, row.stage, row.entered_count) for row in every[0:20]]),
    }


def test_what_is_replayed_to_a_colleague_is_what_the_rules_say(world, monkeypatch):
    """Each reading written once for all of them, whoever came first; or for each, with their own
    values."""
    people = the_team(world)
    ask_to_talk(world)
    asked = [(name, at) for name in people for at in (SOME[0], LONG_AFTER)]
    replayed = {(name, at): answers(people[name], world, at) for name, at in asked}
    monkeypatch.setattr(Reading, "rows", written_each_time)

    assert [one for one in asked if answers(people[one[0]], world, one[1]) != replayed[one]] == []
    of_teacher, of_head = (replayed[name, LONG_AFTER] for name in ("teacher", "principal"))
    for kind in ("taught", "lessons", "today", "packs", "later", "every"):
        assert of_teacher[kind], kind
    assert of_head["requests"]
    assert of_head["overdue"]
    assert of_teacher != replayed["teacher_and_parent", LONG_AFTER]


def test_jobs_are_read_once_whatever_is_asked_with_them():
    world = build_world()
    reader = as_staff(world.people["teacher"], memo={})

    with statements() as asked:
        for _twice in range(2):
            for model in MODELS:
                rows(model, reader)
            at_work(reader)
            facts_of(reader, at=LONG_AFTER)
            holds(reader, Office.HEADS)

    assert len(asked) == 1 + 2 * len(MODELS), asked.listed()


def test_jobs_read_for_one_instant_do_not_serve_another():
    world = build_world()
    reader = as_staff(world.people["former_teacher"], memo={})
    now = jobs_of(reader, at=LONG_AFTER)

    before = jobs_of(reader, at=FORMER_UNTIL - SECOND)

    assert now.taught == ()
    assert before.taught == (world.teaching.pk,)


@pytest.mark.parametrize("capacity", [Capacity.FAMILY, Capacity.STUDENT, None])
@pytest.mark.parametrize("name", ["teacher_and_parent", "principal", FAMILIES[0], PUPILS[0]])
def test_whoever_does_not_read_as_a_colleague_has_no_jobs(capacity, name):
    world = build_world()
    reader = as_staff(world.people[name], memo={}, capacity=capacity)

    assert jobs_of(reader, at=LONG_AFTER) is None
    assert not holds(reader, Office.HEADS)
    assert not policies.is_of_the_team(reader)


def test_no_statement_of_a_colleague_looks_at_the_links_again():
    """Literal keys: no subquery through jobs, services or leads is left in what a page asks."""
    world = build_world()
    reader = as_staff(world.people["lead_teacher"], memo={})
    jobs_of(reader, at=LONG_AFTER)
    by_keys = (School, Staff, Teaching, Division, Student, Assessment, Result, ResultVersion)

    with statements() as asked:
        for model in (*by_keys, Lesson, Homework, HomeworkVersion):
            rows(model, reader)

    links = ("schools_teachingstaff", "schools_leadteacher", '"schools_staff" U')
    assert [sql for sql in asked if any(link in sql for link in links)] == []


def test_what_hangs_from_an_assessment_is_seen_without_gathering_all_that_is_seen():
    """At a hundred schools PostgreSQL read 4 422 results to find the 25 of one class."""
    world = build_world()
    reader = as_staff(world.people["lead_teacher"], memo={})
    jobs_of(reader, at=LONG_AFTER)
    hanging = (Result, MissedHandBack, ResultVersion, ClassFigures, AssessmentWording, PupilWord)

    with statements() as asked:
        for model in (*hanging, LessonVersion, HomeworkVersion, HomeworkStudent):
            rows(model, reader)

    inner = re.compile(
        r'FROM "(results_assessment|results_result|homework_lesson|homework_homework)" [UV]\d'
    )
    assert [sql for sql in asked if inner.search(sql)] == []
