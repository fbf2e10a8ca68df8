"""``manage.py service_state``: the page of the operator in a terminal, the base down included."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from apps.operation.enums import Mood
from apps.operation.presenters import service_page
from apps.operation.queries import service
from coeduc import clock

MARKS = {Mood.WELL: " ", Mood.LOOK: "!", Mood.UNKNOWN: "?"}


class Command(BaseCommand):
    help = "Dit l’état du service ; finit par 1 s’il y a quelque chose à regarder."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, **_options: Any) -> None:
        page = service_page(service(at=clock.now()))
        for group in page.groups:
            self.stdout.write(group.title)
            for line in group.lines:
                self.stdout.write(f" {MARKS[line.mood]} {line.label} : {line.words}")
        if page.to_look_at:
            sys.exit(1)
