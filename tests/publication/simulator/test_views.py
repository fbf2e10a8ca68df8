"""What a rule would have changed, told to the principal and to whoever reads the printed sheet."""

import datetime as dt
import io
import re
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from pypdf import PdfReader

from apps.publication import services as publication_services
from apps.publication.enums import DecisionBody, StepCode
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from apps.publication.simulator.presenters.comparison import Tried, compare, in_one_breath
from apps.publication.simulator.presenters.summary import awaited, summary_of, waits_sentence
from apps.publication.simulator.rules.replay import replay
from apps.publication.sources import AssessmentName, PastAssessment
from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.schools.models import Closure, Term
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import enter
from tests.publication.simulator.test_rules import HOURS, PARIS, paris, past
from tests.queries import statements
from tests.world import CANARY_TEXT, HANDED_BACK_AT, HELD_ON, LONG_AFTER, build_world

MARKED_AT = HANDED_BACK_AT - dt.timedelta(days=1)
AT = paris(11, 25)
LONG = "Résoudre des problèmes de proportionnalité et de pourcentages avec des fractions"


def plain(text):
    return re.sub(r"[\u00a0\u202f]", " ", text)


MINUTE = dt.timedelta(minutes=1)
TERM = "1er trimestre, du 1er septembre au 28 novembre"


# --- Sentences ----------------------------------------------------------------------------------


def test_the_card_of_a_rule_says_the_median_and_the_longest_wait():
    facts = [past(weight=20), past(marked_at=paris(11, 1), weight=3)]

    summary = summary_of(TERM, replay(facts, COPY_FIRST, HOURS), today=AT.date())

    assert plain(summary.waits) == (
        "Parmi les résultats dont l’heure serait fixée, attente médiane des parents : 2 jours ;"
        " la plus longue : 17 jours."
    )
    assert plain(summary.basis) == (
        "Sur 23 résultats (1er trimestre, du 1er septembre au 28 novembre)."
    )
    assert summary.cares == ()


def test_the_card_says_how_long_the_oldest_that_still_waits_has_waited():
    waiting = past(marked_at=paris(9, 26), handed_back_at=None, recorded_at=None)
    unmarked = past(marked_at=None, handed_back_at=None, recorded_at=None)

    summary = summary_of(
        TERM, replay([past(), waiting, unmarked], COPY_FIRST, HOURS), today=AT.date()
    )

    assert plain(summary.waits).endswith("Le plus ancien qui attendrait encore : 60 jours.")


def test_a_result_whose_hour_is_to_come_is_never_said_to_have_arrived():
    shown = comparison(past(handed_back_at=AT - MINUTE, recorded_at=AT - MINUTE), past(weight=2))

    labels = [plain(row.label) for row in shown.rows]
    assert shown.rows[0].today == "3 sur 3"
    assert labels[0] == "Heure fixée pour les parents"
    assert "rrivé" not in "".join(labels)


def test_both_rules_say_what_still_waits_and_since_when():
    waiting = past(marked_at=paris(9, 26), handed_back_at=None, recorded_at=None)

    shown = comparison(past(), waiting, tried=WITH_BULLETIN)

    rows = {plain(row.label): (plain(row.today), plain(row.tried)) for row in shown.rows}
    assert rows["Le plus ancien qui attendrait encore"][0] == "60 jours"


def test_a_single_result_is_said_to_be_one():
    summary = summary_of(TERM, replay([past()], COPY_FIRST, HOURS), today=AT.date())

    assert plain(summary.basis).startswith("Sur 1 résultat (")


def test_a_rule_under_which_nothing_arrived_says_so():
    never = replay([past(handed_back_at=None, recorded_at=None)], COPY_FIRST, HOURS)

    assert waits_sentence(never) == "Aucun résultat ne serait encore arrivé aux parents."


def test_the_card_warns_of_what_came_before_the_copy():
    facts = [past(handed_back_at=None, recorded_at=None, weight=1031), past()]

    summary = summary_of(TERM, replay(facts, WITH_BULLETIN, HOURS), today=AT.date())

    assert plain(summary.cares[0]) == "1 031 résultats seraient arrivés aux parents avant la copie."


@pytest.mark.parametrize("code", [code for code in StepCode if code.value.startswith("waits_for_")])
def test_every_reason_to_wait_has_its_words(code):
    assert "attendrait" in awaited(code, 1)
    assert "attendraient" in awaited(code, 2)


