"""The web process killed in the middle of a post: nothing half-saved, and the form goes once."""

import http.client
import re
import tempfile
import threading
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from apps.accounts.models import DoneAct
from apps.schools.enums import Role
from apps.support.models import HelpDevice
from coeduc import embedded
from tests.factories.schools import StaffFactory
from tests.faults.conftest import address_of_the_test_database, wait_until
from tests.faults.web import Web

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.wall_clock]

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TYPED = {
    "kind": "homework_help",
    "name": "Devoirs faits",
    "moment": "mardi, 16 h",
    "place": "au CDI",
}


@pytest.fixture
def head(transactional_db):
    return StaffFactory(role=Role.PRINCIPAL)


@pytest.fixture
def web(head, settings):
    """Signed in as the head, on the database of the test."""
    browser = Client()
    browser.force_login(head.user)
    reached = {
        "DATABASE_URL": address_of_the_test_database(),
        "REDIS_URL": embedded.redis_url(),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    with tempfile.TemporaryDirectory(prefix="coeduc-") as folder:
        web = Web(Path(folder), reached)
        web.not_its_own = set(others())
        web.cookies["sessionid"] = browser.cookies["sessionid"].value
        try:
            web.start()
            yield web
        finally:
            web.kill()


def others():
    """What the other connections to this database are doing: «Lock» for one that waits.

    A thread that an earlier test has ended may still hold its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, wait_event_type FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
            " AND pid <> pg_backend_pid()"
        )
        return dict(cursor.fetchall())


def test_a_post_whose_process_is_killed_leaves_nothing_and_sent_again_counts_once(head, web):
    page = reverse("support:device_open", args=[head.school.public_id])
    form = TYPED | {"csrfmiddlewaretoken": TOKEN.search(web.ask("GET", page)[2])[1]}
    lost = []

    def send():
        try:
            web.ask("POST", page, form)
        except (OSError, http.client.HTTPException) as problem:
            lost.append(problem)

    aside = connections.create_connection("default")
    try:
        with aside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE support_helpdevice IN EXCLUSIVE MODE")
            sending = threading.Thread(target=send)
            sending.start()
            assert wait_until(lambda: "Lock" in others().values()), web.log()
            web.kill()
            sending.join(timeout=30)
            cursor.execute("ROLLBACK")
    finally:
        aside.close()

    assert wait_until(lambda: set(others()) <= web.not_its_own)
    assert len(lost) == 1
    assert not HelpDevice.objects.exists()
    assert not DoneAct.objects.exists()

    web.start()
    answers = [web.ask("POST", page, form) for _time in range(2)]

    back = reverse("support:device_list")
    assert [(status, headers["Location"]) for status, headers, _text in answers] == [
        (302, back)
    ] * 2
    assert HelpDevice.objects.values("name", "moment", "place").get() == {
        name: TYPED[name] for name in ("name", "moment", "place")
    }
    assert "Devoirs faits" in web.ask("GET", back)[2]
