"""The state of the service: for who has the server, true when something is away, of nobody."""

import datetime as dt

import pytest
import redis
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DataError, OperationalError, connection
from psycopg import errors

from apps.notices.models import Notice
from apps.notices.models.outbox import NoticeQuerySet
from apps.operation import presenters, queries, services, tasks
from apps.operation.enums import Mood
from apps.schools.enums import Role
from coeduc import portal
from coeduc.about import NAMED
from coeduc.leases import Leased
from tests.factories.accounts import UserFactory
from tests.factories.notices import NoticeFactory
from tests.factories.schools import StaffFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db

ADDRESS = "/exploitation/"
NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
# Five of the frame and of the migrations, then one a machine; one more says what failed and rests.
STATEMENTS = 7
LEASED = [model for model in apps.get_models() if issubclass(model, Leased)]
QUEUES = ("bell", "documents", "imports")


@pytest.fixture(autouse=True)
def at_noon():
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield
    cache.clear()


@pytest.fixture
def operator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def everybody_heard(at=NOON):
    for queue in QUEUES:
        services.heard(queue, at=at)


def moods(page):
    return {line.label: line.mood for group in page.groups for line in group.lines}


def page_now(**changes):
    return presenters.service_page(queries.service(at=NOON))


# --- For whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_no_office_of_a_school_opens_it(client, role):
    client.force_login(StaffFactory(role=role).user)

    assert client.get(ADDRESS).status_code == 404


def test_an_operator_reads_it_and_nothing_of_a_school(client, operator):
    school = StaffFactory().school

    body = client.get(ADDRESS).content.decode()

    assert "État du service" in body
    assert school.name not in body
    for address in ("/equipe/", "/equipe/eleves/", "/famille/", "/equipe/recherche/?q=roux"):
        assert client.get(address).status_code == 404


def test_who_has_the_server_names_an_operator_and_takes_it_back(client, caplog):
    user = UserFactory()
    client.force_login(user)

    call_command("operator", user.username)
    assert client.get(ADDRESS).status_code == 200
    call_command("operator", user.username, "--remove")
    assert client.get(ADDRESS).status_code == 404


def test_an_account_that_is_not_there_is_named_to_nobody():
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("operator", "personne")


