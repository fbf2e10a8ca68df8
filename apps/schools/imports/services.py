"""Import a batch of national files: one transaction, the same for a trial and for real."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from apps.schools.models import School, SchoolYear
from apps.schools.names import readable_name

from .errors import ImportRefusedError
from .files import open_files
from .guardians import import_guardians
from .pupils import import_pupils
from .readers import read
from .records import Guardians, Header, NationalFile, Nomenclature, Pupils, StaffFile, Structures
from .report import Report
from .staff import import_staff
from .structure import import_structure
from .sync import Batch

if TYPE_CHECKING:
    from apps.accounts.models import User

File = TypeVar("File", Nomenclature, StaffFile, Structures, Pupils, Guardians)

__all__ = ["ImportRefusedError", "Report", "import_files"]


def import_files(
    paths: Iterable[Path],
    *,
    school: School | None = None,
    create: bool = False,
    dry_run: bool = False,
    at: dt.datetime,
    by: "User | None" = None,
) -> Report:
    """Bring the school to what the files say.

    `school` None finds it by the UAI of the files; `create` allows a new school or school year,
    with the dates of the STS file. A second run over the same files writes nothing.
    Raises `ImportRefusedError` with one French sentence; nothing has then been written.
    """
    files = [read(document) for document in open_files(paths)]
    header = _one_header(files)
    report = Report(uai=header.uai, year=header.year, dry_run=dry_run)
    _warn_of_days(files, report)
    staff = _pick(files, StaffFile)
    author = by.pk if by is not None else None
    with transaction.atomic(), pghistory.context(source="national_files", user=author):
        school = _school(header.uai, school, staff, create=create)
        year = _year(school, header.year, staff, create=create, at=at)
        _import(Batch(school=school, year=year, at=at, report=report), files)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import(batch: Batch, files: Iterable[NationalFile]) -> None:
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


def _warn_of_days(files: list[NationalFile], report: Report) -> None:
    """Pupils and guardians are joined by ELEVE_ID: exports of two days may not fit together."""
    days = {
        file.header.exported_at.date()
        for file in files
        if isinstance(file, Pupils | Guardians) and file.header.exported_at
    }
    if len(days) > 1:
        report.warn(
            _("Les élèves et les responsables n’ont pas été exportés le même jour : refaites-le.")
        )


def _school(uai: str, expected: School | None, staff: StaffFile | None, *, create: bool) -> School:
    """The school of the files, locked so that two imports never mix."""
    if expected is not None and expected.uai != uai:
        raise ImportRefusedError(
            _("Ces fichiers sont ceux de l’établissement %(uai)s, pas du vôtre.") % {"uai": uai}
        )
    found = School.objects.select_for_update().filter(uai=uai).first()
    if found is not None:
        return found
    if not create:
        raise ImportRefusedError(
            _("L’établissement %(uai)s n’existe pas ici : créez-le avec « --create ».")
            % {"uai": uai}
        )
    if staff is None:
        raise _without_staff_file()
    name = readable_name(staff.school.name) or uai
    return School.objects.create(uai=uai, name=name[:120], city=readable_name(staff.school.town))


def _year(
    school: School, start_year: int, staff: StaffFile | None, *, create: bool, at: dt.datetime
) -> SchoolYear:
    """The year of the files, refused once a later one has begun: a leftover file undoes nothing."""
    today = at.astimezone(school.time_zone).date()
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
            _("L’année %(year)s n’existe pas encore ici : créez-la avec « --create ».")
            % {"year": f"{start_year}-{start_year + 1}"}
        )
    if staff is None:
        raise _without_staff_file()
    return SchoolYear.objects.create(
        school=school, start_year=start_year, starts_on=staff.begins_on, ends_on=staff.ends_on
    )


def _without_staff_file() -> ImportRefusedError:
    return ImportRefusedError(
        _("Pour créer l’établissement ou l’année, ajoutez le fichier STS « sts_emp ».")
    )
