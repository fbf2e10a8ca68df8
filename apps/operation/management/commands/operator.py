"""``manage.py operator``: who has the server names who reads the state of the service."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User

security = logging.getLogger("coeduc.security")


class Command(BaseCommand):
    help = "Ouvre à un compte la page /exploitation/, et rien d’autre ; --remove la referme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="IDENTIFIANT", help="tel qu’il se connecte")
        parser.add_argument("--remove", action="store_true", help="lui retire cette page")

    def handle(self, *, username: str, remove: bool, **_options: Any) -> None:
        changed = User.objects.filter(username=username).update(is_superuser=not remove)
        if not changed:
            raise CommandError(f"Aucun compte n’a l’identifiant {username}.")
        person = User.objects.get(username=username)
        event = "operator_removed" if remove else "operator_named"
        security.info(event, extra={"person": str(person.public_id)})
        verb = "n’ouvre plus" if remove else "ouvre"
        self.stdout.write(f"{username} {verb} la page /exploitation/.")
