"""`manage.py load_demo`: a collège to look at, imported then lived through the services."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.demo.presenters import plays
from apps.demo.school_files.school import MIN_PUPILS
from apps.demo.theatre.cast import account_lines
from apps.demo.theatre.load import at_of, evening_played, is_loaded, load_demo, opening_at
from coeduc import clock

LABELS = {
    "assessments": "évaluations",
    "results": "résultats saisis",
    "hand_backs": "paquets rendus",
    "accounts": "comptes",
    "works": "travaux à faire",
    "lessons": "séances",
    "notices": "familles prévenues",
}


class Command(BaseCommand):
    help = (
        "Charge un collège de démonstration, une seule fois : ses fichiers nationaux passent par "
        "l’import, puis l’année est jouée jusqu’à son dernier soir d’école, où l’heure s’ouvre."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pupils", type=int, default=520)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, help="jour jusqu’où jouer (AAAA-MM-JJ)"
        )
        parser.add_argument(
            "--without-accounts", action="store_true", help="n’affiche pas les comptes à essayer"
        )

    def handle(
        self,
        *,
        pupils: int,
        seed: int,
        today: dt.date | None,
        without_accounts: bool,
        **_options: Any,
    ) -> None:
        if not settings.DEVELOPMENT_PAGES:
            raise CommandError(
                "Ce portail reçoit de vraies familles : il n’accueille pas de démonstration."
            )
        if pupils < MIN_PUPILS:
            raise CommandError(f"Il faut au moins {MIN_PUPILS} élèves.")
        began_on = None if is_loaded() else at_of(today) if today else opening_at(timezone.now())
        if began_on is not None:
            self._load(pupils, seed, began_on)
        if settings.DEMO_CLOCK and not clock.is_moved():
            clock.open_at(began_on or evening_played(timezone.now()) or timezone.now())
        if not without_accounts:
            for line in account_lines(settings.PUBLIC_BASE_URL):
                self.stdout.write(line)
            if settings.DEMO_CLOCK:
                self.stdout.write(
                    f"La démonstration {plays(clock.now())} : la barre du bas de chaque page avance"
                    " cette heure, ou revient à la vraie."
                )

    def _load(self, pupils: int, seed: int, at: dt.datetime) -> None:
        self.stdout.write("Chargement du collège de démonstration, une minute environ…")
        summary = load_demo(pupils=pupils, seed=seed, at=at, say=self._say)
        counts = (f"{count} {LABELS[name]}" for name, count in summary.counts.items())
        self.stdout.write(f"Prêt : {', '.join(counts)}.")
        self.stdout.write(f"En {sum(summary.seconds.values()):.0f} s.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
