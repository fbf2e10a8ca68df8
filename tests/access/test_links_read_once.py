"""A family's links are read once a request: what they let read is what the subqueries let read."""

import datetime as dt

import pytest
from django.apps import apps

from apps.home.queries import schools_of, what_waits
from apps.homework.models import (
    Attachment,
    CancelledLesson,
    Done,
    HandIn,
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
    TimetableSlot,
)
from apps.homework.reading.queries import caps_of_pupils, readable_lessons, works_to_do
from apps.publication.models import RuleVersion
from apps.results.models import Assessment, ClassFigures, PupilWord, Result, ResultVersion
from apps.results.reading.queries import row_of, rows_of, state_of, waiting_rows_of
from apps.schools.enums import Scope
from apps.schools.links import (
    DAILY,
    children_of,
    followed_until,
    links_of,
    plain_of,
    pupils_of,
    reader_of,
    taught_here,
)
from apps.schools.models import Guardianship, School, Student
from apps.schools.rosters import teachings_known
from coeduc.access import Capacity, Reader
from coeduc.replay import Reading
from tests.access.actors import FAMILIES, NO_FAMILY_ANY_MORE, PUPILS
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
    since,
)
from tests.queries import statements
from tests.world import FORMER_UNTIL, GUARDIAN_AT, LEFT_BEFORE, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
MODELS = (
    School,
    Student,
    Guardianship,
    RuleVersion,
    Assessment,
    Result,
    ResultVersion,
    ClassFigures,
    PupilWord,
    TimetableSlot,
    CancelledLesson,
)
INSTANTS = (
    STUDENT_AT,
    GUARDIAN_AT - SECOND,
    GUARDIAN_AT,
    FORMER_UNTIL - SECOND,
    FORMER_UNTIL,
    LONG_AFTER,
)


def rows(model, reader):
    return set(model.objects.visible_to(reader, at=reader.at).values_list("pk", flat=True))


def seen(user, at, *, memo, models=MODELS):
    reader = Reader(user, Capacity.FAMILY, at, memo=memo)
    return {model: rows(model, reader) for model in models}


def every_model_behind_the_door():
    return [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]


def a_tangled_family(world):
    """Ended then begun again, ended an hour before the parents' instant, ended at that instant."""
    people = {}
    for name, ends in {
        "again": [FORMER_UNTIL, None],
        "an hour before": [GUARDIAN_AT - dt.timedelta(hours=1)],
        "at the instant": [GUARDIAN_AT],
        "a second after": [GUARDIAN_AT + SECOND],
    }.items():
        guardian, start = None, None
        for end in ends:
            during = since(start, end) if start else since(end=end)
            more = {"guardian": guardian} if guardian else {}
            link = GuardianshipFactory(student=world.student, during=during, **more)
            guardian, start = link.guardian, end
        people[name] = guardian.user
    lost = GuardianshipFactory(student=world.student, during=since(end=FORMER_UNTIL)).guardian
    GuardianshipFactory(
        student=world.student, guardian=lost, scope=Scope.CARE, during=since(FORMER_UNTIL)
    )
    people["lost the authority"] = lost.user
    cut = GuardianshipFactory(student=world.student).guardian
    RestrictionFactory(student=world.student, guardian=cut, school=world.school)
    people["cut"] = cut.user
    return people


def test_each_person_sees_the_same_rows_at_each_instant_whichever_way_links_are_read():
    world = build_world(classmates=4)
    people = {name: world.people[name] for name in (*FAMILIES, *NO_FAMILY_ANY_MORE, "stranger")}
    people |= a_tangled_family(world)

    differing = [
        (name, at)
        for name, user in people.items()
        for at in INSTANTS
        if seen(user, at, memo={}) != seen(user, at, memo=None)
    ]

    assert differing == []
    assert seen(people["guardian"], LONG_AFTER, memo={})[ResultVersion]
    assert seen(people["at the instant"], LONG_AFTER, memo={})[ResultVersion] == set()
    assert seen(people["a second after"], LONG_AFTER, memo={})[ResultVersion]
    assert seen(people["cut"], LONG_AFTER, memo={})[Student] == set()


def test_every_model_answers_alike_whichever_way_links_are_read(world):
    """What a request keeps in its memo and what SQL says come from one definition: links.py."""
    people = {name: world.people[name] for name in (*FAMILIES, *NO_FAMILY_ANY_MORE)}
    people |= a_tangled_family(world)
    models = every_model_behind_the_door()
    adapted = HomeworkStudent.objects.filter(student=world.student).first()
    Done.objects.create(
        school=world.school, homework=adapted.homework, student=world.student, at=LONG_AFTER
    )

    read, differing = set(), []
    for name, user in people.items():
        for at in (FORMER_UNTIL - SECOND, LONG_AFTER):
            once = seen(user, at, memo={}, models=models)
            read |= {model for model, found in once.items() if found}
            if once != seen(user, at, memo=None, models=models):
                differing.append((name, at))

    assert differing == []
    assert set(MODELS) - {ClassFigures, PupilWord} <= read
    assert {Lesson, Homework, HomeworkVersion, HomeworkStudent, Attachment, HandIn, Done} <= read


