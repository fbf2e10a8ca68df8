"""The autumn of a second year: what is of last year is read by whom it should, and counts nowhere.

Every line of last year begins with «Autrefois» (``tests.world_two_years``).
"""

import datetime as dt
import html
import itertools
import re

import pytest
import time_machine
from django.urls import reverse

from apps.home.presenters.checklist import checklist_of
from apps.home.queries import what_waits
from apps.homework.models import HandIn, Homework, Lesson
from apps.invitations.models import AccessCode
from apps.notices.models import Notice
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import Assessment, ClassFigures, Result, ResultVersion
from apps.results.release.services import patience
from apps.schools.models import Division, Student, Teaching, TeachingStaff, Term
from apps.schools.offices import Office, holds
from coeduc.access import Capacity
from tests.factories.schools import SchoolYearFactory
from tests.results.pages import open_all
from tests.world_two_years import BEFORE, JUNE, NOW, SUMMER, build_two_years

pytestmark = pytest.mark.django_db
FAMILY, STUDENT, STAFF = Capacity.FAMILY, Capacity.STUDENT, Capacity.STAFF
PAST_YEAR = "2025-2026"


@pytest.fixture
def world():
    return build_two_years()


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def answer(client, world, name, route, *args, **query):
    client.force_login(world.people[name])
    return client.get(reverse(route, args=args), query)


def read(client, world, name, route, *args, **query):
    """The words of the page, as somebody reads them."""
    response = answer(client, world, name, route, *args, **query)
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ").split())


def titles(world, name, capacity, model=Result):
    rows = model.objects.visible_to(world.reader(name, capacity), at=NOW)
    return {row.assessment.title.removeprefix(f"{BEFORE}, ") for row in rows}


# --- What of last year is still read, and by whom -------------------------------------------------


@pytest.mark.parametrize(
    ("name", "capacity", "kept"),
    [
        ("mother", FAMILY, {"fractions", "aires"}),
        ("mother_of_leo", FAMILY, {"fractions", "aires"}),
        ("former", FAMILY, {"fractions"}),
        ("ines", STUDENT, {"fractions", "aires"}),
        ("leo", STUDENT, {"fractions", "aires"}),
        ("mother_of_zoe", FAMILY, set()),
        ("mother_of_malik", FAMILY, set()),
        ("zoe", STUDENT, set()),
        ("malik", STUDENT, set()),
        ("petit", STAFF, set()),
        ("roux", STAFF, set()),
        ("nguyen", STAFF, set()),
        ("costa", STAFF, set()),
    ],
)
def test_who_still_reads_results_of_last_year(world, name, capacity, kept):
    versions = ResultVersion.objects.visible_to(world.reader(name, capacity), at=NOW)
    old = versions.filter(result__assessment__teaching__year=world.old.year)

    assert {version.result.assessment.title.removeprefix(f"{BEFORE}, ") for version in old} == kept


def test_who_is_cpe_since_september_reads_what_they_taught_as_all_the_rest(world):
    reader = world.reader("kone", STAFF)
    seen = Assessment.objects.visible_to(reader, at=NOW)

    assert {world.old.read, world.new.read} <= set(seen)
    assert not TeachingStaff.objects.of(reader.user, at=NOW).exists()


def test_who_left_in_june_reads_nothing_any_more(client, world):
    reader = world.reader("petit", STAFF)
    models = (Assessment, Result, ResultVersion, Lesson, Homework, HandIn, Student, Teaching)

    assert [m.__name__ for m in models if m.objects.visible_to(reader, at=NOW).exists()] == []
    for route in ("home:staff_home", "results:assessment_list", "homework:archive_list"):
        assert answer(client, world, "petit", route).status_code == 404
    assert not any(holds(reader, office) for office in Office)


def test_who_arrived_in_september_opens_nothing_of_last_year(client, world):
    old, new = world.old.division.public_id, world.new.division.public_id

    for name in ("nguyen", "costa"):
        assert answer(client, world, name, "homework:archive_class", old).status_code == 404
    assert answer(client, world, "nguyen", "homework:archive_class", new).status_code == 200


def test_who_taught_until_the_last_day_reads_that_notebook(client, world):
    words = read(client, world, "roux", "homework:archive_class", world.old.division.public_id)

    assert f"{BEFORE}, une leçon." in words
    assert f"{BEFORE}, version" not in words  # of a colleague


def test_the_notebook_of_a_class_of_the_same_name_is_another(client, world):
    words = read(client, world, "costa", "homework:archive_class", world.new.namesake.public_id)

    assert BEFORE not in words


