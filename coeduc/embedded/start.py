"""`make start`: servers, migrations, demo, then web, worker and beat until Ctrl-C.

Whatever way it is asked to stop (Ctrl-C, SIGTERM, closed terminal), it stops all it started and
nothing else: honcho and its processes live in sessions of their own, so that signals come only
from here, and what honcho would leave behind is ended one by one.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coeduc.embedded.places import ROOT, EmbeddedError
from coeduc.embedded.use import ensure_running

HONCHO_SECONDS = 12  # honcho itself gives its processes five seconds
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def _stop(number: int, frame: object) -> None:
    for name in STOP_SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    raise Stopped(number)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"PORT={text} n’est pas un numéro de port : make start PORT=8001")
    return int(text)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except PermissionError:
            raise EmbeddedError(
                f"Le port {port} est réservé à root : choisissez-en un autre, "
                "par exemple « make start PORT=8001 »."
            ) from None
        except OSError:
            raise EmbeddedError(
                f"Le port {port} est déjà pris : choisissez-en un autre, "
                f"par exemple « make start PORT={port + 1} »."
            ) from None


@contextlib.contextmanager
def _only_one(port: int) -> Iterator[None]:
    """Refuse a second start in the same clone: two beats would share one schedule."""
    path = ROOT / "var" / "start.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise EmbeddedError(
                f"Le portail est déjà démarré dans ce dossier : http://127.0.0.1:{lock.read()}/"
            ) from None
        _check_port(port)
        lock.truncate(0)
        lock.write(str(port))
        lock.flush()
        yield


def check_outside_servers() -> None:
    """Say in a sentence that DATABASE_URL or REDIS_URL leads nowhere (a password stays unsaid)."""
    if url := os.environ.get("DATABASE_URL"):
        import psycopg  # noqa: PLC0415 (this package is imported where it may be absent)

        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.Error as error:
            said = str(error).strip().partition("\n")[0]
            raise EmbeddedError(
                f"La base de données de DATABASE_URL est injoignable : {said}"
            ) from None
    if url := os.environ.get("REDIS_URL"):
        import redis  # noqa: PLC0415

        from coeduc.embedded.places import cache_url  # noqa: PLC0415

        try:
            redis.Redis.from_url(cache_url(url), socket_connect_timeout=5).ping()
        except (redis.RedisError, ValueError) as error:
            raise EmbeddedError(
                f"Le serveur Redis de REDIS_URL est injoignable : {error}"
            ) from None


def _manage(*words: str, **options: Any) -> Any:
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    done = subprocess.run(command, cwd=ROOT, check=False, **options)
    if done.returncode != 0:
        raise EmbeddedError(f"« manage.py {words[0]} » a échoué (message ci-dessus).")
    return done.stdout


def _announce(port: int, accounts: str, stopping: threading.Event) -> None:
    """Say the address and the accounts once the web server answers, below the first log lines."""
    while not stopping.wait(0.2):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            line = "─" * 60
            message = f"Le portail est prêt : http://127.0.0.1:{port}/\n\n{accounts}"
            print(f"\n{line}\n{message}\nCtrl-C pour tout arrêter.\n{line}\n", flush=True)
            return


def _descendants(pid: int) -> list[Any]:
    import psutil  # noqa: PLC0415

    with contextlib.suppress(psutil.Error):
        return psutil.Process(pid).children(recursive=True)
    return []


def _end(honcho: "subprocess.Popen[bytes]", started: float, known: list[Any]) -> None:
    """Let honcho stop its processes, then end by hand what it left."""
    # Asked too early, before its processes have reported their pid, honcho breaks and leaves them.
    while honcho.poll() is None and time.monotonic() < started + 2:
        time.sleep(0.1)
    known += _descendants(honcho.pid)
    if honcho.poll() is None:
        honcho.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            honcho.wait(HONCHO_SECONDS)
        known += _descendants(honcho.pid)
        honcho.kill()
    honcho.wait()
    _kill(known)


def _kill(processes: list[Any]) -> None:
    import psutil  # noqa: PLC0415

    for process in processes:  # psutil compares creation times: a reused pid is not ours
        with contextlib.suppress(psutil.Error):
            process.kill()


def _run_procfile(port: int, accounts: str) -> int:
    command = [
        sys.executable,
        "-m",
        "honcho",
        "-f",
        str(ROOT / "Procfile"),
        "-d",
        str(ROOT),
        "start",
    ]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = os.environ | {"PORT": str(port), "PATH": path, "PYTHONUNBUFFERED": "1"}
    environment["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    stopping = threading.Event()
    threading.Thread(target=_announce, args=(port, accounts, stopping), daemon=True).start()
    started = time.monotonic()
    honcho = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
    )
    known: list[Any] = []
    try:
        while honcho.poll() is None:
            known = _descendants(honcho.pid) or known
            with contextlib.suppress(subprocess.TimeoutExpired):
                honcho.wait(2)
    finally:
        stopping.set()
        _end(honcho, started, known)
    return honcho.returncode


def start() -> int:
    for name in STOP_SIGNALS:
        signal.signal(name, _stop)
    port = _port()
    os.environ.setdefault("PUBLIC_BASE_URL", f"http://127.0.0.1:{port}")
    try:
        with _only_one(port):
            ensure_running()
            check_outside_servers()
            _manage("migrate", "--verbosity", "0")
            _manage("load_demo", "--without-accounts")
            accounts = _manage("load_demo", stdout=subprocess.PIPE, text=True)  # now told alone
            code = _run_procfile(port, accounts)
            raise EmbeddedError(f"Un des processus s’est arrêté (code {code}) : tout est arrêté.")
    except Stopped:
        print("\nTout est arrêté.", flush=True)
        return 0


def run(command: list[str]) -> int:
    """Run a command while the servers are up; asked to stop, leave nothing of it behind."""
    for name in STOP_SIGNALS:
        signal.signal(name, _stop)
    try:
        check_outside_servers()
        ensure_running()
        child = subprocess.Popen(command)
        try:
            return child.wait()
        except Stopped as stopped:
            _interrupt(child, is_signalled=stopped.args == (signal.SIGINT,))
            raise
    except Stopped:
        return 130


def _interrupt(child: "subprocess.Popen[bytes]", *, is_signalled: bool) -> None:
    """Let the command tidy up as after Ctrl-C, which the terminal may have told it already."""
    known = _descendants(child.pid)
    if not is_signalled:
        child.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(HONCHO_SECONDS)
    known += _descendants(child.pid)
    child.kill()
    child.wait()
    _kill(known)
