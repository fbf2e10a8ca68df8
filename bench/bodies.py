"""What everybody reads in one tree, for ``bench.same_bodies``, which runs this file in each.

It knows nothing of the other modules of this folder: the tree may have none.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import os
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from apps.accounts.models import User
from apps.schools.enums import Role
from apps.schools.models import Guardian, Staff, Student
from coeduc import clock
from tests.access.routes import routes

LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
READABLE = ("text/", "application/json")
# An act behind a GET, and a file that names itself by chance.
LEFT = {"account_logout"}


def record(place: Path, families: int, teachers: int, each: int, at: str) -> None:
    """What everybody reads in the tree of the working folder."""
    settings.ALLOWED_HOSTS = ["*"]
    with (
        time_machine.travel(at, tick=False),
        (place / "index.jsonl").open("w") as index,
    ):
        for user in _people(families, teachers):
            for answer in _walk(user, each, place):
                index.write(json.dumps(answer) + "\n")


def _people(families: int, teachers: int) -> list[Any]:
    def of(links: Any, count: int) -> list[Any]:
        keys = links.filter(user__isnull=False).values("user")
        return list(User.objects.filter(pk__in=keys, is_active=True).order_by("pk")[:count])

    jobs = Staff.objects.in_force(at=clock.now())
    found = of(Guardian.objects.all(), families) + of(Student.objects.all(), families // 4)
    for role in Role.values:
        found += of(jobs.filter(posts__role=role), teachers if role == Role.TEACHER else 2)
    return list(dict.fromkeys(found))


def _walk(user: Any, each: int, place: Path) -> Iterator[dict[str, Any]]:
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(user)
    left: deque[str] = deque()
    for route in routes():
        if not route.arguments and route.name not in LEFT:
            try:
                left.append(reverse(route.name))
            except NoReverseMatch:
                continue
    seen: set[str] = set()
    opened: dict[str, int] = {}
    while left:
        address = left.popleft()
        if address in seen:
            continue
        seen.add(address)
        try:
            name = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if name in LEFT or opened.get(name, 0) >= each:
            continue
        opened[name] = opened.get(name, 0) + 1
        response: Any = client.get(address)
        kind = response.headers.get("Content-Type", "")
        body = ""
        if kind.startswith(READABLE):
            raw = b"".join(response) if response.streaming else response.content
            body = TOKEN.sub("TOKEN", raw.decode("utf-8", "replace"))
        file = hashlib.sha256(f"{user.username} {address}".encode()).hexdigest()[:24]
        (place / file).write_text(body)
        yield {
            "user": user.username,
            "address": address,
            "route": name,
            "head": [response.status_code, response.headers.get("Location", ""), kind],
            "file": file,
        }
        if response.status_code == 200:
            left.extend(html.unescape(one) for one in LINK.findall(body))


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("place", type=Path)
    for name in ("families", "teachers", "each"):
        words.add_argument(f"--{name}", type=int)
    words.add_argument("--at")
    record(**vars(words.parse_args()))
