"""Codes on paper: easy to copy, and any slip of the hand is known without asking the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services

BODIES = st.text(
    alphabet=codes_rules.ALPHABET, min_size=codes_rules.LENGTH - 1, max_size=codes_rules.LENGTH - 1
)


@given(BODIES)
def test_a_code_is_read_back_however_it_was_typed(body):
    code = body + codes_rules.check_sign(body)

    typed = f" {codes_rules.on_paper(code).lower().replace('-', ' – ')} "

    assert codes_rules.read_code(typed) == code


@pytest.mark.parametrize("sign", "\u2010\u2011\u2212\u2014\u00a0\u202f\u200b\ufeff\u2060\t_·")
def test_a_code_copied_from_a_message_is_read(sign):
    body = "K7M2X9RTH"
    code = body + codes_rules.check_sign(body)

    assert codes_rules.read_code(f"{sign}{code[:5]}{sign}{code[5:]}{sign}") == code


@given(BODIES, st.integers(0, codes_rules.LENGTH - 1), st.sampled_from(codes_rules.ALPHABET))
def test_one_wrong_sign_is_always_seen(body, place, sign):
    code = body + codes_rules.check_sign(body)
    wrong = code[:place] + sign + code[place + 1 :]

    if wrong == code:
        assert codes_rules.read_code(wrong) == code
    else:
        with pytest.raises(codes_rules.UnreadableCodeError):
            codes_rules.read_code(wrong)


@given(BODIES, st.integers(0, codes_rules.LENGTH - 3))
def test_two_neighbours_exchanged_are_always_seen(body, place):
    code = body + codes_rules.check_sign(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if wrong != code:
        with pytest.raises(codes_rules.UnreadableCodeError):
            codes_rules.read_code(wrong)


@pytest.mark.parametrize("typed", ["", "K7M2X", "O0I1LSBZGQ", "K7M2X-9RTHVV", "é" * 10, "😀" * 10])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(codes_rules.UnreadableCodeError):
        codes_rules.read_code(typed)


def test_new_codes_can_be_read_and_differ():
    made = {codes_services.new_code() for _attempt in range(200)}

    assert len(made) == 200
    assert {codes_rules.read_code(code) for code in made} == made


def test_what_is_kept_says_nothing_of_the_code(settings):
    code = codes_services.new_code()
    kept = codes_rules.digest(code)

    settings.SECRET_KEY = "another"

    assert code not in kept
    assert codes_rules.digest(code) != kept


def test_no_sign_is_one_that_readers_confuse_with_another():
    assert set(codes_rules.ALPHABET).isdisjoint("O0I1LBSZGQAEU")