def test_a_link_begun_again_reads_the_words_of_today_whichever_way_links_are_read():
    world = build_world()
    link = GuardianshipFactory(student=world.student, during=since(end=LEFT_BEFORE))
    GuardianshipFactory(
        student=world.student, guardian=link.guardian, during=since(LEFT_BEFORE + SECOND)
    )
    people = {"again": link.guardian.user, "former": world.people["guardian_former"]}

    def until(name, memo):
        reader = Reader(people[name], Capacity.FAMILY, LONG_AFTER, memo=memo)
        until_found = followed_until(reader, at=LONG_AFTER, student="student")
        return Result.objects.annotate(until=until_found).get(pk=world.result.pk).until

    assert {name: until(name, {}) for name in people} == {
        "again": LONG_AFTER,
        "former": FORMER_UNTIL,
    }
    assert {name: until(name, None) for name in people} == {
        "again": LONG_AFTER,
        "former": FORMER_UNTIL,
    }


def test_links_are_read_once_whatever_is_asked_with_them():
    world = build_world()
    reader = Reader(world.people["guardian"], Capacity.FAMILY, LONG_AFTER, memo={})

    with statements() as asked:
        for _twice in range(2):
            for model in MODELS:
                rows(model, reader)

    assert len(asked) == 1 + 2 * len(MODELS)


@pytest.mark.parametrize(
    ("name", "capacity"), [("guardian", Capacity.FAMILY), (PUPILS[0], Capacity.STUDENT)]
)
@pytest.mark.parametrize("model", [HomeworkVersion, LessonVersion, Homework, Lesson])
def test_a_notebook_is_sought_in_the_school_that_teaches_it(model, name, capacity):
    """A plan kept for everybody knows no day: the works of a week of all schools were read."""
    reader = Reader(build_world().people[name], capacity, LONG_AFTER, memo={})
    pupils_of(reader, at=LONG_AFTER)

    sql = str(model.objects.visible_to(reader, at=LONG_AFTER).query)

    assert f'"{model._meta.db_table}"."school_id" IN (' in sql


def test_links_read_for_one_instant_do_not_serve_another():
    world = build_world()
    reader = Reader(world.people["guardian_former"], Capacity.FAMILY, LONG_AFTER, memo={})
    links_of(reader, at=LONG_AFTER)

    link = children_of(reader, at=FORMER_UNTIL - SECOND)[0]

    assert FORMER_UNTIL - SECOND in link.during
    assert LONG_AFTER not in link.during


@pytest.mark.parametrize("capacity", [Capacity.STAFF, Capacity.STUDENT, None])
def test_whoever_does_not_read_as_a_family_has_no_links(capacity):
    world = build_world()
    reader = Reader(world.people["teacher_and_parent"], capacity, LONG_AFTER, memo={})

    assert links_of(reader, at=LONG_AFTER) is None
    assert children_of(reader, at=LONG_AFTER) == []


def answers(user, at, capacity=Capacity.FAMILY):
    """What the kept readings tell a family or a pupil (coeduc/replay.py)."""
    reader = Reader(user, capacity, at, memo={})
    days = (at.date() - dt.timedelta(days=60), at.date() + dt.timedelta(days=60))
    results = Result.objects.order_by("pk")
    pages = [row_of(reader, result.public_id, at=at) for result in results]
    opened = [state_of(reader, row.pk, at=at) for row in pages if row and row.reading]
    return {
        "waits": what_waits(reader),
        "works": [
            (row.pk, sorted(row.pupils), sorted(row.done_by), row.was_corrected, row.joined)
            for row in works_to_do(reader, days, at=at)
        ],
        "lessons": [
            (row.pk, sorted(row.pupils), row.was_corrected, row.joined)
            for row in readable_lessons(reader, days, (days[0], days[0]), at=at)
        ],
        "schools": [
            (one.pk, one.in_family, one.in_staff, one.ways) for one in schools_of(reader, at=at)
        ],
        "results": [
            (rows_of(reader, student, at=at), waiting_rows_of(reader, student, at=at))
            for student in sorted({result.student_id for result in results})
        ],
        "pages": [
            row and (row.pk, row.reading, row.read_since, row.word_text, row.answered, row.student)
            for row in pages
        ],
        "states": [(one.pk, one.is_correction, one.rule, one.device) for one in opened],
        "caps": caps_of_pupils(reader, at=at),
    }


def written_each_time(reading, *values):
    return list(reading._build(*values))


