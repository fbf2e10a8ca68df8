"""The launcher, in clones of its own: a copy of the package has its own `var`."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from coeduc import embedded
from coeduc.embedded import places, processes

SOURCE = Path(embedded.__file__).parent


class Clone:
    """A directory holding nothing but the launcher, as a clone would."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SOURCE, root / "coeduc" / "embedded")
        (root / "coeduc" / "__init__.py").touch()
        root.chmod(0o755)

    def call(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "PORT"}
        }
        return subprocess.run(
            [sys.executable, "-m", "coeduc.embedded", *words],
            cwd=self.root,
            env=inherited | environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def url(self, name: str) -> str:
        return re.search(rf"^{name}=(.*)$", self.call("url").stdout, re.MULTILINE)[1]

    def database(self) -> psycopg.Connection:
        return psycopg.connect(self.url("DATABASE_URL"))

    @property
    def place(self) -> Path:
        return self.root / "var" / "embedded"


@pytest.fixture
def clone() -> Iterator[Clone]:
    # Not pytest's own temporary directory, which another account may not enter.
    with tempfile.TemporaryDirectory(prefix="coeduc-test-", dir="/tmp") as directory:
        made = Clone(Path(directory))
        yield made
        made.call("down")


def test_somebody_with_a_bare_clone_gets_both_servers(clone):
    assert clone.call("up").returncode == 0

    with clone.database() as connection:
        row = connection.execute("SELECT current_user, upper('é'), current_setting('TimeZone')")
        assert row.fetchone() == ("coeduc", "É", "UTC")
    url = embedded.cache_url(clone.url("REDIS_URL"))
    with redis.Redis.from_url(url) as server:
        assert server.ping() is True


def test_no_tcp_port_is_opened(clone):
    clone.call("up")

    with clone.database() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with redis.Redis.from_url(embedded.cache_url(clone.url("REDIS_URL"))) as server:
        assert server.config_get("port") == {"port": "0"}


def test_another_account_may_not_enter_the_sockets(clone):
    clone.call("up")

    assert (clone.place / "run").stat().st_mode & 0o777 == 0o700


def test_two_people_calling_up_at_once_share_one_server(clone):
    with ThreadPoolExecutor() as together:
        codes = list(together.map(lambda _: clone.call("up").returncode, range(2)))

    assert codes == [0, 0]
    assert "processus" in clone.call("status").stdout


def test_a_second_up_starts_nothing(clone):
    clone.call("up")
    before = clone.call("status").stdout

    clone.call("up")

    assert clone.call("status").stdout == before


def test_down_stops_both_servers(clone):
    clone.call("up")
    pids = [int((clone.place / f"{name}.pid").read_text()) for name in ("postgresql", "valkey")]

    assert clone.call("down").returncode == 0

    assert [processes._command_of(pid) for pid in pids] == ["", ""]
    assert clone.call("status").returncode == 3


def test_data_outlive_a_stop(clone):
    clone.call("up")
    with clone.database() as connection:
        connection.execute("CREATE TABLE kept (id int)")
    clone.call("down")

    clone.call("up")

    with clone.database() as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_test_run_killed_half_way_leaves_no_database_behind(clone):
    clone.call("up")
    with clone.database() as connection:
        connection.autocommit = True
        connection.execute("CREATE DATABASE test_coeduc_0ld")
    clone.call("down")

    clone.call("up")

    with clone.database() as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        assert sorted(names) == [("coeduc",), ("postgres",)]


def test_a_crash_of_the_machine_does_not_prevent_the_next_start(clone):
    clone.call("up")
    pids = [int((clone.place / f"{name}.pid").read_text()) for name in ("postgresql", "valkey")]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while any(processes._command_of(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)  # PostgreSQL's own children notice the death of their parent

    assert clone.call("up").returncode == 0

    clone.database().close()


def test_a_slow_server_is_waited_for_and_not_replaced(clone):
    clone.call("up")
    pid = int((clone.place / "valkey.pid").read_text())
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor() as beside:
        second = beside.submit(clone.call, "up")
        time.sleep(3)
        os.kill(pid, signal.SIGCONT)

        assert second.result().returncode == 0

    assert f"Valkey : en marche (processus {pid})" in clone.call("status").stdout


def test_a_reused_pid_is_never_killed(clone):
    clone.call("up")
    clone.call("down")
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as stranger:
        for name in ("postgresql", "valkey"):
            (clone.place / f"{name}.pid").write_text(f"{stranger.pid}\n")

        clone.call("down")
        clone.call("up")
        clone.call("down")

        assert stranger.poll() is None
        stranger.kill()


def test_the_last_one_to_leave_stops_the_servers(clone):
    done = clone.call("run", sys.executable, "-m", "coeduc.embedded", "status")

    assert done.stdout.count("en marche") == 2
    assert clone.call("status").returncode == 3


def test_who_leaves_first_leaves_the_servers_to_the_other(clone):
    launcher = f"{sys.executable} -m coeduc.embedded"
    inner = f"{launcher} run true && {launcher} status"

    done = clone.call("run", "sh", "-c", inner)

    assert done.returncode == 0
    assert done.stdout.count("en marche") == 2


def test_servers_asked_to_stay_outlive_a_command(clone):
    clone.call("up")

    clone.call("run", "true")

    assert clone.call("status").returncode == 0


def test_a_command_gives_its_exit_code(clone):
    assert clone.call("run", "sh", "-c", "exit 7").returncode == 7


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_asked_to_stop_leaves_no_process_behind(clone, number):
    child = "print('ready', flush=True); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    command = [sys.executable, "-m", "coeduc.embedded", "run", sys.executable, "-c", parent]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=clone.root, stdin=pipe, stdout=pipe) as launcher:
        assert launcher.stdout.readline() == b"ready\n"
        family = psutil.Process(launcher.pid).children(recursive=True)

        launcher.send_signal(number)

        assert launcher.wait(60) == 130
    assert len(family) > 3
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert clone.call("status").returncode == 3


def test_a_clone_lying_deep_gets_a_short_socket(clone):
    deep = Clone(clone.root / ("d" * 60) / ("e" * 60))

    assert deep.call("up").returncode == 0

    run_dir = Path(deep.url("DATABASE_URL").partition("host=")[2])
    deep.database().close()
    deep.call("down")
    assert len(str(run_dir)) < 60
    run_dir.rmdir()


def test_servers_named_by_the_environment_replace_ours(clone):
    named = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/x",
        "REDIS_URL": "redis://127.0.0.1:9",
    }

    clone.call("up", **named)

    assert clone.call("status").returncode == 3
    assert not (clone.place / "data").exists()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "abc"}, "n’est pas un numéro de port"),
        ({"PORT": "70000"}, "n’est pas un numéro de port"),
        ({"DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/x"}, "DATABASE_URL est injoignable"),
        ({"REDIS_URL": "redis://127.0.0.1:1"}, "REDIS_URL est injoignable"),
    ],
)
def test_the_person_who_starts_reads_one_sentence(clone, environment, sentence):
    free = {"PORT": str(_free_port())}

    done = clone.call("start", **free | environment)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


