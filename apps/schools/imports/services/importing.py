"""Import a batch of national files: one transaction, the same for a trial and for real."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from apps.schools.days import today_of
from apps.schools.errors import ImportOutdatedError, ImportRefusedError
from apps.schools.imports.queries.wording import ImportedRow, digest, lines_of
from apps.schools.imports.rules.files import Budget, Document, ImportKind, Source, open_files
from apps.schools.imports.rules.readers.by_kind import read
from apps.schools.imports.rules.readers.fields import PARIS
from apps.schools.imports.rules.records import (
    Guardians,
    Header,
    NationalFile,
    Nomenclature,
    Pupils,
    StaffFile,
    Structures,
)
from apps.schools.imports.rules.report import FileFacts, ImportReport
from apps.schools.imports.services.guardians import import_guardians
from apps.schools.imports.services.pupils import import_pupils
from apps.schools.imports.services.staff import import_staff
from apps.schools.imports.services.structure import import_structure
from apps.schools.imports.services.sync import ImportRun
from apps.schools.models import School, SchoolYear
from apps.schools.names import readable_name
from apps.schools.territories import territory_of
from coeduc.days import day_of
from coeduc.french import day_in_words
from coeduc.locks import hold_timeless

if TYPE_CHECKING:
    from apps.accounts.models import User

File = TypeVar("File", Nomenclature, StaffFile, Structures, Pupils, Guardians)

__all__ = ["ImportRefusedError", "ImportReport", "import_files"]

STEPS_OF_STRUCTURE = 3
STEPS: dict[type, int] = {StaffFile: 4, Pupils: 3, Guardians: 2}  # one a kind of row
Exports = Mapping[ImportKind, dt.datetime]  # when the last imported file of each kind was exported


@dataclass(slots=True)
class Watch:
    """What the page of an import asks for, beside the import itself.

    `lines` receives what happens in words. `shown` is the digest of the lines that somebody
    confirmed: another result is refused and nothing is written. `last_exports(uai)` says the days
    of the files imported last. `step(done, total)` counts kinds.
    """

    lines: list[ImportedRow] = field(default_factory=list)
    shown: str = ""
    last_exports: Callable[[str], Exports] = lambda _uai: {}
    step: Callable[[int, int], None] = lambda _done, _total: None


def import_files(
    paths: Iterable[Path | Source],
    *,
    school: School | None = None,
    create: bool = False,
    dry_run: bool = False,
    at: dt.datetime,
    by: "User | None" = None,
    watch: Watch | None = None,
) -> ImportReport:
    """Bring the school to what the files say.

    `school` None finds it by the UAI of the files; `create` allows a new school or school year,
    with the dates of the STS file. A second run over the same files writes nothing.
    Raises `ImportRefusedError` with one French sentence; nothing has then been written.
    """
    documents, files = _read(paths)
    header = _one_header(files)
    report = ImportReport(uai=header.uai, year=header.year, dry_run=dry_run)
    report.files = [
        FileFacts(document.kind, document.name, document.sha256, file.header.exported_at)
        for document, file in zip(documents, files, strict=True)
    ]
    _warn_of_days(files, report)
    if watch is not None:
        _warn_of_older(report, watch.last_exports(header.uai))
    staff = _pick(files, StaffFile)
    author = by.pk if by is not None else None
    said = {"source": "national_files", "user": author, "at": at.isoformat()}
    with transaction.atomic(), pghistory.context(**said):
        school = _school(header.uai, school, staff, report, create=create)
        is_new = not SchoolYear.objects.filter(school=school, start_year=report.year).exists()
        year = _year(school, header.year, staff, create=create, at=at)
        report.year_words = str(year)
        if watch is not None and is_new:
            _warn_of_a_new_year(report)
        stepped = _steps(files, watch)
        batch = ImportRun(school=school, year=year, at=at, report=report, stepped=stepped)
        _import(batch, files)
        if watch is not None:
            _say(report, watch)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _read(paths: Iterable[Path | Source]) -> tuple[list[Document], list[NationalFile]]:
    budget = Budget()
    documents = open_files(paths, budget=budget)
    files = []
    for document in documents:
        files.append(read(document))
        budget.check_clock(document.name)
    return documents, files


def _say(report: ImportReport, watch: Watch) -> None:
    watch.lines = lines_of(report)
    if watch.shown and digest(watch.lines) != watch.shown:
        raise ImportOutdatedError(
            _("Le portail a changé depuis la lecture : rien n’a été écrit. Relisez les fichiers.")
        )


def _import(batch: ImportRun, files: Iterable[NationalFile]) -> None:
    """Nomenclature, STS, Structures, Élèves, Responsables: each needs those before it."""
    files = list(files)
    staff = _pick(files, StaffFile)
    structure = import_structure(batch, _pick(files, Nomenclature), _pick(files, Structures), staff)
    if staff is not None:
        import_staff(batch, staff, structure)
    pupils, guardians = _pick(files, Pupils), _pick(files, Guardians)
    index = import_pupils(batch, pupils, structure) if pupils is not None else None
    if guardians is not None:
        import_guardians(batch, guardians, index)


def _steps(files: Iterable[NationalFile], watch: Watch | None) -> Callable[[], None]:
    """Count the kinds of rows one after the other, out of those that these files bring."""
    total = STEPS_OF_STRUCTURE + sum(STEPS.get(type(file), 0) for file in files)
    done = count(1)

    def stepped() -> None:
        if watch is not None:
            watch.step(min(next(done), total), total)

    return stepped


def _pick(files: Iterable[NationalFile], kind: type[File]) -> File | None:
    return next((file for file in files if isinstance(file, kind)), None)


def _one_header(files: list[NationalFile]) -> Header:
    """All files must be of one school and of one year."""
    header = files[0].header
    if any(file.header.uai != header.uai for file in files):
        raise ImportRefusedError(_("Ces fichiers ne sont pas tous du même établissement."))
    if any(file.header.year != header.year for file in files):
        raise ImportRefusedError(_("Ces fichiers ne sont pas tous de la même année scolaire."))
    return header


def _warn_of_days(files: list[NationalFile], report: ImportReport) -> None:
    """Pupils and guardians are joined by ELEVE_ID: exports of two days may not fit together."""
    days = {
        day_of(file.header.exported_at, PARIS)
        for file in files
        if isinstance(file, Pupils | Guardians) and file.header.exported_at
    }
    if len(days) > 1:
        report.warn(
            _("Les élèves et les responsables n’ont pas été exportés le même jour : refaites-le.")
        )


def _warn_of_older(report: ImportReport, last: Exports) -> None:
    """An older export undoes what a newer one said: allowed, but not by accident."""
    for file in report.files:
        before = last.get(file.kind)
        if before is not None and file.exported_at is not None and file.exported_at < before:
            report.is_older = True
            report.warn(
                _(
                    "« %(name)s » a été exporté le %(old)s, avant celui du dernier import"
                    " (%(new)s) : il remettrait en place une situation dépassée."
                )
                % {
                    "name": file.name,
                    "old": day_in_words(day_of(file.exported_at, PARIS)),
                    "new": day_in_words(day_of(before, PARIS)),
                }
            )


def _warn_of_a_new_year(report: ImportReport) -> None:
    report.warn(
        _("L’année scolaire %(year)s n’existait pas ici : cet import la crée.")
        % {"year": report.year_words}
    )


def _school(
    uai: str,
    expected: School | None,
    staff: StaffFile | None,
    report: ImportReport,
    *,
    create: bool,
) -> School:
    """The school of the files, locked so that two imports never mix."""
    if expected is not None and expected.uai != uai:
        raise ImportRefusedError(
            _("Ces fichiers sont ceux de l’établissement %(uai)s, pas du vôtre.") % {"uai": uai}
        )
    # NO KEY: a teacher saving marks at that moment refers to the school and must not wait.
    found = hold_timeless(School.objects.filter(uai=uai), no_key=True)
    if found:
        return found[0]
    if not create:
        raise ImportRefusedError(
            _("L’établissement %(uai)s n’existe pas ici : créez-le avec « --create ».")
            % {"uai": uai}
        )
    if staff is None:
        raise _without_staff_file()
    name, city = readable_name(staff.school.name) or uai, readable_name(staff.school.town)
    school = School(uai=uai, name=name[:120], city=city[:100])
    if (territory := territory_of(uai)) is not None:
        school.zone, school.zone_name = territory.zone, territory.clock
    else:
        report.supposed = _(
            "L’UAI %(uai)s ne dit pas où est l’établissement : l’heure de Paris et les vacances"
            " de la zone C ont été prises. Vérifiez-les dans les réglages."
        ) % {"uai": uai}
    school.save()
    return school


def _year(
    school: School,
    start_year: int,
    staff: StaffFile | None,
    *,
    create: bool,
    at: dt.datetime,
) -> SchoolYear:
    """The year of the files, refused once a later one has begun: a leftover file undoes nothing."""
    today = today_of(school, at=at)
    years = SchoolYear.objects.filter(school=school)
    current = years.filter(starts_on__lte=today).order_by("-start_year").first()
    if current is not None and current.start_year > start_year:
        raise ImportRefusedError(
            _("Ces fichiers sont de l’année %(year)s ; l’année en cours est %(current)s.")
            % {"year": f"{start_year}-{start_year + 1}", "current": current}
        )
    found = years.filter(start_year=start_year).first()
    if found is not None:
        return found
    if not create:
        raise ImportRefusedError(
            _("L’année %(year)s n’existe pas encore ici : créez-la avec « --create ».")
            % {"year": f"{start_year}-{start_year + 1}"}
        )
    if staff is None:
        raise _without_staff_file()
    return SchoolYear.objects.create(
        school=school, start_year=start_year, starts_on=staff.begins_on, ends_on=staff.ends_on
    )


def _without_staff_file() -> ImportRefusedError:
    return ImportRefusedError(
        _("Pour créer l’établissement ou l’année, ajoutez le fichier STS « sts_emp ».")
    )
