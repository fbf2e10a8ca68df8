"""Whom to call first, and whose number never leaves the school."""

from apps.schools.lists.rules import MOST_CALLED, AdultOfPupil, first_to_call


def adult(name="Mme Diallo", numbers=("0612345678",), **more):
    said = {"answers": True, "is_legal": True, "is_cut": False, "is_first": False}
    return AdultOfPupil(name, "mère", tuple(numbers), lives_with=False, **{**said, **more})


def called(*adults):
    return [(one.name, one.numbers) for one in first_to_call(adults)]


def test_the_one_to_call_first_is_first_whatever_the_order_of_the_files():
    first = adult("M. Konaté", numbers=["0699000001"], is_first=True)

    assert [name for name, _numbers in called(adult(), first)] == ["M. Konaté", "Mme Diallo"]


def test_two_adults_at_most():
    adults = [adult(f"Mme {n}", numbers=[f"069900000{n}"]) for n in range(4)]

    assert len(called(*adults)) == MOST_CALLED == 2


def test_who_is_cut_is_never_called_even_marked_first():
    assert called(adult("M. Coupé", is_cut=True, is_first=True)) == []


def test_a_number_that_somebody_cut_has_too_is_left_out_however_it_is_written():
    cut = adult("M. Coupé", numbers=["+33 1 99 00 00 01"], is_cut=True)
    mother = adult(numbers=["0612345678", "01 99 00 00 01"])

    assert called(cut, mother) == [("Mme Diallo", ("0612345678",))]


def test_a_link_that_has_ended_still_keeps_its_cut_numbers_out():
    cut = adult("M. Coupé", numbers=["0612345678"], is_cut=True, answers=False)

    assert called(cut, adult()) == []


def test_who_does_not_answer_day_by_day_is_not_called_even_marked_first():
    assert called(adult(answers=False, is_first=True)) == []


def test_a_legal_guardian_is_called_before_who_has_the_child_in_charge():
    carer = adult("M. Accueil", numbers=["0699000001"], is_legal=False)

    assert [name for name, _numbers in called(carer, adult())] == ["Mme Diallo", "M. Accueil"]


def test_one_number_written_twice_is_one():
    assert called(adult(numbers=["0612345678", "06 12 34 56 78"])) == [
        ("Mme Diallo", ("0612345678",))
    ]


def test_an_adult_without_a_number_leaves_the_place_to_the_next():
    assert [name for name, _n in called(adult("M. Sans", numbers=[]), adult())] == ["Mme Diallo"]
