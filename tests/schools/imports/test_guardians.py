"""Guardianships: the most delicate rows of the import, since they open the family space."""

import datetime as dt

import pytest

from apps.schools.enums import Scope
from apps.schools.models import Guardian, Guardianship, Restriction
from tests.factories.accounts import UserFactory
from tests.schools.imports.files import NOVEMBER, OCTOBER, OPENING, SEPTEMBER, person, pupil, tie

pytestmark = pytest.mark.django_db
JUST_BEFORE = OCTOBER - dt.timedelta(microseconds=1)


def scopes(at: dt.datetime) -> dict[str, str]:
    return dict(Guardianship.objects.in_force(at=at).values_list("guardian__siecle_id", "scope"))


@pytest.mark.parametrize(("level", "scope"), [(1, Scope.FULL), (2, Scope.CARE), (3, Scope.CONTACT)])
def test_the_level_gives_the_scope(folder, level, scope):
    folder.guardians((person("10"),), (tie("1", "10", level),))

    folder.run()

    link = Guardianship.objects.get()
    assert (link.scope, link.siecle_level, link.during.lower) == (scope, str(level), OPENING)


def test_two_separated_parents_have_the_same_rights(folder):
    folder.guardians(
        (person("10"), person("11")),
        (
            tie("1", "10", HEBERGE_ELEVE="true", PAIE_FRAIS_SCOLAIRES="1"),
            tie("1", "11", relation="20", HEBERGE_ELEVE="false", PAIE_FRAIS_SCOLAIRES="0"),
        ),
    )

    folder.run()

    assert scopes(SEPTEMBER) == {"10": Scope.FULL, "11": Scope.FULL}


@pytest.mark.parametrize(("level", "after"), [(2, {"10": Scope.CARE}), (3, {"10": Scope.CONTACT})])
def test_a_lowered_level_cuts_at_once(folder, level, after):
    folder.run()
    folder.guardians((person("10"),), (tie("1", "10", level),))

    report = folder.run(at=OCTOBER)

    assert scopes(JUST_BEFORE) == {"10": Scope.FULL}
    assert scopes(OCTOBER) == after
    counts = report.counts["guardianship"]
    assert (counts.created, counts.changed, counts.ended) == (1, 0, 1)


def test_a_guardian_gone_from_the_file_is_cut_at_once(folder):
    folder.guardians((person("10"), person("11")), (tie("1", "10"), tie("1", "11")))
    folder.run()
    folder.guardians((person("10"), person("11")), (tie("1", "10"),))

    folder.run(at=OCTOBER)

    assert scopes(OCTOBER) == {"10": Scope.FULL}
    assert Guardian.objects.count() == 2


def test_the_last_guardian_of_a_pupil_is_cut_too_and_the_school_is_told(folder):
    folder.run()
    folder.guardians((), ())

    report = folder.run(at=OCTOBER)

    assert scopes(OCTOBER) == {}
    assert report.warnings == ["Élèves qui n’ont plus aucun responsable dans le fichier : 1."]


def test_a_level_raised_again_starts_now_and_not_before(folder):
    folder.guardians((person("10"),), (tie("1", "10", 3),))
    folder.run()
    folder.guardians((person("10"),), (tie("1", "10", 1),))

    folder.run(at=OCTOBER)

    assert scopes(JUST_BEFORE) == {"10": Scope.CONTACT}
    assert scopes(OCTOBER) == {"10": Scope.FULL}


def test_a_third_legal_guardian_is_kept_as_a_contact_with_a_warning(folder):
    folder.guardians(
        (person("10"), person("11"), person("12")),
        (tie("1", "10"), tie("1", "11"), tie("1", "12")),
    )

    report = folder.run()

    assert scopes(SEPTEMBER) == {"10": Scope.FULL, "11": Scope.FULL, "12": Scope.CONTACT}
    assert report.warnings == [
        "Plus de deux responsables légaux pour l’élève 1 : le troisième est gardé comme contact,"
        " sans accès. Vérifiez dans SIECLE."
    ]


def test_a_third_legal_guardian_written_first_takes_nobodys_place(folder):
    folder.guardians((person("10"), person("11")), (tie("1", "10"), tie("1", "11")))
    folder.run()
    folder.guardians(
        (person("12"), person("10"), person("11")),
        (tie("1", "12"), tie("1", "10"), tie("1", "11")),
    )

    folder.run(at=OCTOBER)

    assert scopes(OCTOBER) == {"10": Scope.FULL, "11": Scope.FULL, "12": Scope.CONTACT}
    assert folder.run(at=NOVEMBER).is_nothing


def test_a_restriction_survives_every_import(folder):
    folder.run()
    link = Guardianship.objects.get()
    Restriction.objects.create(
        school=link.school,
        student=link.student,
        guardian=link.guardian,
        reason="ordonnance de protection",
        during=(SEPTEMBER, None),
        set_by=UserFactory(),
    )
    folder.guardians((person("10"),), (tie("1", "10", 2),))
    folder.run(at=OCTOBER)
    folder.guardians((person("10"),), (tie("1", "10", 1),))

    folder.run(at=NOVEMBER)

    assert scopes(NOVEMBER) == {"10": Scope.FULL}
    assert Restriction.objects.in_force(at=NOVEMBER).count() == 1
    unrestricted = Guardianship.objects.in_force(at=NOVEMBER).unrestricted(at=NOVEMBER)
    assert list(unrestricted) == []


