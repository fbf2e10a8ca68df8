"""What a figure is worth nothing without: when, where, under which Python and which load."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def words(doc: str) -> argparse.ArgumentParser:
    """The options of a command, its first line as help."""
    return argparse.ArgumentParser(description=doc.splitlines()[0])


def build() -> str:
    flags = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    made = "avec" if "enable-optimizations" in flags else "sans"
    return f"Python {platform.python_version()} {made} PGO"


def tree() -> str:
    """The commit measured, and whether the files are those of that commit."""
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],  # noqa: S607 (the developer's own git)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip() or "sans git"


def described() -> str:
    """One line, at the head of every table."""
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 (a measure says when it was taken)
    return (
        f"{now:%d/%m/%Y %H:%M} UTC, {tree()}, {build()}, {os.cpu_count()} cœurs "
        f"{platform.machine()}, charge {os.getloadavg()[0]:.1f}"
    )


def nth(values: Sequence[float], percent: int) -> float:
    """The value under which ``percent`` % of them lie, one of them (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def processor_time(pid: int) -> float:
    """Milliseconds of processor that the threads of a process have had."""
    spent = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        spent += int(thread.read_text().split()[0])
    return spent / 1e6
