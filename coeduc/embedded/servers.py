"""PostgreSQL and Valkey themselves: make, start, stop. The callers hold the lock."""

import os
import pwd
import shutil
import signal
import time
from pathlib import Path

from coeduc.embedded.places import (
    NAME,
    postgres_program,
    private_dir,
    run_dir,
    valkey_program,
)
from coeduc.embedded.processes import answers, call, failure, ours, spawn, stop, tail

START_SECONDS = 60

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
        if answers(run_dir() / ".s.PGSQL.5432"):
            return
        stop_postgres(place)
    if not data.exists():
        _create_cluster(data, account)
    private_dir(data, account)
    if pid_file.exists():  # ours, and dead: its lock would stop us if the pid has been reused
        (data / "postmaster.pid").unlink(missing_ok=True)
    _write_access(data, account)
    options = POSTGRES_OPTIONS | {"unix_socket_directories": str(run_dir())}
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    command = [postgres_program("postgres", account), "-D", str(data), *settings]
    process = spawn(command, account, log, pid_file)
    deadline = time.monotonic() + START_SECONDS
    said = ""
    while process.poll() is None and time.monotonic() < deadline:
        code, said = _psql(account, "SELECT datname FROM pg_database")
        if code == 0 and NAME not in said.split():
            code, said = _psql(account, f"CREATE DATABASE {NAME}")
        if code == 0:
            _drop_test_databases(account, said.split())
            return
        time.sleep(0.03)
    stop_postgres(place)
    raise failure("PostgreSQL", tail(log) or said)


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
        if answers(path, b"PING\r\n"):
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
        if answers(path, b"PING\r\n"):
            return
        time.sleep(0.01)
    stop_valkey(place)
    raise failure("Valkey", tail(log))


def stop_valkey(place: Path) -> None:
    stop(place / "valkey.pid", run_dir() / "valkey.sock", signal.SIGTERM, signal.SIGKILL)
