"""`manage.py open_account WHO`: a slip for a member of staff, when nobody inside can give one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.invitations.management import server_codes
from coeduc import clock


class Command(BaseCommand):
    help = (
        "Donne à une personne de l’équipe un code qui sert une fois, sur un papier à remettre en "
        "main propre : le premier compte d’un collège, ou un nouveau mot de passe avec --reset."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", nargs="+", metavar="NOM|NUMÉRO", help="son nom, ou son numéro")
        parser.add_argument("--school", default="", metavar="UAI", help="dans ce collège seulement")
        parser.add_argument(
            "--reset", action="store_true", help="pour choisir un nouveau mot de passe"
        )
        parser.add_argument("--pdf", type=Path, metavar="FICHIER", help="écrit aussi le papier ici")
        parser.add_argument(
            "--dry-run", action="store_true", help="montre qui recevrait un code, n’écrit rien"
        )

    def handle(
        self,
        *,
        who: list[str],
        school: str,
        reset: bool,
        pdf: Path | None,
        dry_run: bool,
        **_options: Any,
    ) -> None:
        at = clock.now()
        if pdf is not None and pdf.exists():
            raise CommandError(f"{pdf} existe déjà : choisissez un autre nom.")
        try:
            person = server_codes.find(" ".join(who), uai=school, at=at)
            purpose = server_codes.purpose_of(person, reset=reset)
        except server_codes.ServerCodeError as problem:
            raise CommandError(str(problem)) from problem
        if dry_run:
            [line] = server_codes.lines([person])
            self.stdout.write("Essai, rien n’est écrit. Un code serait donné à :")
            self.stdout.write(line)
            return
        with transaction.atomic():
            text, content, why_not = server_codes.give(person, purpose=purpose, at=at)
            if pdf is not None and content:
                self._write(pdf, content)
        self.stdout.write(text)
        if pdf is not None and not content:
            self.stderr.write(self.style.WARNING(f"Pas de PDF : {why_not} Le code ci-dessus vaut."))

    def _write(self, pdf: Path, content: bytes) -> None:
        """Readable by who asked for it: a code is on it. A refusal gives no code at all."""
        try:
            pdf.touch(mode=0o600, exist_ok=False)
            pdf.write_bytes(content)
        except OSError as problem:
            raise CommandError(f"{pdf} n’a pas pu être écrit, aucun code n’est donné.") from problem