def test_a_closed_account_operates_nothing(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    user.is_active = False
    user.save()

    assert client.get(ADDRESS).status_code in (302, 404)


# --- What it says --------------------------------------------------------------------------------


def test_all_is_well_only_when_every_part_said_so():
    everybody_heard()

    page = page_now()

    assert page.to_look_at == ()
    assert moods(page)["Redis"] is Mood.WELL


@pytest.mark.parametrize("named", [True, False])
def test_what_nobody_named_yet_is_told_before_saying_that_nothing_is_left(
    settings, client, operator, named
):
    everybody_heard()
    for name in NAMED:
        setattr(settings, name, "Collège d’essai" if named else "")

    body = client.get(ADDRESS).content.decode()

    assert ("Rien à regarder à cet instant." in body) is named
    assert ("il reste à compléter" in body) is not named


def test_what_is_due_is_counted_and_the_oldest_is_said():
    for hours in (1, 5):
        NoticeFactory(
            not_before=NOON - dt.timedelta(hours=hours),
            next_attempt_at=NOON - dt.timedelta(hours=hours),
        )
    NoticeFactory(not_before=NOON + dt.timedelta(hours=1), next_attempt_at=NOON)

    [machine] = [m for m in queries.base(at=NOON).machines if m.label == "nouvelles à envoyer"]

    assert (machine.due, machine.since) == (2, NOON - dt.timedelta(hours=5))


@pytest.mark.parametrize(("minutes", "mood"), [(9, Mood.WELL), (11, Mood.LOOK)])
def test_what_is_late_is_to_look_at(minutes, mood):
    then = NOON - dt.timedelta(minutes=minutes)
    NoticeFactory(not_before=then, next_attempt_at=then)

    assert moods(page_now())["Nouvelles à envoyer"] is mood


def test_every_machine_of_leases_says_since_when():
    """A new one is counted the day it comes: none is named by hand."""
    labels = {machine.label for machine in queries.base(at=NOON).machines}

    assert str(Notice._meta.verbose_name_plural) in labels
    assert len(labels) == len(LEASED) >= 6


@pytest.mark.parametrize("model", LEASED, ids=lambda model: model.__name__)
def test_every_machine_says_from_when_a_row_is_due(model):
    assert model._default_manager.none().since


@pytest.mark.parametrize("since", [(), ("not_before",), ("not_before", "next_attempt_at")])
def test_a_machine_is_counted_whatever_it_says_of_its_age(monkeypatch, since):
    monkeypatch.setattr(NoticeQuerySet, "since", since)
    NoticeFactory(not_before=NOON, next_attempt_at=NOON)

    [machine] = [one for one in queries.base(at=NOON).machines if one.due]
    assert (machine.due, machine.since) == (1, NOON if since else None)
    assert "1 à faire" in " ".join(line.words for line in page_now().groups[0].lines)


@pytest.mark.parametrize(("missed", "mood"), [(0, Mood.WELL), (1, Mood.LOOK), (2, Mood.LOOK)])
def test_what_failed_is_to_look_at_though_nothing_is_due(missed, mood):
    machine = queries.WorkerHost("faits gardés", 0, None, missed)
    found = queries.ServiceState(
        NOON, queries.Base(True, machines=(machine,)), queries.bell(), None, ()
    )

    assert moods(presenters.service_page(found))["Faits gardés"] is mood


@pytest.mark.parametrize("queue", QUEUES)
def test_each_worker_says_that_it_heard_the_bell(queue):
    getattr(tasks, f"{queue}_heard")()

    assert {one.name: one.heard for one in queries.bell().queues}[queue] == NOON


@pytest.mark.parametrize("queue", QUEUES)
def test_a_worker_that_hears_no_more_is_to_look_at(queue):
    everybody_heard()
    services.heard(queue, at=NOON - dt.timedelta(minutes=4))

    assert [line.label for line in page_now().to_look_at] == [
        f"File «\N{NO-BREAK SPACE}{queue}\N{NO-BREAK SPACE}»"
    ]


def test_the_beat_reaches_each_queue_that_has_a_worker():
    beats = {bell.queue for bell in portal.answers().beat if "apps.operation" in bell.task}

    assert beats == set(QUEUES)


def test_redis_away_is_said_and_the_base_still_is(settings, client, operator):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    body = client.get(ADDRESS).content.decode()

    assert "rien n’est perdu" in body
    assert "Nouvelles à envoyer" in body


def test_redis_that_raises_what_it_likes_is_away(monkeypatch):
    def frozen(*_arguments, **_more):
        raise redis.TimeoutError("secret://user:pass@host")

    monkeypatch.setattr(redis.Redis, "info", frozen)

    assert not queries.bell().answers


def test_the_base_away_is_said_in_the_terminal_and_the_rest_still_is(monkeypatch, capsys):
    def away(*_arguments, **_more):
        raise OperationalError("password=s3cr3t host=db")

    everybody_heard()
    monkeypatch.setattr(queries, "_machines", away)

    with pytest.raises(SystemExit) as ended:
        call_command("service_state")

    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "! PostgreSQL : ne répond pas" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Redis" in said
    assert "s3cr3t" not in said


@pytest.mark.parametrize("error", [errors.QueryCanceled, errors.LockNotAvailable])
def test_a_base_that_cut_a_statement_short_answers_and_is_to_look_at(
    monkeypatch, client, operator, error
):
    """Neither away nor well: what it was asked lasted too long, or waited for a lock."""

    def cut(*_arguments, **_more):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")  # the transaction is spoilt, as by a timeout
        except DataError:
            raise OperationalError("canceling statement: secret") from error("secret")

    everybody_heard()
    monkeypatch.setattr(queries, "_machines", cut)

    response = client.get(ADDRESS)

    [line] = response.context["page"].to_look_at
    assert (line.label, response.status_code) == ("PostgreSQL", 200)
    assert line.words.startswith("répond")
    assert "ne répond pas" not in line.words
    assert "secret" not in line.words


def test_a_service_that_is_well_ends_the_command_quietly(capsys):
    everybody_heard()

    call_command("service_state")

    assert "!" not in capsys.readouterr().out


def test_a_base_without_its_migrations_is_to_look_at(monkeypatch):
    everybody_heard()
    found = queries.Base(True, "15.4", unapplied=2)
    monkeypatch.setattr(queries, "base", lambda *, at: found)

    [line] = page_now().to_look_at
    assert line.label == "Migrations"


@pytest.mark.parametrize(("free", "mood"), [(5, Mood.LOOK), (50, Mood.WELL)])
def test_little_room_left_is_to_look_at(monkeypatch, free, mood):
    monkeypatch.setattr(queries, "disk", lambda: queries.Disk(free * 10**9, 100 * 10**9))

    assert moods(page_now())["Place pour les fichiers"] is mood


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_whatever_waits(client, operator, rows):
    for _ in range(rows):
        NoticeFactory(not_before=NOON, next_attempt_at=NOON)

    with statements() as seen:
        client.get(ADDRESS)

    assert len(seen) == STATEMENTS + len(LEASED), seen.listed()


def chapters(client):
    page = client.get("/confort/")
    return {door.label: [link.url for link in door.pages] for door in page.context["layout"].nav}


def test_who_operates_finds_the_page_in_their_menu_with_a_job_or_without(client, operator):
    alone = chapters(client)
    StaffFactory(user=operator, role=Role.SECRETARY)
    at_work = chapters(client)

    assert alone == {"Exploitation": [ADDRESS]}
    assert at_work["Exploitation"] == [ADDRESS]
    assert next(iter(at_work)) == "Aujourd’hui"


def test_a_head_who_does_not_operate_is_not_led_there(client):
    client.force_login(StaffFactory(role=Role.PRINCIPAL).user)

    assert "Exploitation" not in chapters(client)
