"""Results: what is to be read first, a line a subject, a mark once its reader has opened it."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from apps.publication.rules import Rule, Shows
from apps.results.enums import Status, WithdrawnFrom
from apps.results.holds import services as holds_services
from apps.schools.models import Term
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import ResultVersionFactory, enter
from tests.factories.schools import (
    GuardianshipFactory,
    SchoolYearFactory,
    StudentFactory,
)
from tests.queries import statements
from tests.results.pages import ask, open_all, read, words_of
from tests.results.reading.test_progress import add, of_subject
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
NEXT_DAY = GUARDIAN_AT + DAY
SPACES = {"guardian": "family", "other_guardian": "family", "pupil": "student"}
BOTH = pytest.mark.parametrize("who", ["guardian", "pupil"])
HERE = re.compile(r'href="([^"]+)"')


@pytest.fixture
def world():
    return build_world()


def page(client, world, who="guardian", at=NEXT_DAY, **query):
    return ask(client, world.people[who], f"{SPACES[who]}_results", at, data=query)


def listed(client, world, who="guardian", at=NEXT_DAY, **query):
    return words_of(page(client, world, who, at, **query))


def line_of(response, subject):
    (line,) = [one for one in response.context["subjects"].lines if one.subject == subject]
    return line


def opened(client, world, result, who="guardian", at=NEXT_DAY):
    name = f"{SPACES[who]}_result_read"
    public_id = result.public_id
    ask(client, world.people[who], name, at, method="post", data={"read": "1"}, public_id=public_id)


def all_read(client, world, who, at=NEXT_DAY):
    ask(client, world.people[who], f"{SPACES[who]}_results_read", at, method="post")


@BOTH
def test_what_is_new_is_said_with_its_day_and_never_its_value(client, world, who):
    text = listed(client, world, who)

    appeared = "paru hier" if who == "guardian" else "paru mardi"
    assert f"1 résultat à lire Fractions Mathématiques · {appeared}" in text
    assert "13,37" not in text


@BOTH
def test_a_mark_stands_on_its_line_once_this_reader_has_opened_it(client, world, who):
    opened(client, world, world.result, who)

    text = listed(client, world, who)

    assert "Fractions 13,37 sur 20 12 novembre" in text
    assert "paru" not in text


@pytest.mark.parametrize("reader", ["other_guardian", "pupil", "guardian"])
def test_what_somebody_else_has_opened_shows_nothing(client, world, reader):
    others = [who for who in SPACES if who != reader]
    for view in ({}, {"vue": "dates"}, {"matiere": world.teaching.subject.code}):
        before = page(client, world, reader, **view).content
        for who in others:
            opened(client, world, world.result, who)
        after = page(client, world, reader, **view).content

        assert (b"13,37" in before, b"13,37" in after) == (False, False)
        assert len(before) == len(after)


@pytest.mark.parametrize("view", [{"vue": "dates"}, {"matiere": "maths"}])
def test_each_way_of_listing_shows_a_mark_once_opened_and_not_before(client, world, view):
    view = {
        name: world.teaching.subject.code if name == "matiere" else v for name, v in view.items()
    }
    before = page(client, world, **view).content.decode()
    opened(client, world, world.result)

    after = page(client, world, **view).content.decode()

    assert ("13,37" in before, "<circle" in before) == (False, False)
    assert "13,37" in after


@BOTH
@pytest.mark.parametrize("view", [{}, {"vue": "dates"}, {"matiere": "maths"}])
def test_marking_the_list_as_read_shows_no_mark_that_was_not_opened(client, view, who):
    world = build_world(rule=Rule(shows=Shows(running_average=True)))
    view = {
        name: world.teaching.subject.code if name == "matiere" else v for name, v in view.items()
    }
    all_read(client, world, who)

    before = page(client, world, who, **view)
    opened(client, world, world.result, who)
    after = listed(client, world, who, **view)

    assert ("13,37" in words_of(before), b"<circle" in before.content) == (False, False)
    assert "en moyenne" not in words_of(before)
    assert (
        reverse(f"results:{SPACES[who]}_result_detail", args=[world.result.public_id])
        in before.content.decode()
    )
    assert "13,37" in after


@BOTH
def test_what_was_marked_as_read_is_opened_by_its_page_and_kept_without_a_script(
    client, world, who
):
    all_read(client, world, who)
    detail, public_id = f"{SPACES[who]}_result_detail", world.result.public_id

    marked = words_of(ask(client, world.people[who], detail, NEXT_DAY, public_id=public_id))
    opened(client, world, world.result, who)
    after = words_of(ask(client, world.people[who], detail, NEXT_DAY, public_id=public_id))

    assert ("J’ai lu" in marked, "Le garder à lire" in marked) == (True, True)
    assert ("J’ai lu" in after, "Le garder à lire" in after) == (False, True)


def test_an_average_waits_until_each_of_its_results_is_opened(client):
    """The average of one mark is that mark."""
    world = build_world(rule=Rule(shows=Shows(running_average=True)))
    year = world.teaching.year
    ends = dt.date(2026, 11, 30)
    Term.objects.create(
        school=world.school, year=year, index=1, starts_on=dt.date(2026, 9, 1), ends_on=ends
    )
    other = add(world, "Puissances", "9", days=20)
    opened(client, world, other)
    subject = {"matiere": world.teaching.subject.code}

    for view in ({}, subject):
        assert "en moyenne" not in listed(client, world, **view)
    assert "quand vous avez ouvert tous ses résultats" in listed(client, world, **subject)
    opened(client, world, world.result)
    for view in ({}, subject):
        assert "11,19 sur 20 en moyenne, pour 2 notes." in listed(client, world, **view)
    assert "quand vous avez ouvert" not in listed(client, world, **subject)


def test_subjects_are_in_the_order_of_their_names_whatever_is_new(client, world):
    for label, code in (("Éducation musicale", "081300"), ("Anglais LV1", "030201")):
        add(world, f"En {label}", "18", teaching=of_subject(world, label, code))
    open_all(world.people["guardian"], NEXT_DAY)

    lines = page(client, world).context["subjects"].lines

    assert [one.subject for one in lines] == ["Anglais LV1", "Éducation musicale", "Mathématiques"]


def test_the_newest_opened_stands_for_the_others_of_its_subject(client, world):
    add(world, "Puissances", "9", days=20)
    open_all(world.people["guardian"], NEXT_DAY)

    text = listed(client, world)

    assert "Fractions 13,37 sur 20" in text
    assert "Puissances" not in text


@BOTH
def test_what_is_to_be_read_stands_before_the_subjects_and_its_count_leads_to_it(
    client, world, who
):
    for n in range(8):
        subject = of_subject(world, f"Anglais {n}", f"03{n}000")
        opened(client, world, add(world, f"Lu {n}", "10", days=n, teaching=subject), who)

    response = page(client, world, who)

    text = words_of(response)
    assert text.index("1 résultat à lire") < text.index("Fractions") < text.index("Anglais 0")
    heading = re.search(r'<h2>\s*<a\s+href="([^"]+)"\s*>1 résultat', response.content.decode())
    assert heading.group(1).endswith("vue=dates")


def test_the_five_last_that_appeared_are_named_and_the_others_counted(client, world):
    for n in range(33):
        subject = of_subject(world, f"Matière {n % 10}", f"09{n % 10}000") if n < 10 else None
        add(world, f"Devoir {n}", "10", days=n + 1, teaching=subject or world.teaching)

    response = page(client, world)

    subjects = response.context["subjects"]
    assert subjects.news[0].title == "Fractions"
    assert (len(subjects.news), subjects.others) == (5, "Les 29 autres, par date")
    assert line_of(response, "Mathématiques").unopened == "24 à ouvrir"
    assert len(re.findall(r"/famille/resultats/[0-9a-f-]{36}/", response.content.decode())) == 5


def test_what_was_marked_as_read_is_a_link_on_the_line_of_its_subject(client, world):
    for n in range(3):
        add(world, f"Devoir {n}", "10", days=n + 1)
    opened(client, world, world.result)
    all_read(client, world, "guardian")

    line = line_of(page(client, world), "Mathématiques")

    assert (line.left.title, line.left.lines, line.unopened) == (
        "Devoir 0",
        (),
        "et 2 autres à ouvrir",
    )
    assert line.last.title == "Fractions"


def test_a_status_is_said_in_its_words_once_opened(client, world):
    for days, status in ((-1, Status.EXEMPT), (-2, Status.ABSENT)):
        add(world, f"Le {status}", None, days=days, status=status)
        open_all(world.people["guardian"], NEXT_DAY)
        text = listed(client, world)

        words = {Status.EXEMPT: "Dispense : pas de note.", Status.ABSENT: "Pas de note : absence"}
        assert words[status] in text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("guardian", "Calculer : sait faire et va plus loin, Chercher : sait faire"),
        ("pupil", "Calculer : tu sais faire et tu vas plus loin, Chercher : tu sais faire"),
    ],
)
def test_skills_are_said_in_everyday_words_strong_ones_first(client, world, who, words):
    skills = ["Lire", "Calculer", "Chercher", "Écrire", "Dire"]
    add(world, "Résoudre", days=-1, scale=None, skills=skills, levels=[2, 4, 3, 1, 0], status="")
    open_all(world.people[who], NEXT_DAY)

    text = listed(client, world, who)

    assert f"{words}, Lire : presque, Écrire : pas encore" in text.replace(" ,", ",")
    assert "Dire" not in text


def test_a_rule_of_words_only_shows_the_title_and_no_mark(client):
    world = build_world(rule=Rule(shows=Shows(mark=False)))
    opened(client, world, world.result)

    text = listed(client, world)

    assert "Fractions" in text
    assert "13,37" not in text


# What waits --------------------------------------------------------------------------------------


@BOTH
def test_a_subject_with_nothing_yet_counts_what_waits_and_leads_to_why(client, world, who):
    add(world, "My family", teaching=of_subject(world, "Anglais LV1", "030201"), released=None)

    response = page(client, world, who)

    line = line_of(response, "Anglais LV1")
    assert (line.left, line.last, line.waiting) == (None, None, "1 pas encore visible")
    assert "My family" not in words_of(response)
    assert "Pourquoi pas encore ?" in words_of(response)
    assert "My family" in listed(client, world, who, etat="attente")
    assert "My family" in listed(client, world, who, matiere="030201")


def test_a_mark_entered_early_changes_not_one_byte_of_the_line(client, world):
    waits = add(world, "Volumes", days=-1)
    before = page(client, world).content
    ResultVersionFactory(
        result=waits,
        value=Decimal("8.41"),
        rule=world.school.ruleversion_set.get(kind=""),
        student_release_at=NEXT_DAY + MINUTE,
        guardian_release_at=NEXT_DAY + MINUTE,
    )

    assert _without_token(page(client, world).content) == _without_token(before)


def test_a_held_result_is_counted_and_nothing_false_is_said_of_it(client, world):
    at = STUDENT_AT + MINUTE
    until = dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)
    cpe = world.people["cpe"]
    holds_services.hold(world.result, until=until, reason="Voir la mère.", by=cpe, at=at)

    text = listed(client, world)

    assert "1 pas encore visible" in text
    assert "rendue" not in text
    assert "Voir la mère." not in text
    assert "souhaite vous en parler avant le 24 novembre" in listed(
        client, world, matiere=world.teaching.subject.code
    )


def test_a_result_taken_back_is_not_said_to_be_still_to_come(client, world):
    opened(client, world, world.result)
    reason = "La copie d’une autre élève a été notée."
    cpe = world.people["cpe"]
    holds_services.withdraw(
        world.result, WithdrawnFrom.BOTH, reason, by=cpe, at=GUARDIAN_AT + MINUTE
    )

    text = listed(client, world)

    assert "1 retiré par le collège, avec son motif" in text
    assert "pas encore visible" not in text
    assert "13,37" not in text


def test_a_correction_is_a_link_again_until_it_is_opened(client, world):
    opened(client, world, world.result)
    teacher = world.people["teacher"]
    enter(world.assessment, {world.student: "15"}, by=teacher, at=NEXT_DAY, reason="Total.")

    text = listed(client, world, at=LONG_AFTER)

    assert ("13,37" in text, "15 sur 20" in text) == (False, False)
    assert "Fractions Mathématiques · corrigé, paru" in text


# Years, children ---------------------------------------------------------------------------------


def test_a_child_with_nothing_yet_has_a_kind_page(client):
    link = GuardianshipFactory()

    text = read(client, link.guardian.user, "family_results", LONG_AFTER)

    assert "Rien à lire pour l’instant." in text


def test_each_child_has_a_page_that_keeps_its_child(client, world):
    guardian = world.people["guardian"].guardians.get()
    GuardianshipFactory(student=StudentFactory(school=world.school), guardian=guardian)

    response = page(client, world, enfant=str(world.student.public_id))

    inside = response.content.decode().partition('class="roster subjects"')[2]
    lists = [url for url in HERE.findall(inside) if url.startswith("/famille/resultats/?")]
    assert lists
    assert all(f"enfant={world.student.public_id}" in url for url in lists)


def test_the_years_before_are_folded_by_subject(client, world):
    year = world.teaching.year
    Term.objects.create(
        school=world.school,
        year=year,
        index=1,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 11, 30),
    )
    before = SchoolYearFactory(
        school=world.school,
        start_year=2025,
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2026, 7, 4),
    )
    Term.objects.create(
        school=world.school,
        year=before,
        index=3,
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 7, 4),
    )
    add(world, "Lumière", "9", days=200, teaching=of_subject(world, "Sciences", "062300"))
    add(world, "Aires", "9", days=200)
    open_all(world.people["guardian"], NEXT_DAY)

    response = page(client, world)

    subjects = response.context["subjects"]
    assert [line.subject for line in subjects.lines] == ["Mathématiques"]
    assert subjects.earlier == (("062300", "Sciences"),)
    text = words_of(response)
    assert "Le 1er trimestre sur une page" in text
    assert ("Lumière" in text, "Aires" in text) == (False, False)
    of_maths = listed(client, world, matiere=world.teaching.subject.code)
    assert of_maths.index("1er trimestre") < of_maths.index("3e trimestre 2025-2026")
    assert "Aires" in of_maths


# Gestures, cost ----------------------------------------------------------------------------------


def test_every_mark_of_the_year_is_two_taps_from_the_first_page(client, world):
    """Home, «Résultats», the subject: a mark that was opened stands there; another is a link."""
    subjects = [world.teaching, *(of_subject(world, f"Matière {n}", f"09{n}000") for n in range(9))]
    results = [
        add(world, f"Devoir {n}", f"{n % 20}.25", days=n, teaching=subjects[n % len(subjects)])
        for n in range(98)
    ]
    open_all(world.people["guardian"], NEXT_DAY)
    unopened = add(world, "Le dernier", "19.75", days=-1)
    home = _urls(client, world, reverse("home:family_home"))
    first = [url for url in home if url.partition("?")[0] == reverse("results:family_results")]
    assert first

    seen = ""
    second = {url for url in _urls(client, world, first[0]) if "matiere=" in url}
    for url in second:
        with time_machine.travel(NEXT_DAY, tick=False):
            seen += client.get(url).content.decode().replace("\xa0", " ")

    assert len(second) == len(subjects)
    addresses = [reverse("results:family_result_detail", args=[one.public_id]) for one in results]
    assert [url for url in addresses if url not in seen] == []
    assert seen.count(",25 sur 20") == len(results)
    assert "19,75" not in seen
    assert reverse("results:family_result_detail", args=[unopened.public_id]) in _urls(
        client, world, first[0]
    )


def test_a_year_of_a_hundred_results_is_a_short_page(client, world):
    subjects = [world.teaching, *(of_subject(world, f"Matière {n}", f"09{n}000") for n in range(9))]
    for n in range(99):
        add(world, f"Devoir {n}", "10", days=n, teaching=subjects[n % len(subjects)])
    open_all(world.people["guardian"], NEXT_DAY)

    response = page(client, world)

    assert len(response.context["subjects"].lines) == len(subjects)
    assert response.content.decode().count("<li>") < 60
    assert len(response.content) < 20_000


def _urls(client, world, address):
    client.force_login(world.people["guardian"])
    with time_machine.travel(NEXT_DAY, tick=False):
        page = client.get(address).content.decode()
    return [url.replace("&amp;", "&") for url in HERE.findall(page)]


@BOTH
@pytest.mark.parametrize("rows", [1, 3, 100])
def test_the_page_asks_seven_things_whatever_it_holds(client, world, who, rows):
    for n in range(rows - 1):
        add(world, f"Devoir {n}", "10", days=n)
    client.force_login(world.people[who])

    with time_machine.travel(NEXT_DAY, tick=False), statements() as asked:
        client.get(reverse(f"results:{SPACES[who]}_results"))

    assert len(asked) == 7, asked.listed()


def test_an_exception_of_the_school_is_of_its_kind_alone(client, world):
    """A rule of words for orals hides their marks, not those of others."""
    hidden = RuleVersionFactory(
        school=world.school, rule=Rule(shows=Shows(mark=False)), kind="oral", kind_label="oraux"
    )
    add(world, "Exposé", "17", days=-1, rule=hidden)
    open_all(world.people["guardian"], NEXT_DAY)

    text = listed(client, world)

    assert "Exposé" in text
    assert "17" not in text.partition("Exposé")[2].partition("novembre")[0].replace("13 ", "")


def _without_token(content):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content)
