"""The processes of a portal, each as the words that start it, read where they are written."""

from __future__ import annotations

import json
import re
import shlex

from django.conf import settings

QUEUES = ("-Q", "--queues")


def of_procfile() -> dict[str, list[str]]:
    """What ``make start`` runs."""
    lines = (settings.BASE_DIR / "Procfile").read_text().splitlines()
    named = dict(line.split(": ", 1) for line in lines if line)
    return {name: shlex.split(command.removeprefix("exec ")) for name, command in named.items()}


def of_compose() -> dict[str, list[str]]:
    """The services that say their command, in one line."""
    text = (settings.BASE_DIR / "docker-compose.yml").read_text()
    services = re.split(r"^  (?=[a-z]+:$)", text.partition("\nservices:\n")[2], flags=re.MULTILINE)
    commands = {
        service.partition(":")[0]: re.search(r"^    command: (\[.*\])$", service, re.MULTILINE)
        for service in services
    }
    return {name: json.loads(found[1]) for name, found in commands.items() if found}


def of_exploitation() -> dict[str, list[str]]:
    """What a school that installs it by hand is told to run."""
    text = (settings.BASE_DIR / "docs/exploitation.md").read_text()
    rows = re.findall(r"^\| ([^|]+) \| `([^`]+)`", text, re.MULTILINE)
    return {name: shlex.split(command) for name, command in rows}


def queues_worked(words: list[str]) -> set[str] | None:
    """None for what is no worker. ValueError for a worker that says no queue: it takes them all."""
    if "celery" not in words or "worker" not in words:
        return None
    for option in QUEUES:
        if option in words:
            return set(words[words.index(option) + 1].split(","))
    raise ValueError(f"a worker of every queue: {shlex.join(words)}")
