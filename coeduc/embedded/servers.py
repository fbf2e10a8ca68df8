"""PostgreSQL and Valkey themselves: make, start, stop. The callers hold the lock."""

import os
import pwd
import shutil
import signal
import time
from pathlib import Path
from typing import Any

from coeduc.embedded.places import (
    NAME,
    postgres_program,
    private_dir,
    run_dir,
    valkey_program,
)
from coeduc.embedded.processes import answers, call, failure, ours, spawn, stop, tail

START_SECONDS = 60
PING = b"PING\r\n"

# Data that can be made again: durability is traded for speed. Never copy this to production.
POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
}


def _still_answers(path: Path, question: bytes = b"") -> bool:
    """Whether a live server answers: slow is not dead, others may be using it."""
    deadline = time.monotonic() + START_SECONDS
    while path.exists() and time.monotonic() < deadline:
        if answers(path, question):
            return True
        time.sleep(0.2)
    return False


def _create_cluster(data: Path, account: pwd.struct_passwd | None) -> None:
    """Make the cluster beside its place, then rename: a half-made one is never used."""
    fresh = data.with_name("data.part")
    shutil.rmtree(fresh, ignore_errors=True)
    private_dir(fresh, account)
    code, said = call(
        [
            postgres_program("initdb", account),
            *("-D", str(fresh), "-U", NAME, "-A", "peer", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--no-data-checksums", "--no-sync", "--no-instructions"),
        ],
        account,
    )
    if code != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise failure("PostgreSQL (initdb)", said)
    fresh.rename(data)


def _write_access(data: Path, account: pwd.struct_passwd | None) -> None:
    """Let root, the account and us in as the one role, by the kernel's word (peer)."""
    names = {pwd.getpwuid(os.geteuid()).pw_name} | ({account.pw_name} if account else set())
    rules = {
        "pg_hba.conf": f"local all {NAME} peer map={NAME}\n",
        "pg_ident.conf": "".join(f'{NAME} "{name}" {NAME}\n' for name in sorted(names)),
    }
    for name, text in rules.items():
        (data / name).write_text(text)
        (data / name).chmod(0o644)


def _psql(account: pwd.struct_passwd | None, query: str) -> tuple[int, str]:
    program = postgres_program("psql", account)
    return call([program, "-XAtq", "-h", str(run_dir()), "-U", NAME, "-c", query, "postgres"], None)


def start_postgres(place: Path, account: pwd.struct_passwd | None) -> None:
    data, log, pid_file = place / "data", place / "postgresql.log", place / "postgresql.pid"
    if ours(pid_file, data):
        if _still_answers(run_dir() / ".s.PGSQL.5432"):
            return
        stop_postgres(place)
    if not data.exists():
        _create_cluster(data, account)
    private_dir(data, account)
    if pid_file.exists():  # ours, and dead: its locks would stop us if the pid has been reused
        for lock in (data / "postmaster.pid", run_dir() / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)
        (run_dir() / ".s.PGSQL.5432").unlink(missing_ok=True)
    _write_access(data, account)
    options = POSTGRES_OPTIONS | {"unix_socket_directories": str(run_dir())}
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    command = [postgres_program("postgres", account), "-D", str(data), *settings]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        process = spawn(command, account, log, pid_file)
        if _becomes_ready(process, account, deadline):
            return
        if "still in use" not in tail(log):
            break
        time.sleep(0.5)  # the children of a killed server are still leaving
    stop_postgres(place)
    raise failure("PostgreSQL", tail(log))


def _becomes_ready(process: Any, account: pwd.struct_passwd | None, deadline: float) -> bool:
    while process.poll() is None and time.monotonic() < deadline:
        code, said = _psql(account, "SELECT datname FROM pg_database")
        if code == 0 and NAME not in said.split():
            code, _ = _psql(account, f"CREATE DATABASE {NAME}")
        if code == 0:
            _drop_test_databases(account, said.split())
            return True
        time.sleep(0.03)
    return False


def _drop_test_databases(account: pwd.struct_passwd | None, names: list[str]) -> None:
    """Drop what test runs killed half-way left: nobody can be using them, we have just started."""
    for name in names:
        if name.startswith("test_"):
            _psql(account, f'DROP DATABASE IF EXISTS "{name}"')


def stop_postgres(place: Path) -> None:
    # A fast stop first, then an immediate one: never SIGKILL, the shared memory would remain.
    stop(place / "postgresql.pid", place / "data", signal.SIGINT, signal.SIGQUIT)


def start_valkey(place: Path, account: pwd.struct_passwd | None) -> None:
    log, pid_file, path = place / "valkey.log", place / "valkey.pid", run_dir() / "valkey.sock"
    if ours(pid_file, path):
        if _still_answers(path, PING):
            return
        stop_valkey(place)
    path.unlink(missing_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "databases": "64",
        "save": "",
        "appendonly": "no",
        "dir": str(run_dir()),
    }
    settings = [word for name, value in options.items() for word in (f"--{name}", value)]
    process = spawn([valkey_program(account), *settings], account, log, pid_file)
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if answers(path, PING):
            return
        time.sleep(0.01)
    stop_valkey(place)
    raise failure("Valkey", tail(log))


def stop_valkey(place: Path) -> None:
    stop(place / "valkey.pid", run_dir() / "valkey.sock", signal.SIGTERM, signal.SIGKILL)
