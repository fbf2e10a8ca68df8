"""What the run cost: the slowest tests, and the processor by folder of tests.

Wall time says little on a crowded machine; processor time says what a test asks of it. The servers'
own work is not in it: a test that waits for PostgreSQL has more wall than processor.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

SLOWEST = 20
DEPTH = 2  # tests/access, tests/results…


def processor() -> float:
    """Of this process and of the children it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def folder_of(nodeid: str) -> str:
    path = nodeid.split("::")[0].split("/")
    return "/".join(path[:DEPTH]) if len(path) > DEPTH else path[0]


class Costs:
    """Registered in every process: the workers measure, the first one adds up and prints."""

    def __init__(self) -> None:
        self._since = 0.0  # of the process: starting is a cost too
        self._aside = 0.0  # of the workers: starting, collecting, making the database
        self._tests: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Iterator[Any]:
        report = yield
        now = processor()
        report.processor, self._since = now - self._since, now
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Iterator[Any]:
        now = processor()
        self._aside, self._since = self._aside + now - self._since, now
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        spent = self._tests[report.nodeid]
        spent[0] += getattr(report, "processor", 0.0)
        spent[1] += report.duration

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["aside"] = self._aside

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self._aside += getattr(node, "workeroutput", {}).get("aside", 0.0)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self._tests:
            return
        folders: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
        for nodeid, (spent, wall) in self._tests.items():
            folder = folders[folder_of(nodeid)]
            folder[0] += spent
            folder[1] += wall
            folder[2] += 1
        write = terminalreporter.write_line
        terminalreporter.section("secondes de processeur (montre, tests) par dossier")
        for name, (spent, wall, count) in sorted(folders.items(), key=lambda one: -one[1][0]):
            write(f"{spent:8.1f} {wall:8.1f} {count:6.0f}  {name}")
        totals = [sum(column) for column in zip(*folders.values(), strict=True)]
        write(f"{totals[0]:8.1f} {totals[1]:8.1f} {totals[2]:6.0f}  les tests")
        write(f"{self._aside:8.1f} {'':15}  démarrage et collecte")
        terminalreporter.section(f"les {SLOWEST} tests les plus lents")
        slowest = sorted(self._tests.items(), key=lambda one: -one[1][1])[:SLOWEST]
        for nodeid, (spent, wall) in slowest:
            write(f"{spent:8.1f} {wall:8.1f}  {nodeid}")
