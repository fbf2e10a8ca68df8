"""«n résultats à lire»: what this reader has not opened, gone when read, known to nobody else."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import ReadMark, ResultVersion
from apps.schools.models import Term
from coeduc.access import Capacity, Reader
from tests.architecture.sources import ROOT, modules
from tests.factories.results import enter
from tests.factories.schools import SchoolYearFactory
from tests.results.pages import ask, words_of
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOW = GUARDIAN_AT + DAY
HOMES = {"guardian": "home:family_home", "pupil": "home:student_home"}
SPACES = {"guardian": "family", "pupil": "student"}
BOTH = pytest.mark.parametrize("who", ["guardian", "pupil"])


@pytest.fixture
def world():
    return build_world()


def home(client, world, who="guardian", *, at=NOW):
    with time_machine.travel(at, tick=False):
        client.force_login(world.people[who])
        return words_of(client.get(reverse(HOMES.get(who, "home:family_home"))))


def results(client, world, who="guardian", *, at=NOW):
    name = f"{SPACES.get(who, 'family')}_results"
    return words_of(ask(client, world.people[who], name, at, data={"vue": "dates"}))


def opened(client, world, who="guardian", *, read="1", at=NOW, result=None):
    name = f"{SPACES.get(who, 'family')}_result_read"
    public_id = (result or world.result).public_id
    user = world.people[who]
    return ask(client, user, name, at, method="post", data={"read": read}, public_id=public_id)


def another(world, title, *, at):
    """A result of Inès handed back at ``at``."""
    author = world.assessment.author
    more = assessments.create_assessment(
        world.teaching,
        author=author,
        at=at - 2 * DAY,
        title=title,
        held_on=(at - DAY).date(),
        progress="Relire.",
    )
    enter(more, {world.student: "12"}, by=author.user, at=at - DAY)
    hand_backs_services.hand_back(more, by=author.user, at=at)
    return more.results.get(student=world.student)


def term(world, *, starts_on, index=2):
    year = world.teaching.year
    return Term.objects.create(
        school=world.school,
        year=year,
        index=index,
        count=3,
        starts_on=starts_on,
        ends_on=starts_on + 80 * DAY,
    )


@BOTH
def test_a_result_is_to_be_read_until_it_is_opened(client, world, who):
    before = home(client, world, who)

    response = opened(client, world, who)

    after = home(client, world, who)
    assert ("1 résultat à lire" in before, "à lire" in after) == (True, False)
    assert "Pas de nouveau résultat." in after
    assert response.status_code == 302


@BOTH
def test_looking_at_the_page_alone_marks_nothing(client, world, who):
    """A robot that opens links, or a preview: a GET changes nothing."""
    name = f"{SPACES[who]}_result_detail"
    ask(client, world.people[who], name, NOW, public_id=world.result.public_id)

    assert not ReadMark.objects.exists()
    assert "1 résultat à lire" in home(client, world, who)


@BOTH
def test_without_a_script_the_page_has_a_button_then_the_opposite_one(client, world, who):
    name, public_id = f"{SPACES[who]}_result_detail", world.result.public_id

    first = words_of(ask(client, world.people[who], name, NOW, public_id=public_id))
    opened(client, world, who)
    second = words_of(ask(client, world.people[who], name, NOW, public_id=public_id))

    assert ("J’ai lu" in first, "J’ai lu" in second) == (True, False)
    assert "Le garder à lire" in second


@BOTH
def test_a_result_kept_to_be_read_is_to_be_read_again(client, world, who):
    opened(client, world, who)

    response = opened(client, world, who, read="0")

    assert response["Location"].startswith(reverse(f"results:{SPACES[who]}_results"))
    assert "1 résultat à lire" in home(client, world, who)


def test_opened_twice_is_opened_once(client, world):
    for _twice in range(2):
        opened(client, world)

    assert ReadMark.objects.count() == 1


@pytest.mark.parametrize("days", [1, 3, 6])
def test_nothing_unread_vanishes_on_a_monday(client, world, days):
    """Released on a Wednesday at 17:00; read on the days that follow."""
    assert "1 résultat à lire" in home(client, world, at=GUARDIAN_AT + days * DAY)


def test_beyond_seven_days_what_is_not_opened_is_folded_and_still_there(client, world):
    late = GUARDIAN_AT + 8 * DAY
    another(world, "Puissances", at=late - 2 * DAY)

    words = home(client, world, at=late)

    assert "1 résultat à lire et 1 plus ancien" in words
    assert "1 résultat plus ancien à lire" in home(client, world, at=GUARDIAN_AT + 7 * DAY)


def test_the_seven_days_slide_with_the_hour(client, world):
    second = dt.timedelta(seconds=1)

    before = home(client, world, at=GUARDIAN_AT + 7 * DAY - second)

    assert "1 résultat à lire" in before
    assert "1 résultat plus ancien à lire" in home(client, world, at=GUARDIAN_AT + 7 * DAY)


def test_what_is_to_be_read_is_first_in_the_list_and_says_when_it_appeared(client, world):
    words = results(client, world, at=GUARDIAN_AT + DAY)

    assert "À lire Fractions" in words
    assert "paru hier" in words
    assert "Depuis lundi" not in words


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "paru aujourd’hui"),
        (1, "paru hier"),
        (2, "paru mercredi"),
        (6, "paru mercredi"),
        (7, "paru le mercredi 18 novembre"),
        (20, "paru le mercredi 18 novembre"),
    ],
)
def test_a_row_says_the_day_it_appeared_not_the_day_it_was_held(client, world, days, said):
    at = GUARDIAN_AT + days * DAY

    assert f"· {said}" in results(client, world, at=at)


def test_once_opened_a_result_goes_down_with_the_others(client, world):
    opened(client, world)

    words = results(client, world)

    assert "À lire" not in words
    assert "paru" not in words
    assert "Résultats Fractions" in words


def test_what_is_to_be_read_stands_on_the_first_page_of_a_long_list(client, world):
    """The list is by the day of the assessment: an old one handed back late comes first."""
    for n in range(21):
        row = another(world, f"Suite {n}", at=HANDED_BACK_AT + DAY)
        opened(client, world, at=NOW, result=row)

    words = results(client, world)

    assert words.index("À lire") < words.index("Fractions") < words.index("Suite")


def test_a_correction_is_another_state_to_be_read(client, world):
    opened(client, world, at=GUARDIAN_AT)
    at = GUARDIAN_AT + dt.timedelta(hours=1)
    enter(
        world.assessment, {world.student: "15"}, by=world.people["teacher"], at=at, reason="Total."
    )

    assert "à lire" not in home(client, world, at=at)
    assert "1 résultat à lire" in home(client, world, at=at + 2 * DAY)


TERM_BEGINS = dt.date(2026, 11, 23)
THREE_WEEKS = GUARDIAN_AT + 21 * DAY
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize("at", [GUARDIAN_AT + 6 * DAY, GUARDIAN_AT + 8 * DAY, THREE_WEEKS - SECOND])
def test_what_the_end_of_a_term_brought_is_to_be_read_for_three_weeks(client, world, at):
    term(world, starts_on=TERM_BEGINS)

    words = home(client, world, at=at)

    assert "à lire" in words
    assert "Pas de nouveau résultat" not in words
    assert "À lire" in results(client, world, at=at)


@BOTH
def test_a_new_term_says_what_was_left_unread_of_the_one_before(client, world, who):
    """It stays in the list as read or not, and nobody is told that nothing is new."""
    term(world, starts_on=TERM_BEGINS)

    words = home(client, world, who, at=THREE_WEEKS)

    assert "1 résultat d’avant, pas encore ouvert Aucun plus récent à ouvrir." in words
    assert ("à lire" in words, "Pas de nouveau résultat" in words) == (False, False)
    listed = results(client, world, who, at=THREE_WEEKS)
    assert ("Résultats Fractions" in listed, "À lire" in listed) == (True, False)


def test_what_is_new_is_counted_without_what_is_past(client, world):
    term(world, starts_on=TERM_BEGINS)
    another(world, "Puissances", at=THREE_WEEKS - 2 * DAY)

    words = home(client, world, at=THREE_WEEKS)

    assert "1 résultat à lire" in words
    assert ("plus ancien" in words, "d’avant" in words) == (False, False)


def test_marking_the_list_as_read_touches_nothing_that_it_did_not_show_to_be_read(client, world):
    term(world, starts_on=TERM_BEGINS)
    another(world, "Puissances", at=THREE_WEEKS - 2 * DAY)
    mother = world.people["guardian"]

    ask(client, mother, "family_results_read", THREE_WEEKS, method="post")

    words = home(client, world, at=THREE_WEEKS)
    assert "1 résultat n’est plus à lire." in words
    assert "1 résultat d’avant, pas encore ouvert" in words


def test_once_opened_nothing_is_left_to_be_said_of_before(client, world):
    term(world, starts_on=TERM_BEGINS)
    opened(client, world, at=THREE_WEEKS)

    assert "Pas de nouveau résultat." in home(client, world, at=THREE_WEEKS)


def test_a_new_year_says_nothing_of_the_one_before(client, world):
    SchoolYearFactory(
        school=world.school,
        start_year=2027,
        starts_on=TERM_BEGINS,
        ends_on=TERM_BEGINS + 200 * DAY,
    )

    assert "d’avant" not in home(client, world, at=THREE_WEEKS)


def test_the_end_of_the_last_term_takes_nothing_away(client, world):
    ended = term(world, starts_on=dt.date(2026, 9, 1), index=1)
    ended.ends_on = GUARDIAN_AT.date()
    ended.save()

    assert "1 résultat plus ancien à lire" in home(client, world, at=GUARDIAN_AT + 20 * DAY)


@BOTH
def test_what_one_reads_is_known_to_nobody_else(client, world, who):
    others = [name for name in ("guardian", "other_guardian", "pupil") if name != who]
    staff = ("teacher", "lead_teacher", "cpe", "principal")
    pages = ("results:assessment_detail", "results:result_decisions", "home:staff_home")

    def seen():
        found = {name: home(client, world, name) for name in others}
        for name in staff:
            client.force_login(world.people[name])
            with time_machine.travel(NOW, tick=False):
                for page in pages:
                    about = {
                        "results:assessment_detail": [world.assessment.public_id],
                        "results:result_decisions": [world.result.public_id],
                    }.get(page, [])
                    found[name, page] = words_of_any(client.get(reverse(page, args=about)))
        return found

    before = seen()
    opened(client, world, who)

    assert seen() == before


def words_of_any(response):
    return words_of(response) if response.status_code == 200 else response.status_code


@pytest.mark.parametrize("who", ["guardian_care", "guardian_blocked", "guardian_of_classmate"])
def test_who_cannot_read_it_cannot_mark_it(client, world, who):
    response = opened(client, world, who)

    assert (response.status_code, ReadMark.objects.count()) == (404, 0)


@BOTH
def test_before_its_instant_there_is_nothing_to_mark(client, world, who):
    instant = GUARDIAN_AT if who == "guardian" else STUDENT_AT

    response = opened(client, world, who, at=instant - dt.timedelta(seconds=1))

    assert (response.status_code, ReadMark.objects.count()) == (404, 0)


@pytest.mark.parametrize("capacity", [Capacity.STAFF, None])
def test_at_work_nobody_sees_a_mark_even_their_own(world, capacity):
    user = world.people["teacher"]
    ReadMark.objects.create(
        school=world.school, user=user, version=ResultVersion.objects.filter(result=world.result)[0]
    )

    assert not ReadMark.objects.visible_to(Reader(user, capacity, NOW), at=NOW).exists()


def test_a_mark_holds_no_instant():
    columns = {field.name for field in ReadMark._meta.get_fields()}

    assert columns == {"id", "school", "user", "version", "is_opened"}


def test_only_the_pages_of_families_and_pupils_know_of_marks():
    """No staff module, mail, export or indicator is made of what somebody has opened."""
    allowed = {
        "apps/results/models/__init__.py",
        "apps/results/models/read_marks.py",
        "apps/results/models/versions.py",
        "apps/results/reading/services.py",
        "apps/results/register.py",  # what the register says of it
    }
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in modules("apps/**/*.py", "coeduc/**/*.py")
        if "ReadMark" in path.read_text() and "migrations" not in path.parts
    }

    assert naming == allowed
