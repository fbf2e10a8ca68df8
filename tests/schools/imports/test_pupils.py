"""Pupils: who is who, in which class, from when and until when."""

import datetime as dt

import pytest

from apps.schools.models import Enrolment, GroupMembership, Student
from tests.schools.imports.files import (
    NOVEMBER,
    OCTOBER,
    OPENING,
    SEPTEMBER,
    member,
    person,
    pupil,
    tie,
)

pytestmark = pytest.mark.django_db


def classes(at: dt.datetime) -> dict[str, str]:
    return dict(
        Enrolment.objects.in_force(at=at).values_list("student__siecle_id", "division__code")
    )


def test_a_pupil_is_enrolled_from_the_opening_of_the_year(folder):
    folder.run(at=NOVEMBER)

    assert Enrolment.objects.get().during.lower == OPENING


def test_a_late_arrival_is_enrolled_from_the_day_of_entry(folder):
    folder.pupils(pupil("1", entered="09/11/2026"))

    folder.run()

    assert classes(dt.datetime(2026, 11, 8, 22, 59, tzinfo=dt.UTC)) == {}
    assert classes(dt.datetime(2026, 11, 8, 23, 0, tzinfo=dt.UTC)) == {"1": "4eB"}


def test_a_class_changed_before_the_day_of_entry_waits_for_that_day(folder):
    folder.pupils(pupil("1", entered="09/11/2026"))
    folder.run()
    folder.pupils(pupil("1", entered="09/11/2026", division="4eA"))

    folder.run(at=OCTOBER)

    assert classes(OCTOBER) == {}
    assert classes(NOVEMBER) == {"1": "4eA"}


def test_a_day_of_entry_still_ahead_may_be_corrected(folder):
    folder.pupils(pupil("1", entered="23/11/2026"))
    folder.run()
    folder.pupils(pupil("1", entered="09/11/2026"))

    report = folder.run(at=OCTOBER)

    assert classes(NOVEMBER) == {"1": "4eB"}
    assert report.counts["enrolment"].changed == 1


def test_a_change_of_class_ends_one_enrolment_and_opens_the_next(folder):
    folder.run()
    folder.pupils(pupil("1", division="4eA"))

    report = folder.run(at=OCTOBER)

    assert classes(OCTOBER - dt.timedelta(microseconds=1)) == {"1": "4eB"}
    assert classes(OCTOBER) == {"1": "4eA"}
    assert (report.counts["enrolment"].created, report.counts["enrolment"].ended) == (1, 1)


def test_a_pupil_who_comes_back_to_a_class_gets_a_third_enrolment(folder):
    folder.run()
    folder.pupils(pupil("1", division="4eA"))
    folder.run(at=OCTOBER)
    folder.pupils(pupil("1", division="4eB"))

    folder.run(at=NOVEMBER)

    assert Enrolment.objects.count() == 3
    assert classes(NOVEMBER) == {"1": "4eB"}


def test_a_group_that_the_file_no_longer_has_is_over(folder):
    folder.run()
    folder.pupils(pupil("1", groups=()))

    folder.run(at=OCTOBER)

    membership = GroupMembership.objects.get()
    assert (membership.during.lower, membership.during.upper) == (OPENING, OCTOBER)


def test_a_leaver_is_out_of_the_class_after_the_last_day(folder):
    folder.run()
    folder.pupils(pupil("1", groups=("4ESP1",), left="16/10/2026"))

    folder.run(at=NOVEMBER)

    last_midnight = dt.datetime(2026, 10, 16, 22, tzinfo=dt.UTC)
    assert Enrolment.objects.get().during.upper == last_midnight
    assert GroupMembership.objects.get().during.upper == last_midnight


def test_a_leaving_date_still_ahead_changes_nothing(folder):
    folder.pupils(pupil("1", left="16/10/2026"))

    folder.run(at=SEPTEMBER)

    assert classes(SEPTEMBER) == {"1": "4eB"}


def test_a_leaver_the_portal_never_knew_is_not_kept(folder):
    folder.pupils(pupil("1"), pupil("2", left="10/09/2026"))
    folder.guardians((person("10"),), (tie("1", "10"), tie("2", "10")))

    report = folder.run()

    assert [student.siecle_id for student in Student.objects.all()] == ["1"]
    assert report.rejections == []


def test_a_pupil_who_is_gone_from_the_file_leaves_the_class_and_stays_known(folder):
    folder.pupils(pupil("1"), pupil("2"))
    folder.run()
    folder.pupils(pupil("1"))

    report = folder.run("ElevesSansAdresses", at=OCTOBER)

    assert classes(OCTOBER) == {"1": "4eB"}
    assert Student.objects.count() == 2
    assert report.warnings == ["Élèves absents du fichier, qui quittent leur classe : 1."]


