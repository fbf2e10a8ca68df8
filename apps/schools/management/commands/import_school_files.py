"""`manage.py import_school_files FILE…`: import the national files of one school."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.schools.imports.services.at_once import import_now
from apps.schools.imports.services.importing import ImportRefusedError, ImportReport
from coeduc import clock

LABELS = {
    "subject": "matières",
    "division": "classes",
    "group": "groupes",
    "staff": "équipe",
    "teaching": "enseignements",
    "post": "fonctions",
    "teaching_staff": "enseignants des enseignements",
    "lead_teacher": "professeurs principaux",
    "pupil": "élèves",
    "enrolment": "inscriptions dans une classe",
    "membership": "appartenances à un groupe",
    "guardian": "responsables",
    "guardianship": "liens responsable-élève",
}


class Command(BaseCommand):
    help = (
        "Importe les fichiers nationaux (SIECLE, STS), XML ou ZIP, en une seule fois. "
        "Le bilan se lit ensuite sur la page des imports du collège. "
        "Les lignes rejetées sont nommées par leur identifiant national, jamais par un nom."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--create", action="store_true", help="crée l’établissement et l’année s’il le faut"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="montre ce qui serait fait, n’écrit rien"
        )

        parser.add_argument(
            "--older",
            action="store_true",
            help="accepte des fichiers plus anciens que ceux du dernier import",
        )

    def handle(
        self, *, files: list[Path], create: bool, dry_run: bool, older: bool, **_options: Any
    ) -> None:
        try:
            report = import_now(files, create=create, older=older, dry_run=dry_run, at=clock.now())
        except ImportRefusedError as error:
            raise CommandError(str(error)) from error
        self._show(report)

    def _show(self, report: ImportReport) -> None:
        mode = " — essai, rien n’est écrit" if report.dry_run else ""
        self.stdout.write(f"{report.uai}, année {report.year_words}{mode}")
        columns = ("créés", "changés", "terminés", "rejetés")
        self.stdout.write(f"{'':32}" + "".join(f"{column:>10}" for column in columns))
        for kind, counts in report.counts.items():
            numbers = (counts.created, counts.changed, counts.ended, counts.rejected)
            self.stdout.write(f"{LABELS[kind]:32}" + "".join(f"{n:>10}" for n in numbers))
        for sentence in filter(None, (report.supposed, *report.warnings)):
            self.stdout.write(self.style.WARNING(f"Attention : {sentence}"))
        for row in report.rejections:
            self.stdout.write(f"Rejeté ({LABELS[row.kind]}) {row.key} : {row.reason}")