def test_lessons_and_works_of_last_year_are_in_no_family_notebook(world):
    for name, capacity in (
        ("mother", FAMILY),
        ("mother_of_leo", FAMILY),
        ("ines", STUDENT),
        ("leo", STUDENT),
    ):
        reader = world.reader(name, capacity)
        lessons = Lesson.objects.visible_to(reader, at=NOW)

        assert set(lessons) == ({world.new.lesson} if "leo" not in name else set())
        assert not HandIn.objects.visible_to(reader, at=NOW).exists()


def test_hand_ins_of_last_year_are_opened_by_nobody_who_teaches_this_year(world):
    assert HandIn.objects.count() == 2
    for name in ("roux", "petit", "nguyen", "kone", "principal"):
        assert not HandIn.objects.visible_to(world.reader(name, STAFF), at=NOW).exists()


def test_class_figures_of_last_year_are_read_with_its_results_and_are_not_this_year_s(world):
    reader = world.reader("mother", FAMILY)
    figures = {row.assessment: row for row in ClassFigures.objects.visible_to(reader, at=NOW)}

    assert figures[world.old.read].highest == 19
    assert figures[world.new.read].highest == 14
    zoe = world.reader("mother_of_zoe", FAMILY)
    assert [row.assessment for row in ClassFigures.objects.visible_to(zoe, at=NOW)] == [
        world.new.read
    ]


# --- What counts this year ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mother", "tutor", "former", "mother_of_leo"])
def test_the_first_page_of_a_family_says_nothing_of_last_year(client, world, name):
    assert BEFORE not in read(client, world, name, "home:family_home")


@pytest.mark.parametrize("name", ["ines", "leo", "zoe"])
def test_the_first_page_of_a_pupil_says_nothing_of_last_year(client, world, name):
    assert BEFORE not in read(client, world, name, "home:student_home")


@pytest.mark.parametrize("name", ["roux", "nguyen", "kone", "costa", "principal", "secretary"])
def test_the_first_page_of_the_team_says_nothing_of_last_year(client, world, name):
    assert BEFORE not in read(client, world, name, "home:staff_home")


def test_the_head_reads_the_copies_that_this_year_awaits(client, world):
    words = read(client, world, "principal", "home:staff_home")

    assert "Équations" in words


def test_copies_never_returned_last_year_are_still_among_all_that_are_awaited(client, world):
    """The head may publish them: families read so, and no result stays hidden for ever."""
    words = read(client, world, "principal", "results:overdue_list")

    assert f"{BEFORE}, volumes" in words
    assert "Équations" in words


def test_the_summer_still_shows_the_copies_of_the_year_that_ended(client, world):
    with time_machine.travel(SUMMER, tick=False):
        words = read(client, world, "principal", "home:staff_home")

    assert f"{BEFORE}, volumes" in words


def test_no_mail_is_written_about_copies_of_last_year(world):
    patience.remind(at=NOW)

    events = {event.split(":")[1] for event in Notice.objects.values_list("event", flat=True)}
    assert events == {str(world.new.late.pk)}


def test_a_request_of_last_year_still_stands_on_the_page_of_requests(client, world):
    words = read(client, world, "kone", "results:request_list")

    assert f"{BEFORE}, j’aimerais en parler." in words


@pytest.mark.parametrize(
    ("name", "capacity", "to_read"),
    [
        ("mother", FAMILY, 1),
        ("tutor", FAMILY, 1),
        ("former", FAMILY, 0),
        ("mother_of_leo", FAMILY, 0),
        ("leo", STUDENT, 0),
        ("ines", STUDENT, 1),
    ],
)
@pytest.mark.parametrize("has_terms", [True, False])
def test_what_was_never_opened_last_year_is_not_to_be_read(
    client, world, name, capacity, to_read, has_terms
):
    """With or without the terms of the new year: a school may set them later."""
    if not has_terms:
        Term.objects.filter(year=world.new.year).delete()
    words = read(client, world, name, f"home:{capacity}_home")

    assert len(re.findall(r"\d+ résultats? (plus anciens? )?à lire", words)) == to_read
    assert ("1 résultat" in words) == bool(to_read)


@pytest.mark.parametrize("name", ["mother", "roux", "nguyen", "kone", "principal"])
def test_nothing_of_last_year_waits_in_the_registry(world, name):
    capacity = FAMILY if name == "mother" else STAFF
    waiting = what_waits(world.reader(name, capacity))

    found = [line for one in waiting.values() for line in (*one.acts, *one.news)]
    assert [line for line in found if BEFORE in str(line)] == []


def test_a_help_proposed_last_year_is_asked_again_of_nobody(client, world):
    for name in ("mother", "tutor"):
        assert "aide" not in read(client, world, name, "home:family_home").lower()


