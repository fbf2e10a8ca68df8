"""Each trap of the national files, read from a handful of lines."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from apps.schools.errors import ImportRefusedError, Rejection
from apps.schools.imports.rules.files import parse
from apps.schools.imports.rules.readers.by_kind import read
from apps.schools.imports.rules.readers.fields import code, flag, parse_day
from tests.schools.imports.files import Folder, lead, member, person, pupil, service, tie


@pytest.fixture
def exports(tmp_path) -> Folder:
    return Folder(tmp_path)


def read_path(path):
    return read(parse(path.read_bytes(), path.name))


def test_the_header_gives_school_year_and_stamp_in_paris(exports):
    header = read_path(exports.pupils()).header

    assert (header.uai, header.year) == ("0999998Y", 2026)
    assert header.exported_at.isoformat() == "2026-09-14T18:30:00+02:00"


@pytest.mark.parametrize("uai", ["", "12345", "0999998"])
def test_a_file_without_a_readable_school_is_refused(exports, uai):
    exports.uai = uai

    with pytest.raises(ImportRefusedError, match="de quel établissement"):
        read_path(exports.pupils())


def test_an_sts_file_without_the_dates_of_the_year_is_refused(exports):
    path = exports.staff()
    path.write_bytes(path.read_bytes().replace(b"2026-09-01</DATE_DEBUT>", b"</DATE_DEBUT>"))

    with pytest.raises(ImportRefusedError, match="dates de l’année"):
        read_path(path)


def test_an_empty_tag_is_a_missing_value(exports):
    row = read_path(exports.guardians((person("10"),), (tie("1", "10"),))).people[0]

    assert (row.email, row.mobile, row.usual_name) == ("", "", "")


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [("1", True), ("true", True), ("0", False), ("false", False), ("", None), ("peut-être", None)],
)
def test_both_spellings_of_a_boolean_are_read(exports, spelling, expected):
    path = exports.guardians((person("10"),), (tie("1", "10", HEBERGE_ELEVE=spelling),))

    assert read_path(path).responsibilities[0].lives_with is expected


@pytest.mark.parametrize(
    ("block", "level"),
    [
        ("<RESP_LEGAL>1</RESP_LEGAL>", 1),
        ("<RESP_LEGAL>2</RESP_LEGAL>", 1),
        ("<RESP_LEGAL>0</RESP_LEGAL>", 3),
        ("<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE>", 1),
        ("<NIVEAU_RESPONSABILITE>2</NIVEAU_RESPONSABILITE>", 2),
        ("<NIVEAU_RESPONSABILITE>3</NIVEAU_RESPONSABILITE>", 3),
        ("<RESP_LEGAL>1</RESP_LEGAL><NIVEAU_RESPONSABILITE>3</NIVEAU_RESPONSABILITE>", 3),
    ],
)
def test_the_blocks_of_before_and_after_2018_give_the_same_levels(exports, block, level):
    path = exports.siecle(
        "R",
        "BEE_RESPONSABLES",
        f"<PERSONNES>{person('10')}</PERSONNES><RESPONSABLES><RESPONSABLE_ELEVE>"
        f"<ELEVE_ID>1</ELEVE_ID><PERSONNE_ID>10</PERSONNE_ID>{block}<CODE_PARENTE>10</CODE_PARENTE>"
        "</RESPONSABLE_ELEVE></RESPONSABLES>",
    )

    assert [row.level for row in read_path(path).responsibilities] == [level]


@pytest.mark.parametrize("level", ["", "4", "un"])
def test_a_tie_without_a_known_level_is_rejected_and_gives_no_right(exports, level):
    file = read_path(exports.guardians((person("10"),), (tie("1", "10", level),)))

    assert file.responsibilities == ()
    assert file.rejections == (
        Rejection("guardianship", "1/10", "niveau de responsabilité absent ou inconnu"),
    )


def test_people_without_any_pupil_are_not_read(exports):
    file = read_path(exports.guardians((person("10"), person("11")), (tie("1", "10"),)))

    assert [row.personne_id for row in file.people] == ["10"]


def test_profession_nationality_and_income_are_nowhere_in_what_is_read(exports):
    canaries = "<CODE_PROFESSION>CANARY</CODE_PROFESSION><CODE_PAYS_NAT>CANARY</CODE_PAYS_NAT>"
    guardians = read_path(
        exports.guardians((person("10", more=canaries),), (tie("1", "10", REVENUS="CANARY"),))
    )
    pupils = read_path(
        exports.pupils(pupil("1", more=f"{canaries}<VILLE_NAISS>CANARY</VILLE_NAISS>"))
    )

    assert "CANARY" not in repr(guardians) + repr(pupils)


def test_a_foreign_address_keeps_its_town_and_country(exports):
    path = exports.guardians((person("10"),), (tie("1", "10"),))
    data = path.read_bytes()
    for old, new in (
        (b"<LIBELLE_POSTAL>VILLEXEMPLE</LIBELLE_POSTAL>", b""),
        (b"<CODE_POSTAL>99400</CODE_POSTAL>", b"<COMMUNE_ETRANGERE>1000 BXL</COMMUNE_ETRANGERE>"),
        (b"<CODE_PAYS>100</CODE_PAYS>", b"<CODE_PAYS>131</CODE_PAYS>"),
        (b"FRANCE", b"BELGIQUE"),
    ):
        data = data.replace(old, new)
    path.write_bytes(data)

    address = read_path(path).addresses["1"]

    assert (address.town, address.country) == ("1000 BXL", "BELGIQUE")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (pupil("1", born=""), "date de naissance absente"),
        (pupil("1", born="31/02/2013"), "date de naissance illisible"),
        (pupil("1", first=""), "nom ou prénom absent"),
        (pupil("1", division=("4eA", "4eB")), "élève inscrit dans deux classes à la fois"),
        (pupil(""), "élève sans identifiant national"),
    ],
)
def test_an_unusable_pupil_is_rejected_with_its_reason(exports, row, reason):
    file = read_path(exports.pupils(row, pupil("2")))

    assert [r.eleve_id for r in file.pupils] == ["2"]
    assert [rejection.reason for rejection in file.rejections] == [reason]


def test_an_ine_carried_twice_is_rejected_the_second_time(exports):
    file = read_path(exports.pupils(pupil("1", ine="1AA"), pupil("2", ine="1AA"), pupil("3")))

    assert [row.eleve_id for row in file.pupils] == ["1", "3"]
    assert file.rejections[0].key == "2"


def test_a_pupil_of_an_old_file_has_one_name_only(exports):
    row = pupil("1").replace("NOM_DE_FAMILLE", "NOM")

    assert read_path(exports.pupils(row)).pupils[0].family_name == "ORME"


def test_a_class_code_keeps_its_spaces(exports):
    assert read_path(exports.pupils(pupil("1", division="3 A "))).pupils[0].division == "3 A "


def test_the_inactive_division_is_no_class(exports):
    assert read_path(exports.pupils(pupil("1", division="Inactifs"))).pupils[0].division == ""


@pytest.mark.parametrize("day", ["01/01/0001", "2026-9-1", "01/13/2026", "2026-02-30"])
def test_an_impossible_day_is_missing(day):
    assert parse_day(day) is None


def test_options_are_read_although_their_tags_look_swapped(exports):
    path = exports.siecle(
        "E",
        "BEE_ELEVES",
        f"<ELEVES>{pupil('1').split('|')[0]}</ELEVES><OPTIONS><OPTION ELEVE_ID='1'><OPTIONS_ELEVE>"
        "<NUM_OPTION>1</NUM_OPTION><CODE_MODALITE_ELECT>O</CODE_MODALITE_ELECT>"
        "<CODE_MATIERE>030602</CODE_MATIERE></OPTIONS_ELEVE></OPTION></OPTIONS>",
    )

    assert read_path(path).pupils[0].options == (("030602", "O"),)


def test_subject_codes_stay_text(exports):
    file = read_path(exports.nomenclature(("001300", "Maths"), ("100A00", "Local")))

    assert [row.code for row in file.subjects] == ["001300", "100A00"]


def test_a_teacher_is_known_by_type_and_number_together(exports):
    file = read_path(exports.staff(member(("epp", "12")), member(("local", "12"), function="")))

    assert [row.key for row in file.staff] == [("epp", "12"), ("local", "12")]


def test_a_missing_function_means_teacher_for_local_staff_and_leave_for_the_others(exports):
    file = read_path(
        exports.staff(
            member(("epp", "1"), function=""),
            member(("local", "2"), function=""),
            substitutes=member(("eppsup", "3"), function="", tag="SUPPLEANT"),
        )
    )

    assert [row.function for row in file.staff] == ["", "ENS", "ENS"]


def test_a_subject_taught_twice_to_a_class_is_one_service_with_both_teachers(exports):
    twice = service("061300", ("epp", "1")) + service("061300", ("epp", "2"), ("epp", "1"))

    file = read_path(exports.staff(services=twice))

    assert [row.teachers for row in file.services] == [(("epp", "1"), ("epp", "2"))]


def test_lead_teachers_come_with_their_dates(exports):
    file = read_path(exports.staff(member(leads=lead("4eB", ends="2026-10-01"))))

    assert file.staff[0].leads[0].ends_on == dt.date(2026, 10, 1)


def test_sts_and_siecle_spellings_of_a_code_are_both_read():
    attribute = etree.fromstring(b"<M CODE='A '/>")
    child = etree.fromstring(b"<M>\n<CODE_MEF>B</CODE_MEF></M>")

    assert code(attribute, "CODE_MEF", "CODE") == "A "
    assert code(child, "CODE_MEF", "CODE") == "B"


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_a_day_is_read_in_both_national_spellings(day):
    assert parse_day(f"{day:%d/%m/}{day.year:04d}") == parse_day(day.isoformat()) == day


@given(st.text())
def test_no_text_makes_a_day_or_a_boolean_crash(text):
    parse_day(text)
    element = etree.Element("X")
    child = etree.SubElement(element, "Y")
    child.text = "".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff")

    assert flag(element, "Y") in (True, False, None)