@pytest.mark.parametrize(
    ("rule", "start"),
    [(COPY_FIRST, "La copie est rendue, l’élève voit"), (WITH_BULLETIN, "Avec le bulletin, ")],
)
def test_a_rule_is_said_in_one_breath(rule, start):
    assert in_one_breath(rule, HOURS).startswith(start)
    assert plain(in_one_breath(rule, HOURS)).endswith("Jamais la nuit ni le week-end.")


# --- The comparison -----------------------------------------------------------------------------


def comparison(*facts, today=COPY_FIRST, tried=ONCE_A_WEEK, names=None, exceptions=None):
    more = {"exceptions": exceptions or {}}
    now, then = (Tried(rule, replay(facts, rule, HOURS, **more)) for rule in (today, tried))
    return compare(TERM, now, then, HOURS, at=AT, names=names or {}, **more)


FRACTIONS = {PastAssessment(1, 1): AssessmentName("Fractions", "4eB")}


def test_both_rules_stand_side_by_side_with_what_they_would_have_done():
    shown = comparison(past(weight=27), tried=WITH_BULLETIN)

    rows = {plain(row.label): (plain(row.today), plain(row.tried)) for row in shown.rows}
    assert rows["Heure fixée pour les parents"] == ("27 sur 27", "27 sur 27")
    assert rows["Attente médiane des parents"] == ("2 jours", "21 jours")
    assert [bar.value for bar in shown.today.guardians.bars] == [0, 0, 27, 0, 0]
    assert [bar.value for bar in shown.tried.guardians.bars] == [0, 0, 0, 0, 27]
    assert [wait.counts for wait in shown.waits][2] == ("0", "0", "27", "0")


def test_what_still_waits_is_told_with_its_reason():
    shown = comparison(past(handed_back_at=None, recorded_at=None, weight=3), past())

    assert plain(shown.rows[0].today) == (
        "1 sur 4. 3 résultats attendraient encore la remise des copies"
    )


def test_an_assessment_is_told_step_by_step_under_both_rules():
    (story,) = comparison(past(assessment=1, division=1), names=FRACTIONS).stories

    today, tried = story.ways
    assert plain(story.title) == "Fractions (4eB, jeudi 12 novembre)"
    assert [plain(step.sentence) for step in today.steps if step.key] == [
        "Copies rendues : mardi 17 novembre à 9 h.",
        "L’élève : mardi 17 novembre à 9 h 10.",
        "Les parents : mercredi 18 novembre à 17 h.",
    ]
    assert plain(tried.guardian) == "vendredi 20 novembre à 17 h"


def test_an_assessment_that_would_still_wait_today_says_for_what():
    facts = past(handed_back_at=None, recorded_at=None)

    (story,) = comparison(facts, tried=WITH_BULLETIN).stories

    assert story.ways[0].guardian == "Attend que la copie soit rendue en classe."


def test_few_results_are_said_to_be_few_and_many_are_not():
    assert "C’est peu" in comparison(past(weight=12)).few
    assert comparison(past(weight=60)).few == ""


def test_the_exceptions_in_force_stay_on_both_sides():
    facts = [past(kind="common", weight=9), past()]

    shown = comparison(*facts, exceptions={"common": WITH_BULLETIN})

    assert [bar.value for bar in shown.today.guardians.bars] == [0, 0, 1, 0, 9]
    assert [bar.value for bar in shown.tried.guardians.bars] == [0, 0, 0, 1, 9]
    assert shown.exceptions == "L’exception en vigueur reste la même des deux côtés."


def test_nothing_at_all_compares_to_nothing_at_all():
    shown = comparison()

    assert shown.stories == ()
    assert {row.today for row in shown.rows} == {"0 sur 0", "0", "aucun résultat arrivé", "aucun"}


# --- The page -----------------------------------------------------------------------------------


@pytest.fixture
def now():
    with time_machine.travel(LONG_AFTER, tick=False):
        yield


def autumn(world):
    year = world.teaching.year
    Term.objects.create(
        school=world.school,
        year=year,
        index=1,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 11, 24),
    )


@pytest.fixture
def world(db, now):
    made = build_world(classmates=3)
    autumn(made)
    return made


def address(world, name="simulator", query="?name=once_a_week"):
    return reverse(f"publication:{name}", args=[world.school.public_id]) + query


def seen(client, world, query="?name=once_a_week"):
    client.force_login(world.people["principal"])
    return client.get(address(world, query=query))