def test_what_is_replayed_to_a_family_is_what_the_rules_say(world, monkeypatch):
    """Each reading written once for all of them, whoever came first; or for each, with their own
    values."""
    people = {name: world.people[name] for name in (*FAMILIES, *NO_FAMILY_ANY_MORE, "stranger")}
    people |= a_tangled_family(world)
    twins = GuardianshipFactory(student=world.student)
    GuardianshipFactory(student=world.other_student, guardian=twins.guardian)
    people["of both"] = twins.guardian.user

    asked = [(name, at) for name in people for at in INSTANTS]
    replayed = {(name, at): answers(people[name], at) for name, at in asked}
    monkeypatch.setattr(Reading, "rows", written_each_time)

    assert [one for one in asked if answers(people[one[0]], one[1]) != replayed[one]] == []
    seen_by_one, seen_by_both = (replayed[n, LONG_AFTER] for n in ("guardian", "of both"))
    assert seen_by_one["works"]
    assert any(seen_by_one["results"])
    assert any(seen_by_one["pages"])
    assert seen_by_one["states"]
    assert seen_by_one["caps"]
    assert seen_by_one["lessons"]
    assert seen_by_one["waits"]
    assert seen_by_one != seen_by_both


@pytest.mark.parametrize(
    "scopes",
    [
        (Scope.SURVEILLANCE, Scope.SURVEILLANCE, Scope.FULL),
        (Scope.SURVEILLANCE, Scope.FULL, Scope.FULL),
    ],
)
def test_a_family_reads_its_work_whatever_links_come_before_those_that_open_it(scopes):
    """A set keeps its keys in an order of its own, which markers do not share."""
    world = build_world()
    division = world.teaching.division
    guardian = None
    for scope in scopes:
        pupil = StudentFactory(school=world.school)
        EnrolmentFactory(student=pupil, division=division)
        more = {"guardian": guardian} if guardian else {}
        guardian = GuardianshipFactory(student=pupil, scope=scope, **more).guardian
    reader = Reader(guardian.user, Capacity.FAMILY, LONG_AFTER, memo={})
    days = (LONG_AFTER.date() - dt.timedelta(days=60), LONG_AFTER.date() + dt.timedelta(days=60))

    works_to_do(reader, days, at=LONG_AFTER)
    readable_lessons(reader, days, at=LONG_AFTER)
    what_waits(reader)


def test_what_is_replayed_to_a_pupil_is_what_the_rules_say(world, monkeypatch):
    people = {name: world.people[name] for name in (*PUPILS, "guardian", "stranger")}

    asked = [(name, at) for name in people for at in INSTANTS]
    replayed = {(name, at): answers(people[name], at, Capacity.STUDENT) for name, at in asked}
    monkeypatch.setattr(Reading, "rows", written_each_time)

    again = {(name, at): answers(people[name], at, Capacity.STUDENT) for name, at in asked}
    assert [one for one in asked if again[one] != replayed[one]] == []
    assert replayed["pupil", LONG_AFTER]["works"]
    assert replayed["pupil", LONG_AFTER] != replayed["classmate", LONG_AFTER]


def test_a_family_rebuilt_from_plain_values_is_the_same_for_every_rule(world):
    people = {name: world.people[name] for name in (*FAMILIES, *NO_FAMILY_ANY_MORE)}
    people |= a_tangled_family(world)
    models = every_model_behind_the_door()

    for name, user in people.items():
        reader = Reader(user, Capacity.FAMILY, LONG_AFTER, memo={})
        again = reader_of(plain_of(reader, at=LONG_AFTER))

        assert {m: rows(m, again) for m in models} == {m: rows(m, reader) for m in models}, name


def test_a_pupil_reads_alike_whether_what_they_are_taught_was_read_or_is_said_in_sql(world):
    """Every model, and every model of who they are rebuilt from plain values."""
    models = every_model_behind_the_door()
    for name in (*PUPILS, "guardian", "stranger"):
        user = world.people[name]
        for at in (STUDENT_AT - SECOND, LONG_AFTER):
            reader = Reader(user, Capacity.STUDENT, at, memo={})
            in_sql = Reader(user, Capacity.STUDENT, at)
            pupils_of(reader, at=at)
            again = reader_of(plain_of(reader, at=at))

            said = {model: rows(model, in_sql) for model in models}
            assert {model: rows(model, reader) for model in models} == said, (name, at)
            assert {model: rows(model, again) for model in models} == said, (name, at)
    assert said[Homework] == set()
    assert rows(Homework, Reader(world.people["pupil"], Capacity.STUDENT, LONG_AFTER))


def test_a_pupil_is_read_once_whatever_is_asked_of_them(world):
    reader = Reader(world.people["pupil"], Capacity.STUDENT, LONG_AFTER, memo={})

    with statements() as asked:
        [pupil] = pupils_of(reader, at=LONG_AFTER)
        known = teachings_known(reader, DAILY, at=LONG_AFTER)
        assert pupils_of(reader, at=LONG_AFTER) == (pupil,)

    assert known == {pupil.pk: taught_here(pupil)}
    assert taught_here(pupil)
    assert len(asked) == 1, asked.listed()
