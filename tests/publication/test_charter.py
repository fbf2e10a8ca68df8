"""What the page of the rule says, in words."""

import datetime as dt
from dataclasses import replace

import pytest

from apps.publication.charter import charter_of
from apps.publication.enums import Audience, DecisionBody, NoticePolicy
from apps.publication.opening import OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, Shows
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import RENTREE, SchoolFactory, since

pytestmark = pytest.mark.django_db

OCTOBER = dt.datetime(2026, 10, 5, 6, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)


def plain(text):
    return text.replace("\u00a0", " ")


def charter(school, rules=(), opening=None, audience=Audience.GUARDIAN):
    return charter_of(school, rules, opening, audience=audience, at=NOVEMBER)


def test_a_family_reads_the_rule_who_decided_and_why():
    version = RuleVersionFactory()

    told = charter(version.school, [version])

    assert told.name == "la copie d’abord"
    assert plain(told.rule.sentence) == (
        "Aujourd’hui au collège : la copie est rendue, l’élève voit son résultat dix minutes "
        "après, les parents le lendemain à 17 h. Jamais la nuit ni le week-end."
    )
    assert told.rule.decided == "Décidé en conseil pédagogique le 1er septembre."
    assert told.rule.reason == "Pour que l’enfant parle lui-même de sa copie."
    assert (told.exceptions, told.history) == ((), ())


def test_a_school_that_decided_nothing_says_so():
    told = charter(SchoolFactory())

    assert told.rule.decided == "C’est le cadre du ministère, publié le 10 juillet 2025."
    assert "le collège n’a pas encore décidé autre chose" in told.rule.reason


def test_the_silence_is_the_one_the_school_chose():
    opening = OpeningVersionFactory(
        hours=OpeningHours(SchoolFactory().time_zone, quiet_from=dt.time(19, 30))
    )

    told = charter(opening.school, opening=opening)

    assert plain(told.silence[0]) == "La nuit : rien de nouveau de 19 h 30 à 7 h."


def test_an_exception_and_the_past_are_told_apart_from_the_rule():
    current = RuleVersionFactory(during=since(OCTOBER))
    past = RuleVersionFactory(
        school=current.school,
        during=since(RENTREE, OCTOBER),
        rule=ONCE_A_WEEK,
        body=DecisionBody.BOARD,
    )
    exception = RuleVersionFactory(
        school=current.school,
        kind="common",
        kind_label="les évaluations communes",
        rule=WITH_BULLETIN,
    )

    told = charter(current.school, [exception, current, past])

    assert told.name == "la copie d’abord"
    assert [plain(row.sentence)[:47] for row in told.exceptions] == [
        "Pour les évaluations communes : le bulletin par"
    ]
    assert [(row.period, plain(row.sentence), row.decided) for row in told.history] == [
        (
            "Du 1er septembre au 5 octobre",
            "La copie est rendue, l’élève voit son résultat dix minutes après, "
            "les parents le vendredi à 17 h, au moins un jour après.",
            "Décidé en conseil d’administration le 1er septembre.",
        )
    ]


def test_an_exception_that_ended_keeps_its_name_in_the_history():
    version = RuleVersionFactory(
        kind="common", kind_label="les évaluations communes", during=since(RENTREE, OCTOBER)
    )

    told = charter(version.school, [version])

    assert plain(told.history[0].sentence).startswith("Les évaluations communes : la copie est")


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        (Shows(), "les compétences, le commentaire et la note"),
        (Shows(mark=False, comment=False), "les compétences"),
        (
            Shows(levels=False, comment=False, class_average=True, extremes=True),
            "la note, la moyenne de la classe et la note la plus basse et la plus haute",
        ),
    ],
)
def test_a_family_reads_what_a_result_shows(shows, expected):
    version = RuleVersionFactory(rule=replace(COPY_FIRST, shows=shows))

    told = charter(version.school, [version])

    assert plain(told.shown[0]) == f"Avec un résultat : {expected}. Jamais de classement."


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (NoticePolicy.NONE, "Aucun message"),
        (NoticePolicy.WEEKLY, "la page de la semaine"),
        (NoticePolicy.AT_ONCE, "reçoivent un message"),
    ],
)
def test_a_family_reads_how_it_will_know(notice, words):
    version = RuleVersionFactory(rule=replace(COPY_FIRST, notice=notice))

    assert words in charter(version.school, [version]).shown[-1]


def test_a_pupil_is_not_told_about_messages_to_parents():
    version = RuleVersionFactory(rule=replace(COPY_FIRST, support_required=False))

    told = charter(version.school, [version], audience=Audience.STUDENT)

    assert len(told.shown) == 1
