"""The words families, pupils and teachers read, to the letter."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication import explained, sentences, waiting
from apps.publication.enums import Audience, DecisionBody, Trigger
from apps.publication.instants import Facts, planned, release
from apps.publication.opening import ANY_MINUTE, Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from coeduc import french
from tests.publication import strategies as some

PARIS = ZoneInfo("Europe/Paris")
HOURS = OpeningHours(PARIS)
ALWAYS = OpeningHours(PARIS, dt.time(0), dt.time(0), (0, dt.time(0)), (0, dt.time(0)))
ON_ENTRY = replace(COPY_FIRST, trigger=Trigger.ON_ENTRY)


def paris(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


def plain(text):
    """The sentence with ordinary spaces: where no-break spaces go is tested once, below."""
    return text.replace("\u00a0", " ")


def plan_of(handed_back, rule=COPY_FIRST):
    at = paris(handed_back)
    return planned(Facts(at, at), rule, HOURS)


def test_no_break_spaces_go_where_french_wants_them():
    typed = french.typeset("Élèves : « oui » à 17 h 05 ; dans 10 min. Quoi ? Oui !")

    assert typed == (
        "Élèves\u00a0: «\u00a0oui\u00a0» à 17\u00a0h\u00a005\u00a0; dans 10\u00a0min."
        " Quoi\u00a0? Oui\u00a0!"
    )


def test_typesetting_twice_changes_nothing():
    once = french.typeset("Parents : demain à 17 h 05.")

    assert french.typeset(once) == once


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(dt.time(17), "17 h"), (dt.time(17, 5), "17 h 05"), (dt.time(7, 30), "7 h 30")],
)
def test_a_clock_reads_as_it_is_said(moment, expected):
    assert plain(french.clock(moment)) == expected


AT = paris("2026-11-17 10:00")  # a Tuesday


@pytest.mark.parametrize(
    ("moment", "full", "near"),
    [
        ("2026-11-17 17:00", "mardi 17 novembre à 17 h", "aujourd’hui à 17 h"),
        ("2026-11-18 17:00", "mercredi 18 novembre à 17 h", "demain à 17 h"),
        ("2026-11-16 09:05", "lundi 16 novembre à 9 h 05", "hier à 9 h 05"),
        ("2026-11-23 07:00", "lundi 23 novembre à 7 h", "lundi à 7 h"),
        ("2026-11-24 07:00", "mardi 24 novembre à 7 h", "le mardi 24 novembre à 7 h"),
        ("2026-12-01 07:00", "mardi 1er décembre à 7 h", "le mardi 1er décembre à 7 h"),
        ("2027-01-04 07:00", "lundi 4 janvier 2027 à 7 h", "le lundi 4 janvier 2027 à 7 h"),
        ("2026-11-03 10:13:27", "mardi 3 novembre à 10 h 14", "le mardi 3 novembre à 10 h 14"),
    ],
)
def test_an_instant_reads_in_full_or_near(moment, full, near):
    instant = paris(moment).astimezone(dt.UTC)

    assert plain(french.full_moment(instant, at=AT, zone=PARIS)) == full
    assert plain(french.near_moment(instant, at=AT, zone=PARIS)) == near


def test_a_day_is_the_one_of_the_school_not_of_the_server():
    half_past_midnight = dt.datetime(2026, 11, 17, 23, 30, tzinfo=dt.UTC)

    assert plain(french.near_moment(half_past_midnight, at=AT, zone=PARIS)) == "demain à 0 h 30"


@pytest.mark.parametrize(
    ("rule", "hours", "expected"),
    [
        (
            COPY_FIRST,
            HOURS,
            "Aujourd’hui au collège : la copie est rendue, l’élève voit son résultat dix minutes "
            "après, les parents le lendemain à 17 h. Jamais la nuit ni le week-end.",
        ),
        (
            ONCE_A_WEEK,
            OpeningHours(PARIS, holidays_open=False),
            "Aujourd’hui au collège : la copie est rendue, l’élève voit son résultat dix minutes "
            "après, les parents le vendredi à 17 h, au moins un jour après. "
            "Jamais la nuit, le week-end ni pendant les vacances.",
        ),
        (
            WITH_BULLETIN,
            HOURS,
            "Aujourd’hui au collège : avec le bulletin, l’élève voit son résultat le jour "
            "même, les parents le lendemain à 17 h. Jamais la nuit ni le week-end.",
        ),
        (
            replace(
                ON_ENTRY,
                student_delay=dt.timedelta(),
                guardian_delay=dt.timedelta(),
                guardian_opening=ANY_MINUTE,
            ),
            ALWAYS,
            "Aujourd’hui au collège : le professeur saisit le résultat, l’élève voit son résultat "
            "aussitôt, les parents en même temps.",
        ),
        (
            replace(
                COPY_FIRST,
                student_delay=dt.timedelta(),
                guardian_delay=dt.timedelta(hours=2),
                guardian_opening=ANY_MINUTE,
            ),
            HOURS,
            "Aujourd’hui au collège : la copie est rendue, l’élève voit son résultat dix minutes "
            "après, les parents 2 heures plus tard. Jamais la nuit ni le week-end.",
        ),
        (
            replace(
                COPY_FIRST,
                student_opening=Opening.daily(dt.time(16, 30)),
                guardian_delay=dt.timedelta(days=2),
            ),
            HOURS,
            "Aujourd’hui au collège : la copie est rendue, l’élève voit son résultat à 16 h 30, "
            "les parents à 17 h, au moins 2 jours après. Jamais la nuit ni le week-end.",
        ),
    ],
)
def test_a_rule_is_told_in_a_sentence(rule, hours, expected):
    assert plain(sentences.rule_sentence(rule, hours)) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (COPY_FIRST, "à partir du lendemain à 17 h, au plus tard le jour de classe suivant"),
        (WITH_BULLETIN, "à partir du lendemain à 17 h, au plus tard le jour de classe suivant"),
        (
            ONCE_A_WEEK,
            "à partir du vendredi à 17 h, au moins un jour après, "
            "au plus tard le jour de classe suivant",
        ),
        (
            replace(COPY_FIRST, guardian_opening=ANY_MINUTE),
            "24 heures plus tard, au plus tard le jour de classe suivant",
        ),
        (
            replace(COPY_FIRST, guardian_delay=dt.timedelta(), guardian_opening=ANY_MINUTE),
            "en même temps",
        ),
        (ON_ENTRY, "le lendemain à 17 h"),
    ],
)
def test_families_read_the_rule_with_the_span_that_each_result_tells(rule, expected):
    words = plain(sentences.rule_in_words(rule, span=True))

    assert words.partition(", les parents ")[2] == expected


def test_an_exception_names_what_it_is_for():
    words = sentences.rule_sentence(COPY_FIRST, HOURS, scope="les évaluations communes")

    assert plain(words).startswith("Pour les évaluations communes : la copie est rendue, ")


def test_the_silence_is_told_in_full():
    lines = [plain(sentence) for sentence in sentences.quiet_hours_sentences(HOURS)]

    assert lines[:2] == [
        "La nuit : rien de nouveau de 20 h à 7 h.",
        "Le week-end : rien de nouveau du vendredi 20 h au lundi 7 h.",
    ]


def test_a_school_that_only_closes_for_the_holidays_says_only_that():
    hours = OpeningHours(
        PARIS, dt.time(0), dt.time(0), (0, dt.time(0)), (0, dt.time(0)), holidays_open=False
    )

    lines = [plain(sentence) for sentence in sentences.quiet_hours_sentences(hours)]

    assert lines == ["Pendant les vacances : rien de nouveau."]
    assert sentences.silence_sentence(hours) == "Jamais pendant les vacances."


@pytest.mark.parametrize(
    ("rule", "handed_back", "audience", "expected"),
    [
        (
            COPY_FIRST,
            None,
            Audience.GUARDIAN,
            "La copie n’a pas encore été rendue en classe. Votre enfant la verra en premier.",
        ),
        (
            COPY_FIRST,
            None,
            Audience.STUDENT,
            "La copie n’a pas encore été rendue en classe. Tu la verras avant tes parents.",
        ),
        (
            COPY_FIRST,
            "2026-11-17 09:55",
            Audience.GUARDIAN,
            "Le résultat sera visible à partir du mercredi 18 novembre à 17 h, au plus tard le "
            "jeudi 19 novembre. Saisi plus tard, il suivra la même règle.",
        ),
        (
            COPY_FIRST,
            "2026-11-17 09:55",
            Audience.STUDENT,
            "Le résultat sera visible à partir du mardi 17 novembre à 10 h 05.",
        ),
        (
            COPY_FIRST,
            "2026-11-03 10:00",
            Audience.GUARDIAN,
            "La copie a été rendue en classe le mardi 3 novembre. "
            "Le résultat n’est pas encore visible : il suivra la même règle.",
        ),
        (
            WITH_BULLETIN,
            "2026-11-17 09:55",
            Audience.GUARDIAN,
            "Le résultat sera visible avec le bulletin.",
        ),
        (
            replace(COPY_FIRST, trigger=Trigger.AFTER_APPOINTMENT),
            None,
            Audience.GUARDIAN,
            "Le résultat sera visible après le rendez-vous.",
        ),
        (ON_ENTRY, None, Audience.GUARDIAN, "Le résultat n’est pas encore visible."),
    ],
)
def test_a_waiting_reader_is_told_what_is_waited_for(rule, handed_back, audience, expected):
    tap = paris(handed_back) if handed_back else None
    plan = planned(Facts(tap, tap), rule, HOURS)

    assert plain(waiting.waiting_sentence(plan, audience=audience, at=AT, zone=PARIS)) == expected


@given(
    some.hours_and_rule(),
    some.facts(),
    st.none() | some.instants,
    st.none() | some.instants,
    st.sampled_from(Audience),
    some.instants,
)
def test_a_waiting_family_reads_the_same_bytes_with_and_without_a_mark_or_a_request(
    school, facts, marked_at, floor, audience, at
):
    hours, rule = school
    other = replace(facts, marked_at=marked_at, guardian_floor=floor)

    said = [
        waiting.waiting_sentence(
            planned(world, rule, hours), audience=audience, at=at, zone=hours.time_zone
        )
        for world in (facts, other)
    ]

    assert said[0].encode() == said[1].encode()


SPAN = (
    "Le résultat sera visible à partir du mercredi 2 décembre à 17 h, "
    "au plus tard le jeudi 3 décembre. Saisi plus tard, il suivra la même règle."
)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-12-01 10:00", SPAN),
        ("2026-12-02 16:59", SPAN),
        # The same words after the ordinary instant as before it, to the end of the last day.
        ("2026-12-02 17:00", SPAN),
        ("2026-12-03 17:00", SPAN),
        ("2026-12-03 23:59", SPAN),
        (
            "2026-12-04 00:00",
            "La copie a été rendue en classe le mardi 1er décembre. "
            "Le résultat n’est pas encore visible : il suivra la même règle.",
        ),
    ],
)
def test_every_family_is_told_a_span_whoever_asked_for_what(at, expected):
    plan = planned(Facts(paris("2026-12-01 09:00"), paris("2026-12-01 09:00")), COPY_FIRST, HOURS)

    said = waiting.waiting_sentence(plan, audience=Audience.GUARDIAN, at=paris(at), zone=PARIS)

    assert plain(said) == expected


def test_a_pupil_is_told_their_own_hour_and_no_span():
    plan = planned(Facts(paris("2026-12-01 19:55"), paris("2026-12-01 19:55")), COPY_FIRST, HOURS)

    said = waiting.waiting_sentence(
        plan, audience=Audience.STUDENT, at=paris("2026-12-01 20:00"), zone=PARIS
    )

    assert plain(said) == "Le résultat sera visible à partir du mercredi 2 décembre à 7 h."


@pytest.mark.parametrize(
    ("rule", "tap", "expected"),
    [
        (COPY_FIRST, "2026-11-17 10:00", "Élèves : dans 10 min. Parents : demain à 17 h."),
        (COPY_FIRST, "2026-11-20 10:00", "Élèves : dans 10 min. Parents : lundi à 17 h."),
        (COPY_FIRST, "2026-11-20 19:55", "Élèves : lundi à 7 h. Parents : mardi à 17 h."),
        (WITH_BULLETIN, "2026-11-17 10:00", "Élèves et parents : avec le bulletin."),
        (ON_ENTRY, "2026-11-17 10:00", "Élèves et parents : dès la saisie du résultat."),
        (
            replace(COPY_FIRST, trigger=Trigger.AFTER_APPOINTMENT),
            "2026-11-17 10:00",
            "Élèves et parents : après le rendez-vous.",
        ),
    ],
)
def test_a_teacher_reads_what_the_tap_will_do(rule, tap, expected):
    at = paris(tap)
    plan = planned(Facts(at, at), rule, HOURS)

    assert plain(explained.tap_preview(plan, at=at, zone=PARIS)) == expected


def test_a_teacher_reads_now_for_what_is_already_visible():
    plan = plan_of("2026-11-16 10:00")
    said = explained.tap_preview(plan, at=paris("2026-11-16 10:10"), zone=PARIS)

    assert plain(said) == "Élèves : tout de suite. Parents : demain à 17 h."


@pytest.mark.parametrize(
    ("rule", "audience", "body", "expected"),
    [
        (
            COPY_FIRST,
            Audience.GUARDIAN,
            DecisionBody.PEDAGOGIC_COUNCIL,
            "Pourquoi aujourd’hui ? Le collège a choisi : la copie d’abord, votre enfant ensuite, "
            "vous après. Décidé en conseil pédagogique le 3 septembre.",
        ),
        (
            COPY_FIRST,
            Audience.STUDENT,
            DecisionBody.BOARD,
            "Pourquoi aujourd’hui ? Le collège a choisi : la copie d’abord, toi ensuite, "
            "tes parents après. Décidé en conseil d’administration le 3 septembre.",
        ),
        (
            WITH_BULLETIN,
            Audience.GUARDIAN,
            DecisionBody.HEAD,
            "Pourquoi aujourd’hui ? Le collège a choisi : le bulletin d’abord, votre enfant "
            "ensuite, vous après. Décidé par la direction du collège le 3 septembre.",
        ),
        (
            COPY_FIRST,
            Audience.GUARDIAN,
            DecisionBody.MINISTRY,
            "Pourquoi aujourd’hui ? Le collège suit le ministère : la copie d’abord, votre enfant "
            "ensuite, vous après. C’est le cadre du ministère, publié le 3 septembre.",
        ),
    ],
)
def test_a_reader_is_told_who_chose_and_when(rule, audience, body, expected):
    said = sentences.why_sentence(
        rule, body=body, decided_on=dt.date(2026, 9, 3), audience=audience, at=AT, zone=PARIS
    )

    assert plain(said) == expected


def test_staff_read_every_step_of_the_computation():
    facts = Facts(paris("2026-11-20 10:00"), paris("2026-11-20 19:55"), paris("2026-11-20 12:00"))
    explanation = release(facts, COPY_FIRST, HOURS).explanation

    lines = explained.explanation_sentences(explanation, at=AT, zone=PARIS)

    assert [plain(sentence) for sentence in lines] == [
        "Copies rendues : vendredi 20 novembre à 10 h.",
        "Résultat saisi après la remise : vendredi 20 novembre à 12 h.",
        "Délai avant l’élève : dix minutes.",
        "Temps laissé pour annuler : dix minutes.",
        "Pour l’élève, reporté : jamais le week-end.",
        "L’élève : lundi 23 novembre à 7 h.",
        "Délai avant les parents : 24 heures.",
        "Pour les parents, reporté : à l’heure fixée.",
        "Les parents : mardi 24 novembre à 17 h.",
    ]


@given(some.hours_and_rule(), some.facts(), some.instants)
def test_every_explanation_can_be_told(school, facts, at):
    hours, rule = school

    for found in (release(facts, rule, hours), planned(facts, rule, hours)):
        lines = explained.explanation_sentences(found.explanation, at=at, zone=hours.time_zone)
        assert all(sentence.endswith(".") for sentence in lines)
        explained.tap_preview(found, at=at, zone=hours.time_zone)