def test_the_principal_reads_what_last_term_would_have_been(client, world):
    body = plain(seen(client, world).content.decode())

    assert "Sur 5 résultats (1er trimestre, du 1er septembre au 24 novembre)." in body
    assert "les parents le vendredi à 17 h, au moins un jour après" in body
    assert "<title>Attente des parents : le jour même 0, le lendemain 0, 2 ou 3 jours 5" in body
    assert "Fractions (4eB, jeudi 12 novembre)" in body


def test_the_first_visit_tries_a_rule_that_is_not_the_one_of_today(client, world):
    comparison = seen(client, world, query="").context["comparison"]

    assert comparison.today.sentence != comparison.tried.sentence
    assert not comparison.same


def test_the_rule_of_today_may_be_tried_and_the_page_says_that_it_is_the_same(client, world):
    body = seen(client, world, query="?name=copy_first").content.decode()

    assert "Cette règle est déjà celle du collège." in body


SETTINGS = {
    "trigger": "on_entry",
    "student_delay": "0",
    "student_unit": "min",
    "student_kind": "any_minute",
    "guardian_delay": "3",
    "guardian_unit": "h",
    "guardian_kind": "daily",
    "guardian_clock": "19:00",
    "notice": "none",
}


def test_the_fine_settings_in_the_address_are_the_rule_that_is_tried(client, world):
    page = seen(client, world, query=f"?{urlencode(SETTINGS)}")

    tried = page.context["form"].rule
    content_read = page.context["comparison"].tried.summary.replay
    assert tried.guardian_opening == Opening.daily(dt.time(19))
    assert tried.guardian_delay == dt.timedelta(hours=3)
    assert (content_read.in_evening, content_read.before_copy) == (5, 5)


def test_one_setting_in_the_address_changes_the_rule_of_the_same_address(client, world):
    page = seen(client, world, query="?name=once_a_week&guardian_weekday=2")

    assert page.context["form"].rule.guardian_opening == Opening.weekly(2, dt.time(17))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"guardian_delay": "-5"}, "ne peut pas être négatif"),
        ({"guardian_delay": "demain"}, "Écrivez un nombre entier."),
        ({"guardian_clock": "23:00"}, "toujours pendant les heures de silence"),
        ({"trigger": "never"}, "Sélectionnez un choix valide"),
    ],
)
def test_settings_that_make_no_sense_are_told_and_simulate_nothing(client, world, change, words):
    response = seen(client, world, query=f"?{urlencode(SETTINGS | change)}")

    assert response.status_code == 200
    assert response.context["comparison"] is None
    assert words in response.content.decode()
    assert "/feuille/" not in response.content.decode()


def test_the_rule_that_was_tried_is_the_one_chosen_on_the_page_that_decides(client, world):
    body = seen(client, world).content.decode()

    assert f'href="{address(world, "rule_adopt", "")}?regle=once_a_week#decision"' in body


def test_a_school_without_a_fact_is_told_when_it_will_be_possible(client, world):
    Term.objects.all().delete()

    body = seen(client, world).content.decode()

    assert "Rien à rejouer pour l’instant" in body
    assert "/feuille/" not in body
    assert client.get(address(world, "simulator_pdf")).status_code == 404


def test_the_sheet_keeps_the_rule_that_is_on_the_page(client, world):
    body = seen(client, world).content.decode()

    assert f'href="{address(world, "simulator_pdf")}"' in body


def test_no_mark_and_no_name_of_a_pupil_is_on_the_page(client, world):
    body = seen(client, world).content.decode()

    for word in (CANARY_TEXT, "13.37", "17,29", "Inès", "DIALLO", "MARTIN"):
        assert word not in body


@pytest.mark.parametrize("name", ["copy_first", "with_bulletin"])
def test_two_worlds_that_differ_in_one_mark_have_the_same_page(client, db, now, name):
    world = build_world(marked=False, classmates=2)
    autumn(world)
    teacher = world.people["teacher"]
    pages = []
    for typed in ("0", "20", "13.37", "abs"):
        with transaction.atomic():
            enter(world.assessment, {world.student: typed}, by=teacher, at=MARKED_AT)
            pages.append(seen(client, world, f"?name={name}").content)
            transaction.set_rollback(True)
        client.logout()

    tokens = re.compile(rb'((?:name="csrfmiddlewaretoken" value=|"X-CSRFToken": )")\w+')
    assert len({tokens.sub(rb"\1", page) for page in pages}) == 1
    assert b"Fractions" in pages[0]


