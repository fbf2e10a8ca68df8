"""Spawn a server, know it again, stop it, and say in French why it did not start."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from coeduc.embedded.places import EmbeddedError

STOP_SECONDS = 30

_children: dict[int, "subprocess.Popen[bytes]"] = {}


def _popen(command: list[str], account: pwd.struct_passwd | None, **more: Any) -> Any:
    who: dict[str, Any] = {}
    if account:
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    env |= {"LC_ALL": "C", "TZ": "UTC"}
    try:
        return subprocess.Popen(
            command,
            cwd="/",
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **who,
            **more,
        )
    except FileNotFoundError:
        reason = "ce système n’est pas pris en charge (il faut une glibc récente, ou macOS)"
    except OSError as error:
        reason = error.strerror or str(error)
    raise EmbeddedError(
        f"Impossible de lancer {Path(command[0]).name} : {reason}. "
        "Vous pouvez indiquer vos propres serveurs dans DATABASE_URL et REDIS_URL."
    )


def spawn(command: list[str], account: pwd.struct_passwd | None, log: Path, pid_file: Path) -> Any:
    with log.open("wb") as output:
        process = _popen(command, account, stdout=output, stderr=output)
    _children[process.pid] = process
    pid_file.write_text(f"{process.pid}\n")
    return process


def call(command: list[str], account: pwd.struct_passwd | None) -> tuple[int, str]:
    process = _popen(command, account, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output, _ = process.communicate()
    return process.returncode, output.decode(errors="replace")


def _command_of(pid: int) -> str:
    """The command line of a process, empty when it is gone or a zombie."""
    if Path("/proc/self/cmdline").exists():
        with contextlib.suppress(OSError):
            return (
                Path(f"/proc/{pid}/cmdline")
                .read_bytes()
                .replace(b"\0", b" ")
                .decode("utf-8", "replace")
            )
        return ""
    found = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return found.stdout


def ours(pid_file: Path, mark: Path) -> int | None:
    """The pid in the file, if that process is alive and its command line names our directory.

    A pid is reused after a crash or a restart of the machine: a number alone proves nothing.
    """
    with contextlib.suppress(OSError, ValueError):
        pid = int(pid_file.read_text().split()[0])
        if pid in _children:
            _children[pid].poll()
        if str(mark) in _command_of(pid):
            return pid
    return None


def stop(pid_file: Path, mark: Path, *signals: signal.Signals) -> None:
    for number in signals:
        pid = ours(pid_file, mark)
        if pid is None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + STOP_SECONDS
        while ours(pid_file, mark) and time.monotonic() < deadline:
            time.sleep(0.02)
    if pid := ours(pid_file, mark):
        raise EmbeddedError(f"Le processus {pid} refuse de s’arrêter : {_command_of(pid)}")
    pid_file.unlink(missing_ok=True)


def answers(path: Path, question: bytes = b"") -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
            client.sendall(question)
            return not question or bool(client.recv(16))
        except OSError:
            return False


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
    return "\n".join(f"    {line}" for line in lines)


def failure(server: str, said: str) -> EmbeddedError:
    """Say in one sentence why a server did not start; its own words follow, indented."""
    if "error while loading shared libraries" in said:
        why = "il manque une bibliothèque du système, nommée ci-dessous : installez-la"
    elif "No space left on device" in said:
        why = "il n’y a plus de place sur le disque"
    elif "symbol not found" in said or "GLIBC" in said:
        why = "ce système est trop ancien (il faut une glibc 2.28 ou plus récente)"
    else:
        why = "voici ce qu’il en dit"
    return EmbeddedError(f"{server} n’a pas démarré ; {why}.\n{said}".rstrip())