def test_copies_missed_last_year_wait_for_nobody_this_year(client, world):
    assert "Camarade0" not in read(client, world, "roux", "home:staff_home")


def test_the_teacher_s_list_is_of_this_year(client, world):
    words = read(client, world, "roux", "results:assessment_list")

    assert "Fonctions" in words
    assert BEFORE not in words


def test_the_page_of_a_class_is_of_this_year(client, world):
    words = read(client, world, "kone", "home:lead_class", world.new.division.public_id)

    assert "Ines" in words
    assert "Zoe" in words
    assert "Leo" not in words
    assert BEFORE not in words


def test_the_list_of_pupils_is_of_this_year(client, world):
    words = read(client, world, "kone", "schools:student_list")

    assert "Zoe" in words
    assert "Leo" not in words


def test_a_week_of_last_year_weighs_nothing_on_the_class_of_this_year(client, world):
    """Inès was in a group of last year that had work for that week."""
    last_june = JUNE.date().isoformat()
    new, old = world.new.division.public_id, world.old.division.public_id

    assert BEFORE not in read(client, world, "kone", "homework:class_load", new, du=last_june)
    assert f"{BEFORE}, version" in read(
        client, world, "kone", "homework:class_load", old, du=last_june
    )


def test_averages_say_of_which_year_they_are(client, world):
    text = read(client, world, "mother", "results:family_results_print", periode="tout")
    names = re.findall(r"(?:1er|[23]e) trimestre(?: \d{4}-\d{4})?", text)

    periods = ["1er trimestre", f"3e trimestre {PAST_YEAR}", f"1er trimestre {PAST_YEAR}"]
    assert [name for name, _same in itertools.groupby(names[3:])] == periods
    assert re.search(r"1er trimestre Du .*? 14 sur 20 en moyenne", text)


def test_a_subject_over_time_says_of_which_year_each_average_is(client, world):
    code = world.new.maths.subject.code
    open_all(world.people["mother"], NOW)
    words = read(client, world, "mother", "results:family_results", matiere=code)

    assert "1er trimestre : 14 sur 20" in words
    assert f"1er trimestre {PAST_YEAR} : 8 sur 20" in words


def test_a_page_on_paper_says_of_which_year_its_terms_are(client, world):
    words = read(client, world, "mother", "results:family_results_print")

    assert f"3e trimestre {PAST_YEAR}" in words


def test_a_former_guardian_is_not_told_the_class_of_today(client, world):
    assert "4eB" in read(client, world, "mother", "home:family_home")
    assert "4eB" not in read(client, world, "former", "home:family_home")


def test_a_pupil_who_left_has_no_evening_of_work_to_be_told(client, world):
    for name, route in (("mother_of_leo", "home:family_home"), ("leo", "home:student_home")):
        assert "Pour demain" not in read(client, world, name, route)
    assert "Pour demain" in read(client, world, "ines", "home:student_home")


def test_the_files_of_a_new_year_are_missing_until_they_say_who_teaches(world):
    """Pupils are carried over by SIECLE; what is taught comes with STS, later."""
    SchoolYearFactory(
        school=world.school,
        start_year=2027,
        starts_on=dt.date(2027, 9, 1),
        ends_on=dt.date(2028, 7, 1),
    )

    def are_imported(at):
        return checklist_of(world.school, at=at).steps[0].is_done

    assert are_imported(NOW)
    assert are_imported(dt.datetime(2027, 8, 25, 8, tzinfo=dt.UTC))
    assert not are_imported(dt.datetime(2027, 9, 10, 8, tzinfo=dt.UTC))


def test_a_code_of_last_year_opens_nothing(world):
    assert not AccessCode.objects.open(at=NOW).filter(pk=world.old.code.pk).exists()


def test_two_classes_of_one_code_are_two_classes(world):
    fives = Division.objects.filter(school=world.school, code="5eB")

    assert set(fives) == {world.old.division, world.new.namesake}
    assert set(Student.objects.in_class(at=NOW).filter(class_code="5eB")) == {world.pupils["malik"]}


def test_copies_of_last_year_handed_back_now_reach_their_families_still(client, world):
    """Late is not never: the rule applies as if the year had not turned."""
    hand_backs_services.hand_back(
        world.old.never_back, by=world.people["principal"], at=NOW - dt.timedelta(days=5)
    )

    assert "volumes" in titles(world, "mother_of_leo", FAMILY, Result)
    versions = ResultVersion.objects.visible_to(world.reader("mother_of_leo", FAMILY), at=NOW)
    assert versions.filter(result__assessment=world.old.never_back).exists()
