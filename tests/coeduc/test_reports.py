"""Errors told elsewhere: nobody unless named, and then nothing of anybody."""

import json
import time

import pytest
from celery.signals import task_failure
from django.test import Client
from django.urls import reverse

from apps.results.models import Assessment
from coeduc import reports
from tests.world import CANARY_TEXT, build_world

HERE = "tests.coeduc.test_reports.heard"
sent = []


def heard(report):
    sent.append(report)


def broken(_report):
    raise RuntimeError("13,37 Inès Diallo")


def slow(report):
    time.sleep(0.2)
    sent.append(report)


@pytest.fixture(autouse=True)
def nothing_sent():
    sent.clear()
    yield
    reports.all_sent()


@pytest.fixture
def named(settings):
    settings.ERROR_REPORTER = HERE


def fails(*_arguments, **_more):
    try:
        raise ValueError("13,37 pour Inès Diallo, jeton s3cr3t")
    except ValueError as cause:
        raise RuntimeError(f"la note {CANARY_TEXT}") from cause


@pytest.fixture
def a_page_that_breaks(db, monkeypatch):
    """The page of an assessment, asked by its teacher with a name and a token in the address."""
    world = build_world()
    monkeypatch.setattr(Assessment.objects.__class__, "visible_to", fails)
    client = Client(raise_request_exception=False)
    client.force_login(world.people["teacher"])

    def ask():
        address = reverse("results:assessment_detail", args=[world.assessment.public_id])
        answer = client.get(f"{address}?q=Diallo&key=s3cr3t", headers={"cookie-extra": "s3cr3t"})
        assert answer.status_code == 500
        reports.all_sent()
        return world

    return ask


def test_nobody_is_told_unless_somebody_is_named(settings, a_page_that_breaks):
    assert settings.ERROR_REPORTER == ""
    a_page_that_breaks()

    assert sent == []


def test_who_is_named_is_told_where_it_broke(named, a_page_that_breaks):
    a_page_that_breaks()

    [report] = sent
    assert [error["class"] for error in report["errors"]] == [
        "builtins.RuntimeError",
        "builtins.ValueError",
    ]
    assert any("assessments/views.py" in frame for frame in report["errors"][0]["frames"])
    assert report["where"] == {
        "method": "GET",
        "route": "equipe/evaluations/<uuid:public_id>/",
    }


def test_what_is_told_holds_nothing_of_anybody(named, a_page_that_breaks):
    world = a_page_that_breaks()

    said = json.dumps(sent, ensure_ascii=False)
    person = world.people["teacher"]
    secrets = (
        CANARY_TEXT, "Diallo", "Inès", "s3cr3t", person.username, person.last_name or "Roux",
        str(person.public_id), str(world.assessment.public_id), world.assessment.title,
        world.school.name,
    )  # fmt: skip
    assert sent
    assert [secret for secret in secrets if secret and secret in said] == []


def test_a_task_that_fails_is_told_by_its_name_and_never_by_what_it_was_given(named):
    class Sent:
        name = "apps.results.announcements.tasks.announce"

    try:
        fails()
    except RuntimeError as error:
        task_failure.send(sender=Sent, exception=error, args=["Inès Diallo", CANARY_TEXT])
    reports.all_sent()

    [report] = sent
    assert report["where"] == {"task": "apps.results.announcements.tasks.announce"}
    assert CANARY_TEXT not in json.dumps(report, ensure_ascii=False)
    assert "Diallo" not in json.dumps(report, ensure_ascii=False)


@pytest.mark.parametrize("name", ["tests.coeduc.test_reports.broken", "no.such.module"])
def test_a_reporter_that_fails_breaks_nothing_and_its_words_are_not_kept(
    settings, a_page_that_breaks, caplog, name
):
    settings.ERROR_REPORTER = name

    a_page_that_breaks()

    assert "the error reporter failed" in caplog.text
    said = [record.getMessage() for record in caplog.records if record.name == "coeduc.reports"]
    assert said
    assert [line for line in said if "Diallo" in line] == []


def test_a_loop_of_errors_waits_for_nobody_and_fills_no_memory(settings, monkeypatch):
    settings.ERROR_REPORTER = "tests.coeduc.test_reports.slow"
    monkeypatch.setattr(reports, "_start", lambda: None)
    for _ in range(reports.MOST * 3):
        reports.report(ValueError(), {})

    assert reports._waiting.qsize() == reports.MOST
    settings.ERROR_REPORTER = HERE
    monkeypatch.undo()
    reports._start()
