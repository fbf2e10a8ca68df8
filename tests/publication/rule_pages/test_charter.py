"""What the page of the rule says, in words."""

import datetime as dt
from dataclasses import replace

import pytest

from apps.publication.changes import ChangeBatch, Moves
from apps.publication.enums import Audience, DecisionBody, NoticePolicy
from apps.publication.opening import OpeningHours
from apps.publication.rule_pages.presenters.charter import charter_of
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, Shows
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import RENTREE, SchoolFactory, since

pytestmark = pytest.mark.django_db

OCTOBER = dt.datetime(2026, 10, 5, 6, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)


def plain(text):
    return text.replace("\u00a0", " ")


def charter(school, rules=(), opening=None, audience=Audience.GUARDIAN, **facts):
    openings = [opening] if opening else []
    return charter_of(school, rules, openings, audience=audience, at=NOVEMBER, **facts)


def test_a_family_reads_the_rule_who_decided_and_why():
    version = RuleVersionFactory()

    shown = charter(version.school, [version])

    assert shown.name == "la copie d’abord"
    assert plain(shown.rule.sentence) == (
        "Aujourd’hui au collège : la copie est rendue, l’élève voit son résultat dix minutes "
        "après, les parents à partir du lendemain à 17 h, au plus tard le jour de classe suivant. "
        "Jamais la nuit ni le week-end."
    )
    assert shown.rule.decided == "Décidé en conseil pédagogique le 1er septembre."
    assert shown.rule.reason == "Pour que l’enfant parle lui-même de sa copie."
    assert (shown.exceptions, shown.history) == ((), ())


def test_a_school_that_decided_nothing_says_so():
    shown = charter(SchoolFactory())

    assert shown.rule.decided == "C’est le cadre du ministère, publié le 10 juillet 2025."
    assert "le collège n’a pas encore décidé autre chose" in shown.rule.reason


def test_the_silence_is_the_one_the_school_chose():
    opening = OpeningVersionFactory(
        hours=OpeningHours(SchoolFactory().time_zone, quiet_from=dt.time(19, 30))
    )

    shown = charter(opening.school, opening=opening)

    assert plain(shown.silence[0]) == "La nuit : rien de nouveau de 19 h 30 à 7 h."


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

    shown = charter(current.school, [exception, current, past])

    assert shown.name == "la copie d’abord"
    assert [plain(row.sentence)[:47] for row in shown.exceptions] == [
        "Pour les évaluations communes : avec le bulleti"
    ]
    assert [(row.period, plain(row.sentence), row.decided) for row in shown.history] == [
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

    shown = charter(version.school, [version])

    assert plain(shown.history[0].sentence).startswith("Les évaluations communes : la copie est")


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

    shown = charter(version.school, [version])

    assert plain(shown.shown[0]) == f"Avec un résultat : {expected}. Jamais de classement."


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

    shown = charter(version.school, [version], audience=Audience.STUDENT)

    assert len(shown.shown) == 1


def test_a_family_reads_the_day_of_the_bulletin_where_it_is_known():
    version = RuleVersionFactory(rule=WITH_BULLETIN)

    shown = charter(version.school, [version], reports_on=dt.date(2026, 12, 4))

    assert "avec le bulletin, le vendredi 4 décembre, l’élève voit" in plain(shown.rule.sentence)


def test_a_family_reads_that_not_yet_says_nothing_of_the_mark():
    shown = charter(RuleVersionFactory().school)

    assert "« Pas encore » ne dit jamais si le résultat est bon ou mauvais." in map(
        plain, shown.not_yet
    )


def test_a_pupil_reads_it_as_to_a_pupil():
    shown = charter(RuleVersionFactory().school, audience=Audience.STUDENT)

    assert any("ton résultat" in sentence for sentence in shown.not_yet)


def test_the_end_of_an_exception_is_told_with_its_reason_and_is_no_exception_any_more():
    current = RuleVersionFactory(during=since(RENTREE))
    end = RuleVersionFactory(
        school=current.school,
        kind="oral",
        kind_label="les oraux",
        follows_school=True,
        during=since(OCTOBER),
        reason="Une seule règle se comprend mieux.",
    )

    shown = charter(current.school, [end, current])

    assert shown.exceptions == ()
    assert [(row.period, plain(row.sentence), row.reason) for row in shown.history] == [
        (
            "Depuis le 5 octobre",
            "Les oraux : retour à la règle du collège.",
            "Une seule règle se comprend mieux.",
        )
    ]


def test_hours_that_were_replaced_are_in_the_history():
    current = OpeningVersionFactory(during=since(OCTOBER))
    past = OpeningVersionFactory(
        school=current.school,
        during=since(RENTREE, OCTOBER),
        hours=OpeningHours(current.school.time_zone, quiet_from=dt.time(19)),
    )

    shown = charter_of(current.school, [], [current, past], audience=None, at=NOVEMBER)

    assert [plain(row.sentence)[:55] for row in shown.history] == [
        "Les heures d’ouverture : La nuit : rien de nouveau de 1"
    ]


def test_the_team_reads_how_many_results_a_decision_moved():
    school = SchoolFactory()
    batch = ChangeBatch(
        school.pk, OCTOBER, "changement de règle", "Bénédicte Navarre", Moves(3, 12, 40)
    )

    shown = charter(school, audience=None, batches=[batch])

    assert [plain(sentence) for sentence in shown.moves] == [
        "Le lundi 5 octobre à 8 h, changement de règle par Bénédicte Navarre : "
        "12 résultats reculés, 3 avancés."
    ]
