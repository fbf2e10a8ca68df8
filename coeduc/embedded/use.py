"""Who uses the servers: the last one to leave stops them.

A user holds a shared lock on the file `users`, which the kernel frees whatever way it dies; `up`
asks to keep the servers (file `keep`) until `down`. All starting and stopping happens under the
exclusive lock of the file `lock`.
"""

import atexit
import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from coeduc.embedded.places import account_to_run_as, home, prepare_home, private_dir, run_dir
from coeduc.embedded.processes import ours
from coeduc.embedded.servers import start_postgres, start_valkey, stop_postgres, stop_valkey

_in_use: IO[str] | None = None


@contextlib.contextmanager
def _exclusive(place: Path) -> Iterator[None]:
    with (place / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start_all() -> Path:
    place = prepare_home()
    with _exclusive(place):
        _hold(place)
        account = account_to_run_as()
        private_dir(run_dir(), account)
        if not os.environ.get("DATABASE_URL"):
            start_postgres(place, account)
        if not os.environ.get("REDIS_URL"):
            start_valkey(place, account)
    return place


def _hold(place: Path) -> None:
    global _in_use
    if _in_use is None:
        _in_use = (place / "users").open("a")
        fcntl.flock(_in_use, fcntl.LOCK_SH)


def _stop_all(place: Path) -> None:
    stop_valkey(place)
    stop_postgres(place)


def release() -> None:
    """Stop using the servers; the last one to leave stops them, unless they are kept."""
    global _in_use
    if _in_use is None:
        return
    place = home()
    with _exclusive(place), _in_use, contextlib.suppress(BlockingIOError):
        fcntl.flock(_in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not (place / "keep").exists():
            _stop_all(place)
    _in_use = None


def ensure_running() -> None:
    """Start what DATABASE_URL and REDIS_URL do not replace, for the life of this process."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    if _in_use is None:
        atexit.register(release)
        _start_all()


def up() -> None:
    try:
        place = _start_all()
    except BaseException:
        release()
        raise
    (place / "keep").touch()


def down() -> None:
    place = prepare_home()
    with _exclusive(place):
        (place / "keep").unlink(missing_ok=True)
        _stop_all(place)


def status() -> dict[str, int | None]:
    """The pid of each server, or None."""
    return {
        "PostgreSQL": ours(home() / "postgresql.pid", home() / "data"),
        "Valkey": ours(home() / "valkey.pid", run_dir() / "valkey.sock"),
    }
