"""The one door: in which capacity an address speaks, and what a refusal looks like."""

import pytest
from django.core.exceptions import PermissionDenied

from coeduc.access import Capacity, capacity_of, require


@pytest.mark.parametrize(
    ("path", "capacity"),
    [
        ("/famille/", Capacity.FAMILY),
        ("/famille/resultats/", Capacity.FAMILY),
        ("/eleve/resultats/", Capacity.STUDENT),
        ("/equipe/evaluations/", Capacity.STAFF),
        ("/", None),
        ("/compte/connexion/", None),
        ("/familles/", None),
        ("/Famille/", None),
        ("/x/famille/", None),
    ],
)
def test_the_capacity_comes_from_the_address(path, capacity):
    assert capacity_of(path) is capacity


def test_what_a_policy_refuses_is_forbidden():
    with pytest.raises(PermissionDenied):
        require(False)


def test_what_a_policy_allows_goes_on():
    require(True)
