"""`manage.py make_demo_school DIR`: a made-up collège as national files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.demo.school_files.national import write_files
from apps.demo.school_files.school import MIN_PUPILS, build_school


class Command(BaseCommand):
    help = "Écrit les cinq fichiers nationaux d’un collège inventé, toujours le même."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--pupils", type=int, default=520)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--year", type=int, default=2026, help="année de la rentrée")

    def handle(self, *, folder: Path, pupils: int, seed: int, year: int, **_options: Any) -> None:
        if pupils < MIN_PUPILS:
            raise CommandError(f"Il faut au moins {MIN_PUPILS} élèves.")
        plan = build_school(pupils=pupils, seed=seed, year=year)
        try:
            paths = write_files(plan, folder)
        except OSError as error:
            raise CommandError(f"Impossible d’écrire dans « {folder} ».") from error
        for path in paths:
            self.stdout.write(str(path))
