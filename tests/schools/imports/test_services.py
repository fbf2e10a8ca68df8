"""The batch: which school, which year, one transaction, a second run that writes nothing."""

import datetime as dt
import logging

import pytest
from django.db import connection

from apps.schools.imports.services.importing import ImportRefusedError, import_files
from apps.schools.models import Enrolment, Guardianship, School, SchoolYear, Student
from tests.factories.schools import SchoolFactory, SchoolYearFactory
from tests.schools.imports.files import (
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    UAI,
    Folder,
    person,
    pupil,
    tie,
)

pytestmark = pytest.mark.django_db


def rows() -> list[object]:
    """Every table of the app, with the version of each row: a rewritten row shows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name LIKE 'schools_%' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT xmin::text, t::text FROM "{table}" t ORDER BY 2')  # noqa: S608
            found.append((table, cursor.fetchall()))
    return found


def test_create_makes_the_school_and_the_year_with_the_dates_of_sts(folder):
    folder.run()

    year = SchoolYear.objects.select_related("school").get()
    assert (year.school.uai, year.school.name) == (UAI, "Collège des Essais")
    assert (year.starts_on, year.ends_on) == (dt.date(2026, 9, 1), dt.date(2027, 7, 3))


def test_an_unknown_school_is_refused_without_create(folder):
    with pytest.raises(ImportRefusedError, match="n’existe pas ici"):
        folder.run(create=False)

    assert not School.objects.exists()


def test_an_unknown_year_is_refused_without_create(folder):
    SchoolFactory(uai=UAI)

    with pytest.raises(ImportRefusedError, match="n’existe pas encore ici"):
        folder.run(create=False)

    assert not Student.objects.exists()


def test_create_needs_the_sts_file(folder):
    with pytest.raises(ImportRefusedError, match="sts_emp"):
        folder.run("Structures", "ElevesSansAdresses")


def test_the_files_of_another_school_are_refused(folder):
    ours = SchoolYearFactory().school
    folder.run()

    with pytest.raises(ImportRefusedError, match="pas du vôtre"):
        folder.run(school=ours, create=False)

    assert not Student.objects.filter(school=ours).exists()


def test_the_files_of_a_past_year_are_refused_and_undo_nothing(folder):
    folder.run()
    folder.year = 2025
    folder.structures()
    folder.pupils(pupil("2"))

    with pytest.raises(ImportRefusedError, match="2025-2026 ; l’année en cours est 2026-2027"):
        folder.run("Structures", "ElevesSansAdresses")

    assert Enrolment.objects.in_force(at=SEPTEMBER).get().student.siecle_id == "1"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"uai": "0999997X"}, "du même établissement"), ({"year": 2025}, "de la même année")],
)
def test_a_mixed_batch_is_refused_whole(folder, change, sentence):
    for name, value in change.items():
        setattr(folder, name, value)
    folder.pupils(pupil("1"))

    with pytest.raises(ImportRefusedError, match=sentence):
        folder.run()

    assert not School.objects.exists()


def test_a_second_run_counts_nothing_and_rewrites_no_row(folder):
    folder.run()
    before = rows()

    report = folder.run(at=OCTOBER)

    assert report.is_nothing
    assert rows() == before


def test_a_dry_run_counts_the_same_and_writes_nothing(folder):
    before = rows()

    trial = folder.run(dry_run=True)

    assert rows() == before
    assert trial.counts == folder.run().counts


def test_a_file_that_breaks_at_the_end_leaves_nothing_of_the_first(folder):
    folder.guardians((person("10"),), (tie("1", "10"),))
    path = folder.path / "ResponsablesAvecAdresses.xml"
    path.write_bytes(path.read_bytes()[:-30])

    with pytest.raises(ImportRefusedError, match="abîmé"):
        folder.run()

    assert not School.objects.exists()


def test_exports_of_two_days_are_imported_with_a_warning(folder):
    folder.exported = "15/09/2026"
    folder.guardians((person("10"),), (tie("1", "10"),))

    report = folder.run()

    assert report.warnings == [
        "Les élèves et les responsables n’ont pas été exportés le même jour : refaites-le."
    ]
    assert Guardianship.objects.count() == 1


def test_files_may_come_one_at_a_time_in_their_order(folder):
    folder.run("sts_emp", "Nomenclature")
    folder.run("Structures")
    folder.run("ElevesSansAdresses")
    folder.run("ResponsablesAvecAdresses")

    assert Guardianship.objects.get().student.siecle_id == "1"
    assert folder.run(at=OCTOBER).is_nothing


def test_a_value_too_long_for_its_column_rejects_the_row_and_not_the_file(folder):
    folder.pupils(pupil("1"), pupil("2", last="X" * 101))

    report = folder.run()

    assert [student.siecle_id for student in Student.objects.all()] == ["1"]
    assert [(r.key, r.reason) for r in report.rejections] == [
        ("2", "valeur trop longue : nom de famille")
    ]


def test_the_next_year_closes_this_one_at_its_opening(tmp_path, folder):
    folder.run()
    later = tmp_path / "2027"
    later.mkdir()
    exports = Folder(later, year=2027)
    exports.structures(divisions=("3eA", "4eB"))
    exports.staff()
    exports.nomenclature()
    exports.pupils(pupil("1", division="3eA", entered="01/09/2026"))
    before_summer = dt.datetime(2027, 6, 28, 9, tzinfo=dt.UTC)

    exports.run(at=before_summer)

    in_june = Enrolment.objects.in_force(at=before_summer).get()
    in_september = Enrolment.objects.in_force(at=dt.datetime(2027, 9, 2, tzinfo=dt.UTC)).get()
    assert (in_june.division.code, in_june.division.year.start_year) == ("4eB", 2026)
    assert (in_september.division.code, in_september.division.year.start_year) == ("3eA", 2027)
    assert exports.run(at=before_summer).is_nothing


def test_nothing_about_a_person_reaches_the_logs_or_the_report(folder, caplog):
    caplog.set_level(logging.DEBUG)
    folder.pupils(pupil("1", last="CANARI"), pupil("2", last="CANARI", born=""))
    folder.guardians((person("10", last="CANARI", mail="canari@"),), (tie("1", "10"),))

    report = folder.run(at=NOVEMBER)

    assert report.rejections
    assert "canari" not in (repr(report) + caplog.text).casefold()


def test_paths_are_read_whatever_their_order(folder):
    paths = sorted(folder.path.glob("*.xml"), reverse=True)

    report = import_files(paths, create=True, at=SEPTEMBER)

    assert report.rejections == []
    assert Guardianship.objects.count() == 1
