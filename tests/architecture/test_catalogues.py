"""Plurals: the source is French, the rule of its plural must be in a catalogue."""

import pytest
from django.utils.translation import ngettext

from tests import catalogues


def test_every_plural_a_person_may_read_is_in_the_french_catalogue():
    assert catalogues.missing(catalogues.read()) == []


def test_a_plural_left_out_of_the_catalogue_is_found(tmp_path):
    assert catalogues.missing(catalogues.read(tmp_path / "none.po")) == catalogues.plurals()


def test_plurals_of_templates_are_found_as_well_as_those_of_python():
    singulars = {singular for singular, _, _ in catalogues.plurals()}

    assert {"%(n)s note à saisir", "%(n)d jour"} <= singulars


@pytest.mark.parametrize(("number", "words"), [(0, "0 jour"), (1, "1 jour"), (2, "2 jours")])
def test_a_reader_sees_zero_in_the_singular(number, words):
    catalogues.compile_stale()

    assert ngettext("%(n)d jour", "%(n)d jours", number) % {"n": number} == words
