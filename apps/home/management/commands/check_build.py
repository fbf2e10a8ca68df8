"""`manage.py check_build`: whether catalogues and static files are built; run where they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coeduc import build


class Command(BaseCommand):
    help = "Vérifie que les catalogues sont compilés et les fichiers statiques rassemblés."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        if found := build.problems():
            raise CommandError("\n".join(found))
        self.stdout.write("Catalogues compilés, fichiers statiques rassemblés.")
