"""The ways out that other products left open, one test each; the data that would leak is there.

Sources: public issues of Bottlenose, Moodle, Canvas, Autolab, Coursemology, okpy, Gibbon, Open ENT,
GEPI, RosarioSIS, and what users said of École Directe.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from apps.publication.enums import NoticePolicy
from apps.publication.rules import Rule, Shows
from apps.results.announcements import services as announcements_services
from apps.results.assessments.services import assessments
from apps.results.holds import services as holds_services
from apps.results.models import ClassFigures, HelpAnswer, ResultAnnouncement, ResultVersion
from coeduc.access import Capacity, Reader
from tests.access.conftest import TOKEN, signed_in
from tests.architecture.sources import ROOT
from tests.bodies import text_of
from tests.factories.results import enter
from tests.leaks.two_worlds import addresses, differences, mails_sent, read_all
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
HIDDEN, HIDDEN_SPELLINGS = "8.41", ("8,41", "8.41")
SHOW_ALL = Rule(shows=Shows(class_average=True, extremes=True, running_average=True))
READERS = ("guardian", "pupil")


@pytest.fixture
def world():
    """Inès has a result that everybody may read (13,37) and one that nobody may (8,41)."""
    made = build_world(rule=SHOW_ALL)
    made.hidden = assessments.create_assessment(
        made.teaching,
        author=made.people["teacher"].staff_links.get(),
        at=LONG_AFTER - HOUR,
        title="Volumes",
        held_on=dt.date(2026, 11, 24),
        progress="Refaire l’exercice 4.",
    )
    return made


def hide(world, typed=HIDDEN, **words):
    enter(world.hidden, {world.student: typed}, by=world.people["teacher"], at=LONG_AFTER, **words)


def hidden_worlds(world):
    return [lambda: None, *(lambda typed=typed: hide(world, typed) for typed in ("8.41", "0"))]


def get(world, reader, address, at=LONG_AFTER + MINUTE, **headers):
    with time_machine.travel(at, tick=False), signed_in(world, reader) as client:
        return client.get(address, headers=headers)


def body(response):
    """What is read, but for the token drawn anew in each page."""
    return TOKEN.sub(r"\1", text_of(response))


def raw(response):
    return text_of(response) + str(response.headers) + response.cookies.output()


def test_averages_and_counts_are_made_of_what_is_read_and_of_nothing_else(world):
    """Bottlenose #159, Moodle MDL-52078 and MDL-67636: totals counted hidden grades."""
    lists = {
        (name, f"results:{name_of_list}{end}")
        for name, name_of_list in (("guardian", "family_results"), ("pupil", "student_results"))
        for end in ("", "_print")
    }

    def read():
        return {page: body(get(world, page[0], reverse(page[1]))) for page in lists}

    assert differences(hidden_worlds(world), read) == []
    pages = read()
    assert any("13,37" in page for page in pages.values())
    # (13,37 + 8,41) / 2: what an average of both would say.
    hide(world)
    assert not any("10,89" in page for page in read().values())


def test_nothing_in_the_page_lets_a_script_work_out_a_hidden_mark(world):
    """Canvas #1039: a «what if» on the page knew the marks that the page hid."""
    hide(world)
    for name in READERS:
        space = "pupil" if name == "pupil" else "guardian"
        for address in addresses(world, space):
            page = text_of(get(world, name, address))
            assert not any(word in page for word in HIDDEN_SPELLINGS), address
            inside = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
            assert [text for text in inside if text.strip()] == []


def test_the_printed_list_tells_no_more_than_the_list_on_screen(world):
    """canvas-ios #940: the other form of the same page showed the total."""
    hide(world)
    for name, page in (
        ("guardian", "results:family_results"),
        ("pupil", "results:student_results"),
    ):
        screen, paper = (get(world, name, reverse(f"{page}{end}")) for end in ("", "_print"))
        figures = [set(re.findall(r"\d+,\d+", one.content.decode())) for one in (screen, paper)]

        assert figures[1] <= figures[0] | {"13,37"}
        assert "8,41" not in figures[1]


def test_no_other_page_of_the_two_spaces_knows_it(world):
    """Autolab #517 and #1089, code-workout #101: another tab had its own idea of what is hidden."""
    pages = []

    def read():
        pages.append(read_all(world, LONG_AFTER + MINUTE, READERS))
        return pages[-1]

    assert differences(hidden_worlds(world), read) == []
    assert sum("13,37" in page[-1] for page in pages[0].values()) >= 2


def test_no_mail_leaves_before_the_result_may_be_read(world):
    """Coursemology #2015: the notice went out before the release."""
    hide(world)
    known = set(ResultAnnouncement.objects.values_list("version", flat=True))
    sent = mails_sent(LONG_AFTER + MINUTE)
    lines = set(ResultAnnouncement.objects.values_list("version", flat=True)) - known

    assert ResultVersion.objects.get(result__assessment=world.hidden).pk not in lines
    assert not any(word in str(sent) for word in HIDDEN_SPELLINGS)


def test_the_answer_over_the_wire_holds_no_more_than_the_screen(world):
    """okpy #596: the value was in the response, only not drawn. In parts and in JSON too."""
    hide(world)
    for headers in ({"hx-request": "true"}, {"accept": "application/json"}, {"range": "bytes=0-"}):
        for name in READERS:
            space = "pupil" if name == "pupil" else "guardian"
            for address in addresses(world, space):
                sent = raw(get(world, name, address, **headers))
                assert not any(word in sent for word in HIDDEN_SPELLINGS), address


