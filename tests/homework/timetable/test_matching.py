"""The classes and subjects of a file, as everybody writes them."""

import pytest

from apps.homework.timetable.rules.courses import Course
from apps.homework.timetable.rules.matching import KnownTeaching, recognise

MATHS = ("Mathématiques", "MATHS")
MATHS_4EB = KnownTeaching("maths 4eB", ("4eB",), MATHS, ("Roux",))
MATHS_4EC = KnownTeaching("maths 4eC", ("4eC",), MATHS, ("Roux",))
EMC_4EB = KnownTeaching("emc 4eB", ("4eB",), ("Enseignement moral et civique", "EMC"), ("Petit",))
HISTORY_4EB = KnownTeaching("hg 4eB", ("4eB",), ("Histoire-géographie", "HIST-GEO"), ("Petit",))
LATIN = KnownTeaching("latin", ("4LATGR1",), ("LCA latin", "LATIN"), ("Nguyen",), is_group=True)
ENGLISH_1 = KnownTeaching("lv1 groupe 1", ("4ANG1",), ("Anglais LV1",), ("Bell",), is_group=True)
ENGLISH_2 = KnownTeaching("lv1 groupe 2", ("4ANG2",), ("Anglais LV1",), ("Shaw",), is_group=True)
HERS = (MATHS_4EB, MATHS_4EC)


def course(label, **more):
    return Course(label=label, **more)


@pytest.mark.parametrize(
    "written", ["4eB", "4E B", "<4EB>", "[4EB]", "4ème B", "4EME B", "4°B", "4B", "4 B", "4e-B"]
)
def test_a_class_is_known_however_it_is_written(written):
    assert recognise(course(f"MATHEMATIQUES - {written}"), HERS) == "maths 4eB"
    assert recognise(course("MATHEMATIQUES", classes=written), HERS) == "maths 4eB"


@pytest.mark.parametrize(
    "written", ["14B", "4EBIS", "B4", "4EBC", "S4 B12", "4", "EB", "3eB", "4eD"]
)
def test_what_only_looks_like_a_class_is_not_one(written):
    assert recognise(course(f"MATHEMATIQUES - {written}"), HERS) is None


def test_a_class_of_figures_is_not_a_room():
    numbered = (KnownTeaching("4e1", ("4E1",), MATHS),)

    assert recognise(course("MATHS 4e 1"), numbered) == "4e1"
    assert recognise(course("MATHS 41"), numbered) is None


@pytest.mark.parametrize("written", ["MATHS", "Mathématiques", "MATHEMATIQUES", "Math"])
def test_a_subject_is_known_by_its_beginning(written):
    assert recognise(course(f"{written} 4EB"), HERS) == "maths 4eB"


def test_a_class_alone_is_the_teacher_s_own_lesson():
    assert recognise(course("4EB"), HERS) == "maths 4eB"
    assert recognise(course("Cours 4EB - ROUX C. - S12", teacher="ROUX C."), HERS) == "maths 4eB"


def test_another_subject_with_one_s_own_class_is_not_one_s_lesson():
    assert recognise(course("VIE DE CLASSE - <4EB>", subject="VIE DE CLASSE"), HERS) is None
    assert recognise(course("Devoirs faits 4EB"), HERS) is None


def test_two_subjects_of_one_class_are_told_apart_by_their_names_or_initials():
    known = (EMC_4EB, HISTORY_4EB)

    assert recognise(course("EMC 4EB"), known) == "emc 4eB"
    assert recognise(course("HISTOIRE-GEOGRAPHIE 4EB"), known) == "hg 4eB"
    assert recognise(course("4EB"), known) is None


def test_two_classes_together_are_left_to_the_reader():
    assert recognise(course("MATHS - <4EB> <4EC>"), HERS) is None


def test_a_group_comes_before_the_class_that_is_named_with_it():
    half = KnownTeaching("group", ("4EB GR1",), MATHS, is_group=True)

    assert recognise(course("MATHS - [4EB GR1] - <4EB>"), (*HERS, half)) == "group"
    assert recognise(course("LATIN - 4EB - [4LATGR.1]"), (*HERS, LATIN)) == "latin"


def test_in_the_file_of_a_class_the_subject_is_enough():
    known = (MATHS_4EB, EMC_4EB, HISTORY_4EB, LATIN)

    assert recognise(course("MATHEMATIQUES - ROUX C."), known, whole_class=True) == "maths 4eB"
    assert recognise(course("VIE DE CLASSE"), known, whole_class=True) is None
    assert recognise(course("EPS"), known, whole_class=True) is None


def test_in_the_file_of_a_class_groups_are_told_apart_by_name_then_by_teacher():
    known = (ENGLISH_1, ENGLISH_2)

    assert recognise(course("ANGLAIS LV1 - [4ANG2]"), known, whole_class=True) == "lv1 groupe 2"
    said = course("ANGLAIS LV1 - BELL A.", teacher="BELL A.")
    assert recognise(said, known, whole_class=True) == "lv1 groupe 1"
    assert recognise(course("ANGLAIS LV1"), known, whole_class=True) is None


def test_words_from_outside_are_never_an_expression():
    odd = (KnownTeaching("odd", ("(4[e", "", "…"), MATHS),)

    assert recognise(course("MATHS (4[e"), odd) == "odd"
    assert recognise(course("MATHS"), odd) is None
    assert recognise(course(""), ()) is None
