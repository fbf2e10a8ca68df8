"""Who may not be trusted, whatever way the same number, mail or door is written."""

import pytest

from apps.schools.trusted.rules import AdultOfChild, known_as, may_be_given, may_be_trusted

FATHER = known_as(
    account=7,
    names=["Jean-Pierre DIALLO"],
    numbers=["0612345678", ""],
    mails=["JP.Diallo@exemple.fr", ""],
    addresses=["12 BIS RUE DES LILAS\nBAT C\n75011 PARIS"],
)
CUT, READS = AdultOfChild(FATHER, is_cut=True), AdultOfChild(FATHER, is_cut=False)
NEAR = AdultOfChild(FATHER, is_cut=False, is_near=True)
NEAR_AND_CUT = AdultOfChild(FATHER, is_cut=True, is_near=True)
GRANDMOTHER = {
    "names": ["Odile Vasseur"],
    "numbers": ["06 99 00 00 01"],
    "mails": ["odile@exemple.fr"],
    "addresses": ["7 rue des Essais, 75011 Paris"],
}


def trusted(adult, **typed):
    return may_be_trusted(known_as(**{**GRANDMOTHER, **typed}), [adult])


def test_a_grandmother_who_lives_elsewhere_is_trusted():
    assert trusted(CUT)


@pytest.mark.parametrize(
    "number",
    ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "06.12.34.56.78", "(06)12-34-56-78"],
)
def test_the_number_of_an_adult_kept_away_is_known_however_it_is_written(number):
    assert not trusted(CUT, numbers=[number])


@pytest.mark.parametrize(
    "address",
    [
        "12 bis, rue des Lilas, 75011 Paris",
        "Appt 4, 12bis r. des lilas 75011",
        "12 bis rue des Lilas",
        "chez Mme Vasseur\n12 BIS RUE DES LILAS\n75011 PARIS CEDEX 11",
        "12 bis rue des Lilas, Paris",
    ],
)
def test_the_door_of_an_adult_kept_away_is_known_however_it_is_written(address):
    assert not trusted(CUT, addresses=[address])


@pytest.mark.parametrize(
    "address",
    [
        "12 rue des Lilas, 75011 Paris",
        "14 bis rue des Lilas, 75011 Paris",
        "12 bis avenue des Lilas, 75011 Paris",
        "12 bis rue des Lilas, 69003 Lyon",
        "12 bis rue des Liliacées, 75011 Paris",
        "75011 Paris",
        "",
    ],
)
def test_another_door_is_another(address):
    assert trusted(CUT, addresses=[address])


@pytest.mark.parametrize(
    ("filed", "typed"),
    [
        ("+33 (0)6 12 34 56 78", "0612345678"),
        ("0262 12 34 56", "+262 262 12 34 56"),
        ("28 12 34", "+687 28 12 34"),
        ("00687281234", "28.12.34"),
        ("87 12 34 56", "+689 87 12 34 56"),
    ],
)
def test_a_number_from_overseas_is_known_with_its_prefix_or_without(filed, typed):
    cut = AdultOfChild(known_as(numbers=[filed]), is_cut=True)

    assert not trusted(cut, numbers=[typed])


def test_the_start_of_a_mobile_is_no_prefix_of_a_country():
    cut = AdultOfChild(known_as(numbers=["0687281234"]), is_cut=True)

    assert trusted(cut, numbers=["0612281234"])


@pytest.mark.parametrize(
    "address", ["4 lotissement des Pins, 97400 Saint-Denis", "Lot. des Pins 4, 97400 St Denis"]
)
def test_a_number_is_read_before_the_street_or_after(address):
    cut = AdultOfChild(
        known_as(addresses=["LOTISSEMENT LES PINS 4\n97400 SAINT DENIS"]), is_cut=True
    )

    assert not trusted(cut, addresses=[address])


def test_a_place_without_a_number_is_one_place_of_one_town():
    hamlet = AdultOfChild(known_as(addresses=["LE BOURG\n43100 VIEILLE-BRIOUDE"]), is_cut=True)

    assert not trusted(hamlet, addresses=["Le Bourg, 43100 Vieille-Brioude"])
    assert trusted(hamlet, addresses=["Le Bourg, 43230 Chavaniac"])
    assert trusted(hamlet, addresses=["Le Bourg"])


def test_the_mail_of_an_adult_kept_away_is_known():
    assert not trusted(CUT, mails=[" jp.diallo@EXEMPLE.fr"])


@pytest.mark.parametrize("address", ["12 bis rue", "12 bis, r.", "12 bis rue des"])
def test_half_an_address_is_no_door(address):
    assert trusted(CUT, addresses=[address])


def given(adult, **typed):
    return may_be_given(known_as(**{**GRANDMOTHER, **typed}), [adult])


WAYS = pytest.mark.parametrize(
    "more",
    [
        {"numbers": ["0612345678"]},
        {"mails": ["jp.diallo@exemple.fr"]},
        {"addresses": ["12 bis rue des Lilas, 75011 Paris"]},
    ],
)


@WAYS
def test_whoever_is_reached_where_an_adult_is_is_refused_whether_they_are_cut_or_not(more):
    """A refusal that began with the cut would tell the cut."""
    assert (given(READS, **more), given(CUT, **more)) == (False, False)


@WAYS
def test_who_lives_with_the_giver_is_no_bar_unless_they_are_cut(more):
    assert given(NEAR, **more)
    assert not given(NEAR_AND_CUT, **more)


@WAYS
def test_what_was_given_is_not_closed_by_an_adult_who_reads(more):
    assert trusted(READS, **more)


@pytest.mark.parametrize("adult", [CUT, READS])
@pytest.mark.parametrize(
    "name", ["Jean-Pierre Diallo", "DIALLO jean pierre", "M. Jean Pierre Diallo"]
)
def test_an_adult_of_the_child_is_known_by_their_name(adult, name):
    assert not trusted(adult, names=[name])


@pytest.mark.parametrize("adult", [CUT, READS])
def test_an_adult_of_the_child_is_known_by_their_account(adult):
    assert not trusted(adult, account=7)
    assert trusted(adult, account=8)


@pytest.mark.parametrize(
    "name",
    [
        "Awa Jean Pierre Diallo Martin",
        "Jean Pierre Diallo Awa Martin Luc Marc Petit Bernard Thomas",
    ],
)
@pytest.mark.parametrize("adult", [CUT, READS])
def test_a_name_made_of_many_tries_none_of_them(adult, name):
    assert trusted(adult, names=[name])


def test_somebody_of_the_same_family_name_is_another_person():
    assert trusted(CUT, names=["Fatou Diallo"])
