"""PostgreSQL frozen, not stopped: it takes connections and says nothing, and keeps no time-out."""

import tempfile
import threading
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import pytest

from coeduc import embedded
from coeduc.embedded import places, servers
from tests.faults.conftest import wait_until
from tests.faults.web import Web

pytestmark = [
    pytest.mark.faults,
    pytest.mark.xdist_group("faults"),
    pytest.mark.wall_clock,
    pytest.mark.whole,
]

PAGE = "/compte/connexion/"
# The one table that a page asks of somebody who had a session.
SESSIONS = (
    "CREATE TABLE django_session (session_key text, session_data text, expire_date timestamptz,"
    " user_id bigint, opened_at timestamptz, used_at timestamptz, device text)"
)


class Server:
    """A PostgreSQL of this test, empty, that it may freeze."""

    def __init__(self, place):
        self.place = place
        self.url = f"postgresql://{places.NAME}@/{places.NAME}?host={quote(str(place), safe='/')}"

    def processes(self):
        first = psutil.Process(int((self.place / "postgresql.pid").read_text()))
        return [first, *first.children(recursive=True)]

    def freeze(self):
        for process in self.processes():
            process.suspend()

    def thaw(self):
        for process in reversed(self.processes()):
            process.resume()


@pytest.fixture
def server(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="coeduc-") as folder:
        place = Path(folder)
        account = places.account_to_run_as()
        places.private_dir(place, account)
        place.chmod(0o755)
        monkeypatch.setattr(servers, "run_dir", lambda: place)
        servers.start_postgres(place, account)
        server = Server(place)
        try:
            with psycopg.connect(server.url) as connection:
                connection.execute(SESSIONS)
            yield server
        finally:
            server.thaw()
            servers.stop_postgres(place)


@pytest.fixture
def web(server):
    """Its limits are those of production, in small: the base says more before the page gives up."""
    with tempfile.TemporaryDirectory(prefix="coeduc-") as folder:
        limits = {"STATEMENT_TIMEOUT": "4s", "DATABASE_PATIENCE": "6"}
        reached = {"DATABASE_URL": server.url, "REDIS_URL": embedded.redis_url()}
        web = Web(Path(folder), limits | reached)
        try:
            web.start()
            yield web
        finally:
            web.kill()


def assert_is_a_calm_pause(answer):
    status, headers, text = answer
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "courte pause" in text


def test_a_page_says_so_and_the_next_one_works_once_the_server_is_back(server, web):
    assert web.ask("GET", PAGE)[0] == 200

    server.freeze()
    assert_is_a_calm_pause(web.ask("GET", PAGE))
    # No connection is left by now: a new one is taken by the machine, and answered by nobody.
    assert_is_a_calm_pause(web.ask("GET", PAGE))
    server.thaw()

    assert web.ask("GET", PAGE)[0] == 200


def test_a_page_that_was_waiting_for_an_answer_is_not_held_for_ever(server, web):
    web.cookies["sessionid"] = "somebody"
    answers = []
    with psycopg.connect(server.url) as aside:
        aside.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
        asking = threading.Thread(target=lambda: answers.append(web.ask("GET", "/")))
        asking.start()
        assert wait_until(lambda: _somebody_waits(aside))
        server.freeze()
        asking.join(timeout=60)
        server.thaw()

    assert_is_a_calm_pause(answers[0])
    assert web.ask("GET", PAGE)[0] == 200


def _somebody_waits(connection):
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    return connection.execute(waiting).fetchone()[0] == 1
