"""The made-up collège: same arguments, same files; accepted whole by the real importer."""

import datetime as dt
from collections import Counter, defaultdict

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.demo.school_files import details, stories
from apps.demo.school_files.curriculum import COURSES
from apps.demo.school_files.national import write_files
from apps.demo.school_files.plan import division_codes
from apps.demo.school_files.school import MIN_PUPILS, build_school
from apps.schools.enums import Scope
from apps.schools.imports.services.importing import import_files
from apps.schools.models import (
    Enrolment,
    Guardian,
    Guardianship,
    Staff,
    Student,
    Teaching,
    TeachingStaff,
)

SEPTEMBER = dt.datetime(2026, 9, 10, 9, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def whole_school():
    return build_school()


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    first = write_files(build_school(pupils=60), tmp_path / "a")
    second = write_files(build_school(pupils=60), tmp_path / "b")
    other = write_files(build_school(pupils=60, seed=2), tmp_path / "c")

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert [p.name for p in first] == [p.name for p in other]
    assert first[3].read_bytes() != other[3].read_bytes()


def test_siecle_files_are_in_iso_8859_15_and_sts_in_utf_8(tmp_path):
    heads = {
        path.name: path.read_bytes().split(b"\n")[0]
        for path in write_files(build_school(pupils=24), tmp_path)
    }

    assert {name for name, head in heads.items() if b"ISO-8859-15" in head} == {
        "Nomenclature.xml",
        "Structures.xml",
        "ElevesSansAdresses.xml",
        "ResponsablesAvecAdresses.xml",
    }
    assert b"UTF-8" in heads["sts_emp_0999999Z_2026.xml"]


def test_the_full_school_has_its_twenty_classes_of_about_twenty_six(whole_school):
    sizes = Counter(pupil.division for pupil in whole_school.pupils)

    assert len(whole_school.pupils) == 520
    assert sorted(sizes) == sorted(f"{n}e{letter}" for n in "6543" for letter in "ABCDE")
    assert min(sizes.values()) >= 24
    assert max(sizes.values()) <= 28


def test_about_forty_teachers_share_the_official_hours_and_nobody_has_too_many(whole_school):
    teachers = [member for member in whole_school.staff if member.function == "ENS"]
    whole_class = sum(
        s.hours for s in whole_school.services if s.structure in whole_school.divisions
    )

    assert 36 <= len(teachers) <= 42
    assert whole_class == 5 * 25 + 15 * (26 - 2.5)  # in 5e, 4e and 3e, LV2 is taught in groups
    assert overloaded(whole_school) == []
    assert len(set(whole_school.leads.values())) == 20


def test_mme_roux_gives_one_lesson_twice_to_two_classes_of_one_level(whole_school):
    hers = [s.structure for s in whole_school.services if s.teachers == [stories.TEACHER_ROUX]]

    assert {"4eA", "4eB"} <= set(hers)


def test_many_families_have_children_in_several_classes(whole_school):
    classes = {pupil.eleve_id: pupil.division for pupil in whole_school.pupils}
    children = defaultdict(set)
    for tie in whole_school.ties:
        if tie.level == 1:
            children[tie.personne_id].add(classes[tie.eleve_id])

    assert sum(len(codes) > 1 for codes in children.values()) >= 40


def test_families_are_as_varied_as_in_life(whole_school):
    addresses = {adult.personne_id: adult.address_id for adult in whole_school.adults}
    homes = Counter()
    for pupil in whole_school.pupils:
        ties = [t for t in whole_school.ties if t.eleve_id == pupil.eleve_id and t.level == 1]
        homes[len(ties), len({addresses[t.personne_id] for t in ties})] += 1
    without_email = sum(not adult.email for adult in whole_school.adults) / len(whole_school.adults)

    assert 0.55 < homes[2, 1] / 520 < 0.69
    assert 0.20 < homes[2, 2] / 520 < 0.33
    assert 0.06 < without_email < 0.12
    assert {tie.level for tie in whole_school.ties} == {1, 2, 3}


def test_nobody_can_be_reached_by_mistake(whole_school):
    emails = [adult.email for adult in whole_school.adults if adult.email]

    assert all(email.endswith("@example.org") for email in emails)
    assert len(emails) == len(set(emails))
    assert all(adult.mobile.startswith("+3363998") for adult in whole_school.adults)
    assert all(pupil.ine[:3] in ("", "999") for pupil in whole_school.pupils)


def test_names_of_every_shape_are_there(whole_school):
    names = {pupil.family_name for pupil in whole_school.pupils}

    assert {"O", "D'AUBIGNY", "N'GUESSAN"} <= names
    assert max(len(name) for name in names) == 40
    assert any("-" in pupil.first_name for pupil in whole_school.pupils)


@settings(max_examples=25, deadline=None)
@given(pupils=st.integers(MIN_PUPILS, 400), seed=st.integers(0, 50))
def test_any_size_gives_a_coherent_school(pupils, seed):
    plan = build_school(pupils=pupils, seed=seed)

    people = {adult.personne_id for adult in plan.adults}
    assert len(plan.pupils) == pupils == len({pupil.eleve_id for pupil in plan.pupils})
    assert {pupil.division for pupil in plan.pupils} == set(plan.divisions)
    assert {tie.personne_id for tie in plan.ties} <= people
    assert {tie.eleve_id for tie in plan.ties} == {pupil.eleve_id for pupil in plan.pupils}
    assert set(plan.leads) == set(plan.divisions)
    assert overloaded(plan) == []


@given(st.integers(12, 5000))
def test_the_two_classes_of_the_stories_always_exist(pupils):
    assert {"6eA", "4eB"} <= set(division_codes(pupils))


def test_too_small_a_school_is_refused(tmp_path):
    with pytest.raises(CommandError, match="au moins 12 élèves"):
        call_command("make_demo_school", str(tmp_path), pupils=3)


@pytest.mark.django_db
def test_the_full_school_goes_through_the_importer_whole(tmp_path, whole_school):
    paths = write_files(whole_school, tmp_path)

    report = import_files(paths, create=True, at=SEPTEMBER)

    assert report.rejections == []
    assert report.counts["pupil"].created == 520
    assert report.counts["guardianship"].created == len(whole_school.ties)
    assert len(report.warnings) == 3  # the teacher on long leave, the homonyms, the twins


@pytest.mark.django_db
def test_a_later_import_of_the_same_files_only_lets_time_pass(tmp_path, whole_school):
    paths = write_files(whole_school, tmp_path)
    import_files(paths, create=True, at=SEPTEMBER)

    report = import_files(paths, at=NOVEMBER)

    touched = {kind for kind, counts in report.counts.items() if not counts.is_nothing}
    assert touched == {"enrolment"}
    leaver = Enrolment.objects.get(student__siecle_id=stories.LEAVER)
    assert leaver.during.upper == dt.datetime(2026, 10, 16, 22, tzinfo=dt.UTC)
    assert import_files(paths, at=NOVEMBER).is_nothing


@pytest.fixture
def small(tmp_path, db):
    """Twenty-four pupils, imported in September."""
    import_files(write_files(build_school(pupils=24), tmp_path), create=True, at=SEPTEMBER)


def taught(staff_key: tuple[str, str]) -> set[tuple[str, str]]:
    links = TeachingStaff.objects.filter(staff__sts_type=staff_key[0], staff__sts_id=staff_key[1])
    return set(links.values_list("teaching__subject__label", "teaching__division__code"))


@pytest.mark.usefixtures("small")
def test_mrs_diallo_follows_ines_in_4eb_and_malik_in_6ea():
    links = Guardianship.objects.filter(guardian__siecle_id=stories.MRS_DIALLO)

    assert Guardian.objects.get(siecle_id=stories.MRS_DIALLO).polite_name == "Mme Diallo"
    assert dict(
        links.values_list("student__first_name", "student__enrolments__division__code")
    ) == {"Inès": "4eB", "Malik": "6eA"}
    assert set(links.values_list("scope", flat=True)) == {Scope.FULL}


@pytest.mark.usefixtures("small")
def test_mrs_roux_teaches_maths_to_the_class_of_her_son():
    assert ("Mathématiques", "4eB") in taught(stories.TEACHER_ROUX)
    link = Guardianship.objects.get(guardian__siecle_id=stories.MRS_ROUX)
    assert link.student.siecle_id == stories.COME
    assert link.student.enrolments.get().division.code == "4eB"


@pytest.mark.usefixtures("small")
def test_the_teacher_of_another_class_never_teaches_4eb():
    lessons = taught(stories.TEACHER_OTHER_CLASS)

    assert ("Mathématiques", "6eA") in lessons
    assert "4eB" not in {division for _subject, division in lessons}


@pytest.mark.usefixtures("small")
def test_the_separated_parents_have_equal_rights_and_two_addresses():
    links = Guardianship.objects.filter(student__siecle_id=stories.YANIS, scope=Scope.FULL)

    guardians = [link.guardian for link in links.select_related("guardian")]
    assert {g.siecle_id for g in guardians} == {stories.YANIS_MOTHER, stories.YANIS_FATHER}
    assert len({g.address for g in guardians}) == 2


@pytest.mark.usefixtures("small")
def test_the_grandmother_has_every_right_and_no_email():
    link = Guardianship.objects.get(guardian__siecle_id=stories.MANON_GRANDMOTHER)

    assert (link.scope, link.guardian.email) == (Scope.FULL, "")


@pytest.mark.usefixtures("small")
def test_every_account_of_the_demo_has_its_person():
    for account in details.ACCOUNTS:
        if account.staff:
            assert Staff.objects.filter(sts_type=account.staff[0], sts_id=account.staff[1]).exists()
        if account.guardian:
            assert Guardian.objects.filter(siecle_id=account.guardian).exists()
        if account.pupil:
            assert Student.objects.filter(siecle_id=account.pupil).exists()


@pytest.mark.usefixtures("small")
def test_even_the_small_school_teaches_a_group():
    assert Teaching.objects.filter(group__isnull=False).exists()


def overloaded(plan):
    """Teachers above their duty and the two hours they may be asked for."""
    duty = {course.code: course.service for course in COURSES}
    return [m for m in plan.staff if m.hours > duty.get(m.subject, 18.0) + 2.0]
