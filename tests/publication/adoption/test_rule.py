"""Choosing a rule: read as families will, see what moves, then adopt with who, when and why."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from apps.publication.enums import NoticePolicy, OpeningKind, ReadyMade, Trigger
from apps.publication.models import RuleVersion
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rule_pages.forms.rule import mark_of, settings_of
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, READY_MADE, WITH_BULLETIN, Shows
from apps.schools.enums import Role
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import GuardianshipFactory, SchoolFactory, StaffFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
DECISION = {
    "body": "board",
    "decided_on": "2026-11-20",
    "reason": "Pour une semaine d’école sans surprise.",
}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return RuleVersionFactory(school=SchoolFactory()).school


def typed(rule=ONCE_A_WEEK, **change):
    """The settings of a rule as a browser sends them, then the decision, then one button."""
    data = {}
    for name, value in settings_of(rule).items():
        if value is True:
            data[name] = "on"
        elif isinstance(value, dt.time):
            data[name] = f"{value:%H:%M}"
        elif value not in (None, False):
            data[name] = value
    return {**data, **DECISION, **change}


def sign_in(client, school):
    client.force_login(StaffFactory(school=school, role=Role.DEPUTY).user)


def address_of(school, kind="", end=False):
    if not kind:
        return reverse("publication:rule_adopt", args=[school.public_id])
    name = "exception_end" if end else "exception"
    return reverse(f"publication:{name}", args=[school.public_id, kind])


def preview(client, school, rule=ONCE_A_WEEK, kind="", **change):
    sign_in(client, school)
    return client.post(address_of(school, kind), typed(rule, apercu="1", **change))


def adopt(client, school, rule=ONCE_A_WEEK, kind="", **change):
    sign_in(client, school)
    data = typed(rule, **{"adopter": "1", "seen": mark_of(rule), **change})
    return client.post(address_of(school, kind), data)


def text_of(response):
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("kind", ["", "quiz"])
def test_what_is_adopted_is_read_by_families_at_that_very_instant(client, school, kind):
    adopted = adopt(client, school, kind=kind)
    answer = client.get(adopted.url)
    client.force_login(GuardianshipFactory(student__school=school).guardian.user)

    page = client.get(reverse("publication:family_rules"))

    assert "Les familles lisent cette décision et sa raison dès maintenant." in text_of(answer)
    assert DECISION["reason"] in text_of(page)


def test_a_deputy_first_reads_the_rule_of_today(client, school):
    sign_in(client, school)

    body = text_of(client.get(address_of(school)))

    sentence = "la copie est rendue, l’élève voit son résultat dix minutes après"
    assert body.index(sentence) < body.index("Une fois par semaine, le vendredi à 17 h")
    assert "La copie d’abord (recommandé)" in body
    assert "Pas encore de faits à rejouer." in body
    assert "<details >" in body or "<details>" in body


def test_a_card_fills_the_page_and_says_what_families_will_read(client, school):
    sign_in(client, school)

    response = client.get(address_of(school), {"regle": "once_a_week"})

    assert "les parents à partir du vendredi à 17" in response.context["preview"][0]
    assert response.context["form"]["guardian_kind"].value() == OpeningKind.WEEKLY
    assert response.context["seen"] == mark_of(ONCE_A_WEEK)
    assert RuleVersion.objects.count() == 1


def test_a_card_that_does_not_exist_is_today_s_rule(client, school):
    sign_in(client, school)

    response = client.get(address_of(school), {"regle": "custom"})

    assert response.context["seen"] == mark_of(COPY_FIRST)


def test_a_deputy_reads_the_sentence_before_anything_is_adopted(client, school):
    response = preview(client, school)

    assert "du vendredi à 17\u00a0h" in " ".join(response.context["preview"])
    assert response.context["form"]["reason"].value() == DECISION["reason"]
    assert "Aucun résultat n’est en attente" in text_of(response)
    assert RuleVersion.objects.count() == 1


def test_a_deputy_who_only_looks_need_not_say_why_yet(client, school):
    response = preview(client, school, reason="")

    assert response.context["form"].errors == {}
    assert response.context["seen"] == mark_of(ONCE_A_WEEK)


def test_families_read_the_rule_adopted_and_why(client, school):
    assert adopt(client, school).status_code == 302

    client.force_login(GuardianshipFactory(student__school=school).guardian.user)
    body = client.get(reverse("publication:family_rules")).content.decode()
    current = RuleVersion.objects.in_force(at=NOON).get(school=school)
    assert (current.name, current.as_rule()) == (ReadyMade.ONCE_A_WEEK, ONCE_A_WEEK)
    assert DECISION["reason"] in body


@pytest.mark.parametrize("rule", READY_MADE.values(), ids=READY_MADE.keys())
def test_each_card_is_adopted_as_it_was_read(client, school, rule):
    adopt(client, school, rule)

    assert RuleVersion.objects.in_force(at=NOON).get(school=school).as_rule() == rule


CUSTOM = replace(
    COPY_FIRST,
    student_delay=dt.timedelta(hours=1),
    student_opening=Opening.daily(dt.time(12, 30)),
    guardian_delay=dt.timedelta(days=3),
    guardian_opening=Opening.weekly(1, dt.time(18)),
    shows=Shows(class_average=True, running_average=True, comment=False),
    support_required=False,
    support_below=Decimal("9.5"),
    patience_days=15,
    notice=NoticePolicy.NONE,
)


def test_every_fine_setting_is_kept_as_typed(client, school):
    adopt(client, school, CUSTOM)

    current = RuleVersion.objects.in_force(at=NOON).get(school=school)
    assert current.as_rule() == CUSTOM
    assert current.name == ReadyMade.CUSTOM


def test_the_fine_settings_of_a_rule_of_one_s_own_are_open(client):
    school = RuleVersionFactory(rule=CUSTOM).school
    sign_in(client, school)

    response = client.get(address_of(school))

    assert response.context["opens_fine"]
    assert "<details open>" in text_of(response)


def test_a_rule_changed_after_it_was_read_is_read_again_before_it_is_adopted(client, school):
    response = adopt(client, school, CUSTOM, seen=mark_of(ONCE_A_WEEK))

    assert "relisez ce que liront les familles" in text_of(response)
    assert response.context["seen"] == mark_of(CUSTOM)
    assert response.context["form"]["reason"].value() == DECISION["reason"]
    assert RuleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": " "}, "reason", "les familles liront cette raison"),
        ({"decided_on": "2026-11-25"}, "decided_on", "ne peut pas être datée d’un jour à venir"),
        ({"guardian_delay": "-2"}, "guardian_delay", "ne peut pas être négatif"),
        ({"guardian_delay": "32", "guardian_unit": "j"}, "guardian_delay", "dépasser 31 jours"),
        ({"student_delay": "9" * 30, "student_unit": "j"}, "student_delay", "dépasser 31 jours"),
        ({"student_delay": "1,5"}, "student_delay", "Écrivez un nombre entier"),
        ({"guardian_clock": "22:00"}, "guardian_clock", "tombe toujours pendant les heures"),
        ({"guardian_clock": ""}, "guardian_clock", "Il manque l’heure"),
        ({"guardian_weekday": "6"}, "guardian_clock", "tombe toujours pendant les heures"),
        ({"guardian_weekday": ""}, "guardian_weekday", "Il manque le jour"),
        ({"patience_days": "0"}, "patience_days", "entre 1 et 60 jours"),
        ({"support_below": "NaN"}, "support_below", "Écrivez un nombre"),
        ({"support_below": "21"}, "support_below", "entre 0 et 20"),
        ({"shows": ["class_average"]}, "shows", "doit montrer quelque chose"),
        ({"shows": ["levels", "running_average"]}, "shows", "sans les notes"),
        ({"trigger": "after_appointment"}, "trigger", "Sélectionnez un choix valide"),
        ({"notice": "weekly"}, "notice", "Sélectionnez un choix valide"),
        ({"trigger": "on_entry", "reason": "Oui."}, "reason", "demande une vraie raison"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_beside_its_field(
    client, school, change, field, words
):
    response = adopt(client, school, **change)

    errors = response.context["form"].errors
    assert words in " ".join(errors[field])
    assert set(errors) == {field}
    assert words in text_of(response)
    for name, value in change.items():
        assert str(response.context["form"][name].value()) == str(value)
    assert RuleVersion.objects.count() == 1


def test_on_entry_with_its_reason_says_what_it_costs_before_it_is_adopted(client, school):
    on_entry = replace(COPY_FIRST, trigger=Trigger.ON_ENTRY)

    assert "un enfant peut découvrir sa note seul" in text_of(preview(client, school, on_entry))
    assert adopt(client, school, on_entry).status_code == 302


def test_a_rule_that_the_open_hours_silence_is_refused(client, school):
    OpeningVersionFactory(school=school, hours=OpeningHours(school.time_zone, dt.time(16)))

    response = adopt(client, school)

    assert "tombe toujours pendant les heures de silence" in text_of(response)
    assert RuleVersion.objects.count() == 1


# --- Exceptions ----------------------------------------------------------------------------------


def test_a_deputy_adds_an_exception_and_everybody_counts_it(client, school):
    assert adopt(client, school, WITH_BULLETIN, kind="oral").status_code == 302

    body = text_of(client.get(address_of(school)))
    assert RuleVersion.objects.for_kind(school, "oral", at=NOON).as_rule() == WITH_BULLETIN
    assert RuleVersion.objects.for_kind(school, "test", at=NOON).as_rule() == COPY_FIRST
    assert "1 exception à la règle." in body
    assert "Pour les oraux : avec le bulletin" in body


def test_an_exception_is_changed_as_it_was_added(client, school):
    adopt(client, school, WITH_BULLETIN, kind="oral")
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        adopt(client, school, ONCE_A_WEEK, kind="oral")

        later = NOON + dt.timedelta(hours=1)
        assert RuleVersion.objects.for_kind(school, "oral", at=later).as_rule() == ONCE_A_WEEK


def test_an_exception_ends_with_its_reason(client, school):
    adopt(client, school, WITH_BULLETIN, kind="oral")
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        page = client.get(address_of(school, "oral", end=True))
        ended = client.post(address_of(school, "oral", end=True), DECISION)
        again = client.get(address_of(school, "oral", end=True))

    assert "Pour les oraux : la copie est rendue" in text_of(page)
    assert (ended.status_code, again.status_code) == (302, 404)
    end = RuleVersion.objects.get(follows_school=True)
    assert (end.kind, end.reason) == ("oral", DECISION["reason"])


def test_an_exception_does_not_end_without_a_reason(client, school):
    adopt(client, school, WITH_BULLETIN, kind="oral")
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        response = client.post(address_of(school, "oral", end=True), {**DECISION, "reason": ""})

    assert "les familles liront cette raison" in text_of(response)
    assert not RuleVersion.objects.filter(follows_school=True).exists()


def test_beyond_two_exceptions_a_deputy_is_warned_before_and_after(client, school):
    for kind in ("oral", "quiz"):
        adopt(client, school, WITH_BULLETIN, kind=kind)
    assert "ne sait plus quelle règle" not in text_of(client.get(address_of(school)))

    assert "Avec 3 exceptions" in text_of(preview(client, school, kind="homework"))
    adopt(client, school, WITH_BULLETIN, kind="homework")

    assert "Avec 3 exceptions" in text_of(client.get(address_of(school)))


def test_a_kind_that_does_not_exist_has_no_page(client, school):
    sign_in(client, school)

    assert client.get(address_of(school, "surprise")).status_code == 404
    assert client.get(address_of(school, "oral", end=True)).status_code == 404


# --- Cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("exceptions", [0, 3])
def test_the_page_costs_the_same_whatever_the_exceptions(client, school, exceptions):
    sign_in(client, school)
    for kind in ("oral", "quiz", "homework")[:exceptions]:
        RuleVersionFactory(school=school, kind=kind, kind_label="les oraux")
    client.get(address_of(school))

    with statements() as asked:
        client.get(address_of(school))

    assert len(asked) == PAGE_STATEMENTS, asked.listed()


PAGE_STATEMENTS = 13
