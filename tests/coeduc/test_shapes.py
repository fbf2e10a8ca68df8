"""What is not of the shape that was asked for is refused where it is read."""

from typing import Any, Literal, NotRequired, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coeduc.shapes import ShapeError, parsed, shaped, shaped_or_none


class Child(TypedDict):
    name: str
    born: str | None
    marks: list[int]


class Family(TypedDict):
    kind: Literal["close", "far"]
    children: list[Child]
    weight: float
    pair: tuple[int, str]
    notes: dict[str, bool]
    more: NotRequired[str]


class Loose(TypedDict, total=False):
    name: str


GOOD = {
    "kind": "close",
    "children": [{"name": "Inès", "born": None, "marks": [1, 2]}],
    "weight": 2,
    "pair": [1, "a"],
    "notes": {"x": True},
}


def but(**more):
    return {**GOOD, **more}


def test_what_is_of_the_shape_is_given_back_as_it_is():
    assert shaped(Family, GOOD) is GOOD
    assert shaped(Family, but(more="")) == but(more="")
    assert shaped(Loose, {}) == {}
    assert parsed(list[int], "[1, 2]") == [1, 2]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "Family: NoneType instead of dict"),
        ([GOOD], "Family: list instead of dict"),
        ({}, "Family: without children, kind, notes, pair, weight"),
        (but(secret="x"), "Family: 1 unknown keys"),
        (but(kind="Close"), "Family.kind: none of close, far"),
        (but(weight="2"), "Family.weight: str instead of float"),
        (but(weight=True), "Family.weight: bool instead of float"),
        (but(pair=[1]), "Family.pair: 1 values instead of 2"),
        (but(pair="1a"), "Family.pair: str instead of list"),
        (but(notes={"x": 1}), "Family.notes[…]: int instead of bool"),
        (but(notes=[]), "Family.notes: list instead of dict"),
        (but(more=None), "Family.more: NoneType instead of str"),
        (but(children={}), "Family.children: dict instead of list"),
        (but(children=[[]]), "Family.children[0]: list instead of dict"),
        (but(children=[{"name": 1, "born": None, "marks": []}]), "name: int instead of str"),
        (but(children=[{"name": "", "born": 3, "marks": []}]), "born: int instead of str"),
        (but(children=[{"name": "", "born": "", "marks": [True]}]), "marks[0]: bool instead of"),
    ],
)
def test_what_is_not_is_refused_with_its_place(value, said):
    with pytest.raises(ShapeError) as refused:
        shaped(Family, value)

    assert said in str(refused.value)


def test_a_refusal_never_says_what_was_there():
    with pytest.raises(ShapeError) as refused:
        shaped(Family, but(kind="Mme Diallo", Inès=1))

    assert "Diallo" not in str(refused.value)
    assert "Inès" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", "nul", '{"name": "a"} x', "[" * 100_000])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(ShapeError):
        parsed(Loose, text)


def test_what_another_version_kept_is_nothing():
    assert shaped_or_none(Loose, {"name": "a"}) == {"name": "a"}
    assert shaped_or_none(Loose, {"name": 1}) is None
    assert shaped_or_none(Loose, None) is None


@pytest.mark.parametrize("kind", [set[int], dict[int, str], object, Any])
def test_a_shape_that_json_has_not_is_our_mistake(kind):
    with pytest.raises(TypeError):
        shaped(kind, {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["kind", "children", "weight", "pair", "notes", "more"]))
def test_whatever_is_there_it_is_of_the_shape_or_refused(value, name):
    try:
        words = shaped(Family, but(**{name: value}))
    except ShapeError:
        return

    assert words["kind"] in {"close", "far"}
    assert all(isinstance(child["name"], str) for child in words["children"])
    assert all(isinstance(note, bool) for note in words["notes"].values())