def test_a_late_mark_is_not_found_by_subtraction_from_the_figures_of_the_class():
    """École Directe, by its users: the hidden average followed from the visible marks."""
    world = build_world(marked=False, rule=SHOW_ALL, classmates=5)
    before = ClassFigures.objects.filter(assessment=world.assessment).values().get()
    enter(world.assessment, {world.student: "0"}, by=world.people["teacher"], at=LONG_AFTER)
    after = ClassFigures.objects.filter(assessment=world.assessment).values().get()

    assert before == after
    assert before["count"] >= 5


def test_four_marks_make_no_figures_however_they_are_asked_for():
    """The average of a few, and one’s own mark, give the others’ away."""
    world = build_world(rule=SHOW_ALL, classmates=2)
    figures = ClassFigures.objects.get(assessment=world.assessment)
    address = reverse("results:family_result_detail", args=[world.result.public_id])
    page = get(world, "guardian", address).content.decode()

    assert figures.count == 4
    assert "13,37" in page
    assert str(figures.average).replace(".", ",") not in page


@pytest.mark.parametrize(
    "query",
    [
        "?page=2",
        "?page=-1",
        "?q=8,41",
        "?q=Volumes",
        "?etat=visible",
        "?etat=attente",
        "?tri=note",
        "?ordering=value",
        "?value__gte=8",
        "?format=json",
        "?at=2027-01-01",
        "?now=2027-01-01T00:00:00Z",
        "?staff=1",
    ],
)
def test_no_address_typed_by_hand_goes_around_the_rule(world, query):
    """cal.com #14868: the rule was on the button, not on the address."""
    lists = [reverse("results:family_results"), reverse("results:family_results_print")]

    def read():
        return {url: body(get(world, "guardian", f"{url}{query}")) for url in lists}

    assert differences(hidden_worlds(world), read) == []


def test_the_mail_and_the_page_read_the_same_set():
    """Gibbon: the weekly mail asked another query than the page.

    Inès: withdrawn. Léo: readable. One guardian of each, one cut from Inès, one who left.
    """
    world = build_world()
    holds_services.withdraw(
        world.result, "both", "C’était une erreur.", by=world.people["cpe"], at=GUARDIAN_AT
    )
    announcements_services.announce(at=GUARDIAN_AT + MINUTE)
    declared = set(ResultAnnouncement.objects.values_list("guardian__user__username", "version_id"))
    on_pages = {
        (user.username, pk)
        for user in world.people.values()
        for pk in ResultVersion.objects.visible_to(
            Reader(user, Capacity.FAMILY, GUARDIAN_AT), at=GUARDIAN_AT
        ).values_list("pk", flat=True)
    }

    assert declared == on_pages
    assert len(declared) == 2


def test_only_one_place_compares_the_instant_of_a_reader_with_now():
    """Open ENT: the test of the date stood in four queries, and one had none."""
    compares = re.compile(r"(student|guardian)_release_at__l(te|t)\b")
    allowed = {
        # The door itself.
        "apps/publication/release/models.py",
        "apps/results/models/versions.py",
        "apps/results/models/reading.py",
        # Writes that ask whether something was already read; no page reads them.
        "apps/results/hand_backs/services.py",
        "apps/results/words/services/help.py",
        "apps/results/release/services/recompute.py",
        "apps/results/release/services/placing.py",
        "apps/results/holds/services.py",
        "apps/results/words/services/words.py",
        "apps/results/announcements/services.py",
        "apps/demo/theatre/decisions.py",
    }
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "apps").rglob("*.py")
        if compares.search(path.read_text()) and "migrations" not in path.parts
    }

    assert found <= allowed


def test_a_mark_that_is_entered_is_not_a_mark_that_is_shown(world):
    """RosarioSIS: the row appeared as soon as it had points, whatever its dates."""
    for minutes in (1, 60, 24 * 60, 30 * 24 * 60):
        at = LONG_AFTER + minutes * MINUTE
        hide(world, f"{8 + minutes % 7}.41")
        for name, capacity in (("guardian", Capacity.FAMILY), ("pupil", Capacity.STUDENT)):
            reader = world.reader(name, capacity, at)
            seen = ResultVersion.objects.visible_to(reader, at=at)
            assert {str(version.value) for version in seen} == {"13.37"}


def test_comments_and_help_wait_with_the_mark(world):
    """Canvas: grades were hidden and their comments were not."""
    hide(world, achieved="canari réussi", to_review="canari à revoir", progress="canari progrès")
    pages = read_all(world, LONG_AFTER + MINUTE, READERS)

    assert not any("canari" in page[-1] for page in pages.values())


def test_what_one_parent_answers_is_not_read_by_the_other(world):
    """A divorced couple is not a group: SACoche and Gibbon share some of it."""
    guardian = world.student.guardianships.get(guardian__user=world.people["guardian"]).guardian
    HelpAnswer.objects.create(
        school=world.school,
        result=world.result,
        guardian=guardian,
        answer="not_possible",
        at=GUARDIAN_AT + HOUR,
    )
    other = world.reader("other_guardian", Capacity.FAMILY)

    assert not HelpAnswer.objects.visible_to(other, at=LONG_AFTER).exists()


def test_the_order_of_the_list_says_nothing_of_what_was_released_last(world):
    """An order by date of entry tells that something was entered."""
    address = reverse("results:family_results")

    def read():
        page = get(world, "guardian", address).content.decode()
        return {"order": re.findall(r"Fractions|Volumes", page), "again": address}

    assert differences(hidden_worlds(world), read) == []


def test_a_rule_that_is_silent_sends_no_mail_even_for_what_is_readable():
    build_world(rule=Rule(notice=NoticePolicy.NONE))

    assert announcements_services.announce(at=GUARDIAN_AT + MINUTE) == 0
    assert STUDENT_AT < GUARDIAN_AT