def test_a_busy_port_is_said_with_a_way_out(clone):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]

        done = clone.call("start", PORT=str(port))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Le port {port} est déjà pris")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("postgres: error while loading shared libraries: libz.so.1", "bibliothèque du système"),
        ("could not write to file: No space left on device", "plus de place sur le disque"),
        ("version `GLIBC_2.28' not found", "trop ancien"),
    ],
)
def test_what_a_server_says_becomes_a_french_sentence(said, sentence):
    assert sentence in str(processes.failure("PostgreSQL", said))


def test_a_missing_wheel_is_said_with_a_way_out():
    with pytest.raises(embedded.EmbeddedError, match="paquet no-such-wheel n’est pas installé"):
        places._package("no_such_wheel")


def test_a_directory_of_another_account_is_refused(tmp_path):
    target = tmp_path / "elsewhere"
    target.mkdir()
    (tmp_path / "run").symlink_to(target)

    with pytest.raises(embedded.EmbeddedError, match="appartient à un autre compte"):
        places.private_dir(tmp_path / "run", None)


@pytest.mark.parametrize(
    ("celery", "cache"),
    [
        ("redis+socket:///run/redis.sock", "unix:///run/redis.sock"),
        ("redis+socket:///run/redis.sock?virtual_host=3", "unix:///run/redis.sock?db=3"),
        ("rediss://u:p@host:6379/3", "rediss://u:p@host:6379/3"),
    ],
)
def test_one_redis_is_spelt_for_celery_and_for_the_cache(celery, cache):
    assert embedded.cache_url(celery) == cache
    assert embedded.broker_url(cache) == celery


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