def test_the_page_asks_the_same_of_the_database_for_one_assessment_and_for_three(client, world):
    with_one = cost(client, world)
    for n in (2, 3):
        more = assessments.create_assessment(
            world.teaching,
            author=world.assessment.author,
            at=HANDED_BACK_AT - dt.timedelta(days=4),
            title=f"Fractions {n}",
            held_on=HELD_ON,
            progress="Refaire l’exercice 4.",
        )
        enter(more, {world.student: "12"}, by=world.people["teacher"], at=MARKED_AT)
        hand_backs_services.hand_back(more, by=world.people["teacher"], at=HANDED_BACK_AT)

    assert (with_one, cost(client, world)) == (COST, COST)


COST = 15


def cost(client, world):
    client.force_login(world.people["principal"])
    with statements() as asked:
        response = client.get(address(world))
    assert response.status_code == 200
    return len(asked)


# --- Closed days --------------------------------------------------------------------------------


def test_a_school_that_closes_in_the_holidays_is_replayed_so(client, world):
    """Handed back on Tuesday 17; closed from that evening to Sunday: parents read on Monday 23."""
    Closure.objects.create(
        school=world.school,
        label="Vacances",
        starts_on=dt.date(2026, 11, 18),
        ends_on=dt.date(2026, 11, 22),
    )
    hours = OpeningHours(PARIS, holidays_open=False)
    publication_services.set_opening(
        world.school,
        hours,
        by=None,
        at=LONG_AFTER - dt.timedelta(days=1),
        body=DecisionBody.BOARD,
        decided_on=HELD_ON,
        reason="Des vacances sans portail.",
    )

    story = seen(client, world, "?name=copy_first").context["comparison"].stories[0]

    assert plain(story.ways[0].guardian) == "lundi 23 novembre à 17 h"


# --- The printout -------------------------------------------------------------------------------


def printout(client, world, query="?name=once_a_week"):
    client.force_login(world.people["principal"])
    response = client.get(address(world, "simulator_pdf", query))
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def text_of(pdf):
    return " ".join(plain(" ".join(page.extract_text() for page in pdf.pages)).split())


def test_the_sheet_of_the_council_is_one_page_that_says_both_rules(client, world):
    pdf = printout(client, world)

    assert len(pdf.pages) == 1
    assert "au moins un jour après" in text_of(pdf)
    assert "Fractions (4eB, jeudi 12 novembre)" in text_of(pdf)
    assert "Avis du conseil pédagogique" in text_of(pdf)


def test_the_sheet_is_still_one_page_with_the_longest_titles_and_every_reason_to_wait(
    client, world
):
    teacher = world.people["teacher"]
    for n in range(3):
        more = assessments.create_assessment(
            world.teaching,
            author=world.assessment.author,
            at=HANDED_BACK_AT - dt.timedelta(days=4),
            title=f"{LONG[:78]} {n}",
            held_on=HELD_ON,
            progress="Refaire l’exercice 4.",
        )
        enter(more, {world.student: "12"}, by=teacher, at=MARKED_AT - dt.timedelta(hours=n))
        if n:
            hand_backs_services.hand_back(more, by=teacher, at=HANDED_BACK_AT)
    kind = "test"
    RuleVersionFactory(
        school=world.school, kind=kind, kind_label="les contrôles", rule=WITH_BULLETIN
    )

    pdf = printout(client, world)

    assert len(pdf.pages) == 1
    assert LONG[:40] in text_of(pdf)


def test_the_sheet_is_tagged_and_its_pictures_are_said_in_words(client, world):
    client.force_login(world.people["principal"])
    content = client.get(address(world, "simulator_pdf")).content
    pdf = PdfReader(io.BytesIO(content))

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title.strip() == "Essai d’une règle de publication"
    found = list(alternatives(pdf.trailer["/Root"]["/StructTreeRoot"]))
    assert len(found) == 4
    assert all(word.startswith("Attente des ") for word in found)


def alternatives(node):
    """The texts that stand for the pictures, wherever they are in the tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from alternatives(child)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield str(node.get("/Alt", ""))
        elif "/K" in node and not isinstance(node["/K"], int):
            yield from alternatives(node["/K"])


def test_no_mark_and_no_name_of_a_pupil_is_on_the_sheet(client, world):
    text = text_of(printout(client, world))

    for word in (CANARY_TEXT, "13.37", "17,29", "Inès", "DIALLO", "MARTIN"):
        assert word not in text