@pytest.mark.parametrize(
    "row", [pupil("1", born=""), pupil("1", division=("4eA", "4eB")), pupil("1", division="5eZ")]
)
def test_a_pupil_whose_row_is_rejected_stays_in_class(folder, row):
    folder.run()
    folder.pupils(row)

    report = folder.run("ElevesSansAdresses", at=OCTOBER)

    assert classes(OCTOBER) == {"1": "4eB"}
    assert [rejection.key for rejection in report.rejections] == ["1"]


def test_a_pupil_without_a_class_is_known_but_enrolled_nowhere(folder):
    folder.pupils(pupil("1", division=""))

    folder.run()

    assert Student.objects.count() == 1
    assert classes(SEPTEMBER) == {}


def test_homonyms_born_the_same_day_stay_two_pupils(folder):
    folder.pupils(pupil("1"), pupil("2"))
    folder.run()

    folder.pupils(pupil("2", division="4eA"), pupil("1"))
    folder.run(at=OCTOBER)

    assert classes(OCTOBER) == {"1": "4eB", "2": "4eA"}


def test_twins_keep_their_own_class(folder):
    folder.pupils(pupil("1", first="Lina"), pupil("2", first="Anis", division="4eA"))

    folder.run()

    assert classes(SEPTEMBER) == {"1": "4eB", "2": "4eA"}


def test_a_pupil_whose_identifier_changed_is_found_again_by_ine(folder):
    folder.pupils(pupil("1", ine="1AA"))
    folder.run()
    folder.pupils(pupil("99", ine="1AA"))

    report = folder.run("ElevesSansAdresses", at=OCTOBER)

    assert [(s.siecle_id, s.ine) for s in Student.objects.all()] == [("99", "1AA")]
    assert report.counts["pupil"].changed == 1
    assert report.counts["enrolment"].ended == 0


def test_an_identifier_given_to_another_child_is_rejected(folder):
    """Else the first child's results would be read by the second child's family."""
    folder.run()
    folder.pupils(pupil("1", first="Zoé", last="HÊTRE", born="11/06/2014"))

    report = folder.run("ElevesSansAdresses", at=OCTOBER)

    assert Student.objects.get().last_name == "ORME"
    assert report.rejections[0].reason.startswith("un autre élève")


def test_a_corrected_name_or_birth_date_is_a_change(folder):
    folder.run()
    folder.pupils(pupil("1", first="Anna"))
    folder.run(at=OCTOBER)
    folder.pupils(pupil("1", first="Anna", born="04/02/2013"))

    report = folder.run(at=NOVEMBER)

    student = Student.objects.get()
    assert (student.first_name, student.birth_date) == ("Anna", dt.date(2013, 2, 4))
    assert report.counts["pupil"].changed == 1


def test_an_ine_of_somebody_else_is_rejected_and_both_stay_as_they_are(folder):
    folder.pupils(pupil("1", ine="1AA"), pupil("2", ine="2BB"))
    folder.run()
    folder.pupils(pupil("1", ine="2BB"))

    report = folder.run("ElevesSansAdresses", at=OCTOBER)

    assert dict(Student.objects.values_list("siecle_id", "ine")) == {"1": "1AA", "2": "2BB"}
    assert classes(OCTOBER) == {"1": "4eB", "2": "4eB"}
    assert report.counts["pupil"].rejected == 1


def test_an_ine_missing_from_the_file_is_kept(folder):
    folder.pupils(pupil("1", ine="1AA"))
    folder.run()
    folder.pupils(pupil("1"))

    report = folder.run("ElevesSansAdresses", at=OCTOBER)

    assert Student.objects.get().ine == "1AA"
    assert report.counts["pupil"].changed == 0


def test_names_are_stored_as_written_with_every_french_letter(folder):
    folder.pupils(pupil("1", last="LEBŒUF D'ÀY", first="Zoé-Maëlys"))

    folder.run()

    student = Student.objects.get()
    assert (student.last_name, student.first_name) == ("LEBŒUF D'ÀY", "Zoé-Maëlys")
    assert student.sort_key == "leboeuf d ay zoe maelys"


def test_a_class_of_the_file_keeps_its_code_character_for_character(folder):
    folder.structures(divisions=("3 A",))
    folder.pupils(pupil("1", division="3 A"))

    folder.run()

    assert classes(SEPTEMBER) == {"1": "3 A"}


def test_an_office_is_told_whose_name_has_lost_its_accents_and_nobody_is_lost(folder):
    folder.pupils(pupil("1", first="In?s"), pupil("2", first="Inès", last="HOUX"))
    folder.guardians((person("10", last="FR?NE"),), (tie("1", "10"),))
    folder.staff(member(last="BenoÃ®t"), member(("epp", "2"), last="Benoît"))

    report = folder.run()

    assert Student.objects.get(siecle_id="1").first_name == "In?s"
    found = [one for one in report.warnings if "accents" in one]
    people = [one.split(" : ")[0].rpartition("des ")[2] for one in found]
    assert sorted(people) == ["personnels epp/1", "responsables 10", "élèves 1"]
