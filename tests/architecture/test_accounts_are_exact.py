"""An account is found by exact letters: SQL folds «ı» and «i» together, and they are two people."""

import ast
import re

import pytest

from tests.architecture.sources import modules, tree_of, where

LOOSE = re.compile(
    r"(?:^|__|\b)(?:username|email|address|login|identifier)"
    r"(?:__(?:upper|lower))?__i(?:exact|contains|startswith|endswith|regex)\b"
)
FOLDED = ("Upper", "Collate", "filter_users_by_email", "filter_users_by_username")


def loose_in(tree):
    """Look-ups of an identifier or an address that leave capitals to the database."""
    for node in ast.walk(tree):
        said = ""
        match node:
            case ast.keyword(arg=str(name)):
                said = name
            case ast.Constant(value=str(text)) if " " not in text:
                said = text
            case ast.ImportFrom(names=names) if any(one.name in FOLDED for one in names):
                yield node
            case ast.Attribute(attr=name) if name in FOLDED:
                yield node
        if LOOSE.search(said):
            yield node


def test_no_account_and_no_address_is_looked_up_loosely():
    found = [
        where(path, node)
        for path in modules("apps/**/*.py", "coeduc/**/*.py")
        for node in loose_in(tree_of(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "User.objects.filter(email__iexact=x)",
        "Staff.objects.filter(user__username__icontains=x)",
        "Q(**{'staff__email__istartswith': x})",
        "from django.db.models.functions import Upper",
        "from allauth.account.utils import filter_users_by_email",
        "utils.filter_users_by_email(x)",
    ],
)
def test_a_loose_look_up_is_seen(code):
    assert list(loose_in(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["x.filter(name__iexact=y)", "x.filter(email=y)", "Lower('email')"]
)
def test_what_folds_nothing_of_an_account_is_let_be(code):
    assert not list(loose_in(ast.parse(code)))