def test_a_row_whose_level_cannot_be_read_changes_nothing(folder):
    folder.run()
    folder.guardians((person("10"),), (tie("1", "10", "?"),))

    report = folder.run(at=OCTOBER)

    assert scopes(OCTOBER) == {"10": Scope.FULL}
    assert report.counts["guardianship"].rejected == 1


def test_a_tie_to_an_unknown_pupil_or_person_is_rejected(folder):
    folder.guardians((person("10"),), (tie("1", "10"), tie("9", "10"), tie("1", "99")))

    report = folder.run()

    assert [(r.key, r.reason) for r in report.rejections] == [
        ("9/10", "élève inconnu"),
        ("1/99", "personne absente du fichier"),
    ]


def test_siblings_share_one_guardian(folder):
    folder.pupils(pupil("1"), pupil("2", first="Léo", division="4eA"))
    folder.guardians((person("10"),), (tie("1", "10"), tie("2", "10")))

    folder.run()

    assert Guardian.objects.get().guardianships.count() == 2


def test_a_new_address_or_telephone_is_a_change_of_the_person_alone(folder):
    folder.run()
    folder.guardians((person("10", mail="lou@example.org"),), (tie("1", "10"),))

    report = folder.run(at=OCTOBER)

    guardian = Guardian.objects.get()
    assert guardian.email == "lou@example.org"
    assert guardian.address == "1 RUE DES ESSAIS\n99400 VILLEXEMPLE"
    assert report.counts["guardian"].changed == 1
    assert report.counts["guardianship"].is_nothing


def test_an_email_entered_at_the_school_is_kept_when_the_file_has_none(folder):
    folder.run()
    Guardian.objects.update(email="lou@example.org")

    report = folder.run(at=OCTOBER)

    assert Guardian.objects.get().email == "lou@example.org"
    assert report.is_nothing


def test_an_unusable_email_is_left_out_with_a_warning(folder):
    folder.guardians((person("10", mail="lou.at.home"),), (tie("1", "10"),))

    report = folder.run()

    assert Guardian.objects.get().email == ""
    assert report.warnings == [
        "Lou Orme (personne 10) : adresse électronique inutilisable. Le reste est importé."
    ]


@pytest.mark.parametrize("tag", ["TEL_PORTABLE", "TEL_PERSONNEL"])
def test_a_note_behind_a_number_loses_the_number_and_never_the_guardian(folder, tag):
    number = "06 00 00 00 00 (le soir, après 18 h)"
    row = person("10", more=f"<TEL_PERSONNEL/><{tag}>{number}</{tag}>")
    row = row.replace("<TEL_PORTABLE></TEL_PORTABLE>", "").replace("<TEL_PERSONNEL/>", "")
    folder.guardians((row,), (tie("1", "10"),))

    report = folder.run()

    guardian = Guardian.objects.get()
    assert (guardian.phone, guardian.mobile) == ("", "")
    assert guardian.guardianships.count() == 1
    assert report.warnings == [
        "Lou Orme (personne 10) : téléphone inutilisable. Le reste est importé."
    ]


@pytest.mark.parametrize("between", ["; ", ", ", " ", " / ", ";"])
def test_of_two_addresses_none_is_guessed_and_the_guardian_stays(folder, between):
    mail = f"lou@example.org{between}max@example.org"
    folder.guardians((person("10", mail=mail),), (tie("1", "10"),))

    report = folder.run()

    assert Guardian.objects.get().email == ""
    assert "Lou Orme (personne 10) : adresse électronique" in report.warnings[0]


def test_an_address_whose_letters_only_resemble_others_is_not_taken(folder):
    folder.guardians((person("10", mail="lou@example-l&#305;eu.org"),), (tie("1", "10"),))

    report = folder.run()

    assert Guardian.objects.get().email == ""
    assert "Lou Orme (personne 10) : adresse électronique" in report.warnings[0]


def test_one_address_written_twice_is_one_address(folder):
    folder.guardians((person("10", mail="LOU@example.org ; lou@example.org"),), (tie("1", "10"),))

    report = folder.run()

    assert Guardian.objects.get().email.lower() == "lou@example.org"
    assert report.warnings == []


def test_an_address_already_confirmed_is_kept_among_two(folder):
    folder.run()
    Guardian.objects.update(email="lou@example.org")
    folder.guardians((person("10", mail="max@example.org, lou@example.org"),), (tie("1", "10"),))

    folder.run(at=OCTOBER)

    assert Guardian.objects.get().email == "lou@example.org"


def test_a_correction_of_the_relation_does_not_reopen_the_link(folder):
    folder.run()
    folder.guardians((person("10"),), (tie("1", "10", relation="38"),))

    report = folder.run(at=OCTOBER)

    link = Guardianship.objects.get()
    assert (link.relation, link.during.lower) == ("38", OPENING)
    assert report.counts["guardianship"].changed == 1


def test_a_relation_of_another_time_is_read_as_other(folder):
    folder.guardians((person("10"),), (tie("1", "10", relation="1"),))

    folder.run()

    assert Guardianship.objects.get().relation == "90"


def test_a_married_name_is_the_one_shown(folder):
    more = "<NOM_USAGE>DIALLO</NOM_USAGE>"
    folder.guardians((person("10", last="SYLLA", more=more),), (tie("1", "10"),))

    folder.run()

    assert Guardian.objects.get().polite_name == "Mme Diallo"
